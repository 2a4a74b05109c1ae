"""Measures every KPI and every journey over the accepted records, and writes the figures down."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from themagraaf.errors import DeadTermError, NotDeliveredError
from themagraaf.kpi.cube import Cube, write_cube, write_leden
from themagraaf.kpi.filled import Filled
from themagraaf.kpi.klantreis import answer_klantreis, measure_klantreis
from themagraaf.kpi.leden import Leden, Lid, read_leden
from themagraaf.kpi.measure import answer, rows_of
from themagraaf.kpi.publicatie import regel_of
from themagraaf.kpi.reismeting import encode
from themagraaf.model.klantreis import Klantreis
from themagraaf.model.kpi import Kpi
from themagraaf.model.model import Model
from themagraaf.model.relatie import Relatie
from themagraaf.release import manifest
from themagraaf.release.gemeente import Gemeente
from themagraaf.release.incremental.reuse import Earlier
from themagraaf.release.manifest import KpiGemeten
from themagraaf.store.answer import Table
from themagraaf.store.embedded import EmbeddedStore

Progress = Callable[[str, int, int], None]
Answers = Mapping[str, DeadTermError | Future[Table]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: per KPI its place in the manifest, the cubes made, and their members."""

    kpis: dict[str, KpiGemeten]
    cubes: list[Cube]
    leden: list[Lid]


@dataclass(frozen=True, slots=True)
class Measuring:
    """What measuring needs to know of the release under way."""

    model: Model
    gemeente: Gemeente
    peildata: Mapping[str, date]
    target: Path
    progress: Progress
    threads: int

    def delivered(self, relaties: Iterable[Relatie]) -> list[Relatie]:
        """Return the relations whose registration was delivered."""
        return [relatie for relatie in relaties if relatie.registratie in self.peildata]

    def run(self, store: EmbeddedStore, earlier: Earlier | None = None) -> Measured:
        """Measure all; what can't be measured says why and stops nothing else.

        Queries run beside each other; what they answer is taken in, in the model's order. What
        an earlier release has measured over the same records is taken over.
        """
        filled = Filled(store)
        self.progress("measuring", 0, len(self.model.kpis))
        kpis = [kpi for kpi in self.model.kpis if earlier is None or not earlier.has(kpi)]
        reizen = [r for r in self.model.klantreizen if earlier is None or not earlier.has(r)]
        with ThreadPoolExecutor(self.threads) as pool:
            answers = {
                kpi.id: self._refused(f"KPI {kpi.id!r}", kpi, filled)
                or pool.submit(answer, kpi, store)
                for kpi in kpis
            }
            steps = {
                reis.id: self._refused(f"klantreis {reis.id!r}", reis, filled)
                or pool.submit(answer_klantreis, reis, store)
                for reis in reizen
            }
            measured = self._cubes(answers, read_leden(store, self.model.vocabulary), earlier)
            self._write_klantreizen(steps, earlier)
        return measured

    def _cubes(self, answers: Answers, leden: Leden, earlier: Earlier | None) -> Measured:
        kpis: dict[str, KpiGemeten] = {}
        cubes: list[Cube] = []
        folder = self.target / "cubes"
        folder.mkdir()
        for done, kpi in enumerate(self.model.kpis):
            self.progress(f"measuring {kpi.id}", done, len(self.model.kpis))
            path = folder / f"{kpi.id}.parquet"
            if earlier is not None and kpi.id not in answers:
                kpis[kpi.id] = earlier.take_over(kpi, path)
                leden.note(earlier.leden(kpi))
                continue
            answered = answers[kpi.id]
            if isinstance(answered, DeadTermError):
                kpis[kpi.id] = {"status": answered.slug, "melding": str(answered)}
                continue
            rows = rows_of(kpi, answered.result(), leden)
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
        used = leden.in_order()
        leden.note_all_gebieden()
        write_leden(leden.in_order(), folder / "leden.parquet")
        return Measured(kpis, cubes, used)

    def _write_klantreizen(self, steps: Answers, earlier: Earlier | None) -> None:
        found: dict[str, object] = {}
        for done, reis in enumerate(self.model.klantreizen):
            self.progress(f"following {reis.id}", done, len(self.model.klantreizen))
            if earlier is not None and reis.id not in steps:
                found[reis.id] = earlier.klantreizen[reis.id]
                continue
            answered = steps[reis.id]
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
