"""Chooses the media type of an answer from what the caller accepts (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
RANGE = re.compile(rf"({TOKEN})/({TOKEN})")


@dataclass(frozen=True, slots=True)
class Range:
    """One element of an Accept header; either part may be `*`."""

    kind: str
    subtype: str
    quality: float

    def matches(self, media_type: str) -> bool:
        """Say whether the range holds a media type."""
        kind, _, subtype = media_type.partition("/")
        return self.kind in ("*", kind) and self.subtype in ("*", subtype)

    @property
    def precision(self) -> int:
        """How narrow the range is: 2 for one media type, 0 for everything."""
        return (self.kind != "*") + (self.subtype != "*")


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the media type offered that the caller likes best, or None if none will do.

    `offered` is in our own order, which decides between equals. Without a
    header anything will do.
    """
    if accept is None or not accept.strip():
        return offered[0] if offered else None
    return _choose(accept, tuple(offered))


@lru_cache(maxsize=1024)
def _choose(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = _read(accept)
    best = max(offered, key=lambda media_type: _quality(media_type, ranges), default=None)
    return best if best is not None and _quality(best, ranges) > 0 else None


def _quality(media_type: str, ranges: Sequence[Range]) -> float:
    """The narrowest range that holds a media type decides how welcome it is."""
    found = [item for item in ranges if item.matches(media_type)]
    narrowest = max(found, key=lambda item: (item.precision, item.quality), default=None)
    return 0.0 if narrowest is None else narrowest.quality


def _read(accept: str) -> list[Range]:
    found = []
    for element in accept.split(","):
        name, *parameters = (part.strip() for part in element.split(";"))
        match = RANGE.fullmatch(name.lower())
        if match is None or (match[1] == "*" and match[2] != "*"):
            continue
        given = dict(part.lower().split("=", 1) for part in parameters if "=" in part)
        quality = given.get("q", "1").strip()
        if QUALITY.fullmatch(quality):
            found.append(Range(match[1], match[2], float(quality)))
    return found
