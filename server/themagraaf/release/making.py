"""Makes a whole release: map, validate, keep out, relate, measure, write down."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from themagraaf.mapping.beside import side_by_side
from themagraaf.release import manifest, relaties
from themagraaf.release.accepting import Accepted, Accepting
from themagraaf.release.counting import count_records
from themagraaf.release.figures import quads_of_all, write_figures
from themagraaf.release.incremental.checkpoint import CATALOGUS
from themagraaf.release.incremental.reuse import Inputs, write_inputs
from themagraaf.release.manifest import Manifest
from themagraaf.release.parts import Parts
from themagraaf.release.quarantine import Quarantine
from themagraaf.release.writing import describe_release, write_catalogue, write_report
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.report import Group


class Making:
    """One build under way: the steps share a workspace and the release's folder."""

    def __init__(self, parts: Parts) -> None:
        self.measuring = measuring = parts.measuring
        self.workspace = parts.workspace
        self.work = parts.work
        self.checkpoint = parts.checkpoint
        self.kept = parts.kept
        self.model = measuring.model
        self.gemeente = measuring.gemeente
        self.target = measuring.target
        self.progress = measuring.progress
        self.peildata = measuring.peildata
        self.threads = measuring.threads
        self.quarantine = Quarantine(parts.workspace)

    def run(self, inputs: Inputs, allow_empty: bool) -> tuple[Manifest, list[Group]]:
        """Make everything; return the manifest, and what validation found.

        Deliveries that the workspace has staged already are not read again.

        Raises:
            ModelError: The model can't be carried out on these deliveries.
            DeliveryError: A delivery can't be read.
            EmptyDeliveryError: No record of a registration got through, and that was not allowed.
        """
        staged = {bron.levering for bron in self.workspace.bronnen}
        rest = [item for item in self.gemeente.leveringen if item not in staged]
        self.workspace.stage(rest, self.progress)
        self.quarantine.without_key(self.workspace.trace(self.progress))
        delivered = self.workspace.delivered
        described = write_catalogue(self.measuring, delivered, self.work / "catalogus.nq")
        accepted = self._accept(described)
        registraties = count_records(self.quarantine, self.peildata, allow_empty)
        related = self._relate(accepted)
        accepted.store.optimize()
        accepted.store.keep(self.checkpoint.records)
        measured = self.measuring.run(accepted.store)
        figures = write_figures(self.measuring, measured, self.work / "figures")
        herkomst = self._write_provenance()
        said = list(figures.paths.values())
        aantal_quads, _ = side_by_side(
            [
                lambda: self._finish(accepted.store, [*said, *herkomst.values()]),
                lambda: self._publish_open([described, *said]),
            ],
            self.threads,
            lambda done: self.progress("loading figures", done, 2),
        )
        self.model.files.copy_to(self.target / "model")
        written = {naam: manifest.digest_of([path]) for naam, path in herkomst.items()}
        write_inputs(self.target, inputs, figures.digests, written)
        kept_out = (line for naam in sorted(herkomst) for line in self.quarantine.lines(naam))
        groups = write_report(self.target, accepted.findings, kept_out)
        content = describe_release(
            self.measuring,
            delivered,
            registraties=registraties,
            related=related,
            measured=measured,
            findings=accepted.findings,
            quads=accepted.digests | quads_of_all(figures, written),
            aantal_quads=aantal_quads,
        )
        return content, groups

    def _write_provenance(self) -> dict[str, Path]:
        paths = self.workspace.write_provenance(self._graph("herkomst"))
        for naam, path in paths.items():
            self.kept.keep([path], self.checkpoint.lines("herkomst", naam))
        return dict(sorted(paths.items()))

    def _accept(self, described: Path) -> Accepted:
        accepting = Accepting(
            self.model,
            self._graph("model"),
            self.workspace,
            self.quarantine,
            self.progress,
            self.threads,
        )
        accepted = accepting.run(described, self.target / "intern", self.checkpoint)
        for naam, paths in {**accepted.files, CATALOGUS: [described]}.items():
            self.kept.keep(paths, self.checkpoint.lines("quads", naam))
        self.checkpoint.write_rondes(accepted.rondes)
        return accepted

    def _finish(self, store: EmbeddedStore, paths: Iterable[Path]) -> int:
        """Load what is said of the records, and close the store; return how many quads it holds."""
        store.load(*paths)
        aantal_quads = len(store)
        store.close()
        return aantal_quads

    def _relate(self, accepted: Accepted) -> dict[str, Mapping[str, int]]:
        """Connect the accepted records, and give each graph what belongs in it."""
        store, basis = accepted.store, self.gemeente.basis
        delivered = self.measuring.delivered(self.model.relaties)
        files = relaties.relate(store, delivered, self.work, self.progress, self.threads)
        for naam, path in files.items():
            self.kept.keep([path], self.checkpoint.lines("relaties", naam))
        self.progress("loading graphs", 0, 1)
        store.load_graphs(
            *accepted.paths,
            without=accepted.withdrawn,
            triples={path: relaties.graph_of(naam, basis) for naam, path in files.items()},
        )
        return relaties.count_outcomes(store, delivered, basis)

    def _publish_open(self, paths: Iterable[Path]) -> int:
        """Make the store that is open to all: model, catalogue and figures, no record."""
        store = EmbeddedStore.create(self.target / "openbaar")
        store.load_turtle(self.model.files.find("ontology", "*.ttl"), self._graph("model"))
        store.load(*paths)
        store.optimize()
        aantal_quads = len(store)
        store.close()
        return aantal_quads

    def _graph(self, naam: str) -> str:
        return f"{self.gemeente.basis}/graaf/{naam}"
