"""The part of XPath that a mapping may use: child steps, with attributes and text at the end."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from themagraaf.errors import ModelError, choices
from themagraaf.model.rml import Source

NAME = re.compile(r"(?:([^\W\d][\w.-]*):)?([^\W\d][\w.-]*)")
MANY = "[*]"


@dataclass(frozen=True, slots=True)
class Iterator:
    """The elements that are records: names from the root on, or of the innermost ancestors."""

    steps: tuple[str, ...]
    anywhere: bool

    def meets(self, names: list[str]) -> bool:
        """Say whether an element is meant, by the names from the root down to it."""
        if self.anywhere:
            return tuple(names[-len(self.steps) :]) == self.steps
        return len(names) == len(self.steps) and tuple(names) == self.steps


@dataclass(slots=True)
class Node:
    """What to take of an element: columns of its text and attributes, and of its children."""

    children: dict[str, "Node"] = field(default_factory=dict)
    texts: list[int] = field(default_factory=list)
    attributes: list[tuple[str, int]] = field(default_factory=list)


def read_iterator(source: Source) -> Iterator:
    """Read the iterator of a source.

    Raises:
        ModelError: It has a step that is not known, or a prefix that is not declared.
    """
    path = source.iterator
    anywhere = path.startswith("//")
    steps = (path[2:] if anywhere else path.removeprefix("/")).split("/")
    return Iterator(tuple(_name(step, path, source) for step in steps), anywhere)


def read_references(references: Iterable[str], source: Source) -> Node:
    """Read references into a tree; each goes to the column of its place in the order.

    Raises:
        ModelError: One has a step that is not known, or a prefix that is not declared.
    """
    root = Node()
    for column, path in enumerate(references):
        node = root
        *steps, last = path.split("/")
        for step in steps:
            node = _child(node, step, path, source)
        if last.startswith("@"):
            node.attributes.append((_name(last[1:], path, source), column))
            continue
        if last not in {"text()", "."}:
            node = _child(node, last, path, source)
        node.texts.append(column)
    return root


def _child(node: Node, step: str, path: str, source: Source) -> Node:
    if step == ".":
        return node
    return node.children.setdefault(_name(step.removesuffix(MANY), path, source), Node())


def _name(step: str, path: str, source: Source) -> str:
    if (match := NAME.fullmatch(step)) is None:
        raise ModelError(
            f"{source.where}: {path!r} of source {source.name!r} can't be read at {step!r};"
            " steps are names with or without prefix, at the end @name or text(),"
            " and [*] behind a name that may occur more than once"
        )
    prefix, name = match.groups()
    if prefix is None:
        return str(name)
    namespaces: Mapping[str, str] = dict(source.namespaces)
    if prefix == "xml":
        return f"{{http://www.w3.org/XML/1998/namespace}}{name}"
    if prefix not in namespaces:
        raise ModelError(
            f"{source.where}: prefix {prefix!r} in {path!r} of source {source.name!r} is not"
            f" declared with rml:namespace; {choices(prefix, namespaces)}"
        )
    return f"{{{namespaces[prefix]}}}{name}"


@dataclass(slots=True)
class Gathering:
    """The values of one record by column; `twice` are the columns that had one value too many."""

    row: list[str | None]
    lists: dict[int, list[str]]
    twice: set[int] = field(default_factory=set)

    def take(self, element: Element, node: Node) -> None:
        """Take what the node asks of an element and of the elements within it."""
        if node.texts and (value := _text(element)):
            for column in node.texts:
                self._put(column, value)
        for name, column in node.attributes:
            if value := element.get(name, ""):
                self._put(column, value)
        if children := node.children:
            for child in element:
                if (wanted := children.get(child.tag)) is not None:
                    self.take(child, wanted)

    def _put(self, column: int, value: str) -> None:
        if column in self.lists:
            self.lists[column].append(value)
        elif self.row[column] is None:
            self.row[column] = value
        else:
            self.twice.add(column)


def _text(element: Element) -> str:
    """Return XPath's string-value: all text within."""
    return "".join(element.itertext()) if len(element) else element.text or ""
