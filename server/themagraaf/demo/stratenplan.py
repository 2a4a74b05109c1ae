"""Homes and their addresses, street by street, made while they are read."""

from collections.abc import Iterator
from itertools import count
from random import Random

from themagraaf.demo.gemeente import VOORBEELDSTAD, Wijk
from themagraaf.demo.huishouden import Adres
from themagraaf.demo.namen import name_straat

GEMEENTE = VOORBEELDSTAD.code.removeprefix("GM")
# Woonplaats code and name, per wijk; whatever is not named here lies in the town itself.
STAD = (GEMEENTE, VOORBEELDSTAD.naam)
_DORPEN = {"WK990199": ("9902", "Polderdorp")}

# Shares of buildings with several homes, per wijk, where not the default.
_FLATS = {"WK990100": 0.12, "WK990103": 0.07, "WK990199": 0.0}
_FLATS_ELSEWHERE = 0.025
_SHARE_NEW = 0.06
_SHARE_WITH_LETTER = 0.025
_PC4_FIRST = 8000
_PC4_PER_WIJK = 200
# SA, SD and SS are never handed out, nor are letters that look like a digit or another letter.
_LETTERS = tuple(
    first + second
    for first in "ABCDEGHJKLMNPRSTVWXZ"
    for second in "ABCDEGHJKLMNPRSTVWXZ"
    if first + second not in {"SA", "SD", "SS"}
)


class Stratenplan:
    """Hands out addresses; every key is used once in the whole municipality."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._objecten = count(1)
        self._panden = count(1)
        self._straten = count(1)
        self._names = count()
        self._postcodes = {wijk.code: _list_postcodes(wijk) for wijk in VOORBEELDSTAD.wijken}

    def list_adressen(self, wijk: Wijk, nummer: int) -> Iterator[Adres]:
        """Yield addresses in a buurt, the `nummer`-th of its wijk, without end.

        Streets that the wijk has by name come first; a buurt gets its part of these.
        """
        buurt = f"BU{wijk.code[2:]}{nummer:02}"
        known = iter(wijk.straten[nummer :: len(wijk.buurten)])
        while True:
            straat = next(known, "") or name_straat(next(self._names))
            yield from self._list_straat(wijk, buurt, straat)

    def _list_straat(self, wijk: Wijk, buurt: str, straat: str) -> Iterator[Adres]:
        rng = self._rng
        woonplaats, plaats = _DORPEN.get(wijk.code, STAD)
        ruimte = f"{GEMEENTE}30{next(self._straten):010}"
        bouwjaar = int(rng.triangular(1880, 2024, 1975))
        if rng.random() < _SHARE_NEW:
            bouwjaar = rng.randint(2020, 2026)
        flats = _FLATS.get(wijk.code, _FLATS_ELSEWHERE)
        per_postcode = rng.randint(14, 22)
        postcode = ""
        for huisnummer in range(1, rng.randint(30, 110)):
            if huisnummer % per_postcode == 1:
                postcode = next(self._postcodes[wijk.code])
            pand = f"{GEMEENTE}10{next(self._panden):010}"
            for letter, toevoeging, oppervlakte in _list_woningen(rng, flats):
                object_ = next(self._objecten)
                yield Adres(
                    f"{GEMEENTE}01{object_:010}",
                    f"{GEMEENTE}20{object_:010}",
                    pand,
                    ruimte,
                    woonplaats,
                    straat,
                    huisnummer,
                    letter,
                    toevoeging,
                    postcode,
                    plaats,
                    wijk.code,
                    buurt,
                    bouwjaar,
                    oppervlakte,
                )


def _list_woningen(rng: Random, flats: float) -> Iterator[tuple[str, str, int]]:
    """Yield letter, addition and floor area of each home at one house number."""
    chance = rng.random()
    area = 60 + int(rng.random() * 120)
    if chance < flats:
        area = 38 + area // 3
        homes = rng.randint(4, 24)
        for number in range(homes):
            yield (chr(65 + number), "", area) if homes <= 8 else ("", str(number + 1), area)
        return
    yield "", "", area
    if chance > 1 - _SHARE_WITH_LETTER:
        yield "A", "" if chance < 1 - _SHARE_WITH_LETTER / 4 else "bis", 30 + area // 3


def _list_postcodes(wijk: Wijk) -> Iterator[str]:
    first = _PC4_FIRST + _PC4_PER_WIJK * VOORBEELDSTAD.wijken.index(wijk)
    for cijfers in range(first, first + _PC4_PER_WIJK):
        for letters in _LETTERS:
            yield f"{cijfers}{letters}"
