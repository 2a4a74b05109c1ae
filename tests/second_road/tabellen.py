"""Tables of people as delivered, CSV or workbook, without what the ledger forbids."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from xml.etree import ElementTree

from tests.second_road.hulp import GEMEENTE, Key, counts, day, maanden, shares
from tests.second_road.inwoners import Inwoner, read_inwoners
from tests.second_road.stad import Cell, Stad, forbidden, read_csv

Row = Mapping[str, str]
EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Tabellen:
    """The tables of one registration of a city."""

    stad: Stad
    naam: str

    def csv(self, bestand: str) -> list[Row]:
        """Return the records of a CSV that may enter; one that was delivered twice is one."""
        return _once(read_csv(self.stad, self.naam, bestand, ";"))

    def xlsx(self, bestand: str, blad: str) -> list[Row]:
        """Return the records of the first sheet of a workbook, likewise."""
        bad = forbidden(self.stad, self.naam, bestand)
        path = self.stad.folder / self.naam / bestand
        numbered = [(number, cells) for number, cells in _read_cells(path.as_posix())]
        names = numbered[0][1]
        return _once(
            {name: cells.get(letter, "") for letter, name in names.items()}
            for number, cells in numbered[1:]
            if f"blad={blad}&row={number}" not in bad
        )

    @cached_property
    def _inwoners(self) -> Mapping[str, Inwoner]:
        return read_inwoners(self.stad)

    def gebied(self, row: Row) -> str:
        """Return the buurt of the person, or the gemeente."""
        inwoner = self._inwoners.get(row["bsn"])
        return GEMEENTE if inwoner is None else inwoner.gebied

    def woning(self, row: Row) -> str:
        """Return the home of the person, or nothing."""
        inwoner = self._inwoners.get(row["bsn"])
        return "" if inwoner is None else inwoner.woning


def holds(begin: str, einde: str, on: date) -> bool:
    """Say whether something holds on a day; without an end it still does."""
    return day(begin) <= on and (not einde or day(einde) >= on)


def stand(rows: Iterable[tuple[Key, str, str]]) -> dict[Key, Cell]:
    """Count what holds at the end of each month, by key: its gebied first, then the month."""
    return counts(
        (key[0], periode, *key[1:])
        for key, begin, einde in rows
        for periode, _, last in maanden()
        if holds(begin, einde, last)
    )


def stand_shares(rows: Iterable[tuple[Key, str, str, Iterable[str]]]) -> dict[Key, Cell]:
    """Return per key and month how many of what holds are in one of the months given."""
    return shares(
        ((key[0], periode, *key[1:]), periode in set(so))
        for key, begin, einde, so in rows
        for periode, _, last in maanden()
        if holds(begin, einde, last)
    )


def _once(rows: Iterable[Row]) -> list[Row]:
    return list({next(iter(row.values())): row for row in rows}.values())


def _read_cells(path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of the first sheet: their number, and the text of each cell by its letter."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    for row in root.iterfind(".//{*}row"):
        cells = {re.sub(r"\d", "", cell.get("r", "")): _text(cell) for cell in row.iterfind("{*}c")}
        yield int(row.get("r", "0")), cells


def _text(cell: ElementTree.Element) -> str:
    value = cell.findtext("{*}v") or cell.findtext("{*}is/{*}t") or ""
    # The second style of these workbooks is that of dates.
    return (EPOCH + timedelta(days=int(value))).isoformat() if cell.get("s") == "1" else value
