"""Makes a release from an earlier one: only what differs, and what rests on that, is made anew."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from themagraaf.kpi.cube import read_leden_file
from themagraaf.kpi.leden import read_leden
from themagraaf.release.accepting import findings_of
from themagraaf.release.figures import Figures, lines_of_earlier, quads_of_all, write_figures
from themagraaf.release.incremental.difference import Difference
from themagraaf.release.incremental.renewal import Records, Renewal
from themagraaf.release.incremental.reuse import Earlier, Inputs, write_inputs
from themagraaf.release.incremental.touched import Touched
from themagraaf.release.manifest import Manifest
from themagraaf.release.parts import Parts
from themagraaf.release.quarantine import Quarantine
from themagraaf.release.relaties import count_outcomes, made_by
from themagraaf.release.writing import describe_release, write_report
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.report import Group


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """One build on an earlier release."""

    earlier: Earlier
    parts: Parts

    def run(self, inputs: Inputs, allow_empty: bool) -> tuple[Manifest, list[Group]]:
        """Write the release; return its manifest, and what validation found.

        Raises:
            TooDifferentError: A build of everything is needed, or as fast.
            ModelError: The model can't be carried out on these deliveries.
            DeliveryError: A delivery can't be read.
            EmptyDeliveryError: No record of a registration got through, and that was not allowed.
        """
        measuring, old = self.parts.measuring, self.earlier.release
        quarantine = Quarantine(self.parts.workspace)
        relaties = (*measuring.model.relaties, *old.model.relaties)
        touched = Touched(frozenset(chain.from_iterable(made_by(item) for item in relaties)))
        renewal = Renewal(self.earlier, self.parts, quarantine, touched)
        records = renewal.run(inputs, allow_empty)
        store = self._change_records(records)
        related = self._count_related(store, records)
        earlier = self._still(store, records.quads)
        measured = measuring.run(store, earlier)
        figures = write_figures(measuring, measured, self.parts.work / "figures", earlier)
        said = self._figures(figures, earlier)
        everything = records.quads.and_also(records.derived).and_also(said)
        more = self._change_store("intern", everything)
        self._change_store("openbaar", said.and_also(records.catalogus))
        measuring.model.files.copy_to(measuring.target / "model")
        derived = {**self.earlier.inputs["herkomst"], **records.derived_digests}
        write_inputs(measuring.target, inputs, figures.digests, derived)
        findings = findings_of(self.parts.checkpoint.read_rondes())
        groups = write_report(measuring.target, findings, renewal.kept_out(records))
        content = describe_release(
            measuring,
            self.parts.workspace.delivered,
            registraties={**old.manifest["registraties"], **records.counts},
            related=related,
            measured=measured,
            findings=findings,
            quads={
                **old.manifest["quads"],
                **records.quads_digests,
                **quads_of_all(figures, derived),
            },
            aantal_quads=old.manifest["aantalQuads"] + more,
        )
        return content, groups

    def _change_records(self, records: Records) -> EmbeddedStore:
        """Make the store that holds no figures, which queries could take for records."""
        old, here = self.earlier.checkpoint, self.parts.checkpoint
        if not here.records.is_dir():  # nor taken over as a whole
            store = EmbeddedStore.copy(old.records, here.records)
            store.change(records.quads.gone, records.quads.new)
            store.close()
        return EmbeddedStore.open(here.records)

    def _count_related(
        self, store: EmbeddedStore, records: Records
    ) -> dict[str, Mapping[str, int]]:
        """Return for each relation how many records had which outcome."""
        measuring, known = self.parts.measuring, self.earlier.release.manifest["relaties"]
        delivered = measuring.delivered(measuring.model.relaties)
        again = [item for item in delivered if item.id in records.related]
        same = {item.id: known[item.id] for item in delivered if item not in again}
        return same | count_outcomes(store, again, measuring.gemeente.basis)

    def _still(self, store: EmbeddedStore, quads: Difference) -> Earlier:
        """Return the earlier release with what of its figures no longer holds."""
        then, now = self.earlier.release.manifest["registraties"], self.parts.measuring.peildata
        touched = Touched()
        for state in (self.earlier.release.store("intern"), store):
            touched.note(state, quads)
        return replace(
            self.earlier,
            touched=touched,
            later=frozenset(n for n in now if then[n]["peildatum"] != now[n].isoformat()),
            renamed=bool(quads) and self._renamed(store, quads),
        )

    def _renamed(self, store: EmbeddedStore, quads: Difference) -> bool:
        """Say whether anything said of a member of a dimension differs."""
        path = self.earlier.release.path / "cubes" / "leden.parquet"
        members = {lid.iri for lid in read_leden_file(path).values()}
        members |= read_leden(store, self.parts.measuring.model.vocabulary).soorten.keys()
        return any(line.split(" ", 1)[0][1:-1] in members for line in quads)

    def _figures(self, figures: Figures, earlier: Earlier) -> Difference:
        """Return how the lines about figures differ."""
        measuring = self.parts.measuring
        same = {kpi.id for kpi in measuring.model.kpis if earlier.has(kpi)}
        gone = {kpi.id for kpi in earlier.release.model.kpis} - same
        basis = measuring.gemeente.basis
        before = set(lines_of_earlier(earlier, basis, gone))
        after = {
            line for path in figures.paths.values() for line in path.read_text("utf-8").split("\n")
        } - {""}
        return Difference(before - after, after - before)

    def _change_store(self, audience: str, quads: Difference) -> int:
        """Make the store of an audience; return by how many more quads it holds."""
        old, target = self.earlier.release.path / audience, self.parts.measuring.target / audience
        store = EmbeddedStore.copy(old, target)
        more = store.change(quads.gone, quads.new)
        store.close()
        return more
