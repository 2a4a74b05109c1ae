"""Runs the compiled shapes over a store and says what was found."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from themagraaf.model.shapes import Constraint, Shape
from themagraaf.model.terms import Label, Vocabulary
from themagraaf.store.answer import Term
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.asking import Answers, Row, Work
from themagraaf.validation.compile import compile_check

log = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]


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
        Work(shape, constraint, compile_check(shape, constraint, vocabulary.subclasses))
        for shape in shapes
        for constraint in shape.constraints
    ]
    findings: list[Finding] = []
    with ThreadPoolExecutor(threads) as pool:
        progress("validating", 0, len(work))
        answers = Answers(store, pool, work)
        for done, (item, rows) in enumerate(zip(work, pool.map(answers.rows, work), strict=True)):
            progress("validating", done, len(work))
            findings += (
                _finding(item.shape, item.constraint, focus, row)
                for row in rows
                if (focus := row["this"]) is not None
            )
    elapsed_ms = round(1000 * (time.perf_counter() - started))
    log.info("validated %d shapes: %d findings in %d ms", len(shapes), len(findings), elapsed_ms)
    return sorted(findings, key=Finding.key)


def _finding(shape: Shape, constraint: Constraint, focus: Term, row: Row) -> Finding:
    value, along = row.get("value"), row.get("path")
    if value is None and shape.path is None and constraint.name == "sparql":
        # SHACL 5.3.2: on the node itself the value node is the focus node.
        value = focus
    path = along.n3() if along else shape.path.turtle if shape.path else ""
    return Finding(
        shape.severity, focus, shape.iri, constraint.component, path, value, shape.message
    )
