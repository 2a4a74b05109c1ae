"""Deliveries with something broken in them, and a disk that fills up: the rest is unharmed."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server.release.folders import (
    build_in,
    copy_demo,
    digest_tree,
    publish_in,
    read_quarantine,
    shapes_of,
    values,
    whole_releases,
)
from themagraaf.errors import DeliveryError
from themagraaf.mapping.rows import MAX_RECORD_CHARACTERS
from themagraaf.model.model import Model
from themagraaf.release.folder import DataFolder

COUNT = """PREFIX tg: <https://w3id.org/themagraaf/def/>
SELECT (COUNT(?x) AS ?n) WHERE { ?x a tg:Bijstandscijfer } ORDER BY ?n"""


@pytest.fixture
def config(deliveries: Path, tmp_path: Path) -> Path:
    return copy_demo(deliveries, tmp_path, "gebieden")


@contextmanager
def room_for(largest_bytes: int) -> Iterator[None]:
    """Let no file grow larger, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("largest_bytes", [10_000, 300_000, 2_000_000])
def test_a_disk_that_fills_up_stops_the_build_and_leaves_nothing(
    largest_bytes: int, config: Path, model: Model, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    publish_in(model, config, data)
    before = digest_tree(data)

    with room_for(largest_bytes), pytest.raises(DeliveryError) as caught:
        build_in(model, config, data, key=b"q" * 32)

    assert "no room left on disk" in str(caught.value) or "File too large" in str(caught.value)
    assert digest_tree(data) == before
    assert not DataFolder(data).building.exists()
    assert len(list(whole_releases(data))) == 1


def test_broken_records_are_kept_out_with_their_reason_and_all_others_are_published(
    deliveries: Path, model: Model, tmp_path: Path
) -> None:
    config = copy_demo(deliveries, tmp_path, "gebieden", "bijstand")
    path = tmp_path / "leveringen/bijstand/gemeente_2025.csv"
    lines = path.read_text("utf-8").split("\n")
    whole = publish_in(model, config, tmp_path / "heel")
    faults = {
        5: lines[4].replace(lines[4].split(",")[3], f'"{"9" * 40}"'),
        7: lines[6].rsplit(",", 2)[0],
        9: lines[8].replace('"', '"x"', 1),
        11: lines[10].replace("NL", "N\0").replace("LD", "L\0"),
        13: lines[12].replace('"', '"' + "x" * (MAX_RECORD_CHARACTERS + 1), 1),
    }
    for row, line in faults.items():
        lines[row - 1] = line
    path.write_text("\n".join(lines), encoding="utf-8")

    release = publish_in(model, config, tmp_path / "data")

    quarantine = [item for item in read_quarantine(release) if item["bestand"] == path.name]
    kept_out = {item["positie"]: item for item in quarantine}
    assert sorted(kept_out) == sorted(f"row={row}" for row in faults)
    assert all(item["redenen"][0]["nl"] for item in kept_out.values())
    assert shapes_of(kept_out["row=5"])[0].startswith("Bijstandscijfer-inwoners")
    assert [shapes_of(kept_out[f"row={row}"]) for row in (7, 9, 11, 13)] == [["leesbaar"]] * 4
    (had,), (has,) = values(whole, COUNT), values(release, COUNT)
    assert int(has[0]) == int(had[0]) - len(faults) > 0
