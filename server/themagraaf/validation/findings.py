"""Runs the compiled shapes over a store and says what was found."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from themagraaf.model.shapes import Constraint, Shape
from themagraaf.model.terms import Vocabulary
from themagraaf.store.answer import Term
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.asking import Answers, Row, Work
from themagraaf.validation.compile import compile_check
from themagraaf.validation.finding import Finding

log = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]


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
        if not shape.is_slow
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
    findings += _slowly(store, [shape for shape in shapes if shape.is_slow], vocabulary)
    elapsed_ms = round(1000 * (time.perf_counter() - started))
    log.info("validated %d shapes: %d findings in %d ms", len(shapes), len(findings), elapsed_ms)
    return sorted(findings, key=Finding.key)


def _slowly(
    store: EmbeddedStore, shapes: Sequence[Shape], vocabulary: Vocabulary
) -> Iterator[Finding]:
    if not shapes:
        return
    # pySHACL is only read in where a shape needs it.
    from themagraaf.validation.slow import results_of

    for shape in shapes:
        yield from results_of(store, shape, vocabulary)


def _finding(shape: Shape, constraint: Constraint, focus: Term, row: Row) -> Finding:
    value, along = row.get("value"), row.get("path")
    if value is None and shape.path is None and constraint.name == "sparql":
        # SHACL 5.3.2: on the node itself the value node is the focus node.
        value = focus
    path = along.n3() if along else shape.path.turtle if shape.path else ""
    return Finding(
        shape.severity, focus, shape.iri, constraint.component, path, value, shape.message
    )
