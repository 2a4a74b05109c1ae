"""Compiles each constraint of a shape to one SPARQL query over all its targets at once.

A query gives a row for each finding: `?this`, and `?value` where a value is at
fault. Set at a time, so that the store scans and hashes instead of looking up
node by node (SHACL 1.0, sections 4 and 5).

Most faults are rare, and can be sought without looking at targets: the values of a
property that are no date, the subjects that have it twice. Where such candidates are
few, only they are held to the targets; where there are none, nothing is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from themagraaf.model.shapes import NESTED, Constraint, Shape
from themagraaf.validation.binding import asks_of_unbound
from themagraaf.validation.constraints import (
    PAIRED,
    PREDICATE,
    RDF_TYPE,
    Subclasses,
    is_predicate,
    number_of,
    select_of,
    test_of,
)
from themagraaf.validation.nested import faults, prefixes_of

# Tests whose outcome is worth working out once a value, since values of such properties recur.
RECURRING = {"datatype", "in", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive"}
# What no query can seek without looking at targets.
SOUGHT_NOWHERE = {"minCount", "hasValue", "equals", "uniqueLang", "ask", *NESTED}


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint on all its targets, and where its faults can be sought first.

    `candidates` gives the `columns` of all that could be found, on any node; empty where the
    constraint has no such query. Without columns it only tells whether there is any. Where it
    gives values, `?n` says how many nodes have each, and `on_values` is the pattern that finds
    them.
    """

    query: str
    target: str
    columns: tuple[str, ...] = ()
    candidates: str = ""
    on_values: str = ""

    def narrowed(self, rows: Iterable[Sequence[str]]) -> str:
        """Return the query over these candidates alone, each a row of terms."""
        names = " ".join(self.columns)
        values = " ".join(f"({' '.join(row)})" for row in rows)
        return f"""SELECT DISTINCT ?this {"?value" if "?value" in names else ""} WHERE {{
            VALUES ({names}) {{ {values} }} {self.on_values} {self.target} }}"""


def compile_check(shape: Shape, constraint: Constraint, subclasses: Subclasses) -> Check:
    """Return how one constraint is checked.

    Raises:
        ModelError: The constraint has no form in SPARQL here.
    """
    query = compile_constraint(shape, constraint, subclasses)
    target = " UNION ".join(_target_parts(shape, subclasses))
    name, path = constraint.name, shape.path.sparql if shape.path else ""
    if shape.within:
        return Check(query, target)
    if name == "sparql":
        prefixes, select = select_of(shape, constraint)
        if asks_of_unbound(f"{prefixes}\n{select}"):
            return Check(query, target)
        columns = ("?this", "?value") if "?value" in select else ("?this",)
        found = f"{prefixes}\nSELECT {' '.join(columns)} WHERE {{ {{ {select} }} }}"
        return Check(query, target, () if "?path" in select else columns, found)
    if not is_predicate(shape) or name in SOUGHT_NOWHERE:
        return Check(query, target)
    if name == "maxCount":
        most = number_of(shape, constraint.values[0])
        found = f"""SELECT ?this WHERE {{ ?this {path} ?value }}
            GROUP BY ?this HAVING (COUNT(?value) > {most})"""
        return Check(query, target, ("?this",), found)
    if name in PAIRED:
        found = f"""SELECT ?this ?value WHERE {{
            {{ SELECT ?this ?value WHERE {{ ?this {path} ?value }} }}
            {{ SELECT ?this ?other WHERE {{ ?this {constraint.values[0]} ?other }} }}
            FILTER ({PAIRED[name]}) }}"""
        # A finding for each pair of values: those on one node are not told apart by narrowing.
        return Check(query, target, (), found)
    if name == "class":
        below = subclasses(constraint.values[0].strip("<>"))
        kinds = " ".join(f"MINUS {{ ?value {RDF_TYPE} <{kind}> }}" for kind in below)
        each = f"SELECT ?value (COUNT(?any) AS ?n) WHERE {{ ?any {path} ?value }} GROUP BY ?value"
        found = f"SELECT ?value ?n WHERE {{ {{ {each} }} {kinds} }}"
    elif name in RECURRING:
        found = f"""SELECT ?value (COUNT(?any) AS ?n) WHERE {{ ?any {path} ?value }}
            GROUP BY ?value HAVING ({test_of(constraint)})"""
    else:
        pairs = (
            f"SELECT ?this ?value WHERE {{ ?this {path} ?value FILTER ({test_of(constraint)}) }}"
        )
        return Check(query, target, ("?this", "?value"), pairs)
    return Check(query, target, ("?value",), found, f"?this {path} ?value .")


def compile_constraint(shape: Shape, constraint: Constraint, subclasses: Subclasses) -> str:
    """Return the query whose rows are the findings of one constraint.

    Raises:
        ModelError: The constraint has no form in SPARQL here.
    """
    parts = " UNION ".join(_target_parts(shape, subclasses))
    target = f"{{ SELECT DISTINCT ?this WHERE {{ {parts} }} }}"
    prefixes = prefixes_of(shape, constraint)
    if not shape.within:
        return prefixes + faults(shape, constraint, target, subclasses)
    chain = _chain(shape, target)
    inner = f"{{ SELECT DISTINCT ?this WHERE {{ {chain} }} }}"
    query = faults(shape, constraint, inner, subclasses)
    columns = [name for name in ("?this", "?value", "?path") if name in query.split("WHERE")[0]]
    # A finding for each way to come at the node, as for each node by itself.
    return f"{prefixes}SELECT {' '.join(columns)} WHERE {{ {{ {query} }} {chain} }}"


def _chain(shape: Shape, target: str) -> str:
    """Return a pattern that binds ?this to what is at the end of the paths from the targets."""
    names = [f"?o{place}" for place in range(len(shape.within))]
    steps = [f"{{ SELECT (?this AS ?o0) WHERE {{ {target} }} }}"]
    for start, end, path in zip(names, [*names[1:], "?this"], shape.within, strict=True):
        step = f"{start} {path.sparql} {end} ."
        hashed = f"{{ SELECT {start} {end} WHERE {{ {step} }} }}"
        steps.append(hashed if PREDICATE.fullmatch(path.sparql) else step)
    return f"{{ SELECT DISTINCT {' '.join(names)} ?this WHERE {{ {' '.join(steps)} }} }}"


def _target_parts(shape: Shape, subclasses: Subclasses) -> list[str]:
    """Return patterns that bind ?this to targets, a pattern for each way to be one."""
    parts: list[str] = []
    for kind, iri in shape.targets:
        if kind == "targetClass":
            below = subclasses(iri)
            if len(below) == 1:
                parts.append(f"{{ ?this {RDF_TYPE} <{iri}> }}")
            else:
                parts.append(f"{{ VALUES ?class {{ {_iris(below)} }} ?this {RDF_TYPE} ?class }}")
        elif kind == "targetNode":
            term = iri if iri.startswith('"') else f"<{iri}>"
            parts.append(f"{{ VALUES ?this {{ {term} }} }}")
        elif kind == "targetSubjectsOf":
            parts.append(f"{{ ?this <{iri}> ?any }}")
        else:
            parts.append(f"{{ ?any <{iri}> ?this }}")
    return parts


def _iris(names: Sequence[str]) -> str:
    return " ".join(f"<{name}>" for name in names)
