"""Compiles each constraint of a shape to one SPARQL query over all its targets at once.

A query gives a row for each finding: `?this`, and `?value` where a value is at
fault. Set at a time, so that the store scans and hashes instead of looking up
node by node (SHACL 1.0, sections 4 and 5).
"""

from collections.abc import Callable, Mapping, Sequence

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


def compile_constraint(shape: Shape, constraint: Constraint, subclasses: Subclasses) -> str:
    """Return the query whose rows are the findings of one constraint.

    Raises:
        ModelError: The constraint has no form in SPARQL here.
    """
    target = _target(shape, subclasses)
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


def _target(shape: Shape, subclasses: Subclasses) -> str:
    """Return a pattern that binds ?this to each target once."""
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
    return f"{{ SELECT DISTINCT ?this WHERE {{ {' UNION '.join(parts)} }} }}"


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
    """Join a SHACL-SPARQL select with the targets; its prefixes move to the front."""
    lines = constraint.values[0].splitlines()
    prefixes = [line for line in lines if line.strip().upper().startswith("PREFIX ")]
    body = "\n".join(line for line in lines if line not in prefixes)
    if shape.path:
        body = body.replace("$PATH", shape.path.sparql)
    value = "?value" if "?value" in body or "$value" in body else ""
    select = body.replace("$", "?")
    return f"""{chr(10).join(prefixes)}
        SELECT DISTINCT ?this {value} WHERE {{ {target} {{ {select} }} }}"""


def _number(shape: Shape, value: str) -> int:
    digits = value.split("^^")[0].strip('"')
    if not digits.isdigit():
        raise ModelError(f"shape {shape.iri}: {value} is no whole number")
    return int(digits)


def _iris(names: Sequence[str]) -> str:
    return " ".join(f"<{name}>" for name in names)
