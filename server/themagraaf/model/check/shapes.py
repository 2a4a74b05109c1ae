"""Shapes: well-formed, with a target, a severity and a message in two languages.

SHACL's own shapes say the same over any graph but take seconds; a test holds that
they agree. Here each parameter that the engine knows is looked at by its kind.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.check.terms import TGS, spoken
from themagraaf.model.paths import name_of
from themagraaf.model.shapes import LISTED, LISTING, NESTED, QUALIFIED, SH, SHAPED, SINGLE
from themagraaf.model.targets import targeted

SEVERITIES = (SH.Violation, SH.Warning, SH.Info)
NODE_KINDS = frozenset(
    SH[name]
    for name in "BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral".split()
)


def malformed(material: Material) -> Iterator[Problem]:
    """Find parameters of the wrong kind, given twice, or that mean nothing where they stand."""
    graph = material.shapes_graph
    for name, (fits, wanted, many) in PARAMETERS.items():
        given: dict[Node, list[Node]] = {}
        for node, value in graph.subject_objects(SH[name]):
            given.setdefault(node, []).append(value)
        for node, values in given.items():
            for value in values:
                if not fits(value, graph):
                    found = f"{_name(node)}: sh:{name} is {_shown(value)}"
                    yield _problem(material, node, found, f"it takes {wanted}")
            if len(values) > 1 and not many:
                found = f"{_name(node)}: sh:{name} stands there {len(values)} times"
                yield _problem(material, node, found, "keep one")
    for name, needed in NEEDED.items():
        for node in sorted(set(graph.subjects(SH[name], None)), key=str):
            if not any((node, SH[other], None) in graph for other in needed):
                found = f"{_name(node)}: sh:{name} says nothing by itself"
                wanted = " or ".join(f"sh:{other}" for other in needed)
                yield _problem(material, node, found, f"add {wanted}, or drop it")
    for node in sorted(set(graph.subjects(RDF.type, SH.PropertyShape)), key=str):
        if graph.value(node, SH.path) is None:
            found = f"{_name(node)} is a property shape without sh:path"
            yield _problem(material, node, found, "write the property that it looks at")
    for node in sorted(set(graph.subjects(RDF.type, SH.NodeShape)), key=str):
        if graph.value(node, SH.path) is not None:
            found = f"{_name(node)} is a node shape with sh:path"
            yield _problem(material, node, found, "make it a sh:PropertyShape, or drop the path")


def _problem(material: Material, node: Node, found: str, proposal: str) -> Problem:
    return Problem(*material.place("shapes", node), Rule.SHAPE_MALFORMED, found, proposal)


def unspoken(material: Material) -> Iterator[Problem]:
    """Find shapes that give findings without a name, a severity, or a message in nl and en."""
    graph = material.shapes_graph
    giving = _reached(graph, targeted(graph), ("property",))
    within = _reached(graph, targeted(graph), (*SHAPED, *LISTING, "qualifiedValueShape")) - giving
    for node in sorted(giving, key=lambda item: name_of(graph, item)):
        if isinstance(node, BNode):
            yield _nameless(material, node)
    idle = {node for node in graph.subjects(SH.path) if isinstance(node, URIRef)} - within
    for node in sorted(idle | {node for node in giving if _asks(graph, node)}, key=str):
        place = material.place("shapes", node)
        if (node, SH.severity, None) not in graph:
            found = f"{_name(node)} has no sh:severity"
            proposal = "write it, always: sh:Violation, sh:Warning or sh:Info"
            yield Problem(*place, Rule.SHAPE_WITHOUT_SEVERITY, found, proposal)
        said = spoken(graph.objects(node, SH.message))
        for inner in graph.objects(node, SH.sparql):
            said |= spoken(graph.objects(inner, SH.message))
        for language in sorted({"nl", "en"} - said):
            found = f"{_name(node)} has no sh:message in {language}"
            proposal = f'write sh:message "…"@{language}, in the reader\'s words'
            yield Problem(*place, Rule.SHAPE_WITHOUT_MESSAGE, found, proposal)


def _asks(graph: Graph, node: Node) -> bool:
    """Say whether a named node shape asks something of the node itself."""
    names = {*SINGLE, *LISTED, *NESTED, "sparql"} - {"property"}
    own = {str(predicate).removeprefix(str(SH)) for predicate in graph.predicates(node)}
    return isinstance(node, URIRef) and bool(own & names)


def _nameless(material: Material, node: Node) -> Problem:
    graph = material.shapes_graph
    owner = next(iter(sorted(graph.subjects(SH.property, node), key=str)), node)
    found = f"a property shape of {_name(owner)} has no name" if owner != node else _name(node)
    proposal = "give it an IRI under tgs:, so that a finding can say which shape it is of"
    return Problem(*material.place("shapes", owner), Rule.SHAPE_WITHOUT_NAME, found, proposal)


def idle(material: Material) -> Iterator[Problem]:
    """Find shapes that look at nothing."""
    graph = material.shapes_graph
    run = _reached(graph, targeted(graph), (*SHAPED, *LISTING, "qualifiedValueShape"))
    for kind in (SH.NodeShape, SH.PropertyShape):
        for node in sorted(set(graph.subjects(RDF.type, kind)) - run, key=str):
            found = f"{_name(node)} never runs: it has no target and is of no shape that has one"
            proposal = "give it sh:targetClass, or name it in the sh:property of one that has"
            place = material.place("shapes", node)
            yield Problem(*place, Rule.SHAPE_NEVER_RUNS, found, proposal)


def _reached(graph: Graph, nodes: set[Node], names: Iterable[str]) -> set[Node]:
    """Return shapes with all those that they ask for by these parameters."""
    found: set[Node] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        found.add(node)
        for name in names:
            for value in graph.objects(node, SH[name]):
                listed = name in LISTING and _list(value, graph)
                waiting += Collection(graph, value) if listed else [value]
    return found


def _name(node: object) -> str:
    if isinstance(node, BNode):
        return "a shape without a name"
    return f"tgs:{str(node).removeprefix(TGS)}"


def _shown(value: Node) -> str:
    return "a blank node" if isinstance(value, BNode) else str(value.n3())


def _whole(value: Node, graph: Graph) -> bool:
    return isinstance(value, Literal) and value.datatype == XSD.integer and int(value) >= 0


def _flag(value: Node, graph: Graph) -> bool:
    return isinstance(value, Literal) and value.datatype == XSD.boolean


def _literal(value: Node, graph: Graph) -> bool:
    return isinstance(value, Literal)


def _string(value: Node, graph: Graph) -> bool:
    return isinstance(value, Literal) and value.datatype in {None, XSD.string}


def _plain(value: Node, graph: Graph) -> bool:
    return _string(value, graph) and isinstance(value, Literal) and value.language is None


def _iri(value: Node, graph: Graph) -> bool:
    return isinstance(value, URIRef)


def _any(value: Node, graph: Graph) -> bool:
    return True


def _node(value: Node, graph: Graph) -> bool:
    return not isinstance(value, Literal)


def _list(value: Node, graph: Graph) -> bool:
    return value == RDF.nil or (value, RDF.first, None) in graph


def _texts(value: Node, graph: Graph) -> bool:
    return _list(value, graph) and all(_plain(item, graph) for item in Collection(graph, value))


def _shapes(value: Node, graph: Graph) -> bool:
    items = Collection(graph, value) if value != RDF.nil and _list(value, graph) else ()
    return any(items) and not any(isinstance(item, Literal) for item in items)


def _iris(value: Node, graph: Graph) -> bool:
    return _list(value, graph) and all(_iri(item, graph) for item in Collection(graph, value))


def _node_kind(value: Node, graph: Graph) -> bool:
    return value in NODE_KINDS


def _severity(value: Node, graph: Graph) -> bool:
    return value in SEVERITIES


Fits = Callable[[Node, Graph], bool]
# Per parameter: which values fit, in words, and whether more than one may be given.
PARAMETERS: Mapping[str, tuple[Fits, str, bool]] = {
    **dict.fromkeys(
        (*QUALIFIED, "minCount", "maxCount", "minLength", "maxLength"),
        (_whole, "a whole number", False),
    ),
    **dict.fromkeys(
        ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive"),
        (_literal, "a literal", False),
    ),
    **dict.fromkeys(("lessThan", "lessThanOrEquals", "equals", "disjoint"), (_iri, "an IRI", True)),
    **dict.fromkeys(
        ("uniqueLang", "deactivated", "closed", "qualifiedValueShapesDisjoint"),
        (_flag, "true or false", False),
    ),
    **dict.fromkeys(LISTING, (_shapes, "a list of shapes between round brackets", True)),
    **dict.fromkeys(("node", "not", "qualifiedValueShape"), (_node, "the IRI of a shape", True)),
    "ignoredProperties": (_iris, "a list of IRIs between round brackets", False),
    **dict.fromkeys(("targetClass", "targetSubjectsOf", "targetObjectsOf"), (_iri, "an IRI", True)),
    "class": (_iri, "an IRI", True),
    "datatype": (_iri, "an IRI", False),
    "nodeKind": (_node_kind, "sh:IRI, sh:Literal or another of its six values", False),
    "pattern": (_plain, "a regular expression between quotes", True),
    "flags": (_plain, "letters between quotes", False),
    "in": (_list, "a list between round brackets", False),
    "languageIn": (_texts, "a list of language tags between round brackets", False),
    "hasValue": (_any, "a value", True),
    "severity": (_severity, "sh:Violation, sh:Warning or sh:Info", False),
    "message": (_string, "a text", True),
    "property": (_node, "the IRI of a property shape", True),
    "path": (_node, "a property, or a path of properties", False),
    "select": (_plain, "a query between quotes", False),
}
# What says nothing without one of others beside it.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "ignoredProperties": ("closed",),
    "qualifiedValueShape": QUALIFIED,
    "qualifiedValueShapesDisjoint": ("qualifiedValueShape",),
    "flags": ("pattern",),
}
