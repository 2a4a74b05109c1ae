"""Queries: each is SPARQL and gives the columns that its kind asks for."""

import re
from collections.abc import Iterator

from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.check.query import Query
from themagraaf.model.kpi import Kpi

JOURNEY = ("reis", "bewoner", "stap", "datum")


def columns(material: Material) -> Iterator[Problem]:
    """Find queries that are no SPARQL, or give something else than they should."""
    kpis = {kpi.where: kpi for kpi in material.kpis}
    for query in material.queries:
        if query.parsed.algebra is None:
            found = f"is no SPARQL: {query.parsed.error}"
            proposal = "put it right at that place"
            yield Problem(query.file, _line(query), Rule.QUERY_SYNTAX, found, proposal)
            continue
        yield from _kind(query, kpis.get(query.file))


def _kind(query: Query, kpi: Kpi | None) -> Iterator[Problem]:
    if query.kind == "relatie":
        if not query.parsed.template:
            yield _other(query, "is no CONSTRUCT", "a relation is what a CONSTRUCT makes")
        return
    if query.kind == "kpi" and kpi is None:
        return  # Its header could not be read, so what it should give is not known.
    wanted = kpi.columns if kpi is not None else JOURNEY if query.kind == "klantreis" else None
    given = query.parsed.columns
    if wanted is not None and given != wanted:
        found = f"gives {', '.join(f'?{name}' for name in given) or 'no columns'}"
        asked = ", ".join(f"?{name}" for name in wanted)
        by = "its header" if kpi is not None else "a journey"
        yield _other(query, found, f"{by} asks for {asked}, in that order")


def _other(query: Query, found: str, proposal: str) -> Problem:
    line = query.text.line_with(r"^\s*(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b")
    return Problem(query.file, line, Rule.QUERY_COLUMNS, found, proposal)


def _line(query: Query) -> int:
    """Return the line at which the parser stopped; 0 where it does not say."""
    named = re.search(r"line:(\d+)", query.parsed.error)
    return int(named.group(1)) if named else 0
