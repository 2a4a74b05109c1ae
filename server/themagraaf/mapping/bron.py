"""Stages all that one delivery gives: its files, its database, and what it does without."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from themagraaf.errors import DeliveryError, choices
from themagraaf.mapping.database import digest_rows, open_database
from themagraaf.mapping.intake import Intake
from themagraaf.mapping.levering import Bestand, Levering, digest
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

    def stage(self, levering: Levering, mapping: RegistratieMapping, first: int) -> Iterator[Bron]:
        """Read every source that a delivery gives; they are numbered from `first` on.

        Raises:
            ModelError: The mapping reads what a file or table has not.
            DeliveryError: The delivery names a source that the mapping has not, or can't be read.
        """
        _check_names(levering, mapping)
        number = first
        for source in mapping.sources:
            if source.kind in IN_DATABASE and source.name not in levering.ontbreekt:
                continue
            paths = [path for name, path in levering.bestanden if name == source.name]
            if not paths and source.name not in levering.ontbreekt:
                continue
            intake, table = self._intake(mapping, source), f"bron{number}"
            staged = stage(intake, paths, table) if paths else stage_nothing(intake, table)
            yield Bron(number, levering, mapping, staged)
            number += 1
        if levering.database is not None:
            yield from self._stage_tables(levering, mapping, number)

    def _stage_tables(
        self, levering: Levering, mapping: RegistratieMapping, number: int
    ) -> Iterator[Bron]:
        if levering.database is None:
            return
        with open_database(levering.database) as tables:
            for source in mapping.sources:
                if source.kind not in IN_DATABASE or source.name in levering.ontbreekt:
                    continue
                intake = self._intake(mapping, source)
                naam = levering.database.naam
                staged = stage_table(intake, tables, f"bron{number}", naam)
                yield Bron(number, levering, mapping, staged)
                number += 1

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
        return Intake(self.connection, self.folder, source, mapping.references(source))


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
