"""Compiles one triples map over one source to the SELECT that writes its quads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from themagraaf.errors import ModelError
from themagraaf.mapping.expressions import Context, Sql
from themagraaf.mapping.source import Staged
from themagraaf.mapping.terms import Term, TermCompiler, needed, written
from themagraaf.model.namespaces import RML
from themagraaf.model.rml import Constant, ParentMap, TermMap, TriplesMap
from themagraaf.sql import text

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
# RML's name for the graph that quads go to when none is named.
DEFAULT_GRAPH = TermMap(Constant(RML.defaultGraph), "iri")
SUBJECT = "b.onderwerp"
NEWLINE = text("\n")


@dataclass(frozen=True, slots=True)
class Line:
    """One quad as SQL for the texts that it is made of; with `many` one text of several lines."""

    pieces: tuple[str, ...]
    needs: tuple[str, ...] = ()
    many: bool = False

    def sql(self, before: str = "''") -> str:
        """Return SQL for the line with a text before it, nothing where the record gives none."""
        if self.many:
            return f"{before} || nullif({self.pieces[0]}, '')"
        return written((before, *self.pieces), self.needs)


@dataclass(frozen=True, slots=True)
class Statement:
    """The rows of a source as N-Quads lines, and the subject of each row."""

    lines: Sequence[Line]  # that a record may give
    subject: Term
    subject_rows: str  # FROM, with what the subject alone needs
    compiler: TermCompiler  # that compiled the lines

    def quads(self, condition: str = "true") -> str:
        """Return a SELECT of `line`: the lines of one record, newline between.

        They come in the order of the file as long as one thread does the work. `condition` is
        SQL on `b.rij` that a record must meet.
        """
        if not self.lines:
            return "SELECT '' AS line WHERE false"
        made = f"{self._subject()} AS onderwerp"
        if self.compiler.quoted:
            made += f", has_marks(concat({', '.join(self.compiler.quoted)})) AS lastig"
        rows = self.compiler.rows(condition, ordered=True)
        inner = f"SELECT b.*, {made} {rows} {self._where()}"
        return f"SELECT {_record(self.lines)} AS line FROM ({inner}) b"

    @property
    def splits(self) -> bool:
        """Whether it costs nothing more to do the rows in several parts."""
        return not self.compiler.looks_up

    def subjects(self) -> str:
        """Return a SELECT of `rij` and `subject`, a row for each record."""
        found = f"SELECT b.rij, {self._subject()} AS subject {self.subject_rows}"
        return f"{found} {self._where()}"

    def _subject(self) -> str:
        return written(self.subject.pieces, ())

    def _where(self) -> str:
        needs = [f"{need} IS NOT NULL" for need in self.subject.needs]
        return f"WHERE {' AND '.join(needs)}" if needs else ""


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
    subject_rows = compiler.rows()

    def object_of(item: TermMap | ParentMap) -> Term:
        if isinstance(item, ParentMap):
            return _parent(item, triples_map, parents, compiler)
        return compiler.term(item)

    lines = _lines(triples_map, compiler, Term((text(f"<{graph}>"),)), object_of)
    return Statement(
        lines=lines,
        subject=subject,
        subject_rows=subject_rows,
        compiler=compiler,
    )


def _lines(
    triples_map: TriplesMap,
    compiler: TermCompiler,
    default: Term,
    object_of: Callable[[TermMap | ParentMap], Term],
) -> list[Line]:
    """Return each line that a record may give; without a graph it goes to the default."""

    def target_of(item: TermMap) -> Term:
        return default if item == DEFAULT_GRAPH else compiler.term(item)

    graphs = [target_of(item) for item in triples_map.graphs]
    lines = [
        _line(Term((text(RDF_TYPE),)), Term((text(f"<{name}>"),)), target)
        for name in triples_map.classes
        for target in graphs or [default]
    ]
    for item in triples_map.predicate_objects:
        targets = [*graphs, *(target_of(target) for target in item.graphs)] or [default]
        for value in (object_of(object_map) for object_map in item.objects):
            lines += [
                _line(compiler.term(predicate), value, target)
                for predicate in item.predicates
                for target in targets
            ]
    return lines


def _line(predicate: Term, value: Term, graph: Term) -> Line:
    if predicate.many or graph.many:
        raise ModelError("a predicate or graph can't be a list")
    before = (SUBJECT, "' '", *predicate.pieces, "' '")
    after = ("' '", *graph.pieces, "' .'")
    needs = (*predicate.needs, *graph.needs)
    if not value.many:
        return Line((*before, *value.pieces, *after), (*needs, *value.needs))
    one = written((*before, "o", *after), ("o", *needs))
    each = f"list_transform({value.pieces[0]}, lambda o: {one})"
    return Line((f"array_to_string({each}, chr(10))",), many=True)


def _record(lines: Sequence[Line]) -> str:
    """Return SQL for the lines of a record, newline between; those that each record has go first.

    So the text is made in one go, and no line is made by itself first.
    """
    sure = [line for line in lines if not line.needs and not line.many]
    if not sure:
        return f"concat_ws(chr(10), {', '.join(line.sql() for line in lines)})"
    pieces = [piece for line in sure for piece in (NEWLINE, *line.pieces)][1:]
    rest = [line.sql(NEWLINE) for line in lines if line not in sure]
    return written((*pieces, *rest), ())


def _parent(
    parent_map: ParentMap,
    child: TriplesMap,
    parents: Mapping[str, TriplesMap],
    compiler: TermCompiler,
) -> Term:
    parent = parents.get(parent_map.parent)
    if parent is None:
        raise ModelError(f"{child.where}: there is no triples map {parent_map.parent}")
    if not parent_map.joins:
        return compiler.term(parent.subject)
    staged = compiler.others.get(parent.source.iri)
    if staged is None:
        raise ModelError(f"{child.where}: {parent.source.name!r} is no source of this delivery")
    inner = TermCompiler(compiler.context, staged, compiler.others, compiler.leveringsdatum, "o")
    subject = inner.term(parent.subject)
    keys = [inner.column(inner.expression(side, False)).code for _, side in parent_map.joins]
    names = [f"k{index}" for index in range(len(keys))]
    wanted = [compiler.expression(side, False).code for side, _ in parent_map.joins]

    def condition(alias: str) -> str:
        pairs = zip(names, wanted, strict=True)
        return " AND ".join(f"{alias}.{name} = {column}" for name, column in pairs)

    lookups = compiler.context.lookups
    named = ", ".join(f"{key} AS {name}" for key, name in zip(keys, names, strict=True))
    there = " AND ".join(f"{need} IS NOT NULL" for need in dict.fromkeys((*keys, *subject.needs)))
    table = lookups.table(
        f"SELECT DISTINCT {named}, {written(subject.pieces, ())} AS subject {inner.rows()}"
        f" WHERE {there}"
    )
    if lookups.is_unique(table, names):
        found = compiler.column(Sql(f"{compiler.join(table, condition)}.subject"))
        return Term((found.code,), needed(found))
    listed = lookups.table(
        f"SELECT {', '.join(names)}, list(subject ORDER BY subject) AS subjects FROM {table}"
        f" GROUP BY {', '.join(names)}"
    )
    found = compiler.column(Sql(f"{compiler.join(listed, condition)}.subjects", many=True))
    return Term((found.code,), many=True)
