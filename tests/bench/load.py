"""Loading in bulk: our store, and the `oxigraph load` command on the same file of N-Quads."""

import shutil
import subprocess
from pathlib import Path

from tests.bench.graaf import triples
from tests.bench.meter import RIVALS, Meter, Said, serve
from themagraaf.store.embedded import EmbeddedStore


def prepare(folder: Path, size: int) -> None:
    """Write the file."""
    with (folder / "graaf.nq").open("w", encoding="utf-8") as out:
        graph = "<https://voorbeeld.example/graaf>"
        out.writelines(f"{triple} {graph} .\n" for triple in triples(size))


def themagraaf(folder: Path, meter: Meter) -> Said:
    """Load the quads into their graph."""
    target = _target(folder, "themagraaf")
    with meter:
        store = EmbeddedStore.create(target)
        store.load_graphs(folder / "graaf.nq")
        quads = len(store)
    return {"quads": quads}


def with_union(folder: Path, meter: Meter) -> Said:
    """Load the quads into their graph and into the union, as a release has them."""
    target = _target(folder, "with-union")
    with meter:
        store = EmbeddedStore.create(target)
        store.load(folder / "graaf.nq")
        quads = len(store)
    return {"quads": quads}


def oxigraph(folder: Path, meter: Meter) -> Said:
    """Load the quads with the command."""
    target = _target(folder, "oxigraph")
    place, file = str(target), str(folder / "graaf.nq")
    with meter:
        subprocess.run(
            [RIVALS / "oxigraph", "load", "--location", place, "--file", file],
            check=True,
            capture_output=True,
        )
    return {}


def same(folder: Path) -> None:
    """Hold that both stores hold as many quads."""
    ours, theirs = (len(EmbeddedStore.open(folder / name)) for name in ("themagraaf", "oxigraph"))
    assert ours == theirs, f"one store holds {ours} quads, the other {theirs}"


def _target(folder: Path, name: str) -> Path:
    target = folder / name
    shutil.rmtree(target, ignore_errors=True)
    return target


if __name__ == "__main__":
    serve(
        prepare,
        {"themagraaf": themagraaf, "themagraaf-union": with_union, "oxigraph": oxigraph},
        same,
    )
