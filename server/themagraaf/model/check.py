"""Checks that the four model folders hold together, and says where they don't."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

from themagraaf.errors import ModelError, choices
from themagraaf.model.files import ModelFiles
from themagraaf.model.kpi import Kpi
from themagraaf.model.model import Model, read_model
from themagraaf.model.namespaces import ONTOLOGY, TG, TGF
from themagraaf.model.shapes import SH, TARGETS

FNO_FUNCTION = URIRef("https://w3id.org/function/ontology#Function")
FNO_EXPECTS = URIRef("https://w3id.org/function/ontology#expects")
NAMED = re.compile(r"\b(tgf?):([A-Za-z][A-Za-z0-9]*)")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that does not hold: where, what, and what would do."""

    file: str
    line: int  # from 1; 0 where a whole file or the model is meant
    found: str

    @property
    def place(self) -> str:
        """File and line as editors and CI read them; the file alone where no line is meant."""
        return f"{self.file}:{self.line}" if self.line else self.file


def check_model(files: ModelFiles) -> list[Problem]:
    """Return every problem of a model, in order of file and line; none means that it holds."""
    try:
        model = read_model(files)
        problems = {
            *_undeclared(model),
            *_unexplained(model),
            *_malformed_shapes(model),
            *(problem for kpi in model.kpis for problem in _kpi(model, kpi)),
        }
    except ModelError as error:
        said = str(error)
        return [Problem(_file_in(said), 0, said.removeprefix(f"{_file_in(said)}: "))]
    return sorted(problems)


def require_sound(files: ModelFiles) -> None:
    """Let a model pass that holds together.

    Raises:
        ModelError: It does not; the message holds every problem, a line each.
    """
    if problems := check_model(files):
        listed = "\n".join(f"  {item.place}: {item.found}" for item in problems)
        raise ModelError(f"{len(problems)} to put right:\n{listed}")


def _undeclared(model: Model) -> Iterator[Problem]:
    """Find names of ours that no ontology file or function file declares."""
    files = model.files
    terms = {iri.removeprefix(str(TG)) for iri in model.vocabulary.terms}
    individuals = {
        str(node).removeprefix(str(TG))
        for node in model.vocabulary.graph.subjects(RDF.type, None)
        if str(node).startswith(str(TG))
    }
    functions, parameters = _functions(files)
    known = {"tg": terms | individuals, "tgf": functions | parameters}
    for path in [
        *files.find("mappings", "*.ttl"),
        *files.find("shapes", "*.ttl"),
        *files.find("queries", "*.rq"),
        *files.find("ontology", "*.ttl"),
    ]:
        if path.name == "functies.ttl":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.lstrip().startswith(("#", "PREFIX")):
                continue
            for prefix, name in NAMED.findall(re.sub(r'"[^"]*"', '""', line)):
                name_known = name in known[prefix] or name.rstrip("0123456789") in parameters
                if not name_known:
                    hint = choices(name, known[prefix])
                    said = f"{prefix}:{name} is not declared; {hint}"
                    yield Problem(files.name(path), number, said)


def _functions(files: ModelFiles) -> tuple[set[str], set[str]]:
    graph = Graph()
    for path in files.find("mappings", "functies.ttl"):
        graph += files.read_turtle(path)
    names = {
        str(node).removeprefix(str(TGF))
        for kind in (FNO_FUNCTION, RDF.Property)
        for node in graph.subjects(RDF.type, kind)
    }
    parameters = {
        str(item).removeprefix(str(TGF))
        for expected in graph.objects(None, FNO_EXPECTS)
        for item in graph.items(expected)
    }
    return names, parameters


def _unexplained(model: Model) -> Iterator[Problem]:
    """Find terms without a label or definition in one of the two languages."""
    graph = model.vocabulary.graph
    for iri in sorted(model.vocabulary.terms):
        if not iri.startswith(str(TG)):
            continue
        node = URIRef(iri)
        for predicate, name in ((RDFS.label, "rdfs:label"), (SKOS.definition, "skos:definition")):
            spoken = {o.language for o in graph.objects(node, predicate) if isinstance(o, Literal)}
            for language in sorted({"nl", "en"} - {str(item) for item in spoken if item}):
                found = f"tg:{iri.removeprefix(str(TG))} has no {name} in {language}"
                yield _at(model.files, "ontology", f"tg:{iri.removeprefix(str(TG))}", found)
        if (node, RDFS.isDefinedBy, URIRef(ONTOLOGY)) not in graph:
            name = f"tg:{iri.removeprefix(str(TG))}"
            yield _at(model.files, "ontology", name, f"{name} has no rdfs:isDefinedBy")


def _malformed_shapes(model: Model) -> Iterator[Problem]:
    """Hold the shapes to SHACL's own shapes, and each to a severity and two languages."""
    graph = Graph()
    for path in model.files.find("shapes", "*.ttl"):
        graph += model.files.read_turtle(path)
    try:
        validate(Graph(), shacl_graph=graph, meta_shacl=True)
    except Exception as error:  # pySHACL raises kinds of its own that it does not export
        yield Problem("shapes", 0, f"SHACL's own shapes refuse them: {str(error)[:300]}")
    yield from _idle_shapes(model.files, graph)
    for node in set(graph.subjects(SH.path, None)):
        if not isinstance(node, URIRef):
            continue
        name = f"tgs:{str(node).rsplit('/', 1)[-1]}"
        if (node, SH.severity, None) not in graph:
            yield _at(model.files, "shapes", name, f"{name} has no sh:severity; write it, always")
        said = {getattr(item, "language", None) for item in graph.objects(node, SH.message)}
        inner = [m for s in graph.objects(node, SH.sparql) for m in graph.objects(s, SH.message)]
        said |= {getattr(item, "language", None) for item in inner}
        for language in sorted({"nl", "en"} - said):
            yield _at(model.files, "shapes", name, f"{name} has no sh:message in {language}")


def _idle_shapes(files: ModelFiles, graph: Graph) -> Iterator[Problem]:
    """Find shapes that look at nothing."""
    run = {node for kind in TARGETS for node in graph.subjects(SH[kind], None)}
    run |= {item for node in run for item in graph.objects(node, SH.property)}
    for kind in (SH.NodeShape, SH.PropertyShape):
        for node in set(graph.subjects(RDF.type, kind)) - run:
            name = f"tgs:{str(node).rsplit('/', 1)[-1]}"
            found = f"{name} never runs: it has no target and is of no shape that has one"
            yield _at(files, "shapes", name, found)


def _kpi(model: Model, kpi: Kpi) -> Iterator[Problem]:
    known_themas = [thema.id for thema in model.vocabulary.themas]
    if kpi.thema not in known_themas:
        hint = choices(kpi.thema, known_themas)
        yield Problem(kpi.where, 0, f"there is no theme {kpi.thema!r}; {hint}")
    mapped = [mapping.naam for mapping in model.mappings]
    for naam in kpi.registraties:
        if naam not in mapped:
            found = f"no mapping fills registration {naam!r}; {choices(naam, mapped)}"
            yield Problem(kpi.where, 0, found)
    properties = [iri.removeprefix(str(TG)) for iri in model.vocabulary.terms]
    for dimensie in kpi.dimensies:
        if dimensie not in properties:
            found = f"dimension {dimensie!r} is no property; {choices(dimensie, properties)}"
            yield Problem(kpi.where, 0, found)
    if not kpi.eenheid.startswith("unit:"):
        yield Problem(kpi.where, 0, f"eenheid {kpi.eenheid!r} is no QUDT unit, as unit:PERCENT")
    yield from _columns(kpi)


def _columns(kpi: Kpi) -> Iterator[Problem]:
    try:
        algebra = prepareQuery(kpi.query).algebra
    except Exception as error:  # the parser raises kinds of its own for what is no SPARQL
        yield Problem(kpi.where, 0, f"is no SPARQL: {' '.join(str(error).split())[:300]}")
        return
    # An ASK projects nothing.
    given = tuple(str(variable) for variable in algebra["PV"]) if "PV" in algebra else ()
    if given != kpi.columns:
        found = f"gives {', '.join(given)}; its header asks for {', '.join(kpi.columns)}"
        yield Problem(kpi.where, 0, found)


def _at(files: ModelFiles, folder: str, name: str, found: str) -> Problem:
    """Return a problem at the line where a block about `name` begins."""
    for path in files.find(folder, "*.ttl"):
        lines: Iterable[str] = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if line.split("#")[0].strip().split(" ")[0] == name:
                return Problem(files.name(path), number, found)
    return Problem(folder, 0, found)


def _file_in(message: str) -> str:
    found = re.match(r"[\w./-]+\.(?:ttl|rq|md)", message)
    return Path(found.group(0)).as_posix() if found else "model"
