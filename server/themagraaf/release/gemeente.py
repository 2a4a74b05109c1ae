"""Reads themagraaf.toml: the municipality, its base IRI, and the deliveries it has."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from themagraaf.errors import DeliveryError, choices
from themagraaf.mapping.levering import Levering

VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)(?::-([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A municipality and the deliveries that make its next release."""

    naam: str
    code: str
    basis: str
    leveringen: tuple[Levering, ...]


def read_gemeente(path: Path) -> Gemeente:
    """Read the file that names a municipality and its deliveries.

    Raises:
        DeliveryError: The file can't be read, is no TOML, or lacks something: the message says so.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DeliveryError(
            f"{path} is missing; name the file with -c, or make an example with `themagraaf demo`"
        ) from error
    except OSError as error:
        raise DeliveryError(f"{path} can't be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeliveryError(f"{path} is not TOML: {error}") from error
    gemeente = _table(content, "gemeente", path)
    code = _text(gemeente, "code", f"{path} [gemeente]")
    if not re.fullmatch(r"GM\d{4}", code):
        raise DeliveryError(f"{path} [gemeente] code {code!r}: a CBS code is GM and four digits")
    basis = _text(gemeente, "basis", f"{path} [gemeente]").rstrip("/")
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", basis):
        raise DeliveryError(f"{path} [gemeente] basis {basis!r} is no http(s) address")
    given = content.get("levering")
    if not isinstance(given, list) or not given:
        raise DeliveryError(f"{path} names no [[levering]]; a release needs at least one")
    leveringen = tuple(_levering(item, number, path) for number, item in enumerate(given, start=1))
    ids = [levering.id for levering in leveringen]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise DeliveryError(f"{path} names delivery {min(twice)} twice; give each its own datum")
    naam = _text(gemeente, "naam", f"{path} [gemeente]")
    return Gemeente(naam, code, basis, tuple(sorted(leveringen, key=lambda item: item.id)))


def _levering(item: object, number: int, path: Path) -> Levering:
    where = f"{path} [[levering]] {number}"
    if not isinstance(item, dict):
        raise DeliveryError(f"{where} is no table")
    datum = item.get("datum")
    if type(datum) is not date:
        raise DeliveryError(f"{where}: datum is a date as 2026-01-31, without quotes")
    folder = path.resolve().parent / _expanded(_text(item, "map", where), where)
    bestanden = _table(item, "bestanden", where)
    files = [(name, folder / _text(bestanden, name, f"{where} bestanden")) for name in bestanden]
    return Levering(_text(item, "registratie", where), datum, tuple(sorted(files)))


def _expanded(folder: str, where: str) -> Path:
    """Fill in `${NAME:-otherwise}`; a value from outside is read from where the user stands."""
    outside = False

    def fill(match: re.Match[str]) -> str:
        nonlocal outside
        name, otherwise = match.groups()
        if (value := os.environ.get(name)) is not None:
            outside = True
            return value
        if otherwise is None:
            raise DeliveryError(f"{where}: the environment has no {name}; set it")
        return str(otherwise)

    filled = Path(VARIABLE.sub(fill, folder))
    return filled.absolute() if outside else filled


def _table(content: Mapping[str, object], name: str, where: object) -> Mapping[str, object]:
    found = content.get(name)
    if not isinstance(found, dict):
        raise DeliveryError(f"{where} lacks {name!r}; {choices(name, content)}")
    return found


def _text(content: Mapping[str, object], name: str, where: str) -> str:
    found = content.get(name)
    if not isinstance(found, str) or not found:
        raise DeliveryError(f"{where} lacks the text {name!r}; {choices(name, content)}")
    return found
