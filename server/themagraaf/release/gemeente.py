"""Reads themagraaf.toml: the municipality, its base IRI, and the deliveries it has."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from themagraaf.errors import DeliveryError, choices
from themagraaf.mapping.levering import Database, Levering

WILDCARD = re.compile(r"[*?\[]")
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
LICENTIE = "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"
VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)(?::-([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A municipality and the deliveries that make its next release.

    `email`, `website` and `licentie` are for the catalogue: whom to ask, and under which
    licence what is open may be used. Both of the first may be empty.
    """

    naam: str
    code: str
    basis: str
    leveringen: tuple[Levering, ...]
    email: str = ""
    website: str = ""
    licentie: str = LICENTIE


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
    if not ADDRESS.fullmatch(basis):
        raise DeliveryError(f"{path} [gemeente] basis {basis!r} is no http(s) address")
    given = content.get("levering")
    if not isinstance(given, list) or not given:
        raise DeliveryError(f"{path} names no [[levering]]; a release needs at least one")
    leveringen = tuple(_levering(item, number, path) for number, item in enumerate(given, start=1))
    ids = [levering.id for levering in leveringen]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise DeliveryError(f"{path} names delivery {min(twice)} twice; give each its own datum")
    naam = _text(gemeente, "naam", f"{path} [gemeente]")
    where = f"{path} [gemeente]"
    return Gemeente(
        naam,
        code,
        basis,
        tuple(sorted(leveringen, key=lambda item: item.id)),
        email=_text(gemeente, "email", where) if "email" in gemeente else "",
        website=_address(gemeente, "website", where) if "website" in gemeente else "",
        licentie=_address(gemeente, "licentie", where) if "licentie" in gemeente else LICENTIE,
    )


def _address(given: Mapping[str, object], name: str, where: str) -> str:
    address = _text(given, name, where)
    if not ADDRESS.fullmatch(address):
        raise DeliveryError(f"{where} {name} {address!r} is no http(s) address")
    return address


def _levering(item: object, number: int, path: Path) -> Levering:
    where = f"{path} [[levering]] {number}"
    if not isinstance(item, dict):
        raise DeliveryError(f"{where} is no table")
    datum = item.get("datum")
    if type(datum) is not date:
        raise DeliveryError(f"{where}: datum is a date as 2026-01-31, without quotes")
    database = _database(item, where, path.resolve().parent)
    beside = None if database is None else "."
    folder = path.resolve().parent / _expanded(_text(item, "map", where, beside), where)
    given = _table(item, "bestanden", where) if "bestanden" in item or not database else {}
    files = {
        name: _files(value, folder, f"{where} bestanden {name}") for name, value in given.items()
    }
    return Levering(
        _text(item, "registratie", where),
        datum,
        _named_apart(sorted((name, file) for name in files for file in files[name]), where),
        database,
        _names(item, "ontbreekt", where),
    )


def _files(given: object, folder: Path, where: str) -> list[Path]:
    """Return the files of one source: a name, a pattern, or a list of these."""
    if isinstance(given, list):
        return sorted({path for item in given for path in _files(item, folder, where)})
    if not isinstance(given, str) or not given:
        raise DeliveryError(f"{where} is no name of a file, pattern, or list of these")
    path = folder / given
    if path.exists() or not WILDCARD.search(given):
        return [path]
    absolute = Path(given).is_absolute()
    base, pattern = (Path("/"), given.lstrip("/")) if absolute else (folder, given)
    found = sorted(item for item in base.glob(pattern) if item.is_file())
    if not found:
        there = sorted(item.name for item in folder.glob("*"))
        raise DeliveryError(f"{where}: no file is called {given!r}; {choices(given, there)}")
    return found


def _named_apart(files: list[tuple[str, Path]], where: str) -> tuple[tuple[str, Path], ...]:
    """Return the files; within a delivery, a name of a file says which it is."""
    known: dict[str, Path] = {}
    for _, path in files:
        if known.setdefault(path.name, path) != path:
            raise DeliveryError(
                f"{where} has two files called {path.name!r}: {known[path.name]} and {path};"
                " give one another name"
            )
    return tuple(files)


def _database(item: Mapping[str, object], where: str, beside: Path) -> Database | None:
    """Return the database of a delivery; the path of an SQLite file is relative to the toml."""
    if "database" not in item:
        return None
    url, outside = _filled(_text(item, "database", where), where)
    if "://" not in url:
        raise DeliveryError(f"{where}: database is a URL, as sqlite:///leveringen/wmo.db")
    scheme, _, rest = url.partition(":///")
    if scheme.split("+")[0] == "sqlite":
        file = Path(rest).absolute() if outside else beside / rest
        return Database(f"sqlite:///{file}")
    return Database(url)


def _names(item: Mapping[str, object], name: str, where: str) -> tuple[str, ...]:
    given = item.get(name, [])
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise DeliveryError(f'{where}: {name} is a list of names, as ["buurten"]')
    return tuple(sorted(given))


def _expanded(folder: str, where: str) -> Path:
    """Fill in variables; a value from outside is read from where the user stands."""
    filled, outside = _filled(folder, where)
    return Path(filled).absolute() if outside else Path(filled)


def _filled(given: str, where: str) -> tuple[str, bool]:
    """Fill in `${NAME:-otherwise}`; say whether something came from the environment."""
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

    return VARIABLE.sub(fill, given), outside


def _table(content: Mapping[str, object], name: str, where: object) -> Mapping[str, object]:
    found = content.get(name)
    if not isinstance(found, dict):
        raise DeliveryError(f"{where} lacks {name!r}; {choices(name, content)}")
    return found


def _text(
    content: Mapping[str, object], name: str, where: str, otherwise: str | None = None
) -> str:
    found = content.get(name, otherwise)
    if not isinstance(found, str) or not found:
        raise DeliveryError(f"{where} lacks the text {name!r}; {choices(name, content)}")
    return found
