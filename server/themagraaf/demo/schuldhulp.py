"""The delivery of debt relief: two organisations, each with a file in the exchange model DDAS 1.0.

They may both deliver about the same help, and one may deliver it twice under
another first day. The people are the same then, and the periods overlap.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.gemeente import VOORBEELDSTAD
from themagraaf.demo.huishouden import Adres, Persoon
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.schuldhulpbestand import Schuldhulpbestand
from themagraaf.demo.schuldhulptraject import (
    Record,
    Verloop,
    cut,
    day,
    describe_verloop,
    draw_verloop,
)
from themagraaf.demo.sleutels import stranger_bsn
from themagraaf.demo.vroegsignaal import draw_schuldvraag
from themagraaf.demo.wereld import Huishouden, Wereld

SOORTEN = (
    "bsn-elfproef",
    "onbekende-code",
    "eind-voor-begin",
    "sleutel-ontbreekt",
    "toekomst-datum",
    "onleesbare-datum",
    "negatief-bedrag",
    "dubbel",
    "geen-bsn",
    "onbekende-bsn",
)
TOEGESTAAN = frozenset({"dubbel", "geen-bsn", "onbekende-bsn"})

_SHARE_OF_GEMEENTE = 0.65
_SHARE_TOGETHER = 0.6
_SHARE_EARLIER = 0.15
_SHARE_SAMENLOOP = 0.3
_SHARE_PARTNER_ALONE = 0.04
_EARLIEST = 540
_STRANGERS_FROM = 310_000


class Schuldhulp:
    """The trajectories of households in debt, at the gemeente and at a credit bank."""

    naam: ClassVar[str] = "schuldhulp"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._bederf = bederf
        self._rng = wereld.rng(self.naam)
        self._seed = wereld.seed
        # The credit bank delivers a day earlier; beyond that day nothing has happened.
        before = wereld.peildatum - timedelta(days=1)
        self._first = wereld.begin.toordinal()
        self._last = before.toordinal()
        self._strangers = _STRANGERS_FROM
        self._bestanden = (
            Schuldhulpbestand(
                folder / "ddas-gemeente.json",
                *(wereld.begin, wereld.peildatum, "99990011"),
                f"Gemeente {VOORBEELDSTAD.naam}",
            ),
            Schuldhulpbestand(
                folder / "ddas-kredietbank.json",
                *(wereld.begin, before, "99990022"),
                "Kredietbank Voorbeeldland",
            ),
        )

    def add(self, huishouden: Huishouden) -> None:
        """Write the trajectories of a household that has debts."""
        if "schulden" not in huishouden.trekken:
            return
        adults = [p for p in huishouden.personen if not p.is_kind and p.overleden is None]
        rng = self._rng
        together, earlier, alone = rng.random(), rng.random(), rng.random()
        clienten = adults[: 2 if together < _SHARE_TOGETHER else 1]
        asked = None
        if "vroegsignaal" in huishouden.trekken:
            asked = draw_schuldvraag(self._seed, huishouden.nummer, self._first, self._last)
        verloop = draw_verloop(rng, self._first, self._last, asked)
        self._add_help(verloop, clienten, huishouden.adres)
        if earlier < _SHARE_EARLIER and verloop.aanmelding - self._first > _EARLIEST:
            # Help that was over before this began is help of its own.
            before = draw_verloop(rng, self._first, verloop.aanmelding - 400)
            end = min(before.einde or self._last, verloop.aanmelding - 30)
            self._add_help(_ended(before, end), clienten, huishouden.adres)
        if len(clienten) > 1 and alone < _SHARE_PARTNER_ALONE:
            # One of a couple also has help alone: other clients, so other help.
            self._add_help(
                draw_verloop(rng, self._first, self._last), adults[1:2], huishouden.adres
            )

    def close(self) -> Sequence[Leveringsregel]:
        """End both files; each is a delivery with a date of its own."""
        for bestand in self._bestanden:
            bestand.close()
        return [Leveringsregel(self.naam, b.datum, {"ddas": b.naam}) for b in self._bestanden]

    def _add_help(self, verloop: Verloop, clienten: Sequence[Persoon], adres: Adres) -> None:
        rng = self._rng
        where = rng.random() >= _SHARE_OF_GEMEENTE
        coincides, other, turned = rng.random(), rng.random() < 0.6, rng.random() < 0.5
        shift = 3 + int(rng.random() * 18)
        records = [_client(persoon, adres) for persoon in clienten]
        second = _second(verloop, other, shift) if coincides < _SHARE_SAMENLOOP else None
        if second and other:
            verloop = replace(verloop, regeling=None, toegekend=None, oplossing=None)
        # A copy before the first is written, since that may be spoilt.
        again = [dict(record) for record in (reversed(records) if turned else records)]
        self._write(where, describe_verloop(rng, verloop, records))
        if second:
            self._write(where != other, describe_verloop(rng, second, again))

    def _write(self, kredietbank: bool, record: Record) -> None:
        bestand = self._bestanden[kredietbank]
        record["gemeentecode"] = VOORBEELDSTAD.code
        soort = self._bederf.kies(self.naam, SOORTEN)
        if soort is None:
            bestand.write(record)
            return
        if soort == "dubbel":
            bestand.write(record)
        else:
            self._spoil(record, soort)
        positie = bestand.write(record)
        verboden = soort not in TOEGESTAAN
        self._bederf.noteer(self.naam, bestand.datum, bestand.naam, positie, soort, verboden)

    def _spoil(self, record: Record, soort: str) -> None:
        clienten = record["client"]
        assert isinstance(clienten, list)
        match soort:
            case "bsn-elfproef":
                bsn = clienten[0]["burgerservicenummer"]
                clienten[0]["burgerservicenummer"] = f"{bsn[:-1]}{(int(bsn[-1]) + 1) % 10}"
            case "onbekende-bsn":
                self._strangers += 1
                clienten[0]["burgerservicenummer"] = stranger_bsn(self._strangers)
            case "geen-bsn":
                for client in clienten:
                    del client["burgerservicenummer"]
            case "onbekende-code":
                record["begeleiding"] = [{"soort": "Goed gesprek"}]
            case "eind-voor-begin":
                record["einddatum"] = day(self._first - 30)
            case "sleutel-ontbreekt":
                del record["startdatum"]
            case "negatief-bedrag":
                record["totaalSchuldbedragBijAanvangSchuld"] = -5
            case _:
                start = "2031-02-03" if soort == "toekomst-datum" else "31-06-2026"
                record["aanmelding"] = {"startdatum": start, "crisisinterventie": False}


def _client(persoon: Persoon, adres: Adres) -> Record:
    record: Record = {
        "burgerservicenummer": persoon.bsn,
        "geslachtsaanduiding": "Man" if persoon.geslacht == "M" else "Vrouw",
        "Geboortedatum": persoon.geboortedatum.isoformat(),
        "Postcode": adres.postcode,
        "Huisnummer": str(adres.huisnummer),
    }
    if adres.huisletter or adres.toevoeging:
        record["Huisnummertoevoeging"] = f"{adres.huisletter}{adres.toevoeging}"
    return record


def _ended(verloop: Verloop, end: int) -> Verloop:
    """Return a course that was done, or else was broken off, by a day."""
    ended = replace(verloop)
    if ended.einde is None or ended.einde > end:
        ended.einde, ended.reden = end, "Ingetrokken"
    cut(ended, end)
    return ended


def _second(verloop: Verloop, other: bool, shift: int) -> Verloop | None:
    """Return the same help as another delivery has it; None where there is too little of it.

    Another organisation takes over for the settlement. The same one just
    entered it again, some days later.
    """
    if other:
        if verloop.regeling is None:
            return None
        start = verloop.regeling - shift
        return replace(
            verloop, aanmelding=start, gesprek=start + 1, besluit=start + 2, plan=None, stabiel=None
        )
    if verloop.gesprek is None or verloop.gesprek <= verloop.aanmelding + shift:
        return None
    return replace(verloop, aanmelding=verloop.aanmelding + shift)
