"""The manifest: hashes of all that went into a release and all that came out.

It holds no time and no path of a machine, so that equal inputs give equal bytes.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NotRequired, TypedDict

from themagraaf.mapping.levering import Bestand, Levering


class BestandBeschreven(TypedDict):
    """A delivered file: what the mapping calls it, its own name, size and SHA-256."""

    naam: str
    bestand: str
    bytes: int
    sha256: str


class LeveringBeschreven(TypedDict):
    """A delivery: its registration, the day up to which it speaks, and its files."""

    registratie: str
    datum: str
    bestanden: list[BestandBeschreven]


class RegistratieGeteld(TypedDict):
    """How many records came in, how many are published, how many are kept out."""

    records: int
    gepubliceerd: int
    quarantaine: int
    peildatum: str


class KpiGemeten(TypedDict):
    """Whether a KPI could be measured: status "ok", or why not in `melding`."""

    status: str
    melding: NotRequired[str]
    rijen: NotRequired[int]
    peildatum: NotRequired[str]
    sha256: NotRequired[str]


class Manifest(TypedDict):
    """What went into a release and what came out; each digest is a SHA-256."""

    gemeente: dict[str, str]
    model: str
    leveringen: list[LeveringBeschreven]
    registraties: dict[str, RegistratieGeteld]
    relaties: Mapping[str, Mapping[str, int]]
    quads: dict[str, str]
    aantalQuads: int
    bevindingen: dict[str, int]
    rapport: str
    quarantaine: str
    kpis: dict[str, KpiGemeten]
    klantreizen: str
    leden: str


def encode(content: Manifest | Mapping[str, object]) -> bytes:
    """Return JSON in one form only: keys in order, UTF-8, two spaces, a newline at the end."""
    written = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    return written.encode() + b"\n"


def release_id(content: bytes, leveringen: Iterable[Levering]) -> str:
    """Return the latest delivery's date with the start of the manifest's hash."""
    latest = max(levering.datum for levering in leveringen)
    return f"{latest.isoformat()}-{hashlib.sha256(content).hexdigest()[:8]}"


def describe(
    leveringen: Iterable[Levering], delivered: Callable[[Levering], Iterable[Bestand]]
) -> list[LeveringBeschreven]:
    """Return what identifies each delivery: registration, date, and its files with their hash."""
    return [
        {
            "registratie": levering.registratie,
            "datum": levering.datum.isoformat(),
            "bestanden": [
                {
                    "naam": item.naam,
                    "bestand": item.bestand,
                    "bytes": item.bytes,
                    "sha256": item.sha256,
                }
                for item in delivered(levering)
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


def digest_of_texts(texts: Iterable[str]) -> str:
    """Return one SHA-256 over several texts, in the order given."""
    total = hashlib.sha256()
    for text in texts:
        total.update(text.encode() + b"\n")
    return total.hexdigest()
