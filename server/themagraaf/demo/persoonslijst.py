"""A person list as LO GBA has it: its columns, and the rows it takes.

A list takes as many rows as its longest category. The first row has what is
current; below it stand former addresses (category 58, in the columns of 08)
and further children (09). An H column says what the next row has in its category.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from themagraaf.demo.huishouden import Adres, Persoon
from themagraaf.demo.stratenplan import GEMEENTE

_NAAM = "02.10 02.20 02.30 02.40"
_GEBOREN = "03.10 03.20 03.30"
_STUK = "81.10 81.20 82.10 82.20 82.30"
_ONDERZOEK = "83.10 83.20 83.30 84.10 85.10 86.10"
_OUDER = f"01.10 01.20 {_NAAM} {_GEBOREN} 04.10 62.10 {_STUK} {_ONDERZOEK} H"
_CATEGORIEEN = {
    "01": f"01.10 01.20 {_NAAM} {_GEBOREN} 04.10 20.10 20.20 61.10 {_STUK} {_ONDERZOEK} "
    "88.10 88.20 H",
    "02": _OUDER,
    "03": _OUDER,
    "04": f"05.10 63.10 64.10 65.10 73.10 82.10 82.20 82.30 {_ONDERZOEK} 88.10 88.20 H",
    "05": f"01.10 01.20 {_NAAM} {_GEBOREN} 04.10 06.10 06.20 06.30 07.10 07.20 07.30 07.40 15.10 "
    f"{_STUK} {_ONDERZOEK} H",
    # The second 88.10 is a slip of the real file's; whoever reads it must live with it.
    "06": f"08.10 08.20 08.30 {_STUK} {_ONDERZOEK} 88.10 88.10 H",
    "07": "66.20 67.10 67.20 68.10 69.10 70.10 71.10 71.20 80.10 80.20 87.10 88.10 88.20 H",
    "08": "09.10 09.20 10.10 10.20 10.30 11.10 11.15 11.20 11.30 11.40 11.50 11.60 11.70 11.80 "
    f"11.90 12.10 13.10 13.20 13.30 13.40 13.50 14.10 14.20 72.10 75.10 {_ONDERZOEK} 88.10 88.20 H",
    "09": f"01.10 01.20 {_NAAM} {_GEBOREN} {_STUK} {_ONDERZOEK} 89.10 H",
    "10": f"39.10 39.20 39.30 {_ONDERZOEK} H",
    "11": f"32.10 33.10 82.10 82.20 82.30 {_ONDERZOEK} H",
    "12": "35.10 35.20 35.30 35.40 35.50 35.60 35.70 36.10 82.10 82.20 82.30 83.10 83.20 83.30 "
    "85.10 86.10 H",
    "13": "31.10 31.20 31.30 38.10 38.20 82.10 82.20 82.30 H",
}
# The first column, without a name, numbers the lists; the last is empty.
KOLOMMEN = (
    "",
    *(f"{naam}.{item}" for naam, items in _CATEGORIEEN.items() for item in items.split()),
    "",
)
_PLAATS = {naam: place for place, naam in enumerate(KOLOMMEN)}
_NEDERLAND = "6030"
_MOMENT = "20260831060000000"
_DAYS_BEHIND = (0, 1, 1, 3, 2, 5, 0, 1, 9, 2, 4)

BSN = _PLAATS["01.01.20"]
GESLACHTSNAAM = _PLAATS["01.02.40"]
GEBOORTEDATUM = _PLAATS["01.03.10"]
GESLACHT = _PLAATS["01.04.10"]
ADRES = _PLAATS["08.09.10"]
HUISNUMMER = _PLAATS["08.11.20"]
VERBLIJFSOBJECT = _PLAATS["08.11.80"]
NUMMERAANDUIDING = _PLAATS["08.11.90"]

_EERSTE, _OUDER1, _OUDER2, _PARTNER, _KIND = (
    _PLAATS[f"{categorie}.01.10"] for categorie in ("01", "02", "03", "05", "09")
)
_VERBINTENIS = _PLAATS["05.06.10"]
_ADRES_H, _KIND_H = _PLAATS["08.H"], _PLAATS["09.H"]

Rij = list[str]


@dataclass(frozen=True, slots=True)
class Geboren:
    """When and where, as the register writes it; parts of the day that nobody knows are zeros."""

    datum: str
    plaats: str
    land: str = _NEDERLAND


@dataclass(frozen=True, slots=True)
class Verbintenis:
    """A marriage or partnership with somebody of the same household."""

    partner: Persoon
    geboren: Geboren
    gesloten: date
    soort: str


@dataclass(frozen=True, slots=True)
class Persoonslijst:
    """What the register has of one person; `vorig` is a former address, where there is one.

    `ouders` and `kinderen` are of the same household; `sinds` is since when it lives there.
    """

    persoon: Persoon
    geboren: Geboren
    ouders: Sequence[tuple[Persoon, Geboren]]
    kinderen: Sequence[tuple[Persoon, Geboren]]
    verbintenis: Verbintenis | None
    adres: Adres
    sinds: date
    vorig: Adres | None


def format_datum(day: date) -> str:
    """Write a day in eight digits."""
    return day.isoformat().replace("-", "")


def list_rijen(lijst: Persoonslijst) -> list[Rij]:
    """Return the rows of a person list, the current one first."""
    gevestigd = lijst.persoon.gevestigd
    former = lijst.vorig if gevestigd < lijst.sinds else None
    rijen = [[""] * len(KOLOMMEN) for _ in range(max(1, len(lijst.kinderen), 2 if former else 1))]
    first = rijen[0]
    first[0] = f"Lg01_{lijst.persoon.nummer}"
    _fill_persoon(first, lijst)
    _fill_bijhouding(first, lijst.persoon)
    _fill_adres(first, lijst.adres, gevestigd, max(gevestigd, lijst.sinds), lijst.persoon.nummer)
    if former:
        first[_ADRES_H] = "58"
        _fill_adres(rijen[1], former, gevestigd, gevestigd, lijst.persoon.nummer)
    for place, (kind, geboren) in enumerate(lijst.kinderen):
        _fill_naam(rijen[place], _KIND, kind, geboren)
        if place:
            rijen[place - 1][_KIND_H] = "09"
    return rijen


def _fill_persoon(rij: Rij, lijst: Persoonslijst) -> None:
    persoon = lijst.persoon
    _fill_naam(rij, _EERSTE, persoon, lijst.geboren)
    rij[GESLACHT] = persoon.geslacht
    rij[_PLAATS["01.61.10"]] = "E"
    rij[_PLAATS["01.85.10"]] = lijst.geboren.datum
    rij[_PLAATS["01.86.10"]] = format_datum(persoon.gevestigd)
    for begin, (ouder, geboren) in zip((_OUDER1, _OUDER2), lijst.ouders, strict=False):
        _fill_naam(rij, begin, ouder, geboren)
        rij[begin + 9] = ouder.geslacht
        rij[begin + 10] = lijst.geboren.datum
    rij[_PLAATS["04.05.10"]], rij[_PLAATS["04.63.10"]] = "0001", "001"
    if verbintenis := lijst.verbintenis:
        _fill_naam(rij, _PARTNER, verbintenis.partner, verbintenis.geboren)
        rij[_PARTNER + 9] = verbintenis.partner.geslacht
        gesloten = format_datum(verbintenis.gesloten)
        rij[_VERBINTENIS : _VERBINTENIS + 3] = (gesloten, GEMEENTE, _NEDERLAND)
        rij[_PLAATS["05.15.10"]] = verbintenis.soort
        rij[_PLAATS["05.85.10"]] = gesloten


def _fill_naam(rij: Rij, begin: int, persoon: Persoon, geboren: Geboren) -> None:
    """Fill the nine columns of key, name and birth, which every category of people begins with."""
    rij[begin : begin + 9] = (
        persoon.anummer,
        persoon.bsn,
        persoon.voornamen,
        "",
        persoon.voorvoegsel,
        persoon.geslachtsnaam,
        geboren.datum,
        geboren.plaats,
        geboren.land,
    )


def _fill_bijhouding(rij: Rij, persoon: Persoon) -> None:
    if persoon.overleden is not None:
        died = format_datum(persoon.overleden)
        begin = _PLAATS["06.08.10"]
        rij[begin : begin + 3] = (died, GEMEENTE, _NEDERLAND)
        rij[_PLAATS["06.85.10"]] = died
        rij[_PLAATS["07.67.10"]], rij[_PLAATS["07.67.20"]] = died, "O"
    rij[_PLAATS["07.68.10"]] = format_datum(persoon.gevestigd)
    rij[_PLAATS["07.69.10"]], rij[_PLAATS["07.70.10"]] = GEMEENTE, "0"
    rij[_PLAATS["07.80.10"]], rij[_PLAATS["07.80.20"]] = "0001", _MOMENT


def _fill_adres(rij: Rij, adres: Adres, gevestigd: date, sinds: date, nummer: int) -> None:
    """Fill category 08; the register is some days behind, up to the day of delivery."""
    begin = format_datum(sinds)
    recorded = format_datum(sinds + timedelta(days=_DAYS_BEHIND[nummer % len(_DAYS_BEHIND)]))
    rij[ADRES : ADRES + 15] = (
        GEMEENTE,
        format_datum(gevestigd),
        "W",
        "",
        begin,
        adres.straat[:24],
        adres.straat,
        str(adres.huisnummer),
        adres.huisletter,
        adres.toevoeging,
        "",
        adres.postcode,
        adres.plaats,
        adres.vbo,
        adres.nummeraanduiding,
    )
    rij[_PLAATS["08.72.10"]] = "I"
    rij[_PLAATS["08.85.10"]] = begin
    rij[_PLAATS["08.86.10"]] = min(recorded, _MOMENT[:8])
