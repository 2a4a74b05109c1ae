"""Measures every KPI and every journey over the accepted records, and writes the figures down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from themagraaf.errors import DeadTermError, NotDeliveredError
from themagraaf.kpi.cube import Cube, write_cube, write_leden
from themagraaf.kpi.klantreis import measure_klantreis
from themagraaf.kpi.leden import Leden, read_leden
from themagraaf.kpi.measure import measure
from themagraaf.kpi.publicatie import regel_of
from themagraaf.kpi.reismeting import encode
from themagraaf.model.model import Model
from themagraaf.release import manifest, observations
from themagraaf.release.gemeente import Gemeente
from themagraaf.release.manifest import KpiGemeten
from themagraaf.store.embedded import EmbeddedStore

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: per KPI its place in the manifest, the cubes, and their members."""

    measuring: "Measuring"
    kpis: dict[str, KpiGemeten]
    cubes: list[Cube]
    leden: Leden

    def write_observations(self, path: Path) -> None:
        """Write the members and the cells as RDF, as they may be public.

        The members come first, since cells need them.
        """
        own = self.measuring
        used = self.leden.in_order()
        self.leden.note_all_gebieden()
        write_leden(self.leden.in_order(), own.target / "cubes" / "leden.parquet")
        basis = own.gemeente.basis
        with path.open("w", encoding="utf-8") as out:
            for kpi in own.model.kpis:
                out.writelines(observations.describe_kpi(kpi, own.model.vocabulary, basis))
            out.writelines(observations.describe_leden(used, basis))
            for done, cube in enumerate(self.cubes):
                own.progress(f"writing cells of {cube.kpi.id}", done, len(self.cubes))
                out.writelines(observations.describe_cube(cube, basis))


@dataclass(frozen=True, slots=True)
class Measuring:
    """What measuring needs to know of the release under way."""

    model: Model
    gemeente: Gemeente
    peildata: Mapping[str, date]
    target: Path
    progress: Progress

    def run(self, store: EmbeddedStore) -> Measured:
        """Measure all; what can't be measured says why and stops nothing else."""
        leden = read_leden(store, self.model.vocabulary)
        kpis: dict[str, KpiGemeten] = {}
        cubes: list[Cube] = []
        folder = self.target / "cubes"
        for done, kpi in enumerate(self.model.kpis):
            self.progress(f"measuring {kpi.id}", done, len(self.model.kpis))
            try:
                self._delivered(f"KPI {kpi.id!r}", kpi.registraties)
                rows = measure(kpi, store, leden)
            except DeadTermError as error:
                kpis[kpi.id] = {"status": error.slug, "melding": str(error)}
                continue
            path = folder / f"{kpi.id}.parquet"
            write_cube(kpi, rows, path)
            peildatum = self._peildatum(kpi.registraties)
            regel = regel_of(kpi, self.model.vocabulary)
            leden_path = folder / "leden.parquet"
            cubes.append(Cube(kpi, path, leden_path, peildatum, self.gemeente.code, regel))
            kpis[kpi.id] = {
                "status": "ok",
                "rijen": len(rows),
                "peildatum": peildatum.isoformat(),
                "sha256": manifest.digest_of([path]),
            }
        self._klantreizen(store)
        return Measured(self, kpis, cubes, leden)

    def _klantreizen(self, store: EmbeddedStore) -> None:
        found: dict[str, object] = {}
        for done, klantreis in enumerate(self.model.klantreizen):
            self.progress(f"following {klantreis.id}", done, len(self.model.klantreizen))
            peildatum = self._peildatum(klantreis.registraties)
            try:
                self._delivered(f"klantreis {klantreis.id!r}", klantreis.registraties)
                meting = measure_klantreis(klantreis, store, peildatum)
            except DeadTermError as error:
                found[klantreis.id] = {"status": error.slug, "melding": str(error)}
                continue
            found[klantreis.id] = encode(meting)
        (self.target / "klantreizen.json").write_bytes(manifest.encode(found))

    def _delivered(self, what: str, registraties: tuple[str, ...]) -> None:
        """Let pass what rests on registrations that were delivered, all of them."""
        if missing := [naam for naam in registraties if naam not in self.peildata]:
            raise NotDeliveredError(
                f"{what} rests on registratie {missing[0]!r}, which was not delivered"
            )

    def _peildatum(self, registraties: tuple[str, ...]) -> date:
        """Return the day up to which all of these registrations speak."""
        days = [self.peildata[naam] for naam in registraties if naam in self.peildata]
        return min(days, default=max(self.peildata.values()))
