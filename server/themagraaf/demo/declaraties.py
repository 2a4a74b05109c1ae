"""The claims for help: a CSV with a line for each assignment and month, and one with the bills."""

import csv
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bederf import Bederf

REGELS, REKENINGEN = "declaratieregels.csv", "declaraties.csv"
_SOORTEN = (
    "negatief-bedrag",
    "onleesbare-datum",
    "sleutel-ontbreekt",
    "eind-voor-begin",
    "onbekende-verwijzing",
    "dubbel",
)
_NIET_VERBODEN = {"onbekende-verwijzing", "dubbel"}
_REGEL = (
    *("DECLARATIEREGEL_ID", "VALT_BINNEN_DECLARATIE_ID", "BETREFT_CLIENT_ID"),
    *("IS_OP_BASIS_VAN_TOEWIJZING_ID", "WET", "CODE", "DATUMSTART", "DATUMEINDE", "BEDRAG"),
)
_REKENING = (
    *("DECLARATIE_ID", "INGEDIEND_DOOR_LEVERANCIER_ID", "DATUMDECLARATIE", "DECLARATIEBEDRAG"),
)


class Declaraties:
    """Writes the lines of claims as deliveries of care pass by, and the bills in the end."""

    naam: ClassVar[str] = "wmo-jeugd"

    def __init__(self, folder: Path, begin: date, peildatum: date, bederf: Bederf) -> None:
        self._folder = folder
        self._peildatum = peildatum
        self._bederf = bederf
        self._months = list(_list_months(begin, peildatum))
        self._firsts = [first for first, *_ in self._months]
        self._totals: dict[tuple[int, int], int] = {}
        self._file = (folder / REGELS).open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(_REGEL)
        self._row = 1
        self._count = 0

    def add(
        self,
        client: int,
        toewijzing: int,
        wet: str,
        soort: str,
        aanbieder: int,
        days: tuple[int, int],
        prijs_cent: int,
    ) -> None:
        """Write a line for each whole month that has been claimed for help from day to day."""
        begin, einde = days
        place = max(0, bisect_right(self._firsts, begin) - 1)
        for number in range(place, len(self._months)):
            first, last, name = self._months[number]
            if first > einde:
                break
            start, end = max(begin, first), min(einde, last)
            if start > end:
                continue
            cent = prijs_cent * (end - start + 1) // (last - first + 1)
            key = (aanbieder, number)
            self._totals[key] = self._totals.get(key, 0) + cent
            self._count += 1
            self._write(
                [
                    str(self._count),
                    f"{aanbieder}-{name}",
                    str(client),
                    str(toewijzing),
                    wet,
                    soort,
                    date.fromordinal(start).isoformat(),
                    date.fromordinal(end).isoformat(),
                    _euros(cent),
                ]
            )

    def close(self) -> None:
        """End the lines, and write a bill for each provider and month."""
        self._file.close()
        with (self._folder / REKENINGEN).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(_REKENING)
            for (aanbieder, number), cent in sorted(self._totals.items()):
                _, last, name = self._months[number]
                ingediend = date.fromordinal(last + 12).isoformat()
                writer.writerow((f"{aanbieder}-{name}", aanbieder, ingediend, _euros(cent)))

    def _write(self, row: list[str]) -> None:
        soort = self._bederf.kies("wmo-jeugd/declaraties", _SOORTEN)
        self._row += 1
        if soort is None:
            self._writer.writerow(row)
            return
        if soort == "dubbel":
            self._writer.writerow(row)
            self._row += 1
        elif soort == "negatief-bedrag":
            row[8] = f"-{row[8]}"
        elif soort == "onleesbare-datum":
            row[6] = "31-13-2025"
        elif soort == "sleutel-ontbreekt":
            row[0] = ""
        elif soort == "eind-voor-begin":
            row[7] = "1999-12-31"
        else:
            row[3] = f"9{row[3]}9"
        self._writer.writerow(row)
        self._bederf.noteer(
            self.naam,
            self._peildatum,
            REGELS,
            f"row={self._row}",
            soort,
            soort not in _NIET_VERBODEN,
        )


def _list_months(begin: date, peildatum: date) -> Iterator[tuple[int, int, str]]:
    """Yield each month whose bill is in by the peildatum: first and last day, and its name."""
    first = begin
    while True:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        last = following.toordinal() - 1
        if last + 12 > peildatum.toordinal():
            return
        yield first.toordinal(), last, f"{first.year}-{first.month:02}"
        first = following


def _euros(cent: int) -> str:
    return f"{cent // 100}.{cent % 100:02}"
