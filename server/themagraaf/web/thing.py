"""The page of one thing: what is said of it, and what refers to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from rdflib import RDFS, SKOS, BNode, Graph, Literal, Node, URIRef

from themagraaf.web.page import TEMPLATES
from themagraaf.web.words import TALEN, WORDS

# As people read it: what it is called, what it means, what it is; then the rest by name.
FIRST = (RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.scopeNote, RDFS.comment)
DEPTH = 3
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sdmx": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "tg": "https://w3id.org/themagraaf/def/",
    "tgs": "https://w3id.org/themagraaf/shape/",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value as the page shows it; `href` is empty for what has no address."""

    text: str
    href: str
    taal: str


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values."""

    naam: str
    iri: str
    href: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """What the page of a thing needs to know."""

    iri: str
    graph: Graph
    names: Mapping[str, str]
    graphs: Sequence[str]
    references: Sequence[tuple[str, str]]  # what refers to it, and by which property
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class Links:
    """Turns IRIs of this municipality and of the model into addresses of this service."""

    basis: str
    prefix: str

    def to(self, iri: str) -> str:
        """Return where one reads about an IRI; its own address where it is not ours."""
        for begin, path in (
            (f"{self.basis}/id/", "/doc/"),
            (f"{self.basis}/graaf/", "/graaf/"),
            ("https://w3id.org/themagraaf/", "/"),
        ):
            if iri.startswith(begin):
                return self.prefix + path + iri.removeprefix(begin).replace("#", "%23")
        return iri if iri.startswith(("http://", "https://")) else ""

    def short(self, iri: str) -> str:
        """Return an IRI as people know it: by its prefix, or by what is its own."""
        for name, begin in PREFIXES.items():
            if iri.startswith(begin) and iri != begin:
                return f"{name}:{iri.removeprefix(begin)}"
        for begin in (f"{self.basis}/id/", f"{self.basis}/"):
            if iri.startswith(begin):
                return unquote(iri.removeprefix(begin))
        return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri


def iris_of(graph: Graph) -> set[str]:
    """Return every IRI of a graph, to be named."""
    return {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}


def render_thing(thing: Thing, links: Links, taal: str, path: str, gemeente: str) -> str:
    """Return the page of a thing."""
    node = URIRef(thing.iri)
    return TEMPLATES.get_template("ding.html").render(
        taal=taal,
        andere_taal=next(item for item in TALEN if item != taal),
        woord=WORDS[taal],
        prefix=links.prefix,
        path=path,
        gemeente=gemeente,
        iri=thing.iri,
        naam=thing.names.get(thing.iri) or links.short(thing.iri),
        rows=_rows(thing, node, links),
        graphs=[_value(URIRef(iri), thing, links, 0) for iri in thing.graphs],
        references=[
            (_value(URIRef(van), thing, links, 0), _value(URIRef(prop), thing, links, 0))
            for van, prop in thing.references
        ],
        page=thing.page,
        more=thing.more,
    )


def _rows(thing: Thing, node: Node, links: Links) -> list[Row]:
    def rank(prop: Node) -> tuple[int, str]:
        place = FIRST.index(prop) if prop in FIRST else len(FIRST)
        return place, thing.names.get(str(prop)) or links.short(str(prop))

    found = []
    for prop in sorted(set(thing.graph.predicates(node)), key=rank):
        objects = _sorted(thing.graph.objects(node, prop))
        values = tuple(_value(item, thing, links, 0) for item in objects)
        found.append(Row(rank(prop)[1], str(prop), links.to(str(prop)), values))
    return found


def _value(term: Node, thing: Thing, links: Links, depth: int) -> Value:
    if isinstance(term, Literal):
        return Value(str(term), "", term.language or "")
    if isinstance(term, BNode):
        return Value(_within(term, thing, links, depth), "", "")
    return Value(thing.names.get(str(term)) or links.short(str(term)), links.to(str(term)), "")


def _within(node: BNode, thing: Thing, links: Links, depth: int) -> str:
    """Write what is said of a blank node on one line."""
    if depth == DEPTH:
        return "…"
    said = [
        f"{thing.names.get(str(prop)) or links.short(str(prop))}:"
        f" {_value(item, thing, links, depth + 1).text}"
        for prop, item in thing.graph.predicate_objects(node)
    ]
    return "; ".join(sorted(said)) or "…"


def _sorted(terms: Iterable[Node]) -> list[Node]:
    """Put Dutch first."""

    def rank(term: Node) -> tuple[str, str]:
        language = getattr(term, "language", None) or ""
        return "" if language == "nl" else language, str(term)

    return sorted(terms, key=rank)
