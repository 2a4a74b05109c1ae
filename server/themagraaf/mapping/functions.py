"""The value functions that a mapping may call (RML-FNML), each as SQL.

Text in, text out; nothing in gives nothing out. What can't be read is passed on
as it is, so that SHACL meets the ill-typed literal and says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Surroundings(Protocol):
    """What a function may ask for besides its arguments."""

    @property
    def gemeentecode(self) -> str:
        """The municipality whose deliveries are mapped, as SQL."""

    @property
    def leveringsdatum(self) -> str:
        """The date up to which the delivery speaks, as SQL."""

    def join(self, table: str, condition: Callable[[str], str]) -> str:
        """Left-join a table on a condition over its alias; return the alias."""

    def pseudonym(self, value: str) -> str:
        """Return SQL for the keyed hash of a value."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its parameters in order, and how a call becomes SQL."""

    parameters: tuple[str, ...]
    compile: Callable[[Surroundings, Sequence[str]], str]
    variadic: bool = False
    optional: frozenset[str] = frozenset()  # parameters that may be left out


def _simple(pattern: str, *parameters: str, optional: Sequence[str] = ()) -> Function:
    return Function(
        parameters, lambda _, values: pattern.format(*values), optional=frozenset(optional)
    )


def _plus_working_days(around: Surroundings, values: Sequence[str]) -> str:
    day, days = values
    start = around.join(
        "werkdag", lambda alias: f"{alias}.dag = try_cast(local_date({day}) AS DATE)"
    )
    number = f"{start}.nummer + try_cast({days} AS INTEGER)"
    end = around.join("werkdag", lambda alias: f"{alias}.werkt AND {alias}.nummer = {number}")
    return f"strftime({end}.dag, '%Y-%m-%d')"


def _code(around: Surroundings, values: Sequence[str]) -> str:
    value, scheme = values
    found = around.join(
        "code", lambda alias: f"{alias}.lijst = {scheme} AND {alias}.notatie = {value}"
    )
    unknown = f"'https://w3id.org/themagraaf/code/' || {scheme} || '/' || iri_safe({value})"
    return f"coalesce({found}.concept, {unknown})"


FUNCTIONS: dict[str, Function] = {
    "trim": _simple("trim({0}, ' ' || chr(9) || chr(10) || chr(13) || chr(160))", "waarde"),
    "kleineLetters": _simple("lower({0})", "waarde"),
    "hoofdletters": _simple("upper({0})", "waarde"),
    "leegAls": _simple("nullif({0}, {1})", "waarde", "leeg"),
    "iriDeel": _simple("iri_safe({0})", "waarde"),
    "vervang": _simple("regexp_replace({0}, {1}, {2}, 'g')", "waarde", "patroon", "door"),
    "uittreksel": _simple("nullif(regexp_extract({0}, {1}, 1), '')", "waarde", "patroon"),
    "samenvoegen": Function(("deel",), lambda _, parts: f"({' || '.join(parts)})", variadic=True),
    "eersteVan": Function(
        ("waarde",), lambda _, values: f"coalesce({', '.join(values)})", variadic=True
    ),
    "datum": _simple("local_date({0})", "waarde"),
    "tijdstip": _simple("local_time({0})", "waarde"),
    "jaar": _simple("coalesce(strftime(local_moment({0}), '%Y'), {0})", "waarde"),
    "dagenTussen": _simple(
        "date_diff('day', try_cast(local_date({0}) AS DATE), "
        "try_cast(local_date({1}) AS DATE))::VARCHAR",
        "van",
        "tot",
    ),
    "datum8": _simple("date_of_8({0})", "waarde"),
    "eersteDag8": _simple("first_day_of_8({0})", "waarde"),
    "dagErvoor": _simple("day_before({0})", "datum"),
    "duurInDagen": _simple("duration_days({0})", "waarde"),
    "getal": _simple("dutch_number({0})", "waarde"),
    "bsn": _simple("bsn_digits({0})", "waarde"),
    "elfproef": _simple("passes_eleven({0})", "waarde"),
    "adressleutel": _simple(
        "address_key({0}, {1}, {2}, {3})",
        *("postcode", "huisnummer", "huisletter", "toevoeging"),
        optional=("huisletter", "toevoeging"),
    ),
    "alsGelijk": _simple("CASE WHEN {0} = {1} THEN {2} END", "waarde", "gelijkAan", "dan"),
    "wkt": _simple("wkt_of({0})", "waarde"),
    "plusWerkdagen": Function(("datum", "werkdagen"), _plus_working_days),
    "code": Function(("waarde", "lijst"), _code),
    "pseudoniem": Function(("waarde",), lambda around, values: around.pseudonym(values[0])),
    "leveringsdatum": Function((), lambda around, _: around.leveringsdatum),
    "gemeentecode": Function((), lambda around, _: around.gemeentecode),
}

LOOK_UP = "opzoeken"
LOOK_UP_PARAMETERS = ("bron", "sleutelveld", "sleutel", "veld")
