"""Makes a whole release: map, validate, keep out, relate, measure, write down."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from themagraaf.errors import EmptyDeliveryError
from themagraaf.mapping.workspace import Workspace
from themagraaf.model.bron import read_bron
from themagraaf.release import catalogue, dcat, manifest, relaties
from themagraaf.release.accepting import Accepted, Accepting
from themagraaf.release.figures import write_figures
from themagraaf.release.manifest import Manifest, RegistratieGeteld
from themagraaf.release.measuring import Measured, Measuring
from themagraaf.release.quarantine import Quarantine
from themagraaf.release.reuse import write_inputs
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.finding import Finding
from themagraaf.validation.report import SEVERITIES, Group, as_turtle, summarize


class Making:
    """One build under way: the steps share a workspace and the release's folder."""

    def __init__(self, measuring: Measuring, workspace: Workspace, work: Path) -> None:
        self.measuring = measuring
        self.workspace = workspace
        self.work = work
        self.model = measuring.model
        self.gemeente = measuring.gemeente
        self.target = measuring.target
        self.progress = measuring.progress
        self.peildata = measuring.peildata
        self.threads = measuring.threads
        self.quarantine = Quarantine(workspace)

    def run(self, records: str, allow_empty: bool) -> tuple[Manifest, list[Group]]:
        """Make everything; return the manifest, and what validation found.

        `records` is the digest of all on which the records rest; deliveries that the workspace
        has staged already are not read again.

        Raises:
            ModelError: The model can't be carried out on these deliveries.
            DeliveryError: A delivery can't be read.
            EmptyDeliveryError: No record of a registration got through, and that was not allowed.
        """
        staged = {bron.levering for bron in self.workspace.bronnen}
        rest = [item for item in self.gemeente.leveringen if item not in staged]
        self.workspace.stage(rest, self.progress)
        self.quarantine.without_key(self.workspace.trace(self.progress))
        described = self.work / "catalogus.nq"
        described.write_bytes("".join(self._catalogue()).encode())
        accepted = self._accept(described)
        store, findings = accepted.store, accepted.findings
        registraties = self._count(allow_empty)
        related = self._relate(accepted)
        store.optimize()
        measured = self.measuring.run(store)
        figures = write_figures(
            self.model, self.gemeente.basis, measured.leden, measured.cubes, self.work / "figures"
        )
        herkomst = self.workspace.write_provenance(self._graph("herkomst"))
        aantal_quads = self._finish(store, [*figures.paths.values(), herkomst])
        self._publish_open([described, *figures.paths.values()])
        groups = self._report(findings)
        self.model.files.copy_to(self.target / "model")
        write_inputs(self.target, records, figures.digests)
        digests = accepted.digests | {
            "kpi": figures.digest,
            "herkomst": manifest.digest_of([herkomst]),
        }
        content = self._describe(registraties, measured, findings, digests, aantal_quads, related)
        return content, groups

    def _accept(self, described: Path) -> Accepted:
        accepting = Accepting(
            self.model,
            self._graph("model"),
            self.workspace,
            self.quarantine,
            self.progress,
            self.threads,
        )
        return accepting.run(described, self.target / "intern")

    def _finish(self, store: EmbeddedStore, paths: Iterable[Path]) -> int:
        """Load what is said of the records, and close the store; return how many quads it holds."""
        self.progress("loading figures", 0, 1)
        store.load(*paths)
        aantal_quads = len(store)
        store.optimize()
        store.close()
        return aantal_quads

    def _describe(
        self,
        registraties: dict[str, RegistratieGeteld],
        measured: Measured,
        findings: list[Finding],
        quads: dict[str, str],
        aantal_quads: int,
        related: Mapping[str, Mapping[str, int]],
    ) -> Manifest:
        return {
            "gemeente": {
                "naam": self.gemeente.naam,
                "code": self.gemeente.code,
                "basis": self.gemeente.basis,
            },
            "model": self.model.files.digest(),
            "leveringen": manifest.describe(self.gemeente.leveringen, self.workspace.delivered),
            "registraties": registraties,
            "relaties": related,
            "quads": quads,
            "aantalQuads": aantal_quads,
            "bevindingen": self._count_findings(findings),
            "rapport": manifest.digest_of([self.target / "rapport.ttl"]),
            "quarantaine": manifest.digest_of([self.target / "quarantaine.jsonl"]),
            "kpis": measured.kpis,
            "klantreizen": manifest.digest_of([self.target / "klantreizen.json"]),
            "leden": manifest.digest_of([self.target / "cubes" / "leden.parquet"]),
        }

    def _relate(self, accepted: Accepted) -> dict[str, Mapping[str, int]]:
        """Connect the accepted records, and give each graph what belongs in it."""
        store, basis = accepted.store, self.gemeente.basis
        delivered = [item for item in self.model.relaties if item.registratie in self.peildata]
        files = relaties.relate(store, delivered, self.work, self.progress, self.threads)
        self.progress("loading graphs", 0, 1)
        store.load_graphs(
            *accepted.paths,
            without=accepted.withdrawn,
            triples={path: relaties.graph_of(naam, basis) for naam, path in files.items()},
        )
        return relaties.count_outcomes(store, delivered, basis)

    def _catalogue(self) -> Iterator[str]:
        yield from catalogue.describe(self.gemeente, self.workspace.delivered)
        yield from relaties.describe(self.model.relaties, self.gemeente.basis)
        bronnen = {
            naam: (read_bron(self.model.files, naam), peildatum)
            for naam, peildatum in self.peildata.items()
        }
        graph = dcat.describe_catalogue(self.gemeente, bronnen)
        yield from dcat.as_quads(graph, self._graph("catalogus"))

    def _count(self, allow_empty: bool) -> dict[str, RegistratieGeteld]:
        """Return per registration: records in, published, in quarantine."""
        counts: dict[str, RegistratieGeteld] = {}
        totals: dict[str, list[int]] = {naam: [0, 0] for naam in self.peildata}
        for bron in self.workspace.records():
            naam = bron.levering.registratie
            totals[naam][0] += bron.staged.count
            totals[naam][1] += self.quarantine.count(bron)
        for naam, (records, kept_out) in totals.items():
            if records == kept_out and not allow_empty:
                raise EmptyDeliveryError(self._nothing_left(naam, records))
            counts[naam] = {
                "records": records,
                "gepubliceerd": records - kept_out,
                "quarantaine": kept_out,
                "peildatum": self.peildata[naam].isoformat(),
            }
        return counts

    def _nothing_left(self, naam: str, records: int) -> str:
        if not records:
            return f"registration {naam!r} holds no record; --allow-empty publishes it all the same"
        reasons = next(
            (
                said
                for ref, said in self.quarantine.reasons.items()
                if self.workspace.bronnen[ref.bron].levering.registratie == naam
            ),
            None,
        )
        why = f"; the first: {reasons[0].en}" if reasons else ""
        return (
            f"all {records} records of registration {naam!r} were kept out{why}"
            " --allow-empty publishes the release without them"
        )

    def _publish_open(self, paths: Iterable[Path]) -> None:
        """Make the store that is open to all: model, catalogue and figures, no record."""
        store = EmbeddedStore.create(self.target / "openbaar")
        store.load_turtle(self.model.files.find("ontology", "*.ttl"), self._graph("model"))
        self.progress("loading openbaar", 0, 1)
        store.load(*paths)
        store.optimize()
        store.close()

    def _graph(self, naam: str) -> str:
        return f"{self.gemeente.basis}/graaf/{naam}"

    def _report(self, findings: list[Finding]) -> list[Group]:
        (self.target / "rapport.ttl").write_text(as_turtle(findings), encoding="utf-8")
        self.quarantine.write(self.target / "quarantaine.jsonl")
        groups = summarize(findings)
        summary = {
            "bevindingen": [
                {
                    "ernst": group.severity,
                    "shape": group.shape,
                    "constraint": group.component,
                    "nl": group.message.nl,
                    "en": group.message.en,
                    "aantal": group.aantal,
                    "voorbeeld": group.voorbeeld,
                }
                for group in groups
            ]
        }
        (self.target / "rapport.json").write_bytes(manifest.encode(summary))
        return groups

    def _count_findings(self, findings: list[Finding]) -> dict[str, int]:
        return {
            severity: sum(finding.severity == severity for finding in findings)
            for severity in SEVERITIES
        }
