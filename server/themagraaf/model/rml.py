"""Mappings as values: what an RML file says, before anything is compiled or run.

RML-Core, RML-IO and RML-FNML in the namespace http://w3id.org/rml/; files in the
older namespaces (R2RML's, and http://semweb.mmlab.be/ns/rml#) are renamed first.
"""

from dataclasses import dataclass

from rdflib import Literal, URIRef


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of a CSV, or a path into a JSON record; `~` is the record's own key."""

    path: str


@dataclass(frozen=True, slots=True)
class Template:
    """Fixed text and references by turns."""

    parts: tuple[str | Reference, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """One RDF term, the same for each record."""

    term: URIRef | Literal


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments by parameter name (the last part of its IRI)."""

    function: str
    arguments: tuple[tuple[str, "Expression"], ...]


Expression = Reference | Template | Constant | Call


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV is written: CSVW's dialect, RML-IO's null values, and lists over several rows.

    A list begins where the column `lijst` is filled; the rows below it are given what
    its first row has in the columns `doorgegeven`.
    """

    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    trim: bool = False
    nulls: tuple[str, ...] = ()
    lijst: str = ""
    doorgegeven: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What is iterated: a file by its name in the delivery, and how to read it."""

    iri: str
    name: str
    kind: str  # "csv" or "json"
    iterator: str  # JSONPath; empty for CSV
    dialect: Dialect
    where: str


@dataclass(frozen=True, slots=True)
class TermMap:
    """How one RDF term is made. `kind` is iri, blank or literal."""

    expression: Expression
    kind: str
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ParentMap:
    """An object that is the subject of another triples map, joined on (child, parent)."""

    parent: str
    joins: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PredicateObject:
    """Predicates times objects, in the given graphs or else the registration's own."""

    predicates: tuple[TermMap, ...]
    objects: tuple[TermMap | ParentMap, ...]
    graphs: tuple[TermMap, ...] = ()


@dataclass(frozen=True, slots=True)
class TriplesMap:
    """One kind of thing that the records of one source describe."""

    iri: str
    source: Source
    subject: TermMap
    classes: tuple[str, ...]
    graphs: tuple[TermMap, ...]
    predicate_objects: tuple[PredicateObject, ...]
    where: str


@dataclass(frozen=True, slots=True)
class RegistratieMapping:
    """All that turns the deliveries of one registration into quads."""

    naam: str
    sources: tuple[Source, ...]
    triples_maps: tuple[TriplesMap, ...]

    def iterated(self) -> frozenset[Source]:
        """Return the sources whose rows are records, not only looked up."""
        return frozenset(item.source for item in self.triples_maps)
