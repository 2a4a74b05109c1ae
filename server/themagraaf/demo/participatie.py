"""The delivery of benefits: applications, benefits, reasons, and help towards work."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.tabel import Csv, Tabel, keer_om, make_tabel, persoonlijk, zet
from themagraaf.demo.uitkeringsloop import Aanvraag, Uitkering, Uitkeringslopen
from themagraaf.demo.wereld import Huishouden, Persoon, Wereld

_AANVRAGEN = (
    *("aanvraagnummer", "bsn", "regeling", "aanvraagdatum"),
    *("uiterlijkeBeslisdatum", "besluitdatum", "besluit"),
)
_UITKERINGEN = (
    *("uitkeringsnummer", "aanvraagnummer", "bsn", "regeling", "leefvorm", "ingangsdatum"),
    *("einddatum", "redenInstroomCode", "redenUitstroomCode", "bedrag"),
)
_REINTEGRATIE = ("registratienummer", "bsn", "codeType", "datumStart", "datumEinde")
_BESTANDEN = {
    "aanvragen": "aanvragen.csv",
    "uitkeringen": "uitkeringen.csv",
    "redenen-instroom": "redenen_instroom.csv",
    "redenen-uitstroom": "redenen_uitstroom.csv",
    "reintegratie": "reintegratie.csv",
}
_REDENEN_INSTROOM = (
    ("redenInstroomCode", "omschrijving", "groep"),
    ("101", "Einde dienstverband", "werk"),
    ("102", "Bedrijf gestopt", "werk"),
    ("103", "Einde WW", "uitkering"),
    ("104", "Einde Ziektewet of WIA", "uitkering"),
    ("105", "Einde relatie", "relatie"),
    ("106", "Einde studie of thuiswonend af", "onderwijs"),
    ("107", "Statushouder gehuisvest", "vestiging"),
    ("108", "Verhuisd vanuit andere gemeente", "vestiging"),
    ("109", "Interen op vermogen", "overig"),
)
# The second column is the municipality's own word, the last the code of the benefit statistics.
_REDENEN_UITSTROOM = (
    ("redenUitstroomCode", "omschrijving", "cbsCode"),
    ("201", "Werk in loondienst", "11"),
    ("202", "Eigen bedrijf", "13"),
    ("203", "WW toegekend", "14"),
    ("204", "Samen gaan wonen", "02"),
    ("205", "Studie met studiefinanciering", "01"),
    ("206", "WIA of Wajong toegekend", "15"),
    ("207", "Partner heeft inkomen", "97"),
    ("208", "Detentie", "05"),
    ("209", "Ander inkomen", "19"),
    ("210", "Gegevens niet ingeleverd", "31"),
    ("211", "Niet verschenen", "34"),
    ("212", "Alimentatie", "17"),
    ("213", "Niet verschenen bij werkgesprek", "35"),
    ("214", "Op eigen verzoek", "98"),
    ("215", "AOW-leeftijd bereikt", "03"),
)
_LEEFVORM = {"alleenstaand": "1", "eenouder": "2"}
_MET_PARTNER, _ANDERS = "3", "4"
_SHARE_ANDERS = 0.02
_NORM = {"1": 1345.6, "2": 1345.6, "3": 1922.3, "4": 1345.6}
_OUDER = 60 * 365.2425
_SHARE_IOAW, _SHARE_IOAZ, _SHARE_BBZ = 0.16, 0.02, 0.015
_ONBEKEND, _TOEKOMST, _ONLEESBAAR = "77", "2031-03-15", "2025-31-06"


class Participatie:
    """The benefits of households that need one, and the applications of some that don't."""

    naam: ClassVar[str] = "participatie"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._rng = wereld.rng(self.naam)
        self._peildatum = wereld.peildatum
        self._lopen = Uitkeringslopen(
            self._rng, wereld.begin.toordinal(), wereld.peildatum.toordinal()
        )
        self._aanvragen, self._uitkeringen, self._reintegratie = _open(folder, wereld, bederf)
        self._nummer = 100_000
        for naam, redenen in (
            ("redenen-instroom", _REDENEN_INSTROOM),
            ("redenen-uitstroom", _REDENEN_UITSTROOM),
        ):
            file = Csv(folder / _BESTANDEN[naam], redenen[0])
            for row in redenen[1:]:
                file.put(row)
            file.close()

    def add(self, huishouden: Huishouden) -> None:
        """Write what a household that meets assistance or debts applied for and got."""
        in_bijstand = "bijstand" in huishouden.trekken
        if not in_bijstand and "schulden" not in huishouden.trekken:
            return
        persoon = huishouden.personen[0]
        afwijzing = self._lopen.choose_afwijzing(persoon.gevestigd.toordinal())
        if in_bijstand:
            self._add_uitkeringen(huishouden, persoon)
        if afwijzing:
            self._write_aanvraag(afwijzing, persoon.bsn, "01")

    def close(self) -> Sequence[Leveringsregel]:
        """End the files."""
        for tabel in (self._aanvragen, self._uitkeringen, self._reintegratie):
            tabel.bestand.close()
        return [Leveringsregel(self.naam, self._peildatum, _BESTANDEN)]

    def _add_uitkeringen(self, huishouden: Huishouden, persoon: Persoon) -> None:
        rng = self._rng
        geboren = persoon.geboortedatum.toordinal()
        uitkeringen = self._lopen.choose_uitkeringen(geboren, persoon.gevestigd.toordinal())
        leefvorm = _LEEFVORM.get(huishouden.soort, _MET_PARTNER)
        leefvorm = _ANDERS if rng.random() < _SHARE_ANDERS else leefvorm
        for uitkering in uitkeringen:
            regeling = self._choose_regeling(uitkering.begin - geboren)
            bedrag = f"{_NORM[leefvorm] * (0.35 + 0.65 * min(1.0, 2 * rng.random())):.2f}"
            voorzieningen = list(self._lopen.choose_voorzieningen(uitkering))
            aanvraag = uitkering.aanvraag
            key = self._write_aanvraag(aanvraag, persoon.bsn, regeling) if aanvraag else ""
            if aanvraag and aanvraag.beslist is None:
                continue
            self._write_uitkering(uitkering, key, persoon.bsn, regeling, leefvorm, bedrag)
            for item in voorzieningen:
                nummer = self._next()
                row = [f"R{nummer}", persoon.bsn, item.soort, _day(item.begin), _day(item.einde)]
                self._reintegratie.write(row, nummer)

    def _choose_regeling(self, days_old: int) -> str:
        chance = self._rng.random()
        if days_old > _OUDER:
            return "02" if chance < _SHARE_IOAW else "03" if chance < _SHARE_IOAZ else "01"
        return "14" if chance < _SHARE_BBZ else "01"

    def _write_aanvraag(self, aanvraag: Aanvraag, bsn: str, regeling: str) -> str:
        nummer = self._next()
        row = [f"A{nummer}", bsn, regeling, _day(aanvraag.gedaan), _day(aanvraag.uiterlijk)]
        self._aanvragen.write([*row, _day(aanvraag.beslist), aanvraag.besluit], nummer)
        return f"A{nummer}"

    def _write_uitkering(
        self, uitkering: Uitkering, key: str, bsn: str, regeling: str, leefvorm: str, bedrag: str
    ) -> None:
        nummer = self._next()
        row = [f"U{nummer}", key, bsn, regeling, leefvorm, _day(uitkering.begin)]
        row += [_day(uitkering.einde), uitkering.instroom, uitkering.uitstroom, bedrag]
        self._uitkeringen.write(row, nummer)

    def _next(self) -> int:
        self._nummer += 1
        return self._nummer


def _open(folder: Path, wereld: Wereld, bederf: Bederf) -> tuple[Tabel, Tabel, Tabel]:
    """Open the files of records, each with the ways in which it can be spoilt."""
    aanvragen = persoonlijk(0, 1) | {
        "onbekende-code": zet(2, _ONBEKEND),
        "toekomst-datum": zet(3, _TOEKOMST),
        "onleesbare-datum": zet(3, _ONLEESBAAR),
    }
    uitkeringen = persoonlijk(0, 2) | {
        "onbekende-code": zet(3, _ONBEKEND),
        "toekomst-datum": zet(5, _TOEKOMST),
        "onleesbare-datum": zet(5, _ONLEESBAAR),
        "eind-voor-begin": keer_om(5, 6),
        "negatief-bedrag": zet(9, "-12.50"),
        "onbekende-verwijzing": zet(1, "A0"),
    }
    reintegratie = persoonlijk(0, 1) | {
        "onbekende-code": zet(2, _ONBEKEND),
        "toekomst-datum": zet(3, _TOEKOMST),
        "onleesbare-datum": zet(3, _ONLEESBAAR),
        "eind-voor-begin": keer_om(3, 4),
    }
    files = [
        ("aanvragen", _AANVRAGEN, aanvragen),
        ("uitkeringen", _UITKERINGEN, uitkeringen),
        ("reintegratie", _REINTEGRATIE, reintegratie),
    ]
    one, two, three = (
        make_tabel(
            Participatie.naam,
            wereld.peildatum,
            Csv(folder / _BESTANDEN[naam], kolommen),
            ingrepen,
            bederf,
        )
        for naam, kolommen, ingrepen in files
    )
    return one, two, three


def _day(day: int | None) -> str:
    return "" if day is None else date.fromordinal(day).isoformat()
