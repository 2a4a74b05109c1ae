"""The delivery of addresses and buildings: an extract of the BAG, and the buurt of each address."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bagextract import Extract
from themagraaf.demo.bagobject import (
    Voorkomen,
    describe_nummeraanduiding,
    describe_openbare_ruimte,
    describe_pand,
    describe_verblijfsobject,
    describe_woonplaats,
    format_dag,
)
from themagraaf.demo.bederf import Bederf
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.stratenplan import GEMEENTE
from themagraaf.demo.wereld import Adres, Huishouden, Wereld

_DATUMS = {"toekomst-datum": "2031-03-15", "onleesbare-datum": "2026-02-31"}
_SOORTEN = {
    "NUM": ("sleutel-ontbreekt", "onbekende-code", "dubbel", *_DATUMS),
    "PND": ("onbekende-code", "eind-voor-begin", "sleutel-ontbreekt", "dubbel"),
    "VBO": ("onbekende-code", "eind-voor-begin", "sleutel-ontbreekt", "dubbel", "negatief-getal"),
}
_ONBEKENDE_STATUS = "Status onbekend"
_UITGEGEVEN = "Naamgeving uitgegeven"
_VBO_IN_GEBRUIK = "Verblijfsobject in gebruik"
_PND_IN_GEBRUIK = "Pand in gebruik"
# Whatever is older was entered when the register began; what is newer, when it was built.
_REGISTER = date(2010, 1, 1).toordinal()
_REGISTER_DAYS = 900
_OLD = 2012
_WITH_BUILDING_PHASE = 2020
_BUILDING_DAYS = 300
_SHARE_CHANGED = 0.06
_SHARE_WITH_OFFICE = 0.015
_BUURTEN = "pc6hnr20260801_gwb.csv"


class Bag:
    """The homes of the municipality, those that stand empty too."""

    naam: ClassVar[str] = "bag"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._rng = wereld.rng("bag")
        self._bederf = bederf
        self._peildatum = wereld.peildatum
        self._extracten = {
            soort: Extract(folder, GEMEENTE, soort, wereld.peildatum)
            for soort in ("WPL", "OPR", "NUM", "VBO", "PND")
        }
        self._file = (folder / _BUURTEN).open("w", encoding="utf-8", newline="")
        self._buurten = csv.writer(self._file, delimiter=";", lineterminator="\n")
        self._buurten.writerow(("PC6", "Huisnummer", "Buurt2026", "Wijk2026", "Gemeente2026"))
        self._woonplaatsen: set[str] = set()
        self._straat = self._pand = ""
        self._huis = ("", 0)

    def add(self, huishouden: Huishouden) -> None:
        """Write the home of a household, and the empty ones before it."""
        for adres in huishouden.leeg:
            self._add(adres)
        self._add(huishouden.adres)

    def close(self) -> Sequence[Leveringsregel]:
        """End the files."""
        self._file.close()
        for extract in self._extracten.values():
            extract.close()
        names = ("woonplaatsen", "openbareruimten", "nummeraanduidingen", "verblijfsobjecten")
        extracten = zip((*names, "panden"), self._extracten.values(), strict=True)
        files = {name: extract.naam for name, extract in extracten}
        files["buurten"] = _BUURTEN
        # There is no water and no caravan park in Voorbeeldstad.
        missing = ("ligplaatsen", "standplaatsen")
        return [Leveringsregel(self.naam, self._peildatum, files, ontbreekt=missing)]

    def _add(self, adres: Adres) -> None:
        if adres.woonplaats not in self._woonplaatsen:
            self._woonplaatsen.add(adres.woonplaats)
            assigned = Voorkomen(1, format_dag(_REGISTER), "", "Woonplaats aangewezen")
            self._put("WPL", describe_woonplaats(adres.woonplaats, adres.plaats, assigned))
        if adres.openbareruimte != self._straat:
            self._straat = adres.openbareruimte
            named = Voorkomen(1, format_dag(_begin(adres) - _BUILDING_DAYS), "", _UITGEGEVEN)
            self._put("OPR", describe_openbare_ruimte(adres, named))
        if adres.pand != self._pand:
            self._pand = adres.pand
            self._add_pand(adres)
        self._add_nummeraanduiding(adres)
        self._add_verblijfsobject(adres)
        if (adres.postcode, adres.huisnummer) != self._huis:
            self._huis = (adres.postcode, adres.huisnummer)
            self._buurten.writerow((*self._huis, adres.buurt, adres.wijk, f"GM{GEMEENTE}"))

    def _add_pand(self, adres: Adres) -> None:
        changed = self._choose_change(adres)
        soort = self._bederf.kies(self.naam, _SOORTEN["PND"])
        before = "Bouw gestart" if adres.bouwjaar >= _WITH_BUILDING_PHASE else "Verbouwing pand"
        former, now = _list_voorkomens(adres, changed, before, _PND_IN_GEBRUIK, soort)
        if former:
            wrong = "eind-voor-begin" if soort == "eind-voor-begin" else ""
            self._put("PND", describe_pand(adres, former, adres.pand), wrong)
        key = "" if soort == "sleutel-ontbreekt" else adres.pand
        self._put_current("PND", describe_pand(adres, now, key), soort)

    def _add_nummeraanduiding(self, adres: Adres) -> None:
        soort = self._bederf.kies(self.naam, _SOORTEN["NUM"])
        status = _ONBEKENDE_STATUS if soort == "onbekende-code" else _UITGEGEVEN
        begin = _DATUMS.get(soort or "") or format_dag(_begin(adres) - _BUILDING_DAYS)
        given = Voorkomen(1, begin, "", status)
        key = "" if soort == "sleutel-ontbreekt" else adres.nummeraanduiding
        self._put_current("NUM", describe_nummeraanduiding(adres, given, key), soort)

    def _add_verblijfsobject(self, adres: Adres) -> None:
        changed = self._choose_change(adres)
        office = self._rng.random() < _SHARE_WITH_OFFICE
        soort = self._bederf.kies(self.naam, _SOORTEN["VBO"])
        new = adres.bouwjaar >= _WITH_BUILDING_PHASE
        before = "Verblijfsobject gevormd" if new else _VBO_IN_GEBRUIK
        former, now = _list_voorkomens(adres, changed, before, _VBO_IN_GEBRUIK, soort)
        doelen = "woonfunctie kantoorfunctie" if office else "woonfunctie"
        if former:
            wrong = "eind-voor-begin" if soort == "eind-voor-begin" else ""
            area = adres.oppervlakte if new else adres.oppervlakte * 4 // 5
            xml = describe_verblijfsobject(adres, former, adres.vbo, area, doelen)
            self._put("VBO", xml, wrong)
        key = "" if soort == "sleutel-ontbreekt" else adres.vbo
        area = -adres.oppervlakte if soort == "negatief-getal" else adres.oppervlakte
        xml = describe_verblijfsobject(adres, now, key, area, doelen)
        self._put_current("VBO", xml, soort)

    def _choose_change(self, adres: Adres) -> int | None:
        """Return the day on which an old object changed (an ordinal), or None where it did not."""
        chance, part = self._rng.random(), self._rng.random()
        begin = _begin(adres)
        if chance > _SHARE_CHANGED:
            return None
        return begin + 1 + int(part * (self._peildatum.toordinal() - begin - 1))

    def _put_current(self, soort: str, xml: str, wrong: str | None) -> None:
        if wrong == "dubbel":
            self._put(soort, xml)
        self._put(soort, xml, "" if wrong == "eind-voor-begin" else wrong or "")

    def _put(self, soort: str, xml: str, wrong: str = "") -> None:
        """Write an object; note it in the ledger where there is something wrong with it."""
        extract = self._extracten[soort]
        lid, element = extract.put(xml)
        if wrong:
            self._bederf.noteer(
                self.naam,
                self._peildatum,
                extract.naam,
                f"lid={lid}&element={element}",
                wrong,
                wrong != "dubbel",
            )


def _begin(adres: Adres) -> int:
    """Return since when the register has a home as it is, as an ordinal."""
    if adres.bouwjaar > _OLD:
        return adres.opgeleverd.toordinal()
    return _REGISTER + int(adres.vbo[-5:]) * 13 % _REGISTER_DAYS


def _list_voorkomens(
    adres: Adres, changed: int | None, before: str, status: str, wrong: str | None
) -> tuple[Voorkomen | None, Voorkomen]:
    """Return the former state of an object, where it has one, and the one that holds.

    A new object was being built before; an old one may have changed on a day.
    """
    begin = _begin(adres)
    if wrong == "onbekende-code":
        status = _ONBEKENDE_STATUS
    if adres.bouwjaar >= _WITH_BUILDING_PHASE:
        first, since = begin - _BUILDING_DAYS, begin
    elif changed is not None:
        first, since = begin, changed
    elif wrong == "eind-voor-begin":
        first, since = begin - _BUILDING_DAYS, begin
    else:
        return None, Voorkomen(1, format_dag(begin), "", status)
    ended = first - 30 if wrong == "eind-voor-begin" else since
    former = Voorkomen(1, format_dag(first), format_dag(ended), before)
    return former, Voorkomen(2, format_dag(since), "", status)
