"""The delivery of the municipal fund: payments by cluster, counts and weights, numbers in Dutch."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.gemeente import GEMEENTEN
from themagraaf.demo.huishouden import Huishouden
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.wereld import Wereld

_JAREN = (2023, 2024, 2025, 2026)
# Euros a resident in the first year; what a municipality can levy itself is deducted.
_CLUSTERS = {
    "Sociale basisvoorzieningen": 290.0,
    "Participatie": 245.0,
    "Individuele voorzieningen Wmo": 300.0,
    "Individuele voorzieningen Jeugd": 420.0,
    "Bestuur en ondersteuning": 370.0,
    "Orde en veiligheid": 160.0,
    "Onderwijs": 165.0,
    "Sport, cultuur en recreatie": 340.0,
    "Infrastructuur, ruimte en milieu": 345.0,
    "Overig": 0.0,
    "Overige eigen middelen": -175.0,
    "Onroerendezaakbelasting": -275.0,
}
_MAATSTAVEN = (
    ("inwo", "inwoners", 374.52),
    ("jong", "jongeren", 562.59),
    ("woonr", "woonruimten", 11.59),
    ("WOZwe80", "ozb woningen eigenaren", -0.000914),
    ("", "beschermd wonen", 1.0),
)
_SHARE_YOUNG = 0.215
_GROWTH = 1.045
_NEDERLAND = 17_900_000


class Gemeentefonds:
    """What the state pays; it follows from the number of residents."""

    naam: ClassVar[str] = "gemeentefonds"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._folder = folder
        self._inwoners = {
            gemeente.naam: round(wereld.inwoners * gemeente.aandeel) for gemeente in GEMEENTEN
        }

    def add(self, huishouden: Huishouden) -> None:
        """Write nothing: no amount is about a household."""

    def close(self) -> Sequence[Leveringsregel]:
        """Write the three tables of each year."""
        return [self._write(jaar) for jaar in _JAREN]

    def _write(self, jaar: int) -> Leveringsregel:
        files = {name: f"GF_{jaar}_{name}.csv" for name in ("uitkeringen", "volumina", "gewichten")}
        factor = _GROWTH ** (jaar - _JAREN[0])
        people = {**self._inwoners, "Nederland": _NEDERLAND}
        _write_rows(
            self._folder / files["uitkeringen"],
            ";",
            ("", "Gemeenten", *_CLUSTERS, "Totaal"),
            (_payments(place, naam, people[naam] * factor) for place, naam in enumerate(people)),
        )
        _write_rows(
            self._folder / files["volumina"],
            "\t",
            ("CBS", "Naam", "Prov", "inwo", "jong"),
            (
                (
                    *(gemeente.code.removeprefix("GM").lstrip("0"), gemeente.naam, "99"),
                    dutch(float(people[gemeente.naam])),
                    dutch(people[gemeente.naam] * _SHARE_YOUNG),
                )
                for gemeente in GEMEENTEN
            ),
        )
        _write_rows(
            self._folder / files["gewichten"],
            "\t",
            ("Codering maatstaf", "Naam maatstaf", "Totaal"),
            ((code, naam, dutch(bedrag)) for code, naam, bedrag in _MAATSTAVEN),
        )
        return Leveringsregel(self.naam, date(jaar, 1, 1), files)


def dutch(number: float) -> str:
    """Write a number with a point between thousands and a comma before the decimals."""
    english = f"{number:,.6f}".rstrip("0").rstrip(".")
    return english.translate(str.maketrans(",.", ".,"))


def _payments(place: int, naam: str, people: float) -> tuple[str, ...]:
    amounts = [round(euros * people, 2) for euros in _CLUSTERS.values()]
    return (str(place), naam, *map(str, amounts), str(round(sum(amounts), 2)))


def _write_rows(
    path: Path, delimiter: str, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)
