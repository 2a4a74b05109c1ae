"""Reads shapes from a graph of Turtle: each that gives findings, with all that stands in it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.binding import is_answered_at_once, not_allowed
from themagraaf.model.components import prefixes_of, uses_of
from themagraaf.model.files import ModelFiles
from themagraaf.model.paths import items_of, name_of, path_of
from themagraaf.model.shapes import (
    KNOWN,
    LISTED,
    LISTING,
    NESTED,
    OF_A_PATH,
    SH,
    SHAPED,
    SINGLE,
    SLOW,
    Constraint,
    Path,
    Shape,
)
from themagraaf.model.slow import SlowShapeError, kept, names_itself, reaches_itself
from themagraaf.model.targets import classes_with_shapes, targeted, targets_of
from themagraaf.model.terms import Label

UNWANTED = {
    "rule": "; a rule makes triples: write a query under queries/relatie",
    "js": "; write the constraint as sh:sparql",
}


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
    classes = classes_with_shapes(graph)
    found: list[Shape] = []
    for node in targeted(graph):
        owner = name_of(graph, node)
        targets = targets_of(graph, node, classes)
        whole = Shape(owner, owner, targets, None, "", Label("", ""), ())
        try:
            found += _shape(graph, node, whole, ())
        except ModelError as error:
            if owner in str(error):
                raise
            raise ModelError(f"shape {owner}, within it: {error}") from error
    return tuple(sorted(found, key=lambda shape: (shape.iri, shape.node_shape)))


def _shape(graph: Graph, node: Node, outer: Shape, above: tuple[Node, ...]) -> Iterator[Shape]:
    """Give a shape that gives findings, a shape for each message, and those in its sh:property."""
    if _is_off(graph, node):
        return
    whole = reaches_itself(graph, node)
    try:
        if whole:
            raise SlowShapeError("stands within itself")
        yield from list(_at_once(graph, node, outer, above))
    except SlowShapeError as why:
        path = graph.value(node, SH.path)
        read = _described(graph, node, None if path is None else path_of(graph, path))
        whole = whole or names_itself(graph, node)
        yield kept(graph, node, _on(read, outer), str(why), whole)
    if whole:
        return
    path = graph.value(node, SH.path)
    inner = outer if path is None else _below(outer, path_of(graph, path))
    for item in sorted(graph.objects(node, SH.property), key=lambda o: name_of(graph, o)):
        if (item, SH.path, None) not in graph and (item, None, None) in graph:
            raise ModelError(f"property shape {name_of(graph, item)} has no sh:path")
        yield from _shape(graph, item, inner, (*above, node))


def _at_once(graph: Graph, node: Node, outer: Shape, above: tuple[Node, ...]) -> Iterator[Shape]:
    read = _on(read_shape(graph, node, above, without=("property",)), outer)
    own = tuple(c for c in read.constraints if c.name not in {"sparql", "ask"})
    if own:
        yield replace(read, constraints=own)
    for item in _queries(graph, node):
        said = _message(graph, item) if graph.value(item, SH.message) else read.message
        yield replace(read, message=said, constraints=(_query(graph, node, item),))
    for constraint, validator in uses_of(graph, node):
        speaks = validator if graph.value(node, SH.message) is None else node
        yield replace(read, message=_message(graph, speaks), constraints=(constraint,))


def _on(read: Shape, outer: Shape) -> Shape:
    return replace(read, node_shape=outer.node_shape, targets=outer.targets, within=outer.within)


def _below(outer: Shape, path: Path) -> Shape:
    return replace(outer, within=(*outer.within, path))


def read_shape(
    graph: Graph, node: Node, above: tuple[Node, ...], without: tuple[str, ...] = ()
) -> Shape:
    """Return a shape by itself, without targets, and with all that stands in it but `without`.

    `above` are the shapes that it stands in.

    Raises:
        ModelError: It uses what the engine does not know.
        SlowShapeError: It can't be asked of all nodes at once.
    """
    if node in above:
        raise SlowShapeError("stands within itself")
    if (node, None, None) not in graph:
        raise ModelError(f"shape {name_of(graph, node)} is asked for and stands nowhere")
    path = graph.value(node, SH.path)
    read = _described(graph, node, None if path is None else path_of(graph, path))
    if _is_off(graph, node):
        return read
    return replace(read, constraints=tuple(_constraints(graph, node, above, without)))


def _described(graph: Graph, node: Node, path: Path | None) -> Shape:
    name = name_of(graph, node)
    severity = str(graph.value(node, SH.severity) or SH.Violation).removeprefix(str(SH))
    return Shape(
        iri=name,
        node_shape=name,
        targets=(),
        path=path,
        severity=severity,
        message=_message(graph, node),
        constraints=(),
    )


def _is_off(graph: Graph, node: Node) -> bool:
    return graph.value(node, SH.deactivated) == Literal(True)


def _constraints(
    graph: Graph, node: Node, above: tuple[Node, ...], without: tuple[str, ...]
) -> Iterator[Constraint]:
    said = f"shape {name_of(graph, node)}"
    for predicate in sorted(set(graph.predicates(node)), key=str):
        if not str(predicate).startswith(str(SH)):
            continue
        name = str(predicate).removeprefix(str(SH))
        if name in without or (name == "select" and (node, SH.sparql, node) in graph):
            continue
        if name in SLOW:
            raise SlowShapeError(f"uses sh:{name}")
        if name not in KNOWN:
            advice = UNWANTED.get(name, "")
            raise ModelError(f"{said} uses sh:{name}, which the engine does not know{advice}")
        if name in OF_A_PATH and (node, SH.path, None) not in graph:
            raise ModelError(f"{said} has sh:{name} and no sh:path to count along")
        for value in sorted(graph.objects(node, predicate), key=lambda o: name_of(graph, o)):
            if name in NESTED:
                yield from _nested(graph, node, name, value, (*above, node))
            elif name in LISTED:
                yield Constraint(name, tuple(_term(item, said) for item in items_of(graph, value)))
            elif name in SINGLE:
                flags = str(graph.value(node, SH.flags) or "") if name == "pattern" else ""
                yield Constraint(name, (_term(value, said),), flags)
    for item in _queries(graph, node):
        yield _query(graph, node, item)
    for constraint, _ in uses_of(graph, node):
        yield constraint


def _term(value: Node, said: str) -> str:
    if isinstance(value, BNode):
        raise ModelError(f"{said} asks for a blank node, which no value is; give it an IRI")
    return value.n3()


def _nested(
    graph: Graph, node: Node, name: str, value: Node, above: tuple[Node, ...]
) -> Iterator[Constraint]:
    """Give the constraint that holds values to other shapes, or to the properties of this one."""
    if name in SHAPED:
        has_path = (value, SH.path, None) in graph
        if name == "property" and not has_path:
            raise ModelError(f"property shape {name_of(graph, value)} has no sh:path")
        if name == "node" and has_path:
            raise ModelError(f"shape {name_of(graph, value)} has a path; name it in sh:property")
        yield Constraint(name, shapes=(read_shape(graph, value, above),))
    elif name in LISTING:
        items = [read_shape(graph, item, above) for item in items_of(graph, value)]
        if not items:
            raise ModelError(f"shape {name_of(graph, node)} has sh:{name} of no shapes")
        yield Constraint(name, shapes=tuple(items))
    elif name == "closed":
        if value == Literal(True):
            yield Constraint(name, _allowed(graph, node))
    else:
        asked = sorted(graph.objects(node, SH.qualifiedValueShape), key=str)
        if not asked:
            raise ModelError(f"shape {name_of(graph, node)} has sh:{name} of no shape")
        for one in asked:
            shapes = (read_shape(graph, one, above),)
            siblings = tuple(_siblings(graph, node, one, above))
            yield Constraint(name, (value.n3(),), shapes=shapes, siblings=siblings)


def _allowed(graph: Graph, node: Node) -> tuple[str, ...]:
    paths = {graph.value(item, SH.path) for item in graph.objects(node, SH.property)}
    for ignored in graph.objects(node, SH.ignoredProperties):
        paths |= set(items_of(graph, ignored))
    return tuple(sorted(path.n3() for path in paths if isinstance(path, URIRef)))


def _siblings(graph: Graph, node: Node, asked: Node, above: tuple[Node, ...]) -> Iterator[Shape]:
    """Give the other shapes that values are counted by beside this one (SHACL 1.0, 4.7.3)."""
    if graph.value(node, SH.qualifiedValueShapesDisjoint) != Literal(True):
        return
    beside = {
        item for o in graph.subjects(SH.property, node) for item in graph.objects(o, SH.property)
    }
    found = {one for item in beside for one in graph.objects(item, SH.qualifiedValueShape)}
    for one in sorted(found - {asked}, key=lambda o: name_of(graph, o)):
        yield read_shape(graph, one, above)


def _queries(graph: Graph, node: Node) -> Iterator[Node]:
    items = graph.objects(node, SH.sparql)
    for item in sorted(items, key=lambda o: str(graph.value(o, SH.select))):
        if not _is_off(graph, item):
            yield item


def _query(graph: Graph, node: Node, item: Node) -> Constraint:
    query = str(graph.value(item, SH.select) or "")
    if not query:
        raise ModelError(f"shape {name_of(graph, node)}: sh:sparql needs sh:select")
    if wrong := not_allowed(query):
        said = f"shape {name_of(graph, node)}: its query has {wrong}, which SHACL does not allow"
        raise ModelError(f"{said}; say it with FILTER and NOT EXISTS")
    prefixes, path = prefixes_of(graph, item), graph.value(node, SH.path)
    along = "" if path is None else path_of(graph, path).sparql
    if not is_answered_at_once(prefixes + query.replace("$PATH", along)):
        raise SlowShapeError("has a query that asks of $this where nothing in it binds it")
    return Constraint("sparql", (prefixes + query,))


def _message(graph: Graph, node: Node) -> Label:
    texts: Iterable[Node] = graph.objects(node, SH.message)
    by_language = {str(t.language or "nl"): str(t) for t in texts if isinstance(t, Literal)}
    otherwise = by_language.get("nl") or by_language.get("en") or str(node)
    if isinstance(node, BNode) and not by_language:
        otherwise = ""
    return Label(by_language.get("nl", otherwise), by_language.get("en", otherwise))
