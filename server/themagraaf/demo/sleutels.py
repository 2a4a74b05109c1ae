"""Made-up keys of persons: well-formed, unique, and nobody's.

Every BSN here is made up. It is nine digits, begins with a 9 and passes the
11-test, as forms and shapes demand; the 9 series was not handed out to anybody.
"""

from collections.abc import Iterator
from itertools import count

_ROOM = 9_000_000
# Coprime with the room, so that multiplying visits each number once.
_STRIDE = 4_370_347
_STRANGERS = 99_000_000
_STRANGER_ROOM = 450_000
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)
_A_FIRST = 10_247_639
_A_ROOM = 9**8


def check_digit(first_eight: str) -> str | None:
    """Return the digit with which eight others pass the 11-test, or None where there is none."""
    left = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_eight, strict=True))
    left %= 11
    return None if left == 10 else str(left)


def list_bsns() -> Iterator[str]:
    """Yield more than eight million different BSNs in a fixed order that looks like none."""
    for number in range(_ROOM):
        first = str(90_000_000 + number * _STRIDE % _ROOM)
        digit = check_digit(first)
        if digit is not None:
            yield first + digit


def stranger_bsn(number: int) -> str:
    """Return a BSN that passes the 11-test and that no resident of any world has.

    Below 450,000, different numbers give different ones.
    """
    # Two numbers that differ in their last digit only can't both lack a check digit.
    first = _STRANGERS + 2 * (number % _STRANGER_ROOM)
    digit = check_digit(str(first))
    return f"{first}{digit}" if digit is not None else f"{first + 1}{check_digit(str(first + 1))}"


def list_anummers() -> Iterator[str]:
    """Yield A-numbers by the rule of the Logisch Ontwerp.

    Ten digits, no two neighbours equal, their sum 0 or 5 modulo 11, and the sum
    of each times its power of two 0 modulo 11.
    """
    for number in count():
        digits = _spell(_A_FIRST + number * _STRIDE % _A_ROOM)
        plain = sum(digits)
        powers = sum(digit << place for place, digit in enumerate(digits))
        for eighth, ninth in _ENDINGS[plain % 11, powers % 11]:
            if eighth != digits[-1]:
                yield "".join(map(str, digits)) + f"{eighth}{ninth}"
                break


def _spell(number: int) -> list[int]:
    """Return eight digits, the first no zero and no two neighbours equal."""
    digits: list[int] = []
    before = 0
    for _ in range(8):
        number, digit = divmod(number, 9)
        before = digit + (digit >= before)
        digits.append(before)
    return digits


def _list_endings() -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Return per state of the first eight digits the last two that complete them."""
    pairs = [(eighth, ninth) for eighth in range(10) for ninth in range(10) if eighth != ninth]
    return {
        (plain, powers): [
            (eighth, ninth)
            for eighth, ninth in pairs
            if (plain + eighth + ninth) % 11 in (0, 5)
            and (powers + (eighth << 8) + (ninth << 9)) % 11 == 0
        ]
        for plain in range(11)
        for powers in range(11)
    }


_ENDINGS = _list_endings()
