"""One debt relief trajectory: what happens on which day, as the exchange model says it.

Days are ordinals while they are drawn. What would happen after the horizon has
not happened yet, and is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

Veld = str | int | bool | None | Mapping[str, "Veld"] | Sequence["Veld"]
Record = dict[str, Veld]

OPLOSSINGEN = (
    "Schuldbemiddeling",
    "Saneringskrediet",
    "Betalingsregeling",
    "0%-aanbod",
    "Herfinanciering",
)
_OPLOSSING_WEIGHTS = (34, 66, 86, 94, 100)
_SCHULDEN = ("Zorg", "Publiek", "Nuts", "Overig")
_SCHULD_WEIGHTS = (22, 48, 62, 100)
_BEGELEIDING = ("Budgetbeheer", "Budgetcoaching", "Beschermingsbewind", "Budgetbegeleiding")
_SCHULDEISERS = ("Zorgverzekeraar Zorgzaam", "Gemeentebelastingen", "Energie Noord", "Woonstede")
_UITVAL = ("Ingetrokken", "Nietverschenen", "Voldoet niet")
_ANDERS = ("Verhuisd", "Zelf", "Niet passend", "Overig")
_SHARE_CRISIS = 0.12
_SHARE_NO_TALK = 0.06
_SHARE_REFUSED = 0.1
_SHARE_STOPPED = 0.22
_OPLOSSING_DAYS = 548


@dataclass(slots=True)
class Verloop:
    """The days of one trajectory, as ordinals; None for what did not happen by the horizon."""

    aanmelding: int
    crisis: bool
    gesprek: int | None = None
    besluit: int | None = None
    toegelaten: bool = False
    plan: int | None = None
    stabiel: int | None = None
    regeling: int | None = None
    toegekend: int | None = None
    oplossing: int | None = None
    soort: str = ""
    einde: int | None = None
    reden: str = ""


def draw_verloop(rng: Random, first: int, last: int, asked: int | None = None) -> Verloop:
    """Draw a course that begins between two days, or on the day that help was asked.

    What lies past the last day is not in it.
    """
    start = first + int(rng.random() * (last - first + 1))
    verloop = _draw_whole(rng, start if asked is None or asked > last else asked)
    cut(verloop, last)
    return verloop


def cut(verloop: Verloop, last: int) -> None:
    """Leave out what has not happened by a day, or comes after the end."""
    if verloop.einde and verloop.einde > last:
        verloop.einde, verloop.reden = None, ""
    until = min(last, verloop.einde or last)
    for name in ("gesprek", "besluit", "plan", "stabiel", "regeling", "toegekend", "oplossing"):
        if (getattr(verloop, name) or 0) > until:
            setattr(verloop, name, None)
    if verloop.besluit is None:
        verloop.toegelaten = False


def describe_verloop(rng: Random, verloop: Verloop, clienten: Sequence[Record]) -> Record:
    """Write a course as the exchange model does; `gemeentecode` is not in it yet."""
    schulden = _draw_schulden(rng)
    begeleiding = _draw_begeleiding(rng, verloop)
    vtlb = 1100 + int(rng.random() * 900)
    start = verloop.aanmelding
    record: Record = {"startdatum": day(start), "client": list(clienten)}
    record["aanmelding"] = _without_none(
        startdatum=day(start), einddatum=day(verloop.gesprek), crisisinterventie=verloop.crisis
    )
    if verloop.gesprek:
        record["intake"] = _without_none(
            startdatum=day(verloop.gesprek),
            einddatum=day(verloop.besluit),
            beschikkingsdatum=day(verloop.besluit),
            beschikkingssoort=_besluit(verloop),
        )
        record["schulden"] = schulden
        record["totaalSchuldbedragBijAanvangSchuld"] = sum(_bedrag(item) for item in schulden)
    if verloop.toegelaten and verloop.besluit:
        record["toekenningsdatum"] = day(verloop.besluit)
    if verloop.plan:
        record["planVanAanpak"] = {"datumAfronding": day(verloop.plan)}
    record |= _describe_regeling(verloop, vtlb, begeleiding)
    if verloop.einde:
        record["einddatum"] = day(verloop.einde)
        record["uitstroom"] = {"datum": day(verloop.einde), "reden": verloop.reden}
    return record


def day(ordinal: int | None) -> str | None:
    """Return a day as the exchange model writes it."""
    return date.fromordinal(ordinal).isoformat() if ordinal else None


def _draw_whole(rng: Random, start: int) -> Verloop:
    crisis = rng.random() < _SHARE_CRISIS
    wait = 1 + int(rng.expovariate(0.6)) if crisis else 3 + int(rng.gammavariate(2.2, 6.0))
    verloop = Verloop(start, crisis)
    no_talk, refused, stopped = rng.random(), rng.random(), rng.random()
    late = start + 30 + int(rng.random() * 40)
    reason = rng.random()
    verloop.soort = _weighted(rng, OPLOSSINGEN, _OPLOSSING_WEIGHTS)
    steps = [int(rng.random() * width) for width in (45, 21, 120, 60, 45, 120)]
    if no_talk < _SHARE_NO_TALK:
        verloop.einde, verloop.reden = late, _UITVAL[int(reason * 2)]
        return verloop
    verloop.gesprek = start + wait
    verloop.besluit = verloop.gesprek + 14 + steps[0]
    if refused < _SHARE_REFUSED:
        verloop.einde, verloop.reden = (
            verloop.besluit,
            ("Niet passend", "Voldoet niet")[reason < 0.4],
        )
        return verloop
    verloop.toegelaten = True
    verloop.plan = verloop.besluit + 5 + steps[1]
    verloop.stabiel = verloop.plan + 1
    verloop.regeling = verloop.stabiel + 60 + steps[2]
    verloop.toegekend = verloop.regeling + 30 + steps[3]
    verloop.oplossing = verloop.toegekend + 5 + steps[4]
    if stopped < _SHARE_STOPPED:
        verloop.einde = verloop.plan + 20 + int(stopped / _SHARE_STOPPED * 500)
        verloop.reden = _UITVAL[int(reason * 5)] if reason < 0.6 else _ANDERS[int(reason * 10) - 6]
    else:
        verloop.einde, verloop.reden = verloop.oplossing + _OPLOSSING_DAYS + steps[5], "Afgerond"
    return verloop


def _besluit(verloop: Verloop) -> str | None:
    if verloop.besluit is None:
        return None
    return "Toelatingsbeschikking" if verloop.toegelaten else "Afwijzingsbeschikking"


def _describe_regeling(verloop: Verloop, vtlb: int, begeleiding: list[Veld]) -> Record:
    found: Record = {}
    if verloop.stabiel:
        found["stabilisatie"] = _without_none(
            startdatum=day(verloop.stabiel), einddatum=day(verloop.regeling)
        )
        found["begeleiding"] = begeleiding
    if verloop.regeling:
        found["schuldregeling"] = _without_none(
            datum=day(verloop.regeling), toegekend=day(verloop.toegekend)
        )
    if verloop.oplossing:
        ended = day(verloop.einde) if verloop.einde else None
        found["oplossing"] = _without_none(
            startdatum=day(verloop.oplossing), einddatum=ended, soort=verloop.soort, vtlb=vtlb
        )
    return found


def _draw_schulden(rng: Random) -> list[Record]:
    found: list[Record] = []
    for _ in range(2 + int(rng.random() * 9)):
        soort = _weighted(rng, _SCHULDEN, _SCHULD_WEIGHTS)
        bedrag = 150 + int(rng.expovariate(1 / 5500))
        eiser: Record = {"naam": _SCHULDEISERS[_SCHULDEN.index(soort)]}
        found.append({"bedrag": bedrag, "schuldsoort": soort, "schuldeiser": eiser})
    return found


def _draw_begeleiding(rng: Random, verloop: Verloop) -> list[Veld]:
    soort = _BEGELEIDING[int(rng.random() * 4)]
    begin = day(verloop.stabiel)
    return [{"startdatum": begin, "soort": soort}] if rng.random() < 0.6 else []


def _bedrag(schuld: Record) -> int:
    bedrag = schuld["bedrag"]
    return bedrag if isinstance(bedrag, int) else 0


def _weighted(rng: Random, choices: Sequence[str], cumulative: Sequence[int]) -> str:
    drawn = rng.random() * cumulative[-1]
    return next(item for item, mark in zip(choices, cumulative, strict=True) if drawn < mark)


def _without_none(**fields: Veld) -> Record:
    return {name: value for name, value in fields.items() if value is not None}
