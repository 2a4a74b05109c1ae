"""A release opened to read: its manifest, model, stores, cubes and report."""

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from themagraaf.errors import DeadTermError, NotDeliveredError, ReleaseError, UnknownError, choices
from themagraaf.kpi.cube import Cube
from themagraaf.kpi.publicatie import VRIJ, regel_of
from themagraaf.kpi.reismeting import ReisJson, Reismeting, decode
from themagraaf.model.files import ModelFiles
from themagraaf.model.model import Model, read_model
from themagraaf.release.folder import DataFolder
from themagraaf.release.manifest import Manifest
from themagraaf.store.embedded import EmbeddedStore

AUDIENCES = ("openbaar", "intern")


@dataclass(frozen=True)
class Release:
    """One release on disk. What it holds never changes, so all of it may be kept at hand.

    Who reads it (`audience`) decides whether cells come as their disclosure rule wants them.
    """

    id: str
    path: Path
    audience: str = "intern"
    read: Model | None = field(default=None, repr=False, compare=False)

    @cached_property
    def manifest(self) -> Manifest:
        """What went in and what came out, with hashes."""
        content: Manifest = json.loads((self.path / "manifest.json").read_bytes())
        return content

    @cached_property
    def model(self) -> Model:
        """The model that made the release; not read again where it was `read` already."""
        return self.read or read_model(ModelFiles(self.path / "model"))

    @cached_property
    def gemeente(self) -> str:
        """The CBS code of the municipality."""
        return self.manifest["gemeente"]["code"]

    @cached_property
    def _stores(self) -> dict[str, EmbeddedStore]:
        return {}

    def store(self, audience: str) -> EmbeddedStore:
        """Return the store of an audience, opened to read.

        Raises:
            ReleaseError: There is no such store, or it is not whole.
        """
        if audience not in AUDIENCES:
            raise ReleaseError(f"there is no store {audience!r}; {choices(audience, AUDIENCES)}")
        if audience not in self._stores:
            self._stores[audience] = EmbeddedStore.open(self.path / audience)
        return self._stores[audience]

    def cube(self, kpi_id: str) -> Cube:
        """Return the cube of a KPI.

        Raises:
            UnknownError: There is no such KPI in this release.
            DeadTermError: It could not be measured in this release.
        """
        kpi = self.model.kpi(kpi_id)
        found = self.manifest["kpis"].get(kpi_id)
        if found is None:
            raise UnknownError(f"KPI {kpi_id!r} was not measured in release {self.id}")
        if found["status"] != "ok":
            raise _not_measured(found["status"], found.get("melding", ""))
        return self._cubes.setdefault(
            kpi_id,
            Cube(
                kpi,
                self.path / "cubes" / f"{kpi_id}.parquet",
                self.path / "cubes" / "leden.parquet",
                self.peildatum(kpi.registraties),
                self.gemeente,
                VRIJ if self.audience == "intern" else regel_of(kpi, self.model.vocabulary),
            ),
        )

    def klantreis(self, klantreis_id: str) -> Reismeting:
        """Return how a journey went, exact to the record.

        Raises:
            UnknownError: There is no such journey in this release.
            DeadTermError: It could not be measured in this release.
        """
        found = self._klantreizen.get(self.model.klantreis(klantreis_id).id)
        if found is None:
            raise UnknownError(f"klantreis {klantreis_id!r} was not measured in release {self.id}")
        if found["status"] != "ok":
            raise _not_measured(found["status"], found.get("melding", ""))
        return decode(found)

    def reismeting(self, klantreis_id: str) -> Reismeting | None:
        """Return how a journey went, or nothing where it could not be measured."""
        found = self._klantreizen.get(klantreis_id)
        return decode(found) if found and found["status"] == "ok" else None

    @cached_property
    def _klantreizen(self) -> dict[str, ReisJson]:
        content: dict[str, ReisJson] = json.loads((self.path / "klantreizen.json").read_bytes())
        return content

    @cached_property
    def _cubes(self) -> dict[str, Cube]:
        return {}

    @property
    def indeling(self) -> int | None:
        """The year of the division into wijken and buurten that figures use, where delivered."""
        gebieden = self.manifest["registraties"].get("gebieden")
        return date.fromisoformat(gebieden["peildatum"]).year if gebieden else None

    def peildatum(self, registraties: tuple[str, ...]) -> date:
        """Return the day up to which all of these registrations speak."""
        found = [self.manifest["registraties"].get(naam) for naam in registraties]
        days = [date.fromisoformat(item["peildatum"]) for item in found if item]
        return min(days, default=date.max)


def _not_measured(status: str, melding: str) -> DeadTermError:
    kind = NotDeliveredError if status == NotDeliveredError.slug else DeadTermError
    return kind(melding)


def open_release(data: Path, release_id: str | None = None, audience: str = "intern") -> Release:
    """Open the current release, or another by its id, for an audience.

    Raises:
        ReleaseError: There is none.
    """
    folder = DataFolder(data)
    found = release_id or folder.current()
    path = folder.release(found)
    known = [item.name for item in (data / "releases").glob("*")]
    if found not in known or not (path / "manifest.json").is_file():
        raise ReleaseError(f"there is no release {found!r} in {data}; {choices(found, known)}")
    return Release(found, path, audience)
