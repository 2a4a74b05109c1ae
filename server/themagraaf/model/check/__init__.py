"""Checks that the four model folders hold together, and says where they don't."""

from collections.abc import Callable, Iterator

from themagraaf.errors import ModelError
from themagraaf.model.check import (
    concepts,
    coverage,
    datatypes,
    joins,
    journeys,
    kpis,
    misplaced,
    personal,
    queries,
    shapes,
    terms,
    themes,
)
from themagraaf.model.check.material import Material, gather
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.files import ModelFiles

__all__ = ["Problem", "Rule", "check_model", "gather", "problems_of", "require_sound"]

CHECKS: tuple[Callable[[Material], Iterator[Problem]], ...] = (
    terms.undeclared,
    terms.unexplained,
    terms.deprecated,
    shapes.malformed,
    shapes.unspoken,
    shapes.idle,
    queries.columns,
    joins.slow,
    datatypes.differing,
    coverage.uncovered,
    misplaced.misplaced,
    kpis.headers,
    kpis.unproven,
    personal.keys,
    journeys.broken,
    concepts.faults,
    themes.incomplete,
)


def check_model(files: ModelFiles) -> list[Problem]:
    """Return every problem of a model, in order of file and line; none means that it holds."""
    return problems_of(gather(files))


def problems_of(material: Material) -> list[Problem]:
    """Return every problem of a model that was read, as `check_model` does."""
    # What a file that is no Turtle would have declared, looks undeclared everywhere.
    if material.illegible:
        return sorted(material.unread)
    return sorted({*material.unread, *(found for check in CHECKS for found in check(material))})


def require_sound(files: ModelFiles) -> None:
    """Let a model pass that holds together.

    Raises:
        ModelError: It does not; the message holds every problem, a line each.
    """
    if problems := check_model(files):
        listed = "\n".join(f"  {item.place}: {item.rule}: {item.said}" for item in problems)
        raise ModelError(f"{len(problems)} to put right:\n{listed}")
