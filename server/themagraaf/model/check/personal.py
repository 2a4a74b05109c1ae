"""Personal keys: what bron.md lists as such stands in no IRI and no value, but as pseudonym."""

import re
from collections.abc import Iterator

from themagraaf.model.check.emitted import place_of
from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.rml import (
    Call,
    Constant,
    Expression,
    ParentMap,
    Reference,
    RegistratieMapping,
    Template,
    TermMap,
    TriplesMap,
)

ROW = re.compile(r"^\|\s*Persoonlijke sleutels\s*\|(.*)\|\s*$", re.MULTILINE)
NAMED_AS_PERSONAL = re.compile(r"(?<![a-z])bsn(?![a-z])|burgerservice", re.IGNORECASE)
# What these give no longer holds the key itself.
HIDING = {"pseudoniem", "elfproef"}


def keys(material: Material) -> Iterator[Problem]:
    """Find personal keys that a mapping lets through, and registrations that don't list them."""
    for mapping in material.mappings:
        file = f"mappings/{mapping.naam}/bron.md"
        row = ROW.search(material.texts[file].content) if file in material.texts else None
        if row is None:
            found = f"{mapping.naam} has no bron.md with a row Persoonlijke sleutels"
            proposal = "write one; `Geen` where there are none"
            yield Problem(file, 0, Rule.REGISTRATION_UNDESCRIBED, found, proposal)
            continue
        listed = {_plain(name) for name in re.findall(r"`([^`]+)`", row.group(1))}
        line = material.texts[file].line_with(r"^\|\s*Persoonlijke sleutels")
        yield from _of_mapping(material, mapping, listed, (file, line))


def _of_mapping(
    material: Material, mapping: RegistratieMapping, listed: set[str], place: tuple[str, int]
) -> Iterator[Problem]:
    for triples_map in mapping.triples_maps:
        for made, predicate in _terms(triples_map):
            for path in _shown(made.expression):
                if _is_listed(path, listed):
                    yield _let_through(material, triples_map, made, predicate, path)
            for path in _all(made.expression):
                if NAMED_AS_PERSONAL.search(path) and not _is_listed(path, listed):
                    found = f"{path!r} is read and not listed as a personal key"
                    proposal = "name it between backticks under Persoonlijke sleutels"
                    yield Problem(*place, Rule.REGISTRATION_UNDESCRIBED, found, proposal)


def _let_through(
    material: Material, triples_map: TriplesMap, made: TermMap, predicate: str, path: str
) -> Problem:
    file, line = place_of(material, triples_map)
    if predicate:
        line = material.texts[file].line_of(predicate, line)
    if made.kind == "literal":
        found = f"the personal key {path!r} is emitted as a literal"
        proposal = "leave it out, or emit tgf:pseudoniem of it"
        return Problem(file, line, Rule.PERSONAL_KEY_AS_VALUE, found, proposal)
    found = f"the personal key {path!r} stands in an IRI"
    return Problem(file, line, Rule.PERSONAL_KEY_IN_IRI, found, "put it through tgf:pseudoniem")


def _terms(triples_map: TriplesMap) -> Iterator[tuple[TermMap, str]]:
    """Give every term that a triples map makes, with its predicate; the subject has none."""
    yield triples_map.subject, ""
    for pair in triples_map.predicate_objects:
        name = next(
            (str(p.expression.term) for p in pair.predicates if isinstance(p.expression, Constant)),
            "",
        )
        for made in pair.objects:
            if not isinstance(made, ParentMap):
                yield made, name


def _shown(expression: Expression) -> Iterator[str]:
    """Give the fields whose text ends up in what is made."""
    match expression:
        case Reference(path):
            yield path
        case Template(parts):
            yield from (part.path for part in parts if isinstance(part, Reference))
        case Call(function, arguments) if function not in HIDING:
            for name, argument in arguments:
                # A look-up gives what stands beside the key, not the key.
                if (function, name) != ("opzoeken", "sleutel"):
                    yield from _shown(argument)
        case _:
            pass


def _all(expression: Expression) -> Iterator[str]:
    """Give every field that an expression reads."""
    match expression:
        case Reference(path):
            yield path
        case Template(parts):
            yield from (part.path for part in parts if isinstance(part, Reference))
        case Call(_, arguments):
            for _, argument in arguments:
                yield from _all(argument)
        case _:
            pass


def _is_listed(path: str, listed: set[str]) -> bool:
    """Say whether a field is one of those listed; a list may name a path by its last parts."""
    plain = _plain(path)
    return any(plain == name or plain.endswith(f".{name}") for name in listed)


def _plain(path: str) -> str:
    """Return a path without list positions, brackets and case: `a[0]['b']` as `a.b`."""
    dotted = re.sub(r"\['([^']+)'\]", r".\1", path)
    return re.sub(r"\[[^\]]*\]|^\$\.?", "", dotted).replace("/", ".").lower()
