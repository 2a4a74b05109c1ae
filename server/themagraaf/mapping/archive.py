"""Opens the XML files of a delivery, whether they stand alone, in a zip, or in a zip within it."""

import re
import shutil
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from themagraaf.errors import DeliveryError

MAX_DEPTH = 2
# What some systems add to an archive that nobody delivered.
HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/)")


@contextmanager
def unpacking(path: Path) -> Iterator[None]:
    """Turn what can be wrong with an archive into an error that names it.

    Raises:
        DeliveryError: The archive is damaged, or packed in a way that can't be read.
    """
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise DeliveryError(
            f"{path.name} can't be unpacked ({error}); ask for the delivery again"
        ) from error


def open_members(
    path: Path, pattern: str, folder: Path
) -> Generator[tuple[str, IO[bytes]], None, None]:
    """Give each XML file with its name within the archive; one that is no zip has no name there.

    Only members whose own name meets the pattern are opened, and all that a zip among
    them holds. They come in order of name.

    Raises:
        DeliveryError: No member meets the pattern, or one is encrypted.
    """
    if path.suffix.lower() != ".zip":
        with path.open("rb") as stream:
            yield "", stream
        return
    with zipfile.ZipFile(path) as archive:
        found = 0
        for member in _members(archive, "", pattern or "*", folder, path):
            found += 1
            yield member
    if not found:
        names = ", ".join(sorted(archive.namelist())[:12])
        raise DeliveryError(f"{path.name} has no XML that meets {pattern or '*'!r}: it has {names}")


def _members(
    archive: zipfile.ZipFile, within: str, pattern: str, folder: Path, path: Path
) -> Iterator[tuple[str, IO[bytes]]]:
    for info in sorted(archive.infolist(), key=lambda item: item.filename):
        own_name = info.filename.rsplit("/", 1)[-1]
        kind = Path(own_name).suffix.lower()
        if HIDDEN.search(info.filename) or not fnmatchcase(own_name, pattern):
            continue
        if info.flag_bits & 1:
            raise DeliveryError(f"{path.name}: {within}{info.filename} is encrypted")
        if kind == ".xml":
            with archive.open(info) as stream:
                yield within + info.filename, stream
        elif kind == ".zip" and within.count("/") < MAX_DEPTH:
            # A zip is read from its end, so it goes to disk first.
            with TemporaryFile(dir=folder) as copy, archive.open(info) as packed:
                shutil.copyfileobj(packed, copy)
                with zipfile.ZipFile(copy) as inner:
                    yield from _members(inner, f"{within}{info.filename}/", "*", folder, path)
