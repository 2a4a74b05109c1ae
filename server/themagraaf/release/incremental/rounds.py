"""The rounds of keeping out, gone through on an earlier build's candidate.

A shape looks again only where it is another than it was, or reads what differs; of the rest
what was found in the same round is found again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from themagraaf.mapping.herkomst import PROV
from themagraaf.mapping.withdrawal import Withdrawn
from themagraaf.model.shapes import Shape
from themagraaf.release.accepting import MAX_ROUNDS, never_ends
from themagraaf.release.incremental.checkpoint import Ronde
from themagraaf.release.incremental.difference import Sayers, triple_of
from themagraaf.release.incremental.reads import ANYTHING, Read, reads_of
from themagraaf.release.incremental.reuse import Earlier
from themagraaf.release.incremental.touched import Touched
from themagraaf.release.parts import Parts
from themagraaf.release.quarantine import Quarantine
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.compile import compile_constraint
from themagraaf.validation.finding import Finding
from themagraaf.validation.findings import validate
from themagraaf.validation.patterns import require_patterns

BATCH = 500


class TooDifferentError(Exception):
    """The earlier release is of no use: all must be made anew, or that is as fast."""


class AlsoReadError(Exception):
    """Something else is found of records in registrations that were not read."""

    def __init__(self, registraties: Iterable[str]) -> None:
        self.registraties = frozenset(registraties)
        super().__init__(", ".join(sorted(self.registraties)))


@dataclass(frozen=True, slots=True)
class Rounds:
    """What going through them needs; `before` are the rounds of the earlier build."""

    earlier: Earlier
    parts: Parts
    quarantine: Quarantine
    before: Sequence[Ronde]
    store: EmbeddedStore
    sayers: Sayers
    touched: Touched
    reads: dict[str, frozenset[Read]] = field(default_factory=dict)  # by shape

    def run(self, differing: Iterable[str], said: Iterable[str]) -> list[Ronde]:
        """Return the rounds, with the store left as the last one accepts it.

        `differing` are the triples that the mapped lines differ in, `said` those that the
        catalogue says.

        Raises:
            TooDifferentError: A blank node would have to leave.
            AlsoReadError: More registrations must be read.
            ModelError: A shape can't be met.
        """
        rondes: list[Ronde] = []
        withdrawn, affected, catalogue = set[str](), set(differing), list(said)
        for place in range(MAX_ROUNDS):
            was = self.before[min(place, len(self.before) - 1)]
            findings = self._findings(was)
            if not (spoken := self._keep_out(findings, place)):
                return [*rondes, Ronde(findings, {}, Withdrawn({}, []))]
            quads = self._same(was) | self.parts.workspace.withdraw(catalogue).quads
            withdrawn.update(line for lines in quads.values() for line in lines)
            affected |= self._note(was, quads)
            leaving = self._leaving(was, quads, withdrawn, affected)
            rondes.append(Ronde(findings, spoken, Withdrawn(quads, leaving)))
            if not self.store.remove(leaving):
                raise TooDifferentError
        raise never_ends()

    @property
    def _read(self) -> set[str]:
        return {bron.levering.registratie for bron in self.parts.workspace.bronnen}

    def _findings(self, was: Ronde) -> list[Finding]:
        """Return what all shapes find, in order."""
        model = self.parts.measuring.model
        now, then = _by_iri(model.shapes), _by_iri(self.earlier.release.model.shapes)
        stale = {
            iri
            for iri, shapes in now.items()
            if shapes != then.get(iri) or self.touched.hits(self._reads(iri, shapes))
        }
        require_patterns(self.store, [shape for iri in stale for shape in now[iri]])
        again = validate(
            self.store,
            [shape for shape in model.shapes if shape.iri in stale],
            model.vocabulary,
            self.parts.measuring.progress,
            self.parts.measuring.threads,
        )
        same = [item for item in was.findings if item.shape in now.keys() - stale]
        return sorted([*again, *same], key=Finding.key)

    def _reads(self, iri: str, shapes: Iterable[Shape]) -> frozenset[Read]:
        if iri not in self.reads:
            self.reads[iri] = self._read_by(shapes)
        return self.reads[iri]

    def _read_by(self, shapes: Iterable[Shape]) -> frozenset[Read]:
        subclasses = self.parts.measuring.model.vocabulary.subclasses
        found: set[Read] = set()
        for shape in shapes:
            if shape.is_slow:
                return ANYTHING
            for constraint in shape.constraints:
                found |= reads_of(compile_constraint(shape, constraint, subclasses))
        return frozenset(found)

    def _keep_out(self, findings: Sequence[Finding], place: int) -> dict[str, list[str]]:
        """Keep out the records that speak of a node in violation; return who speaks of which.

        Raises:
            AlsoReadError: Records that were not read speak of a node of which other is found.
        """
        later = self.before[place:]
        found, known = _violations(findings), _violations(later[0].findings if later else ())
        differing = {finding.focus.value for finding in found ^ known}
        also = {
            naam for ronde in later for node in differing for naam in ronde.spoken.get(node, ())
        }
        if more := (also | self._speaking(differing)) - self._read:
            raise AlsoReadError(more)
        spoken = later[0].spoken if later else {}
        elsewhere = {node: set(namen) - self._read for node, namen in spoken.items()}
        here = self.quarantine.violations(
            findings, {node for node, namen in elsewhere.items() if namen}
        )
        return {
            node: sorted(elsewhere.get(node, set()) | set(namen)) for node, namen in here.items()
        }

    def _speaking(self, nodes: Collection[str]) -> set[str]:
        """Return the registrations of which accepted records speak of some nodes."""
        basis, found = self.parts.measuring.gemeente.basis, set[str]()
        start = f"{basis}/id/levering/"
        listed = sorted(nodes)
        for place in range(0, len(listed), BATCH):
            values = " ".join(f"<{node}>" for node in listed[place : place + BATCH])
            rows = (
                self.earlier.release.store("intern")
                .select(f"""SELECT ?record WHERE {{
                VALUES ?node {{ {values} }}
                GRAPH <{basis}/graaf/herkomst> {{ ?node {PROV} ?record }} }}""")
                .rows
            )
            found |= {row[0].value.removeprefix(start).split("/")[0] for row in rows if row[0]}
        return found

    def _same(self, was: Ronde) -> dict[str, list[str]]:
        """Return what registrations that were not read withdrew in a round."""
        quads = was.withdrawn.quads
        return {naam: lines for naam, lines in quads.items() if naam not in self._read}

    def _note(self, was: Ronde, quads: Mapping[str, Sequence[str]]) -> set[str]:
        """Note what of the registrations that were read is withdrawn otherwise.

        Returns the triples of all that these withdrew, then or now.
        """
        then = {line for naam in self._read for line in was.withdrawn.quads.get(naam, ())}
        now = {line for naam in self._read for line in quads.get(naam, ())}
        self.touched.note(self.store, then ^ now)
        return set(map(triple_of, then | now))

    def _leaving(
        self,
        was: Ronde,
        quads: Mapping[str, Sequence[str]],
        withdrawn: set[str],
        affected: set[str],
    ) -> list[str]:
        """Return the triples that no line says any more: as they were, but for those affected."""
        asked = {triple_of(line) for lines in quads.values() for line in lines} & affected
        silent = {triple for triple, lines in self.sayers.of(asked) if lines <= withdrawn}
        return sorted((set(was.withdrawn.triples) - affected) | silent)


def _violations(findings: Iterable[Finding]) -> set[Finding]:
    return {finding for finding in findings if finding.severity == "Violation"}


def _by_iri(shapes: Iterable[Shape]) -> dict[str, list[Shape]]:
    found: dict[str, list[Shape]] = {}
    for shape in shapes:
        found.setdefault(shape.iri, []).append(shape)
    return found
