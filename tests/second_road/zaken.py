"""Cases read a second time: plain Python over the lists of the Zaken API and the Catalogi API."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tests.second_road.conftest import Stad, forbidden
from tests.second_road.inwoners import GEMEENTE, key_of, read_adressen, read_inwoners

Record = dict[str, object]


@dataclass(frozen=True)
class Zaak:
    """A case that may enter; `uitkomst` is the word of its result type, or ""."""

    gebied: str
    zaaktype: str
    kanaal: str
    start: date
    einde: date | None
    uiterlijk: date | None
    servicenorm: date | None
    langer: bool
    uitkomst: str

    @property
    def dagen(self) -> int:
        """The days that an ended case took."""
        assert self.einde is not None
        return (self.einde - self.start).days


@cache
def read_zaken(stad: Stad) -> tuple[Zaak, ...]:
    """Return every case that may enter, once, also where it was delivered twice."""
    zaaktypen = {str(item["url"]): item for item in _lijst(stad, "zaaktypen")}
    kanalen = {str(item["url"]): str(item["naam"]) for item in _lijst(stad, "communicatiekanalen")}
    plekken, uitkomsten = _plekken(stad), _uitkomsten(stad)
    once = {str(item["uuid"]): item for item in _lijst(stad, "zaken")}
    found = []
    for item in once.values():
        zaaktype = zaaktypen.get(str(item["zaaktype"]), {})
        start = date.fromisoformat(str(item["startdatum"]))
        term, norm = _termijn(zaaktype.get("doorlooptijd")), _termijn(zaaktype.get("servicenorm"))
        last = _dag(item["uiterlijkeEinddatumAfdoening"])
        opschorting = item["opschorting"]
        assert isinstance(opschorting, dict)
        found.append(
            Zaak(
                plekken.get(str(item["url"]), GEMEENTE),
                str(zaaktype.get("identificatie") or str(item["zaaktype"]).rsplit("/", 1)[1]),
                kanalen[str(item["communicatiekanaal"])],
                start,
                _dag(item["einddatum"]),
                last if last is not None else _plus(start, term),
                _plus(start, norm),
                bool(opschorting["reden"]) or item["verlenging"] is not None,
                uitkomsten.get(str(item["url"]), ""),
            )
        )
    return tuple(found)


def by_ending(zaken: tuple[Zaak, ...]) -> list[tuple[tuple[str, str, str], Zaak]]:
    """Return each ended case with its area, the month in which it ended, and its case type."""
    return [
        ((zaak.gebied, zaak.einde.isoformat()[:7], zaak.zaaktype), zaak)
        for zaak in zaken
        if zaak.einde is not None
    ]


def _lijst(stad: Stad, naam: str) -> list[Record]:
    bad = forbidden(stad, "zaken", f"{naam}.json")
    read: list[Record] = json.loads((stad.folder / "zaken" / f"{naam}.json").read_bytes())
    return [item for place, item in enumerate(read) if f"/{place}" not in bad]


def _plekken(stad: Stad) -> dict[str, str]:
    """Return by case the buurt of its address, else of the resident who began it."""
    mensen, adressen = read_inwoners(stad), read_adressen(stad)
    found: dict[str, str] = {}
    for rol in _lijst(stad, "rollen"):
        wie = rol["betrokkeneIdentificatie"]
        assert isinstance(wie, dict)
        mens = mensen.get(str(wie.get("inpBsn", "")))
        if rol["omschrijvingGeneriek"] == "initiator" and mens is not None:
            found[str(rol["zaak"])] = mens.gebied
    for item in _lijst(stad, "zaakobjecten"):
        waar = item["objectIdentificatie"]
        assert isinstance(waar, dict)
        delen = ("postcode", "huisnummer", "huisletter", "huisnummertoevoeging")
        sleutel = key_of(*(str(waar[deel]) for deel in delen))
        nummer, _ = adressen.find(str(waar["identificatie"]), sleutel)
        if adressen.buurt.get(nummer, GEMEENTE) != GEMEENTE:
            found[str(item["zaak"])] = adressen.buurt[nummer]
    return found


def _uitkomsten(stad: Stad) -> dict[str, str]:
    soorten = {
        str(item["url"]): str(item["omschrijvingGeneriek"])
        for item in _lijst(stad, "resultaattypen")
    }
    return {
        str(item["zaak"]): soorten[str(item["resultaattype"])]
        for item in _lijst(stad, "resultaten")
    }


def _dag(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _plus(start: date, term: timedelta | None) -> date | None:
    return None if term is None else start + term


def _termijn(duur: object) -> timedelta | None:
    """Return a duration of whole days or whole weeks, as P56D or P8W."""
    if duur is None:
        return None
    number = int(str(duur)[1:-1])
    return timedelta(weeks=number) if str(duur).endswith("W") else timedelta(days=number)


def share(pairs: Sequence[tuple[tuple[str, ...], bool]]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Return per key how many were so, of how many."""
    whole = Counter(key for key, _ in pairs)
    part = Counter(key for key, is_so in pairs if is_so)
    return {key: (part[key], number) for key, number in whole.items()}
