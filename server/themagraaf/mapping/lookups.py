"""Tables made to look things up in: each is made once, whichever statements need it."""

from collections.abc import Sequence

import duckdb


class Lookups:
    """The tables to look in that one workspace has."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._tables: dict[str, str] = {}
        self._unique: dict[tuple[str, ...], bool] = {}

    def table(self, select: str) -> str:
        """Return a table with what a SELECT over staged sources gives; these never change."""
        if (found := self._tables.get(select)) is None:
            found = self._tables[select] = f"opzoek{len(self._tables)}"
            self._connection.execute(f"CREATE TABLE {found} AS {select}")
        return found

    def is_unique(self, table: str, keys: Sequence[str]) -> bool:
        """Say whether no two rows of such a table have the same keys."""
        asked = (table, *keys)
        if asked not in self._unique:
            again = f"SELECT 1 FROM {table} GROUP BY {', '.join(keys)} HAVING count(*) > 1 LIMIT 1"
            self._unique[asked] = self._connection.execute(again).fetchone() is None
        return self._unique[asked]
