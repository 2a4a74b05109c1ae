"""Small changes to a store that is there: what leaves, what comes, and what is said of a node."""

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def read_lines(lines: Iterable[str]) -> list[ox.Quad]:
    """Return lines of N-Quads, or of N-Triples, as quads."""
    text = "".join(f"{line}\n" for line in lines)
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS))


def in_union(quad: ox.Quad) -> ox.Quad:
    """Return a quad as the union holds it."""
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def has_blank(quad: ox.Quad) -> bool:
    """Say whether a quad holds a blank node, which every store gives a name of its own."""
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def change(store: ox.Store, gone: Iterable[str], new: Iterable[str]) -> int:
    """Take out and put in quads, as lines of N-Quads; return by how many more the store holds.

    A triple stays in the union as long as a graph holds it.
    """
    count = 0
    for quad in read_lines(gone):
        graphs = _graphs(store, quad)
        alone = graphs <= {quad.graph_name, ox.DefaultGraph()}
        leaving = graphs & ({quad.graph_name, ox.DefaultGraph()} if alone else {quad.graph_name})
        for graph in leaving:
            store.remove(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
        count -= len(leaving)
    fresh = {item for quad in read_lines(new) for item in (quad, in_union(quad))}
    fresh = {item for item in fresh if item not in store}
    store.extend(fresh)
    return count + len(fresh)


def graphs_of(store: ox.Store, triples: Collection[str]) -> Iterator[set[str]]:
    """Give for each triple, as a line of N-Triples, the graphs that hold it; not the union."""
    for quad in read_lines(triples):
        named = _graphs(store, quad)
        yield {graph.value for graph in named if isinstance(graph, ox.NamedNode)}


def kinds_of(store: ox.Store, subjects: Iterable[str]) -> dict[str, set[str]]:
    """Return the classes and properties of each node, which is given as N-Triples writes it."""
    found: dict[str, set[str]] = {}
    for subject in subjects:
        kinds = found[subject] = set[str]()
        node = ox.NamedNode(subject[1:-1])
        for quad in store.quads_for_pattern(node, None, None, ox.DefaultGraph()):
            kinds.add(quad.predicate.value)
            if quad.predicate == TYPE and isinstance(quad.object, ox.NamedNode):
                kinds.add(quad.object.value)
    return found


def _graphs(store: ox.Store, quad: ox.Quad) -> set[Graph]:
    # By graph: the engine may give a number back as it writes it itself.
    found = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return {one.graph_name for one in found}
