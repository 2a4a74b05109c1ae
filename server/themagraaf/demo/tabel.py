"""Tables of the demo: rows go out as they are made, some of them spoilt on purpose and noted."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.sleutels import stranger_bsn
from themagraaf.demo.werkmap import Cel, Werkmap

Rij = list[str]
Ingreep = Callable[[Rij, int], None]

DUBBEL = "dubbel"
_DAG = re.compile(r"\d{4}-\d{2}-\d{2}$")
VERBODEN = frozenset(
    {
        "bsn-elfproef",
        "onbekende-code",
        "eind-voor-begin",
        "sleutel-ontbreekt",
        "toekomst-datum",
        "onleesbare-datum",
        "negatief-bedrag",
    }
)


class Bestand(Protocol):
    """A file of rows; the first names the columns."""

    naam: str

    def put(self, rij: Sequence[str]) -> str:
        """Write a row; return its position as the quarantine gives it."""

    def close(self) -> None:
        """End the file."""


class Csv:
    """A CSV with semicolons, in UTF-8."""

    def __init__(self, path: Path, kolommen: Sequence[str]) -> None:
        self.naam = path.name
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, delimiter=";", lineterminator="\n")
        self._writer.writerow(kolommen)
        self._row = 1

    def put(self, rij: Sequence[str]) -> str:
        """Write a row; return its position as the quarantine gives it."""
        self._writer.writerow(rij)
        self._row += 1
        return f"row={self._row}"

    def close(self) -> None:
        """End the file."""
        self._file.close()


class Werkblad:
    """A workbook as people keep one: days are dates, and a BSN became a number."""

    def __init__(self, path: Path, blad: str, kolommen: Sequence[str], bsn: int) -> None:
        self.naam = path.name
        self._werkmap = Werkmap(path, blad, kolommen)
        self._bsn = bsn

    def put(self, rij: Sequence[str]) -> str:
        """Write a row; return its position as the quarantine gives it."""
        cells = [_as_cell(value, place == self._bsn) for place, value in enumerate(rij)]
        return self._werkmap.put(cells)

    def close(self) -> None:
        """End the file."""
        self._werkmap.close()


@dataclass(frozen=True, slots=True)
class Tabel:
    """A file of a registration, and the ways in which its rows can be spoilt."""

    registratie: str
    datum: date
    bestand: Bestand
    ingrepen: Mapping[str, Ingreep]
    soorten: tuple[str, ...]
    bederf: Bederf

    def write(self, rij: Rij, nummer: int) -> None:
        """Write a record, or spoil it and note that; `nummer` tells strangers apart."""
        soort = self.bederf.kies(self.registratie, self.soorten)
        if soort is None:
            self.bestand.put(rij)
            return
        if soort == DUBBEL:
            self.bestand.put(rij)
        else:
            self.ingrepen[soort](rij, nummer)
        positie = self.bestand.put(rij)
        self.bederf.noteer(
            self.registratie, self.datum, self.bestand.naam, positie, soort, soort in VERBODEN
        )


def make_tabel(
    registratie: str,
    datum: date,
    bestand: Bestand,
    ingrepen: Mapping[str, Ingreep],
    bederf: Bederf,
) -> Tabel:
    """Make a table whose rows can be spoilt in the ways given, and be delivered twice."""
    return Tabel(registratie, datum, bestand, ingrepen, (*ingrepen, DUBBEL), bederf)


def persoonlijk(sleutel: int, bsn: int) -> dict[str, Ingreep]:
    """Return the ways to spoil the key and the BSN of a record, by their columns."""

    def spoil_digit(rij: Rij, nummer: int) -> None:
        # Another last digit always breaks the test.
        rij[bsn] = rij[bsn][:8] + str((int(rij[bsn][8]) + 1) % 10)

    return {
        "bsn-elfproef": spoil_digit,
        "geen-bsn": zet(bsn, ""),
        "onbekende-bsn": lambda rij, nummer: rij.__setitem__(bsn, stranger_bsn(nummer)),
        "sleutel-ontbreekt": zet(sleutel, ""),
    }


def zet(kolom: int, waarde: str) -> Ingreep:
    """Return the way to spoil a record that puts a value in a column."""
    return lambda rij, nummer: rij.__setitem__(kolom, waarde)


def keer_om(begin: int, einde: int) -> Ingreep:
    """Return the way to spoil a record that makes it end six days before it begins."""

    def spoil(rij: Rij, nummer: int) -> None:
        first = date.fromisoformat(rij[begin][:10])
        rij[einde] = (first - timedelta(days=6)).isoformat()

    return spoil


def _as_cell(value: str, is_bsn: bool) -> Cel:
    if is_bsn and value:
        return int(value)
    return date.fromisoformat(value) if _DAG.match(value) else value
