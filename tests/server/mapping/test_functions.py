"""Functions of a mapping: declared and built alike, and right against a second road."""

import hashlib
import hmac
import string
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Graph, Literal, Namespace

from tests.server.mapping.folders import map_file, open_workspace, quiet, read_quads, staged
from themagraaf.errors import ModelError
from themagraaf.mapping.functions import FUNCTIONS, LOOK_UP, LOOK_UP_PARAMETERS
from themagraaf.model.namespaces import TGF

FNO = Namespace("https://w3id.org/function/ontology#")
SOURCE = """
<#Rijen>
    rml:source [ rml:path "rijen" ] ;
    rml:referenceFormulation rml:CSV ;
.
"""


def call(function: str, **inputs: str) -> str:
    """Return a mapping of `nr` to ex:v by a function; an input is a column, or 'text'."""
    given = " , ".join(
        f"[ rml:parameter tgf:{name} ; {_input(value)} ]" for name, value in inputs.items()
    )
    listed = f"rml:input {given}" if given else ""
    return f"""{SOURCE}
<#Rij>
    rml:logicalSource <#Rijen> ;
    rml:subjectMap [ rml:template "id/rij/{{nr}}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:v ; rml:objectMap [
        rml:functionExecution [ rml:function tgf:{function} ; {listed} ] ] ] ;
.
"""


def _input(value: str) -> str:
    if value.startswith("'"):
        return f'rml:inputValue "{value[1:-1]}"'
    return f'rml:inputValueMap [ rml:reference "{value}" ]'


def results(folder: Path, mapping: str, content: str) -> dict[int, str]:
    """Return by nr the text that the function gave."""
    lines = map_file(folder, mapping, "rijen.csv", content)
    parts = [line.split(" ", 3) for line in lines]
    return {int(part[0].rsplit("/", 1)[1][:-1]): part[2].strip('"') for part in parts}


def problem(folder: Path, mapping: str, content: str = "nr,a\n1,x\n") -> str:
    with (
        pytest.raises(ModelError) as error,
        staged(folder, mapping, {"rijen.csv": content}) as workspace,
    ):
        workspace.trace(quiet)
    return str(error.value)


def declared(root: Path) -> dict[str, tuple[str, ...]]:
    graph = Graph().parse(root / "mappings" / "functies.ttl")
    return {
        str(function).removeprefix(str(TGF)): tuple(
            str(item).removeprefix(str(TGF))
            for expected in graph.objects(function, FNO.expects)
            for item in graph.items(expected)
        )
        for function in graph.subjects(RDF.type, FNO.Function)
    }


def built() -> Mapping[str, tuple[str, ...]]:
    own = {name: function.parameters for name, function in FUNCTIONS.items()}
    return {**own, LOOK_UP: LOOK_UP_PARAMETERS}


def test_the_functions_declared_are_the_functions_built(root: Path) -> None:
    assert declared(root) == built()


def test_the_parameters_that_may_be_left_out_are_those_declared(root: Path) -> None:
    graph = Graph().parse(root / "mappings" / "functies.ttl")

    optional = {str(item) for item in graph.subjects(FNO.required, Literal(False))}

    assert optional == {str(TGF[name]) for item in FUNCTIONS.values() for name in item.optional}


def test_every_function_has_a_case(root: Path) -> None:
    cases = (root / "tests" / "cases" / "mapping").rglob("mapping.rml.ttl")
    text = "".join(path.read_text(encoding="utf-8") for path in cases)

    assert {name for name in built() if f"rml:function tgf:{name} " not in text} == set()


def test_an_unknown_function_names_the_nearest(tmp_path: Path) -> None:
    said = problem(tmp_path, call("hoofdleters", waarde="a"))

    assert "there is no function tgf:hoofdleters; did you mean 'hoofdletters'?" in said
    assert "(source 'rijen')" in said


@pytest.mark.parametrize(
    ("function", "inputs", "expected"),
    [
        ("trim", {"tekst": "a"}, "tgf:trim takes waarde, not tekst"),
        ("trim", {}, "tgf:trim takes waarde, not nothing"),
        ("leegAls", {"waarde": "a"}, "tgf:leegAls takes waarde, leeg, not waarde"),
        ("gemeentecode", {"waarde": "a"}, "tgf:gemeentecode takes nothing, not waarde"),
        (
            "adressleutel",
            {"postcode": "a", "letter": "a"},
            "tgf:adressleutel takes postcode, huisnummer, huisletter, toevoeging, not",
        ),
        ("samenvoegen", {"stuk1": "a"}, "takes deel numbered 1, 2, …, not stuk1"),
        ("samenvoegen", {}, "takes deel numbered 1, 2, …, not nothing"),
        ("opzoeken", {"bron": "a"}, "tgf:opzoeken takes bron, sleutelveld, sleutel, veld"),
        (
            "opzoeken",
            {"bron": "'elders'", "sleutelveld": "'a'", "sleutel": "a", "veld": "'a'"},
            "tgf:opzoeken looks in 'elders', which is no source of this delivery",
        ),
        (
            "opzoeken",
            {"bron": "a", "sleutelveld": "'a'", "sleutel": "a", "veld": "'a'"},
            "tgf:opzoeken needs constants for bron, sleutelveld and veld",
        ),
    ],
)
def test_wrong_inputs_say_what_a_function_takes(
    function: str, inputs: dict[str, str], expected: str, tmp_path: Path
) -> None:
    assert expected in problem(tmp_path, call(function, **inputs))


def test_a_function_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    mapping = call("trim", waarde="a").replace("tgf:trim", "<https://elders.example/trim>")

    assert "calls https://elders.example/trim; functions live under" in problem(tmp_path, mapping)


def test_a_regular_expression_that_is_none_tells_nothing_of_the_record(tmp_path: Path) -> None:
    content = "nr,a\n1,geheim\n"
    mapping = call("uittreksel", waarde="a", patroon="'(open'")

    with (
        pytest.raises(ModelError, match="#Rij can't be carried out") as error,
        staged(tmp_path, mapping, {"rijen.csv": content}) as workspace,
    ):
        workspace.write_quads(quiet)

    assert "geheim" not in str(error.value)


def passes(digits: str) -> bool:
    """Say by the arithmetic of the law's annex whether nine digits are a BSN."""
    total = sum((9 - place) * int(digit) for place, digit in enumerate(digits[:8]))
    return int(digits) > 0 and (total - int(digits[8])) % 11 == 0


def test_the_eleven_test_is_that_of_a_sum_digit_by_digit(tmp_path: Path) -> None:
    numbers = [f"99999{rest:04}" for rest in range(10_000)]
    rows = [f"{place},{number}" for place, number in enumerate(numbers)]

    content = "nr,a\n" + "\n".join(rows) + "\n"
    found = results(tmp_path, call("elfproef", waarde="a"), content)

    assert found == {place: str(passes(number)).lower() for place, number in enumerate(numbers)}
    assert 900 < list(found.values()).count("true") < 920


def test_letter_and_addition_of_an_address_may_be_left_out(tmp_path: Path) -> None:
    mapping = call("adressleutel", postcode="a", huisnummer="nr")

    assert results(tmp_path, mapping, "nr,a\n12,9401 ab\n") == {12: "9401AB-12--"}


def is_working_day(day: date) -> bool:
    """Say by the law's own list whether a day of 2020 to 2029 is a working day."""
    easter = {
        2020: date(2020, 4, 12), 2021: date(2021, 4, 4), 2022: date(2022, 4, 17),
        2023: date(2023, 4, 9), 2024: date(2024, 3, 31), 2025: date(2025, 4, 20),
        2026: date(2026, 4, 5), 2027: date(2027, 3, 28), 2028: date(2028, 4, 16),
        2029: date(2029, 4, 1), 2030: date(2030, 4, 21),
    }[day.year]  # fmt: skip
    king = (4, 26) if date(day.year, 4, 27).weekday() == 6 else (4, 27)
    fixed = {(1, 1), king, (5, 5), (12, 25), (12, 26)}
    moving = {easter + timedelta(days=days) for days in (-2, 1, 39, 50)}
    return day.weekday() < 5 and (day.month, day.day) not in fixed and day not in moving


def count_on(day: date, days: int) -> date:
    """Go on day by day until as many working days have passed."""
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def test_working_days_are_those_of_a_count_day_by_day_over_ten_years(tmp_path: Path) -> None:
    starts = [date(2020, 1, 1) + timedelta(days=days) for days in range(3653)]
    asked = [(day, days) for day in starts for days in (1, 2, 5, 21)]
    rows = [f"{number},{day},{days}" for number, (day, days) in enumerate(asked)]
    mapping = call("plusWerkdagen", datum="dag", werkdagen="dagen")

    found = results(tmp_path, mapping, "nr,dag,dagen\n" + "\n".join(rows) + "\n")

    assert starts[-1] == date(2029, 12, 31)
    assert found == {
        number: count_on(day, days).isoformat() for number, (day, days) in enumerate(asked)
    }


@settings(max_examples=25)
@given(
    key=st.binary(min_size=1, max_size=100),
    values=st.lists(
        st.text(string.printable + "éß北\U0001f600", min_size=1), min_size=1, max_size=9
    ),
)
def test_a_pseudonym_is_python_s_hmac_under_any_key(
    key: bytes, values: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("pseudoniem")
    delivered = folder / "levering"
    with staged(folder, call("pseudoniem", waarde="a"), {"rijen.csv": "nr,a\n1,x\n"}) as first:
        levering = first.bronnen[0].levering
    quoted = [value.replace('"', '""') for value in values]
    rows = "".join(f'{number},"{value}"\n' for number, value in enumerate(quoted))
    (delivered / "rijen.csv").write_bytes(f"nr,a\n{rows}".encode())

    again = folder / "weer"
    with open_workspace(again, folder / "mapping.rml.ttl", key=key) as workspace:
        workspace.stage([levering], quiet)
        found = [line.split('"')[1] for line in read_quads(workspace)]

    expected = [hmac.new(key, value.encode(), hashlib.sha256).hexdigest() for value in values]
    assert found == expected
