"""Lines of N-Quads in blocks: the same as line by line, whatever graphs a block holds."""

from pathlib import Path

import pytest

from themagraaf.store import nquads
from themagraaf.store.nquads import as_stream, lines_of, quads_of, triples_of

EEN, TWEE = "<https://a.example/graaf/1>", "<https://a.example/graaf/2>"
AWKWARD = f'"in {EEN} . en \\n {TWEE} ."'
TRIPLES = [
    '<https://a.example/1> <https://a.example/naam> "a"',
    f"<https://a.example/2> <https://a.example/naam> {AWKWARD}",
    "<https://a.example/3> <https://a.example/in> <https://a.example/1>",
    '_:b1 <https://a.example/naam> "b"@nl',
    f'<https://a.example/4> <https://a.example/naam> "{"x" * 200}"',
]
FILES = {
    "one graph": [f"{triple} {EEN} ." for triple in TRIPLES],
    "graphs by turns": [f"{triple} {graph} ." for triple in TRIPLES for graph in (EEN, TWEE)],
    "another graph at the end": [f"{TRIPLES[0]} {graph} ." for graph in (EEN, EEN, EEN, TWEE)],
    "records without lines": ["", f"{TRIPLES[0]} {EEN} .", "", f"{TRIPLES[1]} {EEN} .", ""],
    "nothing": [],
}


@pytest.fixture(autouse=True, params=[16, 300, 2**20])
def _block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nquads, "BLOCK_BYTES", request.param)


def written(folder: Path, lines: list[str]) -> Path:
    path = folder / "quads.nq"
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


@pytest.mark.parametrize("name", FILES)
def test_each_quad_is_given_as_the_triple_that_it_is(name: str, tmp_path: Path) -> None:
    given = FILES[name]
    expected = [f"{line.removesuffix(f' {EEN} .').removesuffix(f' {TWEE} .')} ." for line in given]

    found = b"".join(triples_of(written(tmp_path, given), frozenset())).decode()

    assert found.splitlines() == [line for line in expected if line != " ."]


@pytest.mark.parametrize("name", FILES)
def test_lines_left_out_are_left_out_wherever_they_stand(name: str, tmp_path: Path) -> None:
    given, path = FILES[name], written(tmp_path, FILES[name])
    gone = f"{TRIPLES[0]} {EEN} ."
    triple = f"{TRIPLES[0]} .\n".encode()

    quads = as_stream(lines_of(path, {f"{gone}\n".encode()})).read().decode()
    triples = b"".join(triples_of(path, {triple}))

    assert quads.split("\n")[:-1] == [line for line in given if line != gone]
    assert triple not in triples
    assert triples.count(b"\n") == sum(bool(line) and TRIPLES[0] not in line for line in given)


def test_triples_become_quads_of_one_graph(tmp_path: Path) -> None:
    path = written(tmp_path, [f"{triple} ." for triple in TRIPLES])

    found = b"".join(quads_of(path, "https://a.example/graaf/1")).decode()

    assert found.splitlines() == FILES["one graph"]


def test_a_stream_gives_blocks_of_any_size_one_after_the_other() -> None:
    blocks = [b"", b"abc", b"", b"d" * 1000, b"e"]

    assert as_stream(blocks).read() == b"".join(blocks)
