"""Makes a release from a model and deliveries, anew or on an earlier one with the same records.

Everything is made aside; only a whole release is moved to its place. A build
that fails or is killed leaves nothing that a reader could see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from themagraaf.mapping.kept import KeptLines
from themagraaf.mapping.workspace import Workspace
from themagraaf.model.model import Model
from themagraaf.release import catalogue, manifest
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import Gemeente
from themagraaf.release.incremental.checkpoint import Checkpoint
from themagraaf.release.incremental.rebuilding import Rebuilding
from themagraaf.release.incremental.reuse import Earlier, Inputs, find_earlier, read_inputs
from themagraaf.release.incremental.rounds import TooDifferentError
from themagraaf.release.making import Making
from themagraaf.release.manifest import Manifest
from themagraaf.release.measuring import Measuring
from themagraaf.release.parts import Parts
from themagraaf.release.room import telling_of_no_room
from themagraaf.validation.report import Group

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a build may use."""

    memory_mb: int = 4096
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Built:
    """A whole candidate: its id, its manifest, and what validation found, grouped.

    `built_on` is the release from which all that is the same was taken over, where there was one.
    """

    id: str
    manifest: Manifest
    groups: list[Group]
    built_on: str | None = None


def build(
    model: Model,
    gemeente: Gemeente,
    data: DataFolder,
    progress: Progress,
    *,
    key: bytes,
    allow_empty: bool = False,
    reuse: bool = True,
    limits: Limits | None = None,
) -> Built:
    """Build a candidate release.

    With `reuse` it is built on the candidate or current release where that helps; what comes out
    is the same.

    Raises:
        ModelError: The model can't be carried out on these deliveries.
        DeliveryError: A delivery can't be read, there is no room, or another build is under way.
        EmptyDeliveryError: No record of a registration got through, and that was not allowed.
    """
    limits = limits or Limits()
    with data.build() as folder, telling_of_no_room():
        work, target = folder / "work", folder / "release"
        work.mkdir()
        target.mkdir(mode=0o700)  # the quarantine holds records as they came
        checkpoint = Checkpoint.create(folder / "checkpoint")
        workspace = _open_workspace(work, model, gemeente, key, limits)
        kept = KeptLines(work, limits.memory_mb // 4, limits.threads)
        peildata = catalogue.peildata(gemeente.leveringen)
        measuring = Measuring(model, gemeente, peildata, target, progress, limits.threads)
        parts = Parts(measuring, workspace, work, checkpoint, kept)
        try:
            inputs = _inputs(parts, key)
            earlier = find_earlier(data, model, inputs, allow_empty) if reuse else None
            content, groups, built_on = _make(parts, earlier, inputs, allow_empty)
            written = manifest.encode(content)
            (target / "manifest.json").write_bytes(written)
        finally:
            workspace.close()
            kept.close()
        release_id = manifest.release_id(written, gemeente.leveringen)
        data.keep(target, release_id)
        data.keep_checkpoint(checkpoint.folder, release_id)
        data.propose(release_id)
    return Built(release_id, content, groups, built_on)


def _make(
    parts: Parts, earlier: Earlier | None, inputs: Inputs, allow_empty: bool
) -> tuple[Manifest, list[Group], str | None]:
    if earlier is not None:
        try:
            content, groups = Rebuilding(earlier, parts).run(inputs, allow_empty)
            return content, groups, earlier.release.id
        except TooDifferentError:
            parts.begin_anew()
    content, groups = Making(parts).run(inputs, allow_empty)
    return content, groups, None


def _open_workspace(
    work: Path, model: Model, gemeente: Gemeente, key: bytes, limits: Limits
) -> Workspace:
    return Workspace(
        work,
        model.mappings,
        model.vocabulary.codes,
        basis=gemeente.basis,
        gemeentecode=gemeente.code,
        key=key,
        memory_limit_mb=limits.memory_mb,
        threads=limits.threads,
    )


def _inputs(parts: Parts, key: bytes) -> Inputs:
    """Read what is in databases, and return the digests of all on which records rest."""
    gemeente, workspace = parts.measuring.gemeente, parts.workspace
    leveringen = gemeente.leveringen
    in_database = {levering.registratie for levering in leveringen if levering.database}
    first = [item for item in leveringen if item.registratie in in_database]
    if not all(path.is_file() for item in leveringen for _, path in item.bestanden):
        first = list(leveringen)  # reading the one that is missing says so
    workspace.stage(first, parts.measuring.progress)
    described = manifest.describe(leveringen, workspace.delivered)
    return read_inputs(parts.measuring.model.files, gemeente, described, key)
