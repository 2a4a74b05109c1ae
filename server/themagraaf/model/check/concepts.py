"""Concepts: code lists keep to the rules that NL-SBB sets for a begrippenkader."""

from collections.abc import Iterator

from rdflib import DCTERMS, RDF, SKOS, Literal, URIRef
from rdflib.term import Node

from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.check.terms import CODE, spoken


def faults(material: Material) -> Iterator[Problem]:
    """Find concepts and schemes that a reader of NL-SBB would refuse."""
    graph = material.ontology
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        place = material.place("ontology", scheme)
        for language in sorted({"nl", "en"} - spoken(graph.objects(scheme, DCTERMS.title))):
            found = f"{_name(scheme)} has no dcterms:title in {language}"
            proposal = f'write dcterms:title "…"@{language}'
            yield Problem(*place, Rule.SCHEME_WITHOUT_TITLE, found, proposal)
        yield from _same_label(material, scheme)
    concepts = {*graph.subjects(RDF.type, SKOS.Concept), *graph.subjects(SKOS.inScheme)}
    for concept in sorted(concepts, key=str):
        yield from _words(material, concept)
        yield from _position(material, concept)


def _words(material: Material, concept: Node) -> Iterator[Problem]:
    graph, place = material.ontology, material.place("ontology", concept)
    labels = [o for o in graph.objects(concept, SKOS.prefLabel) if isinstance(o, Literal)]
    for language in ("nl", "en"):
        given = sum(label.language == language for label in labels)
        if given != 1:
            found = f"{_name(concept)} has {given or 'no'} skos:prefLabel in {language}"
            proposal = f'write one skos:prefLabel "…"@{language}'
            yield Problem(*place, Rule.CONCEPT_WITHOUT_LABEL, found, proposal)
    for language in sorted({"nl", "en"} - spoken(graph.objects(concept, SKOS.definition))):
        found = f"{_name(concept)} has no skos:definition in {language}"
        proposal = f'write skos:definition "…"@{language}'
        yield Problem(*place, Rule.CONCEPT_WITHOUT_DEFINITION, found, proposal)


def _position(material: Material, concept: Node) -> Iterator[Problem]:
    graph, place = material.ontology, material.place("ontology", concept)
    schemes = set(graph.objects(concept, SKOS.inScheme))
    tops = {*graph.subjects(SKOS.hasTopConcept, concept)}
    tops |= {*graph.objects(concept, SKOS.topConceptOf)}
    broader = {*graph.objects(concept, SKOS.broader), *graph.subjects(SKOS.narrower, concept)}
    if not schemes:
        found = f"{_name(concept)} is in no scheme"
        proposal = "write skos:inScheme and its scheme"
        yield Problem(*place, Rule.CONCEPT_ORPHAN, found, proposal)
    elif not tops and not broader:
        found = f"{_name(concept)} is no top concept and has no skos:broader"
        proposal = "write skos:topConceptOf, or skos:broader and the concept above it"
        yield Problem(*place, Rule.CONCEPT_ORPHAN, found, proposal)
    if tops and broader:
        found = f"{_name(concept)} is a top concept and has skos:broader"
        proposal = "leave one of the two out"
        yield Problem(*place, Rule.TOP_CONCEPT_WITH_BROADER, found, proposal)


def _same_label(material: Material, scheme: Node) -> Iterator[Problem]:
    graph = material.ontology
    seen: dict[Literal, Node] = {}
    for concept in sorted(graph.subjects(SKOS.inScheme, scheme), key=str):
        for label in graph.objects(concept, SKOS.prefLabel):
            if not isinstance(label, Literal) or label.language != "nl":
                continue
            if (other := seen.setdefault(label, concept)) != concept:
                found = f"{_name(concept)} is called {str(label)!r}, as {_name(other)} is"
                place = material.place("ontology", concept)
                proposal = "give each a name of its own"
                yield Problem(*place, Rule.CONCEPT_LABEL_TWICE, found, proposal)


def _name(node: Node) -> str:
    return str(node).removeprefix(CODE) if isinstance(node, URIRef) else "a concept without IRI"
