"""A release is a function of a model and deliveries: equal in, equal out, to the byte."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import quiet
from tests.server.release.folders import KEY, build_in, copy_demo, digest_tree
from themagraaf.model.files import ModelFiles
from themagraaf.model.model import Model, read_model
from themagraaf.release.build import Limits, build
from themagraaf.release.current import Release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente

STORES = ("intern/", "openbaar/")


@pytest.fixture(scope="module")
def areas(deliveries: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that names the smallest of deliveries."""
    return copy_demo(deliveries, tmp_path_factory.mktemp("gebieden"), "gebieden")


@pytest.fixture(scope="module")
def first(areas: Path, model: Model) -> str:
    return build_in(model, areas, areas.parent / "data").id


def written(folder: Path) -> dict[str, str]:
    """Return the hashes of all but the stores, whose files are the engine's own."""
    return {
        name: digest for name, digest in digest_tree(folder).items() if not name.startswith(STORES)
    }


def test_the_same_deliveries_give_the_same_bytes_elsewhere(
    small: Release, deliveries: Path, model: Model, tmp_path: Path
) -> None:
    shutil.copytree(deliveries, tmp_path / "elders")
    data = DataFolder(tmp_path / "data")
    gemeente = read_gemeente(tmp_path / "elders/themagraaf.toml")

    built = build(model, gemeente, data, quiet, key=KEY, limits=Limits(512, threads=1))

    assert built.id == small.id
    assert written(data.release(built.id)) == written(small.path)


def test_the_id_is_the_day_of_the_latest_delivery_and_the_hash_of_the_manifest(
    small: Release,
) -> None:
    hashed = digest_tree(small.path)["manifest.json"]

    assert small.id == f"2026-08-31-{hashed[:8]}"


def test_the_manifest_names_no_moment_and_no_place_of_a_machine(
    small: Release, deliveries: Path
) -> None:
    text = (small.path / "manifest.json").read_text("utf-8")

    assert str(deliveries) not in text
    assert str(small.path.parent) not in text
    assert ":00" not in text


def test_building_again_is_the_same_candidate(areas: Path, first: str, model: Model) -> None:
    before = digest_tree(areas.parent / "data/releases")

    assert build_in(model, areas, areas.parent / "data").id == first

    assert digest_tree(areas.parent / "data/releases") == before


def test_one_byte_of_one_delivery_makes_another_release(
    areas: Path, first: str, model: Model, tmp_path: Path
) -> None:
    shutil.copytree(areas.parent / "leveringen", tmp_path / "leveringen")
    config = Path(shutil.copy(areas, tmp_path))
    with (tmp_path / "leveringen/gebieden/data.csv").open("ab") as file:
        file.write(b"\n")

    built = build_in(model, config, tmp_path / "data")

    assert built.id != first
    assert built.id[:10] == first[:10]


@pytest.mark.parametrize("folder", ["ontology", "shapes", "mappings", "queries"])
def test_one_comment_in_the_model_makes_another_release(
    folder: str, areas: Path, first: str, model: Model, tmp_path: Path
) -> None:
    for name in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    changed = next(iter(ModelFiles(tmp_path / "model").find(folder, "*.*")))
    changed.write_text(changed.read_text("utf-8") + "# Een opmerking.\n", encoding="utf-8")

    other = read_model(ModelFiles(tmp_path / "model"))

    assert other.files.digest() != model.files.digest()
    if folder == "ontology":  # once is enough to see that the id follows the digest
        assert build_in(other, areas, tmp_path / "data").id != first


def test_another_key_gives_other_pseudonyms_and_the_same_figures(
    small: Release, deliveries: Path, model: Model, tmp_path: Path
) -> None:
    other = build_in(model, deliveries / "themagraaf.toml", tmp_path / "data", key=b"a" * 32)

    before, after = small.manifest["quads"], other.manifest["quads"]
    personal = {
        path.parent.name
        for path in model.files.find("mappings", "mapping.rml.ttl")
        if "tgf:pseudoniem" in path.read_text("utf-8")
    }
    assert {name for name in before if before[name] != after[name]} == {"herkomst", *personal}
    assert other.id != small.id
    assert other.manifest["kpis"] == small.manifest["kpis"]
