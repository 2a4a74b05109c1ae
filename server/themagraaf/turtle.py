"""Turtle into the triples of rdflib, parsed by the engine of the store: several times as fast."""

from collections.abc import Iterator
from functools import lru_cache

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef

Term = URIRef | BNode | Literal
Triple = tuple[Term, Term, Term]

# Where a file is taken to stand, whatever folder it is read from: its IRIs are always the same.
BASE = "file:///"
STRING = "http://www.w3.org/2001/XMLSchema#string"


def read_triples(content: bytes, name: str) -> Iterator[Triple]:
    """Give the triples of a Turtle file; an IRI that is relative is so to `file:///<name>`.

    Blank nodes get a new name at each reading, so that no two files share one.

    Raises:
        SyntaxError: It is not Turtle.
    """
    quads = ox.parse(
        content, format=ox.RdfFormat.TURTLE, base_iri=BASE + name, rename_blank_nodes=True
    )
    for quad in quads:
        yield _term(quad.subject), _iri(quad.predicate.value), _term(quad.object)


def _term(term: object) -> Term:
    match term:
        case ox.NamedNode():
            return _iri(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal():
            if term.language:
                return Literal(term.value, lang=term.language)
            # To rdflib a text is another literal with xsd:string than without a datatype.
            datatype = term.datatype.value
            return Literal(term.value, datatype=None if datatype == STRING else _iri(datatype))
    raise SyntaxError("a triple about a triple is not Turtle")


@lru_cache(maxsize=2**16)
def _iri(iri: str) -> URIRef:
    return URIRef(iri)
