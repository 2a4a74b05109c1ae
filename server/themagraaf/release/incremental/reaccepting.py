"""Puts what differs from an earlier release in the candidate that its build left, and decides anew.

Registrations that are the same are not read, as long as what is found of their records is too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from themagraaf.release.accepting import digests_of, withdrawn_of
from themagraaf.release.incremental.checkpoint import CATALOGUS, Ronde
from themagraaf.release.incremental.difference import (
    Difference,
    Sayers,
    by_triple,
    has_blank,
    triple_of,
)
from themagraaf.release.incremental.reuse import Earlier
from themagraaf.release.incremental.rounds import Rounds, TooDifferentError
from themagraaf.release.incremental.touched import Touched
from themagraaf.release.parts import Parts
from themagraaf.release.quarantine import Quarantine
from themagraaf.store.embedded import EmbeddedStore

MOST = 0.1  # share of an earlier release's quads beyond which making all anew is no slower


@dataclass(frozen=True, slots=True)
class Reaccepted:
    """The candidate without what may not enter, and what differs from the earlier release.

    `quads` is the difference of what is accepted, `catalogus` that of the catalogue; `digests`
    are those of the registrations that were read.
    """

    store: EmbeddedStore
    rondes: list[Ronde]
    quads: Difference
    catalogus: Difference
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reaccepting:
    """One attempt, with the registrations that the workspace holds."""

    earlier: Earlier
    parts: Parts
    quarantine: Quarantine
    touched: Touched

    def run(self, catalogue: Path) -> Reaccepted:
        """Go through the rounds on the candidate; note what is touched.

        Raises:
            TooDifferentError: A build of everything is needed, or as fast.
            AlsoReadError: More registrations must be read; nothing of this attempt counts.
            ModelError: A shape can't be met.
        """
        files = self.parts.workspace.write_quads(self.parts.measuring.progress)
        before = self.earlier.checkpoint.read_rondes()
        mapped = self._mapped({**files, CATALOGUS: [catalogue]})
        was = withdrawn_of(before)
        total = Difference()
        for one in mapped.values():
            total.add(one.gone, one.new)
        sayers = self._sayers(total, was)
        store = self._candidate(total, sayers)
        rounds = Rounds(
            self.earlier, self.parts, self.quarantine, before, store, sayers, self.touched
        )
        rondes = rounds.run(total.triples, catalogue.read_text("utf-8").split("\n"))
        self.parts.checkpoint.write_rondes(rondes)
        now = withdrawn_of(rondes)
        accepted = Difference()
        for naam, one in mapped.items():
            part = one.after(was.get(naam, ()), now.get(naam, ()))
            accepted.add(part.gone, part.new)
        return Reaccepted(store, rondes, accepted, mapped[CATALOGUS], digests_of(files, now))

    def _mapped(self, files: Mapping[str, Sequence[Path]]) -> dict[str, Difference]:
        """Return how what is mapped differs, and keep it for the next build."""
        here, old = self.parts.checkpoint, self.earlier.checkpoint
        mapped: dict[str, Difference] = {}
        for naam, paths in files.items():
            kept = here.lines("quads", naam)
            self.parts.kept.keep(paths, kept)
            mapped[naam] = Difference(*self.parts.kept.difference(old.lines("quads", naam), kept))
            self._require_own(naam, mapped[naam])
        most = MOST * self.earlier.release.manifest["aantalQuads"]
        if sum(len(one.gone) + len(one.new) for one in mapped.values()) > most:
            raise TooDifferentError
        here.take_over(old, "quads", self.earlier.inputs["registraties"].keys() - files.keys())
        return mapped

    def _require_own(self, naam: str, lines: Iterable[str]) -> None:
        """Let pass lines that can be found again, in the one graph of their registration."""
        end = f" <{self.parts.measuring.gemeente.basis}/graaf/registratie/{naam}> ."
        if any(has_blank(line) or not (naam == CATALOGUS or line.endswith(end)) for line in lines):
            raise TooDifferentError

    def _sayers(self, total: Difference, was: Mapping[str, Sequence[str]]) -> Sayers:
        return Sayers(
            self.earlier.release.store("intern"),
            by_triple(line for lines in was.values() for line in lines),
            by_triple(total.new),
            total.gone,
        )

    def _candidate(self, total: Difference, sayers: Sayers) -> EmbeddedStore:
        store = EmbeddedStore.copy(self.earlier.checkpoint.candidate, self.parts.work / "candidate")
        self.touched.note(store, total)
        left = {triple_of(line) for line in total.gone}
        store.remove(triple for triple, lines in sayers.of(left) if not lines)
        store.add(map(triple_of, total.new))
        self.touched.note(store, total)
        store.keep(self.parts.checkpoint.candidate)
        return store
