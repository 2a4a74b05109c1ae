"""Datatypes: what mappings emit is what shapes want and what the ontology says."""

import re
from collections.abc import Iterator, Mapping

from rdflib import OWL, RDF, RDFS, XSD, URIRef

from themagraaf.model.check.emitted import LANG_STRING, Emission, emissions
from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.check.terms import TGS
from themagraaf.model.namespaces import TG
from themagraaf.model.shapes import SH, Constraint, Shape

LITERAL_KIND, IRI_KIND = str(SH.Literal), {str(SH.IRI), str(SH.BlankNodeOrIRI)}


def differing(material: Material) -> Iterator[Problem]:
    """Find properties that a mapping emits otherwise than a shape or the ontology has them."""
    found = emissions(material)
    by_path: dict[str, list[Emission]] = {}
    for emission in found:
        by_path.setdefault(emission.predicate, []).append(emission)
    for shape in material.shapes:
        path = re.fullmatch(r"<([^>]+)>", shape.path.sparql) if shape.path else None
        if path is None or shape.within:
            continue
        targets = {
            below
            for kind, iri in shape.targets
            if kind == "targetClass"
            for below in material.vocabulary.subclasses(iri)
        }
        for emission in by_path.get(path.group(1), []):
            if targets & emission.classes:
                yield from _against_shape(shape, emission)
    ranges = _ranges(material)
    for emission in found:
        yield from _against_ontology(emission, ranges)


def _against_shape(shape: Shape, emission: Emission) -> Iterator[Problem]:
    name = f"tgs:{shape.iri.removeprefix(TGS)}"
    for constraint in shape.constraints:
        if wanted := _difference(constraint, emission):
            yield _problem(emission, f"{name} wants {wanted}", f"emit {wanted}, or change {name}")


def _difference(constraint: Constraint, emission: Emission) -> str:
    """Return what a constraint wants, where the emission can never be that; else nothing."""
    given = constraint.values
    match constraint.name:
        case "datatype":
            return _short(given[0][1:-1]) if _other(emission, given[0][1:-1]) else ""
        case "class":
            return "an IRI" if emission.literal else ""
        case "nodeKind" if given[0][1:-1] in IRI_KIND:
            return "an IRI" if emission.literal else ""
        case "nodeKind" if given[0][1:-1] == LITERAL_KIND:
            return "" if emission.literal else "a literal"
        case "in" if given and all(value.startswith("<") for value in given):
            return "an IRI" if emission.literal else ""
        case "in" if given and not any(value.startswith("<") for value in given):
            return "" if emission.literal else "a literal"
        case _:
            return ""


def _other(emission: Emission, datatype: str) -> bool:
    if not emission.literal:
        return True
    return emission.datatype is not None and emission.datatype != datatype


def _against_ontology(emission: Emission, ranges: Mapping[str, str]) -> Iterator[Problem]:
    wanted = ranges.get(emission.predicate)
    if wanted is None:
        return
    name = f"tg:{emission.predicate.removeprefix(str(TG))}"
    if wanted == "":
        if emission.literal:
            found, proposal = "it is an object property", "emit an IRI: rml:termType rml:IRI"
            yield _problem(emission, found, proposal)
    elif _other(emission, wanted):
        found = f"its range is {_short(wanted)}"
        yield _problem(emission, found, f"emit {_short(wanted)}, or change the range of {name}")


def _ranges(material: Material) -> dict[str, str]:
    """Return per property of ours the datatype that it has; empty for one between things."""
    graph = material.ontology
    found: dict[str, str] = {}
    for node in graph.subjects(RDF.type, OWL.DatatypeProperty):
        for wanted in graph.objects(node, RDFS.range):
            if str(wanted).startswith(str(XSD)) or str(wanted) == LANG_STRING:
                found[str(node)] = str(wanted)
    for node in graph.subjects(RDF.type, OWL.ObjectProperty):
        found[str(node)] = ""
    return found


def _problem(emission: Emission, found: str, proposal: str) -> Problem:
    made = _short(emission.datatype or "") if emission.literal else "an IRI"
    said = f"{_short(emission.predicate)} is emitted as {made or 'a literal'}, and {found}"
    return Problem(emission.file, emission.line, Rule.DATATYPE_DIFFERS, said, proposal)


KNOWN = {
    "xsd": str(XSD),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "tg": str(TG),
}


def _short(iri: str) -> str:
    for prefix, namespace in KNOWN.items():
        if iri.startswith(str(namespace)):
            return f"{prefix}:{iri.removeprefix(str(namespace))}"
    return str(URIRef(iri).n3()) if iri else ""
