"""A release that is published while the service runs."""

import threading
from pathlib import Path

import pytest

from themagraaf.api.current import Current
from themagraaf.errors import ReleaseError
from themagraaf.settings import Settings

from .running import publish_copy, serving

FIRST, SECOND = "2026-01-01-00000001", "2026-01-02-00000002"
QUERY = {"query": "ASK { ?s ?p ?o }"}


def test_a_newly_published_release_is_taken_up_and_rolled_back(
    release_data: Path, tmp_path: Path
) -> None:
    publish_copy(release_data, tmp_path, FIRST)
    with serving(Settings(data=tmp_path)) as client:
        before = client.get("/v1/kpis")
        data = publish_copy(release_data, tmp_path, SECOND)
        after = client.get("/v1/kpis", headers={"If-None-Match": before.headers["ETag"]})
        asked = client.get("/sparql", params=QUERY)
        data.rollback()
        back = client.get("/health")

    assert before.json()["release"] == FIRST
    assert (after.status_code, after.json()["release"]) == (200, SECOND)
    assert asked.json()["boolean"] is True
    assert back.json()["release"] == FIRST


def test_a_request_keeps_the_release_it_was_given(release_data: Path, tmp_path: Path) -> None:
    publish_copy(release_data, tmp_path, FIRST)
    current = Current(tmp_path)
    held = current.release()

    publish_copy(release_data, tmp_path, SECOND)

    assert current.release().id == SECOND
    assert held.id == FIRST
    assert held.cube("meldingen").rows()


def test_no_request_fails_while_another_release_is_published(
    release_data: Path, tmp_path: Path
) -> None:
    data = publish_copy(release_data, tmp_path, FIRST)
    publish_copy(release_data, tmp_path, SECOND)
    current, seen, stop = Current(tmp_path), set[str](), threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(current.release().id)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for release_id in [FIRST, SECOND] * 5:
        data.propose(release_id)
        data.publish()
        assert current.release().id == release_id
    stop.set()
    for reader in readers:
        reader.join()

    assert seen == {FIRST, SECOND}


def test_without_a_data_folder_there_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError):
        Current(tmp_path / "nowhere").release()
