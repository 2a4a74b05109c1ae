"""Constraint components of somebody's own: parameters, and the query that validates by them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.binding import not_allowed
from themagraaf.model.paths import name_of
from themagraaf.model.shapes import SH, Constraint

PROJECTS_VALUE = re.compile(r"SELECT\b[^{]*[?$]value\b", re.IGNORECASE)


def uses_of(graph: Graph, node: Node) -> Iterator[tuple[Constraint, Node]]:
    """Give each use that a shape makes of a component, with the validator (SHACL 1.0, section 6).

    Raises:
        ModelError: A component has no validator for such a shape, or a parameter no plain value.
    """
    for component in _components(graph):
        said = f"shape {name_of(graph, node)} uses {component}"
        given: dict[str, list[Node]] = {}
        for parameter in graph.objects(component, SH.parameter):
            path = graph.value(parameter, SH.path)
            values = [] if path is None else sorted(graph.objects(node, path), key=str)
            if values:
                given[str(path)] = values
            elif graph.value(parameter, SH.optional) != Literal(True):
                given = {}
                break
        if not given:
            continue
        has_path = (node, SH.path, None) in graph
        name, validator = _validator(graph, component, has_path, said)
        query = prefixes_of(graph, validator) + str(graph.value(validator, SH[name]))
        if wrong := not_allowed(query, ("this", "value") if name == "ask" else ("this",)):
            raise ModelError(f"{said}, whose query has {wrong}, which SHACL does not allow")
        if name == "select" and has_path and not PROJECTS_VALUE.search(query):
            raise ModelError(f"{said}, whose query gives no ?value; let it select that as well")
        for bound in _bindings(given, said):
            kind = "sparql" if name == "select" else "ask"
            yield Constraint(kind, (_bind(query, bound),), own=str(component)), validator


def prefixes_of(graph: Graph, node: Node) -> str:
    """Return the prefixes that the query of a node is written with, a line for each."""
    lines: list[str] = []
    named = set(graph.objects(node, SH.prefixes))
    imported = {o for one in named for o in graph.transitive_objects(one, OWL.imports)}
    for ontology in named | imported:
        for declared in graph.objects(ontology, SH.declare):
            prefix = graph.value(declared, SH.prefix)
            namespace = graph.value(declared, SH.namespace)
            lines.append(f"PREFIX {prefix}: <{namespace}>\n")
    return "".join(sorted(set(lines)))


def _components(graph: Graph) -> Sequence[URIRef]:
    kinds = {SH.ConstraintComponent, *graph.subjects(RDFS.subClassOf, SH.ConstraintComponent)}
    found = {node for kind in kinds for node in graph.subjects(RDF.type, kind)}
    named = (node for node in found if isinstance(node, URIRef))
    return sorted(node for node in named if not node.startswith(str(SH)))


def _validator(graph: Graph, component: Node, has_path: bool, said: str) -> tuple[str, Node]:
    """Return the validator for a kind of shape, and whether it is a select or an ask."""
    closest = SH.propertyValidator if has_path else SH.nodeValidator
    for predicate, name in ((closest, "select"), (SH.validator, "ask")):
        for validator in sorted(graph.objects(component, predicate), key=str):
            if graph.value(validator, SH[name]) is not None:
                return name, validator
    kind = closest.removeprefix(str(SH))
    raise ModelError(f"{said}, which has no query for it; give it sh:{kind} or sh:validator")


def _bindings(given: Mapping[str, Sequence[Node]], said: str) -> Iterator[Mapping[str, Node]]:
    """Give what the variables stand for: once for each value of a parameter that is alone."""
    if len(given) > 1 and any(len(values) > 1 for values in given.values()):
        raise ModelError(f"{said} with several values of one parameter; split the shape")
    if any(isinstance(value, BNode) for values in given.values() for value in values):
        raise ModelError(f"{said} with a blank node; give it an IRI or a literal")
    first = next(iter(given.values()))
    for value in first:
        rest = {path: values[0] for path, values in given.items()}
        yield {**rest, next(iter(given)): value}


def _bind(query: str, bound: Mapping[str, Node]) -> str:
    for path, value in bound.items():
        name, term = re.split(r"[/#]", path)[-1], value.n3().replace("\\", r"\\")
        variable = rf"[?$]{re.escape(name)}\b"
        query = re.sub(rf"\bBOUND\s*\(\s*{variable}\s*\)", "true", query, flags=re.IGNORECASE)
        query = re.sub(variable, term, query)
    return query
