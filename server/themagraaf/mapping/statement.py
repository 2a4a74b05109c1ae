"""Compiles one triples map over one source to the SELECT that writes its quads."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from themagraaf.errors import ModelError
from themagraaf.mapping.source import Staged
from themagraaf.mapping.terms import Context, Sql, TermCompiler
from themagraaf.model.namespaces import RML
from themagraaf.model.rml import Constant, ParentMap, TermMap, TriplesMap
from themagraaf.sql import text

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LITERAL = re.compile(r"'(?:[^']|'')*'")
# RML's name for the graph that quads go to when none is named.
DEFAULT_GRAPH = TermMap(Constant(RML.defaultGraph), "iri")


@dataclass(frozen=True, slots=True)
class Statement:
    """The rows of a source as N-Quads lines, and the subject of each row."""

    written: str  # SQL for the lines of one record
    source: str  # FROM, with what is looked up
    subject: str
    order: str

    def quads(self, condition: str = "true") -> str:
        """Return a SELECT of `line`: the lines of one record, newline between.

        `condition` is SQL on `b.rij` that a record must meet.
        """
        return f"SELECT {self.written} AS line {self._where(condition)} {self.order}"

    def subjects(self) -> str:
        """Return a SELECT of `rij` and `subject`, a row for each record."""
        return f"SELECT b.rij, {self.subject} AS subject {self._where('true')}"

    def _where(self, condition: str) -> str:
        return f"{self.source} WHERE {self.subject} IS NOT NULL AND {condition}"


def compile_map(
    triples_map: TriplesMap,
    staged: Staged,
    others: Mapping[str, Staged],
    parents: Mapping[str, TriplesMap],
    context: Context,
    graph: str,
    leveringsdatum: str,
) -> Statement:
    """Compile a triples map.

    Raises:
        ModelError: The mapping names a column, function or source that is not there.
    """
    compiler = TermCompiler(context, staged, others, text(leveringsdatum))
    subject = compiler.term(triples_map.subject)
    if subject.many:
        raise ModelError(f"{triples_map.where}: a subject can't be a list")
    # Worked out once for a record: it stands in every line, and a keyed hash is long.
    inner = f"FROM {staged.table} b {' '.join(compiler.joins)}"
    table = f"(SELECT b.*, {subject.code} AS onderwerp {inner}) b"
    looked_up = bool(compiler.joins)
    compiler.joins.clear()
    subject = Sql("b.onderwerp")

    def object_of(item: TermMap | ParentMap) -> Sql:
        if isinstance(item, ParentMap):
            return _parent(item, triples_map, parents, compiler, context, others)
        return compiler.term(item)

    lines = _lines(triples_map, subject, compiler, Sql(text(f"<{graph}>")), object_of)
    # Rows come out in the order of the file, but a join may change that.
    looked_up = looked_up or bool(compiler.joins)
    return Statement(
        written=f"concat_ws(chr(10), {', '.join(lines)})" if lines else "''",
        source=f"FROM {table} {' '.join(compiler.joins)}",
        subject=subject.code,
        order="ORDER BY b.rij" if looked_up else "",
    )


def _lines(
    triples_map: TriplesMap,
    subject: Sql,
    compiler: TermCompiler,
    default: Sql,
    object_of: Callable[[TermMap | ParentMap], Sql],
) -> list[str]:
    """Return SQL for each line that a record may give; without a graph it goes to the default."""

    def target_of(item: TermMap) -> Sql:
        return default if item == DEFAULT_GRAPH else compiler.term(item)

    graphs = [target_of(item) for item in triples_map.graphs]
    lines = [
        _line(subject, Sql(text(RDF_TYPE)), Sql(text(f"<{name}>")), target)
        for name in triples_map.classes
        for target in graphs or [default]
    ]
    for item in triples_map.predicate_objects:
        targets = [*graphs, *(target_of(target) for target in item.graphs)] or [default]
        for value in (object_of(object_map) for object_map in item.objects):
            lines += [
                _line(subject, compiler.term(predicate), value, target)
                for predicate in item.predicates
                for target in targets
            ]
    return lines


def _line(subject: Sql, predicate: Sql, value: Sql, graph: Sql) -> str:
    if predicate.many or graph.many:
        raise ModelError("a predicate or graph can't be a list")
    before = (subject.code, "' '", predicate.code, "' '")
    after = ("' '", graph.code, "' .'")
    if not value.many:
        return _joined(*before, value.code, *after)
    each = f"list_transform({value.code}, lambda o: {_joined(*before, 'o', *after)})"
    return f"nullif(array_to_string({each}, chr(10)), '')"


def _joined(*parts: str) -> str:
    """Return SQL for texts one after the other; those that are constants become one."""
    joined: list[str] = []
    for part in parts:
        if joined and LITERAL.fullmatch(part) and LITERAL.fullmatch(joined[-1]):
            joined[-1] = joined[-1][:-1] + part[1:]
        else:
            joined.append(part)
    return " || ".join(joined)


def _parent(
    parent_map: ParentMap,
    child: TriplesMap,
    parents: Mapping[str, TriplesMap],
    compiler: TermCompiler,
    context: Context,
    others: Mapping[str, Staged],
) -> Sql:
    parent = parents.get(parent_map.parent)
    if parent is None:
        raise ModelError(f"{child.where}: there is no triples map {parent_map.parent}")
    if not parent_map.joins:
        return compiler.term(parent.subject)
    staged = others.get(parent.source.iri)
    if staged is None:
        raise ModelError(f"{child.where}: {parent.source.name!r} is no source of this delivery")
    inner = TermCompiler(context, staged, others, compiler.leveringsdatum, alias="o")
    subject = inner.term(parent.subject).code
    keys = [inner.reference(column).code for _, column in parent_map.joins]
    named = ", ".join(f"{key} AS k{index}" for index, key in enumerate(keys))
    table = f"""(SELECT {named}, list(DISTINCT {subject} ORDER BY {subject}) AS subjects
        FROM {staged.table} o {" ".join(inner.joins)} GROUP BY {", ".join(keys)})"""
    wanted = [compiler.reference(column).code for column, _ in parent_map.joins]
    found = compiler.join(
        table,
        lambda alias: " AND ".join(
            f"{alias}.k{index} = {column}" for index, column in enumerate(wanted)
        ),
    )
    return Sql(f"{found}.subjects", many=True)
