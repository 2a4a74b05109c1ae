"""What a household in arrears brings about: warnings, cases and attempts to reach it."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

PARTNERS = (
    ("E01", "Energie Noord", "Energie"),
    ("E02", "Warmte en Stroom", "Energie"),
    ("H01", "Woonstede", "Huur"),
    ("H02", "De Goede Woning", "Huur"),
    ("Z01", "Zorgverzekeraar Zorgzaam", "Zorg"),
    ("Z02", "Onderlinge Zorg", "Zorg"),
    ("W01", "Waterbedrijf Voorbeeld", "Water"),
    ("B01", "Gemeentebelastingen Voorbeeld", "Overige"),
)
_PARTNER_MARKS = (14, 26, 38, 46, 66, 80, 94, 100)
AFGEKEURD = ("Onterecht signaal", "Woont niet in gemeente", "Niet opgepakt")
_SOORTEN = ("Brief", "Mail", "SMS/Whatsapp", "Telefoon", "Huisbezoek", "Kaartje")
_DAGDELEN = ("Ochtend", "Middag", "Avond")
_BEREIKT = (
    "Inwoner wil geen hulp",
    "(Budget)advies en/of quick fix",
    "Verwijzing financieel",
    "Inwoner probeert het zelf op te lossen",
    "Voorzien van informatie",
    "Inwoner heeft zelf betaald/betalingsregeling getroffen na oppakken melding",
    "Verwijzing niet-financieel",
    "Inwoner al bekend bij schuldhulpverlening",
)
_BEREIKT_MARKS = (22, 40, 55, 70, 80, 90, 95, 100)
_NIET_BEREIKT = (
    "Geen contact (meer) kunnen krijgen",
    "Inwoner heeft zelf betaald/betalingsregeling getroffen na oppakken melding",
)
_NIET_OPGEPAKT = (
    "Niet opgepakt: geen capaciteit",
    "Niet opgepakt",
    "Inwoner heeft betaald/betalingsregeling getroffen voor oppakken melding",
)
_MEAN_WARNINGS = 5.5
_MOST_WARNINGS = 24
_CASE_DAYS = 45
_SHARE_REJECTED = 0.07
_SHARE_NOT_TAKEN_UP = 0.22
_SHARE_REFERRED = 0.6
_BEFORE_REFERRAL = 65


@dataclass(frozen=True, slots=True)
class Poging:
    """One attempt at contact; `dag` is an ordinal."""

    dag: int
    soort: str
    dagdeel: str
    bereikt: bool


@dataclass(frozen=True, slots=True)
class Zaak:
    """One case; `opgepakt` is None and `resultaat` empty where that is not so far."""

    matching: int
    opgepakt: int | None
    resultaat: str
    pogingen: tuple[Poging, ...]


@dataclass(frozen=True, slots=True)
class Signaal:
    """One warning; `zaak` is None where it ended up in none."""

    dag: int
    ontstaan: int
    partner: str
    bedrag: int
    status: str
    crisis: bool
    warm: bool
    zaak: Zaak | None


def draw_signalen(rng: Random, first: int, last: int) -> list[Signaal]:
    """Draw the warnings about a household between two days, the oldest first."""
    many = 1 + min(int(rng.expovariate(1 / _MEAN_WARNINGS)), _MOST_WARNINGS)
    day = first + int(rng.random() * (last - first + 1))
    zaak: Zaak | None = None
    found: list[Signaal] = []
    for _ in range(many):
        if day > last:
            break
        matching = day + 1 + int(rng.random() * 6)
        drawn = draw_zaak(rng, matching, last)
        rejected, reason = rng.random() < _SHARE_REJECTED, rng.random()
        again = zaak is not None and matching - zaak.matching < _CASE_DAYS
        if rejected:
            own, status = None, AFGEKEURD[int(reason * 3)]
        elif again:
            own, status = zaak, "Herhaalde melding"
        else:
            own = zaak = drawn
            status = "Nog niet opgepakt" if own is None or own.opgepakt is None else "Opgepakt"
        found.append(_draw_signaal(rng, day, status, own))
        day += 4 + int(rng.expovariate(1 / 55))
    return found


def draw_schuldvraag(seed: int, huishouden: int, first: int, last: int) -> int | None:
    """Return the day on which a household, after a referral, asks for debt relief; None mostly.

    Both registrations ask for it, so that one leads to the other.
    """
    rng = Random(f"{seed}/schuldvraag/{huishouden}")
    if rng.random() >= _SHARE_REFERRED:
        return None
    return first + _BEFORE_REFERRAL + int(rng.random() * (last - first - _BEFORE_REFERRAL + 1))


def make_verwijzing(rng: Random, schuldvraag: int) -> Signaal:
    """Make the warning and the case that ended, in time, in a referral to debt relief."""
    matching = schuldvraag - 36 - int(rng.random() * 20)
    pogingen = (
        Poging(matching + 8, "Telefoon", "Middag", False),
        Poging(matching + 13, "Huisbezoek", "Avond", True),
    )
    zaak = Zaak(matching, matching + 8, "Verwijzing financieel", pogingen)
    return _draw_signaal(rng, matching - 3, "Opgepakt", zaak)


def draw_zaak(rng: Random, matching: int, last: int) -> Zaak | None:
    """Draw what happens in a case; None where it was not formed by the last day."""
    skipped, which = rng.random() < _SHARE_NOT_TAKEN_UP, rng.random()
    opgepakt = matching + 1 + int(rng.random() * 13)
    pogingen = _draw_pogingen(rng, opgepakt)
    reached = pogingen[-1].bereikt
    outcome = _weighted(rng, _BEREIKT, _BEREIKT_MARKS)
    if matching > last:
        return None
    if skipped:
        result = _NIET_OPGEPAKT[int(which * 3)] if matching + 20 <= last else ""
        return Zaak(matching, None, result, ())
    if opgepakt > last:
        return Zaak(matching, None, "", ())
    done = pogingen[-1].dag + 10 <= last
    result = outcome if reached else _NIET_BEREIKT[which < 0.3]
    tried = tuple(poging for poging in pogingen if poging.dag <= last)
    return Zaak(matching, opgepakt, result if done else "", tried)


def _draw_pogingen(rng: Random, opgepakt: int) -> list[Poging]:
    """Draw attempts until one succeeds or the last of at most five has failed."""
    found: list[Poging] = []
    day = opgepakt
    most = 2 + int(rng.random() * 4)
    while len(found) < most:
        soort, dagdeel = int(rng.random() * 6), _DAGDELEN[int(rng.random() * 3)]
        # Who gets a letter or a card is not reached by it.
        spoken = rng.random() < 0.28 and _SOORTEN[soort] not in ("Brief", "Kaartje")
        written = _SOORTEN[soort] in ("Brief", "Mail", "Kaartje")
        found.append(Poging(day, _SOORTEN[soort], "" if written else dagdeel, spoken))
        if spoken:
            break
        day += 2 + int(rng.random() * 8)
    return found


def _draw_signaal(rng: Random, day: int, status: str, zaak: Zaak | None) -> Signaal:
    ontstaan = day - 30 - int(rng.random() * 90)
    partner = _weighted(rng, tuple(code for code, _, _ in PARTNERS), _PARTNER_MARKS)
    bedrag = 60 + int(rng.expovariate(1 / 420))
    crisis, warm = rng.random() < 0.05, rng.random() < 0.08
    return Signaal(day, ontstaan, partner, bedrag, status, crisis, warm, zaak)


def _weighted(rng: Random, choices: Sequence[str], cumulative: Sequence[int]) -> str:
    drawn = rng.random() * cumulative[-1]
    return next(item for item, mark in zip(choices, cumulative, strict=True) if drawn < mark)
