"""What one would put together oneself to get a release's figures from its mapped lines.

`oxigraph load` puts them in a store, pySHACL holds them to the model's shapes, and SPARQLWrapper
asks `oxigraph serve` the model's KPI queries, word for word. It gets the lines for nothing, as
Morph-KGC knows none of the functions that our mappings call; and it does less than a build:
it keeps no faulty record out, connects no records, and writes no provenance, cube or catalogue.
"""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pyoxigraph as ox
import pyshacl
from rdflib import Graph
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from tests.bench import build
from tests.bench.meter import RIVALS, Clock, Meter, Said, serve
from themagraaf.model.files import find_model
from themagraaf.model.model import read_model
from themagraaf.release.folder import DataFolder


def prepare(folder: Path, inwoners: int) -> None:
    """Build a release, and write down the triples that its mappings gave, as they came."""
    build.prepare(folder, inwoners)
    build.make(folder)
    data = DataFolder(folder / "data")
    built = data.candidate()
    assert built is not None
    ox.Store.read_only(str(data.checkpoint(built) / "candidate")).dump(
        str(folder / "mapped.nt"), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()
    )


def themagraaf(folder: Path, meter: Meter) -> Said:
    """Build everything, from the deliveries on."""
    return build.themagraaf(folder, meter)


def others(folder: Path, meter: Meter) -> Said:
    """Load, validate and measure with the other engines."""
    model, target, lines = find_model(), folder / "others", folder / "mapped.nt"
    kpis = read_model(model).kpis
    shutil.rmtree(target, ignore_errors=True)
    clock, spent = Clock(), dict[str, float]()
    with meter:
        place, file = str(target), str(lines)
        command = [str(RIVALS / "oxigraph"), "load", "--location", place, "--file", file]
        subprocess.run(command, check=True, capture_output=True)
        spent["loading"] = clock.lap()
        shapes = Graph()
        for path in (*model.find("shapes", "*.ttl"), *model.find("ontology", "*.ttl")):
            shapes.parse(path)
        graph = Graph().parse(lines, format="nt")
        spent["reading for pySHACL"] = clock.lap()
        _, report, _ = pyshacl.validate(
            graph, shacl_graph=shapes, inference="none", advanced=True, inplace=True
        )
        spent["validating"] = clock.lap()
        with serving(target) as endpoint:
            for kpi in kpis:
                endpoint.setQuery(kpi.query)
                endpoint.queryAndConvert()
        spent["measuring"] = clock.lap()
    assert isinstance(report, Graph)
    print(f"{len(report)} triples in pySHACL's report, {len(kpis)} KPIs", file=sys.stderr)
    return spent


@contextmanager
def serving(store: Path) -> Iterator[SPARQLWrapper]:
    """Serve a store by `oxigraph serve-read-only` for a while."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    command = [
        str(RIVALS / "oxigraph"),
        "serve-read-only",
        "--location",
        str(store),
        "--bind",
        bind,
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"http://{bind}")
            endpoint = SPARQLWrapper(f"http://{bind}/query")
            endpoint.setReturnFormat(JSON)
            endpoint.setMethod(POST)
            yield endpoint
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urlopen(url, timeout=5).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{url} does not answer")


if __name__ == "__main__":
    serve(prepare, {"themagraaf": themagraaf, "others": others})
