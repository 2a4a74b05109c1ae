"""Coverage: every class is filled and guarded, and no shape or query waits for what never comes."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.term import Node

from themagraaf.errors import choices
from themagraaf.model.check.algebra import walk
from themagraaf.model.check.emitted import emissions
from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.namespaces import TG
from themagraaf.model.shapes import SH

# What a release says of its deliveries and figures: look-ups find these, figures rest on none.
WRITTEN_ABOUT_RELEASE = frozenset(
    {
        "http://purl.org/dc/terms/isPartOf",
        "http://purl.org/linked-data/cube#dataSet",
        "http://purl.org/linked-data/sdmx/2009/attribute#obsStatus",
        "http://spdx.org/rdf/terms#checksum",
        "http://spdx.org/rdf/terms#checksumValue",
        "http://www.w3.org/ns/prov#wasDerivedFrom",
    }
)


@dataclass(frozen=True, slots=True)
class Produced:
    """What there can be in a release: predicates, and classes by who makes their members."""

    predicates: frozenset[str]
    from_records: frozenset[str]  # classes that mappings fill, and so are held to shapes
    otherwise: frozenset[str]  # classes of relations, the ontology's individuals, the release


def produced(material: Material) -> Produced:
    """Return what mappings emit, relations construct, the ontology holds and a release writes."""
    predicates, classes, related = {str(RDF.type)}, set[str](), set[str]()
    for emission in emissions(material):
        predicates.add(emission.predicate)
        if emission.predicate == str(RDF.type):
            classes |= emission.values
    for query in material.queries:
        for _, predicate, value in query.parsed.template if query.kind == "relatie" else ():
            predicates.add(str(predicate))
            if predicate == RDF.type:
                related.add(str(value))
    predicates |= {str(predicate) for predicate in material.ontology.predicates(unique=True)}
    by_release = material.written_by_release()
    individuals = {str(kind) for kind in material.ontology.objects(None, RDF.type, unique=True)}
    return Produced(
        frozenset(predicates | by_release),
        frozenset(classes),
        frozenset(individuals | by_release | related),
    )


def uncovered(material: Material) -> Iterator[Problem]:
    """Find classes that nothing fills or no shape guards, and terms that match nothing."""
    if not material.mappings:
        return  # They could not be read, which was said; all would seem empty.
    there = produced(material)
    yield from _classes(material, there)
    yield from _dead(material, there)


def _classes(material: Material, there: Produced) -> Iterator[Problem]:
    graph = material.ontology
    guarded = {iri for shape in material.shapes for kind, iri in shape.targets if _is_class(kind)}
    for node in sorted(graph.subjects(RDF.type, OWL.Class), key=str):
        if not str(node).startswith(str(TG)) or _retired(graph, node):
            continue
        name, place = _short(str(node)), material.place("ontology", node)
        if not _filled(material, str(node), there):
            found = f"nothing fills {name}"
            proposal = "fill it in a mapping or relation, or say tg:gevuldDoor, or retire it"
            yield Problem(*place, Rule.CLASS_NOT_FILLED, found, proposal)
        above = {str(item) for item in graph.transitive_objects(node, RDFS.subClassOf)}
        if str(node) in there.from_records and not above & guarded and material.shapes:
            found = f"no shape guards {name}"
            proposal = f"write a node shape with sh:targetClass {name}, or one of a class above it"
            yield Problem(*place, Rule.CLASS_NOT_GUARDED, found, proposal)


def _filled(material: Material, iri: str, there: Produced) -> bool:
    below = material.vocabulary.subclasses(iri)
    return any(name in there.from_records or name in there.otherwise for name in below)


def _is_class(kind: str) -> bool:
    return kind == "targetClass"


def _retired(graph: Graph, node: Node) -> bool:
    return (node, OWL.deprecated, Literal(True)) in graph


def _dead(material: Material, there: Produced) -> Iterator[Problem]:
    """Find terms of ours by where they are named, and those of others by what they are used for."""
    graph = material.ontology
    properties = {
        str(node)
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for node in graph.subjects(RDF.type, kind)
        if not _retired(graph, node)
    }
    classes = {str(node) for node in graph.subjects(RDF.type, OWL.Class)}
    alive = {_short(iri) for iri in there.predicates if iri.startswith(str(TG))}
    for text in [*material.under("shapes"), *material.under("queries")]:
        for mention in text.mentions:
            iri = mention.iri
            if iri in properties - there.predicates:
                proposal = f"let a mapping or relation emit it; {choices(mention.written, alive)}"
                found = f"nothing emits {_short(iri)}, so this matches nothing"
                yield Problem(text.file, mention.line, Rule.TERM_DEAD, found, proposal)
            elif iri in classes and iri.startswith(str(TG)) and not _filled(material, iri, there):
                found = f"nothing is a {_short(iri)}, so this matches nothing"
                proposal = "fill the class in a mapping or relation"
                yield Problem(text.file, mention.line, Rule.TERM_DEAD, found, proposal)
    yield from _dead_of_others(material, there)


def _dead_of_others(material: Material, there: Produced) -> Iterator[Problem]:
    graph = material.shapes_graph
    for shape, path in graph.subject_objects(SH.path):
        for iri in sorted(_in_path(graph, path) - there.predicates):
            if not iri.startswith(str(TG)):
                place = material.place("shapes", shape)
                yield _unemitted(place, iri)
    for query in material.queries:
        named = {
            iri
            for node in walk(query.parsed.algebra)
            if node.name == "BGP"
            for _, predicate, _ in node["triples"]
            for iri in _predicates(predicate)
        }
        of_release = WRITTEN_ABOUT_RELEASE if query.kind == "opzoeken" else frozenset()
        for iri in sorted(named - there.predicates - of_release):
            if not iri.startswith(str(TG)):
                yield _unemitted((query.file, query.text.line_of(iri)), iri)


def _unemitted(place: tuple[str, int], iri: str) -> Problem:
    found = f"nothing emits <{iri}>, so this matches nothing"
    return Problem(*place, Rule.TERM_DEAD, found, "let a mapping emit it, or use one that is there")


def _in_path(graph: Graph, path: Node) -> set[str]:
    """Return the predicates that a SHACL path names."""
    if isinstance(path, URIRef):
        return {str(path)} - {str(RDF.nil)}
    below = (o for p, o in graph.predicate_objects(path) if p != RDF.type)
    return {iri for node in below if not isinstance(node, Literal) for iri in _in_path(graph, node)}


def _predicates(term: object) -> Iterator[str]:
    """Give the predicates that a property path of a query names."""
    match term:
        case URIRef():
            yield str(term)
        case SequencePath() | AlternativePath() | NegatedPath():
            for item in term.args:
                yield from _predicates(item)
        case InvPath():
            yield from _predicates(term.arg)
        case MulPath():
            yield from _predicates(term.path)
        case Path():
            raise TypeError(f"an unknown kind of path: {term!r}")
        case _:
            pass


def _short(iri: str) -> str:
    return f"tg:{iri.removeprefix(str(TG))}" if iri.startswith(str(TG)) else f"<{iri}>"
