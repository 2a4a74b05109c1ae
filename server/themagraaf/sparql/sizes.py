"""How many rows the patterns of a query have, as far as something can tell."""

import re
from collections.abc import Callable

from themagraaf.sparql.syntax import Pattern
from themagraaf.sparql.tokens import tokens

Count = Callable[[str], int]  # answers a SELECT of one number
ALL = 10**9  # a pattern that is not counted, for it may be all there is
SOME = 1_000  # a pattern where nothing counts
FEW = 100  # so many rows may meet each row of something else
COUNTED = "SELECT (COUNT({}) AS ?n) WHERE {{ {} {} {} }}"


class Sizes:
    """The sizes of patterns: those that `count` gives, or all alike without it."""

    def __init__(self, prologue: str, count: Count | None) -> None:
        declared = re.findall(r"PREFIX\s+([^\s:]*):\s*<([^>]*)>", prologue, re.IGNORECASE)
        self._prefixes = dict(declared)
        self._count = count
        self._wholes: dict[str, str] = {}

    def of(self, pattern: Pattern) -> int:
        """Return how many rows a pattern has."""
        return self._counted("*", pattern)

    def fan(self, pattern: Pattern) -> int:
        """Return how many subjects of a pattern share an object, on average; at least one."""
        if not pattern.object.startswith("?"):
            return self.of(pattern)
        return max(self.of(pattern) // max(self._counted("DISTINCT ?o", pattern), 1), 1)

    def _counted(self, what: str, pattern: Pattern) -> int:
        if pattern.looping or pattern.predicate.startswith("?"):
            return ALL
        if self._count is None:
            return SOME
        # Under the same names, so that the same pattern is counted once over all queries.
        names = {pattern.subject: "?s", pattern.object: "?o"}
        variables = {name: names[name] for name in pattern.variables}
        terms = (pattern.subject, pattern.predicate, pattern.object)
        whole = (variables.get(term) or self._whole(term) for term in terms)
        return self._count(COUNTED.format(what, *whole))

    def _whole(self, text: str) -> str:
        """Return a term or path with whole IRIs for its names."""
        if text in self._wholes:
            return self._wholes[text]
        found = []
        for token in tokens(text):
            prefix, _, local = token.text.partition(":")
            named = token.kind == "name" and prefix in self._prefixes
            found.append(f"<{self._prefixes[prefix]}{local}>" if named else token.text)
        self._wholes[text] = "".join(found)
        return self._wholes[text]
