"""The data folder: releases, which one is current, and the lock that one build holds.

releases/<id>/   immutable
checkpoint/<id>/ what the last build leaves for the next one
current.json     the current release and those before it; replaced in one rename
candidate.json   the release built last, not yet published
building/        what a build is making; nothing reads it
lock             held by the build under way
sleutel          the key for pseudonyms, unless another file is named
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from themagraaf.errors import DeliveryError, ReleaseError

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder that holds the releases of one municipality."""

    root: Path

    @property
    def building(self) -> Path:
        """Where a build works; whatever is in it is of no use to anyone else."""
        return self.root / "building"

    def release(self, release_id: str) -> Path:
        """Return the folder of a release."""
        return self.root / "releases" / release_id

    def checkpoint(self, release_id: str) -> Path:
        """Return the folder of what the build of a release left; only the last build's is kept."""
        return self.root / "checkpoint" / release_id

    def current(self) -> str:
        """Return the id of the current release.

        Raises:
            ReleaseError: Nothing has been published here.
        """
        if not (history := self._history()):
            built = self.candidate()
            hint = "run `themagraaf publish`" if built else "run `themagraaf build` first"
            raise ReleaseError(f"nothing has been published in {self.root}; {hint}")
        return history[0]

    def candidate(self) -> str | None:
        """Return the id of the release built last, if it waits to be published."""
        path = self.root / "candidate.json"
        return str(json.loads(path.read_bytes())["release"]) if path.is_file() else None

    def newest(self) -> list[str]:
        """Return the releases that are of use to build on: the candidate and the current one."""
        found = [self.candidate(), *self._history()[:1]]
        return [item for item in found if item and (self.release(item) / "manifest.json").is_file()]

    def propose(self, release_id: str) -> None:
        """Make a whole release the candidate."""
        self._replace("candidate.json", json.dumps({"release": release_id}) + "\n")

    def publish(self) -> str:
        """Make the candidate current and return its id.

        Raises:
            ReleaseError: There is no candidate, or it is not whole.
        """
        if (candidate := self.candidate()) is None:
            raise ReleaseError(
                f"there is no candidate in {self.root}; run `themagraaf build` first"
            )
        if not (self.release(candidate) / "manifest.json").is_file():
            raise ReleaseError(f"candidate {candidate} is not whole; run `themagraaf build` again")
        earlier = [item for item in self._history() if item != candidate]
        self._write_history([candidate, *earlier])
        (self.root / "candidate.json").unlink()
        return candidate

    def rollback(self) -> str:
        """Make the release before the current one current again and return its id.

        Raises:
            ReleaseError: There is none before it.
        """
        history = self._history()
        if len(history) < 2:
            raise ReleaseError(f"there is no release before {self.current()} to go back to")
        self._write_history(history[1:])
        return history[1]

    def stamp(self) -> tuple[int, int]:
        """Return what changes whenever another release becomes current."""
        found = (self.root / "current.json").stat()
        return found.st_ino, found.st_mtime_ns

    @contextmanager
    def build(self) -> Iterator[Path]:
        """Hold the lock and give an empty folder to build in.

        What a killed build left is cleared away first; the folder goes when this one ends.

        Raises:
            DeliveryError: Another build is under way, or the folder can't be written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / "lock").open("w")
        except OSError as error:
            raise DeliveryError(f"{self.root} can't be written: {error.strerror}") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise DeliveryError(
                    f"another build is under way in {self.root}; wait, or name another --data"
                ) from error
            shutil.rmtree(self.building, ignore_errors=True)
            self.building.mkdir(mode=0o700)
            # The engine locks a store by its path for as long as anything refers to it, and the
            # traceback of a build that failed does; so each build has a path of its own.
            folder = self.building / secrets.token_hex(4)
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(self.building, ignore_errors=True)

    def keep(self, built: Path, release_id: str) -> None:
        """Move a whole release to its place; one that is there already is the same."""
        target = self.release(release_id)
        if (target / "manifest.json").is_file():
            return
        target.parent.mkdir(exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        os.sync()  # a release that survives the rename must survive a power cut whole
        built.rename(target)
        _sync(target.parent)

    def keep_checkpoint(self, built: Path, release_id: str) -> None:
        """Move what a build left to its place; what earlier ones left goes."""
        target = self.checkpoint(release_id)
        aside = built.with_name("earlier")
        if target.parent.is_dir():
            target.parent.rename(aside)
        target.parent.mkdir(mode=0o700)
        built.rename(target)
        shutil.rmtree(aside, ignore_errors=True)

    def key(self, path: Path | None) -> bytes:
        """Return the key for pseudonyms; without a file of its own one is made, once.

        Raises:
            DeliveryError: The file named is missing or too short, or none can be made.
        """
        own = path or self.root / "sleutel"
        if path is None and not own.is_file():
            self._make_key(own)
        if not own.is_file():
            raise DeliveryError(
                f"the key file {own} is missing; make one of {KEY_BYTES} random bytes"
            )
        key = own.read_bytes()
        if len(key) < KEY_BYTES:
            raise DeliveryError(
                f"the key in {own} is {len(key)} bytes; it needs {KEY_BYTES} or more"
            )
        return key

    def _make_key(self, path: Path) -> None:
        aside = path.with_name(f".{path.name}-{os.getpid()}")
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(secrets.token_bytes(KEY_BYTES))
            # Of two first builds at once one makes the key, and both read that one whole.
            with suppress(FileExistsError):
                path.hardlink_to(aside)
            aside.unlink()
        except OSError as error:
            raise DeliveryError(f"{self.root} can't be written: {error.strerror}") from error

    def _history(self) -> list[str]:
        path = self.root / "current.json"
        return list(json.loads(path.read_bytes())["releases"]) if path.is_file() else []

    def _write_history(self, releases: list[str]) -> None:
        self._replace("current.json", json.dumps({"releases": releases}, indent=2) + "\n")

    def _replace(self, name: str, content: str) -> None:
        aside = self.root / f".{name}"
        with aside.open("w", encoding="utf-8") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(self.root / name)
        _sync(self.root)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
