"""The part of XPath that a mapping may use: child steps, with attributes and text at the end."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from themagraaf.errors import ModelError, choices
from themagraaf.model.rml import Source

NAME = re.compile(r"(?:([^\W\d][\w.-]*):)?([^\W\d][\w.-]*)")
MANY = "[*]"
# Between the namespace and the name of an element or attribute.
NAMESPACE_END = "}"


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

    def is_kin(self, root: str) -> bool:
        """Say whether a document with this root may hold records: it shares a namespace."""
        return _namespace(root) in {_namespace(step) for step in self.steps}

    def misses(self, names: list[str]) -> bool:
        """Say whether something else stands where a record should: in the same parent."""
        above = self.steps[:-1]
        if not self.anywhere and len(names) != len(self.steps):
            return False
        return bool(above) and tuple(names[-len(self.steps) : -1]) == above


@dataclass(slots=True)
class Node:
    """What to take of an element: columns of its text and attributes, and of its children.

    With each column, whether it takes more than one value.
    """

    children: dict[str, "Node"] = field(default_factory=dict)
    texts: list[tuple[int, bool]] = field(default_factory=list)
    attributes: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)


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
            name = _name(last[1:], path, source)
            node.attributes.setdefault(name, []).append((column, MANY in path))
            continue
        if last not in {"text()", "."}:
            node = _child(node, last, path, source)
        node.texts.append((column, MANY in path))
    return root


def _namespace(name: str) -> str:
    return name.rpartition(NAMESPACE_END)[0]


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
        return f"http://www.w3.org/XML/1998/namespace{NAMESPACE_END}{name}"
    if prefix not in namespaces:
        raise ModelError(
            f"{source.where}: prefix {prefix!r} in {path!r} of source {source.name!r} is not"
            f" declared with rml:namespace; {choices(prefix, namespaces)}"
        )
    return f"{namespaces[prefix]}{NAMESPACE_END}{name}"
