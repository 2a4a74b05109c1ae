"""What a build leaves for the next one: all that was mapped, and each round of keeping out.

candidate/                  the store of all that was mapped, before anything was taken back
records/                    the store of what was accepted and connected, without any figure
quads/<registratie>.parquet  its lines; catalogus.parquet those of the catalogue
herkomst/, relaties/         the lines that say from what, and what is connected
rondes.json.gz              what each round found, and took back

It holds what the records say under pseudonyms, those kept out included, and goes when the next
build has made its own.
"""

import gzip
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from themagraaf.mapping.withdrawal import Withdrawn
from themagraaf.model.terms import Label
from themagraaf.store.answer import Term
from themagraaf.store.sharing import link_or_copy
from themagraaf.validation.finding import Finding

CATALOGUS = "catalogus"
KINDS = ("quads", "herkomst", "relaties")


@dataclass(frozen=True, slots=True)
class Ronde:
    """One round of validation: all it found, and what was taken back for it.

    `spoken` gives per node in violation the registrations whose records were kept out.
    """

    findings: list[Finding]
    spoken: Mapping[str, Sequence[str]]
    withdrawn: Withdrawn


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A folder of what one build leaves."""

    folder: Path

    @classmethod
    def create(cls, folder: Path) -> "Checkpoint":
        """Make the folder, for the user alone."""
        folder.mkdir(mode=0o700)
        for kind in KINDS:
            (folder / kind).mkdir()
        return cls(folder)

    def clear(self) -> None:
        """Empty it, to begin once more."""
        shutil.rmtree(self.folder)
        Checkpoint.create(self.folder)

    @property
    def candidate(self) -> Path:
        """The store of all that was mapped."""
        return self.folder / "candidate"

    @property
    def records(self) -> Path:
        """The store of what was accepted and connected."""
        return self.folder / "records"

    def lines(self, kind: str, naam: str) -> Path:
        """Return where the lines of one kind are kept."""
        return self.folder / kind / f"{naam}.parquet"

    def take_over(self, earlier: "Checkpoint", kind: str, namen: Iterable[str]) -> None:
        """Take over lines that are the same."""
        for naam in namen:
            link_or_copy(earlier.lines(kind, naam), self.lines(kind, naam))

    def take_over_all(self, earlier: "Checkpoint") -> None:
        """Take over everything; nothing in a checkpoint is ever changed."""
        for path in earlier.folder.rglob("*"):
            target = self.folder / path.relative_to(earlier.folder)
            if path.is_dir():
                target.mkdir(exist_ok=True)
            else:
                link_or_copy(path, target)

    def write_rondes(self, rondes: Iterable[Ronde]) -> None:
        """Write down the rounds."""
        said = [
            {
                "findings": [_said(finding) for finding in ronde.findings],
                "spoken": ronde.spoken,
                "quads": ronde.withdrawn.quads,
                "triples": ronde.withdrawn.triples,
            }
            for ronde in rondes
        ]
        with gzip.open(self.folder / "rondes.json.gz", "wt", 1, encoding="utf-8") as out:
            json.dump(said, out, ensure_ascii=False)

    def read_rondes(self) -> list[Ronde]:
        """Read the rounds; the last found nothing that had to be kept out."""
        with gzip.open(self.folder / "rondes.json.gz", "rt", encoding="utf-8") as stream:
            said = json.load(stream)
        return [
            Ronde(
                [_finding(item) for item in one["findings"]],
                one["spoken"],
                Withdrawn(one["quads"], one["triples"]),
            )
            for one in said
        ]


def _said(finding: Finding) -> list[object]:
    value, message = finding.value, finding.message
    return [
        finding.severity,
        _parts(finding.focus),
        finding.shape,
        finding.component,
        finding.path,
        None if value is None else _parts(value),
        [message.nl, message.en],
    ]


def _parts(term: Term) -> list[str]:
    return [term.kind, term.value, term.datatype, term.language]


def _finding(item: Sequence[object]) -> Finding:
    severity, focus, shape, component, path, value, message = item
    return Finding(
        str(severity),
        _term(focus),
        str(shape),
        str(component),
        str(path),
        None if value is None else _term(value),
        Label(*_texts(message)),
    )


def _term(item: object) -> Term:
    return Term(*_texts(item))


def _texts(item: object) -> list[str]:
    return [str(part) for part in item] if isinstance(item, list) else []
