"""Building, publishing, rolling back, the demo: what is shown, and how they end."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.server.release.folders import copy_demo, replace_in, run
from themagraaf.model.model import Model
from themagraaf.release.current import open_release
from themagraaf.release.folder import DataFolder

from .command import Command, Said


def test_building_shows_what_came_in_and_what_was_kept_out(
    areas: Path, themagraaf: Command, tmp_path: Path
) -> None:
    said = themagraaf("build", "-c", areas / "themagraaf.toml", "--data", tmp_path / "data")

    candidate = DataFolder(tmp_path / "data").candidate()
    assert (said.code, said.err) == (0, "")
    assert (
        "│ gebieden                    │         55 │        54 │          1 │ 2026-01-01 "
        in said.out
    )
    assert "│ in = published + quarantine │         55 │        54 │          1 │" in said.out
    assert "Een gebied heeft een naam." in said.out
    assert said.out.endswith(f"candidate {candidate}; `themagraaf publish` makes it current\n")


def test_building_as_json_gives_the_manifest_and_nothing_else(
    areas: Path, themagraaf: Command, tmp_path: Path
) -> None:
    said = themagraaf(
        "build", "--json", "-c", areas / "themagraaf.toml", "--data", tmp_path / "data"
    )

    found = json.loads(said.out)
    release = DataFolder(tmp_path / "data").release(found.pop("release"))
    assert (said.code, said.err) == (0, "")
    assert found == json.loads((release / "manifest.json").read_text("utf-8"))


def test_building_takes_its_settings_from_the_surroundings(
    areas: Path, themagraaf: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sleutel.bin").write_bytes(b"s" * 32)
    monkeypatch.setenv("THEMAGRAAF_CONFIG", str(areas / "themagraaf.toml"))
    monkeypatch.setenv("THEMAGRAAF_DATA", "elders")
    monkeypatch.setenv("THEMAGRAAF_KEY_FILE", "sleutel.bin")

    said = themagraaf("build")

    assert said.code == 0
    assert DataFolder(tmp_path / "elders").candidate()
    assert not (tmp_path / "elders/sleutel").exists()


def test_building_without_a_configuration_says_how_to_get_one(themagraaf: Command) -> None:
    said = themagraaf("build")

    assert (said.code, said.out) == (4, "")
    assert said.err == (
        "The deliveries or their surroundings are not in order: themagraaf.toml is missing;"
        " name the file with -c, or make an example with `themagraaf demo`\n"
    )


def test_a_broken_model_ends_with_three_before_anything_is_built(
    areas: Path, model: Model, themagraaf: Command, tmp_path: Path
) -> None:
    for name in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    replace_in(tmp_path / "model/queries/kpi/openbare-ruimte/meldingen.rq", "maat:", "mate:")

    said = themagraaf(
        *("build", "--model", tmp_path / "model"),
        *("-c", areas / "themagraaf.toml", "--data", tmp_path / "data"),
    )

    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("The model does not hold together: ")
    assert "queries/kpi/openbare-ruimte/meldingen.rq" in said.err
    assert not (tmp_path / "data/building").exists()


def test_only_bad_records_end_with_four_and_name_the_way_out(
    areas: Path, themagraaf: Command, tmp_path: Path
) -> None:
    alone = copy_demo(areas / "alles", tmp_path / "alleen", "bijstand")

    refused = themagraaf("build", "-c", alone)
    allowed = themagraaf("build", "-c", alone, "--allow-empty")

    assert (refused.code, refused.out) == (4, "")
    assert refused.err.startswith("Nothing of a registration can be published: all 74 records of")
    assert "--allow-empty publishes the release without them" in refused.err
    assert allowed.code == 0
    assert "KPI 'bijstand' can't be measured: no record uses" in allowed.out


def test_publishing_and_rolling_back_name_the_release_that_is_current(
    areas: Path, themagraaf: Command, tmp_path: Path
) -> None:
    shutil.copytree(areas / "data", tmp_path / "data")
    first = DataFolder(tmp_path / "data").current()
    shutil.copytree(areas / "data/releases" / first, tmp_path / "data/releases/tweede")
    DataFolder(tmp_path / "data").propose("tweede")

    published, rolled_back = themagraaf("publish"), themagraaf("rollback")

    assert (published.code, published.out) == (0, "tweede is current\n")
    assert (rolled_back.code, rolled_back.out) == (0, f"{first} is current again\n")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("publish", "there is no candidate in data; run `themagraaf build` first"),
        ("rollback", "nothing has been published in data; run `themagraaf build` first"),
        ("kpi", "nothing has been published in data; run `themagraaf build` first"),
    ],
)
def test_without_a_release_the_way_to_one_is_told(
    command: str, message: str, themagraaf: Command
) -> None:
    said = themagraaf(command)

    assert said == Said(4, "", f"There is no such release: {message}\n")


def test_rolling_back_the_first_release_is_refused(areas: Path, themagraaf: Command) -> None:
    said = themagraaf("rollback", "--data", areas / "data")

    current = DataFolder(areas / "data").current()
    assert said.code == 4
    assert said.err.endswith(f": there is no release before {current} to go back to\n")


def test_the_demo_makes_deliveries_and_a_release_and_shows_its_figures(tmp_path: Path) -> None:
    code, out, err = run("demo", tmp_path / "voorbeeld", "--inwoners", "500", "--no-serve")

    release = open_release(tmp_path / "voorbeeld/data")
    assert (code, err) == (0, "")
    assert "│ in = published + quarantine │" in out
    assert "│ vergunningen-binnen-termijn " in out
    assert release.manifest["gemeente"]["naam"] == "Voorbeeldstad"
    # So few residents have no use for everything, but all was delivered and looked for.
    found = Counter(kpi["status"] for kpi in release.manifest["kpis"].values())
    assert found.keys() <= {"ok", "term-zonder-gegevens"}
    assert found["ok"] > 0.9 * found.total()


def test_a_demo_without_inhabitants_is_refused(themagraaf: Command) -> None:
    said = themagraaf("demo", "--inwoners", "0", "--no-serve")

    assert (said.code, said.out) == (2, "")
    assert "0 is not in the range x>=1" in said.err


def test_serving_nothing_says_how_to_get_something(themagraaf: Command) -> None:
    said = themagraaf("serve", "--data", "leeg")

    assert said.code == 4
    assert said.err.endswith("nothing has been published in leeg; run `themagraaf build` first\n")
