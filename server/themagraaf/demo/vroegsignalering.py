"""The delivery of early warnings: four CSV files with the names of the GGM."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.huishouden import Adres
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.sleutels import stranger_bsn
from themagraaf.demo.vroegsignaal import (
    PARTNERS,
    Poging,
    Signaal,
    Zaak,
    draw_schuldvraag,
    draw_signalen,
    make_verwijzing,
)
from themagraaf.demo.wereld import Huishouden, Wereld

KOPPEN = {
    "vroegsignalen": (
        *("signaalnummer", "zaaknummer", "signaalpartner", "burgerservicenummer"),
        *("postcode", "huisnummer", "huisletter", "huisnummertoevoeging"),
        *("signaaldatum", "ontstaansdatum", "bedrag", "status", "crisissignaal", "warmeOverdracht"),
    ),
    "vroegsignaalzaken": (
        *("zaaknummer", "matchingsdatum", "startdatum_matchtingperiode"),
        *("einddatum_matchingperiode", "datum_opgepakt", "resultaat"),
    ),
    "contactpogingen": ("contactnummer", "zaaknummer", "datum", "soort", "dagdeel", "bereikt"),
    "signaalpartners": ("code", "naam", "type"),
}
SOORTEN_SIGNAAL = (
    *("bsn-elfproef", "onbekende-code", "eind-voor-begin", "sleutel-ontbreekt", "toekomst-datum"),
    *("onleesbare-datum", "negatief-bedrag", "dubbel", "geen-bsn", "onbekende-bsn"),
    "onbekende-verwijzing",
)
SOORTEN_ZAAK = ("onbekende-code", "eind-voor-begin", "onleesbare-datum", "sleutel-ontbreekt")
SOORTEN_POGING = ("onbekende-code", "toekomst-datum", "dubbel", "onbekende-verwijzing")
TOEGESTAAN = frozenset({"dubbel", "geen-bsn", "onbekende-bsn", "onbekende-verwijzing"})

_STRANGERS_FROM = 330_000
_FUTURE = "2031-02-03"
_UNREADABLE = "31-06-2026"


class Vroegsignalering:
    """Warnings about households in arrears, and what the gemeente does with them."""

    naam: ClassVar[str] = "vroegsignalering"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._bederf = bederf
        self._rng = wereld.rng(self.naam)
        self._seed = wereld.seed
        self._datum = wereld.peildatum
        self._first, self._last = wereld.begin.toordinal(), wereld.peildatum.toordinal()
        self._days = [
            date.fromordinal(day).isoformat() for day in range(self._first - 150, self._last + 1)
        ]
        self._files = {
            naam: (folder / f"{naam}.csv").open("w", encoding="utf-8", newline="")
            for naam in KOPPEN
        }
        self._writers = {
            naam: csv.writer(file, lineterminator="\n") for naam, file in self._files.items()
        }
        for naam, kop in KOPPEN.items():
            self._writers[naam].writerow(kop)
        self._writers["signaalpartners"].writerows(PARTNERS)
        self._rows = dict.fromkeys(KOPPEN, 1)
        self._counts = dict.fromkeys(KOPPEN, 0)
        self._strangers = _STRANGERS_FROM

    def add(self, huishouden: Huishouden) -> None:
        """Write the warnings about a household in arrears, with their cases and attempts."""
        if "vroegsignaal" not in huishouden.trekken:
            return
        bsn = huishouden.personen[0].bsn
        zaak, nummer = None, ""
        signalen = draw_signalen(self._rng, self._first, self._last)
        if "schulden" in huishouden.trekken:
            day = draw_schuldvraag(self._seed, huishouden.nummer, self._first, self._last)
            signalen += [make_verwijzing(self._rng, day)] if day is not None else []
        for signaal in signalen:
            if signaal.zaak is not None and signaal.zaak is not zaak:
                zaak = signaal.zaak
                nummer = self._next("vroegsignaalzaken", "VZ")
                self._write_zaak(nummer, zaak)
            self._write_signaal(signaal, nummer if signaal.zaak else "", bsn, huishouden.adres)

    def close(self) -> Sequence[Leveringsregel]:
        """End the files."""
        for file in self._files.values():
            file.close()
        return [Leveringsregel(self.naam, self._datum, {n: f"{n}.csv" for n in KOPPEN})]

    def _write_signaal(self, signaal: Signaal, zaak: str, bsn: str, adres: Adres) -> None:
        row = [
            *(self._next("vroegsignalen", "VS"), zaak, signaal.partner, bsn),
            *(adres.postcode, str(adres.huisnummer), adres.huisletter, adres.toevoeging),
            *(self._day(signaal.dag), self._day(signaal.ontstaan), str(signaal.bedrag)),
            *(signaal.status, _truth(signaal.crisis), _truth(signaal.warm)),
        ]
        soort = self._bederf.kies(self.naam, SOORTEN_SIGNAAL)
        if soort is not None:
            self._spoil_signaal(row, soort)
        self._write("vroegsignalen", row, soort)

    def _write_zaak(self, nummer: str, zaak: Zaak) -> None:
        opgepakt = self._day(zaak.opgepakt) if zaak.opgepakt else ""
        matching = self._day(zaak.matching)
        until = self._day(min(zaak.matching + 30, self._last))
        row = [nummer, matching, matching, until, opgepakt, zaak.resultaat]
        soort = self._bederf.kies(self.naam, SOORTEN_ZAAK)
        match soort:
            case "onbekende-code":
                row[5] = "Afgehandeld"
            case "eind-voor-begin":
                row[4] = "2022-01-03"
            case "onleesbare-datum":
                row[1] = _UNREADABLE
            case "sleutel-ontbreekt":
                row[0] = ""
        self._write("vroegsignaalzaken", row, soort)
        for poging in zaak.pogingen:
            self._write_poging(nummer, poging)

    def _write_poging(self, zaak: str, poging: Poging) -> None:
        row = [
            *(self._next("contactpogingen", "CP"), zaak, self._day(poging.dag)),
            *(poging.soort, poging.dagdeel, _truth(poging.bereikt)),
        ]
        soort = self._bederf.kies(self.naam, SOORTEN_POGING)
        match soort:
            case "onbekende-code":
                row[3] = "Postduif"
            case "toekomst-datum":
                row[2] = _FUTURE
            case "onbekende-verwijzing":
                row[1] = "VZ-0"
        self._write("contactpogingen", row, soort)

    def _write(self, naam: str, row: Sequence[str], soort: str | None) -> None:
        for _ in range(2 if soort == "dubbel" else 1):
            self._writers[naam].writerow(row)
            self._rows[naam] += 1
        if soort is not None:
            self._bederf.noteer(
                self.naam,
                self._datum,
                f"{naam}.csv",
                f"row={self._rows[naam]}",
                soort,
                soort not in TOEGESTAAN,
            )

    def _spoil_signaal(self, row: list[str], soort: str) -> None:
        match soort:
            case "bsn-elfproef":
                row[3] = f"{row[3][:-1]}{(int(row[3][-1]) + 1) % 10}"
            case "onbekende-bsn":
                self._strangers += 1
                row[3] = stranger_bsn(self._strangers)
            case "geen-bsn":
                row[3] = ""
            case "onbekende-code":
                row[11] = "Zoekgeraakt"
            case "eind-voor-begin":
                row[9] = self._days[-1]
                row[8] = self._days[0]
            case "sleutel-ontbreekt":
                row[0] = ""
            case "toekomst-datum":
                row[8] = _FUTURE
            case "onleesbare-datum":
                row[8] = _UNREADABLE
            case "negatief-bedrag":
                row[10] = f"-{row[10]}"
            case "onbekende-verwijzing":
                row[2] = "X99"

    def _next(self, naam: str, voor: str) -> str:
        self._counts[naam] += 1
        return f"{voor}-{self._counts[naam]:06}"

    def _day(self, ordinal: int) -> str:
        return self._days[ordinal - self._first + 150]


def _truth(value: bool) -> str:
    return "true" if value else "false"
