"""Where each term is used: the shapes that guard it, the mappings that fill it, the queries."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from themagraaf.model.check.emitted import Codes, classes_of
from themagraaf.model.klantreis import Klantreis
from themagraaf.model.kpi import Kpi, tg_terms
from themagraaf.model.model import Model
from themagraaf.model.rml import Constant, TriplesMap
from themagraaf.model.shapes import Shape

IRI = re.compile(r"<([^>]+)>")


@dataclass(slots=True)
class Usage:
    """What uses one term, each in the order of the model."""

    shapes: list[Shape] = field(default_factory=list)
    mappings: list[tuple[str, str]] = field(default_factory=list)  # registration, triples map
    kpis: list[Kpi] = field(default_factory=list)
    relaties: list[str] = field(default_factory=list)
    klantreizen: list[Klantreis] = field(default_factory=list)


def usage_of(model: Model) -> Mapping[str, Usage]:
    """Return for each term IRI that anything uses what uses it."""
    found: dict[str, Usage] = defaultdict(Usage)
    for shape in model.shapes:
        for iri in _in_shape(shape):
            found[iri].shapes.append(shape)
    for mapping in model.mappings:
        for triples_map in mapping.triples_maps:
            where = (mapping.naam, triples_map.iri.rsplit("#", 1)[-1])
            for iri in sorted(set(_in_map(triples_map, model.vocabulary.codes))):
                found[iri].mappings.append(where)
    for kpi in model.kpis:
        for iri in dict.fromkeys([*tg_terms(kpi.query), *_dimensies(kpi)]):
            found[iri].kpis.append(kpi)
    for relatie in model.relaties:
        for iri in tg_terms(relatie.query):
            found[iri].relaties.append(relatie.id)
    for klantreis in model.klantreizen:
        steps = [stap.blijkt_uit for stap in klantreis.stappen]
        for iri in dict.fromkeys([*tg_terms(klantreis.query), *steps]):
            found[iri].klantreizen.append(klantreis)
    return found


def _in_shape(shape: Shape) -> set[str]:
    """Return the classes that a shape guards and the properties on its path."""
    on_path = IRI.findall(shape.path.sparql) if shape.path else []
    return {*on_path, *(iri for _, iri in shape.targets)}


def _in_map(triples_map: TriplesMap, codes: Codes) -> Iterator[str]:
    yield from classes_of(triples_map, codes)
    for item in triples_map.predicate_objects:
        for predicate in item.predicates:
            if isinstance(predicate.expression, Constant):
                yield str(predicate.expression.term)


def _dimensies(kpi: Kpi) -> list[str]:
    return [f"https://w3id.org/themagraaf/def/{dimensie}" for dimensie in kpi.dimensies]
