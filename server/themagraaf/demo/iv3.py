"""The delivery of Iv3: budgets and annual accounts, of the country too."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.gemeente import GEMEENTEN, VOORBEELDSTAD
from themagraaf.demo.huishouden import Huishouden
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.taakvelden import TAAKVELDEN, Taakveld
from themagraaf.demo.wereld import Wereld

JAREN = (2023, 2024, 2025, 2026)
_VERANTWOORD = (2023, 2024, 2025)
_KOLOMMEN = (
    *("Gemeenten", "Taakveld", "L1.1 Salarissen en sociale lasten", "Baten", "Lasten"),
    *("Provincie", "Gemeentegrootte", "Stedelijkheid", "Inwonertal", "Centrumfunctie"),
    "Sociale structuur",
)
# How Iv3 writes a name that others write shorter.
_IV3NAMEN = {VOORBEELDSTAD.naam: f"{VOORBEELDSTAD.naam} (gemeente)"}
_ONBEKEND = "Verzonnendam"
_GROWTH = 1.04
_INWONERS_NEDERLAND = 17_900_000
_SOORTEN = ("onbekende-code", "onleesbaar-bedrag", "onbekende-gemeente", "dubbel")
_VERBODEN = ("onbekende-code", "onleesbaar-bedrag")

Rij = list[str]


class Iv3:
    """Income and expenditure by task field; they follow from the number of residents."""

    naam: ClassVar[str] = "iv3"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._folder = folder
        self._wereld = wereld
        self._bederf = bederf

    def add(self, huishouden: Huishouden) -> None:
        """Write nothing: no amount is about a household."""

    def close(self) -> Sequence[Leveringsregel]:
        """Write a budget for each year, and an account for each that has ended."""
        self._write_namen()
        regels = []
        for jaar in JAREN:
            regels.append(self._write(jaar, "begroting", date(jaar, 1, 1)))
            if jaar in _VERANTWOORD:
                regels.append(self._write(jaar, "jaarrekening", date(jaar, 12, 31)))
        return regels

    def _write_namen(self) -> None:
        with (self._folder / "gemeentenamen.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t", lineterminator="\n")
            writer.writerow(("Iv3naam", "GFnaam"))
            writer.writerows((iv3, naam) for naam, iv3 in _IV3NAMEN.items())

    def _write(self, jaar: int, verslagsoort: str, datum: date) -> Leveringsregel:
        name = f"{jaar}_{verslagsoort}.csv"
        with (self._folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            writer.writerow(_KOLOMMEN)
            row = 1
            for rij in self._rows(jaar, verslagsoort):
                fault = self._bederf.kies(self.naam, _SOORTEN)
                copies = 2 if fault == "dubbel" else 1
                for _ in range(copies):
                    writer.writerow(_spoil(rij, fault))
                    row += 1
                if fault is not None:
                    forbidden = fault in _VERBODEN
                    self._bederf.noteer(self.naam, datum, name, f"row={row}", fault, forbidden)
        files = {verslagsoort: name, "gemeentenamen": "gemeentenamen.csv"}
        return Leveringsregel(self.naam, datum, files)

    def _rows(self, jaar: int, verslagsoort: str) -> Iterator[Rij]:
        rng = self._wereld.rng(f"{self.naam}/{jaar}/{verslagsoort}")
        factor = _GROWTH ** (jaar - JAREN[0])
        for gemeente in GEMEENTEN:
            inwoners = round(self._wereld.inwoners * gemeente.aandeel)
            naam = _IV3NAMEN.get(gemeente.naam, gemeente.naam)
            yield from _book(rng, naam, inwoners, factor, verslagsoort)
        yield from _book(rng, "Nederland", _INWONERS_NEDERLAND, factor, verslagsoort)


def _book(rng: Random, naam: str, inwoners: int, factor: float, verslagsoort: str) -> Iterator[Rij]:
    """Yield a row for each task field; income and expenditure are equal in total."""
    spread = 0.05 if verslagsoort == "begroting" else 0.12
    total = 0
    for taakveld in TAAKVELDEN:
        lasten = _amount(rng, taakveld.lasten, inwoners, factor, spread)
        baten = _amount(rng, taakveld.baten, inwoners, factor, spread)
        total += baten - lasten
        yield _row(naam, taakveld, baten, lasten, inwoners)
    # The last of them is the result, which makes both sides equal.
    yield _row(naam, Taakveld("0.11 Resultaat van de rekening van bat..", 0, 0), 0, total, inwoners)


def _amount(rng: Random, per_inwoner: float, inwoners: int, factor: float, spread: float) -> int:
    """Return an amount in thousands of euros."""
    drawn = 1 + spread * (2 * rng.random() - 1)
    return round(per_inwoner * inwoners * factor * drawn / 1000)


def _row(naam: str, taakveld: Taakveld, baten: int, lasten: int, inwoners: int) -> Rij:
    salaris = f"{lasten // 4}.0" if taakveld.naam.startswith(("0.4", "6.2", "1.2")) else ""
    amounts = [salaris, f"{baten}.0", f"{lasten}.0"]
    about = ["", "", ""] if naam == "Nederland" else ["Voorbeeldland", "", "Matigstedelijk"]
    return [naam, taakveld.naam, *amounts, *about, str(inwoners), "", ""]


def _spoil(rij: Rij, fault: str | None) -> Rij:
    spoilt = list(rij)
    if fault == "onbekende-code":
        spoilt[1] = f"9.99 {rij[1].split(' ', 1)[1]}"
    elif fault == "onleesbaar-bedrag":
        spoilt[4] = "n.n.b."
    elif fault == "onbekende-gemeente":
        spoilt[0] = _ONBEKEND
    return spoilt
