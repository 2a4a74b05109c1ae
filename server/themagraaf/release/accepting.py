"""Decides what may enter: map all that was delivered, and take back what violates a shape."""

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from themagraaf.errors import ModelError
from themagraaf.mapping.withdrawal import Withdrawn
from themagraaf.mapping.workspace import Progress, Workspace
from themagraaf.model.model import Model
from themagraaf.release import manifest
from themagraaf.release.incremental.checkpoint import Checkpoint, Ronde
from themagraaf.release.quarantine import Quarantine
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.finding import Finding
from themagraaf.validation.findings import validate
from themagraaf.validation.patterns import require_patterns

MAX_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Accepted:
    """The store whose union is what may enter, and what each round found.

    `files` are those of quads per registration, `paths` these and the catalogue's; `digests` is
    one hash for each registration of its quads and of what may not enter after all.
    """

    store: EmbeddedStore
    rondes: list[Ronde]
    files: dict[str, list[Path]]
    paths: list[Path]
    digests: dict[str, str]

    @property
    def findings(self) -> list[Finding]:
        """All that was found: what records were kept out for, and what is let in all the same."""
        return findings_of(self.rondes)

    @property
    def withdrawn(self) -> frozenset[str]:
        """The lines that were mapped and may not enter."""
        return frozenset(chain.from_iterable(withdrawn_of(self.rondes).values()))


@dataclass(frozen=True, slots=True)
class Accepting:
    """What deciding needs to know of the release under way."""

    model: Model
    graph: str  # of the model itself
    workspace: Workspace
    quarantine: Quarantine
    progress: Progress
    threads: int

    def run(self, catalogue: Path, folder: Path, checkpoint: Checkpoint) -> Accepted:
        """Map, validate and take back until nothing that is left violates a shape.

        What is taken back may be what another record refers to, so one round is not enough.

        Raises:
            ModelError: A shape can't be met, or a mapping writes what is no quad.
        """
        files = self.workspace.write_quads(self.progress)
        paths = [catalogue, *(path for found in files.values() for path in found)]
        store = self._candidate(folder, paths, ())
        store.keep(checkpoint.candidate)
        require_patterns(store, self.model.shapes)
        said = catalogue.read_text("utf-8").split("\n")
        rondes: list[Ronde] = []
        for _ in range(MAX_ROUNDS):
            findings = validate(
                store, self.model.shapes, self.model.vocabulary, self.progress, self.threads
            )
            if not (spoken := self.quarantine.violations(findings)):
                rondes.append(Ronde(findings, {}, Withdrawn({}, [])))
                digests = digests_of(files, withdrawn_of(rondes))
                return Accepted(store, rondes, files, paths, digests)
            self.progress("taking back", 0, 1)
            last = self.workspace.withdraw(said)
            rondes.append(Ronde(findings, spoken, last))
            if not store.remove(last.triples):
                del store
                gone = {triple for ronde in rondes for triple in ronde.withdrawn.triples}
                store = self._candidate(folder, paths, gone)
        raise never_ends()

    def _candidate(
        self, folder: Path, paths: Sequence[Path], without: Collection[str]
    ) -> EmbeddedStore:
        """Make the store of all that was mapped, but for some triples."""
        shutil.rmtree(folder, ignore_errors=True)
        store = EmbeddedStore.create(folder)
        store.load_turtle(self.model.files.find("ontology", "*.ttl"), self.graph)
        self.progress("loading candidate", 0, 1)
        store.load_union(*paths, without=without)
        return store


def findings_of(rondes: Sequence[Ronde]) -> list[Finding]:
    """Return all violations, and what the last round found besides, in order."""
    violations = [
        finding
        for ronde in rondes[:-1]
        for finding in ronde.findings
        if finding.severity == "Violation"
    ]
    return sorted([*violations, *rondes[-1].findings], key=Finding.key)


def withdrawn_of(rondes: Iterable[Ronde]) -> dict[str, list[str]]:
    """Return the lines that were taken back in all rounds, per registration."""
    found: dict[str, list[str]] = {}
    for ronde in rondes:
        for naam, lines in ronde.withdrawn.quads.items():
            found.setdefault(naam, []).extend(lines)
    return found


def digests_of(
    files: Mapping[str, Sequence[Path]], withdrawn: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return for each registration a SHA-256 over what was mapped and what was taken back."""
    digests: dict[str, str] = {}
    for naam, paths in files.items():
        beside = paths[0].with_name(f"{naam}-withdrawn.nq")
        beside.write_text("".join(f"{line}\n" for line in withdrawn.get(naam, ())), "utf-8")
        digests[naam] = manifest.digest_of([*paths, beside])
    return digests


def never_ends() -> ModelError:
    """Return the error of shapes that always find more."""
    return ModelError(
        f"after {MAX_ROUNDS} rounds there are still records to keep out; the shapes chase"
        " each other: look at those whose violations depend on other records"
    )
