"""Renews what differs of the records of an earlier release: quads, connections, provenance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from themagraaf.release import manifest
from themagraaf.release.counting import count_records
from themagraaf.release.incremental.difference import Difference
from themagraaf.release.incremental.reaccepting import Reaccepted, Reaccepting
from themagraaf.release.incremental.rerelating import Rerelating
from themagraaf.release.incremental.reuse import Earlier, Inputs
from themagraaf.release.incremental.rounds import AlsoReadError
from themagraaf.release.incremental.touched import Touched
from themagraaf.release.manifest import RegistratieGeteld
from themagraaf.release.parts import Parts
from themagraaf.release.quarantine import Quarantine, registratie_of
from themagraaf.release.writing import write_catalogue


@dataclass(frozen=True, slots=True)
class Records:
    """What differs of records: their quads and connections, the catalogue, their provenance.

    `counts` are of the registrations that were read, `quads_digests` and `derived_digests` what
    the manifest says of them; `related` names the relations carried out again.
    """

    quads: Difference = field(default_factory=Difference)
    catalogus: Difference = field(default_factory=Difference)
    derived: Difference = field(default_factory=Difference)
    counts: Mapping[str, RegistratieGeteld] = field(default_factory=dict)
    quads_digests: Mapping[str, str] = field(default_factory=dict)
    derived_digests: Mapping[str, str] = field(default_factory=dict)
    related: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Renewal:
    """One renewal under way; what it changes is noted in `touched`."""

    earlier: Earlier
    parts: Parts
    quarantine: Quarantine
    touched: Touched

    def run(self, inputs: Inputs, allow_empty: bool) -> Records:
        """Decide and connect again, as far as need be, and keep all for the next build.

        Raises:
            TooDifferentError: A build of everything is needed, or as fast.
            ModelError: The model can't be carried out on these deliveries.
            DeliveryError: A delivery can't be read.
            EmptyDeliveryError: No record of a registration got through, and that was not allowed.
        """
        then, measuring = self.earlier.inputs["registraties"], self.parts.measuring
        changed = {naam for naam, found in inputs["registraties"].items() if then[naam] != found}
        now, known = measuring.model, self.earlier.release.model
        if not changed and (now.shapes, now.relaties) == (known.shapes, known.relaties):
            self.parts.checkpoint.take_over_all(self.earlier.checkpoint)
            return Records()
        accepted = self._accept(changed)
        counts = count_records(self.quarantine, measuring.peildata, allow_empty)
        relating = Rerelating(self.earlier, self.parts, accepted.store, self.touched)
        relating.run()
        derived, digests = self._provenance()
        return Records(
            accepted.quads.and_also(relating.quads),
            accepted.catalogus,
            derived,
            counts,
            accepted.digests,
            digests,
            frozenset(relating.again),
        )

    def kept_out(self, records: Records) -> Iterator[str]:
        """Give the lines of the quarantine: those read anew, and of the rest those of before."""
        before: dict[str, list[str]] = {}
        path = self.earlier.release.path / "quarantaine.jsonl"
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                before.setdefault(registratie_of(line), []).append(line)
        for naam in sorted(self.earlier.inputs["registraties"]):
            again = naam in records.counts
            yield from self.quarantine.lines(naam) if again else before.get(naam, ())

    def _accept(self, changed: set[str]) -> Reaccepted:
        """Read what changed, and more as long as it turns out that more must be read."""
        measuring, workspace = self.parts.measuring, self.parts.workspace
        while True:
            staged = {bron.levering for bron in workspace.bronnen}
            wanted = [
                item
                for item in measuring.gemeente.leveringen
                if item.registratie in changed and item not in staged
            ]
            workspace.stage(wanted, measuring.progress)
            self.quarantine.without_key(workspace.trace(measuring.progress))
            path = self.parts.work / "catalogus.nq"
            described = write_catalogue(measuring, workspace.delivered, path)
            attempt = Reaccepting(self.earlier, self.parts, self.quarantine, self.touched)
            try:
                return attempt.run(described)
            except AlsoReadError as more:
                changed |= more.registraties
            self.parts.begin_anew()
            self.quarantine.reasons.clear()
            self.touched.forget()

    def _provenance(self) -> tuple[Difference, dict[str, str]]:
        """Return how provenance differs, and its digest for each registration that was read."""
        graph = f"{self.parts.measuring.gemeente.basis}/graaf/herkomst"
        old, here, kept = self.earlier.checkpoint, self.parts.checkpoint, self.parts.kept
        derived, digests = Difference(), dict[str, str]()
        for naam, path in self.parts.workspace.write_provenance(graph).items():
            kept.keep([path], here.lines("herkomst", naam))
            names = (checkpoint.lines("herkomst", naam) for checkpoint in (old, here))
            derived.add(*kept.difference(*names))
            digests[naam] = manifest.digest_of([path])
        here.take_over(old, "herkomst", self.earlier.inputs["herkomst"].keys() - digests.keys())
        return derived, digests
