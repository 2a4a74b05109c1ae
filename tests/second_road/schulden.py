"""Debt relief and early warnings as the deliveries tell them, without what the ledger forbids.

Trajectories with exactly the same clients and overlapping periods are one help.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from tests.second_road.inwoners import GEMEENTE, Inwoner, read_inwoners
from tests.second_road.stad import Stad, forbidden, read_csv

OPEN = "9999-12-31"
Row = Mapping[str, str]
# The days off of the Algemene termijnenwet that fall from Monday to Friday, 2023 to 2026.
VRIJ = frozenset(
    """2023-04-07 2023-04-10 2023-04-27 2023-05-05 2023-05-18 2023-05-29 2023-12-25 2023-12-26
    2024-01-01 2024-03-29 2024-04-01 2024-05-09 2024-05-20 2024-12-25 2024-12-26
    2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-29 2025-06-09 2025-12-25 2025-12-26
    2026-01-01 2026-04-03 2026-04-06 2026-04-27 2026-05-05 2026-05-14 2026-05-25""".split()
)


@dataclass(frozen=True)
class Traject:
    """One trajectory as delivered: its clients by BSN, its first and last day, and the rest."""

    clienten: tuple[str, ...]
    begin: str
    einde: str
    record: Mapping[str, object]

    def day(self, fase: str, name: str) -> str:
        """Return a day in a phase, or nothing."""
        found = self.record.get(fase)
        return str(found.get(name) or "") if isinstance(found, dict) else ""

    def overlaps(self, other: "Traject") -> bool:
        """Say whether both ran on some day."""
        return self.begin <= (other.einde or OPEN) and other.begin <= (self.einde or OPEN)


@dataclass(frozen=True)
class Hulpverlening:
    """Trajectories about the same help."""

    trajecten: tuple[Traject, ...]
    gebied: str

    @property
    def begin(self) -> str:
        """The first day of all."""
        return min(traject.begin for traject in self.trajecten)

    @property
    def einde(self) -> str:
        """The last day of all; nothing where one is under way."""
        ends = [traject.einde for traject in self.trajecten]
        return max(ends) if all(ends) else ""

    @property
    def dreigend(self) -> bool:
        """Whether a threat is named anywhere."""
        return any(t.day("aanmelding", "crisisinterventie") == "True" for t in self.trajecten)

    def first(self, fase: str, name: str, test: Callable[[Traject], bool] | None = None) -> str:
        """Return the earliest day with a name in a phase, or nothing."""
        days = [t.day(fase, name) for t in self.trajecten if test is None or test(t)]
        return min((day for day in days if day), default="")

    def last(self, fase: str, name: str, field: str) -> tuple[str, str]:
        """Return the latest day with a name in a phase, and a field beside it."""
        found = [(t.day(fase, name), t.day(fase, field)) for t in self.trajecten]
        return max(found)

    @property
    def toegelaten(self) -> str:
        """The day of admission, or nothing."""
        return self.first("intake", "beschikkingsdatum", _is_admitted)


class Schulden:
    """The deliveries on debts of one city."""

    def __init__(self, stad: Stad) -> None:
        self.stad = stad
        self.inwoners = read_inwoners(stad)

    @cached_property
    def trajecten(self) -> Sequence[Traject]:
        """Every trajectory that may enter; one that was delivered twice alike is one."""
        found: dict[tuple[str, ...], Traject] = {}
        for path in sorted((self.stad.folder / "schuldhulp").glob("*.json")):
            bad = forbidden(self.stad, "schuldhulp", path.name)
            records = json.loads(path.read_text("utf-8"))["leveringen"][0]["schuldhulptrajecten"]
            for number, record in enumerate(records):
                if f"/leveringen/0/schuldhulptrajecten/{number}" in bad:
                    continue
                bsns = [c.get("burgerservicenummer", "") for c in record["client"]]
                where = json.dumps(
                    [{**client, "geslachtsaanduiding": ""} for client in record["client"]]
                )
                traject = Traject(
                    tuple(bsn for bsn in bsns if bsn),
                    record["startdatum"],
                    record.get("einddatum") or "",
                    record,
                )
                found[path.name, where, traject.begin] = traject
        return list(found.values())

    @cached_property
    def hulp(self) -> Sequence[Hulpverlening]:
        """Each help once, however many deliveries are about it."""
        same: dict[frozenset[str], list[list[Traject]]] = defaultdict(list)
        alone: list[list[Traject]] = []
        for traject in self.trajecten:
            if not traject.clienten:
                alone.append([traject])
                continue
            groups = same[frozenset(traject.clienten)]
            joined = [group for group in groups if any(traject.overlaps(t) for t in group)]
            merged = [traject, *(t for group in joined for t in group)]
            same[frozenset(traject.clienten)] = [g for g in groups if g not in joined] + [merged]
        groups = alone + [group for found in same.values() for group in found]
        return [Hulpverlening(tuple(group), min(self.gebied(t) for t in group)) for group in groups]

    def known(self, traject: Traject) -> list[Inwoner]:
        """Return the clients who are in the persons register."""
        return [self.inwoners[bsn] for bsn in traject.clienten if bsn in self.inwoners]

    def gebied(self, traject: Traject) -> str:
        """Return the first area by code of the clients known, else the gemeente."""
        return min((inwoner.gebied for inwoner in self.known(traject)), default=GEMEENTE)

    @cached_property
    def signalen(self) -> Sequence[Row]:
        """The warnings."""
        return list({row["signaalnummer"]: row for row in self.rows("vroegsignalen")}.values())

    @cached_property
    def zaken(self) -> Mapping[str, Row]:
        """The cases by number."""
        return {row["zaaknummer"]: row for row in self.rows("vroegsignaalzaken")}

    @cached_property
    def bereikt(self) -> frozenset[str]:
        """The cases in which an attempt succeeded."""
        pogingen = self.rows("contactpogingen")
        return frozenset(row["zaaknummer"] for row in pogingen if row["bereikt"] == "true")

    def gebied_van_signaal(self, signaal: Row) -> str:
        """Return the area of the resident, else the gemeente."""
        inwoner = self.inwoners.get(signaal["burgerservicenummer"])
        return inwoner.gebied if inwoner else GEMEENTE

    @cached_property
    def gebied_van_zaak(self) -> Mapping[str, str]:
        """The first area by code of the known residents of a case, else the gemeente."""
        areas: defaultdict[str, set[str]] = defaultdict(set)
        for signaal in self.signalen:
            if signaal["burgerservicenummer"] in self.inwoners:
                areas[signaal["zaaknummer"]].add(self.gebied_van_signaal(signaal))
        return {number: min(areas[number], default=GEMEENTE) for number in self.zaken}

    def rows(self, name: str) -> Iterator[Row]:
        """Give the rows of a file that may enter."""
        return read_csv(self.stad, "vroegsignalering", f"{name}.csv")


def third_working_day(start: str) -> str:
    """Return the third day after a day that is no weekend and no holiday."""
    day, left = date.fromisoformat(start), 3
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day.isoformat() not in VRIJ
    return day.isoformat()


def _is_admitted(traject: Traject) -> bool:
    return traject.day("intake", "beschikkingssoort") == "Toelatingsbeschikking"
