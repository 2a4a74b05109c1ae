"""The delivery of social assistance figures, as CBS Open Data hands out table 84066NED.

Its columns changed names over the years, its region codes changed width, and
not every year starts with a byte order mark; so do the demo's years.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from random import Random
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.gemeente import GEMEENTEN, Gemeente
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.wereld import Huishouden, Wereld

JAREN = (2023, 2024, 2025)
# Merged into Voorbeeldstad; the 2023 file still has it, the areas do not.
OPGEHEVEN_GEMEENTE = "GM9990"

_SHARE_OF_15_AND_OVER = 0.83
_GROWTH = {2023: 0.984, 2024: 0.992, 2025: 1.0}
_TREND = {2023: 1.04, 2024: 1.0, 2025: 0.97}
# Notation, share of the inhabitants of 15 and over, share of the recipients.
_LEEFTIJDEN = (("90100", 0.78, 0.95), ("90200", 0.22, 0.05))
_TOTAL = "20150"
_SECRET = "."
_WIDTH = 8


@dataclass(frozen=True, slots=True)
class Aantallen:
    """The counts of one area and age group, before rounding."""

    inwoners: float
    ontvangers: float
    instroom: float
    uitstroom: float
    naar_werk: float
    met_voorziening: float
    werk_na_voorziening: float
    bijstand_en_voorziening: float
    wsw: float

    def __add__(self, other: "Aantallen") -> "Aantallen":
        names = (field.name for field in fields(self))
        return Aantallen(*(getattr(self, name) + getattr(other, name) for name in names))


class Bijstand:
    """The figures of CBS; they are about gemeenten as a whole."""

    naam: ClassVar[str] = "bijstand"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._folder = folder
        self._wereld = wereld
        self._bederf = bederf

    def add(self, huishouden: Huishouden) -> None:
        """Write nothing: no figure is about a household."""

    def close(self) -> Sequence[Leveringsregel]:
        """Write a file for each year."""
        return [self._write(jaar) for jaar in JAREN]

    def _write(self, jaar: int) -> Leveringsregel:
        file = f"gemeente_{jaar}.csv"
        datum, wereld = date(jaar, 12, 31), self._wereld
        for row in write_bijstand(self._folder / file, jaar, wereld.inwoners, wereld.seed):
            self._bederf.noteer(self.naam, datum, file, f"row={row}", "onbekende-code", True)
        source = "bijstand-tot-2015" if jaar == JAREN[0] else "bijstand"
        return Leveringsregel(self.naam, datum, {source: file})


def write_bijstand(path: Path, jaar: int, inwoners: int, seed: int) -> list[int]:
    """Write one year of figures for every area, in that year's layout.

    Return the rows, the header being 1, about a gemeente that is no more.
    """
    rng = Random(f"{seed}/bijstand/{jaar}")
    per_gemeente = {g.code: _make_aantallen(rng, g, jaar, inwoners) for g in GEMEENTEN}
    if jaar == JAREN[0]:
        # As large as the smallest gemeente, with figures of its own.
        per_gemeente[OPGEHEVEN_GEMEENTE] = _make_aantallen(rng, GEMEENTEN[0], jaar, inwoners)
    encoding = "utf-8" if jaar == JAREN[-1] else "utf-8-sig"
    with path.open("w", encoding=encoding, newline="\n") as file:
        file.write(",".join(f'"{name}"' for name in _list_columns(jaar)) + "\n")
        rows = list(_list_rows(per_gemeente, jaar))
        for number, row in enumerate(rows):
            file.write(",".join(f'"{field}"' for field in (str(number), *row)) + "\n")
    gone = OPGEHEVEN_GEMEENTE
    return [number for number, row in enumerate(rows, start=2) if row[1].strip() == gone]


def _list_columns(jaar: int) -> tuple[str, ...]:
    if jaar == JAREN[0]:
        flow_in, flow_out, to_work, working = (
            "Instromers",
            "Uitstromers",
            "UitstromersNaarWerk",
            "WerkendenNaReIntegratie",
        )
    else:
        flow_in, flow_out, to_work, working = (
            "Instroom",
            "Uitstroom",
            "UitstroomNaarWerk",
            "WerkNaReIntegratie",
        )
    recipients = "Bijstandsontvangers" if jaar == JAREN[-1] else "Bijstandontvangers"
    return (
        *("ID", "Leeftijd", "Regiokenmerken", "Inwoners_1"),
        *("Bijstandsontvangers_2", "Bijstandsdichtheid_3"),
        *(f"{flow_in}_4", f"{flow_in}_5", f"{flow_out}_6", f"{flow_out}_7"),
        *(f"{to_work}_8", f"{to_work}_9", "PersonenMetReIntegratievoorziening_10"),
        *(f"{working}_11", f"{working}_12", "PersonenMetBijstandEnReIntegratie_13"),
        *(f"{recipients}MetReIntegratie_14", "ReIntegratieontvangersMetBijstand_15"),
        *("WSWWerknemers_16", "WSWDichtheid_17"),
    )


def _make_aantallen(
    rng: Random, gemeente: Gemeente, jaar: int, inwoners: int
) -> dict[str, Aantallen]:
    adults = inwoners * gemeente.aandeel * _SHARE_OF_15_AND_OVER * _GROWTH[jaar]
    density = gemeente.bijstand / 1000 * _TREND[jaar] * rng.uniform(0.98, 1.02)
    by_age = {
        age: _split_aantallen(rng, adults * of_adults, adults * density * of_recipients, age)
        for age, of_adults, of_recipients in _LEEFTIJDEN
    }
    young, old = by_age.values()
    return {_TOTAL: young + old, **by_age}


def _split_aantallen(rng: Random, adults: float, recipients: float, age: str) -> Aantallen:
    working_age = age == _LEEFTIJDEN[0][0]
    flow_out = recipients * rng.uniform(0.26, 0.32)
    programme = recipients * rng.uniform(0.4, 0.5) if working_age else 0.0
    return Aantallen(
        inwoners=adults,
        ontvangers=recipients,
        instroom=recipients * (rng.uniform(0.26, 0.33) if working_age else 0.12),
        uitstroom=flow_out,
        naar_werk=flow_out * rng.uniform(0.4, 0.52) if working_age else 0.0,
        met_voorziening=programme,
        werk_na_voorziening=programme * rng.uniform(0.25, 0.4),
        bijstand_en_voorziening=programme * rng.uniform(0.6, 0.7),
        wsw=adults * rng.uniform(0.01, 0.014) if working_age else 0.0,
    )


def _list_rows(
    per_gemeente: dict[str, dict[str, Aantallen]], jaar: int
) -> Iterator[tuple[str, ...]]:
    width = 6 if jaar == JAREN[0] else 7
    for age in (_TOTAL, *(age for age, _, _ in _LEEFTIJDEN)):
        counts = {code: by_age[age] for code, by_age in per_gemeente.items()}
        if age == _LEEFTIJDEN[1][0]:
            counts.pop(OPGEHEVEN_GEMEENTE, None)
        whole = _sum(counts[gemeente.code] for gemeente in GEMEENTEN)
        for code in ("NL01", "LD99", "PV99", "CR99"):
            yield age, code.ljust(width), *_format_row(whole, age, jaar, code)
        for code, aantallen in counts.items():
            yield age, code.ljust(width), *_format_row(aantallen, age, jaar, code)
        yield age, "AM99".ljust(width), *_format_row(whole, age, jaar, "AM99")


def _sum(counts: Iterator[Aantallen]) -> Aantallen:
    total = next(counts)
    for aantallen in counts:
        total = total + aantallen
    return total


def _format_row(a: Aantallen, age: str, jaar: int, code: str) -> Iterator[str]:
    whole = a.ontvangers
    yield from (_count(a.inwoners), _count(whole), _share(1000 * whole, a.inwoners, whole))
    yield from (_count(a.instroom), _share(100 * a.instroom, whole + a.instroom, a.instroom))
    yield from (_count(a.uitstroom), _share(100 * a.uitstroom, whole + a.uitstroom, a.uitstroom))
    # Never known of those past working age; kept secret for the smallest gemeente.
    if age == _LEEFTIJDEN[1][0] or code in (GEMEENTEN[0].code, OPGEHEVEN_GEMEENTE):
        yield from (_SECRET.rjust(_WIDTH),) * 10
        return
    both = a.bijstand_en_voorziening
    worked = _SECRET if jaar == JAREN[-1] else ""
    yield from (_count(a.naar_werk), _share(100 * a.naar_werk, whole + a.uitstroom, a.naar_werk))
    yield _count(a.met_voorziening)
    yield worked.rjust(_WIDTH) if worked else _count(a.werk_na_voorziening)
    yield (
        worked.rjust(_WIDTH)
        if worked
        else _share(100 * a.werk_na_voorziening, 1.75 * a.met_voorziening, a.werk_na_voorziening)
    )
    yield from (_count(both), _share(100 * both, whole, both))
    yield _share(100 * both, a.met_voorziening, both)
    yield from (_count(a.wsw), _share(1000 * a.wsw, a.inwoners, a.wsw))


def _count(value: float) -> str:
    return str(_round_to_ten(value)).rjust(_WIDTH)


def _share(numerator: float, denominator: float, shown: float) -> str:
    """Write a share in halves; a point where the count beside it is shown as zero."""
    if not _round_to_ten(shown):
        return _SECRET.rjust(_WIDTH)
    return f"{round(2 * numerator / denominator) / 2:.1f}".rjust(_WIDTH)


def _round_to_ten(value: float) -> int:
    return 10 * round(value / 10)
