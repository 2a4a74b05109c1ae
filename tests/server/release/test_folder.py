"""The data folder: one rename makes a release current, one build at a time, a key of its own."""

import json
import stat
from pathlib import Path
from threading import Event, Thread

import pytest

from themagraaf.errors import DeliveryError, ReleaseError
from themagraaf.release.current import open_release
from themagraaf.release.folder import DataFolder


def keep(folder: DataFolder, *releases: str) -> None:
    """Make releases that are whole, by a build that makes next to nothing."""
    for name in releases:
        with folder.build() as building:
            (building / "release").mkdir()
            (building / "release" / "manifest.json").write_text(json.dumps({"id": name}))
            folder.keep(building / "release", name)


def published(folder: DataFolder, *releases: str) -> DataFolder:
    keep(folder, *releases)
    for name in releases:
        folder.propose(name)
        folder.publish()
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def test_nothing_is_current_until_something_is_published(folder: DataFolder) -> None:
    with pytest.raises(ReleaseError, match=r"nothing has been published in .*; run `themagraaf b"):
        folder.current()

    keep(folder, "een")
    folder.propose("een")

    with pytest.raises(ReleaseError, match=r"nothing has been published in .*; run `themagraaf p"):
        folder.current()


def test_publishing_makes_the_candidate_current_and_leaves_none(folder: DataFolder) -> None:
    keep(folder, "een")
    folder.propose("een")

    assert folder.publish() == "een"

    assert folder.current() == "een"
    assert folder.candidate() is None


def test_without_a_candidate_there_is_nothing_to_publish(folder: DataFolder) -> None:
    published(folder, "een")

    with pytest.raises(ReleaseError, match=r"there is no candidate in .*; run `themagraaf build`"):
        folder.publish()

    assert folder.current() == "een"


def test_a_candidate_that_is_not_whole_is_not_published(folder: DataFolder) -> None:
    published(folder, "een")
    folder.propose("twee")

    with pytest.raises(ReleaseError, match="candidate twee is not whole; run `themagraaf build`"):
        folder.publish()

    assert folder.current() == "een"


def test_rolling_back_goes_one_release_back_at_a_time(folder: DataFolder) -> None:
    published(folder, "een", "twee", "drie")

    assert [folder.rollback(), folder.rollback()] == ["twee", "een"]

    with pytest.raises(ReleaseError, match=r"^there is no release before een to go back to$"):
        folder.rollback()
    assert folder.current() == "een"


def test_there_is_nothing_to_roll_back_before_the_first_release(folder: DataFolder) -> None:
    with pytest.raises(ReleaseError, match="nothing has been published"):
        folder.rollback()


def test_what_was_rolled_back_can_be_published_again(folder: DataFolder) -> None:
    published(folder, "een", "twee")
    folder.rollback()

    published(folder, "twee")

    assert folder.current() == "twee"
    assert folder.rollback() == "een"


def test_a_release_published_twice_stands_once_in_the_history(folder: DataFolder) -> None:
    published(folder, "een", "twee", "een")

    assert folder.rollback() == "twee"
    with pytest.raises(ReleaseError, match="no release before twee"):
        folder.rollback()


def test_a_release_that_is_there_already_is_left_as_it_was(folder: DataFolder) -> None:
    published(folder, "een")
    (folder.release("een") / "teken").write_text("van de eerste")

    keep(folder, "een")

    assert (folder.release("een") / "teken").read_text() == "van de eerste"


def test_a_reader_never_sees_a_broken_state_while_releases_change(folder: DataFolder) -> None:
    published(folder, "een", "twee")
    seen: list[str] = []
    done = Event()

    def look() -> None:
        while not done.is_set():
            seen.append(json.dumps(open_release(folder.root).manifest))

    readers = [Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(100):  # two switches each
        folder.rollback()
        folder.propose("twee")
        folder.publish()
    done.set()
    for reader in readers:
        reader.join()

    assert set(seen) == {'{"id": "een"}', '{"id": "twee"}'}


def test_whoever_watches_sees_that_another_release_is_current(folder: DataFolder) -> None:
    stamps = {published(folder, "een").stamp(), published(folder, "twee").stamp()}

    folder.rollback()

    assert folder.stamp() not in stamps
    assert len(stamps) == 2


def test_a_second_build_at_once_is_refused_and_the_first_goes_on(folder: DataFolder) -> None:
    with folder.build() as building:
        (building / "werk").write_text("half af")

        with pytest.raises(DeliveryError) as caught, folder.build():
            pass

        assert str(caught.value) == (
            f"another build is under way in {folder.root}; wait, or name another --data"
        )
        assert (building / "werk").read_text() == "half af"


def test_what_an_earlier_build_left_is_cleared_away(folder: DataFolder) -> None:
    (folder.building / "release").mkdir(parents=True)

    with folder.build() as building:
        assert list(building.iterdir()) == []

    assert not folder.building.exists()


def test_a_build_that_fails_leaves_nothing(folder: DataFolder) -> None:
    with pytest.raises(RuntimeError), folder.build() as building:
        (building / "werk").write_text("half af")
        raise RuntimeError

    assert not folder.building.exists()


def test_what_is_being_built_is_for_the_builder_only(folder: DataFolder) -> None:
    with folder.build():
        assert stat.S_IMODE(folder.building.stat().st_mode) == 0o700


def test_the_key_is_made_once_and_only_its_owner_reads_it(folder: DataFolder) -> None:
    key = folder.key(None)

    assert len(key) == 32
    assert folder.key(None) == key
    assert stat.S_IMODE((folder.root / "sleutel").stat().st_mode) == 0o600


def test_two_folders_have_different_keys(tmp_path: Path) -> None:
    assert DataFolder(tmp_path / "een").key(None) != DataFolder(tmp_path / "twee").key(None)


def test_a_key_file_of_ones_own_is_used_and_none_is_made(folder: DataFolder) -> None:
    own = folder.root.parent / "eigen"
    own.write_bytes(b"e" * 40)

    assert folder.key(own) == b"e" * 40
    assert not folder.root.exists()


def test_a_key_file_that_is_not_there_is_not_made(folder: DataFolder) -> None:
    own = folder.root.parent / "eigen"

    with pytest.raises(DeliveryError) as caught:
        folder.key(own)

    assert str(caught.value) == f"the key file {own} is missing; make one of 32 random bytes"
    assert not own.exists()


@pytest.mark.parametrize("size", [0, 31])
def test_a_key_that_is_too_short_is_refused(size: int, folder: DataFolder) -> None:
    own = folder.root.parent / "eigen"
    own.write_bytes(b"e" * size)

    with pytest.raises(DeliveryError) as caught:
        folder.key(own)

    assert str(caught.value) == f"the key in {own} is {size} bytes; it needs 32 or more"


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("geen map")
    folder = DataFolder(tmp_path / "data")

    with pytest.raises(DeliveryError, match="data can't be written: File exists"):
        folder.key(None)
    with pytest.raises(DeliveryError, match="data can't be written: File exists"), folder.build():
        pass


def test_a_release_that_is_not_there_is_named_with_those_that_are(folder: DataFolder) -> None:
    published(folder, "2026-08-31-866aa9c2")

    with pytest.raises(ReleaseError, match=r"no release '2026-08-31-866aa9c3' in .*; did you mean"):
        open_release(folder.root, "2026-08-31-866aa9c3")


@pytest.mark.parametrize("release_id", ["..", ".", "../releases/een", "een/", "/"])
def test_what_is_no_id_opens_nothing(release_id: str, folder: DataFolder) -> None:
    published(folder, "een")
    for place in (folder.root, folder.root / "releases"):
        (place / "manifest.json").write_text("{}")

    with pytest.raises(ReleaseError, match="there is no release"):
        open_release(folder.root, release_id)
