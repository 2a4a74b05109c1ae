"""Compiles each constraint of a shape to one SPARQL query over all its targets at once.

A query gives a row for each finding: `?this`, and `?value` where a value is at
fault. Set at a time, so that the store scans and hashes instead of looking up
node by node (SHACL 1.0, sections 4 and 5).

Most faults are rare, and can be sought without looking at targets: the values of a
property that are no date, the subjects that have it twice. Where such candidates are
few, only they are held to the targets; where there are none, nothing is.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from themagraaf.errors import ModelError
from themagraaf.model.shapes import Constraint, Shape

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
# Datatypes whose lexical form the store can check by casting.
CASTABLE = {
    f"<{XSD}{name}>"
    for name in [
        "boolean",
        "integer",
        "decimal",
        "float",
        "double",
        "date",
        "dateTime",
        "time",
        "gYear",
        "gYearMonth",
    ]
}
NODE_KINDS = {
    "IRI": "isIRI(?value)",
    "BlankNode": "isBlank(?value)",
    "Literal": "isLiteral(?value)",
    "BlankNodeOrIRI": "(isIRI(?value) || isBlank(?value))",
    "BlankNodeOrLiteral": "(isBlank(?value) || isLiteral(?value))",
    "IRIOrLiteral": "(isIRI(?value) || isLiteral(?value))",
}
Subclasses = Callable[[str], Sequence[str]]
PREDICATE = re.compile(r"<[^>]+>")
# Tests whose outcome is worth working out once a value, since values of such properties recur.
RECURRING = {"datatype", "in", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive"}


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
    if name == "sparql":
        prefixes, select = _select_of(shape, constraint)
        columns = ("?this", "?value") if "?value" in select else ("?this",)
        found = f"{prefixes}\nSELECT {' '.join(columns)} WHERE {{ {{ {select} }} }}"
        return Check(query, target, columns, found)
    if not PREDICATE.fullmatch(path) or name in {"minCount", "hasValue", "equals", "uniqueLang"}:
        return Check(query, target)
    if name == "maxCount":
        most = _number(shape, constraint.values[0])
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
            GROUP BY ?value HAVING ({_test(constraint)})"""
    else:
        pairs = f"SELECT ?this ?value WHERE {{ ?this {path} ?value FILTER ({_test(constraint)}) }}"
        return Check(query, target, ("?this", "?value"), pairs)
    return Check(query, target, ("?value",), found, f"?this {path} ?value .")


def compile_constraint(shape: Shape, constraint: Constraint, subclasses: Subclasses) -> str:
    """Return the query whose rows are the findings of one constraint.

    Raises:
        ModelError: The constraint has no form in SPARQL here.
    """
    parts = " UNION ".join(_target_parts(shape, subclasses))
    target = f"{{ SELECT DISTINCT ?this WHERE {{ {parts} }} }}"
    if constraint.name == "sparql":
        return _sparql(shape, constraint, target)
    if constraint.name in COUNTED:
        return COUNTED[constraint.name](shape, constraint.values[0], target)
    if constraint.name == "class":
        below = _iris(subclasses(constraint.values[0].strip("<>")))
        known = f"MINUS {{ VALUES ?kind {{ {below} }} ?value {RDF_TYPE} ?kind }}"
        return f"SELECT DISTINCT ?this ?value WHERE {{ {target} {_values(shape)} {known} }}"
    if constraint.name in PAIRED:
        other = f"?this {constraint.values[0]} ?other"
        test = PAIRED[constraint.name]
        return f"SELECT ?this ?value WHERE {{ {target} {_values(shape)} {other} FILTER ({test}) }}"
    test = _test(constraint)
    return f"SELECT DISTINCT ?this ?value WHERE {{ {target} {_values(shape)} FILTER ({test}) }}"


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
            parts.append(f"{{ VALUES ?this {{ <{iri}> }} }}")
        elif kind == "targetSubjectsOf":
            parts.append(f"{{ ?this <{iri}> ?any }}")
        else:
            parts.append(f"{{ ?any <{iri}> ?this }}")
    return parts


def _values(shape: Shape) -> str:
    """Return a pattern that binds ?value to the shape's value nodes."""
    return f"?this {shape.path.sparql} ?value ." if shape.path else "BIND (?this AS ?value)"


def _test(constraint: Constraint) -> str:
    """Return the condition under which a single value is at fault."""
    value = constraint.values[0] if constraint.values else ""
    match constraint.name:
        case "datatype":
            wrong = f"!isLiteral(?value) || DATATYPE(?value) != {value}"
            if value in CASTABLE:
                wrong += f" || !COALESCE(STR({value}(STR(?value))) != '', false)"
            return wrong
        case "nodeKind":
            return f"!{NODE_KINDS[value.strip('<>').rsplit('#', 1)[-1]]}"
        case "in":
            return (
                "!(" + " || ".join(f"sameTerm(?value, {item})" for item in constraint.values) + ")"
            )
        case "pattern":
            flags = f', "{constraint.flags}"' if constraint.flags else ""
            return f"isBlank(?value) || !REGEX(STR(?value), {value}{flags})"
        case "minLength":
            return f"isBlank(?value) || STRLEN(STR(?value)) < {value}"
        case "maxLength":
            return f"isBlank(?value) || STRLEN(STR(?value)) > {value}"
        case "minInclusive":
            return f"!COALESCE(?value >= {value}, false)"
        case "maxInclusive":
            return f"!COALESCE(?value <= {value}, false)"
        case "minExclusive":
            return f"!COALESCE(?value > {value}, false)"
        case "maxExclusive":
            return f"!COALESCE(?value < {value}, false)"
        case "languageIn":
            ranges = " || ".join(f"langMatches(LANG(?value), {item})" for item in constraint.values)
            return f"!isLiteral(?value) || !({ranges})"
    raise ModelError(f"sh:{constraint.name} is not known to the engine")


def _min_count(shape: Shape, value: str, target: str) -> str:
    least = _number(shape, value)
    if least == 1:
        return f"SELECT ?this WHERE {{ {target} MINUS {{ {_values(shape)} }} }}"
    counted = f"OPTIONAL {{ SELECT DISTINCT ?this ?value WHERE {{ {_values(shape)} }} }}"
    return f"""SELECT ?this WHERE {{ {target} {counted} }}
        GROUP BY ?this HAVING (COUNT(?value) < {least})"""


def _max_count(shape: Shape, value: str, target: str) -> str:
    most = _number(shape, value)
    return f"""SELECT ?this WHERE {{
        {{ SELECT DISTINCT ?this ?value WHERE {{ {target} {_values(shape)} }} }} }}
        GROUP BY ?this HAVING (COUNT(?value) > {most})"""


def _has_value(shape: Shape, value: str, target: str) -> str:
    if shape.path is None:
        return f"SELECT ?this WHERE {{ {target} FILTER (!sameTerm(?this, {value})) }}"
    return f"SELECT ?this WHERE {{ {target} MINUS {{ ?this {shape.path.sparql} {value} }} }}"


def _equals(shape: Shape, value: str, target: str) -> str:
    there = f"{target} {_values(shape)} MINUS {{ ?this {value} ?value }}"
    own = f"MINUS {{ {_values(shape)} }}" if shape.path else "FILTER (!sameTerm(?this, ?value))"
    here = f"{target} ?this {value} ?value {own}"
    return f"SELECT DISTINCT ?this ?value WHERE {{ {{ {there} }} UNION {{ {here} }} }}"


def _unique_lang(shape: Shape, value: str, target: str) -> str:
    if "true" not in value:
        return "SELECT ?this WHERE { FILTER (false) }"
    return f"""SELECT ?this WHERE {{
        {{ SELECT DISTINCT ?this ?value WHERE {{ {target} {_values(shape)} }} }}
        BIND (LCASE(LANG(?value)) AS ?lang) FILTER (?lang != "") }}
        GROUP BY ?this ?lang HAVING (COUNT(?value) > 1)"""


COUNTED: Mapping[str, Callable[[Shape, str, str], str]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "hasValue": _has_value,
    "equals": _equals,
    "uniqueLang": _unique_lang,
}
PAIRED = {
    "lessThan": "!COALESCE(?value < ?other, false)",
    "lessThanOrEquals": "!COALESCE(?value <= ?other, false)",
    "disjoint": "sameTerm(?value, ?other)",
}


def _sparql(shape: Shape, constraint: Constraint, target: str) -> str:
    """Join a SHACL-SPARQL select with the targets."""
    prefixes, select = _select_of(shape, constraint)
    value = "?value" if "?value" in select else ""
    return f"{prefixes}\nSELECT DISTINCT ?this {value} WHERE {{ {target} {{ {select} }} }}"


def _select_of(shape: Shape, constraint: Constraint) -> tuple[str, str]:
    """Return the prefixes of a SHACL-SPARQL constraint, and its select without them."""
    lines = constraint.values[0].splitlines()
    prefixes = [line for line in lines if line.strip().upper().startswith("PREFIX ")]
    select = "\n".join(line for line in lines if line not in prefixes)
    if shape.path:
        select = select.replace("$PATH", shape.path.sparql)
    return "\n".join(prefixes), select.replace("$", "?")


def _number(shape: Shape, value: str) -> int:
    digits = value.split("^^")[0].strip('"')
    if not digits.isdigit():
        raise ModelError(f"shape {shape.iri}: {value} is no whole number")
    return int(digits)


def _iris(names: Sequence[str]) -> str:
    return " ".join(f"<{name}>" for name in names)
