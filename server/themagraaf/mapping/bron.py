"""Stages all that one delivery gives: its files, its database, and what it does without."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from themagraaf.errors import DeliveryError, choices
from themagraaf.mapping.database import digest_rows, open_database
from themagraaf.mapping.intake import Intake
from themagraaf.mapping.levering import Bestand, Database, Levering, digest
from themagraaf.mapping.source import Staged, stage, stage_nothing, stage_table
from themagraaf.model.rml import RegistratieMapping, Source

IN_DATABASE = frozenset({"table", "query"})


@dataclass(frozen=True, slots=True)
class Bron:
    """One staged source of one delivery; `number` is its key in the workspace."""

    number: int
    levering: Levering
    mapping: RegistratieMapping
    staged: Staged


@dataclass(frozen=True, slots=True)
class Stager:
    """Reads deliveries into the tables of one workspace."""

    connection: duckdb.DuckDBPyConnection
    folder: Path

    def plan(
        self, levering: Levering, mapping: RegistratieMapping, name: str
    ) -> list[Callable[[], list[Staged]]]:
        """Return what is to be done to read every source that a delivery gives.

        The pieces may be done side by side; each gives sources, in tables whose names begin with
        `name`. A piece raises ModelError where the mapping reads what a file or table has not,
        and DeliveryError where something can't be read.

        Raises:
            DeliveryError: The delivery names a source that the mapping has not.
        """
        _check_names(levering, mapping)
        work: list[Callable[[], list[Staged]]] = []
        for number, source in enumerate(mapping.sources):
            if source.kind in IN_DATABASE and source.name not in levering.ontbreekt:
                continue
            paths = [path for given, path in levering.bestanden if given == source.name]
            if paths or source.name in levering.ontbreekt:
                work.append(partial(self._stage, mapping, source, paths, f"{name}_{number}"))
        if levering.database is not None:
            work.append(partial(self._stage_tables, levering, mapping, levering.database, name))
        return work

    def _stage(
        self, mapping: RegistratieMapping, source: Source, paths: Sequence[Path], table: str
    ) -> list[Staged]:
        intake = self._intake(mapping, source)
        return [stage(intake, paths, table) if paths else stage_nothing(intake, table)]

    def _stage_tables(
        self, levering: Levering, mapping: RegistratieMapping, database: Database, name: str
    ) -> list[Staged]:
        with open_database(database) as tables:
            return [
                stage_table(
                    self._intake(mapping, source), tables, f"{name}_{number}", database.naam
                )
                for number, source in enumerate(mapping.sources)
                if source.kind in IN_DATABASE and source.name not in levering.ontbreekt
            ]

    def describe(self, levering: Levering, bronnen: Iterable[Bron]) -> list[Bestand]:
        """Return what identifies each file of a delivery, and of a database the rows read."""
        found = [
            Bestand(name, path.name, path.stat().st_size, digest(path))
            for name, path in levering.bestanden
        ]
        if levering.database is not None:
            found.append(self._describe_database(levering.database.naam, bronnen))
        return found

    def _describe_database(self, naam: str, bronnen: Iterable[Bron]) -> Bestand:
        total, size = hashlib.sha256(), 0
        for bron in bronnen:
            source = bron.staged.source
            if source.kind in IN_DATABASE:
                columns = list(bron.staged.columns.values())
                intake = self._intake(bron.mapping, source)
                written, sha256 = digest_rows(intake, bron.staged.table, columns)
                total.update(f"{source.name} {source.iterator} {sha256}\n".encode())
                size += written
        return Bestand("database", naam, size, total.hexdigest())

    def _intake(self, mapping: RegistratieMapping, source: Source) -> Intake:
        # A cursor is a connection of its own, so that sources can be read side by side.
        return Intake(self.connection.cursor(), self.folder, source, mapping.references(source))


def not_given(naam: str, source: Source) -> str:
    """Say of a source that no delivery of a registration gives, and what would do."""
    kind, where = "file", f'name it under bestanden: {{ {source.name} = "…" }}'
    if source.kind in IN_DATABASE:
        kind, where = source.kind, 'name its database: database = "sqlite:///…"'
    return (
        f"no delivery of {naam!r} gives the {kind} {source.name!r} that its mapping reads; {where},"
        f' or say that it is not there: ontbreekt = ["{source.name}"]'
    )


def _check_names(levering: Levering, mapping: RegistratieMapping) -> None:
    names = {source.name for source in mapping.sources}
    in_files = {source.name for source in mapping.sources if source.kind not in IN_DATABASE}
    given = [name for name, _ in levering.bestanden]
    for name in given:
        if name not in in_files:
            raise DeliveryError(
                f"delivery {levering.id} gives a file for {name!r}, which the mapping of"
                f" {levering.registratie!r} does not read; {choices(name, in_files)}"
            )
    if levering.database is not None and all(
        source.kind not in IN_DATABASE for source in mapping.sources
    ):
        raise DeliveryError(
            f"delivery {levering.id} names a database, of which the mapping of"
            f" {levering.registratie!r} reads no table"
        )
    for name in levering.ontbreekt:
        if name not in names or name in given:
            said = "gives a file for it all the same" if name in given else choices(name, names)
            raise DeliveryError(
                f"delivery {levering.id} names {name!r} under ontbreekt, but {said}"
            )
