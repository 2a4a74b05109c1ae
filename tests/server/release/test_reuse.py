"""What a release rests on, and builds on an earlier one of which only figures differ."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.release.folders import KEY, copy_demo, digest_tree, replace_in
from tests.server.release.rebuilt import build_on, hold_to_a_whole_build
from themagraaf.mapping.levering import Bestand, Levering, digest
from themagraaf.model.files import ModelFiles
from themagraaf.release.build import Built
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente
from themagraaf.release.incremental.reuse import Inputs, read_inputs
from themagraaf.release.manifest import describe

KPIS = "queries/kpi/openbare-ruimte"


def count_fewer(own: Path) -> None:
    replace_in(own / KPIS / "meldingen.rq", "(COUNT(?melding)", "(COUNT(DISTINCT ?gebied)")


def rename(own: Path) -> None:
    text = (own / KPIS / "meldingen-open.rq").read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("#+ titel:"))
    replace_in(own / KPIS / "meldingen-open.rq", title, '#+ titel: {nl: "Anders", en: "Other"}')


def leave_out(own: Path) -> None:
    (own / KPIS / "meldingen-doorlooptijd.rq").unlink()


def bring_back(own: Path) -> None:
    text = (own / KPIS / "meldingen-open.rq").read_text("utf-8")
    (own / KPIS / "meldingen-nieuw.rq").write_text(text, "utf-8")


def ask_for_nothing(own: Path) -> None:
    replace_in(own / KPIS / "meldingen-herhaald.rq", "\nSELECT", "\n# nothing else\nSELECT")


def follow_otherwise(own: Path) -> None:
    path = own / "queries/klantreis/iets-melden.rq"
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n# otherwise\n", "utf-8")


@pytest.fixture
def config(deliveries: Path, tmp_path: Path) -> Path:
    return copy_demo(deliveries, tmp_path, "gebieden", "meldingen")


FIGURES = (count_fewer, rename, leave_out, bring_back, ask_for_nothing, follow_otherwise)


def test_a_row_of_changes_to_figures_ends_as_a_whole_build_does(
    own: Path, config: Path, tmp_path: Path
) -> None:
    order = random.Random(1).sample(FIGURES, k=len(FIGURES))
    data = tmp_path / "data"
    first = build_on(own, config, data)
    for change in order:
        change(own)
        last = build_on(own, config, data)
        assert last.built_on == first.id
        first = last

    hold_to_a_whole_build(config, own, last, data, tmp_path / "whole")


def read_inputs_now(own: Path, config: Path, key: bytes = KEY) -> Inputs:
    gemeente = read_gemeente(config)

    def delivered(levering: Levering) -> list[Bestand]:
        return [Bestand(naam, path.name, 0, digest(path)) for naam, path in levering.bestanden]

    described = describe(gemeente.leveringen, delivered)
    return read_inputs(ModelFiles(own), gemeente, described, key)


def map_otherwise(own: Path, config: Path) -> None:
    path = own / "mappings/meldingen/mapping.rml.ttl"
    path.write_text(path.read_text("utf-8") + "\n# otherwise\n", "utf-8")


def deliver_otherwise(own: Path, config: Path) -> None:
    path = config.parent / "leveringen/meldingen/areas.json"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def name_another_address(own: Path, config: Path) -> None:
    replace_in(config, "[gemeente]\n", '[gemeente]\nemail = "data@voorbeeldstad.example"\n')


def declare_another_term(own: Path, config: Path) -> None:
    path = own / "ontology/openbare-ruimte.ttl"
    path.write_text(path.read_text("utf-8") + "\n# otherwise\n", "utf-8")


def measure_otherwise(own: Path, config: Path) -> None:
    rename(own)


@pytest.mark.parametrize(
    ("change", "ground", "registraties"),
    [
        (map_otherwise, False, {"meldingen"}),
        (deliver_otherwise, False, {"meldingen"}),
        (name_another_address, True, set()),
        (declare_another_term, True, set()),
        (measure_otherwise, False, set()),
    ],
)
def test_a_registration_rests_on_its_mapping_and_deliveries_and_all_on_the_ground(
    change: Callable[[Path, Path], None],
    ground: bool,
    registraties: set[str],
    own: Path,
    config: Path,
) -> None:
    before = read_inputs_now(own, config)

    change(own, config)

    after = read_inputs_now(own, config)
    assert (after["ground"] != before["ground"]) is ground
    changed = {
        naam
        for naam, found in after["registraties"].items()
        if found != before["registraties"][naam]
    }
    assert changed == registraties


def test_all_rests_on_the_key(own: Path, config: Path) -> None:
    before = read_inputs_now(own, config)

    assert read_inputs_now(own, config, b"q" * 32)["ground"] != before["ground"]


def test_another_ontology_is_built_anew(own: Path, config: Path, tmp_path: Path) -> None:
    build_on(own, config, tmp_path / "data")
    declare_another_term(own, config)

    assert build_on(own, config, tmp_path / "data").built_on is None


def test_the_earlier_release_is_left_as_it_was(own: Path, config: Path, tmp_path: Path) -> None:
    first = build_on(own, config, tmp_path / "data")
    before = digest_tree(DataFolder(tmp_path / "data").release(first.id))
    count_fewer(own)

    build_on(own, config, tmp_path / "data")

    assert digest_tree(DataFolder(tmp_path / "data").release(first.id)) == before


def test_nothing_changed_is_the_same_release(own: Path, config: Path, tmp_path: Path) -> None:
    first = build_on(own, config, tmp_path / "data")

    again = build_on(own, config, tmp_path / "data")

    assert again == Built(first.id, first.manifest, first.groups, first.id)
