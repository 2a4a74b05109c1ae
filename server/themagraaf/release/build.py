"""Makes a release from a model and deliveries: map, validate, keep out, measure, write down.

Everything is made aside; only a whole release is moved to its place. A build
that fails or is killed leaves nothing that a reader could see.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from themagraaf.errors import DeliveryError, EmptyDeliveryError
from themagraaf.mapping.workspace import Workspace
from themagraaf.model.bron import read_bron
from themagraaf.model.files import FOLDERS
from themagraaf.model.model import Model
from themagraaf.release import catalogue, dcat, manifest, relaties
from themagraaf.release.accepting import Accepted, Accepting
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import Gemeente
from themagraaf.release.manifest import Manifest, RegistratieGeteld
from themagraaf.release.measuring import Measured, Measuring
from themagraaf.release.quarantine import Quarantine
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.findings import Finding
from themagraaf.validation.report import SEVERITIES, Group, as_turtle, summarize

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a build may use."""

    memory_mb: int = 4096
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Built:
    """A whole candidate: its id, its manifest, and what validation found, grouped."""

    id: str
    manifest: Manifest
    groups: list[Group]


def build(
    model: Model,
    gemeente: Gemeente,
    data: DataFolder,
    progress: Progress,
    *,
    key: bytes,
    allow_empty: bool = False,
    limits: Limits | None = None,
) -> Built:
    """Build a candidate release.

    Raises:
        ModelError: The model can't be carried out on these deliveries.
        DeliveryError: A delivery can't be read, or another build is under way.
        EmptyDeliveryError: No record of a registration got through, and that was not allowed.
    """
    limits = limits or Limits()
    with data.build() as folder:
        work = folder / "work"
        work.mkdir()
        workspace = Workspace(
            work,
            model.mappings,
            model.vocabulary.codes,
            basis=gemeente.basis,
            gemeentecode=gemeente.code,
            key=key,
            memory_limit_mb=limits.memory_mb,
            threads=limits.threads,
        )
        try:
            making = _Making(model, gemeente, workspace, folder / "release", work, progress, limits)
            built = making.run(allow_empty)
        except OSError as error:
            raise DeliveryError(f"the build stopped: {error.strerror or error}") from error
        finally:
            workspace.close()
        data.keep(folder / "release", built.id)
        data.propose(built.id)
    return built


class _Making:
    """One build under way: the steps share a workspace and the release's folder."""

    def __init__(
        self,
        model: Model,
        gemeente: Gemeente,
        workspace: Workspace,
        target: Path,
        work: Path,
        progress: Progress,
        limits: Limits,
    ) -> None:
        self.limits = limits
        self.model = model
        self.gemeente = gemeente
        self.workspace = workspace
        self.target = target
        self.work = work
        self.progress = progress
        self.quarantine = Quarantine(workspace)
        self.peildata = catalogue.peildata(gemeente.leveringen)

    def run(self, allow_empty: bool) -> Built:
        self.target.mkdir(mode=0o700)  # the quarantine holds records as they came
        self.workspace.stage(self.gemeente.leveringen, self.progress)
        self.quarantine.without_key(self.workspace.trace(self.progress))
        described = self.work / "catalogus.nq"
        described.write_bytes("".join(self._catalogue()).encode())
        accepting = Accepting(
            self.model,
            self._graph("model"),
            self.workspace,
            self.quarantine,
            self.progress,
            self.limits.threads,
        )
        accepted = accepting.run(described, self.target / "intern")
        store, findings = accepted.store, accepted.findings
        registraties = self._count(allow_empty)
        related = self._relate(accepted)
        store.optimize()
        measured = Measuring(
            self.model,
            self.gemeente,
            self.peildata,
            self.target,
            self.progress,
            self.limits.threads,
        ).run(store)
        figures = self.work / "kpi.nq"
        measured.write_observations(figures)
        herkomst = self.workspace.write_provenance(self._graph("herkomst"))
        self.progress("loading figures", 0, 1)
        store.load(figures, herkomst)
        aantal_quads = len(store)
        store.close()
        self._publish_open([described, figures])
        groups = self._report(findings)
        shutil.copytree(
            self.model.files.root,
            self.target / "model",
            ignore=lambda folder, names: _not_model(self.model.files.root, folder, names),
        )
        digests = accepted.digests | {
            path.stem: manifest.digest_of([path]) for path in (figures, herkomst)
        }
        content = self._describe(registraties, measured, findings, digests, aantal_quads, related)
        written = manifest.encode(content)
        (self.target / "manifest.json").write_bytes(written)
        return Built(manifest.release_id(written, self.gemeente.leveringen), content, groups)

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
        files = relaties.relate(store, delivered, self.work, self.progress, self.limits.threads)
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


def _not_model(root: Path, folder: str, names: list[str]) -> set[str]:
    """Name what is no part of the model, so that only the four folders are copied."""
    return {name for name in names if name not in FOLDERS} if Path(folder) == root else set()
