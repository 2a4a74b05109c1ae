"""The columns of a CSV by name: unnamed ones, names given twice, and what a row has from its list.

Some registers write one thing over several rows: the first row of a list bears
the key, the rows below it only what differs. Such a row is given the key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from themagraaf.errors import ModelError, choices
from themagraaf.mapping.rows import Refused
from themagraaf.model.rml import Source

FROM_LIST = "lijst/"
PLACE = FROM_LIST + "#"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which SQL column holds which field.

    `given` are the names of the header, `made` what a row has from the first row
    of its list; `twice` are names that the header gives more than one column.
    """

    given: dict[str, str]
    twice: frozenset[str] = frozenset()
    made: dict[str, str] = field(default_factory=dict)


def name_columns(header: Sequence[str]) -> Columns:
    """Name the columns of a header.

    A column without a name is `_col.N`, N from 1, as CSVW has it. Columns that share
    a name are `name#1`, `name#2`.
    """
    names = [name.strip() for name in header]
    twice = frozenset(name for name in names if name and names.count(name) > 1)
    given: dict[str, str] = {}
    for index, name in enumerate(names):
        if name in twice:
            name = f"{name}#{names[: index + 1].count(name)}"
        given[name or f"_col.{index + 1}"] = f"c{index}"
    return Columns(given, twice)


def carry_down(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    table: str,
    columns: Columns,
    refused: Sequence[Refused],
) -> Columns:
    """Give each row of the table what `source` carries down from the first row of its list.

    A list begins where the column that `lijst` names is filled. `lijst/<column>` is then
    that column of the first row, `lijst/#` the place in the list, from 0. Below a row that
    could not be read (`refused`) nobody knows whose list it is: nothing is given
    until the next list begins.

    Raises:
        ModelError: The file has no column of that name.
    """
    if not source.dialect.lijst:
        return columns
    begin = _column(source, columns, source.dialect.lijst)
    carried = {name: _column(source, columns, name) for name in source.dialect.doorgegeven}
    made = {FROM_LIST + name: f"l{index}" for index, name in enumerate(carried, start=1)}
    values = ["(v.rij - kop.rij)::VARCHAR AS l0"] + [
        f"kop.{column} AS l{index}" for index, column in enumerate(carried.values(), start=1)
    ]
    lost = ", ".join(_number(item) for item in refused) or "NULL"
    connection.execute(f"""
        CREATE OR REPLACE TABLE {table} AS
        WITH verdeeld AS (
          SELECT *, max(CASE WHEN {begin} IS NOT NULL THEN rij END) OVER (ORDER BY rij) AS begin,
            (SELECT max(nr) FROM unnest([{lost}]) gat(nr) WHERE nr < rij) AS gat
          FROM {table})
        SELECT v.* EXCLUDE (begin, gat), {", ".join(values)}
        FROM verdeeld v
        LEFT JOIN {table} kop ON kop.rij = v.begin AND coalesce(v.gat < v.begin, true)
        ORDER BY v.rij
    """)
    return Columns(columns.given, columns.twice, {PLACE: "l0", **made})


def _column(source: Source, columns: Columns, name: str) -> str:
    if (column := columns.given.get(name)) is None:
        raise ModelError(
            f"{source.where}: {source.name!r} has no column {name!r} to carry down from;"
            f" {choices(name, columns.given)}"
        )
    return column


def _number(refused: Refused) -> str:
    """Return the number of a refused row in the table, where the header has none."""
    return str(int(refused.positie.rpartition("row=")[2]) - 1)
