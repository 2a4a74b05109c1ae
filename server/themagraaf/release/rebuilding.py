"""Makes a release from an earlier one with the same records: only its figures are made anew."""

import json
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from themagraaf.model.terms import Label
from themagraaf.release import manifest
from themagraaf.release.figures import Figures, lines_of_earlier, write_figures
from themagraaf.release.manifest import Manifest
from themagraaf.release.measuring import Measuring
from themagraaf.release.reuse import Earlier, write_inputs
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.store.sharing import link_or_copy
from themagraaf.validation.report import Group

SAME = ("rapport.ttl", "rapport.json", "quarantaine.jsonl")


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """One build on an earlier release."""

    earlier: Earlier
    measuring: Measuring
    work: Path

    def run(self) -> tuple[Manifest, list[Group]]:
        """Write the release; return its manifest, and what validation found in the earlier one."""
        old, model, target = self.earlier.release.path, self.measuring.model, self.measuring.target
        for name in SAME:
            link_or_copy(old / name, target / name)
        model.files.copy_to(target / "model")
        store = EmbeddedStore.copy(old / "intern", target / "intern")
        measured = self.measuring.run(store, self.earlier)
        basis = self.measuring.gemeente.basis
        figures = write_figures(
            model, basis, measured.leden, measured.cubes, self.work / "figures", self.earlier
        )
        gone, new = self._difference(figures, basis)
        change = store.change(gone, new)
        store.close()
        openbaar = EmbeddedStore.copy(old / "openbaar", target / "openbaar")
        openbaar.change(gone, new)
        openbaar.close()
        content = copy(self.earlier.release.manifest)
        content["model"] = model.files.digest()
        content["quads"] = content["quads"] | {"kpi": figures.digest}
        content["aantalQuads"] += change
        content["kpis"] = measured.kpis
        content["klantreizen"] = manifest.digest_of([target / "klantreizen.json"])
        content["leden"] = manifest.digest_of([target / "cubes" / "leden.parquet"])
        write_inputs(target, self.earlier.inputs["records"], figures.digests)
        return content, self._groups()

    def _difference(self, figures: Figures, basis: str) -> tuple[set[str], set[str]]:
        """Return the lines about figures that are no longer so, and those that are new."""
        same = {kpi.id for kpi in self.measuring.model.kpis if self.earlier.has(kpi)}
        gone = {kpi.id for kpi in self.earlier.release.model.kpis} - same
        before = {line.rstrip("\n") for line in lines_of_earlier(self.earlier, basis, gone)}
        after = {
            line for path in figures.paths.values() for line in path.read_text("utf-8").split("\n")
        }
        return before - after, after - before - {""}

    def _groups(self) -> list[Group]:
        said = json.loads((self.measuring.target / "rapport.json").read_bytes())["bevindingen"]
        return [
            Group(
                one["ernst"],
                one["shape"],
                one["constraint"],
                Label(one["nl"], one["en"]),
                one["aantal"],
                one["voorbeeld"],
            )
            for one in said
        ]
