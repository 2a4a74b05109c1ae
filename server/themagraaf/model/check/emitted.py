"""What mappings emit: for each predicate, of which class the subject is and what the object is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rdflib import RDF, XSD, Literal

from themagraaf.model.check.material import Material
from themagraaf.model.rml import (
    Call,
    Constant,
    Expression,
    ParentMap,
    Reference,
    TermMap,
    TriplesMap,
)

LANG_STRING = str(RDF.langString)
Codes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Emission:
    """One predicate of one triples map.

    `datatype` is None where the delivery decides: a JSON value has the one it has there.
    """

    predicate: str
    classes: frozenset[str]
    literal: bool
    datatype: str | None
    values: frozenset[str]  # the IRIs that it can be, where the mapping says which
    file: str
    line: int


@lru_cache(maxsize=1)
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
    codes = material.vocabulary.codes
    classes = frozenset(
        name
        for other in all_maps
        if other.subject.expression == triples_map.subject.expression
        for name in classes_of(other, codes)
    )
    yield Emission(str(RDF.type), classes, False, None, classes, file, line)
    for pair in triples_map.predicate_objects:
        for predicate in pair.predicates:
            if not isinstance(predicate.expression, Constant):
                continue
            iri = str(predicate.expression.term)
            at = material.texts[file].line_of(iri, line) if file in material.texts else line
            for made in pair.objects:
                literal, datatype = _object(made, triples_map.source.kind)
                values = _values(made.expression, codes) if isinstance(made, TermMap) else set()
                yield Emission(iri, classes, literal, datatype, frozenset(values), file, at)


def classes_of(triples_map: TriplesMap, codes: Codes) -> Iterator[str]:
    """Yield the classes that a triples map gives its things, also where a function decides."""
    yield from triples_map.classes
    for pair in triples_map.predicate_objects:
        for predicate in pair.predicates:
            if isinstance(predicate.expression, Constant) and predicate.expression.term == RDF.type:
                for made in pair.objects:
                    if isinstance(made, TermMap):
                        yield from _values(made.expression, codes)


def _values(expression: Expression, codes: Codes) -> set[str]:
    """Return the IRIs that a mapping writes itself: constants, and concepts of a code list."""
    match expression:
        case Constant(term) if str(term).startswith(("http://", "https://")):
            return {str(term)}
        case Call("code", arguments):
            lists = {str(a.term) for _, a in arguments if isinstance(a, Constant)}
            return {iri for name in lists for iri in codes.get(name, {}).values()}
        case Call(_, arguments):
            return {iri for _, argument in arguments for iri in _values(argument, codes)}
        case _:
            return set()


def _object(made: TermMap | ParentMap, source_kind: str) -> tuple[bool, str | None]:
    """Return whether the object is a literal, and its datatype."""
    if isinstance(made, ParentMap) or made.kind != "literal":
        return False, None
    if made.datatype_of is not None:
        return True, None
    if made.language or made.language_of is not None:
        return True, LANG_STRING
    if made.datatype:
        return True, made.datatype
    if isinstance(made.expression, Constant) and isinstance(made.expression.term, Literal):
        term = made.expression.term
        return True, LANG_STRING if term.language else str(term.datatype or XSD.string)
    natural = isinstance(made.expression, Reference) and source_kind not in {"csv", "xml"}
    return True, None if natural else str(XSD.string)


def place_of(material: Material, triples_map: TriplesMap) -> tuple[str, int]:
    """Return file and line where a triples map begins."""
    file = triples_map.where.split(", ")[0]
    name = triples_map.iri.rsplit("#", 1)[-1]
    text = material.texts.get(file)
    return file, text.line_with(rf"^<#{name}>") if text else 0
