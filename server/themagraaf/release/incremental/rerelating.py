"""Connects records again where a relation is another than it was, or reads what differs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from themagraaf.model.relatie import Relatie
from themagraaf.release.incremental.difference import Difference, in_graph
from themagraaf.release.incremental.reads import read_any, reads_of
from themagraaf.release.incremental.reuse import Earlier
from themagraaf.release.incremental.touched import Touched
from themagraaf.release.parts import Parts
from themagraaf.release.relaties import carry_out, graph_of, levels, made_by
from themagraaf.store.embedded import EmbeddedStore


@dataclass(slots=True)
class Rerelating:
    """Relations under way: `waiting` are results that the store does not hold yet."""

    earlier: Earlier
    parts: Parts
    store: EmbeddedStore
    touched: Touched
    quads: Difference = field(default_factory=Difference)
    again: list[str] = field(default_factory=list)
    waiting: list[Relatie] = field(default_factory=list)

    def run(self) -> None:
        """Carry out what must be; `again` are those relations, `quads` is what differs.

        Raises:
            ModelError: A query is no CONSTRUCT that the store can answer.
        """
        measuring, old = self.parts.measuring, self.earlier.release.model
        delivered = measuring.delivered(measuring.model.relaties)
        then = {item.id: item for item in measuring.delivered(old.relaties)}
        for naam in then.keys() - {item.id for item in delivered}:
            kept = self.earlier.checkpoint.lines("relaties", naam)
            self._differs(naam, self.parts.kept.read(kept), set())
        order = {item.id: item.volgt_op for item in delivered}
        moved = order != {naam: item.volgt_op for naam, item in then.items()}
        for level in levels(delivered):
            stale = [
                item
                for item in level
                if moved or item != then.get(item.id) or self.touched.hits(reads_of(item.query))
            ]
            if stale:
                self._load_what_is_read_by(stale)
                self._carry_out(stale, then)
            same = {item.id for item in level} - {item.id for item in stale}
            self.parts.checkpoint.take_over(self.earlier.checkpoint, "relaties", same)
            self.waiting += level

    def _carry_out(self, relaties: list[Relatie], then: Mapping[str, Relatie]) -> None:
        measuring = self.parts.measuring
        for naam, path in carry_out(self.store, relaties, self.parts.work, measuring.threads):
            measuring.progress(f"relating {naam}", len(self.again), len(measuring.model.relaties))
            kept = self.parts.checkpoint.lines("relaties", naam)
            self.parts.kept.keep([path], kept)
            old = self.earlier.checkpoint.lines("relaties", naam)
            if naam in then:
                self._differs(naam, *self.parts.kept.difference(old, kept))
            else:
                self._differs(naam, set(), self.parts.kept.read(kept))
            self.again.append(naam)

    def _differs(self, naam: str, gone: set[str], new: set[str]) -> None:
        self.touched.note(self.store, gone | new)
        graph = graph_of(naam, self.parts.measuring.gemeente.basis)
        self.quads.add((in_graph(t, graph) for t in gone), (in_graph(t, graph) for t in new))

    def _load_what_is_read_by(self, relaties: list[Relatie]) -> None:
        """Put in the store what earlier relations connect, where these may read it."""
        reads = frozenset(chain.from_iterable(reads_of(item.query) for item in relaties))
        wanted = [item for item in self.waiting if read_any(reads, made_by(item))]
        files = [
            self.parts.kept.give_back(
                self.parts.checkpoint.lines("relaties", item.id), self.parts.work / f"{item.id}.nt"
            )
            for item in wanted
        ]
        self.store.load_triples(*files)
        self.waiting = [item for item in self.waiting if item not in wanted]
