"""Decides what may enter: map all that was delivered, and take back what violates a shape."""

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from themagraaf.errors import ModelError
from themagraaf.mapping.withdrawal import Withdrawn
from themagraaf.mapping.workspace import Progress, Workspace
from themagraaf.model.model import Model
from themagraaf.release import manifest
from themagraaf.release.quarantine import Quarantine
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.finding import Finding
from themagraaf.validation.findings import validate
from themagraaf.validation.patterns import require_patterns

MAX_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Accepted:
    """The store whose union is what may enter, and all findings.

    `paths` are the files of quads, `withdrawn` the lines of theirs that may not enter after all,
    `digests` one hash of both for each registration.
    """

    store: EmbeddedStore
    findings: list[Finding]
    paths: list[Path]
    withdrawn: frozenset[str]
    digests: dict[str, str]


@dataclass(frozen=True, slots=True)
class Accepting:
    """What deciding needs to know of the release under way."""

    model: Model
    graph: str  # of the model itself
    workspace: Workspace
    quarantine: Quarantine
    progress: Progress
    threads: int

    def run(self, catalogue: Path, folder: Path) -> Accepted:
        """Map, validate and take back until nothing that is left violates a shape.

        What is taken back may be what another record refers to, so one round is not enough.

        Raises:
            ModelError: A shape can't be met, or a mapping writes what is no quad.
        """
        files = self.workspace.write_quads(self.progress)
        paths = [catalogue, *(path for found in files.values() for path in found)]
        store = self._candidate(folder, paths, ())
        require_patterns(store, self.model.shapes)
        said = catalogue.read_text("utf-8").split("\n")
        withdrawn, violations = Withdrawn({}, []), list[Finding]()
        for _ in range(MAX_ROUNDS):
            findings = validate(
                store, self.model.shapes, self.model.vocabulary, self.progress, self.threads
            )
            if not self.quarantine.violations(findings):
                gone = frozenset(line for lines in withdrawn.quads.values() for line in lines)
                found = sorted([*violations, *findings], key=Finding.key)
                return Accepted(store, found, paths, gone, _digests(files, withdrawn))
            violations += [finding for finding in findings if finding.severity == "Violation"]
            self.progress("taking back", 0, 1)
            last = self.workspace.withdraw(said)
            withdrawn.add(last)
            if not store.remove(last.triples):
                del store
                store = self._candidate(folder, paths, withdrawn.triples)
        raise ModelError(
            f"after {MAX_ROUNDS} rounds there are still records to keep out; the shapes chase"
            " each other: look at those whose violations depend on other records"
        )

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


def _digests(files: dict[str, list[Path]], withdrawn: Withdrawn) -> dict[str, str]:
    """Return for each registration a SHA-256 over what was mapped and what was taken back."""
    digests: dict[str, str] = {}
    for naam, paths in files.items():
        beside = paths[0].with_name(f"{naam}-withdrawn.nq")
        beside.write_text("".join(f"{line}\n" for line in withdrawn.quads.get(naam, ())), "utf-8")
        digests[naam] = manifest.digest_of([*paths, beside])
    return digests
