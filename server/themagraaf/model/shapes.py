"""Shapes as values: what each record must look like, before any engine compiles it.

A shape that stands in another (`sh:node`, `sh:or`, …) is a value in that one's constraint. Only
a shape with a target, and the property shapes of one, give findings of their own.
"""

from dataclasses import dataclass

from rdflib import Namespace

from themagraaf.model.terms import Label

SH = Namespace("http://www.w3.org/ns/shacl#")
SINGLE = [
    "minCount",
    "maxCount",
    "datatype",
    "class",
    "nodeKind",
    "hasValue",
    "pattern",
    "minLength",
    "maxLength",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
    "lessThan",
    "lessThanOrEquals",
    "equals",
    "disjoint",
    "uniqueLang",
]
LISTED = ("in", "languageIn")
SHAPED = ("node", "not", "property")
LISTING = ("and", "or", "xone")
QUALIFIED = ("qualifiedMinCount", "qualifiedMaxCount")
NESTED = ("closed", *SHAPED, *LISTING, *QUALIFIED)
# What says something of the values of a path, and nothing of a node itself.
OF_A_PATH = ("minCount", "maxCount", "lessThan", "lessThanOrEquals", "uniqueLang", *QUALIFIED)
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
# What SPARQL can't say of all nodes at once, and pySHACL can of one after the other.
SLOW = ("expression",)
PYSHACL = "https://pypi.org/project/pyshacl"
SAID = [
    "path",
    "severity",
    "message",
    "deactivated",
    "name",
    "description",
    "order",
    "group",
    "flags",
    "prefixes",
    "sparql",
    "defaultValue",
    "ignoredProperties",
    "qualifiedValueShape",
    "qualifiedValueShapesDisjoint",
]
KNOWN = frozenset({*SINGLE, *LISTED, *NESTED, *TARGETS, *SAID})


@dataclass(frozen=True, slots=True)
class Path:
    """A property path, as SPARQL and as Turtle write it."""

    sparql: str
    turtle: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: its parameter's local name and the values given, as N3.

    `shapes` are those that it holds values to, `siblings` those that its values must not
    conform to if they are to count. Of a closed shape the values are the properties allowed; of
    `sparql` and `ask` the query; of `pyshacl` the shapes that pySHACL is to have, as N-Triples,
    and in `flags` why. `own` is the component where it is none of SHACL's.
    """

    name: str
    values: tuple[str, ...] = ()
    flags: str = ""
    shapes: tuple["Shape", ...] = ()
    siblings: tuple["Shape", ...] = ()
    own: str = ""

    @property
    def component(self) -> str:
        """The IRI of SHACL's constraint component."""
        if self.own:
            return self.own
        name = "SPARQL" if self.name == "sparql" else self.name[0].upper() + self.name[1:]
        return f"{SH}{name}ConstraintComponent"


@dataclass(frozen=True, slots=True)
class Shape:
    """A node or property shape on its targets. `path` is None for the node itself.

    `iri` and `node_shape` are labels of blank nodes (`_:…`) for shapes without a name. What the
    shape looks at are the targets, or what is at the end of the paths in `within` from there. A
    shape within another's constraint has no targets; one that is off has no constraints either.
    """

    iri: str
    node_shape: str
    targets: tuple[tuple[str, str], ...]  # (kind of target, IRI; or a literal as N3, or a query)
    path: Path | None
    severity: str  # Violation, Warning or Info
    message: Label
    constraints: tuple[Constraint, ...]
    within: tuple[Path, ...] = ()

    @property
    def is_slow(self) -> bool:
        """Whether it goes to pySHACL, node by node."""
        return any(constraint.own == PYSHACL for constraint in self.constraints)
