"""Compiles the term maps of one triples map to SQL that writes N-Quads terms."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from themagraaf.errors import DeliveryError, ModelError, choices
from themagraaf.mapping.functions import FUNCTIONS, LOOK_UP, LOOK_UP_PARAMETERS
from themagraaf.mapping.intake import many
from themagraaf.mapping.source import Staged
from themagraaf.model.rml import Call, Constant, Expression, Reference, Template, TermMap
from themagraaf.sql import text
from themagraaf.store.answer import Term

BRACKETED = re.compile(r"\['([^']+)'\]")
XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Sql:
    """An SQL expression; `many` when it gives a list of texts rather than one."""

    code: str
    many: bool = False

    def map(self, wrap: Callable[[str], str]) -> "Sql":
        """Apply a wrapping of one text to each."""
        if not self.many:
            return Sql(wrap(self.code))
        return Sql(f"list_transform({self.code}, lambda v: {wrap('v')})", many=True)


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole build knows: base IRI, municipality, pseudonyms."""

    basis: str  # ends in a slash
    gemeentecode: str
    pseudonym: Callable[[str], str]


@dataclass(slots=True)
class TermCompiler:
    """Compiles for one source; gathers the joins that look-ups need."""

    context: Context
    staged: Staged
    others: Mapping[str, Staged]  # the delivery's sources, by IRI of the logical source
    leveringsdatum: str
    alias: str = "b"
    joins: list[str] = field(default_factory=list)

    @property
    def gemeentecode(self) -> str:
        """The municipality's CBS code, as SQL."""
        return text(self.context.gemeentecode)

    def join(self, table: str, condition: Callable[[str], str]) -> str:
        """Left-join a table on a condition over its alias; return the alias."""
        alias = f"j{len(self.joins)}"
        self.joins.append(f"LEFT JOIN {table} {alias} ON {condition(alias)}")
        return alias

    def pseudonym(self, value: str) -> str:
        """Return SQL for the keyed hash of a value."""
        return self.context.pseudonym(value)

    def term(self, term_map: TermMap) -> Sql:
        """Return SQL for a term in N-Quads, NULL where the record gives nothing."""
        if isinstance(term_map.expression, Constant):
            return Sql(text(self._constant(term_map.expression, term_map.kind)))
        basis = text(self.context.basis)
        value = self.expression(term_map.expression, term_map.kind == "iri")
        if term_map.kind == "iri":
            return value.map(lambda v: f"iri_of({v}, {basis})")
        if term_map.kind == "blank":
            return value.map(lambda v: f"'_:b' || md5({v})")
        if term_map.language:
            return value.map(lambda v: f"quoted({v}) || '@{term_map.language}'")
        if term_map.datatype and term_map.datatype != XSD + "string":
            return value.map(lambda v: f"quoted({v}) || '^^<{term_map.datatype}>'")
        if term_map.datatype is None and isinstance(term_map.expression, Reference):
            return self._natural(term_map.expression, value)
        return value.map(lambda v: f"quoted({v})")

    def expression(self, expression: Expression, iri: bool = False) -> Sql:
        """Return SQL for the text that an expression gives."""
        match expression:
            case Reference(path):
                return self.reference(path)
            case Template(parts):
                return self._template(parts, iri)
            case Constant(term):
                return Sql(text(str(term)))
            case Call(function, arguments):
                return self._call(function, dict(arguments))

    def reference(self, path: str, staged: Staged | None = None, alias: str | None = None) -> Sql:
        """Return SQL for one field of a record.

        Raises:
            ModelError: The file has no such column.
            DeliveryError: The file has two columns of that name.
        """
        staged, alias = staged or self.staged, alias or self.alias
        if staged.source.kind != "json":
            if path in staged.twice:
                raise DeliveryError(f"{staged.files[0]} names the column {path!r} twice in row 1")
            if (column := staged.columns.get(path)) is None:
                raise ModelError(self._no_column(path, staged))
            return Sql(f"{alias}.{column}", many(staged.source, path))
        if path == "~":
            return Sql(f"{alias}.sleutel")
        listed = "[*]" in path or ".*" in path
        return Sql(f"json_extract_string({alias}.j, {text(_json_path(path))})", listed)

    def _natural(self, reference: Reference, value: Sql) -> Sql:
        """Give a JSON number or boolean the datatype that it has by nature."""
        if self.staged.source.kind != "json" or reference.path == "~" or value.many:
            return value.map(lambda v: f"quoted({v})")
        path = text(_json_path(reference.path))
        return value.map(
            lambda v: (
                f"""quoted({v}) || CASE json_type({self.alias}.j, {path})
            WHEN 'BIGINT' THEN '^^<{XSD}integer>' WHEN 'UBIGINT' THEN '^^<{XSD}integer>'
            WHEN 'DOUBLE' THEN '^^<{XSD}double>' WHEN 'BOOLEAN' THEN '^^<{XSD}boolean>'
            ELSE '' END"""
            )
        )

    def _constant(self, constant: Constant, kind: str) -> str:
        term = constant.term
        if isinstance(term, URIRef) and kind == "iri":
            return term.n3()
        return _literal(Literal(str(term)) if isinstance(term, URIRef) else term)

    def _template(self, parts: Sequence[str | Reference], iri: bool) -> Sql:
        pieces: list[str] = []
        listed: str | None = None
        for part in parts:
            if isinstance(part, str):
                pieces.append(text(part))
                continue
            value = self.reference(part.path)
            if value.many and listed is not None:
                raise ModelError(f"{self._where()}: a template holds two references to lists")
            one = "v" if value.many else value.code
            listed = value.code if value.many else listed
            pieces.append(f"iri_safe({one})" if iri else one)
        joined = " || ".join(pieces)
        if listed is None:
            return Sql(f"({joined})")
        return Sql(f"list_transform({listed}, lambda v: {joined})", many=True)

    def _call(self, name: str, arguments: Mapping[str, Expression]) -> Sql:
        if name == LOOK_UP:
            return self._look_up(arguments)
        if (function := FUNCTIONS.get(name)) is None:
            raise ModelError(
                f"{self._where()}: there is no function tgf:{name};"
                f" {choices(name, [*FUNCTIONS, LOOK_UP])}"
            )
        names = tuple(arguments)
        if function.variadic:
            # By number: the tenth part comes after the ninth.
            known = sorted(names, key=lambda item: (len(item), item))
            unknown = [
                item for item in names if item.rstrip("0123456789") != function.parameters[0]
            ] or ([] if names else ["nothing"])
        else:
            known = list(function.parameters)
            unknown = [*((set(names) ^ set(known)) - (function.optional - set(names)))]
        if unknown:
            raise ModelError(
                f"{self._where()}: tgf:{name} takes {', '.join(function.parameters) or 'nothing'}"
                f"{' numbered 1, 2, …' if function.variadic else ''},"
                f" not {', '.join(names) or 'nothing'}"
            )
        values = [
            self._one(self.expression(arguments[item])) if item in arguments else "NULL"
            for item in known
        ]
        return Sql(function.compile(self, values))

    def _look_up(self, arguments: Mapping[str, Expression]) -> Sql:
        """Compile a look-up of one field in another source; what is ambiguous gives nothing."""
        if set(arguments) != set(LOOK_UP_PARAMETERS):
            raise ModelError(
                f"{self._where()}: tgf:{LOOK_UP} takes {', '.join(LOOK_UP_PARAMETERS)}"
            )
        bron, sleutelveld, sleutel, veld = (arguments[name] for name in LOOK_UP_PARAMETERS)
        other = self.others.get(_text_of(bron))
        if other is None:
            raise ModelError(
                f"{self._where()}: tgf:{LOOK_UP} looks in {_text_of(bron)!r}, which is no source"
                " of this delivery"
            )
        key = self.reference(_text_of(sleutelveld), other, "o").code
        value = self.reference(_text_of(veld), other, "o").code
        table = f"""(SELECT {key} AS sleutel, CASE WHEN count(DISTINCT {value}) = 1
            THEN any_value({value}) END AS waarde FROM {other.table} o GROUP BY 1)"""
        wanted = self._one(self.expression(sleutel))
        found = self.join(table, lambda alias: f"{alias}.sleutel = {wanted}")
        return Sql(f"{found}.waarde")

    def _one(self, value: Sql) -> str:
        if value.many:
            raise ModelError(f"{self._where()}: a function takes one value, not a list")
        return value.code

    def _where(self) -> str:
        return f"{self.staged.source.where} (source {self.staged.source.name!r})"

    def _no_column(self, path: str, staged: Staged) -> str:
        names = list(staged.columns)
        hint = choices(path, names)
        if len(names) == 1:
            seen = next((mark for mark in ";\t|," if mark in names[0]), None)
            hint = (
                f"its first row is one single name: {names[0][:80]!r}; the delimiter"
                f" {'seems to be ' + repr(seen) if seen else 'may be wrong'}, the mapping says"
                f" {staged.source.dialect.delimiter!r} (csvw:delimiter)"
            )
        file = next(iter(staged.files), staged.source.name)
        return f"{staged.source.where}: {file} has no column {path!r}; {hint}"


def _json_path(path: str) -> str:
    # A key may itself begin with a dollar, as "$ref" does.
    if path != "$" and not path.startswith(("$.", "$[")):
        path = f"${path}" if path.startswith("[") else f"$.{path}"
    return BRACKETED.sub(lambda key: '."' + key.group(1).replace('"', '\\"') + '"', path)


def _literal(literal: Literal) -> str:
    return Term("literal", str(literal), str(literal.datatype or ""), literal.language or "").n3()


def _text_of(expression: Expression) -> str:
    if isinstance(expression, Constant):
        return str(expression.term)
    raise ModelError(f"tgf:{LOOK_UP} needs constants for bron, sleutelveld and veld")
