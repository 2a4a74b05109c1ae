"""Describes look-ups in RDF, so that editors and agents find them (SHACL-AF 1.0, section 5)."""

from collections.abc import Iterator

from themagraaf.model.opzoeking import Opzoeking
from themagraaf.release.catalogue import LABEL, A, quad
from themagraaf.release.observations import in_both
from themagraaf.store.answer import Term

SH = "http://www.w3.org/ns/shacl#"
COMMENT = Term("iri", "http://www.w3.org/2000/01/rdf-schema#comment")
TARGET = Term("iri", "https://schema.org/target")


def describe_opzoeking(opzoeking: Opzoeking, basis: str) -> Iterator[str]:
    """Give a look-up with its query, and the endpoint that answers it."""
    graph, iri = f"{basis}/graaf/query", f"{basis}/id/query/{opzoeking.id}"
    form = "Construct" if opzoeking.is_graph else "Select"
    place = "/sparql" if opzoeking.audience == "openbaar" else "/intern/sparql"
    yield quad(iri, A, Term("iri", SH + "SPARQLExecutable"), graph)
    yield quad(iri, A, Term("iri", f"{SH}SPARQL{form}Executable"), graph)
    yield from in_both(iri, LABEL, opzoeking.titel, graph)
    yield from in_both(iri, COMMENT, opzoeking.omschrijving, graph)
    yield quad(iri, Term("iri", SH + form.lower()), Term("literal", opzoeking.query), graph)
    yield quad(iri, TARGET, Term("iri", basis + place), graph)
