"""The figures of a release as RDF, as they may be public: members, and a file for each KPI."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from themagraaf.kpi.leden import Lid
from themagraaf.model.model import Model
from themagraaf.release import manifest, observations
from themagraaf.release.incremental.reuse import Earlier
from themagraaf.release.measuring import Measured, Measuring
from themagraaf.release.vragen import describe_opzoeking

MEMBERS = "leden"


@dataclass(frozen=True, slots=True)
class Figures:
    """Files of N-Quads by what they hold, and a digest of each, those taken over included."""

    paths: Mapping[str, Path]
    digests: Mapping[str, str]

    @property
    def digest(self) -> str:
        """One SHA-256 over all."""
        return manifest.digest_of_texts(f"{name} {found}" for name, found in self.digests.items())


def write_figures(
    measuring: Measuring, measured: Measured, folder: Path, earlier: Earlier | None = None
) -> Figures:
    """Write the members and the cells of these cubes; cells of others are an earlier release's."""
    model, basis = measuring.model, measuring.gemeente.basis
    folder.mkdir(parents=True)
    paths = {MEMBERS: folder / f"{MEMBERS}.nq"}
    with paths[MEMBERS].open("w", encoding="utf-8") as out:
        out.writelines(_describe(model, measured.leden, basis))
    for cube in measured.cubes:
        paths[cube.kpi.id] = folder / f"{cube.kpi.id}.nq"
        with paths[cube.kpi.id].open("w", encoding="utf-8") as out:
            out.writelines(observations.describe_cube(cube, basis))
    known = earlier.inputs["figures"] if earlier else {}
    taken_over = [kpi.id for kpi in model.kpis if earlier and earlier.has(kpi)]
    kept = {naam: known[naam] for naam in taken_over if naam in known}
    digests = kept | {name: manifest.digest_of([path]) for name, path in paths.items()}
    return Figures(paths, dict(sorted(digests.items())))


def quads_of_all(figures: Figures, herkomst: Mapping[str, str]) -> dict[str, str]:
    """Return the digests for the manifest of the figures, and of all that says from what."""
    texts = (f"{naam} {found}" for naam, found in sorted(herkomst.items()))
    return {"kpi": figures.digest, "herkomst": manifest.digest_of_texts(texts)}


def lines_of_earlier(earlier: Earlier, basis: str, gone: Collection[str]) -> Iterator[str]:
    """Give the lines about members there, and about the cells of KPIs that are `gone`."""
    model = earlier.release.model
    leden = {lid for kpi in model.kpis for lid in earlier.leden(kpi)}
    for line in _describe(model, leden, basis):
        yield line.rstrip("\n")
    for kpi in model.kpis:
        if kpi.id in gone and earlier.release.manifest["kpis"][kpi.id]["status"] == "ok":
            for line in observations.describe_cube(earlier.release.cube(kpi.id), basis):
                yield line.rstrip("\n")


def _describe(model: Model, leden: Collection[Lid], basis: str) -> Iterator[str]:
    for kpi in model.kpis:
        yield from observations.describe_kpi(kpi, model.vocabulary, basis)
    yield from observations.describe_leden(leden, basis)
    for opzoeking in model.opzoekingen:
        yield from describe_opzoeking(opzoeking, basis)
