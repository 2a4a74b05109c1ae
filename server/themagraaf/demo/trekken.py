"""Which domains a household meets, drawn together: who meets one tends to meet more.

A household has a kwetsbaarheid that nobody registers. The chance of each domain
grows with it, so that debts, assistance and care fall together as they do in
life, while each share on its own has the size that CBS publishes.
"""

from collections.abc import Sequence
from math import exp
from random import Random

from themagraaf.demo.gemeente import VOORBEELDSTAD, Wijk

# How fast the chance of a domain grows with the kwetsbaarheid.
_HELLING = {
    "wmo": 0.8,
    "jeugd": 1.0,
    "bijstand": 1.5,
    "schulden": 1.5,
    "vroegsignaal": 1.3,
    "verzuim": 1.2,
}
# E[exp(bz)] is exp(b²/2) for a standard normal z; dividing by it keeps the margin.
_NORMAAL = {naam: exp(helling * helling / 2) for naam, helling in _HELLING.items()}
_HOOGSTENS = 0.85
# By the age of the oldest who is alive: up to and with this age, this share of households.
_WMO = ((44, 0.055), (64, 0.125), (74, 0.2), (84, 0.4), (120, 0.7))
_JEUGD = 0.2
_VERZUIM = 0.034
_BIJSTAND = {"alleenstaand": 0.085, "eenouder": 0.19, "paar": 0.03, "paar-met-kinderen": 0.024}
_BIJSTAND_TOT = 66
_SCHULDEN = {"alleenstaand": 0.022, "eenouder": 0.035, "paar": 0.011, "paar-met-kinderen": 0.014}
_VROEGSIGNAAL = {"alleenstaand": 0.066, "eenouder": 0.1, "paar": 0.04, "paar-met-kinderen": 0.05}
_GEEN_SCHULDEN_NA = 80


def shift_wijken() -> dict[str, float]:
    """Return how much more vulnerable each wijk is; over all residents this is zero."""
    wijken = VOORBEELDSTAD.wijken
    mean = sum(wijk.aandeel * _shift(wijk) for wijk in wijken)
    return {wijk.code: _shift(wijk) - mean for wijk in wijken}


def draw_trekken(
    rng: Random, latent: float, soort: str, oudste: int, kinderen: Sequence[int]
) -> frozenset[str]:
    """Return the domains that a household meets.

    `latent` is its kwetsbaarheid as a standard normal number, `oudste` the age
    of its oldest, `kinderen` the ages of the children at home.
    """
    chances = [("wmo", next(share for age, share in _WMO if oudste <= age))]
    if oudste <= _BIJSTAND_TOT:
        chances.append(("bijstand", _BIJSTAND[soort]))
    if oudste <= _GEEN_SCHULDEN_NA:
        chances.append(("schulden", _SCHULDEN[soort]))
        chances.append(("vroegsignaal", _VROEGSIGNAAL[soort]))
    if kinderen:
        chances.append(("jeugd", _JEUGD))
        if any(5 <= age <= 17 for age in kinderen):
            chances.append(("verzuim", _VERZUIM))
    return frozenset(
        naam
        for naam, share in chances
        if rng.random() < min(_HOOGSTENS, share * exp(_HELLING[naam] * latent) / _NORMAAL[naam])
    )


def _shift(wijk: Wijk) -> float:
    return 0.7 * (wijk.traagheid - 1)
