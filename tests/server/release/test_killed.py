"""A build killed at any moment leaves the current release served, and the next build succeeds."""

import signal
import time
from collections.abc import Callable
from glob import glob
from pathlib import Path
from shutil import rmtree

import pytest

from tests.server.release.folders import (
    copy_demo,
    digest_tree,
    publish_in,
    run,
    start,
    whole_releases,
)
from themagraaf.kpi.headline import headline
from themagraaf.model.model import Model
from themagraaf.release.current import open_release
from themagraaf.release.folder import DataFolder

MOMENTS: dict[str, str] = {
    "reading": "work/spill",
    "mapping": "work/*.nq",
    "loading": "release/intern/*",
    "measuring": "release/cubes/*.parquet",
    "moving": "release/manifest.json",
}


@pytest.fixture(scope="module")
def folder(deliveries: Path, model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published release and deliveries for another one."""
    folder = tmp_path_factory.mktemp("afgebroken")
    publish_in(model, copy_demo(deliveries, folder / "eerst", "gebieden"), folder / "data")
    copy_demo(deliveries, folder / "daarna", "gebieden", "meldingen")
    return folder


def kill_when(reached: Callable[[], bool], *arguments: str | Path) -> int:
    """Start the command line, kill it as soon as something is so, and return how it ended."""
    with start(*arguments) as process:
        deadline = time.monotonic() + 60
        while not reached() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.0005)
        process.send_signal(signal.SIGKILL)
        return process.wait()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_is_killed_leaves_the_current_release_as_it_was(
    moment: str, folder: Path
) -> None:
    data = DataFolder(folder / "data")
    before, current = digest_tree(data.root / "releases"), data.current()
    rmtree(data.building, ignore_errors=True)  # what another moment left would be taken for ours

    def reached() -> bool:
        # Path.glob can't bear a folder that goes while it looks.
        return bool(glob(f"{data.building}/*/{MOMENTS[moment]}"))  # noqa: PTH207

    code = kill_when(reached, "build", "-c", folder / "daarna/themagraaf.toml", "--data", data.root)

    assert code == -signal.SIGKILL
    assert data.building.exists()
    assert data.current() == current
    assert digest_tree(data.root / "releases") == before
    release = open_release(data.root)
    assert release.store("openbaar").ask("ASK { ?s ?p ?o }")
    assert release.store("intern").ask("ASK { ?s ?p ?o }")


def test_the_build_after_one_that_was_killed_succeeds(folder: Path) -> None:
    data = DataFolder(folder / "data")
    assert data.building.exists()

    code, out, err = run("build", "-c", folder / "daarna/themagraaf.toml", "--data", data.root)

    assert (code, err) == (0, "")
    assert not data.building.exists()
    assert f"candidate {data.candidate()}; `themagraaf publish` makes it current" in out
    assert len(list(whole_releases(data.root))) == 2
    data.publish()
    assert headline(open_release(data.root).cube("meldingen")) is not None


def test_a_second_build_at_once_is_told_to_wait(folder: Path) -> None:
    data = DataFolder(folder / "data")

    with data.build():
        code, _, err = run("build", "-c", folder / "eerst/themagraaf.toml", "--data", data.root)

    assert code == 4
    assert err == (
        "The deliveries or their surroundings are not in order: another build is under way in"
        f" {data.root}; wait, or name another --data\n"
    )
