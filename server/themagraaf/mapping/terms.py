"""Compiles the term maps of one triples map to SQL that writes N-Quads terms."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from themagraaf.mapping.expressions import ExpressionCompiler, Sql
from themagraaf.model.rml import Constant, Reference, Template, TermMap
from themagraaf.model.rml_terms import LANGUAGE
from themagraaf.sql import text
from themagraaf.store.answer import Term as Said

XSD = "http://www.w3.org/2001/XMLSchema#"
CONSTANT = re.compile(r"'(?:[^']|'')*'")
# What an IRI may hold as it is, a percent sign aside; and how one begins that has a scheme,
# or surely has none.
LEGAL = re.compile(r"[!#$&-;=?-Z_a-z~]*")
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
RELATIVE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*[^A-Za-z0-9+.:-]|[^A-Za-z]")


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term as SQL for the texts that it is made of, one after the other.

    It is there when all of `needs` are. With `many` its one text is a list of whole terms.
    """

    pieces: tuple[str, ...]
    needs: tuple[str, ...] = ()
    many: bool = False


def written(pieces: Sequence[str], needs: Sequence[str]) -> str:
    """Return SQL for texts one after the other, nothing where one that is needed is not there."""
    joined: list[str] = []
    for piece in pieces:
        if joined and CONSTANT.fullmatch(piece) and CONSTANT.fullmatch(joined[-1]):
            joined[-1] = joined[-1][:-1] + piece[1:]
        else:
            joined.append(piece)
    whole = f"concat({', '.join(joined)})"
    if not needs:
        return whole
    there = " AND ".join(f"{need} IS NOT NULL" for need in dict.fromkeys(needs))
    return f"CASE WHEN {there} THEN {whole} END"


@dataclass(slots=True)
class TermCompiler(ExpressionCompiler):
    """Compiles for one source.

    What it returns may ask for a column `lastig`: whether any of `quoted` is to be escaped.
    """

    quoted: dict[str, None] = field(default_factory=dict)

    def term(self, term_map: TermMap) -> Term:
        """Return SQL for a term in N-Quads, nothing where the record gives none."""
        expression = term_map.expression
        if isinstance(expression, Constant):
            return Term((text(_constant(expression, term_map.kind)),))
        iri = term_map.kind == "iri"
        if isinstance(expression, Template) and (iri or term_map.kind == "literal"):
            found = self._pieces(expression, iri)
            if found is not None and iri:
                return Term(("'<'", *found.pieces, "'>'"), found.needs)
            if found is not None:
                closing = self._closing(term_map)
                return Term(
                    ("'\"'", *found.pieces, *closing.pieces), (*found.needs, *closing.needs)
                )
        value = self.column(self.expression(expression, iri))
        if iri:
            macro = "iri_of" if LEGAL.fullmatch(self.context.basis) else "iri_of_any"
            return _each(value, "", lambda v: f"{macro}({v}, {text(self.context.basis)})", "")
        if term_map.kind == "blank":
            return _each(value, "'_:b'", lambda v: f"md5({v})", "")
        if value.many and (listed := self._natural_list(term_map)):
            return listed
        closing = self._closing(term_map)
        after = self._natural(term_map, value) or closing.pieces[0]
        found = _each(value, "'\"'", self.escaped, after)
        return found if value.many else Term(found.pieces, (*found.needs, *closing.needs))

    def escaped(self, code: str) -> str:
        """Return SQL for a text as it stands within quotes; most records have nothing to escape."""
        if not code.startswith(f"{self.alias}."):
            return f"escaped({code})"
        self.quoted[code] = None
        return f"CASE WHEN {self.alias}.lastig THEN escaped({code}) ELSE {code} END"

    def _pieces(self, template: Template, iri: bool) -> Term | None:
        """Return the pieces of a template of which it is known beforehand how it begins."""
        fixed = [part for part in template.parts if isinstance(part, str)]
        before: tuple[str, ...] = ()
        if iri:
            first = template.parts[0] if isinstance(template.parts[0], str) else ""
            if not ABSOLUTE.match(first):
                before = (self.context.basis,)
                if not RELATIVE.match(first):
                    return None
            if not all(map(LEGAL.fullmatch, (*before, *fixed))):
                return None
        pieces, needs = [*map(text, before)], list[str]()
        for part in template.parts:
            if isinstance(part, str):
                pieces.append(text(part if iri else _escaped(part)))
                continue
            value = self.column(self.reference(part.path))
            if value.many:
                return None
            needs += needed(value)
            pieces.append(f"iri_safe({value.code})" if iri else self.escaped(value.code))
        return Term(tuple(pieces), tuple(needs))

    def _closing(self, term_map: TermMap) -> Term:
        """Return SQL for what follows the text of a literal."""
        if (language := term_map.language_of) is not None:
            value = self.column(self.expression(language, False))
            # What is no language is left out: a shape tells that there is none.
            is_none = f"NOT regexp_full_match({value.code}, {text(LANGUAGE.pattern)})"
            tag = f"CASE WHEN {is_none} THEN '\"' ELSE '\"@' || {value.code} END"
            return Term((tag,), needed(value))
        if (datatype := term_map.datatype_of) is not None:
            value = self.column(self.expression(datatype, True))
            iri = f"iri_of_any({value.code}, {text(self.context.basis)})"
            return Term((f"('\"^^' || {iri})",), needed(value))
        if term_map.language:
            return Term((text(f'"@{term_map.language}'),))
        if term_map.datatype and term_map.datatype != XSD + "string":
            return Term((text(f'"^^<{term_map.datatype}>'),))
        return Term((text('"'),))

    def _natural(self, term_map: TermMap, value: Sql) -> str:
        """Return what gives a JSON number or boolean the datatype that it has by nature."""
        path = self._untyped(term_map)
        return "" if value.many or not path else _by_nature(self.json_type(path).code)

    def _natural_list(self, term_map: TermMap) -> Term | None:
        """Return the items of a list in JSON, each with the datatype that it has by nature."""
        if not (path := self._untyped(term_map)):
            return None
        item = f"'\"' || escaped(v ->> '$') || {_by_nature('json_type(v)')}"
        return Term((f"list_transform({self.json_items(path)}, lambda v: {item})",), many=True)

    def _untyped(self, term_map: TermMap) -> str:
        """Return the path of a JSON value that the mapping gives no datatype; empty if none."""
        reference = term_map.expression
        if self.staged.source.kind != "json" or not isinstance(reference, Reference):
            return ""
        return "" if reference.path == "~" or _is_tagged(term_map) else reference.path


def needed(value: Sql) -> tuple[str, ...]:
    """Return what must be there for a value to be."""
    return () if value.sure else (value.code,)


def _each(value: Sql, before: str, wrap: Callable[[str], str], after: str) -> Term:
    """Return a term of one text, or of each text of a list, with constants around it."""
    pieces = [piece for piece in (before, wrap("v" if value.many else value.code), after) if piece]
    if not value.many:
        return Term(tuple(pieces), needed(value))
    whole = " || ".join(pieces)
    return Term((f"list_transform({value.code}, lambda v: {whole})",), many=True)


def _by_nature(kind: str) -> str:
    """Return SQL for what follows a JSON value within quotes, by what the engine calls its type."""
    return f"""CASE {kind}
        WHEN 'BIGINT' THEN '"^^<{XSD}integer>' WHEN 'UBIGINT' THEN '"^^<{XSD}integer>'
        WHEN 'DOUBLE' THEN '"^^<{XSD}double>' WHEN 'BOOLEAN' THEN '"^^<{XSD}boolean>'
        ELSE '"' END"""


def _is_tagged(term_map: TermMap) -> bool:
    said = (term_map.datatype, term_map.language, term_map.datatype_of, term_map.language_of)
    return any(said)


def _constant(constant: Constant, kind: str) -> str:
    term = constant.term
    if isinstance(term, URIRef) and kind == "iri":
        return term.n3()
    literal = Literal(str(term)) if isinstance(term, URIRef) else term
    datatype = str(literal.datatype or "")
    return Said("literal", str(literal), datatype, literal.language or "").n3()


def _escaped(value: str) -> str:
    """Return a text as N-Quads writes it within quotes."""
    return Said("literal", value).n3()[1:-1]
