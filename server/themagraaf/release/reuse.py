"""Finds an earlier release whose records are those of this build, so that only figures differ.

What is accepted and how records are connected follows from the deliveries, the model without
its KPIs and journeys, the key and the software. One digest over these stands beside each
release; where it is the same, so is all but the figures.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

import themagraaf
from themagraaf.kpi.leden import Lid
from themagraaf.model.files import ModelFiles
from themagraaf.model.klantreis import Klantreis
from themagraaf.model.kpi import Kpi
from themagraaf.release.current import Release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import Gemeente
from themagraaf.release.manifest import KpiGemeten, LeveringBeschreven
from themagraaf.store.sharing import link_or_copy

INPUTS = "inputs.json"
KLANTREIZEN = "klantreizen.json"
FIGURES = ("queries/kpi", "queries/klantreis")


class Inputs(TypedDict):
    """What a release rests on: a digest of all but its figures, and one of each KPI's figures."""

    records: str
    figures: dict[str, str]


@dataclass(frozen=True)
class Earlier:
    """A release to take over from."""

    release: Release
    inputs: Inputs

    def has(self, item: Kpi | Klantreis) -> bool:
        """Say whether a KPI or journey was the same there."""
        model = self.release.model
        return item in (model.kpis if isinstance(item, Kpi) else model.klantreizen)

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


def records_digest(
    files: ModelFiles, gemeente: Gemeente, leveringen: Iterable[LeveringBeschreven], key: bytes
) -> str:
    """Return the digest of all on which records and their connections rest."""
    total = hashlib.sha256()
    for name, content in _model_without_figures(files):
        total.update(f"{name}\0".encode() + hashlib.sha256(content).digest())
    said = [
        *(gemeente.naam, gemeente.code, gemeente.basis),
        *(gemeente.email, gemeente.website, gemeente.licentie),
        [sorted(levering.ontbreekt) for levering in gemeente.leveringen],
        list(leveringen),
        hmac.digest(key, b"themagraaf inputs", "sha256").hex(),
        _software(),
    ]
    total.update(json.dumps(said, sort_keys=True).encode())
    return total.hexdigest()


def find_earlier(data: DataFolder, records: str, allow_empty: bool) -> Earlier | None:
    """Return the candidate or current release of a data folder, if it has these records."""
    for release_id in data.newest():
        path = data.release(release_id)
        if not (path / INPUTS).is_file():
            continue
        inputs: Inputs = json.loads((path / INPUTS).read_bytes())
        release = Release(release_id, path, "openbaar")
        empty = any(not item["gepubliceerd"] for item in release.manifest["registraties"].values())
        if inputs["records"] == records and (allow_empty or not empty):
            return Earlier(release, inputs)
    return None


def write_inputs(folder: Path, records: str, figures: Mapping[str, str]) -> None:
    """Write down beside a release what it rests on."""
    inputs: Inputs = {"records": records, "figures": dict(figures)}
    (folder / INPUTS).write_text(json.dumps(inputs, indent=2, sort_keys=True) + "\n", "utf-8")


def _model_without_figures(files: ModelFiles) -> Iterable[tuple[str, bytes]]:
    for folder in ("ontology", "shapes", "mappings", "queries"):
        for path in files.find(folder, "*"):
            name = files.name(path)
            if path.is_file() and not name.startswith(FIGURES):
                yield name, path.read_bytes()


@lru_cache(maxsize=1)
def _software() -> str:
    """Return a digest of this package and the versions of its engines."""
    total = hashlib.sha256(f"{version('duckdb')} {version('pyoxigraph')}".encode())
    root = Path(themagraaf.__file__).parent
    for path in sorted(root.rglob("*.py")):
        total.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return total.hexdigest()
