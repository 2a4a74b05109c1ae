"""Runs the compiled shapes over a store and says what was found."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from themagraaf.errors import ModelError, RequestError
from themagraaf.model.shapes import Constraint, Shape
from themagraaf.model.terms import Label, Vocabulary
from themagraaf.store.answer import Table, Term
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.compile import Check, compile_check

log = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]
FEW = 1000  # candidates that are looked at one by one rather than by a scan of all targets


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one constraint: which node, which value, by which shape."""

    severity: str
    focus: Term
    shape: str  # its IRI, or the label of a blank node
    component: str
    path: str  # as Turtle; empty for the node itself
    value: Term | None
    message: Label

    def key(self) -> tuple[str, ...]:
        """What findings are ordered by; equal findings have equal keys."""
        value = self.value.n3() if self.value else ""
        return (self.severity, self.shape, self.component, self.focus.n3(), value, self.path)


def validate(
    store: EmbeddedStore,
    shapes: Sequence[Shape],
    vocabulary: Vocabulary,
    progress: Progress,
    threads: int = 2,
) -> list[Finding]:
    """Return every finding of every shape, ordered by severity, shape and focus.

    Queries run beside each other on `threads`.

    Raises:
        ModelError: A shape can't be carried out.
    """
    started = time.perf_counter()
    work = [
        (shape, constraint, compile_check(shape, constraint, vocabulary.subclasses))
        for shape in shapes
        for constraint in shape.constraints
    ]
    findings: list[Finding] = []
    with ThreadPoolExecutor(threads) as pool:
        sought = {
            check.candidates: (shape, constraint)
            for shape, constraint, check in reversed(work)
            if check.candidates
        }
        total = len(sought) + len(work)
        few = pool.map(lambda query: _few(store, query, *sought[query]), sought)
        candidates: dict[str, Table] = {}
        for done, (query, table) in enumerate(zip(sought, few, strict=True)):
            progress("validating", done, total)
            candidates[query] = table

        def found_by(item: tuple[Shape, Constraint, Check]) -> list[Finding]:
            return _findings(store, *item, candidates)

        for done, found in enumerate(pool.map(found_by, work), start=len(sought)):
            progress("validating", done, total)
            findings += found
    elapsed_ms = round(1000 * (time.perf_counter() - started))
    log.info("validated %d shapes: %d findings in %d ms", len(shapes), len(findings), elapsed_ms)
    return sorted(findings, key=Finding.key)


def _few(store: EmbeddedStore, query: str, shape: Shape, constraint: Constraint) -> Table:
    """Return the candidates, or one more than are worth looking at one by one."""
    return _select(store, f"{query} LIMIT {FEW + 1}", shape, constraint)


def _select(store: EmbeddedStore, query: str, shape: Shape, constraint: Constraint) -> Table:
    try:
        return store.select(query)
    except RequestError as error:
        raise ModelError(f"shape {shape.iri}, {constraint.name}: {error}") from error


def _are_few(candidates: Table) -> bool:
    """Say whether candidates can be named in a query, and are on few enough nodes for it."""
    terms = [term for row in candidates.rows for term in row if term is not None]
    nodes = [row.get("n") for row in candidates.dicts()]
    total = sum(int(n.value) if n else 1 for n in nodes)
    return total <= FEW and all(term.kind != "blank" for term in terms)


def _findings(
    store: EmbeddedStore,
    shape: Shape,
    constraint: Constraint,
    check: Check,
    candidates: Mapping[str, Table],
) -> list[Finding]:
    query = check.query
    if check.candidates:
        table = candidates[check.candidates]
        if not table.rows:
            return []
        if check.columns and _are_few(table):
            rows = [[row[name[1:]] for name in check.columns] for row in table.dicts()]
            query = check.narrowed([[term.n3() if term else "UNDEF" for term in r] for r in rows])
    table = _select(store, query, shape, constraint)
    return [
        _finding(shape, constraint, focus, row)
        for row in table.dicts()
        if (focus := row["this"]) is not None
    ]


def _finding(
    shape: Shape, constraint: Constraint, focus: Term, row: Mapping[str, Term | None]
) -> Finding:
    value, along = row.get("value"), row.get("path")
    if value is None and shape.path is None and constraint.name == "sparql":
        # SHACL 5.3.2: on the node itself the value node is the focus node.
        value = focus
    path = along.n3() if along else shape.path.turtle if shape.path else ""
    return Finding(
        shape.severity, focus, shape.iri, constraint.component, path, value, shape.message
    )
