"""Voorbeeldstad's deliveries in a folder of one's own, and builds of them."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from tests.conftest import quiet
from themagraaf.model.model import Model
from themagraaf.release.build import Built, build
from themagraaf.release.current import Release, open_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente

KEY = b"k" * 32
BASIS = "https://voorbeeldstad.example"


class Reden(TypedDict):
    """Why a record is kept out."""

    shape: str
    nl: str
    en: str
    waarde: str


class Uitval(TypedDict):
    """A line of a release's quarantine."""

    registratie: str
    levering: str
    bestand: str
    positie: str
    bron: dict[str, object]
    redenen: list[Reden]


def copy_demo(demo: Path, folder: Path, *registraties: str) -> Path:
    """Copy the deliveries of these registrations, and return the file that names them."""
    head, *blocks = (demo / "themagraaf.toml").read_text("utf-8").split("[[levering]]")
    kept = [block for block in blocks if any(f'"{naam}"' in block for naam in registraties)]
    for naam in registraties:
        shutil.copytree(demo / "leveringen" / naam, folder / "leveringen" / naam)
    config = folder / "themagraaf.toml"
    config.write_text("[[levering]]".join([head, *kept]), encoding="utf-8")
    return config


def build_in(
    model: Model, config: Path, data: Path, *, key: bytes = KEY, allow_empty: bool = False
) -> Built:
    """Build a candidate from what a file names."""
    folder = DataFolder(data)
    return build(model, read_gemeente(config), folder, quiet, key=key, allow_empty=allow_empty)


def publish_in(model: Model, config: Path, data: Path, *, allow_empty: bool = False) -> Release:
    """Build a release, publish it and open it."""
    build_in(model, config, data, allow_empty=allow_empty)
    DataFolder(data).publish()
    return open_release(data)


def replace_in(path: Path, old: str, new: str) -> None:
    """Change a text that stands in a file exactly once."""
    content = path.read_bytes()
    assert content.count(old.encode()) == 1, (path.name, old, content.count(old.encode()))
    path.write_bytes(content.replace(old.encode(), new.encode()))


def read_quarantine(release: Release) -> list[Uitval]:
    """Return what a release kept out."""
    lines = (release.path / "quarantaine.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def shapes_of(uitval: Uitval) -> list[str]:
    """Return the names of the shapes that kept a record out."""
    return sorted(reden["shape"].rsplit("/", 1)[-1] for reden in uitval["redenen"])


def values(release: Release, query: str, audience: str = "intern") -> list[list[str]]:
    """Return the rows of an answer as texts."""
    rows = release.store(audience).select(query).rows
    return [["" if term is None else term.value for term in row] for row in rows]


def digest_tree(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start the command line in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "themagraaf.cli", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Run the command line and return its exit code, output and messages."""
    with start(*arguments) as process:
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err


def whole_releases(data: Path) -> Iterable[str]:
    """Return the releases in a data folder; fail on one that is not whole."""
    for path in sorted((data / "releases").iterdir()):
        assert (path / "manifest.json").is_file(), f"{path.name} is not whole"
        yield path.name
