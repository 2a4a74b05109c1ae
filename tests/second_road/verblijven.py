"""Who lived where and when, read a second time from the person lists, former stays too."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from tests.second_road.hulp import with_rest
from tests.second_road.inwoners import GEMEENTE, LIJSTEN, key_of, read_adressen
from tests.second_road.stad import Cell, Stad, forbidden

PEILDATUM = date(2026, 8, 31)
# The last days of the years and of the delivery, within 36 months.
DAGEN = (date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31), PEILDATUM)
EERSTE, LAATSTE = "2023-09", "2026-08"
Key = tuple[str, ...]
Rij = dict[str, str]


@dataclass(frozen=True)
class Mens:
    """A person of the register. `geboren` is None where the day is not known."""

    geslacht: str
    jaar: int
    geboren: date | None
    overleden: date | None

    def leeftijd(self, op: date) -> int:
        """Return the age in years; without a birthday, the difference of the years."""
        before = self.geboren and (op.month, op.day) < (self.geboren.month, self.geboren.day)
        return op.year - self.jaar - bool(before)


@dataclass(frozen=True)
class Verblijf:
    """A stay in the gemeente; `plaats` 0 is the latest of the list."""

    bsn: str
    plaats: int
    begin: date
    einde: date
    gebied: str
    woning: str
    uitkomst: str


@cache
def read_mensen(stad: Stad) -> Mapping[str, Mens]:
    """Return the persons whose first row may enter, by BSN."""
    return {
        bsn: Mens(
            rij["01.04.10"],
            int(rij["01.03.10"][:4]),
            None if rij["01.03.10"].endswith("00") else read_dag(rij["01.03.10"]),
            read_dag(rij["06.08.10"]) if rij["06.08.10"] else None,
        )
        for bsn, plaats, rij in read_rijen(stad)
        if plaats == 0
    }


@cache
def read_verblijven(stad: Stad) -> tuple[Verblijf, ...]:
    """Return the stays that may enter, each ended by the one that follows it."""
    adressen = read_adressen(stad)
    found: dict[str, dict[int, Verblijf]] = {}
    for bsn, plaats, rij in read_rijen(stad):
        if rij["08.09.10"] != GEMEENTE[2:]:
            continue
        key = key_of(rij["08.11.60"], rij["08.11.20"], rij["08.11.30"], rij["08.11.40"])
        nummer, uitkomst = adressen.find(rij["08.11.90"], key)
        found.setdefault(bsn, {})[plaats] = Verblijf(
            bsn,
            plaats,
            read_dag(rij["08.10.30"]),
            date.max,
            adressen.buurt.get(nummer, GEMEENTE),
            adressen.woning.get(nummer, ""),
            uitkomst,
        )
    return tuple(stay for stays in found.values() for stay in _ended(stays))


def bewoners(stad: Stad) -> Iterator[tuple[Mens, Verblijf]]:
    """Give those alive at the peildatum with their latest stay."""
    people = read_mensen(stad)
    for stay in read_verblijven(stad):
        person = people.get(stay.bsn)
        if stay.plaats == 0 and person and person.overleden is None:
            yield person, stay


def on_days(stad: Stad) -> Iterator[tuple[date, Mens, Verblijf]]:
    """Give for each day that is counted who lived where."""
    people = read_mensen(stad)
    for stay in read_verblijven(stad):
        if (person := people.get(stay.bsn)) is None:
            continue
        for day in DAGEN:
            alive = person.overleden is None or person.overleden > day
            if alive and stay.begin <= day <= stay.einde:
                yield day, person, stay


def count(keys: Iterable[Key]) -> dict[Key, Cell]:
    """Count equal keys, as cells."""
    return with_rest({key: (Decimal(number), None) for key, number in Counter(keys).items()})


def share(pairs: Iterable[tuple[Key, int, int]]) -> dict[Key, Cell]:
    """Add up a teller and a noemer for each key, as cells."""
    tellers: Counter[Key] = Counter()
    noemers: Counter[Key] = Counter()
    for key, teller, noemer in pairs:
        tellers[key] += teller
        noemers[key] += noemer
    return with_rest({key: (Decimal(tellers[key]), Decimal(noemers[key])) for key in noemers})


def _ended(stays: Mapping[int, Verblijf]) -> Iterator[Verblijf]:
    newer: Verblijf | None = None
    for plaats in sorted(stays):
        stay = stays[plaats]
        yield replace(stay, einde=newer.begin - timedelta(days=1)) if newer else stay
        newer = stay


def read_rijen(stad: Stad) -> Iterator[tuple[str, int, Rij]]:
    """Give the rows that may enter with the BSN of their list and their place in it."""
    bad = forbidden(stad, "brp", LIJSTEN)
    path = stad.folder / "brp" / LIJSTEN
    bsn, first = "", 0
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = next(csv.reader(file, delimiter=";"))
        # The last column has no name either.
        names = [name or f"kolom {place}" for place, name in enumerate(header)]
        for number, fields in enumerate(csv.reader(file, delimiter=";"), start=2):
            rij = dict(zip(names, fields, strict=True))
            if rij["kolom 0"]:
                bsn, first = rij["01.01.20"], number
            if f"row={number}" not in bad:
                yield bsn, number - first, rij


def read_dag(eight: str) -> date:
    """Read a day; of one that is half known the first that it can be."""
    return date(int(eight[:4]), int(eight[4:6]) or 1, int(eight[6:]) or 1)
