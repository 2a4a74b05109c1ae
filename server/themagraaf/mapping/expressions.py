"""Compiles the expressions of a triples map to SQL, and gathers what they need beside a record."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from themagraaf.errors import DeliveryError, ModelError, choices
from themagraaf.mapping.functions import FUNCTIONS, LOOK_UP, LOOK_UP_PARAMETERS
from themagraaf.mapping.intake import many
from themagraaf.mapping.lookups import Lookups
from themagraaf.mapping.source import Staged
from themagraaf.model.rml import Call, Constant, Expression, Reference, Template
from themagraaf.sql import text

BRACKETED = re.compile(r"\['([^']+)'\]")
# Without it the engine works out an expression again for each test of its column.
BARRIER = "OFFSET 0"
COLUMN = re.compile(r"[a-z]+\.\w+")


@dataclass(frozen=True, slots=True)
class Sql:
    """An SQL expression; `many` when it gives a list of texts rather than one.

    It is `sure` when each record is known to give one.
    """

    code: str
    many: bool = False
    sure: bool = False

    def map(self, wrap: Callable[[str], str]) -> "Sql":
        """Apply a wrapping of one text to each."""
        if not self.many:
            return Sql(wrap(self.code))
        return Sql(f"list_transform({self.code}, lambda v: {wrap('v')})", many=True)


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole build knows: base IRI, municipality, pseudonyms, tables to look in."""

    basis: str  # ends in a slash
    gemeentecode: str
    pseudonym: Callable[[str], str]
    lookups: Lookups


@dataclass(slots=True)
class ExpressionCompiler:
    """Compiles for one source.

    What an expression gives stands in a column of `rows()`, so that it is worked out once for a
    record, however many lines it stands in. `alias` is what those rows go by.
    """

    context: Context
    staged: Staged
    others: Mapping[str, Staged]  # the delivery's sources, by IRI of the logical source
    leveringsdatum: str
    alias: str = "b"
    _joins: list[str] = field(default_factory=list)
    _columns: dict[str, str] = field(default_factory=dict)
    _paths: dict[str, None] = field(default_factory=dict)  # into a JSON record
    _typed: dict[str, None] = field(default_factory=dict)  # of which the type is asked

    @property
    def gemeentecode(self) -> str:
        """The municipality's CBS code, as SQL."""
        return text(self.context.gemeentecode)

    @property
    def where(self) -> str:
        """Where in the mapping the source stands, for people."""
        return f"{self.staged.source.where} (source {self.staged.source.name!r})"

    @property
    def looks_up(self) -> bool:
        """Whether something compiled so far is looked up in a table."""
        return bool(self._joins)

    def join(self, table: str, condition: Callable[[str], str]) -> str:
        """Left-join a table on a condition over its alias; return the alias."""
        alias = f"j{len(self._joins)}"
        self._joins.append(f"LEFT JOIN {table} {alias} ON {condition(alias)}")
        return alias

    def pseudonym(self, value: str) -> str:
        """Return SQL for the keyed hash of a value."""
        return self.context.pseudonym(value)

    def rows(self, condition: str = "true", *, ordered: bool = False) -> str:
        """Return FROM and the records, with a column for each expression compiled so far.

        They meet an SQL condition on `rij`. `ordered` puts them in the order of the file, which
        a join may change.
        """
        made = "".join(f", {code} AS {name}" for code, name in self._columns.items())
        order = f" ORDER BY {self.alias}.rij" if ordered and self._joins else ""
        return (
            f"FROM (SELECT {self.alias}.*{made} FROM {self._records()} {self.alias}"
            f" {' '.join(self._joins)} WHERE {condition}{order} {BARRIER}) {self.alias}"
        )

    def column(self, value: Sql) -> Sql:
        """Return the column that a value stands in."""
        if COLUMN.fullmatch(value.code) and value.code.startswith(f"{self.alias}."):
            return value
        name = self._columns.setdefault(value.code, f"x{len(self._columns)}")
        return Sql(f"{self.alias}.{name}", value.many)

    def expression(self, expression: Expression, iri: bool = False) -> Sql:
        """Return SQL for the text that an expression gives; `iri` escapes what is in a template."""
        match expression:
            case Reference(path):
                return self.reference(path)
            case Template(parts):
                return self._template(parts, iri)
            case Constant(term):
                return Sql(text(str(term)))
            case Call(function, arguments):
                return self._call(function, dict(arguments))

    def reference(self, path: str) -> Sql:
        """Return SQL for one field of a record.

        Raises:
            ModelError: The file has no such column.
            DeliveryError: The file has two columns of that name.
        """
        staged, alias = self.staged, self.alias
        if staged.source.kind != "json":
            if path in staged.twice:
                raise DeliveryError(f"{staged.files[0]} names the column {path!r} twice in row 1")
            if (column := staged.columns.get(path)) is None:
                raise ModelError(_no_column(path, staged))
            listed = many(staged.source, path)
            return Sql(f"{alias}.{column}", listed, path in staged.filled and not listed)
        if path == "~":
            return Sql(f"{alias}.sleutel")
        if "[*]" in path or ".*" in path:
            return Sql(f"json_extract_string({alias}.j, {text(_json_path(path))})", many=True)
        return Sql(f"{alias}.velden[{_place(_json_path(path), self._paths)}]")

    def json_items(self, path: str) -> str:
        """Return SQL for the items of a list in a JSON record, as JSON."""
        return f"json_extract({self.alias}.j, {text(_json_path(path))})"

    def json_type(self, path: str) -> Sql:
        """Return the column with what the engine calls the type of one field of a JSON record."""
        return self.column(Sql(f"{self.alias}.soorten[{_place(_json_path(path), self._typed)}]"))

    def _records(self) -> str:
        """Return the staged rows; all fields of a JSON record are found in one go."""
        found = [
            f"{function}(j, [{', '.join(map(text, paths))}]) AS {name}"
            for function, paths, name in (
                ("json_extract_string", self._paths, "velden"),
                ("json_type", self._typed, "soorten"),
            )
            if paths
        ]
        table = self.staged.table
        return f"(SELECT *, {', '.join(found)} FROM {table})" if found else table

    def _template(self, parts: Sequence[str | Reference], iri: bool) -> Sql:
        pieces: list[str] = []
        listed: str | None = None
        for part in parts:
            if isinstance(part, str):
                pieces.append(text(part))
                continue
            value = self.reference(part.path)
            if value.many and listed is not None:
                raise ModelError(f"{self.where}: a template holds two references to lists")
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
                f"{self.where}: there is no function tgf:{name};"
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
                f"{self.where}: tgf:{name} takes {', '.join(function.parameters) or 'nothing'}"
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
            raise ModelError(f"{self.where}: tgf:{LOOK_UP} takes {', '.join(LOOK_UP_PARAMETERS)}")
        bron, sleutelveld, sleutel, veld = (arguments[name] for name in LOOK_UP_PARAMETERS)
        other = self.others.get(_text_of(bron))
        if other is None:
            raise ModelError(
                f"{self.where}: tgf:{LOOK_UP} looks in {_text_of(bron)!r}, which is no source"
                " of this delivery"
            )
        inner = ExpressionCompiler(self.context, other, self.others, self.leveringsdatum, "o")
        key, value = (inner.reference(_text_of(item)).code for item in (sleutelveld, veld))
        table = self.context.lookups.table(f"""
            SELECT {key} AS sleutel, CASE WHEN min({value}) = max({value}) THEN min({value}) END
            AS waarde {inner.rows()} WHERE {key} IS NOT NULL GROUP BY ALL""")
        wanted = self._one(self.expression(sleutel))
        found = self.join(table, lambda alias: f"{alias}.sleutel = {wanted}")
        return Sql(f"{found}.waarde")

    def _one(self, value: Sql) -> str:
        if value.many:
            raise ModelError(f"{self.where}: a function takes one value, not a list")
        return value.code


def _place(path: str, paths: dict[str, None]) -> int:
    """Return the place of a path among those asked, from 1."""
    paths.setdefault(path)
    return list(paths).index(path) + 1


def _no_column(path: str, staged: Staged) -> str:
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


def _text_of(expression: Expression) -> str:
    if isinstance(expression, Constant):
        return str(expression.term)
    raise ModelError(f"tgf:{LOOK_UP} needs constants for bron, sleutelveld and veld")
