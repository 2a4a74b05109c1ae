"""Help as the deliveries tell it, without what the ledger forbids: where two second roads begin."""

import sqlite3
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from tests.second_road.inwoners import read_inwoners
from tests.second_road.stad import Cell, Stad, forbidden, read_csv

NAAM, DATABASE, GEMEENTE = "wmo-jeugd", "wmo_jeugd.sqlite", "GM9901"
PEILDATUM = date(2026, 8, 31)
MAANDEN = 36
Row = Mapping[str, str | None]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Hulp:
    """The tables and claims of one city."""

    stad: Stad

    def table(self, name: str, key: str) -> list[Row]:
        """Return the rows of a table that may enter."""
        bad = forbidden(self.stad, NAAM, DATABASE)
        connection = sqlite3.connect(self.stad.folder / NAAM / DATABASE)
        connection.row_factory = sqlite3.Row
        try:
            rows = [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
        finally:
            connection.close()
        texts = [
            {column: None if value is None else str(value) for column, value in row.items()}
            for row in rows
        ]
        return [row for row in texts if f"tabel={name}&{key}={row[key]}" not in bad]

    @cached_property
    def declaratieregels(self) -> list[Row]:
        """The lines of claims; one that was delivered twice is one."""
        rows = read_csv(self.stad, NAAM, "declaratieregels.csv")
        return list({row["DECLARATIEREGEL_ID"]: row for row in rows}.values())

    @cached_property
    def meldingen(self) -> list[Row]:
        """The reports."""
        return self.table("AOMMELDINGWMOJEUGD", "AANVRAAGOFMELDING_ID")

    @cached_property
    def aanvragen(self) -> list[Row]:
        """The applications."""
        return self.table("AOM_AANVRAAGWMOJEUGD", "AANVRAAGOFMELDING_ID")

    @cached_property
    def voorzieningen(self) -> list[Row]:
        """The granted provisions."""
        return self.table("BESCHIKTE_VOORZIENING", "BESCHIKTE_VOORZIENING_ID")

    @cached_property
    def toewijzingen(self) -> list[Row]:
        """The assignments."""
        return self.table("TOEWIJZING", "TOEWIJZING_ID")

    @cached_property
    def leveringen(self) -> list[Row]:
        """The deliveries of care."""
        return self.table("LEVERING", "LEVERING_ID")

    @cached_property
    def first_levering(self) -> Mapping[str, str]:
        """The day on which help began, by the report that led to it."""
        melding_of = {
            row["LEIDT_TOT_BESCHIKKING_ID"]: row["VOLGT_OP_AOMMELDINGWMOJEUGD_ID"]
            for row in self.aanvragen
        }
        beschikking_of = {
            row["BESCHIKTE_VOORZIENING_ID"]: row["BESCHIKKING_ID"] for row in self.voorzieningen
        }
        voorziening_of = {
            row["TOEWIJZING_ID"]: row["BESCHIKTE_VOORZIENING_ID"] for row in self.toewijzingen
        }
        first: dict[str, str] = {}
        for row in self.leveringen:
            voorziening = voorziening_of.get(row["GELEVERDE_ZORG_TOEWIJZING_ID"], "")
            if melding := melding_of.get(beschikking_of.get(voorziening, "")):
                begin = text(row["DATUMSTART"])
                first[melding] = min(begin, first.get(melding, begin))
        return first

    def gebied(self, client: str | None) -> str:
        """Return the buurt of a client, of a child that of who decides for it; or the gemeente."""
        row = self.clienten.get(client or "")
        if row is None:
            return GEMEENTE
        bsn = row["GEZAGSDRAGER_BURGERSERVICENUMMER"] or row["BURGERSERVICENUMMER"]
        inwoner = read_inwoners(self.stad).get(bsn or "")
        return GEMEENTE if inwoner is None else inwoner.gebied

    @cached_property
    def clienten(self) -> Mapping[str, Row]:
        """The clients by their number."""
        return {str(row["CLIENT_ID"]): row for row in self.table("CLIENT", "CLIENT_ID")}


def of_wet(rows: Iterable[Row], wet: str) -> list[Row]:
    """Return the rows under one act."""
    return [row for row in rows if row["WET"] == wet]


def day(text: str | None) -> date:
    """Read a date that is there."""
    assert text is not None
    return date.fromisoformat(text)


def text(value: str | None) -> str:
    """Return a text that is there."""
    assert value is not None
    return value


def days_between(first: str | None, last: str | None) -> int:
    """Return the calendar days from one day to another."""
    return (day(last) - day(first)).days


def maanden() -> Iterator[tuple[str, date, date]]:
    """Yield each month with a reference moment: its name, first and last day."""
    for back in reversed(range(MAANDEN)):
        number = PEILDATUM.year * 12 + PEILDATUM.month - 1 - back
        year, month = number // 12, number % 12 + 1
        last = date(year, month, monthrange(year, month)[1])
        yield f"{year}-{month:02}", date(year, month, 1), last


def klasse(days: int) -> str:
    """Return the age class of a number of days."""
    return "0-7" if days <= 7 else "8-28" if days <= 28 else "29-91" if days <= 91 else "92+"


def with_rest(found: Mapping[Key, Cell]) -> dict[Key, Cell]:
    """Call what is in the gemeente and in no buurt the rest, as a cube does."""
    rest = f"{GEMEENTE}-rest" if {key[0] for key in found} - {GEMEENTE} else GEMEENTE
    return {(rest if key[0] == GEMEENTE else key[0], *key[1:]): cell for key, cell in found.items()}


def counts(keys: Iterable[Key]) -> dict[Key, Cell]:
    """Count how often each key occurs."""
    return with_rest({key: (Decimal(number), None) for key, number in Counter(keys).items()})


def shares(found: Iterable[tuple[Key, bool]]) -> dict[Key, Cell]:
    """Return per key how many are so, of how many."""
    groups: defaultdict[Key, list[bool]] = defaultdict(list)
    for key, so in found:
        groups[key].append(so)
    return with_rest({key: (Decimal(sum(so)), Decimal(len(so))) for key, so in groups.items()})


def tables(found: Iterable[tuple[Key, int]]) -> dict[Key, Cell]:
    """Return per key how often each value occurs."""
    groups: defaultdict[Key, Counter[Decimal]] = defaultdict(Counter)
    for key, value in found:
        groups[key][Decimal(value)] += 1
    return with_rest({key: dict(values) for key, values in groups.items()})


def users(hulp: Hulp, rows: Sequence[Row], client: str, einde: str, geheel: str) -> dict[Key, Cell]:
    """Count the clients with help in each month: by kind, and in all."""
    distinct: set[tuple[Key, str]] = set()
    for row in rows:
        who = text(row[client])
        begin, end = day(row["DATUMSTART"]), day(row[einde]) if row[einde] else date.max
        for periode, first, last in maanden():
            if begin <= last and end >= first:
                for soort in (text(row["CODE"]), geheel):
                    distinct.add(((hulp.gebied(who), periode, soort), who))
    return counts(key for key, _ in distinct)


def in_time(hulp: Hulp, rows: Iterable[Row], columns: Sequence[str], days: int) -> dict[Key, Cell]:
    """Return the share that took no more days from one column to the other, by its month."""
    first, last = columns
    return shares(
        (
            (hulp.gebied(row["HEEFT_CLIENT_ID"]), text(row[last])[:7]),
            days_between(row[first], row[last]) <= days,
        )
        for row in rows
        if row[last]
    )


def per_inwoner(hulp: Hulp, clients: Iterable[str], residents: Iterable[str]) -> dict[Key, Cell]:
    """Return how many clients there are in each area, of how many residents."""
    have = Counter(hulp.gebied(client) for client in clients)
    live = Counter(residents)
    return with_rest(
        {(gebied,): (Decimal(have[gebied]), Decimal(live[gebied])) for gebied in have | live}
    )
