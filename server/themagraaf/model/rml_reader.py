"""Reads the RML of each registration's folder into values."""

import re
from dataclasses import replace
from pathlib import Path

from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.files import ModelFiles
from themagraaf.model.namespaces import RML, TGF
from themagraaf.model.rml import (
    Call,
    Constant,
    Dialect,
    Expression,
    ParentMap,
    PredicateObject,
    Reference,
    RegistratieMapping,
    Source,
    Template,
    TermMap,
    TriplesMap,
)
from themagraaf.model.rml_graph import RmlGraph, renamed, short_name, tail

CSVW = Namespace("http://www.w3.org/ns/csvw#")
KINDS = {RML.IRI: "iri", RML.URI: "iri", RML.Literal: "literal", RML.BlankNode: "blank"}
FORMULATIONS = {
    RML.CSV: "csv",
    RML.JSONPath: "json",
    RML.XPath: "xml",
    RML.XPathReferenceFormulation: "xml",
    RML.SQL2008Table: "table",
    RML.SQL2008Query: "query",
}
TEMPLATE_PART = re.compile(r"((?:\\.|[^{}\\])+)|\{((?:\\.|[^{}\\])+)\}")


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


class _Reader(RmlGraph):
    def __init__(self, graph: Graph, where: str) -> None:
        super().__init__(graph, where)
        self.sources: dict[Source, Source] = {}

    def registratie(self, path: Path) -> RegistratieMapping:
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
        subject = self.one(node, RML.subjectMap)
        subject_term = (
            self._term(subject, "iri") if subject is not None else self._short(node, RML.subject)
        )
        graphs = self._terms(subject, RML.graphMap, RML.graph) if subject is not None else ()
        classes = self.graph.objects(subject, RML["class"]) if subject is not None else ()
        return TriplesMap(
            iri=str(node),
            source=self._source(self.need(node, RML.logicalSource)),
            subject=subject_term,
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
        predicates = self._terms(node, RML.predicateMap, RML.predicate)
        objects: list[TermMap | ParentMap] = []
        for item in self.ordered(self.graph.objects(node, RML.objectMap)):
            parent = self.one(item, RML.parentTriplesMap)
            objects.append(self._term(item, "") if parent is None else self._parent(item, parent))
        objects += [
            _constant_map(item) for item in self.ordered(self.graph.objects(node, RML.object))
        ]
        if not predicates or not objects:
            raise self.error(node, "a predicate-object map needs a predicate and an object")
        return PredicateObject(
            predicates, tuple(objects), self._terms(node, RML.graphMap, RML.graph)
        )

    def _parent(self, node: Node, parent: Node) -> ParentMap:
        joins = [
            (str(self.need(item, RML.child)), str(self.need(item, RML.parent)))
            for item in self.graph.objects(node, RML.joinCondition)
        ]
        return ParentMap(str(parent), tuple(sorted(joins)))

    def _terms(self, node: Node, full: URIRef, short: URIRef) -> tuple[TermMap, ...]:
        maps = [self._term(item, "iri") for item in self.ordered(self.graph.objects(node, full))]
        short_terms = self.ordered(self.graph.objects(node, short))
        return tuple(maps + [_constant_map(item) for item in short_terms])

    def _term(self, node: Node, default: str) -> TermMap:
        expression = self._expression(node)
        datatype, language = self.one(node, RML.datatype), self.one(node, RML.language)
        kind = KINDS.get(URIRef(str(self.one(node, RML.termType))), default)
        if not kind:
            literal = datatype is not None or language is not None
            if isinstance(expression, Constant):
                kind = "iri" if isinstance(expression.term, URIRef) else "literal"
            else:
                kind = "iri" if isinstance(expression, Template) and not literal else "literal"
        return TermMap(
            expression,
            kind,
            datatype=str(datatype) if datatype is not None else None,
            language=str(language) if language is not None else None,
        )

    def _expression(self, node: Node) -> Expression:
        if (value := self.one(node, RML.reference)) is not None:
            return Reference(str(value))
        if (value := self.one(node, RML.template)) is not None:
            return self._template(str(value))
        if (value := self.one(node, RML.constant)) is not None:
            return _constant(value)
        if (value := self.one(node, RML.functionExecution)) is not None:
            return self._call(value)
        raise self.error(
            node, "needs rml:reference, rml:template, rml:constant or rml:functionExecution"
        )

    def _template(self, text: str) -> Template:
        parts: list[str | Reference] = []
        read = 0
        for match in TEMPLATE_PART.finditer(text):
            if match.start() != read:
                break
            read = match.end()
            plain, path = match.groups()
            parts.append(_plain(plain) if plain else Reference(_plain(path)))
        if read != len(text):
            raise ModelError(f"{self.where}: template {text!r} has an open or empty brace")
        return Template(tuple(parts))

    def _call(self, node: Node) -> Call:
        function = str(self.need(node, RML.function))
        if not function.startswith(TGF):
            raise self.error(node, f"calls {function}; functions live under {TGF}")
        arguments: list[tuple[str, Expression]] = []
        for item in self.graph.objects(node, RML.input):
            parameter = tail(self.need(item, RML.parameter))
            value = self.one(item, RML.inputValueMap)
            constant = self.one(item, RML.inputValue)
            if value is None and constant is None:
                raise self.error(item, f"parameter {parameter!r} has no value")
            arguments.append(
                (parameter, self._expression(value) if value is not None else _constant(constant))
            )
        return Call(function.removeprefix(TGF), tuple(sorted(arguments, key=lambda pair: pair[0])))

    def _short(self, node: Node, predicate: URIRef) -> TermMap:
        return _constant_map(self.need(node, predicate))


def _constant_map(node: Node | None) -> TermMap:
    constant = _constant(node)
    return TermMap(constant, "iri" if isinstance(constant.term, URIRef) else "literal")


def _constant(node: Node | None) -> Constant:
    if not isinstance(node, URIRef | Literal):
        raise ModelError(f"a constant is an IRI or a literal, not {node!r}")
    return Constant(node)


def _named_first(node: Node) -> tuple[bool, str]:
    return isinstance(node, BNode), str(node)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
