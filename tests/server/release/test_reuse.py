"""A build on an earlier release with the same records is what a build of everything gives."""

import random
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.server.release.folders import KEY, copy_demo, digest_tree, replace_in
from themagraaf.mapping.levering import Bestand, Levering, digest
from themagraaf.model.files import FOLDERS, ModelFiles
from themagraaf.model.model import Model, read_model
from themagraaf.release.build import Built, build
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente
from themagraaf.release.manifest import describe
from themagraaf.release.reuse import INPUTS, records_digest

KPIS = "queries/kpi/openbare-ruimte"


def quiet(stage: str, done: int, total: int) -> None:
    """Take progress and show nothing."""


@pytest.fixture
def own(model: Model, tmp_path: Path) -> Path:
    """A model of one's own to change."""
    for name in FOLDERS:
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    return tmp_path / "model"


@pytest.fixture
def config(deliveries: Path, tmp_path: Path) -> Path:
    return copy_demo(deliveries, tmp_path, "gebieden", "meldingen")


def build_on(own: Path, config: Path, data: Path, *, key: bytes = KEY, reuse: bool = True) -> Built:
    gemeente, model = read_gemeente(config), read_model(ModelFiles(own))
    return build(model, gemeente, DataFolder(data), quiet, key=key, reuse=reuse)


def quads_of(data: Path, built: Built, audience: str) -> Counter[str]:
    store = ox.Store.read_only(str(DataFolder(data).release(built.id) / audience))
    # A blank node of the ontology has another name in every store.
    return Counter(re.sub(r"_:\w+", "_:b", str(quad)) for quad in store)


def same(config: Path, own: Path, on: Built, data: Path, whole: Path) -> None:
    """Hold a build to one of everything, to the byte and to the quad."""
    anew = build_on(own, config, whole, reuse=False)
    one, other = (DataFolder(root).release(on.id) for root in (data, whole))

    assert anew.built_on is None
    assert on.manifest == anew.manifest
    assert on.id == anew.id
    assert on.groups == anew.groups
    for name in (INPUTS, "manifest.json", "rapport.ttl", "quarantaine.jsonl", "klantreizen.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    assert digest_tree(one / "cubes") == digest_tree(other / "cubes")
    assert digest_tree(one / "model") == digest_tree(other / "model")
    for audience in ("intern", "openbaar"):
        assert quads_of(data, on, audience) == quads_of(whole, anew, audience)


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


CHANGES = (count_fewer, rename, leave_out, bring_back, ask_for_nothing, follow_otherwise)


def test_a_row_of_changes_to_figures_ends_as_a_whole_build_does(
    own: Path, config: Path, tmp_path: Path
) -> None:
    order = random.Random(1).sample(CHANGES, k=len(CHANGES))
    data = tmp_path / "data"
    first = build_on(own, config, data)
    for change in order:
        change(own)
        last = build_on(own, config, data)
        assert last.built_on == first.id
        first = last

    same(config, own, last, data, tmp_path / "whole")


def map_otherwise(own: Path, config: Path) -> None:
    path = own / "mappings/meldingen/mapping.rml.ttl"
    path.write_text(path.read_text("utf-8") + "\n# otherwise\n", "utf-8")


def deliver_otherwise(own: Path, config: Path) -> None:
    path = config.parent / "leveringen/meldingen/areas.json"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def name_another_address(own: Path, config: Path) -> None:
    replace_in(config, "[gemeente]\n", '[gemeente]\nemail = "data@voorbeeldstad.example"\n')


def measure_otherwise(own: Path, config: Path) -> None:
    rename(own)


def digest_now(own: Path, config: Path, key: bytes = KEY) -> str:
    gemeente = read_gemeente(config)

    def delivered(levering: Levering) -> list[Bestand]:
        return [Bestand(naam, path.name, 0, digest(path)) for naam, path in levering.bestanden]

    described = describe(gemeente.leveringen, delivered)
    return records_digest(ModelFiles(own), gemeente, described, key)


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        (map_otherwise, True),
        (deliver_otherwise, True),
        (name_another_address, True),
        (measure_otherwise, False),
    ],
)
def test_records_rest_on_mapping_delivery_and_catalogue_and_not_on_kpis(
    change: Callable[[Path, Path], None], anew: bool, own: Path, config: Path
) -> None:
    before = digest_now(own, config)

    change(own, config)

    assert (digest_now(own, config) != before) is anew


def test_records_rest_on_the_key(own: Path, config: Path) -> None:
    assert digest_now(own, config) != digest_now(own, config, b"q" * 32)


def test_a_changed_mapping_is_built_anew(own: Path, config: Path, tmp_path: Path) -> None:
    build_on(own, config, tmp_path / "data")
    map_otherwise(own, config)

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
