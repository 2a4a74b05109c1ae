"""What mappings emit: for each predicate, of which class the subject is and what the object is."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, XSD, Literal

from themagraaf.model.check.material import Material
from themagraaf.model.rml import Constant, ParentMap, Reference, TermMap, TriplesMap

LANG_STRING = str(RDF.langString)


@dataclass(frozen=True, slots=True)
class Emission:
    """One predicate of one triples map.

    `datatype` is None where the delivery decides: a JSON value has the one it has there.
    """

    predicate: str
    classes: frozenset[str]
    literal: bool
    datatype: str | None
    value: str  # the IRI, where the object is one IRI for all records; else empty
    file: str
    line: int


def emissions(material: Material) -> tuple[Emission, ...]:
    """Return all that the mappings emit, types included, in order of file and line."""
    found = [
        emission
        for mapping in material.mappings
        for triples_map in mapping.triples_maps
        for emission in _of_map(material, mapping.triples_maps, triples_map)
    ]
    return tuple(sorted(found, key=lambda item: (item.file, item.line, item.predicate)))


def _of_map(
    material: Material, all_maps: tuple[TriplesMap, ...], triples_map: TriplesMap
) -> Iterator[Emission]:
    file, line = place_of(material, triples_map)
    # A thing may be described by several maps; they make the same IRI.
    classes = frozenset(
        name
        for other in all_maps
        if other.subject.expression == triples_map.subject.expression
        for name in _classes(other)
    )
    for name in triples_map.classes:
        yield Emission(str(RDF.type), classes, False, None, name, file, line)
    for pair in triples_map.predicate_objects:
        for predicate in pair.predicates:
            if not isinstance(predicate.expression, Constant):
                continue
            iri = str(predicate.expression.term)
            at = material.texts[file].line_of(iri, line) if file in material.texts else line
            for made in pair.objects:
                literal, datatype, value = _object(made, triples_map.source.kind)
                yield Emission(iri, classes, literal, datatype, value, file, at)


def _classes(triples_map: TriplesMap) -> Iterator[str]:
    yield from triples_map.classes
    for pair in triples_map.predicate_objects:
        for predicate in pair.predicates:
            if isinstance(predicate.expression, Constant) and predicate.expression.term == RDF.type:
                yield from (
                    str(made.expression.term)
                    for made in pair.objects
                    if isinstance(made, TermMap) and isinstance(made.expression, Constant)
                )


def _object(made: TermMap | ParentMap, source_kind: str) -> tuple[bool, str | None, str]:
    """Return whether the object is a literal, its datatype, and the IRI if it is one only."""
    if isinstance(made, ParentMap) or made.kind != "literal":
        expression = made.expression if isinstance(made, TermMap) else None
        constant = str(expression.term) if isinstance(expression, Constant) else ""
        return False, None, constant
    if made.language:
        return True, LANG_STRING, ""
    if made.datatype:
        return True, made.datatype, ""
    if isinstance(made.expression, Constant) and isinstance(made.expression.term, Literal):
        term = made.expression.term
        return True, LANG_STRING if term.language else str(term.datatype or XSD.string), ""
    natural = isinstance(made.expression, Reference) and source_kind not in {"csv", "xml"}
    return True, None if natural else str(XSD.string), ""


def place_of(material: Material, triples_map: TriplesMap) -> tuple[str, int]:
    """Return file and line where a triples map begins."""
    file = triples_map.where.split(", ")[0]
    name = triples_map.iri.rsplit("#", 1)[-1]
    text = material.texts.get(file)
    return file, text.line_with(rf"^<#{name}>") if text else 0
