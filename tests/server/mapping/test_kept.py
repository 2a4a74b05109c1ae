"""Kept lines come back as they were, however many and however long, in little memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from themagraaf.mapping.kept import KeptLines

LIMIT_MB = 256


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[KeptLines]:
    lines = KeptLines(tmp_path, LIMIT_MB, threads=2)
    yield lines
    lines.close()


def test_more_than_memory_holds_comes_back_as_it_was(kept: KeptLines, tmp_path: Path) -> None:
    path, back = tmp_path / "lines.nq", tmp_path / "back.nq"
    with path.open("w", encoding="utf-8") as out:
        for block in range(60):
            numbers = range(block * 50_000, (block + 1) * 50_000)
            out.writelines(f'<urn:{number:080}> <urn:p> "1" .\n' for number in numbers)
    assert path.stat().st_size > LIMIT_MB * 2**20

    kept.keep([path], tmp_path / "kept.parquet")
    kept.give_back(tmp_path / "kept.parquet", back)

    assert back.read_bytes() == path.read_bytes()


def test_a_line_of_100_mb_is_kept_among_short_ones(kept: KeptLines, tmp_path: Path) -> None:
    short, long = ['<urn:a> <urn:p> "1" .\n'] * 1000, f'<urn:b> <urn:p> "{"x" * 10**8}" .\n'
    path, back = tmp_path / "lines.nq", tmp_path / "back.nq"
    path.write_text("".join([*short, long, *short]), "utf-8")

    (tmp_path / "large").mkdir()
    large = KeptLines(tmp_path / "large", 4 * LIMIT_MB, threads=2)
    large.keep([path], tmp_path / "kept.parquet")
    large.give_back(tmp_path / "kept.parquet", back)
    large.close()

    assert back.read_bytes() == path.read_bytes()


def test_lines_that_differ_are_told_apart(kept: KeptLines, tmp_path: Path) -> None:
    files = []
    for name, lines in (("old", "a\nb\nb\n"), ("new", "b\nc\n"), ("none", "")):
        (tmp_path / name).write_text(lines, "utf-8")
        files.append(tmp_path / f"{name}.parquet")
        kept.keep([tmp_path / name], files[-1])
    old, new, none = files

    assert kept.difference(old, new) == ({"a"}, {"c"})
    assert kept.difference(none, new) == (set(), {"b", "c"})
    assert (kept.read(old), kept.read(none)) == ({"a", "b"}, set())
