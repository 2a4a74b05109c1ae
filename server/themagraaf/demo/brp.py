"""The delivery of persons: person lists as RvIG's test environment hands them out."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.persoonslijst import (
    ADRES,
    BSN,
    GEBOORTEDATUM,
    GESLACHT,
    GESLACHTSNAAM,
    HUISNUMMER,
    KOLOMMEN,
    NUMMERAANDUIDING,
    VERBLIJFSOBJECT,
    Geboren,
    Persoonslijst,
    Rij,
    Verbintenis,
    format_datum,
    list_rijen,
)
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.stratenplan import GEMEENTE
from themagraaf.demo.wereld import Huishouden, Persoon, Wereld

# How a list is spoilt, and which of its rows are kept out for it: all of them, those that
# speak of the person (a former address has a stay of its own), or none.
_ALLE, _PERSOON, _GEEN = "alle", "persoon", "geen"
_SOORTEN = {
    "bsn-elfproef": _PERSOON,
    "toekomst-datum": _PERSOON,
    "onleesbare-datum": _PERSOON,
    "onbekende-code": _PERSOON,
    "codering": _ALLE,
    "sleutel-ontbreekt": _ALLE,
    "onbekend-adres": _GEEN,
    "geen-bag-id": _GEEN,
    "dubbel": _GEEN,
}
_NAMEN = tuple(_SOORTEN)

_LIJSTEN = "persoonslijsten.csv"
_TABEL33 = "Tabel33.csv"
_GEMEENTEN = (
    ("0000", "Onbekend", "", "", ""),
    (GEMEENTE, "Voorbeeldstad", "", "", ""),
    ("9902", "Proefdorp", "", "", ""),
    ("9903", "Modelrade", "", "", ""),
    ("9990", "Oudewaag", GEMEENTE, "", "20240101"),
)
_ELDERS = tuple(code for code, *_ in _GEMEENTEN[2:])
_BUITENLAND = (
    *(("Izmir", "6043"), ("Nador", "5022"), ("Paramaribo", "5007"), ("Gdansk", "7028")),
    *(("Aleppo", "7009"), ("Emden", "6029"), ("Lille", "5002")),
)
_SHARE_FROM_ABROAD = 0.14
_SHARE_OF_HALF_KNOWN = 0.004
_SHARE_MARRIED = 0.66


class Brp:
    """The person lists of everybody who lives in the municipality, or died there."""

    naam: ClassVar[str] = "brp"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._rng = wereld.rng("brp")
        self._bederf = bederf
        self._peildatum = wereld.peildatum
        # A name in the wrong encoding is held as a lone surrogate until it is written.
        self._file = (folder / _LIJSTEN).open(
            "w", encoding="utf-8-sig", errors="surrogateescape", newline=""
        )
        self._file.write(";".join(KOLOMMEN) + "\n")
        self._row = 1
        _write_gemeenten(folder / _TABEL33)

    def add(self, huishouden: Huishouden) -> None:
        """Write the person list of everybody in a household."""
        born = [(persoon, _choose_geboren(self._rng, persoon)) for persoon in huishouden.personen]
        adults = [item for item in born if not item[0].is_kind]
        children = [item for item in born if item[0].is_kind]
        gesloten = self._choose_trouwdag(adults)
        for persoon, geboren in born:
            verbintenis = None
            if gesloten and not persoon.is_kind:
                partner, elsewhere = adults[persoon is adults[0][0]]
                verbintenis = Verbintenis(partner, elsewhere, gesloten, "H")
            lijst = Persoonslijst(
                persoon,
                geboren,
                adults if persoon.is_kind else (),
                () if persoon.is_kind else children,
                verbintenis,
                huishouden.adres,
                huishouden.sinds,
                huishouden.vorig,
            )
            self._write(list_rijen(lijst))

    def close(self) -> Sequence[Leveringsregel]:
        """End the file."""
        self._file.close()
        files = {"persoonslijsten": _LIJSTEN, "gemeenten": _TABEL33}
        return [Leveringsregel(self.naam, self._peildatum, files)]

    def _choose_trouwdag(self, adults: Sequence[tuple[Persoon, Geboren]]) -> date | None:
        """Return when a couple married, if it did: between their 20th and 40th year."""
        chance, years = self._rng.random(), 20 + self._rng.random() * 20
        if len(adults) < 2 or chance > _SHARE_MARRIED:
            return None
        youngest = max(persoon.geboortedatum for persoon, _ in adults)
        day = youngest.toordinal() + int(years * 365.2425)
        return date.fromordinal(day) if day < self._peildatum.toordinal() else None

    def _write(self, rijen: list[Rij]) -> None:
        soort = self._bederf.kies(self.naam, _NAMEN)
        if soort is None:
            self._put(rijen)
            return
        if soort == "dubbel":
            self._put(rijen)
        else:
            _spoil(rijen[0], soort)
        for row, rij in enumerate(rijen, start=self._row + 1):
            former = rij is not rijen[0] and rij[ADRES] != ""
            kept_out = _SOORTEN[soort] == _ALLE or (_SOORTEN[soort] == _PERSOON and not former)
            self._bederf.noteer(self.naam, self._peildatum, _LIJSTEN, f"row={row}", soort, kept_out)
        self._put(rijen)

    def _put(self, rijen: list[Rij]) -> None:
        self._file.write("".join([";".join(rij) + "\n" for rij in rijen]))
        self._row += len(rijen)


def _choose_geboren(rng: Random, persoon: Persoon) -> Geboren:
    chance, place = rng.random(), rng.random()
    datum = format_datum(persoon.geboortedatum)
    if persoon.gevestigd == persoon.geboortedatum:
        return Geboren(datum, GEMEENTE)
    if not persoon.is_kind and chance < _SHARE_OF_HALF_KNOWN:
        datum = f"{datum[:4]}0000" if place < 0.5 else f"{datum[:6]}00"
    if chance < _SHARE_FROM_ABROAD:
        return Geboren(datum, *_BUITENLAND[int(place * len(_BUITENLAND))])
    return Geboren(datum, _ELDERS[int(place * len(_ELDERS))])


def _spoil(rij: Rij, soort: str) -> None:
    if soort == "bsn-elfproef":
        # Another last digit always breaks the test.
        rij[BSN] = rij[BSN][:8] + str((int(rij[BSN][8]) + 1) % 10)
    elif soort == "toekomst-datum":
        rij[GEBOORTEDATUM] = "2031" + rij[GEBOORTEDATUM][4:6] + "15"
    elif soort == "onleesbare-datum":
        rij[GEBOORTEDATUM] = rij[GEBOORTEDATUM][:4] + "1332"
    elif soort == "onbekende-code":
        rij[GESLACHT] = "X"
    elif soort == "codering":
        rij[GESLACHTSNAAM] = rij[GESLACHTSNAAM][:3] + "\udceb"
    elif soort == "sleutel-ontbreekt":
        rij[BSN] = ""
    elif soort == "onbekend-adres":
        for place in (VERBLIJFSOBJECT, NUMMERAANDUIDING):
            rij[place] = f"{rij[place][:6]}9{rij[place][7:]}"
        rij[HUISNUMMER] = "99999"
    elif soort == "geen-bag-id":
        rij[VERBLIJFSOBJECT] = rij[NUMMERAANDUIDING] = ""


def _write_gemeenten(path: Path) -> None:
    """Write the gemeenten that occur, in the form and encoding of RvIG's table 33."""
    columns = (
        *("92.10 Gemeentecode", "92.11 Omschrijving", "92.12 Nieuwe code"),
        *("99.98 Datum ingang", "99.99 Datum einde"),
    )
    with path.open("w", encoding="utf-16-le", newline="\r\n") as file:
        file.write("\ufeff")
        for row in (columns, *_GEMEENTEN):
            file.write(",".join(f'"{field}"' for field in row) + "\n")
