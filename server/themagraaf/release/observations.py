"""Writes the cells of cubes as RDF Data Cube observations, with the names of their members."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from themagraaf.kpi.cell import Cel, rounded
from themagraaf.kpi.cube import Cube
from themagraaf.kpi.leden import Lid
from themagraaf.model.kpi import Kpi
from themagraaf.model.terms import Label, Vocabulary
from themagraaf.release.catalogue import LABEL, XSD, A, quad, tg
from themagraaf.store.answer import Term

QB = "http://purl.org/linked-data/cube#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
QUDT = "http://qudt.org/vocab/unit/"
DCTERMS = "http://purl.org/dc/terms/"


def describe_kpi(kpi: Kpi, vocabulary: Vocabulary, basis: str) -> Iterator[str]:
    """Give a KPI as a data set: its names, definition, theme and unit."""
    graph, iri = f"{basis}/graaf/kpi", f"{basis}/id/kpi/{kpi.id}"
    yield quad(iri, A, tg("Kpi"), graph)
    yield quad(iri, A, Term("iri", QB + "DataSet"), graph)
    for predicate, said in ((LABEL, kpi.titel), (Term("iri", SKOS + "definition"), kpi.definitie)):
        yield from in_both(iri, predicate, said, graph)
    for thema in vocabulary.themas:
        if thema.id == kpi.thema:
            yield quad(iri, tg("thema"), Term("iri", thema.iri), graph)
    unit = Term("iri", QUDT + kpi.eenheid.removeprefix("unit:"))
    yield quad(iri, Term("iri", "http://qudt.org/schema/qudt/hasUnit"), unit, graph)


def describe_cube(cube: Cube, basis: str) -> Iterator[str]:
    """Give every cell at the finest grain as an observation; `waarde` as the KPI rounds it."""
    graph, data_set = f"{basis}/graaf/kpi", Term("iri", f"{basis}/id/kpi/{cube.kpi.id}")
    for cel in cube.rows():
        key = "/".join(quote(code, safe="") for code in cel.leden.values())
        iri = f"{basis}/id/waarneming/{cube.kpi.id}/{key}"
        yield quad(iri, A, Term("iri", QB + "Observation"), graph)
        yield quad(iri, Term("iri", QB + "dataSet"), data_set, graph)
        yield from _members(cube, cel, iri, graph)
        yield from _measures(cube.kpi, cel, iri, graph)


def describe_leden(leden: Iterable[Lid], basis: str) -> Iterator[str]:
    """Give the names and codes of members, so that the figures can be read on their own."""
    graph = f"{basis}/graaf/kpi"
    for lid in leden:
        if lid.iri.startswith(f"{basis}/"):
            code = Term("literal", lid.code)
            yield from in_both(lid.iri, LABEL, lid.label, graph)
            yield quad(lid.iri, Term("iri", DCTERMS + "identifier"), code, graph)


def _members(cube: Cube, cel: Cel, iri: str, graph: str) -> Iterator[str]:
    for dimensie, code in cel.leden.items():
        lid = cube.leden[dimensie, code]
        member = Term("iri", lid.iri) if lid.iri else Term("literal", code)
        yield quad(iri, tg(dimensie), member, graph)


def _measures(kpi: Kpi, cel: Cel, iri: str, graph: str) -> Iterator[str]:
    waarde = None if cel.waarde is None else rounded(kpi, cel.waarde)
    measures: Mapping[str, object] = {"teller": cel.teller, "noemer": cel.noemer, "waarde": waarde}
    for name, number in measures.items():
        if number is not None:
            yield quad(iri, tg(name), Term("literal", f"{number:f}", XSD + "decimal"), graph)
    status = Term("iri", f"https://w3id.org/themagraaf/code/observatiestatus/{cel.status}")
    attribute = "http://purl.org/linked-data/sdmx/2009/attribute#obsStatus"
    yield quad(iri, Term("iri", attribute), status, graph)


def in_both(iri: str, predicate: Term, said: Label, graph: str) -> Iterator[str]:
    """Give a text in both languages."""
    yield quad(iri, predicate, Term("literal", said.nl, language="nl"), graph)
    yield quad(iri, predicate, Term("literal", said.en, language="en"), graph)
