"""Sees that the store can read every pattern that a shape holds values to.

A regular expression that it can't read is an error in a filter, which is no fault: the
shape would never find anything.
"""

from collections.abc import Iterable, Iterator

from themagraaf.errors import ModelError
from themagraaf.model.shapes import Constraint, Shape
from themagraaf.store.embedded import EmbeddedStore


def require_patterns(store: EmbeddedStore, shapes: Iterable[Shape]) -> None:
    """Let shapes pass whose patterns the store can read.

    Raises:
        ModelError: It can't read one.
    """
    seen: set[tuple[str, str]] = set()
    for shape, constraint in _patterns(shapes):
        (value,), flags = constraint.values, constraint.flags
        if (value, flags) in seen:
            continue
        seen.add((value, flags))
        with_flags = f', "{flags}"' if flags else ""
        (row,) = store.select(f'SELECT (REGEX("", {value}{with_flags}) AS ?found) {{}}').rows
        if row[0] is None:
            raise ModelError(
                f"shape {shape.iri}: sh:pattern {value[:80]} is no regular expression that the"
                " store can read: it knows no look-around and no reference back, no flags but"
                " i, m, q, s and x, and refuses one that grows too large"
            )


def _patterns(shapes: Iterable[Shape]) -> Iterator[tuple[Shape, Constraint]]:
    for shape in shapes:
        for constraint in shape.constraints:
            if constraint.name == "pattern":
                yield shape, constraint
            yield from _patterns((*constraint.shapes, *constraint.siblings))
