"""Files as they come: what is read keeps its place, what can't be read says where and why."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from tests.server.mapping.folders import PADEN, REGISTRATIE, quiet, read_quads, staged
from themagraaf.errors import DeliveryError, ModelError
from themagraaf.mapping.levering import Levering
from themagraaf.mapping.records import RecordRef

JSON = PADEN.replace("rml:CSV", 'rml:JSONPath ; rml:iterator "$[*]"')
MEMBERS = PADEN.replace("rml:CSV", 'rml:JSONPath ; rml:iterator "$.*"')


def positions(folder: Path, mapping: str, name: str, content: bytes | str) -> dict[int, str]:
    """Return where each record that could be read stands, by its number."""
    with staged(folder, mapping, {name: content}) as workspace:
        found: dict[int, str] = {}
        for rij in range(len(content)):
            with suppress(KeyError):
                found[rij] = workspace.read(RecordRef(0, rij)).positie
        return found


def refused(folder: Path, content: bytes | str) -> list[tuple[str, str]]:
    """Return the position and text of each row of a CSV that was refused."""
    with staged(folder, PADEN, {"paden.csv": content}) as workspace:
        return [(item.positie, item.raw) for item in workspace.bronnen[0].staged.refused]


def problem(
    folder: Path, mapping: str, name: str, content: bytes | str, kind: type[Exception]
) -> str:
    """Return what is said when this file is staged and mapped."""
    with (
        pytest.raises(kind) as error,
        staged(folder, mapping, {name: content}) as workspace,
    ):
        workspace.trace(quiet)
    return str(error.value)


def test_a_row_with_a_newline_in_it_is_one_row(tmp_path: Path) -> None:
    found = positions(tmp_path, PADEN, "paden.csv", 'nr,naam\n1,"a\nb\nc"\n2,d\n')

    assert found == {1: "row=2", 2: "row=3"}


def test_ragged_rows_in_the_middle_leave_the_places_of_the_others(tmp_path: Path) -> None:
    content = 'nr,naam\n1,a\n2\n3,"x\ny"\n4,b,c\n5,d\n'

    assert positions(tmp_path, PADEN, "paden.csv", content) == {1: "row=2", 3: "row=4", 5: "row=6"}
    assert refused(tmp_path / "weer", content) == [("row=3", "2"), ("row=5", "4,b,c")]


def test_a_ragged_row_says_how_many_fields_it_has(tmp_path: Path) -> None:
    with staged(tmp_path, PADEN, {"paden.csv": "nr,naam\n1,a,b\n"}) as workspace:
        (found,) = workspace.bronnen[0].staged.refused

    assert found.nl == "De rij heeft 3 velden; de kopregel noemt er 2."
    assert found.en == "The row has 3 fields; the header names 2."


def test_bytes_outside_the_encoding_cost_their_own_row_only(tmp_path: Path) -> None:
    content = b"nr,naam\n1,a\n2,caf\xe9\n3,c\n"

    assert refused(tmp_path, content) == [("row=3", "2,caf?")]
    assert positions(tmp_path / "weer", PADEN, "paden.csv", content) == {1: "row=2", 3: "row=4"}


def test_a_quote_that_is_never_closed_swallows_no_record_unseen(tmp_path: Path) -> None:
    found = refused(tmp_path, 'nr,naam\n1,a\n2,"b\n3,c\n')

    assert found == [("row=3", '2,"b')]


def test_text_after_a_closing_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    found = refused(tmp_path, 'nr,naam\n1,"a" b\n2,c\n')

    assert found == [("row=2", '1,"a" b')]


def test_a_very_long_field_is_read_beside_a_ragged_row(tmp_path: Path) -> None:
    long = "a" * 3_000_000

    with staged(tmp_path, PADEN, {"paden.csv": f"nr,naam\n1,{long}\n2\n"}) as workspace:
        quads = read_quads(workspace)

    assert [line.count("a" * 3_000_000) for line in quads] == [1]


def test_blank_lines_count_but_are_no_records(tmp_path: Path) -> None:
    found = positions(tmp_path, PADEN, "paden.csv", "nr,naam\n1,a\n\n\n2,b\n\n")

    assert found == {1: "row=2", 4: "row=5"}


def test_a_header_alone_is_a_file_without_records(tmp_path: Path) -> None:
    assert positions(tmp_path, PADEN, "paden.csv", "nr,naam\n") == {}


@pytest.mark.parametrize("content", ["", "\n", '""\n'])
def test_a_file_without_header_is_refused(content: str, tmp_path: Path) -> None:
    said = problem(tmp_path, PADEN, "paden.csv", content, DeliveryError)

    assert said == "paden.csv is empty: its first row should name the columns"


def test_a_column_named_twice_is_refused(tmp_path: Path) -> None:
    said = problem(tmp_path, PADEN, "paden.csv", "nr,naam,naam \n1,a,b\n", DeliveryError)

    assert said == "paden.csv names the column 'naam' twice in row 1"


def test_names_that_the_mapping_does_not_read_may_be_empty_or_doubled(tmp_path: Path) -> None:
    with staged(tmp_path, PADEN, {"paden.csv": ",nr,naam,x,x,\n0,1,a,b,c,d\n"}) as workspace:
        found = workspace.read(RecordRef(0, 1))

    assert json.loads(found.bron) == {
        "_col.1": "0", "nr": "1", "naam": "a", "x#1": "b", "x#2": "c", "_col.6": "d",
    }  # fmt: skip


def test_a_header_in_another_encoding_says_what_the_mapping_can_do(tmp_path: Path) -> None:
    said = problem(tmp_path, PADEN, "paden.csv", b"nr,naam,caf\xe9\n1,a,b\n", DeliveryError)

    assert said == (
        "paden.csv, row 1 is not utf-8 text; csvw:encoding in the mapping says how to read it"
    )


def test_an_encoding_that_nobody_knows_is_the_mapping_s_fault(tmp_path: Path) -> None:
    mapping = PADEN.replace('"paden"', '"paden" ; csvw:dialect [ csvw:encoding "utf-9" ]')

    said = problem(tmp_path, mapping, "paden.csv", "nr,naam\n", ModelError)

    assert "encoding 'utf-9' of 'paden' is not known" in said


def test_another_delimiter_is_recognised_from_the_header(tmp_path: Path) -> None:
    said = problem(tmp_path, PADEN, "paden.csv", "nr;naam\n1;a\n", ModelError)

    assert "paden.csv has no column 'nr'; its first row is one single name: 'nr;naam'" in said
    assert "the delimiter seems to be ';', the mapping says ',' (csvw:delimiter)" in said


def test_a_missing_column_names_the_nearest(tmp_path: Path) -> None:
    said = problem(tmp_path, PADEN, "paden.csv", "nr,namen,kleur\n1,a,b\n", ModelError)

    assert said == (
        "mappings/voorbeeld/mapping.rml.ttl: paden.csv has no column 'naam'; did you mean 'namen'?"
    )


def test_json_cut_off_in_its_first_record_names_line_and_column(tmp_path: Path) -> None:
    said = problem(tmp_path, JSON, "paden.json", '[\n {"nr"', DeliveryError)

    assert said == (
        "paden.json, line 2, column 7 is not JSON: Expecting ':' delimiter; ask for the delivery"
        " again"
    )


def test_json_that_is_one_record_and_not_utf_8_names_the_byte(tmp_path: Path) -> None:
    mapping = MEMBERS.replace('"$.*"', '"$.a"')

    said = problem(tmp_path, mapping, "paden.json", b'{"a": {"nr": "\xe9"}}', DeliveryError)

    assert said == "paden.json is not UTF-8 at byte 14: invalid continuation byte"


def test_an_object_where_the_iterator_wants_a_list_is_refused(tmp_path: Path) -> None:
    said = problem(tmp_path, JSON, "paden.json", '{"paden": [{"nr": 1}]}', DeliveryError)

    assert said == (
        "paden.json does not begin with a list, which iterator '$[*]' of"
        " mappings/voorbeeld/mapping.rml.ttl goes through; is it the file meant by 'paden'?"
    )


@pytest.mark.parametrize("content", ['[{"nr": 1}]', '"paden"', "17", ""])
def test_an_iterator_that_finds_nothing_says_so(content: str, tmp_path: Path) -> None:
    said = problem(tmp_path, MEMBERS, "paden.json", content, DeliveryError)

    assert said == (
        "paden.json holds nothing at $.*; is it the file that"
        " mappings/voorbeeld/mapping.rml.ttl means by 'paden'?"
    )


def test_an_iterator_beyond_the_known_steps_is_the_mapping_s_fault(tmp_path: Path) -> None:
    mapping = JSON.replace("$[*]", "$..pad")

    said = problem(tmp_path, mapping, "paden.json", "[]", ModelError)

    assert "iterator '$..pad' can't be read; steps are .name, ['name'], [*] and .*" in said


def test_a_missing_file_names_the_files_that_are_there(tmp_path: Path) -> None:
    with staged(tmp_path, PADEN, {"paden.csv": "nr,naam\n"}) as workspace:
        absent = tmp_path / "levering" / "lantaarns.csv"
        levering = Levering(REGISTRATIE, workspace.bronnen[0].levering.datum, (("paden", absent),))

        with pytest.raises(
            DeliveryError, match=r"lantaarns\.csv is missing; its folder holds paden\.csv"
        ):
            workspace.stage([levering], quiet)


def test_a_file_that_the_mapping_does_not_read_is_refused(tmp_path: Path) -> None:
    content = {"paden.csv": "nr,naam\n", "padden.csv": "nr\n"}

    with (
        pytest.raises(DeliveryError, match=r"'padden', which the mapping .* did you mean 'paden'"),
        staged(tmp_path, PADEN, content),
    ):
        pass


def test_a_file_that_no_delivery_gives_is_asked_for(tmp_path: Path) -> None:
    more = PADEN + '<#Gids> rml:source [ rml:path "gids" ] ; rml:referenceFormulation rml:CSV .\n'

    with (
        pytest.raises(DeliveryError, match="no delivery of 'voorbeeld' gives the file 'gids'"),
        staged(tmp_path, more, {"paden.csv": "nr,naam\n"}),
    ):
        pass
