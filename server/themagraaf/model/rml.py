"""Mappings as values: what an RML file says, before anything is compiled or run.

RML-Core, RML-IO and RML-FNML in the namespace http://w3id.org/rml/; files in the
older namespaces (R2RML's, and http://semweb.mmlab.be/ns/rml#) are renamed first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Literal, URIRef

PSEUDONYM = "pseudoniem"


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
    """What is iterated: files by their name in the delivery, or a table, and how to read it.

    `kind` is csv (any file of rows under named columns), json, xml, table or
    query. `iterator` is a JSONPath, an XPath, the name of a sheet or table, or a
    query. `leden` is the pattern that the members of an archive must meet.
    """

    iri: str
    name: str
    kind: str
    iterator: str
    dialect: Dialect
    where: str
    leden: str = ""
    namespaces: tuple[tuple[str, str], ...] = ()  # prefix and namespace, for XPath


@dataclass(frozen=True, slots=True)
class TermMap:
    """How one RDF term is made. `kind` is iri, blank or literal.

    A datatype or language is one for all values, or each record says its own.
    """

    expression: Expression
    kind: str
    datatype: str | None = None
    language: str | None = None
    datatype_of: Expression | None = None
    language_of: Expression | None = None

    def expressions(self) -> Iterator[Expression]:
        """Give all that it is made of."""
        yield self.expression
        yield from (each for each in (self.datatype_of, self.language_of) if each is not None)


@dataclass(frozen=True, slots=True)
class ParentMap:
    """An object that is the subject of another triples map, joined on (child, parent)."""

    parent: str
    joins: tuple[tuple[Expression, Expression], ...]


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

    def term_maps(self) -> Iterator[TermMap]:
        """Give every term map of it."""
        yield self.subject
        yield from self.graphs
        for item in self.predicate_objects:
            yield from item.predicates
            yield from item.graphs
            yield from (found for found in item.objects if isinstance(found, TermMap))

    def expressions(self) -> Iterator[Expression]:
        """Give all that its terms are made of."""
        for term_map in self.term_maps():
            yield from term_map.expressions()

    def parents(self) -> Iterator[ParentMap]:
        """Give every object that is the subject of another triples map."""
        for item in self.predicate_objects:
            yield from (found for found in item.objects if isinstance(found, ParentMap))


@dataclass(frozen=True, slots=True)
class RegistratieMapping:
    """All that turns the deliveries of one registration into quads."""

    naam: str
    sources: tuple[Source, ...]
    triples_maps: tuple[TriplesMap, ...]

    def iterated(self) -> frozenset[Source]:
        """Return the sources whose rows are records, not only looked up."""
        return frozenset(item.source for item in self.triples_maps)

    def references(self, source: Source) -> tuple[str, ...]:
        """Return every reference to a field of this source, in order of the alphabet."""
        return tuple(sorted(set(self._referred(source))))

    def personal(self, source: Source) -> frozenset[str]:
        """Return the references to this source that go into a pseudonym: keys of persons."""
        return frozenset(
            path
            for triples_map in self.triples_maps
            for expression in triples_map.expressions()
            for call in _calls(expression, PSEUDONYM)
            for owner, path in _references(call, triples_map.source.iri)
            if owner == source.iri
        )

    def _referred(self, source: Source) -> Iterator[str]:
        by_iri = {item.iri: item for item in self.triples_maps}
        for triples_map in self.triples_maps:
            for expression in triples_map.expressions():
                for owner, path in _references(expression, triples_map.source.iri):
                    if owner == source.iri:
                        yield path
            for joined in triples_map.parents():
                parent = by_iri.get(joined.parent)
                for child_side, parent_side in joined.joins:
                    sides = [(child_side, triples_map.source)]
                    sides += [] if parent is None else [(parent_side, parent.source)]
                    for side, of in sides:
                        yield from (path for _, path in _references(side, "") if of == source)


def _calls(expression: Expression, function: str) -> Iterator[Call]:
    """Give each call of a function within an expression."""
    if isinstance(expression, Call):
        if expression.function == function:
            yield expression
        for _, argument in expression.arguments:
            yield from _calls(argument, function)


def _references(expression: Expression, owner: str) -> Iterator[tuple[str, str]]:
    """Give each reference with the IRI of the source that it is to."""
    match expression:
        case Reference(path):
            yield owner, path
        case Template(parts):
            yield from ((owner, part.path) for part in parts if isinstance(part, Reference))
        case Call(_, arguments):
            for _, argument in arguments:
                yield from _references(argument, owner)
            given = dict(arguments)
            if isinstance(bron := given.get("bron"), Constant):
                for name in ("sleutelveld", "veld"):
                    if isinstance(field := given.get(name), Constant):
                        yield str(bron.term), str(field.term)
