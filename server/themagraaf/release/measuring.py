"""Measures every KPI and every journey over the accepted records, and writes the figures down."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from themagraaf.errors import DeadTermError, NotDeliveredError
from themagraaf.kpi.cube import Cube, write_cube, write_leden
from themagraaf.kpi.filled import Filled
from themagraaf.kpi.klantreis import answer_klantreis, measure_klantreis
from themagraaf.kpi.leden import Leden, read_leden
from themagraaf.kpi.measure import answer, rows_of
from themagraaf.kpi.publicatie import regel_of
from themagraaf.kpi.reismeting import encode
from themagraaf.model.klantreis import Klantreis
from themagraaf.model.kpi import Kpi
from themagraaf.model.model import Model
from themagraaf.release import manifest, observations
from themagraaf.release.gemeente import Gemeente
from themagraaf.release.manifest import KpiGemeten
from themagraaf.store.answer import Table
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
    threads: int

    def run(self, store: EmbeddedStore) -> Measured:
        """Measure all; what can't be measured says why and stops nothing else.

        Queries run beside each other; what they answer is taken in, in the model's order.
        """
        filled = Filled(store)
        self.progress("measuring", 0, len(self.model.kpis))
        with ThreadPoolExecutor(self.threads) as pool:
            kpis = [(kpi, self._refused(f"KPI {kpi.id!r}", kpi, filled)) for kpi in self.model.kpis]
            reizen = [
                (reis, self._refused(f"klantreis {reis.id!r}", reis, filled))
                for reis in self.model.klantreizen
            ]
            answers = [(kpi, refused or pool.submit(answer, kpi, store)) for kpi, refused in kpis]
            steps = [
                (reis, refused or pool.submit(answer_klantreis, reis, store))
                for reis, refused in reizen
            ]
            measured = self._cubes(answers, read_leden(store, self.model.vocabulary))
            self._write_klantreizen(steps)
        return measured

    def _cubes(
        self, answers: Sequence[tuple[Kpi, DeadTermError | Future[Table]]], leden: Leden
    ) -> Measured:
        kpis: dict[str, KpiGemeten] = {}
        cubes: list[Cube] = []
        folder = self.target / "cubes"
        for done, (kpi, answered) in enumerate(answers):
            self.progress(f"measuring {kpi.id}", done, len(answers))
            if isinstance(answered, DeadTermError):
                kpis[kpi.id] = {"status": answered.slug, "melding": str(answered)}
                continue
            rows = rows_of(kpi, answered.result(), leden)
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
        return Measured(self, kpis, cubes, leden)

    def _write_klantreizen(
        self, steps: Sequence[tuple[Klantreis, DeadTermError | Future[Table]]]
    ) -> None:
        found: dict[str, object] = {}
        for done, (reis, answered) in enumerate(steps):
            self.progress(f"following {reis.id}", done, len(steps))
            if isinstance(answered, DeadTermError):
                found[reis.id] = {"status": answered.slug, "melding": str(answered)}
                continue
            peildatum = self._peildatum(reis.registraties)
            found[reis.id] = encode(measure_klantreis(reis, answered.result(), peildatum))
        (self.target / "klantreizen.json").write_bytes(manifest.encode(found))

    def _refused(self, what: str, item: Kpi | Klantreis, filled: Filled) -> DeadTermError | None:
        """Return why something can't be measured at all."""
        try:
            self._delivered(what, item.registraties)
            filled.require(what, item.query)
        except DeadTermError as error:
            return error.with_traceback(None)  # which would hold on to the store
        return None

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
