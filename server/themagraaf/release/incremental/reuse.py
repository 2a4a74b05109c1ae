"""Finds an earlier release to build on, and tells what of it is still so.

Records and their connections follow from deliveries, mappings, shapes and relations; figures
from these and the queries. A digest of each input stands beside each release.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

import themagraaf
from themagraaf.kpi.leden import Lid
from themagraaf.model.files import ModelFiles
from themagraaf.model.klantreis import Klantreis
from themagraaf.model.kpi import Kpi
from themagraaf.model.model import Model
from themagraaf.release.current import Release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import Gemeente
from themagraaf.release.incremental.checkpoint import Checkpoint
from themagraaf.release.incremental.reads import reads_of
from themagraaf.release.incremental.touched import Touched
from themagraaf.release.manifest import KpiGemeten, LeveringBeschreven
from themagraaf.store.sharing import link_or_copy

INPUTS = "inputs.json"
KLANTREIZEN = "klantreizen.json"


class Inputs(TypedDict):
    """What a release rests on, as digests.

    `ground` is of what all rests on: ontology, municipality, key and software; `registraties` of
    each mapping with its deliveries.
    """

    ground: str
    registraties: dict[str, str]


class Written(Inputs):
    """The same, and the digests of each KPI's figures and of each registration's provenance."""

    figures: dict[str, str]
    herkomst: dict[str, str]


@dataclass(frozen=True)
class Earlier:
    """A release to take over from, and its checkpoint.

    What it measured holds but for queries that read what is `touched`, and for `later`
    registrations, which speak up to another day. With `renamed` none does: members changed.
    """

    release: Release
    inputs: Written
    checkpoint: Checkpoint
    touched: Touched = field(default_factory=Touched)
    later: frozenset[str] = frozenset()
    renamed: bool = False

    def has(self, item: Kpi | Klantreis) -> bool:
        """Say whether a KPI or journey was the same there, over the same records."""
        model = self.release.model
        known = item in (model.kpis if isinstance(item, Kpi) else model.klantreizen)
        rests_on = set(item.registraties) or self.later
        stale = self.renamed or rests_on & self.later or self.touched.hits(reads_of(item.query))
        return known and not stale

    @cached_property
    def klantreizen(self) -> Mapping[str, object]:
        """How each journey went there, as JSON."""
        found: dict[str, object] = json.loads((self.release.path / KLANTREIZEN).read_bytes())
        return found

    def take_over(self, kpi: Kpi, path: Path) -> KpiGemeten:
        """Put a KPI's cube in its new place, and return what the manifest says of it."""
        gemeten = self.release.manifest["kpis"][kpi.id]
        if gemeten["status"] == "ok":
            link_or_copy(self.release.cube(kpi.id).path, path)
        return gemeten

    def leden(self, kpi: Kpi) -> Collection[Lid]:
        """Return the members that a KPI's cells have there, and all that these lie in."""
        if self.release.manifest["kpis"][kpi.id]["status"] != "ok":
            return ()
        cube = self.release.cube(kpi.id)
        return {
            (dimensie, above): cube.leden[dimensie, above]
            for dimensie, codes in cube.codes.items()
            for code in codes
            for above in cube.leden[dimensie, code].voorouders
        }.values()


def read_inputs(
    files: ModelFiles, gemeente: Gemeente, leveringen: Iterable[LeveringBeschreven], key: bytes
) -> Inputs:
    """Return the digests of all on which records and their connections rest."""
    shared = [*(files.root / "ontology").rglob("*"), *(files.root / "mappings").glob("*")]
    said = [
        _digest_of(files, shared),
        *(gemeente.naam, gemeente.code, gemeente.basis),
        *(gemeente.email, gemeente.website, gemeente.licentie),
        hmac.digest(key, b"themagraaf inputs", "sha256").hex(),
        _software(),
    ]
    described: dict[str, list[object]] = {}
    for levering, given in zip(gemeente.leveringen, leveringen, strict=True):
        said_of = described.setdefault(levering.registratie, [])
        said_of += [sorted(levering.ontbreekt), given]
    registraties = {
        naam: _digest([_digest_of(files, (files.root / "mappings" / naam).rglob("*")), *items])
        for naam, items in described.items()
    }
    return {"ground": _digest(said), "registraties": registraties}


def find_earlier(
    data: DataFolder, model: Model, inputs: Inputs, allow_empty: bool
) -> Earlier | None:
    """Return the release built last or the current one, if this build can rest on it.

    That is one with the same ground and registrations, which left a checkpoint.
    """
    for release_id in data.newest():
        path, checkpoint = data.release(release_id), data.checkpoint(release_id)
        if not (path / INPUTS).is_file() or not checkpoint.is_dir():
            continue
        written: Written = json.loads((path / INPUTS).read_bytes())
        release = Release(release_id, path, "openbaar")
        if release.manifest["model"] == model.files.digest():
            release = replace(release, read=model)
        empty = any(not item["gepubliceerd"] for item in release.manifest["registraties"].values())
        if (
            written["ground"] == inputs["ground"]
            and written["registraties"].keys() == inputs["registraties"].keys()
            and (allow_empty or not empty)
        ):
            return Earlier(release, written, Checkpoint(checkpoint))
    return None


def write_inputs(
    folder: Path, inputs: Inputs, figures: Mapping[str, str], herkomst: Mapping[str, str]
) -> None:
    """Write down beside a release what it rests on, and what was written."""
    written: Written = {**inputs, "figures": dict(figures), "herkomst": dict(herkomst)}
    (folder / INPUTS).write_text(json.dumps(written, indent=2, sort_keys=True) + "\n", "utf-8")


def _digest_of(files: ModelFiles, paths: Iterable[Path]) -> str:
    return _digest(
        [files.name(path), hashlib.sha256(path.read_bytes()).hexdigest()]
        for path in sorted(paths)
        if path.is_file()
    )


def _digest(said: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps(list(said), sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=1)
def _software() -> str:
    """Return a digest of this package and the versions of its engines."""
    total = hashlib.sha256(f"{version('duckdb')} {version('pyoxigraph')}".encode())
    root = Path(themagraaf.__file__).parent
    for path in sorted(root.rglob("*.py")):
        total.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return total.hexdigest()
