"""Misplaced terms: a property that is emitted, but on no thing of the class that is asked for."""

import re
from collections.abc import Iterator, Mapping

from rdflib import RDF, RDFS, URIRef

from themagraaf.model.check.algebra import walk
from themagraaf.model.check.emitted import emissions
from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.namespaces import TG
from themagraaf.model.shapes import Shape


def misplaced(material: Material) -> Iterator[Problem]:
    """Find shapes and patterns on a class whose things never have the property."""
    carriers = _carriers(material)
    for shape in material.shapes:
        path = re.fullmatch(r"<([^>]+)>", shape.path.sparql) if shape.path else None
        if path is None or shape.within or path.group(1) not in carriers or _forbids(shape):
            continue
        for kind, iri in shape.targets:
            if kind == "targetClass" and not _related(material, iri) & carriers[path.group(1)]:
                place = material.place("shapes", URIRef(shape.iri))
                yield _problem(place, path.group(1), iri)
    for query in material.queries:
        for subject, kind, predicate in _stars(query.parsed.algebra):
            carried = carriers.get(predicate)
            if carried is not None and not _related(material, kind) & carried:
                since = query.text.line_with(rf"^[^#\n]*\?{re.escape(subject)}\b")
                line = query.text.line_of(predicate, since)
                yield _problem((query.file, line), predicate, kind)


def _carriers(material: Material) -> Mapping[str, set[str]]:
    """Return per property the classes of what mappings emit it on, where that is all there is."""
    elsewhere = {str(predicate) for predicate in material.ontology.predicates(unique=True)}
    elsewhere |= material.written_by_release()
    for query in material.queries:
        elsewhere |= {str(predicate) for _, predicate, _ in query.parsed.template}
    found: dict[str, set[str]] = {}
    for emission in emissions(material):
        if not emission.classes:
            elsewhere.add(emission.predicate)
        found.setdefault(emission.predicate, set()).update(emission.classes)
    return {predicate: kinds for predicate, kinds in found.items() if predicate not in elsewhere}


def _related(material: Material, iri: str) -> set[str]:
    """Return a class with those below and above it: a thing may be said to be any of them."""
    above = material.ontology.transitive_objects(URIRef(iri), RDFS.subClassOf)
    return {*material.vocabulary.subclasses(iri), *map(str, above)}


def _forbids(shape: Shape) -> bool:
    return any(c.name == "maxCount" and c.values[0].startswith('"0"') for c in shape.constraints)


def _stars(algebra: object) -> Iterator[tuple[str, str, str]]:
    """Give subject, class and predicate for each pattern on a subject of a known class."""
    for node in walk(algebra):
        triples = node["triples"] if node.name == "BGP" else ()
        kinds = {s: str(o) for s, p, o in triples if p == RDF.type and isinstance(o, URIRef)}
        for subject, predicate, _ in triples:
            if subject in kinds and isinstance(predicate, URIRef) and predicate != RDF.type:
                yield str(subject), kinds[subject], str(predicate)


def _problem(place: tuple[str, int], predicate: str, kind: str) -> Problem:
    found = f"nothing emits {_short(predicate)} on a {_short(kind)}, so this matches nothing"
    proposal = "let the mapping of that class emit it, or ask it of the class that has it"
    return Problem(*place, Rule.TERM_DEAD, found, proposal)


def _short(iri: str) -> str:
    return f"tg:{iri.removeprefix(str(TG))}" if iri.startswith(str(TG)) else f"<{iri}>"
