"""What differs between the records of two releases: lines that left, lines that came."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from themagraaf.store.embedded import EmbeddedStore

NOT_SAID = ("/graaf/kpi", "/graaf/herkomst")  # graphs of what no record or catalogue says


@dataclass(slots=True)
class Difference:
    """Lines of N-Quads that only the earlier state has, and those that only the later has."""

    gone: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)

    def add(self, gone: Iterable[str], new: Iterable[str]) -> None:
        """Take in more."""
        self.gone |= set(gone)
        self.new |= set(new)

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)

    def __iter__(self) -> Iterator[str]:
        yield from self.gone
        yield from self.new

    @property
    def triples(self) -> set[str]:
        """What the lines say, without their graphs."""
        return set(map(triple_of, self))

    def and_also(self, other: "Difference") -> "Difference":
        """Return both together."""
        return Difference(self.gone | other.gone, self.new | other.new)

    def after(self, before: Collection[str], after: Collection[str]) -> "Difference":
        """Return what differs when some lines are withdrawn in the earlier state and the later."""
        was, now = set(before), set(after)
        gone = (self.gone - was) | (now - self.new - was)
        new = (self.new - now) | (was - self.gone - now)
        return Difference(gone, new)


@dataclass(frozen=True, slots=True)
class Sayers:
    """Tells which lines say a triple in the later state, those withdrawn included.

    `store` is that of the earlier release, `withdrawn` the lines it had withdrawn.
    """

    store: EmbeddedStore
    withdrawn: Mapping[str, Sequence[str]]  # by triple
    new: Mapping[str, Sequence[str]]  # by triple
    gone: Collection[str]

    def of(self, triples: Iterable[str]) -> Iterator[tuple[str, set[str]]]:
        """Give each triple with the lines that say it."""
        asked = list(triples)
        for triple, graphs in zip(asked, self.store.graphs_of(asked), strict=True):
            stated = {
                in_graph(triple, graph)
                for graph in graphs
                if "/graaf/relatie/" not in graph and not graph.endswith(NOT_SAID)
            }
            stated.update(self.withdrawn.get(triple, ()))
            yield triple, (stated - set(self.gone)) | set(self.new.get(triple, ()))


def by_triple(lines: Iterable[str]) -> dict[str, list[str]]:
    """Return lines by the triple that each says."""
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(triple_of(line), []).append(line)
    return found


def triple_of(line: str) -> str:
    """Return what a line of N-Quads says, as N-Triples."""
    return line.rsplit(" <", 1)[0] + " ."


def in_graph(triple: str, graph: str) -> str:
    """Return a triple as a line of N-Quads."""
    return f"{triple.removesuffix(' .')} <{graph}> ."


def has_blank(line: str) -> bool:
    """Say whether a line holds a blank node, whose name differs from store to store."""
    return line.startswith("_:") or line.split(" ", 2)[2].startswith("_:")
