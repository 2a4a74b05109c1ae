"""What every file of the model is held to: its form, its words, and that nothing stands alone."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from rdflib import RDF, SKOS, Graph, Literal, URIRef

from tests.conftest import ROOT
from themagraaf.model.files import FOLDERS, ModelFiles
from themagraaf.model.kpi import read_kpi
from themagraaf.model.model import Model
from themagraaf.model.namespaces import TG

FILES = ModelFiles(ROOT)
TURTLE = [path for folder in FOLDERS for path in FILES.find(folder, "*.ttl")]
CASES = sorted((ROOT / "tests" / "cases").rglob("*.ttl"))
KPIS = FILES.find("queries/kpi", "*.rq")
CODE_LISTS = FILES.find("ontology/codelijsten", "*.ttl")
REGISTRATIES = sorted(path for path in (ROOT / "mappings").iterdir() if path.is_dir())
NINE_DIGITS = re.compile(rb"(?<![0-9A-Za-z.,-])[0-9]{9}(?![0-9A-Za-z.-])")
TEST_BSN = re.compile(rb"99999[0-9]{4}")  # the range that is kept free for tests


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked() -> list[Path]:
    """Return every file that is or would be in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    return [path for part in listed.decode().split("\0") if (path := ROOT / part).is_file()]


def passes_eleven_test(digits: bytes) -> bool:
    """Say whether nine digits could be a citizen service number (BSN)."""
    weighed = sum(
        weight * int(chr(digit))
        for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)
    )
    return weighed % 11 == 0 and int(digits) > 0


@pytest.mark.parametrize("path", [*TURTLE, *KPIS, *CASES], ids=name)
def test_a_file_is_utf_8_with_newlines_and_one_at_its_end(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")

    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("path", [*TURTLE, *CASES], ids=name)
def test_a_turtle_file_says_first_what_it_holds(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n")[0]

    assert re.fullmatch(r"# \S.+[^:,;]", first)


@pytest.mark.parametrize("path", TURTLE, ids=name)
def test_a_turtle_file_is_written_in_the_house_style(path: Path) -> None:
    # A query inside a shape is laid out as a query.
    text = re.sub(r'"""(?s:.*?)"""', '""', path.read_text(encoding="utf-8"))

    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert not re.search(r"^@(prefix|base)", text, re.MULTILINE)
    assert [line for line in lines if "\t" in line or line != line.rstrip()] == []
    assert [line for line in lines if line.endswith(".") and line != "."] == []


@pytest.mark.parametrize("path", TURTLE, ids=name)
def test_a_turtle_file_declares_the_prefixes_it_uses_and_no_other(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = re.findall(r"^PREFIX ([\w-]*):", text, re.MULTILINE)
    # Queries inside shapes take their prefixes from elsewhere.
    body = re.sub(
        r'^PREFIX.*$|^#.*$|"""(?s:.*?)"""|"(?:[^"\\]|\\.)*"|<[^>]*>', "", text, flags=re.M
    )

    used = set(re.findall(r"(?<![\w-])([a-z][\w-]*):(?=\w)", body))

    assert (sorted(used), len(declared)) == (sorted(declared), len(set(declared)))


@pytest.mark.parametrize("path", KPIS, ids=name)
def test_the_header_of_a_kpi_reads_and_says_enough(path: Path, model: Model) -> None:
    kpi = read_kpi(path, name(path))

    assert kpi.id == path.stem
    assert kpi.titel.nl != kpi.titel.en
    assert len(kpi.definitie.nl) > len(kpi.titel.nl)
    assert kpi.definitie.nl.endswith(".")
    assert kpi.definitie.en.endswith(".")
    assert 0 <= kpi.decimalen <= 3
    assert kpi.niveaus
    # What can be related is a quality of a registration: such a record often has no area.
    assert ("gebied" in kpi.dimensies) != ("registratie" in kpi.dimensies)


@pytest.mark.parametrize("path", KPIS, ids=name)
def test_a_kpi_keeps_to_forty_lines_and_an_order(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [line for line in lines if line.startswith("#+")]

    query = [line for line in lines[len(header) :] if line]

    assert lines[: len(header)] == header
    assert yaml.safe_load("\n".join(line[3:] for line in header))
    assert len(query) <= 40
    assert query[-1].startswith("ORDER BY")
    assert not any("SELECT *" in line or "ROUND(" in line for line in query)


@pytest.mark.parametrize("path", KPIS, ids=name)
def test_the_dimensions_of_a_kpi_are_declared_properties(path: Path, model: Model) -> None:
    for dimensie in read_kpi(path, name(path)).dimensies:
        assert str(TG[dimensie]) in model.vocabulary.terms


@pytest.mark.parametrize("path", CODE_LISTS, ids=name)
def test_a_code_list_is_one_scheme_with_a_title_in_both_languages(path: Path) -> None:
    graph = Graph().parse(path)

    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)

    assert str(scheme) == f"https://w3id.org/themagraaf/code/{path.stem}"
    titles = graph.objects(scheme, URIRef("http://purl.org/dc/terms/title"))
    assert sorted(title.language or "" for title in titles if isinstance(title, Literal)) == [
        "en",
        "nl",
    ]


@pytest.mark.parametrize("path", CODE_LISTS, ids=name)
def test_a_code_has_one_notation_of_its_own_and_labels_in_both_languages(
    path: Path, model: Model
) -> None:
    graph = model.vocabulary.graph
    scheme = URIRef(f"https://w3id.org/themagraaf/code/{path.stem}")
    concepts = list(graph.subjects(SKOS.inScheme, scheme))
    themas = path.stem == "thema"

    notations = [list(graph.objects(concept, SKOS.notation)) for concept in concepts]

    assert concepts
    assert themas or all(len(given) == 1 for given in notations)
    assert themas or len({str(given[0]) for given in notations}) == len(concepts)
    for concept in concepts:
        for predicate in (SKOS.prefLabel, SKOS.definition):
            spoken = [
                o.language for o in graph.objects(concept, predicate) if isinstance(o, Literal)
            ]
            assert sorted(str(item) for item in spoken) == ["en", "nl"], concept


def test_every_top_concept_is_there_and_every_other_lies_under_one(model: Model) -> None:
    graph = model.vocabulary.graph
    tops = {
        *graph.objects(None, SKOS.hasTopConcept),
        *graph.subjects(SKOS.topConceptOf, None),
    }

    stray = {
        concept
        for concept in graph.subjects(SKOS.inScheme, None)
        if concept not in tops and not tops & set(graph.transitive_objects(concept, SKOS.broader))
    }

    assert [top for top in tops if (top, SKOS.inScheme, None) not in graph] == []
    assert stray == set()


def test_every_class_with_a_shape_is_declared_and_every_mapped_class_has_a_shape(
    model: Model,
) -> None:
    shaped = {iri for shape in model.shapes for _, iri in shape.targets}
    mapped = {
        iri
        for mapping in model.mappings
        for triples_map in mapping.triples_maps
        for iri in triples_map.classes
        if iri.startswith(str(TG))
    }

    above = {iri for iri in shaped for below in model.vocabulary.subclasses(iri) if below in mapped}

    assert shaped - model.vocabulary.terms == set()
    reached = {below for iri in above for below in model.vocabulary.subclasses(iri)}
    assert mapped - reached == set()


def test_a_property_shape_is_named_after_its_class_and_stands_in_its_file(model: Model) -> None:
    for shape in model.shapes:
        klasse = shape.node_shape.rsplit("/", 1)[1]

        assert re.fullmatch(rf"{klasse}(-[A-Za-z]+)*", shape.iri.rsplit("/", 1)[1])


@pytest.mark.parametrize("folder", REGISTRATIES, ids=name)
def test_a_registration_has_a_mapping_and_says_where_it_comes_from(folder: Path) -> None:
    text = (folder / "bron.md").read_text(encoding="utf-8")

    assert sorted(path.name for path in folder.iterdir()) == ["bron.md", "mapping.rml.ttl"]
    for row in ("Bronhouder", "Levering", "Sleutel", "Persoonsgegevens", "Persoonlijke sleutels"):
        assert re.search(rf"^\| {row} \| \S", text, re.MULTILINE), row


@pytest.mark.parametrize(
    ("digits", "could_be"),
    [(b"999990019", True), (b"111222333", True), (b"123456789", False), (b"000000000", False)],
)
def test_the_eleven_test_tells_a_bsn_from_a_number(digits: bytes, could_be: bool) -> None:
    assert passes_eleven_test(digits) is could_be


def test_no_file_holds_what_could_be_somebody_s_bsn() -> None:
    found = {
        (name(path), digits.decode())
        for path in tracked()
        for digits in NINE_DIGITS.findall(path.read_bytes())
        if passes_eleven_test(digits) and not TEST_BSN.fullmatch(digits)
    }

    assert found - {("tests/model/test_files.py", "111222333")} == set()
