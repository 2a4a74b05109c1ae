"""Cases read a second time: plain Python over the lists of the Zaken API and the Catalogi API."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from tests.second_road.inwoners import GEMEENTE, key_of, read_adressen, read_inwoners
from tests.second_road.meldingen import NEDERLAND
from tests.second_road.stad import Stad, forbidden

Record = dict[str, object]


@dataclass(frozen=True)
class Zaak:
    """A case that may enter; `uitkomst` is the word of its result type, or "".

    `bewoner` is the BSN of who began it, or "" where that is nobody in the persons register;
    `statussen` the order of each status and the day on which it was set.
    """

    url: str
    bewoner: str
    statussen: tuple[tuple[int, date], ...]
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
    bewoners, statussen = _bewoners(stad), _statussen(stad)
    plekken, uitkomsten = _plekken(stad, bewoners), _uitkomsten(stad)
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
                str(item["url"]),
                bewoners.get(str(item["url"]), ""),
                tuple(statussen[str(item["url"])]),
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


def _bewoners(stad: Stad) -> dict[str, str]:
    """Return by case the BSN of the resident who began it."""
    mensen = read_inwoners(stad)
    found: dict[str, str] = {}
    for rol in _lijst(stad, "rollen"):
        wie = rol["betrokkeneIdentificatie"]
        assert isinstance(wie, dict)
        if rol["omschrijvingGeneriek"] == "initiator" and str(wie.get("inpBsn", "")) in mensen:
            found[str(rol["zaak"])] = str(wie["inpBsn"])
    return found


def _statussen(stad: Stad) -> defaultdict[str, list[tuple[int, date]]]:
    """Return by case the order of each status, and the day in the Netherlands it was set."""
    volgorde = {
        str(item["url"]): int(str(item["volgnummer"])) for item in _lijst(stad, "statustypen")
    }
    found: defaultdict[str, list[tuple[int, date]]] = defaultdict(list)
    for item in _lijst(stad, "statussen"):
        if (number := volgorde.get(str(item["statustype"]))) is not None:
            moment = datetime.fromisoformat(str(item["datumStatusGezet"]))
            found[str(item["zaak"])].append((number, moment.astimezone(NEDERLAND).date()))
    return found


def _plekken(stad: Stad, bewoners: Mapping[str, str]) -> dict[str, str]:
    """Return by case the buurt of its address, else of the resident who began it."""
    mensen, adressen = read_inwoners(stad), read_adressen(stad)
    found = {zaak: mensen[bsn].gebied for zaak, bsn in bewoners.items()}
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
