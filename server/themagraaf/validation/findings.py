"""Runs the compiled shapes over a store and says what was found."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from themagraaf.errors import ModelError, RequestError
from themagraaf.model.shapes import Shape
from themagraaf.model.terms import Label, Vocabulary
from themagraaf.store.answer import Term
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.compile import compile_constraint

log = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one constraint: which node, which value, by which shape."""

    severity: str
    focus: Term
    shape: str
    component: str
    path: str  # as Turtle; empty for the node itself
    value: Term | None
    message: Label

    def key(self) -> tuple[str, ...]:
        """What findings are ordered by; equal findings have equal keys."""
        value = self.value.n3() if self.value else ""
        return (self.severity, self.shape, self.component, self.focus.n3(), value)


def validate(
    store: EmbeddedStore, shapes: Sequence[Shape], vocabulary: Vocabulary, progress: Progress
) -> list[Finding]:
    """Return every finding of every shape, ordered by severity, shape and focus.

    Raises:
        ModelError: A shape can't be carried out.
    """
    started = time.perf_counter()
    findings: list[Finding] = []
    for done, shape in enumerate(shapes):
        progress("validating", done, len(shapes))
        findings += _check(store, shape, vocabulary)
    elapsed_ms = round(1000 * (time.perf_counter() - started))
    log.info("validated %d shapes: %d findings in %d ms", len(shapes), len(findings), elapsed_ms)
    return sorted(findings, key=Finding.key)


def _check(store: EmbeddedStore, shape: Shape, vocabulary: Vocabulary) -> list[Finding]:
    found: list[Finding] = []
    for constraint in shape.constraints:
        query = compile_constraint(shape, constraint, vocabulary.subclasses)
        try:
            table = store.select(query)
        except RequestError as error:
            raise ModelError(f"shape {shape.iri}, {constraint.name}: {error}") from error
        for row in table.dicts():
            focus = row["this"]
            if focus is None:
                continue
            value = row.get("value")
            # SHACL 4: on the node itself the value node is the focus node.
            value = focus if value is None and shape.path is None else value
            path = shape.path.turtle if shape.path else ""
            found.append(
                Finding(
                    shape.severity,
                    focus,
                    shape.iri,
                    constraint.component,
                    path,
                    value,
                    shape.message,
                )
            )
    return found
