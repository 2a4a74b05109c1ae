"""The delivery of cases, as the Zaken API lists them: one JSON array a resource."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from json import dumps
from math import exp
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.huishouden import Adres, Huishouden, Persoon
from themagraaf.demo.lijst import Lijst
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.sleutels import check_digit, stranger_bsn
from themagraaf.demo.wereld import Wereld
from themagraaf.demo.zaaktypen import (
    API,
    KANALEN_URL,
    ZAAKTYPEN,
    resultaattype_url,
    statustype_url,
    write_catalogus,
    zaaktype_url,
)
from themagraaf.demo.zaakverloop import PER_DUIZEND, Zaakverloop, draw_zaak

_ZAKEN = f"{API}/zaken/api/v1"
_RESOURCES = ("zaken", "statussen", "resultaten", "rollen", "zaakobjecten")
_CATALOGUS = ("zaaktypen", "statustypen", "resultaattypen", "communicatiekanalen")
# What is spoilt in a case itself, or in the role of who began it.
_VERBODEN = (
    "eind-voor-begin",
    "toekomst-datum",
    "onleesbare-datum",
    "onbekende-code",
    "sleutel-ontbreekt",
)
_OF_ZAAK = (*_VERBODEN, "dubbel", "onbekend-zaaktype")
_OF_ROL = ("bsn-elfproef", "onbekende-bsn", "geen-bsn")
_STRANGERS_FROM = 300_000
_RESIDENTS_PER_ORGANISATION = 60
_AFDELINGEN = ("Publiekszaken", "Vergunningen", "Juridische zaken", "Belastingen")


class Zaken:
    """Cases begun by residents and organisations since the world began."""

    naam: ClassVar[str] = "zaken"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._folder = folder
        self._rng = wereld.rng(self.naam)
        self._bederf = bederf
        self._peildatum = wereld.peildatum
        self._begin, self._last = wereld.begin.toordinal(), wereld.peildatum.toordinal()
        self._rate = PER_DUIZEND / 1000 * (self._last - self._begin + 1) / 365.2425
        self._organisaties = max(1, wereld.inwoners // _RESIDENTS_PER_ORGANISATION)
        self._dag = {
            day: date.fromordinal(day).isoformat() for day in range(self._begin, self._last + 600)
        }
        self._lijst = {name: Lijst(folder / f"{name}.json") for name in _RESOURCES}
        self._numbers = count(1)
        self._rollen = count(1)

    def add(self, huishouden: Huishouden) -> None:
        """Write the cases that one household began."""
        adults = [persoon for persoon in huishouden.personen if not persoon.is_kind]
        for _ in range(self._draw_count(self._rate * len(huishouden.personen))):
            zaak = draw_zaak(self._rng, self._begin, self._last)
            wie = adults[int(self._rng.random() * len(adults))]
            orgaan = 1 + int(self._rng.random() * self._organisaties)
            number = next(self._numbers)
            fault = self._bederf.kies(self.naam, (*_OF_ZAAK, *_OF_ROL))
            if _gone(wie, zaak.start):
                continue
            self._write_zaak(number, zaak, fault if fault in _OF_ZAAK else None)
            self._write_verloop(number, zaak)
            self._write_rollen(number, zaak, wie, orgaan, fault if fault in _OF_ROL else None)
            if ZAAKTYPEN[zaak.soort].met_adres:
                self._write_object(number, huishouden.adres)

    def close(self) -> Sequence[Leveringsregel]:
        """Write the catalogue and end the files."""
        for lijst in self._lijst.values():
            lijst.close()
        write_catalogus(self._folder)
        files = {name: f"{name}.json" for name in (*_RESOURCES, *_CATALOGUS)}
        return [Leveringsregel(self.naam, self._peildatum, files)]

    def _draw_count(self, expected: float) -> int:
        """Return a number by the law of Poisson."""
        chance, limit, drawn = self._rng.random(), exp(-expected), 0
        term = limit
        while chance > limit and drawn < 40:
            drawn += 1
            term *= expected / drawn
            limit += term
        return drawn

    def _write_zaak(self, number: int, zaak: Zaakverloop, fault: str | None) -> None:
        record = self._make_zaak(number, zaak)
        if fault is not None:
            self._spoil_zaak(record, zaak.start, fault)
        element = dumps(record)
        position = self._lijst["zaken"].put(element)
        if fault == "dubbel":
            position = self._lijst["zaken"].put(element)
        self._note("zaken", position, fault)

    def _make_zaak(self, number: int, zaak: Zaakverloop) -> dict[str, object]:
        dag, uuid = self._dag, _uuid(4, number)
        langer = f"P{ZAAKTYPEN[zaak.soort].verlenging}D"
        return {
            "url": f"{_ZAKEN}/zaken/{uuid}",
            "uuid": uuid,
            "identificatie": f"ZAAK-{dag[zaak.start][:4]}-{number:010}",
            "zaaktype": zaaktype_url(zaak.soort),
            "registratiedatum": dag[zaak.start],
            "startdatum": dag[zaak.start],
            "einddatum": None if zaak.einde is None else dag[zaak.einde],
            "einddatumGepland": dag[zaak.gepland],
            "uiterlijkeEinddatumAfdoening": None if zaak.uiterlijk is None else dag[zaak.uiterlijk],
            "communicatiekanaal": f"{KANALEN_URL}/{zaak.kanaal.lower()}",
            "verlenging": {"reden": "Advies nodig", "duur": langer} if zaak.verlengd else None,
            "opschorting": {
                "indicatie": zaak.opgeschort and zaak.einde is None,
                "reden": "Aanvulling gevraagd" if zaak.opgeschort else "",
            },
            "status": f"{_ZAKEN}/statussen/{_uuid(5, 4 * number + len(self._days(zaak)) - 1)}",
        }

    def _spoil_zaak(self, record: dict[str, object], start: int, fault: str) -> None:
        if fault == "eind-voor-begin":
            record["einddatum"] = date.fromordinal(start - 3).isoformat()
        elif fault == "toekomst-datum":
            record |= {"startdatum": self._dag[self._last + 30], "einddatum": None}
        elif fault == "onleesbare-datum":
            record["startdatum"] = f"{self._dag[start][:4]}-02-30"
        elif fault == "onbekende-code":
            record["communicatiekanaal"] = f"{KANALEN_URL}/fax"
        elif fault == "sleutel-ontbreekt":
            record["uuid"] = None
        elif fault == "onbekend-zaaktype":
            record["zaaktype"] = zaaktype_url(len(ZAAKTYPEN) + 1)

    def _days(self, zaak: Zaakverloop) -> list[int]:
        """Return the days on which the case got a status, so far."""
        days = (zaak.start, zaak.opgepakt, zaak.einde)
        return [day for day in days if day is not None and day <= self._last]

    def _write_verloop(self, number: int, zaak: Zaakverloop) -> None:
        url = f"{_ZAKEN}/zaken/{_uuid(4, number)}"
        for stap, day in enumerate(self._days(zaak)):
            uuid = _uuid(5, 4 * number + stap)
            moment = f"{self._dag[day]}T{8 + stap:02}:{number % 60:02}:00Z"
            self._lijst["statussen"].put(
                f'{{"url": "{_ZAKEN}/statussen/{uuid}", "uuid": "{uuid}", "zaak": "{url}", '
                f'"statustype": "{statustype_url(zaak.soort, stap)}", '
                f'"datumStatusGezet": "{moment}", "statustoelichting": ""}}'
            )
        if zaak.einde is not None:
            uuid, soort = _uuid(6, number), resultaattype_url(zaak.soort, zaak.uitkomst)
            self._lijst["resultaten"].put(
                f'{{"url": "{_ZAKEN}/resultaten/{uuid}", "uuid": "{uuid}", "zaak": "{url}", '
                f'"resultaattype": "{soort}", "toelichting": ""}}'
            )

    def _write_rollen(
        self, number: int, zaak: Zaakverloop, wie: Persoon, orgaan: int, fault: str | None
    ) -> None:
        if zaak.door_organisatie:
            kind, said = _organisatie(orgaan)
            self._put_rol(number, "initiator", kind, said)
        else:
            bsn = _spoil(wie.bsn, fault, number)
            position = self._put_rol(
                number,
                "initiator",
                "natuurlijk_persoon",
                f'{{"inpBsn": "{bsn}", "anpIdentificatie": ""}}',
            )
            self._note("rollen", position, fault)
        if number % 4 == 0:
            place = number // 4 % len(_AFDELINGEN)
            said = f'{{"identificatie": "team-{place + 1}", "naam": "{_AFDELINGEN[place]}"}}'
            self._put_rol(number, "behandelaar", "organisatorische_eenheid", said)

    def _put_rol(self, number: int, rol: str, kind: str, said: str) -> str:
        uuid = _uuid(7, next(self._rollen))
        return self._lijst["rollen"].put(
            f'{{"url": "{_ZAKEN}/rollen/{uuid}", "uuid": "{uuid}", '
            f'"zaak": "{_ZAKEN}/zaken/{_uuid(4, number)}", "betrokkeneType": "{kind}", '
            f'"omschrijvingGeneriek": "{rol}", "betrokkeneIdentificatie": {said}}}'
        )

    def _write_object(self, number: int, adres: Adres) -> None:
        uuid = _uuid(8, number)
        nummer = adres.nummeraanduiding if number % 3 else ""
        self._lijst["zaakobjecten"].put(
            f'{{"url": "{_ZAKEN}/zaakobjecten/{uuid}", "uuid": "{uuid}", '
            f'"zaak": "{_ZAKEN}/zaken/{_uuid(4, number)}", "objectType": "adres", '
            f'"objectIdentificatie": {{"identificatie": "{nummer}", '
            f'"wplWoonplaatsNaam": "{adres.plaats}", "gorOpenbareRuimteNaam": "{adres.straat}", '
            f'"huisnummer": {adres.huisnummer}, "huisletter": "{adres.huisletter}", '
            f'"huisnummertoevoeging": "{adres.toevoeging}", "postcode": "{adres.postcode}"}}}}'
        )

    def _note(self, lijst: str, position: str, fault: str | None) -> None:
        if fault is not None:
            forbidden = fault in _VERBODEN or fault == "bsn-elfproef"
            file = self._lijst[lijst].naam
            self._bederf.noteer(self.naam, self._peildatum, file, position, fault, forbidden)


def _uuid(kind: int, number: int) -> str:
    return f"{number:08x}-0000-4000-8000-{kind:012x}"


def _gone(persoon: Persoon, day: int) -> bool:
    """Say whether somebody was not in the municipality, or no longer alive, on a day."""
    return persoon.gevestigd.toordinal() > day or (
        persoon.overleden is not None and persoon.overleden.toordinal() < day
    )


def _organisatie(number: int) -> tuple[str, str]:
    """Return what kind of organisation it is, and how the API names it."""
    if number % 3 == 0:
        said = f'{{"innNnpId": "{number:09}", "statutaireNaam": "Stichting Voorbeeld {number}"}}'
        return "niet_natuurlijk_persoon", said
    said = f'{{"kvkNummer": "{90_000_000 + number}", "handelsnaam": ["Voorbeeldbedrijf {number}"]}}'
    return "vestiging", said


def _spoil(bsn: str, fault: str | None, number: int) -> str:
    if fault == "bsn-elfproef":
        return bsn[:8] + str((int(check_digit(bsn[:8]) or 0) + 1) % 10)
    if fault == "onbekende-bsn":
        return stranger_bsn(_STRANGERS_FROM + number)
    return "" if fault == "geen-bsn" else bsn
