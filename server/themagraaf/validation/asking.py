"""Asks the store what compiled checks want to know: where faults can be, and which nodes count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import islice

from themagraaf.errors import ModelError, RequestError
from themagraaf.model.shapes import Constraint, Shape
from themagraaf.store.answer import Table, Term
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.compile import Check
from themagraaf.validation.seeking import Search, scans_of

LOOK_UP = 8  # values that are scanned in the time that one is looked up
FEW = 1000  # rows that are held to the targets by name rather than by a scan of all targets
Row = Mapping[str, Term | None]


@dataclass(frozen=True, slots=True)
class Work:
    """One constraint of one shape, and how it is checked."""

    shape: Shape
    constraint: Constraint
    check: Check


class Answers:
    """What the store says of all that is to be checked."""

    def __init__(self, store: EmbeddedStore, pool: Executor, work: Sequence[Work]) -> None:
        self._store = store
        self._pool = pool
        self._owners = {
            item.check.search: item for item in reversed(work) if item.check.search is not None
        }
        self._sizes: dict[str, int] = {}
        self._found = self._seek()
        self._targets = self._hold(work)

    def rows(self, item: Work) -> Sequence[Row]:
        """Return a row for each finding of one constraint.

        Raises:
            ModelError: The constraint can't be carried out.
        """
        search = item.check.search
        if search in self._found:
            targets = self._targets.get(item.check.target, set())
            return [row for row in self._found[search] if row["this"] in targets]
        query = self._looked_up(item) or item.check.query
        return list(_select(self._store, query, item, _is_written(item)).dicts())

    def _looked_up(self, item: Work) -> str:
        """Return a query that looks up the values of each target, where these are few; else none.

        A property may be used by many classes, each with another test: to scan it for each of
        them is slower than to look at the few members of most.
        """
        search, check = item.check.search, item.check
        if search is None or not search.test:
            return ""
        targets = self._size(check.prefixes, f"SELECT DISTINCT ?this WHERE {{ {check.target} }}")
        if LOOK_UP * targets > self._size("", f"SELECT ?this WHERE {{ ?this {search.path} ?any }}"):
            return ""
        nodes = f"{{ SELECT DISTINCT ?this WHERE {{ {check.target} }} }}"
        said = f"?this {search.path} ?value FILTER ({search.test})"
        return f"{check.prefixes}SELECT DISTINCT ?this ?value WHERE {{ {nodes} {said} }}"

    def _size(self, prefixes: str, select: str) -> int:
        """Return the number of rows of a query, counted once."""
        if select not in self._sizes:
            counted = f"{prefixes}SELECT (COUNT(*) AS ?n) WHERE {{ {{ {select} }} }}"
            ((number,),) = self._store.select(counted).rows
            self._sizes[select] = int(number.value) if number else 0
        return self._sizes[select]

    def _seek(self) -> dict[Search | None, Sequence[Row]]:
        """Return the rows of each search that has few."""
        found: dict[Search | None, Sequence[Row]] = {}
        scans = scans_of(self._owners)
        for searches, rows in zip(scans.values(), self._pool.map(self._scan, scans), strict=True):
            if rows is not None:
                for place, search in enumerate(searches):
                    found[search] = [row for row in rows if _holds(row[f"test{place}"])]
        rest = [search for search in self._owners if search not in found]
        for search, rows in zip(rest, self._pool.map(self._search, rest), strict=True):
            if rows is not None:
                found[search] = rows
        return {search: rows for search, rows in found.items() if _are_named(rows)}

    def _scan(self, query: str) -> Sequence[Row] | None:
        try:
            return _few(self._store.select(f"{query} LIMIT {FEW + 1}"))
        except RequestError:
            return None  # one of its tests is at fault; asked by itself, that one is named

    def _search(self, search: Search) -> Sequence[Row] | None:
        item = self._owners[search]
        if search.proof and not _select(self._store, search.proof, item).rows:
            return []
        return _few(_select(self._store, search.query, item, _is_written(item), FEW + 1))

    def _hold(self, work: Sequence[Work]) -> Mapping[str, set[Term | None]]:
        """Return those of the nodes found that are targets, by the pattern of these."""
        nodes: dict[str, set[str]] = {}
        checks: dict[str, Work] = {}
        for item in work:
            rows = self._found.get(item.check.search, ())
            checks[item.check.target] = item
            named = nodes.setdefault(item.check.target, set())
            named.update(row["this"].n3() for row in rows if row["this"])
        asked = [(checks[target], part) for target, of in nodes.items() for part in _parts(of)]
        targets: dict[str, set[Term | None]] = {}
        tables = self._pool.map(
            lambda each: _select(self._store, each[0].check.among(each[1]), each[0]), asked
        )
        for (item, _), table in zip(asked, tables, strict=True):
            targets.setdefault(item.check.target, set()).update(row[0] for row in table.rows)
        return targets


def _is_written(item: Work) -> bool:
    """Say whether somebody wrote the query of a constraint, without the store in mind."""
    return item.constraint.name == "sparql"


def _select(
    store: EmbeddedStore, query: str, item: Work, written: bool = False, limit: int | None = None
) -> Table:
    try:
        asked = store.plan(query).text if written else query
        return store.select(asked if limit is None else f"{asked} LIMIT {limit}")
    except RequestError as error:
        raise ModelError(f"shape {item.shape.iri}, {item.constraint.name}: {error}") from error


def _few(table: Table) -> Sequence[Row] | None:
    return None if len(table.rows) > FEW else list(table.dicts())


def _are_named(rows: Iterable[Row]) -> bool:
    """Say whether a query can name each node that was found."""
    return all(row["this"] is not None and row["this"].kind != "blank" for row in rows)


def _holds(outcome: Term | None) -> bool:
    return outcome is not None and outcome.value == "true"


def _parts(nodes: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(sorted(nodes))
    while part := list(islice(rest, FEW)):
        yield part
