"""Makes a release from a model and deliveries, anew or on an earlier one with the same records.

Everything is made aside; only a whole release is moved to its place. A build
that fails or is killed leaves nothing that a reader could see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from themagraaf.mapping.workspace import Workspace
from themagraaf.model.model import Model
from themagraaf.release import catalogue, manifest
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import Gemeente
from themagraaf.release.making import Making
from themagraaf.release.manifest import Manifest
from themagraaf.release.measuring import Measuring
from themagraaf.release.rebuilding import Rebuilding
from themagraaf.release.reuse import find_earlier, records_digest
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

    `built_on` is the release with the same records whose figures were taken over, where there
    was one.
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

    With `reuse` it is built on the candidate or current release where that has the same records;
    what comes out is the same.

    Raises:
        ModelError: The model can't be carried out on these deliveries.
        DeliveryError: A delivery can't be read, there is no room, or another build is under way.
        EmptyDeliveryError: No record of a registration got through, and that was not allowed.
    """
    limits = limits or Limits()
    with data.build() as folder, telling_of_no_room():
        work = folder / "work"
        work.mkdir()
        workspace = _open_workspace(work, model, gemeente, key, limits)
        target = folder / "release"
        target.mkdir(mode=0o700)  # the quarantine holds records as they came
        peildata = catalogue.peildata(gemeente.leveringen)
        measuring = Measuring(model, gemeente, peildata, target, progress, limits.threads)
        try:
            records = _records(model, gemeente, workspace, key, progress)
            earlier = find_earlier(data, records, allow_empty) if reuse and records else None
            if earlier:
                content, groups = Rebuilding(earlier, measuring, work).run()
            else:
                content, groups = Making(measuring, workspace, work).run(records, allow_empty)
            written = manifest.encode(content)
            (target / "manifest.json").write_bytes(written)
        finally:
            workspace.close()
        release_id = manifest.release_id(written, gemeente.leveringen)
        data.keep(target, release_id)
        data.propose(release_id)
    return Built(release_id, content, groups, earlier.release.id if earlier else None)


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


def _records(
    model: Model, gemeente: Gemeente, workspace: Workspace, key: bytes, progress: Progress
) -> str:
    """Read what is in databases, and return the digest of all on which records rest.

    It is empty where a file is missing: reading it will say so.
    """
    leveringen = gemeente.leveringen
    in_database = {levering.registratie for levering in leveringen if levering.database}
    workspace.stage([item for item in leveringen if item.registratie in in_database], progress)
    if not all(path.is_file() for item in leveringen for _, path in item.bestanden):
        return ""
    described = manifest.describe(leveringen, workspace.delivered)
    return records_digest(model.files, gemeente, described, key)
