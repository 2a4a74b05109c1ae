"""Shapes as values: what each record must look like, before any engine compiles it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.files import ModelFiles
from themagraaf.model.terms import Label

SH = Namespace("http://www.w3.org/ns/shacl#")
SINGLE = [
    "minCount",
    "maxCount",
    "datatype",
    "class",
    "nodeKind",
    "hasValue",
    "pattern",
    "minLength",
    "maxLength",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
    "lessThan",
    "lessThanOrEquals",
    "equals",
    "disjoint",
    "uniqueLang",
]
LISTED = ("in", "languageIn")
REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
SAID = [
    "property",
    "path",
    "severity",
    "message",
    "deactivated",
    "name",
    "description",
    "order",
    "group",
    "flags",
    "sparql",
    "defaultValue",
]


@dataclass(frozen=True, slots=True)
class Path:
    """A property path, as SPARQL and as Turtle write it."""

    sparql: str
    turtle: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: its parameter's local name and the values given, as N3."""

    name: str
    values: tuple[str, ...]
    flags: str = ""

    @property
    def component(self) -> str:
        """The IRI of SHACL's constraint component."""
        name = "SPARQL" if self.name == "sparql" else self.name[0].upper() + self.name[1:]
        return f"{SH}{name}ConstraintComponent"


@dataclass(frozen=True, slots=True)
class Shape:
    """A node or property shape on its targets. `path` is None for the node itself."""

    iri: str
    node_shape: str
    targets: tuple[tuple[str, str], ...]  # (kind of target, IRI)
    path: Path | None
    severity: str  # Violation, Warning or Info
    message: Label
    constraints: tuple[Constraint, ...]


def read_shapes(files: ModelFiles) -> tuple[Shape, ...]:
    """Read every shape with a target, flattened to property shapes, in order of IRI.

    Raises:
        ModelError: A file is not Turtle, or a shape uses what the engine does not know.
    """
    graph = Graph()
    for path in files.find("shapes", "*.ttl"):
        graph += files.read_turtle(path)
    return shapes_of(graph)


def shapes_of(graph: Graph) -> tuple[Shape, ...]:
    """Return the shapes that a graph holds.

    Raises:
        ModelError: A shape uses what the engine does not know.
    """
    with_target = {node for kind in TARGETS for node in graph.subjects(SH[kind], None)}
    found = [shape for node in with_target for shape in _node_shape(graph, node)]
    return tuple(sorted(found, key=lambda shape: (shape.iri, shape.node_shape)))


def _node_shape(graph: Graph, node: Node) -> Iterator[Shape]:
    if not isinstance(node, URIRef):
        raise ModelError("a shape with a target has no IRI; name it, so that findings can say it")
    if graph.value(node, SH.deactivated) == Literal(True):
        return
    targets = tuple(
        sorted((kind, str(o)) for kind in TARGETS for o in graph.objects(node, SH[kind]))
    )
    yield from _shape(graph, node, node, targets)
    for item in graph.objects(node, SH.property):
        yield from _shape(graph, item, node, targets)


def _shape(
    graph: Graph, node: Node, owner: URIRef, targets: tuple[tuple[str, str], ...]
) -> Iterator[Shape]:
    if graph.value(node, SH.deactivated) == Literal(True):
        return
    if not isinstance(node, URIRef):
        raise ModelError(f"shape {owner} has a property shape without an IRI; name it")
    path = graph.value(node, SH.path)
    if path is None and node != owner:
        raise ModelError(f"property shape {node} has no sh:path")
    if node != owner and (node, SH.property, None) in graph:
        raise ModelError(
            f"property shape {node} has a sh:property of its own; make its path longer"
        )
    severity = str(graph.value(node, SH.severity) or SH.Violation).removeprefix(str(SH))
    said = _message(graph, node)
    way = None if path is None else _path(graph, path)
    if constraints := tuple(_constraints(graph, node)):
        yield Shape(str(node), str(owner), targets, way, severity, said, constraints)
    for item in graph.objects(node, SH.sparql):
        query = str(graph.value(item, SH.select) or "")
        if not query:
            raise ModelError(f"shape {node}: sh:sparql needs sh:select")
        constraint = Constraint("sparql", (_prefixes(graph, item) + query,))
        own = _message(graph, item) if graph.value(item, SH.message) else said
        yield Shape(
            str(node),
            str(owner),
            targets,
            way,
            severity,
            own,
            (constraint,),
        )


def _constraints(graph: Graph, node: URIRef) -> Iterator[Constraint]:
    known = {*SINGLE, *LISTED, *TARGETS, *SAID}
    for predicate in sorted(set(graph.predicates(node)), key=str):
        if not str(predicate).startswith(str(SH)):
            continue
        name = str(predicate).removeprefix(str(SH))
        if name not in known:
            raise ModelError(f"shape {node} uses sh:{name}, which the engine does not know")
        for value in sorted(graph.objects(node, predicate), key=str):
            if name in LISTED:
                yield Constraint(name, tuple(item.n3() for item in Collection(graph, value)))
            elif name in SINGLE:
                flags = str(graph.value(node, SH.flags) or "") if name == "pattern" else ""
                yield Constraint(name, (value.n3(),), flags)


def _path(graph: Graph, node: Node) -> Path:
    if isinstance(node, URIRef):
        return Path(node.n3(), node.n3())
    if (inverse := graph.value(node, SH.inversePath)) is not None:
        inner = _path(graph, inverse)
        return Path(f"^({inner.sparql})", f"[ sh:inversePath {inner.turtle} ]")
    if (options := graph.value(node, SH.alternativePath)) is not None:
        items = [_path(graph, item) for item in Collection(graph, options)]
        listed = " ".join(item.turtle for item in items)
        joined = "|".join(item.sparql for item in items)
        return Path(f"({joined})", f"[ sh:alternativePath ( {listed} ) ]")
    for name, mark in REPEATED.items():
        if (repeated := graph.value(node, SH[name])) is not None:
            inner = _path(graph, repeated)
            return Path(f"({inner.sparql}){mark}", f"[ sh:{name} {inner.turtle} ]")
    if (node, RDF.first, None) in graph:
        items = [_path(graph, item) for item in Collection(graph, node)]
        return Path("/".join(i.sparql for i in items), f"( {' '.join(i.turtle for i in items)} )")
    raise ModelError("a shape has a path of a kind that SHACL does not know")


def _prefixes(graph: Graph, node: Node) -> str:
    lines: list[str] = []
    for ontology in graph.objects(node, SH.prefixes):
        for declared in graph.objects(ontology, SH.declare):
            prefix, namespace = (
                graph.value(declared, SH.prefix),
                graph.value(declared, SH.namespace),
            )
            lines.append(f"PREFIX {prefix}: <{namespace}>\n")
    return "".join(sorted(set(lines)))


def _message(graph: Graph, node: Node) -> Label:
    texts: Iterable[Node] = graph.objects(node, SH.message)
    by_language = {str(t.language or "nl"): str(t) for t in texts if isinstance(t, Literal)}
    otherwise = by_language.get("nl") or by_language.get("en") or str(node)
    if isinstance(node, BNode) and not by_language:
        otherwise = ""
    return Label(by_language.get("nl", otherwise), by_language.get("en", otherwise))
