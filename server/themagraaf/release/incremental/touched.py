"""The triples that differ between two states, and which queries may answer otherwise for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from themagraaf.release.incremental.reads import ANY, TYPE, Kinds, Read
from themagraaf.store.embedded import EmbeddedStore


@dataclass(frozen=True, slots=True)
class Touched:
    """What differs: by property, and class where it says one, the kinds of its subjects.

    The kinds of a subject are its classes and the properties that it has. Those in `made` come
    from relations, so that at some stages a subject lacks them; the empty text there is any.
    """

    made: frozenset[str] = frozenset()
    kinds: dict[tuple[str, str], set[frozenset[str]]] = field(default_factory=dict)

    def note(self, store: EmbeddedStore, lines: Iterable[str]) -> None:
        """Take in triples, as lines that begin with subject and property.

        Their subjects are of the kinds that the store or the lines give them.
        """
        listed = [(*line.split(" ", 2)[:2], _class_of(line)) for line in lines]
        kinds = store.kinds_of({subject for subject, _, _ in listed})
        for subject, predicate, of_class in listed:
            kinds[subject] |= {predicate[1:-1], of_class}
        for subject, predicate, of_class in listed:
            said = frozenset(kinds[subject])
            for key in ((predicate[1:-1], of_class), (predicate[1:-1], ANY), (ANY, ANY)):
                self.kinds.setdefault(key, set()).add(said)

    def forget(self) -> None:
        """Begin anew."""
        self.kinds.clear()

    def hits(self, reads: Iterable[Read]) -> bool:
        """Say whether a query that reads these may answer otherwise."""
        return any(
            self._of(read.kinds, found)
            for read in reads
            for found in self.kinds.get((read.predicate, read.of_class), ())
        )

    def _of(self, asked: Kinds, found: frozenset[str]) -> bool:
        """Say whether something of some kinds may be, at any stage, of those asked for."""
        return ANY in self.made or all(kind & found or kind & self.made for kind in asked)


def _class_of(line: str) -> str:
    _, predicate, rest = line.split(" ", 2)
    return rest.split(" ", 1)[0][1:-1] if predicate == f"<{TYPE}>" else ANY
