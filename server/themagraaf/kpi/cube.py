"""A cube on disk: one Parquet file a KPI at the finest grain, one for all members."""

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from themagraaf.kpi import periode
from themagraaf.kpi.cell import Cel, plain, value
from themagraaf.kpi.leden import Lid
from themagraaf.kpi.measure import Row
from themagraaf.kpi.publicatie import VRIJ, Regel, publish
from themagraaf.model.kpi import Kpi
from themagraaf.model.terms import Label
from themagraaf.sql import text

NUMBER = "DECIMAL(38, 6)"
_local = threading.local()


@dataclass(frozen=True)
class Cube:
    """A KPI measured in one release, as `regel` lets its cells be seen."""

    kpi: Kpi
    path: Path
    leden_path: Path
    peildatum: date
    gemeente: str
    regel: Regel = VRIJ

    @property
    def leden(self) -> Mapping[tuple[str, str], Lid]:
        """Every member of the release's dimensions, by dimension and code."""
        return read_leden_file(self.leden_path)

    @cached_property
    def codes(self) -> Mapping[str, frozenset[str]]:
        """Per dimension the codes that occur in the cells."""
        return {
            dimensie: frozenset(
                row[0]
                for row in query(f'SELECT DISTINCT "{dimensie}" FROM {self.table}').fetchall()
            )
            for dimensie in self.kpi.dimensies
        }

    def rows(self) -> list[Cel]:
        """Return every cell at the finest grain, in order of its members' codes."""
        if self.kpi.maat == "mediaan":
            counted = query(f"""SELECT {self._dimensies}, median(meetwaarde), sum(aantal) FROM (
                SELECT {self._dimensies}, meetwaarde, unnest(range(teller::BIGINT)) AS i,
                1 AS aantal FROM {self.table}) GROUP BY ALL ORDER BY ALL""")
            return [self._cel(row[:-2], row[-1], None, row[-2]) for row in counted.fetchall()]
        noemer = "NULL" if self.kpi.maat == "aantal" else "noemer"
        rows = query(f"SELECT {self._dimensies}, teller, {noemer} FROM {self.table} ORDER BY ALL")
        return [self.cel(row[:-2], row[-2], row[-1]) for row in rows.fetchall()]

    def frequencies(self) -> list[tuple[dict[str, str], Decimal, int]]:
        """Return the frequency table of a median: members, measured value, how many have it."""
        rows = query(f"SELECT {self._dimensies}, meetwaarde, teller FROM {self.table} ORDER BY ALL")
        names = self.kpi.dimensies
        return [
            (dict(zip(names, row[:-2], strict=True)), row[-2], int(row[-1]))
            for row in rows.fetchall()
        ]

    @property
    def table(self) -> str:
        """The cells as a table in SQL."""
        return f"read_parquet({text(str(self.path))})"

    @property
    def _dimensies(self) -> str:
        return ", ".join(f'"{name}"' for name in self.kpi.dimensies)

    def cel(self, codes: Sequence[str], teller: Decimal, noemer: Decimal | None) -> Cel:
        """Make a cell at the finest grain from its counts."""
        return self._cel(codes, teller, noemer, value(self.kpi, teller, noemer))

    def _cel(
        self, codes: Sequence[str], teller: Decimal, noemer: Decimal | None, waarde: Decimal | None
    ) -> Cel:
        leden = dict(zip(self.kpi.dimensies, codes, strict=True))
        whole = None if noemer is None else plain(noemer)
        found = None if waarde is None else plain(Decimal(waarde))
        exact = Cel(leden, plain(Decimal(teller)), whole, found, self.status(leden, found))
        return self.shown(exact)

    def shown(self, cel: Cel) -> Cel:
        """Return a cell as those who read this cube may see it."""
        return publish(self.kpi, cel, self.regel)

    def status(self, leden: Mapping[str, str], waarde: Decimal | None) -> str:
        """Return the observation status of a cell."""
        if waarde is None:
            return "M"
        period = leden.get("periode")
        ended = period is None or periode.bounds(period)[1] <= self.peildatum
        return "A" if ended else "P"


def query(sql: str) -> duckdb.DuckDBPyConnection:
    """Answer SQL over Parquet; each thread has a connection of its own."""
    if not hasattr(_local, "connection"):
        _local.connection = duckdb.connect()
    found: duckdb.DuckDBPyConnection = _local.connection.execute(sql)
    return found


@lru_cache(maxsize=4)
def read_leden_file(path: Path) -> Mapping[tuple[str, str], Lid]:
    """Read the members of a release once for all its cubes, by dimension and code."""
    rows = query(f"SELECT * FROM read_parquet({text(str(path))})").fetchall()
    return {
        (dimensie, code): Lid(dimensie, code, iri, niveau, Label(nl, en), tuple(above))
        for dimensie, code, iri, niveau, nl, en, above in rows
    }


def write_cube(kpi: Kpi, rows: Sequence[Row], path: Path) -> None:
    """Write a KPI's rows as Parquet; equal rows give equal bytes."""
    names = [*kpi.dimensies, "meetwaarde", "teller", "noemer"]
    types = dict.fromkeys(kpi.dimensies, "VARCHAR") | dict.fromkeys(names[-3:], NUMBER)
    lines = ([*row.codes, row.meetwaarde, row.teller, row.noemer] for row in rows)
    _write_parquet(types, lines, path)


def write_leden(leden: Sequence[Lid], path: Path) -> None:
    """Write the members of all dimensions as Parquet."""
    names = ["dimensie", "code", "iri", "niveau", "nl", "en"]
    types = dict.fromkeys(names, "VARCHAR") | {"voorouders": "VARCHAR[]"}
    lines = (
        [m.dimensie, m.code, m.iri, m.niveau, m.label.nl, m.label.en, m.voorouders] for m in leden
    )
    _write_parquet(types, lines, path)


def _write_parquet(types: Mapping[str, str], lines: Iterable[Sequence[object]], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        # JSON has one way to write any text and nothing; CSV readers guess at line ends.
        plain_file = Path(folder) / "rows.json"
        with plain_file.open("w", encoding="utf-8") as out:
            for line in lines:
                said = dict(zip(types, line, strict=True))
                out.write(json.dumps(said, default=str) + "\n")
        connection.execute("SET threads = 1")
        connection.execute(f"""COPY (SELECT * FROM read_json({text(str(plain_file))},
            format = 'newline_delimited', columns = {{{columns}}}))
            TO {text(str(path))} (FORMAT parquet, COMPRESSION zstd)""")
