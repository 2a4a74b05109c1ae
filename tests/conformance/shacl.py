"""Each case of the W3C's suite of SHACL 1.0, by our engine and by pySHACL."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from tests.conftest import quiet
from themagraaf.errors import ModelError
from themagraaf.model.shapes_graph import shapes_of
from themagraaf.model.terms import Vocabulary
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.findings import validate
from themagraaf.validation.report import as_turtle

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
SAID = (
    SH.resultSeverity,
    SH.focusNode,
    SH.resultPath,
    SH.value,
    SH.sourceShape,
    SH.sourceConstraintComponent,
)
Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the file that tells of it, its data, its shapes and what should be found."""

    id: str
    iri: str
    data: Graph
    shapes: Graph
    expected: Rows | None  # None where the shapes should be refused


def cases(suite: Path) -> Iterator[Case]:
    """Give the cases of core and sparql, in order of their names."""
    for path in sorted(suite.rglob("*.ttl")):
        if path.name.startswith("manifest"):
            continue
        graph = _read(path)
        for test in sorted(graph.subjects(RDF.type, SHT.Validate), key=str):
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            data = _file(graph.value(action, SHT.dataGraph))
            shapes = _file(graph.value(action, SHT.shapesGraph))
            expected = None if result == SHT.Failure else rows_of(graph, result)
            name = path.relative_to(suite).with_suffix("").as_posix()
            yield Case(name, str(test), _read(data), _read(shapes), expected)


def rows_of(graph: Graph, report: Node | None) -> Rows:
    """Return what a report says of each result; a blank node is one like any other."""
    return sorted(
        tuple(_written(graph, graph.value(result, item)) for item in SAID)
        for result in graph.objects(report, SH.result)
    )


def ours(case: Case) -> Rows | None:
    """Return what our engine finds; None where it refuses the shapes."""
    store = EmbeddedStore(ox.Store())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.ttl"
        case.data.serialize(path, format="turtle")
        store.load_turtle([path], "https://voorbeeld.example/graaf")
    try:
        shapes = shapes_of(case.shapes)
        found = validate(store, shapes, Vocabulary(case.data), quiet)
    except ModelError:
        return None
    return _report_rows(Graph().parse(data=as_turtle(found), format="turtle"))


def theirs(case: Case) -> Rows | None:
    """Return what pySHACL finds; None where it refuses the shapes."""
    try:
        _, found, _ = pyshacl.validate(case.data, shacl_graph=case.shapes, advanced=True)
    except Exception:  # whatever it says no with
        return None
    return _report_rows(found) if isinstance(found, Graph) else None


ENGINES: dict[str, Callable[[Case], Rows | None]] = {"themagraaf": ours, "pyshacl": theirs}


def _report_rows(graph: Graph) -> Rows:
    return rows_of(graph, graph.value(None, RDF.type, SH.ValidationReport))


def _written(graph: Graph, node: Node | None) -> str:
    if not isinstance(node, BNode):
        return "" if node is None else node.n3()
    # A path is what it says; any other blank node is one like the next.
    pairs = sorted(f"{p.n3()} {_written(graph, o)}" for p, o in graph.predicate_objects(node))
    is_path = any(p.n3().endswith(("Path>", "#first>")) for p, _ in graph.predicate_objects(node))
    return f"[{' ; '.join(pairs)}]" if is_path else "_:"


def _read(path: Path) -> Graph:
    return Graph().parse(path, format="turtle", publicID=path.as_uri())


def _file(node: Node | None) -> Path:
    assert isinstance(node, URIRef)
    return Path(unquote(urlsplit(node).path))
