"""How many rows the patterns of a query have, as far as a store can tell."""

import re
from collections.abc import Callable

from themagraaf.sparql.syntax import Pattern

Count = Callable[[str], int]  # answers a SELECT of one number
ALL = 10**9  # a pattern that is not counted, for it may be all there is
SOME = 1_000  # a pattern where no store is asked
COUNTED = "SELECT (COUNT(*) AS ?n) WHERE {{ {} {} {} }}"


class Sizes:
    """The sizes of patterns: those that a store counts, or all alike without one."""

    def __init__(self, prologue: str, count: Count | None) -> None:
        declared = re.findall(r"PREFIX\s+([^\s:]*:)\s*(<[^>]*>)", prologue, re.IGNORECASE)
        self._prefixes = [(name, f"PREFIX {name} {iri}") for name, iri in declared]
        self._count = count

    def of(self, pattern: Pattern) -> int:
        """Return how many rows a pattern has."""
        if pattern.looping or pattern.predicate.startswith("?"):
            return ALL
        if self._count is None:
            return SOME
        # Under the same names, so that the same pattern is counted once over all queries.
        names = dict(zip(pattern.variables, ("?s", "?o"), strict=False))
        terms = (
            names.get(term, term) for term in (pattern.subject, pattern.predicate, pattern.object)
        )
        text = COUNTED.format(*terms)
        used = [line for name, line in self._prefixes if name in text]
        return self._count("\n".join([*used, text]))
