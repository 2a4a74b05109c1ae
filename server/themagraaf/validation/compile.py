"""Compiles each constraint of a shape to one SPARQL query over all its targets at once.

A query gives a row for each finding: `?this`, and `?value` where a value is at
fault. Set at a time, so that the store scans and hashes instead of looking up
node by node (SHACL 1.0, sections 4 and 5).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from themagraaf.model.shapes import Constraint, Shape
from themagraaf.validation.constraints import PREDICATE, RDF_TYPE, Subclasses, query_of
from themagraaf.validation.nested import faults, prefixes_of
from themagraaf.validation.seeking import Search, search_of


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint on all its targets: the query whose rows are its findings.

    `target` is a pattern that binds ?this to them, written with `prefixes`; `search` is where
    faults can be sought first.
    """

    query: str
    prefixes: str
    target: str
    search: Search | None

    def among(self, nodes: Iterable[str]) -> str:
        """Return a query for those of some nodes that are targets."""
        given = f"VALUES ?this {{ {' '.join(nodes)} }}"
        return f"{self.prefixes}SELECT DISTINCT ?this WHERE {{ {given} {self.target} }}"


def compile_check(shape: Shape, constraint: Constraint, subclasses: Subclasses) -> Check:
    """Return how one constraint is checked.

    Raises:
        ModelError: The constraint has no form in SPARQL here.
    """
    query = compile_constraint(shape, constraint, subclasses)
    target = " UNION ".join(_target_parts(shape, subclasses))
    prefixes = prefixes_of(shape, constraint)
    return Check(query, prefixes, target, search_of(shape, constraint, subclasses))


def compile_constraint(shape: Shape, constraint: Constraint, subclasses: Subclasses) -> str:
    """Return the query whose rows are the findings of one constraint.

    Raises:
        ModelError: The constraint has no form in SPARQL here.
    """
    target = targets_of(shape, subclasses)
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


def targets_of(shape: Shape, subclasses: Subclasses) -> str:
    """Return a pattern that binds ?this to each target of a shape once."""
    parts = _target_parts(shape, subclasses)
    kinds = {kind for kind, _ in shape.targets}
    # The members of one class are told apart already: a triple is in the union once.
    alone = len(parts) == 1 and kinds <= {"targetClass"} and "VALUES" not in parts[0]
    distinct = "" if alone else "DISTINCT "
    return f"{{ SELECT {distinct}?this WHERE {{ {' UNION '.join(parts)} }} }}"


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
        elif kind == "target":
            parts.append(f"{{ {query_of(iri)[1]} }}")
        elif kind == "targetSubjectsOf":
            parts.append(f"{{ ?this <{iri}> ?any }}")
        else:
            parts.append(f"{{ ?any <{iri}> ?this }}")
    return parts


def _iris(names: Sequence[str]) -> str:
    return " ".join(f"<{name}>" for name in names)
