"""BAG extracts, code tables and person lists as they are published, read whole and right."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import openpyxl
import pytest

from tests.server.mapping.folders import (
    PEILDATUM,
    REGISTRATIE,
    mapped,
    quiet,
    read_quads,
)
from themagraaf.mapping.levering import Levering
from themagraaf.mapping.records import RecordRef
from themagraaf.mapping.workspace import Workspace
from themagraaf.model.files import ModelFiles
from themagraaf.model.rml_reader import read_mappings

pytestmark = pytest.mark.real
SAID = re.compile(r'<[^>]*> <[^>]*/(\w+)> "(.*)" <[^>]*> \.')
BAG = """
<#Bag> a rml:XPathReferenceFormulation ; rml:namespace
    [ rml:namespacePrefix "o" ;
      rml:namespaceURL "www.kadaster.nl/schemas/lvbag/imbag/objecten/v20200601" ] ,
    [ rml:namespacePrefix "r" ;
      rml:namespaceURL "www.kadaster.nl/schemas/lvbag/imbag/objecten-ref/v20200601" ] .

<#Objecten>
    rml:source [ rml:path "objecten/*SOORT*" ] ;
    rml:referenceFormulation <#Bag> ;
    rml:iterator "//o:NAAM" ;
.

<#Object>
    rml:logicalSource <#Objecten> ;
    rml:subjectMap [ rml:template "id/object/{o:identificatie}" ] ;
    rml:predicateObjectMap
        [ rml:predicate ex:status ; rml:objectMap [ rml:reference "o:status" ] ] ,
        [ rml:predicate ex:jaar ; rml:objectMap [ rml:reference "o:oorspronkelijkBouwjaar" ] ] ,
        [ rml:predicate ex:doel ; rml:objectMap [ rml:reference "o:gebruiksdoel[*]" ] ] ,
        [ rml:predicate ex:pand ;
            rml:objectMap [ rml:reference "o:maaktDeelUitVan/r:PandRef[*]" ] ] .
"""
ROWS = """
<#Rijen>
    rml:source [ rml:path "rijen" ; csvw:dialect [
        csvw:delimiter "{delimiter}" ; csvw:encoding "{encoding}" ] ] ;
    rml:referenceFormulation rml:CSV ;
.

<#Rij>
    rml:logicalSource <#Rijen> ;
    rml:subjectMap [ rml:template "id/rij/{{{key}}}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:v ; rml:objectMap [ rml:reference "{value}" ] ] ;
.
"""

KINDS = (
    ("woonplaatsen", "WPL", "Woonplaats"),
    ("openbareruimten", "OPR", "OpenbareRuimte"),
    ("nummeraanduidingen", "NUM", "Nummeraanduiding"),
    ("verblijfsobjecten", "VBO", "Verblijfsobject"),
    ("ligplaatsen", "LIG", "Ligplaats"),
    ("standplaatsen", "STA", "Standplaats"),
    ("panden", "PND", "Pand"),
)


@contextmanager
def read(folder: Path, mapping: str, name: str, *files: Path) -> Iterator[Workspace]:
    with mapped(folder, mapping) as workspace:
        pairs = tuple((name, path) for path in files)
        workspace.stage([Levering(REGISTRATIE, PEILDATUM, pairs)], quiet)
        yield workspace


def bag(soort: str, naam: str) -> str:
    return BAG.replace("SOORT", soort).replace("NAAM", naam)


def counted(workspace: Workspace) -> Counter[tuple[str, str]]:
    """Count what is said of things, by property and value."""
    found = (SAID.fullmatch(line) for line in read_quads(workspace))
    return Counter((one[1], one[2].replace('\\"', '"')) for one in found if one is not None)


def test_the_panden_of_a_gemeente_are_all_read_from_their_zip(shared: Path, tmp_path: Path) -> None:
    path = shared / "data/bag-extract-xml/0221PND15092020.zip"
    with zipfile.ZipFile(path) as archive:
        text = "".join(archive.read(name).decode() for name in sorted(archive.namelist()))

    with read(tmp_path, bag("PND", "Pand"), "objecten", path) as workspace:
        found = counted(workspace)
        count = workspace.bronnen[0].staged.count
        last = workspace.read(RecordRef(0, count))

    panden = re.findall(r"<Objecten:Pand>.*?</Objecten:Pand>", text, re.DOTALL)
    assert count == len(panden) == 13098
    for name, tag in (("status", "status"), ("jaar", "oorspronkelijkBouwjaar")):
        expected = Counter(re.findall(rf"<Objecten:{tag}>(.*?)</Objecten:{tag}>", text))
        assert {v: n for (p, v), n in found.items() if p == name} == expected
    in_second = len(re.findall("<Objecten:Pand>", text.split("<?xml")[2]))
    assert last.positie == f"lid=0221PND15092020-000002.xml&element={in_second}"


def test_a_national_extract_is_read_through_its_zips_by_kind(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/bag-extract-xml"

    with read(
        tmp_path, bag("VBO", "Verblijfsobject"), "objecten", folder / "BAGNLDL-15092020-small.zip"
    ) as workspace:
        found = counted(workspace)
        place = workspace.read(RecordRef(0, 1)).positie

    text = (folder / "0221VBO15092020-000001.xml").read_text(encoding="utf-8")
    for name, tag in (("doel", "Objecten:gebruiksdoel"), ("pand", "Objecten-ref:PandRef")):
        expected = Counter(re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", text))
        assert {v: n for (p, v), n in found.items() if p == name} == expected
    assert place == "lid=9999VBO15092020.zip/0221VBO15092020-000001.xml&element=1"


def test_a_code_table_in_utf_16_is_read_whole(shared: Path, tmp_path: Path) -> None:
    path = shared / "data/brp-testpersonen/Tabel33 Gemeententabel (gesorteerd op code).csv"
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-16"))))
    mapping = ROWS.format(
        delimiter=",", encoding="utf-16", key="92.10 Gemeentecode", value="92.11 Omschrijving"
    )

    with read(tmp_path, mapping, "rijen", path) as workspace:
        found = counted(workspace)

    expected = Counter(row["92.11 Omschrijving"] for row in rows)
    assert {value: n for (_, value), n in found.items()} == expected
    assert len(rows) == 1478


def test_person_lists_with_doubled_names_are_read_whole(shared: Path, tmp_path: Path) -> None:
    (path,) = (shared / "data/brp-testpersonen").glob("*Testset_persoonslijsten*.csv")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))
    mapping = ROWS.format(delimiter=";", encoding="utf-8", key="01.01.20", value="01.02.40")
    at = rows[0].index("01.02.40"), rows[0].index("01.01.20")

    with read(tmp_path, mapping, "rijen", path) as workspace:
        found = counted(workspace)
        staged = workspace.bronnen[0].staged
        assert (staged.count, len(staged.refused)) == (len(rows) - 1, 0)

    expected = Counter(row[at[0]] for row in rows[1:] if row[at[0]] and row[at[1]])
    assert {value: n for (_, value), n in found.items()} == expected


def test_a_sheet_of_cbs_is_read_whole(shared: Path, tmp_path: Path) -> None:
    path = shared / "data/cbs-gebieden-en-kwb-metadata/cbs_munic_codes.xlsx"
    sheet = openpyxl.load_workbook(path).worksheets[0]
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    key, value = str(header[0]), str(header[1])
    mapping = ROWS.format(delimiter=",", encoding="utf-8", key=key, value=value)

    with read(tmp_path, mapping, "rijen", path) as workspace:
        found = counted(workspace)

    assert {v: n for (_, v), n in found.items()} == Counter(str(row[1]) for row in rows)


def test_the_mapping_of_the_bag_reads_the_national_extract_as_it_is(
    shared: Path, tmp_path: Path, root: Path
) -> None:
    path = shared / "data/bag-extract-xml/BAGNLDL-15092020-small.zip"
    (mapping,) = (item for item in read_mappings(ModelFiles(root)) if item.naam == "bag")
    kinds = {source.name: source.kind for source in mapping.sources}
    files = tuple((name, path) for name, kind in kinds.items() if kind == "xml")
    others = tuple(name for name, kind in kinds.items() if kind != "xml")
    workspace = Workspace(
        tmp_path, [mapping], {}, basis="https://voorbeeld.example", gemeentecode="GM0221",
        key=b"k" * 32, memory_limit_mb=1024, threads=2,
    )  # fmt: skip

    with closing(workspace):
        workspace.stage([Levering("bag", PEILDATUM, files, None, others)], quiet)
        found = {bron.staged.source.name: bron.staged.count for bron in workspace.bronnen}
        assert workspace.trace(quiet) == {}

    # What is inactive, or no part of the BAG, stands in zips of its own: they don't count.
    expected = {"buurten": 0}
    with zipfile.ZipFile(path) as archive:
        for name, kind, tag in KINDS:
            inner = zipfile.ZipFile(io.BytesIO(archive.read(f"9999{kind}15092020.zip")))
            content = inner.read(f"0221{kind}15092020-000001.xml").decode()
            expected[name] = content.count(f"<Objecten:{tag}>")
    assert found == expected
    assert b"Nummeraanduiding" in _not_bag(path)


def _not_bag(path: Path) -> bytes:
    """Return the objects that a municipality keeps but that are no part of the BAG."""
    with zipfile.ZipFile(path) as archive:
        inner = zipfile.ZipFile(io.BytesIO(archive.read("9999NietBag15092020.zip")))
        innermost = zipfile.ZipFile(io.BytesIO(inner.read("0221NBNUM15092020.zip")))
        return b"".join(innermost.read(name) for name in innermost.namelist())
