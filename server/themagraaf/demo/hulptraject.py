"""How help runs, from the first message to its last day; every day is an ordinal.

What has not happened by the last day that a delivery speaks of is None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from themagraaf.demo.zorgaanbod import (
    AANBIEDERS_PER_WET,
    GEWICHTEN_PER_WET,
    JEUGDWET,
    PRODUCTEN_PER_WET,
    WMO,
    Product,
)

_REDENEN = (
    ("volgens-plan", 0.62),
    ("in-overeenstemming", 0.76),
    ("eenzijdig-client", 0.86),
    ("eenzijdig-aanbieder", 0.9),
    ("externe-omstandigheden", 1.0),
)
_SHARE_NEVER_STARTED = 0.03
_SHARE_ENDED_EARLY = 0.25
_LONGEST_WAIT = 240
_DAYS_IN_YEAR = 365


@dataclass(frozen=True, slots=True)
class Gang:
    """How things go under one act: shares, and days as (mean, spread) of their logarithm."""

    wet: str
    onderzoek: tuple[float, float]
    besluit: tuple[float, float]
    wachten: tuple[float, float]
    afhakers: float
    afgewezen: float
    pgb: float
    duur: tuple[int, int]
    meer_voorzieningen: tuple[float, float]
    terugkeer: float
    aanmelders: tuple[tuple[str, float], ...]


GANGEN = {
    WMO: Gang(
        wet=WMO,
        onderzoek=(3.4, 0.45),
        besluit=(2.2, 0.5),
        wachten=(2.3, 0.8),
        afhakers=0.13,
        afgewezen=0.07,
        pgb=0.12,
        duur=(700, 2600),
        meer_voorzieningen=(0.27, 0.07),
        terugkeer=0.3,
        aanmelders=(
            ("ZELFVERWIJZER_GEEN_VERWIJZER", 0.45),
            ("NAASTE", 0.7),
            ("HUISARTS", 0.8),
            ("MEDISCH_SPECIALIST", 0.9),
            ("GEMEENTE", 1.0),
        ),
    ),
    JEUGDWET: Gang(
        wet=JEUGDWET,
        onderzoek=(2.9, 0.5),
        besluit=(3.3, 0.5),
        wachten=(3.2, 0.8),
        afhakers=0.1,
        afgewezen=0.04,
        pgb=0.05,
        duur=(240, 1100),
        meer_voorzieningen=(0.18, 0.04),
        terugkeer=0.5,
        aanmelders=(
            ("HUISARTS", 0.44),
            ("GEMEENTE", 0.74),
            ("ZELFVERWIJZER_GEEN_VERWIJZER", 0.82),
            ("JEUGDARTS", 0.88),
            ("MEDISCH_SPECIALIST", 0.94),
            ("GECERTIFICEERDE_INSTELLING", 1.0),
        ),
    ),
}
# Who asks for a measure of the court.
_AANMELDER_VAN = {
    "jeugdbescherming": "GECERTIFICEERDE_INSTELLING",
    "jeugdreclassering": ("RECHTER_OFFICIER_VAN_JUSTITIE_FUNCTIONARIS_JUSTITIËLE_JEUGDINRICHTING"),
}


@dataclass(frozen=True, slots=True)
class Hulp:
    """One granted provision. `toegewezen` to `gestopt` are None for a personal budget.

    `einde` is the last day of the right as it stands, `gepland` as it was granted.
    `reden` is None while the help goes on.
    """

    product: Product
    pgb: bool
    begin: int
    einde: int
    gepland: int
    reden: str | None
    toegewezen: int | None
    geleverd: int | None
    gestopt: int | None
    aanbieder: int
    prijs_cent: int


@dataclass(frozen=True, slots=True)
class Traject:
    """One way from a report to help. `gemeld` is None where it began in a former system."""

    wet: str
    aanmelder: str
    gemeld: int | None
    onderzocht: int | None
    aangevraagd: int | None
    besloten: int | None
    hulp: tuple[Hulp, ...]

    @property
    def einde(self) -> int | None:
        """The last day of all its help, None while some goes on or where there was none."""
        if not self.hulp or any(hulp.reden is None for hulp in self.hulp):
            return None
        return max(hulp.einde for hulp in self.hulp)


def draw_traject(rng: Random, gang: Gang, gemeld: int, age: int, last: int) -> Traject:
    """Draw what follows on a report of a day, as far as it is known on the last day."""
    producten = _draw_producten(rng, gang, age)
    aanmelder = _AANMELDER_VAN.get(producten[0].soort) or _pick(rng, gang.aanmelders)
    onderzocht = gemeld + _days(rng, gang.onderzoek)
    gone = rng.random() < gang.afhakers
    aangevraagd = onderzocht + int(rng.random() * 9)
    besloten = aangevraagd + _days(rng, gang.besluit)
    refused = rng.random() < gang.afgewezen
    hulp = tuple(_draw_hulp(rng, gang, product, besloten, last) for product in producten)
    if gone or aangevraagd > last:
        return Traject(gang.wet, aanmelder, gemeld, _known(onderzocht, last), None, None, ())
    if refused or besloten > last:
        known = _known(besloten, last)
        return Traject(gang.wet, aanmelder, gemeld, onderzocht, aangevraagd, known, ())
    return Traject(gang.wet, aanmelder, gemeld, onderzocht, aangevraagd, besloten, hulp)


def draw_overgekomen(rng: Random, gang: Gang, begin: int, age: int, last: int) -> Traject:
    """Draw help that was there when the deliveries begin, without how it came about."""
    besloten = begin - 30 - int(rng.random() * _DAYS_IN_YEAR)
    producten = _draw_producten(rng, gang, age)
    found = (_draw_hulp(rng, gang, product, besloten, last) for product in producten)
    hulp = tuple(item for item in found if item.einde >= begin)
    return Traject(gang.wet, "", None, None, None, besloten, hulp)


def draw_terugkeer(rng: Random, gang: Gang, traject: Traject, last: int) -> int | None:
    """Return the day on which somebody reports again after the end of help, mostly None."""
    days = 20 + int(rng.random() * 460)
    again = rng.random() < gang.terugkeer
    einde = traject.einde
    if not again or einde is None or einde + days > last:
        return None
    return einde + days


def _draw_producten(rng: Random, gang: Gang, age: int) -> Sequence[Product]:
    items, weights = PRODUCTEN_PER_WET[gang.wet], GEWICHTEN_PER_WET[gang.wet]
    chance = rng.random()
    number = 1 + sum(chance < share for share in gang.meer_voorzieningen)
    found = rng.choices(items, cum_weights=weights, k=number)
    fitting = [item for item in dict.fromkeys(found) if item.vanaf <= age]
    return fitting or items[:1]


def _draw_hulp(rng: Random, gang: Gang, product: Product, besloten: int, last: int) -> Hulp:
    begin = besloten + 3 + int(rng.random() * 18)
    shortest, longest = gang.duur
    gepland = begin + shortest + int(rng.random() * (longest - shortest))
    early, share = rng.random() < _SHARE_ENDED_EARLY, 0.15 + 0.8 * rng.random()
    einde = begin + int((gepland - begin) * share) if early else gepland
    reden = _pick(rng, _REDENEN) if early else "volgens-plan"
    pgb = rng.random() < gang.pgb
    aanbieders = AANBIEDERS_PER_WET[gang.wet]
    aanbieder = aanbieders[int(rng.random() * len(aanbieders))].nummer
    toegewezen = besloten + int(rng.random() * 6)
    geleverd = max(begin, toegewezen + _days(rng, gang.wachten))
    never = rng.random() < _SHARE_NEVER_STARTED
    prijs = int(product.prijs_cent * (0.7 + 0.6 * rng.random()))
    ended = einde <= last
    if pgb or toegewezen > last:
        steps: tuple[int | None, int | None, int | None] = (None, None, None)
    elif never or geleverd > min(last, einde):
        steps = (toegewezen, None, None)
    else:
        steps = (toegewezen, geleverd, einde if ended else None)
    return Hulp(
        product,
        pgb,
        begin,
        einde if ended else gepland,
        gepland,
        reden if ended else None,
        *steps,
        aanbieder,
        prijs,
    )


def _days(rng: Random, logarithm: tuple[float, float]) -> int:
    return min(_LONGEST_WAIT, int(rng.lognormvariate(*logarithm)))


def _known(day: int, last: int) -> int | None:
    return day if day <= last else None


def _pick(rng: Random, chances: Sequence[tuple[str, float]]) -> str:
    chance = rng.random()
    return next(name for name, upto in chances if chance < upto)
