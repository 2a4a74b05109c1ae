"""The YAML header of a query file (lines with #+), read with the checks that its fields need."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

import yaml

from themagraaf.errors import ModelError, choices
from themagraaf.model.terms import Label

# The loader in C reads the same, and ten times as fast; a wheel may lack it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_header(
    text: str, where: str, required: Sequence[str], optional: Sequence[str] = ()
) -> "Header":
    """Read the header of a query.

    Raises:
        ModelError: It is no YAML, lacks a field that is required, or has one that is unknown.
    """
    lines = [line[3:] for line in text.splitlines() if line.startswith("#+")]
    try:
        found = yaml.load("\n".join(lines), Loader=LOADER)
    except yaml.YAMLError as error:
        raise ModelError(f"{where}: its header (lines with #+) is no YAML: {error}") from error
    if not isinstance(found, dict):
        raise ModelError(f"{where} has no header: lines that start with #+ and hold YAML")
    if strange := sorted(set(found) - {*required, *optional}):
        known = choices(strange[0], [*required, *optional])
        raise ModelError(f"{where}: the header says {strange[0]!r}; {known}")
    if missing := [name for name in required if name not in found]:
        raise ModelError(f"{where}: the header lacks {missing[0]!r}")
    return Header(found, where)


def query_of(text: str) -> str:
    """Return a query file without its header."""
    return "".join(line for line in text.splitlines(keepends=True) if line[:2] != "#+").strip()


class Header:
    """The fields of one header; each method checks what it returns.

    Every method raises a ModelError that names file and field.
    """

    def __init__(self, given: Mapping[str, object], where: str) -> None:
        self.given = given
        self.where = where

    def text(self, name: str) -> str:
        """Return a text that is not empty."""
        value = self.given[name]
        if not isinstance(value, str) or not value.strip():
            raise self.error(name, "is no text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; nothing given is an empty list."""
        value = self.given.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(name, "is no list of texts")
        return tuple(value)

    def one_of(self, name: str, known: Sequence[str]) -> str:
        """Return a text that is one of those known."""
        value = self.text(name)
        if value not in known:
            raise self.error(name, f"is {value!r}; {choices(value, known)}")
        return value

    def number(self, name: str) -> Decimal:
        """Return a number."""
        return decimal(self, name, self.given[name])

    def label(self, name: str) -> Label:
        """Return a text in both languages."""
        return label(self, name, self.given[name])

    def error(self, name: str, problem: str) -> ModelError:
        """Return the error that says what is wrong with a field."""
        return ModelError(f"{self.where}: {name} {problem}")


def label(header: Header, name: str, value: object) -> Label:
    """Return a value as a text in both languages.

    Raises:
        ModelError: It lacks one of them.
    """
    if not isinstance(value, dict) or not {"nl", "en"} <= value.keys():
        raise header.error(name, "needs a text in nl and in en")
    return Label(str(value["nl"]), str(value["en"]))


def decimal(header: Header, name: str, value: object) -> Decimal:
    """Return a value as an exact number.

    Raises:
        ModelError: It is none.
    """
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        raise header.error(name, f"is no number: {value!r}") from error
