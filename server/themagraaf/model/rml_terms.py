"""Reads the term maps of RML: subjects, predicates, objects, graphs, and what makes them."""

import re

from rdflib import Literal, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.namespaces import RML, TGF
from themagraaf.model.rml import Call, Constant, Expression, Reference, Template, TermMap
from themagraaf.model.rml_graph import RmlGraph, tail

KINDS = {RML.IRI: "iri", RML.Literal: "literal", RML.BlankNode: "blank"}
TEMPLATE_PART = re.compile(r"((?:\\.|[^{}\\])+)|\{((?:\\.|[^{}\\])+)\}")
# A language of ISO 639, a script or region, and what more there is; or one of somebody's own.
LANGUAGE = re.compile(r"([A-Za-z]{2,3}|[xi])(-[A-Za-z0-9]{1,8})*")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# All that is read; what is not would be passed over in silence.
WORDS = frozenset(
    """logicalSource source referenceFormulation iterator path root null encoding namespace
    namespacePrefix namespaceURL subjectMap subject class graph graphMap predicateObjectMap
    predicate predicateMap object objectMap reference template constant functionExecution function
    input parameter inputValue inputValueMap termType datatype datatypeMap language languageMap
    parentTriplesMap joinCondition child parent childMap parentMap baseIRI""".split()
)


class TermReader(RmlGraph):
    """Reads the term maps of one mapping file; `base` is that of the triples map being read."""

    base = ""

    def require_known_words(self) -> None:
        """Let a mapping pass of which each word of RML is one that is read.

        Raises:
            ModelError: One is not.
        """
        for node, predicate in sorted(self.graph.subject_predicates(), key=str):
            word = str(predicate).removeprefix(str(RML))
            if word != str(predicate) and word not in WORDS:
                raise self.error(node, f"uses rml:{word}, which the engine does not know")

    def subject_of(self, node: Node, subject_map: Node | None) -> TermMap:
        """Return the subject of a triples map.

        Raises:
            ModelError: There is none, or it is a literal.
        """
        if subject_map is None:
            found = _constant_map(self.need(node, RML.subject))
        else:
            found = self.term(subject_map, "iri")
        if found.kind == "literal" or _is_literal(found):
            raise self.error(node, "a subject is no literal")
        return found

    def predicates_of(self, node: Node) -> tuple[TermMap, ...]:
        """Return the predicates of a predicate-object map.

        Raises:
            ModelError: One is no IRI.
        """
        found = self._terms(node, RML.predicateMap, RML.predicate)
        if any(item.kind != "iri" or _is_literal(item) for item in found):
            raise self.error(node, "a predicate is an IRI")
        return found

    def graphs_of(self, node: Node) -> tuple[TermMap, ...]:
        """Return the graphs of a subject map, or of a predicate-object map.

        Raises:
            ModelError: One is a literal.
        """
        found = self._terms(node, RML.graphMap, RML.graph)
        if any(item.kind == "literal" or _is_literal(item) for item in found):
            raise self.error(node, "a graph is no literal")
        return found

    def constants_of(self, node: Node, short: URIRef) -> list[TermMap]:
        """Return the terms that stand there as they are.

        Raises:
            ModelError: One is a blank node.
        """
        return [_constant_map(item) for item in self.ordered(self.graph.objects(node, short))]

    def term(self, node: Node, default: str) -> TermMap:
        """Return a term map; `default` is its kind where it says nothing of that.

        Raises:
            ModelError: It says what can't be carried out.
        """
        expression = self.expression(node)
        datatype, datatype_of = self._said(node, RML.datatype, RML.datatypeMap)
        language, language_of = self._said(node, RML.language, RML.languageMap)
        if language is not None and not LANGUAGE.fullmatch(language):
            raise self.error(node, f"{language!r} is no language tag")
        kind = self._kind(node) or default
        if not kind:
            tags = (datatype, datatype_of, language, language_of)
            literal = any(tag is not None for tag in tags)
            if isinstance(expression, Constant):
                kind = "iri" if isinstance(expression.term, URIRef) else "literal"
            else:
                kind = "iri" if isinstance(expression, Template) and not literal else "literal"
        if kind == "iri" and self.base:
            expression = self._under_base(node, expression)
        return TermMap(expression, kind, datatype, language, datatype_of, language_of)

    def expression(self, node: Node) -> Expression:
        """Return what a term, a side of a join or a value of a function is made of.

        Raises:
            ModelError: It says nothing of that.
        """
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

    def _kind(self, node: Node) -> str:
        said = self.one(node, RML.termType)
        if said is None:
            return ""
        if (kind := KINDS.get(URIRef(str(said)))) is None:
            known = " ".join(f"rml:{tail(item)}" for item in KINDS)
            raise self.error(node, f"has term type {said}; known: {known}")
        return kind

    def _said(
        self, node: Node, short: URIRef, full: URIRef
    ) -> tuple[str | None, Expression | None]:
        """Return a language or datatype: the one for all values, or what gives each its own."""
        if (said := self.one(node, full)) is None:
            one = self.one(node, short)
            return (None if one is None else str(one)), None
        expression = self.expression(said)
        if isinstance(expression, Constant):
            return str(expression.term), None
        return None, expression

    def _under_base(self, node: Node, expression: Expression) -> Expression:
        """Return an expression for an IRI under the base of a triples map's own."""
        if isinstance(expression, Constant):
            return expression
        if not isinstance(expression, Template):
            raise self.error(node, "has a value as IRI under rml:baseIRI; write a template instead")
        first = expression.parts[0] if expression.parts else ""
        if isinstance(first, str) and SCHEME.match(first):
            return expression
        return Template((self.base, *expression.parts))

    def _terms(self, node: Node, full: URIRef, short: URIRef) -> tuple[TermMap, ...]:
        maps = [self.term(item, "iri") for item in self.ordered(self.graph.objects(node, full))]
        return tuple(maps + self.constants_of(node, short))

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
                (parameter, self.expression(value) if value is not None else _constant(constant))
            )
        return Call(function.removeprefix(TGF), tuple(sorted(arguments, key=lambda pair: pair[0])))


def _is_literal(term_map: TermMap) -> bool:
    expression = term_map.expression
    return isinstance(expression, Constant) and isinstance(expression.term, Literal)


def _constant_map(node: Node | None) -> TermMap:
    constant = _constant(node)
    return TermMap(constant, "iri" if isinstance(constant.term, URIRef) else "literal")


def _constant(node: Node | None) -> Constant:
    if not isinstance(node, URIRef | Literal):
        raise ModelError(f"a constant is an IRI or a literal, not {node!r}")
    return Constant(node)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
