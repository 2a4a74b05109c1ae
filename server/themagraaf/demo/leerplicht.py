"""The delivery of compulsory schooling: schools and absence as CSV, the rest as workbooks."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.schoolloop import (
    LEERPLICHTIG,
    MEERDERJARIG,
    RMC_TOT,
    RMC_VAN,
    Schoollopen,
    Verzuim,
)
from themagraaf.demo.tabel import Csv, Tabel, Werkblad, keer_om, make_tabel, persoonlijk, zet
from themagraaf.demo.wereld import Huishouden, Persoon, Wereld

_VERZUIM = (
    *("meldingnummer", "bsn", "brin", "soortVerzuim", "meldmoment", "datumStart", "datumEinde"),
    *("uren", "datumGesprek", "datumAfgehandeld", "uitkomst"),
)
_VRIJSTELLINGEN = (
    *("vrijstellingnummer", "bsn", "grond", "datumStart", "datumEinde", "aanvraagToegekend"),
)
_VSV = ("vsvnummer", "bsn", "brin", "onderwijssoort", "schooljaar", "datumUitschrijving")
_BESTANDEN = {
    "scholen": "scholen.csv",
    "verzuimmeldingen": "verzuimmeldingen.csv",
    "vrijstellingen": "vrijstellingen.xlsx",
    "vsv": "vsv.xlsx",
}
# Per kind of education: residents a school, and a letter that no real BRIN of it shares.
_SCHOLEN = {"po": (4_000, "X"), "so": (60_000, "W"), "vo": (20_000, "Y"), "mbo": (80_000, "Z")}
_SCHOOLNAMEN = {"po": "Basisschool", "so": "De Brug", "vo": "College", "mbo": "ROC"}
_SHARE_SO, _SHARE_MBO = 0.04, 0.35
_VO_VAN, _MBO_VAN = 12, 16
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ONBEKEND, _TOEKOMST, _ONLEESBAAR = "spijbelen", "2031-03-15", "31-06-2025"
_AUGUSTUS = 8


class Leerplicht:
    """The absence, exemptions and early leaving of the young people of the municipality."""

    naam: ClassVar[str] = "leerplicht"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._rng = wereld.rng(self.naam)
        self._peildatum = wereld.peildatum
        self._lopen = Schoollopen(self._rng, wereld.begin.toordinal(), wereld.peildatum.toordinal())
        self._scholen = _make_scholen(wereld.inwoners)
        _write_scholen(folder, self._scholen)
        self._verzuim, self._vrijstellingen, self._vsv = _open(folder, wereld, bederf)
        self._nummer = 500_000

    def add(self, huishouden: Huishouden) -> None:
        """Write what the young people of a household meet."""
        verzuim = "verzuim" in huishouden.trekken
        for persoon in huishouden.personen:
            if not persoon.is_kind or persoon.overleden:
                continue
            age = persoon.leeftijd(self._peildatum)
            if LEERPLICHTIG <= age < MEERDERJARIG:
                self._add_leerling(persoon, age, verzuim)
            if RMC_VAN <= age < RMC_TOT:
                self._add_vsv(persoon, verzuim)

    def close(self) -> Sequence[Leveringsregel]:
        """End the files."""
        for tabel in (self._verzuim, self._vrijstellingen, self._vsv):
            tabel.bestand.close()
        return [Leveringsregel(self.naam, self._peildatum, _BESTANDEN)]

    def _add_leerling(self, persoon: Persoon, age: int, verzuim: bool) -> None:
        vrijstelling = self._lopen.choose_vrijstelling(age)
        if vrijstelling:
            nummer = self._next()
            row = [f"V{nummer}", persoon.bsn, vrijstelling.grond, vrijstelling.begin.isoformat()]
            row += [vrijstelling.einde.isoformat(), "J" if vrijstelling.toegekend else "N"]
            self._vrijstellingen.write(row, nummer)
        if verzuim:
            born, settled = persoon.geboortedatum.toordinal(), persoon.gevestigd.toordinal()
            for item in self._lopen.choose_verzuim(born, settled):
                self._write_verzuim(persoon, item)

    def _write_verzuim(self, persoon: Persoon, item: Verzuim) -> None:
        brin, _ = self._choose_school(persoon.leeftijd(date.fromordinal(item.gemeld)))
        nummer = self._next()
        row = [f"M{nummer}", persoon.bsn, "" if item.soort == "absoluut" else brin, item.soort]
        row += [item.moment, _day(item.begin), _day(item.einde)]
        row += ["" if item.uren is None else str(item.uren)]
        row += [_day(item.gesprek), _day(item.afgehandeld), item.uitkomst]
        self._verzuim.write(row, nummer)

    def _add_vsv(self, persoon: Persoon, verzuim: bool) -> None:
        born, settled = persoon.geboortedatum.toordinal(), persoon.gevestigd.toordinal()
        left = self._lopen.choose_uitschrijving(born, settled, verzuim)
        if left is None:
            return
        day = date.fromordinal(left)
        brin, soort = self._choose_school(max(_VO_VAN, persoon.leeftijd(day)))
        start = day.year if day.month >= _AUGUSTUS else day.year - 1
        nummer = self._next()
        row = [f"S{nummer}", persoon.bsn, brin, soort, f"{start}/{start + 1}", day.isoformat()]
        self._vsv.write(row, nummer)

    def _choose_school(self, age: int) -> tuple[str, str]:
        """Return a school that fits an age: its BRIN and its kind of education."""
        special, mbo, place = self._rng.random(), self._rng.random(), self._rng.random()
        soort = "po" if age < _VO_VAN else "vo"
        if age >= MEERDERJARIG or (age >= _MBO_VAN and mbo < _SHARE_MBO):
            soort = "mbo"
        elif special < _SHARE_SO:
            soort = "so"
        brins = self._scholen[soort]
        return brins[int(place * len(brins))], soort

    def _next(self) -> int:
        self._nummer += 1
        return self._nummer


def _make_scholen(inwoners: int) -> dict[str, list[str]]:
    return {
        soort: [
            f"{90 + number // 26 % 10}{letter}{_LETTERS[number % 26]}"
            for number in range(max(1, min(260, inwoners // each)))
        ]
        for soort, (each, letter) in _SCHOLEN.items()
    }


def _write_scholen(folder: Path, scholen: dict[str, list[str]]) -> None:
    file = Csv(folder / _BESTANDEN["scholen"], ("brin", "naam", "onderwijssoort"))
    for soort, brins in scholen.items():
        for number, brin in enumerate(brins, start=1):
            file.put((brin, f"{_SCHOOLNAMEN[soort]} {number}", soort))
    file.close()


def _open(folder: Path, wereld: Wereld, bederf: Bederf) -> tuple[Tabel, Tabel, Tabel]:
    """Open the files of records, each with the ways in which it can be spoilt."""
    verzuim = persoonlijk(0, 1) | {
        "onbekende-code": zet(3, _ONBEKEND),
        "toekomst-datum": zet(5, _TOEKOMST),
        "onleesbare-datum": zet(5, _ONLEESBAAR),
        "eind-voor-begin": keer_om(5, 6),
        "onbekende-verwijzing": zet(2, "00AA"),
    }
    vrijstellingen = persoonlijk(0, 1) | {
        "onbekende-code": zet(2, "5z"),
        "onleesbare-datum": zet(3, _ONLEESBAAR),
        "eind-voor-begin": keer_om(3, 4),
    }
    vsv = persoonlijk(0, 1) | {
        "onbekende-code": zet(3, "thuis"),
        "toekomst-datum": zet(5, _TOEKOMST),
        "onleesbare-datum": zet(5, _ONLEESBAAR),
    }
    naam, datum = Leerplicht.naam, wereld.peildatum
    absence = Csv(folder / _BESTANDEN["verzuimmeldingen"], _VERZUIM)
    exempt = Werkblad(folder / _BESTANDEN["vrijstellingen"], "Vrijstellingen", _VRIJSTELLINGEN, 1)
    leavers = Werkblad(folder / _BESTANDEN["vsv"], "VSV", _VSV, 1)
    return (
        make_tabel(naam, datum, absence, verzuim, bederf),
        make_tabel(naam, datum, exempt, vrijstellingen, bederf),
        make_tabel(naam, datum, leavers, vsv, bederf),
    )


def _day(day: int | None) -> str:
    return "" if day is None else date.fromordinal(day).isoformat()
