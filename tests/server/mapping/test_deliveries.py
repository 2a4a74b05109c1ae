"""Deliveries of several files, of none, and of sheets: each record keeps its own place."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.server.mapping.folders import (
    HERKOMST,
    PEILDATUM,
    REGISTRATIE,
    mapped,
    quiet,
    read_lines,
    read_quads,
    staged,
    write_files,
)
from themagraaf.errors import DeliveryError, ModelError
from themagraaf.mapping.levering import Database, Levering
from themagraaf.mapping.records import RecordRef
from themagraaf.mapping.workspace import Workspace

MAPPING = """
<#Paden>
    rml:source [ rml:path "paden" ] ;
    rml:referenceFormulation rml:CSV ;
.

<#Buurten>
    rml:source [ rml:path "buurten" ] ;
    rml:referenceFormulation rml:JSONPath ;
    rml:iterator "$[*]" ;
.

<#Buurt>
    rml:logicalSource <#Buurten> ;
    rml:subjectMap [ rml:template "id/buurt/{code}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:naam ; rml:objectMap [ rml:reference "naam" ] ] ;
.

<#Pad>
    rml:logicalSource <#Paden> ;
    rml:subjectMap [ rml:template "id/pad/{nr}" ] ;
    rml:predicateObjectMap
        [ rml:predicate ex:naam ; rml:objectMap [ rml:reference "naam" ] ] ,
        [ rml:predicate ex:buurt ; rml:objectMap [ rml:parentTriplesMap <#Buurt> ;
            rml:joinCondition [ rml:child "buurt" ; rml:parent "code" ] ] ] ,
        [ rml:predicate ex:buurtnaam ; rml:objectMap [ rml:functionExecution [
            rml:function tgf:opzoeken ; rml:input
            [ rml:parameter tgf:bron ; rml:inputValue <#Buurten> ] ,
            [ rml:parameter tgf:sleutelveld ; rml:inputValue "code" ] ,
            [ rml:parameter tgf:sleutel ; rml:inputValueMap [ rml:reference "buurt" ] ] ,
            [ rml:parameter tgf:veld ; rml:inputValue "naam" ] ] ] ] ;
.
"""
BUURTEN = '[{"code": "B1", "naam": "Noord"}]'


def delivered(
    folder: Path, files: Mapping[str, str | bytes], ontbreekt: tuple[str, ...] = ()
) -> Levering:
    """Write the files of a delivery; each goes by its name up to the first dot or hyphen."""
    paths = write_files(folder / "levering", files)
    pairs = tuple((path.name.split(".")[0].split("-")[0], path) for path in paths)
    return Levering(REGISTRATIE, PEILDATUM, pairs, None, ontbreekt)


def values(workspace: Workspace) -> list[str]:
    """Return what the quads say: kind and key, property, value."""
    parts = [line.split(" ") for line in read_quads(workspace)]
    return [" ".join(word.strip("<>").split("example/")[-1] for word in part[:3]) for part in parts]


def test_several_files_are_one_source_and_each_record_keeps_its_place(tmp_path: Path) -> None:
    files = {
        "buurten.json": BUURTEN,
        "paden-1.csv": "nr,naam,buurt\n1,a,B1\n2,b\n3,c,\n",
        "paden-2.csv": "buurt,leeg,naam,nr\nB1,,d,4\n",
    }
    levering = delivered(tmp_path, files)

    with mapped(tmp_path, MAPPING) as workspace:
        workspace.stage([levering], quiet)
        workspace.trace(quiet)
        said = values(workspace)
        places = [
            line.split(" ")[2].rsplit("/", 1)[1].strip(">")
            for line in read_lines(workspace.write_provenance(HERKOMST).values())
        ]
        (refused,) = workspace.bronnen[1].staged.refused
        record = workspace.read(RecordRef(1, 4))

    assert [item for item in said if item.startswith("id/pad")] == [
        'id/pad/1 def/buurt id/buurt/B1', 'id/pad/1 def/buurtnaam "Noord"', 'id/pad/1 def/naam "a"',
        'id/pad/3 def/naam "c"',
        'id/pad/4 def/buurt id/buurt/B1', 'id/pad/4 def/buurtnaam "Noord"', 'id/pad/4 def/naam "d"',
    ]  # fmt: skip
    assert places[1:] == ["paden-1.csv#row=2", "paden-1.csv#row=4", "paden-2.csv#row=2"]
    assert (refused.bestand, refused.positie) == ("paden-1.csv", "row=3")
    assert (record.bestand, record.positie) == ("paden-2.csv", "row=2")


def test_a_file_that_lacks_a_column_of_the_others_is_named(tmp_path: Path) -> None:
    files = {
        "buurten.json": BUURTEN,
        "paden-1.csv": "nr,naam,buurt\n",
        "paden-2.csv": "nr,namen,buurt\n",
    }
    levering = delivered(tmp_path, files)

    with (
        mapped(tmp_path, MAPPING) as workspace,
        pytest.raises(ModelError, match=r"paden-2\.csv has no column 'naam', as other files of"),
    ):
        workspace.stage([levering], quiet)


def test_several_json_files_are_one_source(tmp_path: Path) -> None:
    files = {
        "buurten-1.json": BUURTEN,
        "buurten-2.json": '[{"code": "B2", "naam": "Zuid"}]',
        "paden.csv": "nr,naam,buurt\n1,a,B2\n",
    }
    levering = delivered(tmp_path, files)

    with mapped(tmp_path, MAPPING) as workspace:
        workspace.stage([levering], quiet)
        workspace.trace(quiet)

        assert 'id/pad/1 def/buurtnaam "Zuid"' in values(workspace)
        assert workspace.read(RecordRef(0, 2)).bestand == "buurten-2.json"


def test_a_source_that_a_delivery_does_without_counts_as_empty(tmp_path: Path) -> None:
    files = {"paden.csv": "nr,naam,buurt\n1,a,B1\n"}
    levering = delivered(tmp_path, files, ontbreekt=("buurten",))

    with mapped(tmp_path, MAPPING) as workspace:
        workspace.stage([levering], quiet)

        assert workspace.trace(quiet) == {}
        assert values(workspace) == ['id/pad/1 def/naam "a"']
        assert len(read_lines(workspace.write_provenance(HERKOMST).values())) == 1


@pytest.mark.parametrize(
    ("ontbreekt", "message"),
    [
        (("buurtjes",), "names 'buurtjes' under ontbreekt, but did you mean 'buurten'?"),
        (("paden",), "names 'paden' under ontbreekt, but gives a file for it all the same"),
        ((), r"gives the file 'buurten' that its mapping reads; .* ontbreekt = \[\"buurten\"\]"),
    ],
)
def test_what_is_missing_is_said_rightly(
    ontbreekt: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    levering = delivered(tmp_path, {"paden.csv": "nr,naam,buurt\n"}, ontbreekt)

    with (
        mapped(tmp_path, MAPPING) as workspace,
        pytest.raises(DeliveryError, match=message),
    ):
        workspace.stage([levering], quiet)


def test_a_database_of_which_nothing_is_read_is_refused(tmp_path: Path) -> None:
    levering = delivered(tmp_path, {"paden.csv": "nr,naam,buurt\n"}, ("buurten",))
    given = replace(levering, database=Database("sqlite:////nergens.db"))

    with (
        mapped(tmp_path, MAPPING) as workspace,
        pytest.raises(DeliveryError, match="names a database, of which the mapping of 'voorbeeld'"),
    ):
        workspace.stage([given], quiet)


SHEET = """
<#Paden>
    rml:source [ rml:path "paden" ] ;
    rml:referenceFormulation rml:CSV ;
    rml:iterator "Paden" ;
.

<#Pad>
    rml:logicalSource <#Paden> ;
    rml:subjectMap [ rml:template "id/pad/{nr}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:naam ; rml:objectMap [ rml:reference "naam" ] ] ;
.
"""


def workbook(*rows: list[object], title: str = "Paden") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_cell_beyond_the_header_costs_its_own_row(tmp_path: Path) -> None:
    content = workbook(["nr", "naam"], [1, "a"], [2, "b", None, date(2026, 1, 2)], [3])

    with staged(tmp_path, SHEET, {"paden.xlsx": content}) as workspace:
        (refused,) = workspace.bronnen[0].staged.refused
        assert values(workspace) == ['id/pad/1 def/naam "a"']

    assert (refused.positie, refused.raw) == ("blad=Paden&row=3", "2\tb\t\t2026-01-02")
    assert refused.nl == "De rij heeft 4 velden; de kopregel noemt er 2."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (workbook(["nr"], title="Paden 2026"), "paden.xlsx has no sheet 'Paden'; did you mean"),
        (workbook(), "paden.xlsx, sheet 'Paden' is empty: row 1 should name the columns"),
        (b"nr,naam\n", "paden.xlsx is no workbook that can be read (BadZipFile); save it as"),
    ],
)
def test_a_workbook_that_will_not_do_says_why(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as error, staged(tmp_path, SHEET, {"paden.xlsx": content}):
        pass

    assert str(error.value).startswith(message)


def test_a_file_that_is_no_parquet_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(DeliveryError, match=r"paden\.parquet is no Parquet that can be read"),
        staged(tmp_path, SHEET, {"paden.parquet": "nr,naam\n"}),
    ):
        pass
