"""Reads the RML of each registration's folder into values."""

from dataclasses import replace
from pathlib import Path

from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.files import ModelFiles
from themagraaf.model.namespaces import RML, TGF
from themagraaf.model.rml import (
    Dialect,
    Expression,
    ParentMap,
    PredicateObject,
    Reference,
    RegistratieMapping,
    Source,
    TermMap,
    TriplesMap,
)
from themagraaf.model.rml_graph import renamed, short_name, tail
from themagraaf.model.rml_terms import TermReader

CSVW = Namespace("http://www.w3.org/ns/csvw#")
FORMULATIONS = {
    RML.CSV: "csv",
    RML.JSONPath: "json",
    RML.XPath: "xml",
    RML.XPathReferenceFormulation: "xml",
    RML.SQL2008Table: "table",
    RML.SQL2008Query: "query",
}


def read_mappings(files: ModelFiles) -> tuple[RegistratieMapping, ...]:
    """Read every `mappings/<registratie>/mapping.rml.ttl`, in order of registration.

    Raises:
        ModelError: A file is not Turtle, or not RML that can be carried out.
    """
    paths = files.find("mappings", "mapping.rml.ttl")
    return tuple(
        _Reader(renamed(files.read_turtle(path)), files.name(path)).registratie(path)
        for path in paths
    )


class _Reader(TermReader):
    def __init__(self, graph: Graph, where: str) -> None:
        super().__init__(graph, where)
        self.sources: dict[Source, Source] = {}

    def registratie(self, path: Path) -> RegistratieMapping:
        self.require_known_words()
        maps = sorted(set(self.graph.subjects(RML.logicalSource, None)), key=str)
        if not maps:
            raise ModelError(f"{self.where} holds no triples map with an rml:logicalSource")
        # Named sources first: a look-up refers to them by name.
        for node in sorted(self.graph.subjects(RML.source, None), key=_named_first):
            self._source(node)
        triples_maps = tuple(self._triples_map(node) for node in maps)
        ordered = sorted(self.sources.values(), key=lambda source: (source.name, source.iterator))
        return RegistratieMapping(path.parent.name, tuple(ordered), triples_maps)

    def _triples_map(self, node: Node) -> TriplesMap:
        base = self.one(node, RML.baseIRI)
        self.base = "" if base is None else str(base)
        subject = self.one(node, RML.subjectMap)
        graphs = self.graphs_of(subject) if subject is not None else ()
        classes = self.graph.objects(subject, RML["class"]) if subject is not None else ()
        return TriplesMap(
            iri=str(node),
            source=self._source(self.need(node, RML.logicalSource)),
            subject=self.subject_of(node, subject),
            classes=tuple(sorted(str(item) for item in classes)),
            graphs=graphs,
            predicate_objects=tuple(
                self._predicate_object(item)
                for item in self.ordered(self.graph.objects(node, RML.predicateObjectMap))
            ),
            where=f"{self.where}, {short_name(node)}",
        )

    def _source(self, node: Node) -> Source:
        source = self.need(node, RML.source)
        formulation = self.need(node, RML.referenceFormulation)
        # One with settings of its own, such as namespaces, says what it is by its type.
        typed = self.one(formulation, RDF.type) or formulation
        if (kind := FORMULATIONS.get(URIRef(str(typed)))) is None:
            known = " ".join(f"rml:{tail(item)}" for item in FORMULATIONS)
            raise self.error(node, f"reads {typed}; known: {known}")
        iterator = str(self.one(node, RML.iterator) or ("$" if kind == "json" else ""))
        if not iterator and kind in {"xml", "query"}:
            raise self.error(node, "needs an rml:iterator: an XPath, or a query")
        name, _, leden = self._name(node, source, kind, iterator).partition("/")
        found = Source(
            str(node),
            name,
            kind,
            iterator or (name if kind == "table" else ""),
            self._dialect(source),
            self.where,
            leden,
            self._namespaces(node, formulation),
        )
        # The same way to read the same file is one source, whatever its name in the mapping.
        return self.sources.setdefault(replace(found, iri=""), found)

    def _name(self, node: Node, source: Node, kind: str, iterator: str) -> str:
        """Return what the delivery calls a source; a table without path goes by its own name."""
        name: Node | None = source
        for predicate in (RML.path, CSVW.url):
            name = self.one(source, predicate) or name
        if isinstance(name, Literal):
            return str(name)
        if kind in {"table", "query"}:
            return iterator if kind == "table" and iterator else tail(node)
        raise self.error(node, "names no file: give rml:path or csvw:url")

    def _namespaces(self, *nodes: Node) -> tuple[tuple[str, str], ...]:
        return tuple(
            sorted(
                (
                    str(self.need(item, RML.namespacePrefix)),
                    str(self.need(item, RML.namespaceURL)),
                )
                for node in nodes
                for item in self.graph.objects(node, RML.namespace)
            )
        )

    def _dialect(self, source: Node) -> Dialect:
        nulls = tuple(sorted(str(item) for item in self.graph.objects(source, RML.null)))
        dialect = self.one(source, CSVW.dialect)
        encoding = self.one(source, RML.encoding)
        given: dict[str, str] = {}
        for name in ("delimiter", "quoteChar", "encoding", "trim"):
            if dialect is not None and (value := self.one(dialect, CSVW[name])) is not None:
                given[name] = str(value)
        return Dialect(
            delimiter=given.get("delimiter", ","),
            quote=given.get("quoteChar", '"'),
            encoding=given.get("encoding", tail(encoding) if encoding else "utf-8").lower(),
            trim=given.get("trim") == "true",
            nulls=nulls,
            lijst=str(self.one(source, TGF.lijst) or ""),
            doorgegeven=tuple(sorted(map(str, self.graph.objects(source, TGF.doorgegeven)))),
        )

    def _predicate_object(self, node: Node) -> PredicateObject:
        predicates = self.predicates_of(node)
        objects: list[TermMap | ParentMap] = []
        for item in self.ordered(self.graph.objects(node, RML.objectMap)):
            parent = self.one(item, RML.parentTriplesMap)
            objects.append(self.term(item, "") if parent is None else self._parent(item, parent))
        objects += self.constants_of(node, RML.object)
        if not predicates or not objects:
            raise self.error(node, "a predicate-object map needs a predicate and an object")
        return PredicateObject(predicates, tuple(objects), self.graphs_of(node))

    def _parent(self, node: Node, parent: Node) -> ParentMap:
        joins = [
            (
                self._side(item, RML.child, RML.childMap),
                self._side(item, RML.parent, RML.parentMap),
            )
            for item in self.graph.objects(node, RML.joinCondition)
        ]
        return ParentMap(str(parent), tuple(sorted(joins, key=repr)))

    def _side(self, node: Node, short: URIRef, full: URIRef) -> Expression:
        """Return what one side of a join is made of."""
        side = self.one(node, full)
        return Reference(str(self.need(node, short))) if side is None else self.expression(side)


def _named_first(node: Node) -> tuple[bool, str]:
    return isinstance(node, BNode), str(node)
