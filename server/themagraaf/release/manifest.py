"""The manifest: hashes of all that went into a release and all that came out.

It holds no time and no path of a machine, so that equal inputs give equal bytes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from themagraaf.mapping.levering import Levering, digest

JsonValue = None | bool | int | str | list["JsonValue"] | dict[str, "JsonValue"]


def encode(content: Mapping[str, JsonValue]) -> bytes:
    """Return JSON in one form only: keys in order, UTF-8, two spaces, a newline at the end."""
    written = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    return written.encode() + b"\n"


def release_id(content: bytes, leveringen: Iterable[Levering]) -> str:
    """Return the latest delivery's date with the start of the manifest's hash."""
    latest = max(levering.datum for levering in leveringen)
    return f"{latest.isoformat()}-{hashlib.sha256(content).hexdigest()[:8]}"


def describe(leveringen: Iterable[Levering]) -> list[JsonValue]:
    """Return what identifies each delivery: registration, date, and its files with their hash."""
    return [
        {
            "registratie": levering.registratie,
            "datum": levering.datum.isoformat(),
            "bestanden": [
                {
                    "naam": name,
                    "bestand": path.name,
                    "bytes": path.stat().st_size,
                    "sha256": digest(path),
                }
                for name, path in levering.bestanden
            ],
        }
        for levering in leveringen
    ]


def digest_of(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over several files, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()
