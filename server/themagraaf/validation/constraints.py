"""Constraints on a node's values by themselves, each as a SELECT of the faults at a target.

A target is a pattern that binds ?this to the nodes to look at; a row is a fault: `?this`, and
`?value` where a value is at fault (SHACL 1.0, sections 4 and 5).
"""

import re
from collections.abc import Callable, Mapping, Sequence

from themagraaf.errors import ModelError
from themagraaf.model.binding import asks_of_unbound
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
        "duration",
    ]
}
DURATION = f"<{XSD}duration>"
# Kinds of whole number, which the store keeps as integers: from where, and to where.
WHOLE: Mapping[str, tuple[int | None, int | None]] = {
    f"<{XSD}{name}>": bounds
    for name, bounds in {
        "byte": (-(2**7), 2**7 - 1),
        "short": (-(2**15), 2**15 - 1),
        "int": (-(2**31), 2**31 - 1),
        "long": (None, None),
        "unsignedByte": (0, 2**8 - 1),
        "unsignedShort": (0, 2**16 - 1),
        "unsignedInt": (0, 2**32 - 1),
        "unsignedLong": (0, None),
        "nonNegativeInteger": (0, None),
        "positiveInteger": (1, None),
        "nonPositiveInteger": (None, 0),
        "negativeInteger": (None, -1),
    }.items()
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
VARIABLE = re.compile(r"\$(this|value|path)\b")
PREDICATE = re.compile(r"<[^>]+>")


def select_faults(shape: Shape, constraint: Constraint, target: str, subclasses: Subclasses) -> str:
    """Return the SELECT of the faults by one constraint that asks no other shape.

    Raises:
        ModelError: The constraint has no form in SPARQL here.
    """
    if constraint.name == "sparql":
        return _sparql(shape, constraint, target)
    if constraint.name == "ask":
        return _ask(shape, constraint, target)
    if constraint.name in COUNTED:
        return COUNTED[constraint.name](shape, constraint.values[0], target)
    if constraint.name in PAIRED:
        other = f"{{ SELECT ?this ?other WHERE {{ ?this {constraint.values[0]} ?other }} }}"
        # A path may reach a value along several ways, and a finding is for each pair.
        pairs = f"{{ SELECT DISTINCT ?this ?value WHERE {{ {_faulty(shape, target)} }} }}"
        return f"SELECT ?this ?value WHERE {{ {pairs} {other} FILTER ({PAIRED[constraint.name]}) }}"
    if constraint.name == "class":
        below = subclasses(constraint.values[0].strip("<>"))
        condition = " ".join(f"MINUS {{ ?value {RDF_TYPE} <{kind}> }}" for kind in below)
    else:
        condition = f"FILTER ({test_of(constraint)})"
    return f"SELECT DISTINCT ?this ?value WHERE {{ {_faulty(shape, target, condition)} }}"


def _faulty(shape: Shape, target: str, condition: str = "") -> str:
    """Return a pattern for values at a target under a condition, looked at before the target.

    So that the store hashes those few, where looking up the values of each target is slow.
    """
    if shape.path is None or not is_predicate(shape):
        return f"{target} {values_of(shape)} {condition}"
    said = f"?this {shape.path.sparql} ?value {condition}"
    return f"{target} {{ SELECT ?this ?value WHERE {{ {said} }} }}"


def is_predicate(shape: Shape) -> bool:
    """Say whether the path of a shape is a single property."""
    return shape.path is not None and PREDICATE.fullmatch(shape.path.sparql) is not None


def values_of(shape: Shape, hashed: bool = False) -> str:
    """Return a pattern that binds ?value to the shape's value nodes.

    Within another shape, or when asked, it is one that the store hashes rather than looks up.
    """
    if shape.path is None:
        return "BIND (?this AS ?value)"
    pattern = f"?this {shape.path.sparql} ?value ."
    if not is_predicate(shape) or (shape.targets and not hashed):
        return pattern
    return f"{{ SELECT ?this ?value WHERE {{ {pattern} }} }}"


def _reached(shape: Shape, target: str) -> str:
    """Return a pattern for MINUS: a path that repeats is only walked from the targets."""
    return f"{target} {values_of(shape)}" if _repeats(shape) else values_of(shape)


def _repeats(shape: Shape) -> bool:
    marks = PREDICATE.sub("", shape.path.sparql) if shape.path else ""
    return any(mark in marks for mark in "*+?")


def test_of(constraint: Constraint) -> str:
    """Return the condition under which a single value is at fault."""
    value = constraint.values[0] if constraint.values else ""
    match constraint.name:
        case "datatype" if value in WHOLE:
            least, most = WHOLE[value]
            number = f"<{XSD}integer>(STR(?value))"
            tests = [f"DATATYPE(?value) = <{XSD}integer>"]
            tests += [] if least is None else [f"{number} >= {least}"]
            tests += [] if most is None else [f"{number} <= {most}"]
            return f"!COALESCE({' && '.join(tests)}, false)"
        case "datatype":
            wrong = f"!isLiteral(?value) || DATATYPE(?value) != {value}"
            if value in CASTABLE:
                read = f"COALESCE(STR({value}(STR(?value))) != '', false)"
                # ISO 8601 has weeks, and pySHACL lets them pass; XML Schema has none.
                weeks = ' || REGEX(STR(?value), "^P[0-9]+W$")' if value == DURATION else ""
                wrong += f" || !({read}{weeks})" if weeks else f" || !{read}"
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
    least = number_of(shape, value)
    if least == 1:
        return f"SELECT ?this WHERE {{ {target} MINUS {{ {_reached(shape, target)} }} }}"
    counted = f"OPTIONAL {{ SELECT DISTINCT ?this ?value WHERE {{ {_reached(shape, target)} }} }}"
    return f"""SELECT ?this WHERE {{ {target} {counted} }}
        GROUP BY ?this HAVING (COUNT(?value) < {least})"""


def _max_count(shape: Shape, value: str, target: str) -> str:
    most = number_of(shape, value)
    if not shape.targets and is_predicate(shape):
        # The few that have too many are looked for first, and only they among the targets.
        many = f"{values_of(shape)} }} GROUP BY ?this HAVING (COUNT(?value) > {most})"
        return f"SELECT ?this WHERE {{ {target} {{ SELECT ?this WHERE {{ {many} }} }}"
    return f"""SELECT ?this WHERE {{
        {{ SELECT DISTINCT ?this ?value WHERE {{ {target} {values_of(shape)} }} }} }}
        GROUP BY ?this HAVING (COUNT(?value) > {most})"""


def _has_value(shape: Shape, value: str, target: str) -> str:
    if shape.path is None:
        return f"SELECT ?this WHERE {{ {target} FILTER (!sameTerm(?this, {value})) }}"
    there = f"?this {shape.path.sparql} {value}"
    there = f"{target} {there}" if _repeats(shape) else there
    return f"SELECT ?this WHERE {{ {target} MINUS {{ {there} }} }}"


def _equals(shape: Shape, value: str, target: str) -> str:
    there = f"{target} {values_of(shape)} MINUS {{ ?this {value} ?value }}"
    own = (
        f"MINUS {{ {_reached(shape, target)} }}"
        if shape.path
        else "FILTER (!sameTerm(?this, ?value))"
    )
    here = f"{target} ?this {value} ?value {own}"
    return f"SELECT DISTINCT ?this ?value WHERE {{ {{ {there} }} UNION {{ {here} }} }}"


def _unique_lang(shape: Shape, value: str, target: str) -> str:
    if "true" not in value:
        return "SELECT ?this WHERE { FILTER (false) }"
    return f"""SELECT ?this WHERE {{
        {{ SELECT DISTINCT ?this ?value WHERE {{ {target} {values_of(shape)} }} }}
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
    """Join a SHACL-SPARQL select with the targets; its prefixes stand elsewhere."""
    prefixes, select = select_of(shape, constraint)
    given = " ".join(name for name in ("?value", "?path") if name in select)
    if asks_of_unbound(f"{prefixes}\n{select}"):
        head, _, body = select.partition("{")
        select = f"{head}{{ {target} {body}"
        if asks_of_unbound(f"{prefixes}\n{select}"):
            raise ModelError(
                f"shape {shape.iri}: its query asks of $this in a group that nothing binds it in;"
                " begin that group with a pattern on $this"
            )
    return f"SELECT DISTINCT ?this {given} WHERE {{ {target} {{ {select} }} }}"


def _ask(shape: Shape, constraint: Constraint, target: str) -> str:
    """Ask of each value; what its query says of $this and $value holds for that value alone."""
    _, ask = select_of(shape, constraint)
    pairs = f"{{ SELECT DISTINCT ?this ?value WHERE {{ {target} {values_of(shape)} }} }}"
    wrong = f"{pairs} FILTER NOT EXISTS {ask[ask.index('{') :]}"
    # As pySHACL has it, a value of a path is not named.
    columns = "?this" if shape.path else "?this ?value"
    return f"SELECT {columns} WHERE {{ {wrong} }}"


def select_of(shape: Shape, constraint: Constraint) -> tuple[str, str]:
    """Return the prefixes of a SHACL-SPARQL constraint, and its select without them.

    Raises:
        ModelError: It asks for the graph of shapes, which is not in the store.
    """
    prefixes, select = query_of(constraint.values[0])
    if "shapesGraph" in select:
        raise ModelError(f"shape {shape.iri}: its query asks for $shapesGraph; do without it")
    if shape.path:
        select = select.replace("$PATH", shape.path.sparql)
    select = select.replace("$currentShape", f"<{shape.iri}>")
    return prefixes, VARIABLE.sub(r"?\1", select)


def query_of(text: str) -> tuple[str, str]:
    """Return the prefixes of a query, each on a line, and the query without them."""
    lines = text.splitlines()
    prefixes = [line for line in lines if line.strip().upper().startswith("PREFIX ")]
    select = "\n".join(line for line in lines if line not in prefixes)
    return "\n".join(prefixes), VARIABLE.sub(r"?\1", select)


def number_of(shape: Shape, value: str) -> int:
    """Return a count that a shape gives.

    Raises:
        ModelError: It is no whole number.
    """
    digits = value.split("^^")[0].strip('"')
    if not digits.isdigit():
        raise ModelError(f"shape {shape.iri}: {value} is no whole number")
    return int(digits)
