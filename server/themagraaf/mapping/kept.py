"""Lines that one build keeps for the next: compressed, and compared without being read whole."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from themagraaf.mapping.writing import AS_LINES
from themagraaf.sql import text

# Three quotes in a row stand in no line of N-Quads, so that each line is one cell.
AS_CELLS = (
    "columns = {'line': 'VARCHAR'}, header = false, auto_detect = false, strict_mode = false,"
    " quote = '', escape = '', comment = '', delim = '\"\"\"'"
)
# The engine makes buffers as large as a line may be: small ones for nearly every file, and one
# large one, read by one thread, where a line needs that.
ROOM = (
    f"max_line_size = {2**25}, buffer_size = {2**25}",
    f"max_line_size = {2**28}, buffer_size = {2**28}, parallel = false",
)


class KeptLines:
    """Reads, writes and compares files of kept lines, within the memory of a build."""

    def __init__(self, folder: Path, memory_limit_mb: int, threads: int) -> None:
        self._db = duckdb.connect(str(folder / "kept.duckdb"))
        self._db.execute(f"SET memory_limit = '{memory_limit_mb}MB'; SET threads = {threads}")

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def keep(self, paths: Sequence[Path], kept: Path) -> None:
        """Write the lines of some files as one kept file; a line may be there more than once."""
        full = [text(str(path)) for path in paths if path.stat().st_size]
        for room in ROOM:
            cells = f"read_csv([{', '.join(full)}], {AS_CELLS}, {room})"
            lines = f"FROM {cells}" if full else "SELECT '' AS line"
            try:
                self._db.execute(
                    f"COPY (SELECT line FROM ({lines}) WHERE line <> '') TO {text(str(kept))}"
                    " (FORMAT parquet, COMPRESSION zstd)"
                )
                return
            except (duckdb.InvalidInputException, duckdb.NotImplementedException):
                if room == ROOM[-1]:
                    raise

    def give_back(self, kept: Path, path: Path) -> Path:
        """Write kept lines as a file of lines again."""
        self._db.execute(f"COPY (SELECT line FROM {_kept(kept)}) TO {text(str(path))} {AS_LINES}")
        return path

    def difference(self, old: Path, new: Path) -> tuple[set[str], set[str]]:
        """Return the lines that only the old has, and those that only the new has."""
        return self._only(old, new), self._only(new, old)

    def read(self, kept: Path) -> set[str]:
        """Return all lines of a kept file."""
        rows = self._db.execute(f"SELECT DISTINCT line FROM {_kept(kept)}").fetchall()
        return {str(line) for (line,) in rows}

    def _only(self, one: Path, other: Path) -> set[str]:
        rows = self._db.execute(
            f"SELECT line FROM {_kept(one)} EXCEPT SELECT line FROM {_kept(other)}"
        )
        return {str(line) for (line,) in rows.fetchall()}


def _kept(path: Path) -> str:
    return f"read_parquet({text(str(path))})"
