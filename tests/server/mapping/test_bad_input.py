"""Input that is broken, too large or no text: it costs its own record, and all others get in."""

from pathlib import Path
from typing import Protocol

import duckdb
import pytest

from tests.server.mapping.folders import PADEN, map_file, quiet, read_quads, staged
from themagraaf.mapping.json_records import CHUNK_CHARACTERS
from themagraaf.mapping.rows import MAX_RAW_CHARACTERS, MAX_RECORD_CHARACTERS, Refused

JSON = PADEN.replace("rml:CSV", 'rml:JSONPath ; rml:iterator "$[*]"')
FEATURES = PADEN.replace("rml:CSV", 'rml:JSONPath ; rml:iterator "$.features[*]"')
MEMBERS = PADEN.replace("rml:CSV", 'rml:JSONPath ; rml:iterator "$.*"')
XML = PADEN.replace("rml:CSV", 'rml:XPath ; rml:iterator "/paden/pad"')
MANY = 20_000
LARGE = "x" * (5 * MAX_RECORD_CHARACTERS // 2)


def csv(*records: str) -> str:
    return "\n".join(["nr,naam", *records, ""])


def json(*records: str) -> str:
    return "[" + ",\n".join(records) + "]"


def features(*records: str) -> str:
    return f'{{"type": "F", "features": {json(*records)}, "na": [1, {{"b": "]"}}]}}'


def members(*records: str) -> str:
    return "{" + ",\n".join(records) + "}"


def xml(*records: str) -> str:
    return "<paden>" + "\n".join(records) + "</paden>"


class Whole(Protocol):
    """Makes a file of its records."""

    def __call__(self, *records: str) -> str: ...


Form = tuple[str, str, Whole, str, str]
# The mapping, the file's name, how it is made of records, how one is written, where one stands.
FORMS: dict[str, Form] = {
    "csv": (PADEN, "paden.csv", csv, "{nr},{naam}", "row={after_header}"),
    "json": (JSON, "paden.json", json, '{{"nr": {nr}, "naam": "{naam}"}}', "/{nr}"),
    "features": (
        FEATURES,
        "paden.json",
        features,
        '{{"nr": {nr}, "naam": "{naam}"}}',
        "/features/{nr}",
    ),
    "members": (
        MEMBERS,
        "paden.json",
        members,
        '"{nr}": {{"nr": {nr}, "naam": "{naam}"}}',
        "/{nr}",
    ),
    "xml": (
        XML,
        "paden.xml",
        xml,
        "<pad><nr>{nr}</nr><naam>{naam}</naam></pad>",
        "element={one_up}",
    ),
}


def read(folder: Path, form: str, *records: str) -> tuple[int, list[Refused]]:
    """Return how many quads such a file gives, and the records that were refused."""
    mapping, name, whole, _, _ = FORMS[form]
    with staged(folder, mapping, {name: whole(*records)}) as workspace:
        workspace.trace(quiet)
        return len(read_quads(workspace)), list(workspace.bronnen[0].staged.refused)


def record(form: str, nr: int, naam: str) -> str:
    return FORMS[form][3].format(nr=nr, naam=naam)


def place(form: str, nr: int) -> str:
    """Return where the record stands whose number is its place from 0."""
    return FORMS[form][4].format(nr=nr, one_up=nr + 1, after_header=nr + 2)


BROKEN = {
    "csv, too few columns": ("csv", "7"),
    "csv, a quote that is not closed": ("csv", '7,"open'),
    "csv, a quote that is closed too early": ("csv", '7,"a"b'),
    "csv, a NUL": ("csv", "7,a\0b"),
    "json, a value that is missing": ("json", '{"nr": 7, "naam": }'),
    "json, a NUL": ("json", '{"nr": 7, "naam": "a\0b"}'),
    "json, a NUL that is escaped": ("json", '{"nr": 7, "naam": "a\\u0000b"}'),
    "json, half a character": ("json", '{"nr": 7, "naam": "\\ud800"}'),
    "features, a value that is missing": ("features", '{"nr": 7, "naam": ["a]" "b"]}'),
    "members, a value that is missing": ("members", '"10000": {"nr": 7, "naam": }'),
    "members, half a character in the key": ("members", '"\\ud800": {"nr": 7}'),
    "members, a NUL in the key": ("members", '"\\u0000": {"nr": 7}'),
    "xml, a NUL": ("xml", "<pad><nr>7</nr><naam>a\0b</naam></pad>"),
    "xml, a control character": ("xml", "<pad><nr>7</nr><naam>a\x0bb</naam></pad>"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_one_broken_record_among_many_is_the_only_one_kept_out(name: str, tmp_path: Path) -> None:
    form, broken = BROKEN[name]
    records = [record(form, nr, f"naam {nr}") for nr in range(MANY)]
    records[MANY // 2] = broken

    count, refused = read(tmp_path, form, *records)

    assert count == MANY - 1
    assert [item.positie for item in refused] == [place(form, MANY // 2)]
    assert refused[0].nl and refused[0].en
    shown = broken.replace("\0", "?").replace("\x0b", "?") if form == "xml" else broken
    assert refused[0].raw == shown.removeprefix('"10000": ')


@pytest.mark.parametrize("form", FORMS)
def test_a_cell_that_is_too_large_costs_its_own_record_and_is_not_kept_whole(
    form: str, tmp_path: Path
) -> None:
    records = [record(form, 0, "a"), record(form, 1, LARGE), record(form, 2, "b")]

    count, refused = read(tmp_path, form, *records)

    assert (count, [item.positie for item in refused]) == (2, [place(form, 1)])
    assert refused[0].en.startswith("The record has more than 16 million characters")
    assert len(refused[0].raw) == MAX_RAW_CHARACTERS


def test_a_cell_of_many_lines_that_is_too_large_is_one_record(tmp_path: Path) -> None:
    lines = ("x" * 99 + "\n") * (len(LARGE) // 100 + 50)

    count, refused = read(tmp_path, "csv", "0,a", f'1,"{lines}"', "2,b", '3,"c"')

    assert (count, [item.positie for item in refused]) == (3, ["row=3"])


def test_rows_behind_a_quote_that_is_not_closed_are_read_up_to_the_next_quote(
    tmp_path: Path,
) -> None:
    count, refused = read(tmp_path, "csv", "1,a", '2,"b', "3,c", '4,"d"', "5", '6,"e', "7", "8,f")

    assert count == 4
    assert [item.raw for item in refused] == ['2,"b', "5", '6,"e\n7']


def test_a_cell_with_lines_and_a_quote_too_many_is_not_taken_for_rows(tmp_path: Path) -> None:
    count, refused = read(tmp_path, "csv", "1,a", '2,"b\nc"d,e', "3,f")

    assert (count, [item.raw for item in refused]) == (2, ['2,"b\nc"d,e'])


BROKEN_OFF = {
    "json, a bracket too many": ("json", '{"naam": [}', "line 3, column 11 (Expecting value)"),
    "json, no comma": ("json", "{} 3", "line 3, column 4 (Expecting ',')"),
    "features, no comma": ("features", "{} 3", "line 3, column 4 (Expecting ',')"),
    "members, no colon": ("members", '"2" {}', "line 3, column 5 (Expecting ':')"),
    "members, no quotes": ("members", "2: {}", "(Expecting a name within quotes)"),
    "xml, another tag": ("xml", "<pad><nr>2</naam></pad>", "line 3, column 13 (mismatched"),
    "xml, an ampersand": ("xml", "<pad>&</pad>", "line 3, column 7 (not well-formed"),
}


@pytest.mark.parametrize("name", BROKEN_OFF)
def test_where_a_file_can_not_be_read_on_what_came_before_gets_in(
    name: str, tmp_path: Path
) -> None:
    form, broken, said = BROKEN_OFF[name]
    records = [record(form, 0, "a"), record(form, 1, "b"), broken, record(form, 3, "d")]

    count, (*_, refused) = read(tmp_path, form, *records)

    assert count == 2
    assert said in refused.en
    assert said.split("(")[1] in refused.nl
    assert broken[-2:] in refused.raw


@pytest.mark.parametrize("form", ["json", "features", "members", "xml"])
def test_of_a_file_that_is_cut_off_the_whole_records_get_in(form: str, tmp_path: Path) -> None:
    mapping, name, whole, _, _ = FORMS[form]
    records = [record(form, nr, "a") for nr in range(MANY)]
    content = whole(*records)
    half = records[-1].removeprefix(f'"{MANY - 1}": ')[:9]
    cut_off = content[: content.rindex(half) + len(half)]

    with staged(tmp_path, mapping, {name: cut_off}) as workspace:
        workspace.trace(quiet)
        count, (refused,) = len(read_quads(workspace)), workspace.bronnen[0].staged.refused

    assert count == MANY - 1
    assert refused.raw == half
    assert "nothing of it was read from this element on" in refused.en


def test_a_list_within_a_large_object_is_read_element_by_element(tmp_path: Path) -> None:
    filling = "y" * 1000
    records = [record("features", nr, filling) for nr in range(MAX_RECORD_CHARACTERS // 1000)]
    content = features(*records)
    assert len(content) > max(MAX_RECORD_CHARACTERS, 10 * CHUNK_CHARACTERS)

    count, refused = read(tmp_path, "features", *records)

    assert (count, refused) == (len(records), [])


@pytest.mark.parametrize(
    ("end", "said"), [("", "Expecting '}'"), ("}}", "Extra data"), (', "a": [1}', "Expecting '}'")]
)
def test_what_is_wrong_behind_a_list_is_refused_by_itself(
    end: str, said: str, tmp_path: Path
) -> None:
    content = '{"features": [{"nr": 1, "naam": "a"}, {"nr": }]' + end

    with staged(tmp_path, FEATURES, {"paden.json": content}) as workspace:
        workspace.trace(quiet)
        count, refused = len(read_quads(workspace)), workspace.bronnen[0].staged.refused

    assert (count, [item.positie for item in refused]) == (1, ["/features/1", "/features/2"])
    assert said in refused[1].en


def test_the_members_of_a_large_object_are_read_one_by_one(tmp_path: Path) -> None:
    filling = "y" * 1000
    records = [record("members", nr, filling) for nr in range(MAX_RECORD_CHARACTERS // 1000)]
    assert len(members(*records)) > max(MAX_RECORD_CHARACTERS, 10 * CHUNK_CHARACTERS)

    count, refused = read(tmp_path, "members", *records)

    assert (count, refused) == (len(records), [])


def test_a_row_of_a_parquet_with_a_nul_is_kept_out_by_itself(tmp_path: Path) -> None:
    rows = "SELECT i::VARCHAR AS nr, 'a' || chr(i::INTEGER) || 'b' AS naam FROM range(3) t(i)"
    duckdb.execute(f"COPY ({rows}) TO '{tmp_path}/paden.parquet'")
    content = (tmp_path / "paden.parquet").read_bytes()

    with staged(tmp_path, PADEN, {"paden.parquet": content}) as workspace:
        workspace.trace(quiet)
        count, (refused,) = len(read_quads(workspace)), workspace.bronnen[0].staged.refused

    assert (count, refused.positie, refused.raw) == (2, "row=1", "0,a\0b")


def test_a_number_no_integer_can_hold_is_text_until_a_shape_sees_it(tmp_path: Path) -> None:
    number = "9" * 40
    mapping = PADEN.replace(
        'rml:reference "naam"', 'rml:reference "naam" ; rml:datatype xsd:integer'
    )

    (line,) = map_file(tmp_path, mapping, "paden.csv", csv(f"1,{number}"))

    assert f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer>' in line


def test_the_day_before_the_first_there_is_is_passed_on(tmp_path: Path) -> None:
    call = """rml:functionExecution [ rml:function tgf:dagErvoor ; rml:input [
        rml:parameter tgf:datum ; rml:inputValueMap [ rml:reference "naam" ] ] ]"""
    mapping = PADEN.replace('rml:reference "naam"', call)

    (line,) = map_file(tmp_path, mapping, "paden.csv", csv("1,5877642-06-25 (BC)"))

    assert '"5877642-06-25 (BC)"' in line


def test_a_pattern_that_would_explode_elsewhere_is_linear_in_a_mapping(tmp_path: Path) -> None:
    call = """rml:functionExecution [ rml:function tgf:uittreksel ; rml:input
        [ rml:parameter tgf:waarde ; rml:inputValueMap [ rml:reference "naam" ] ] ,
        [ rml:parameter tgf:patroon ; rml:inputValue "^((a+)+)$" ] ]"""
    mapping = PADEN.replace('rml:reference "naam"', call)

    assert map_file(tmp_path, mapping, "paden.csv", csv("1," + 10_000 * "a" + "b")) == []
