"""Terms: each name of ours is declared, explained in two languages, and not retired."""

from collections.abc import Collection, Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from themagraaf.errors import choices
from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.check.text import Mention
from themagraaf.model.namespaces import ONTOLOGY, TG, TGF
from themagraaf.model.terms import TERM_TYPES

TGS = "https://w3id.org/themagraaf/shape/"
CODE = "https://w3id.org/themagraaf/code/"
FNO_FUNCTION = URIRef("https://w3id.org/function/ontology#Function")
FNO_EXPECTS = URIRef("https://w3id.org/function/ontology#expects")
# What may name a retired term: how it was replaced, and by what.
SUCCESSION = ("dcterms:isReplacedBy", "dcterms:replaces")


def undeclared(material: Material) -> Iterator[Problem]:
    """Find names of ours that no ontology, shape or function file declares."""
    functions, parameters = _functions(material)
    declared = {
        str(TG): material.known_terms(),
        str(TGF): {str(TGF) + name for name in functions | parameters},
        TGS: {str(node) for node in material.shapes_graph.subjects(unique=True)},
        CODE: {str(node) for node in material.ontology.subjects(unique=True)},
    }
    for text in material.texts.values():
        if text.file.endswith((".md", "functies.ttl")):
            continue
        for mention in text.mentions:
            for namespace, known in declared.items():
                local = mention.iri.removeprefix(namespace)
                if local.endswith("/") or local in {"", mention.iri} or mention.iri in known:
                    continue
                if namespace == str(TGF) and local.rstrip("0123456789") in parameters:
                    continue
                yield _undeclared(text.file, mention, namespace, known)


def _undeclared(file: str, mention: Mention, namespace: str, known: Collection[str]) -> Problem:
    local = mention.iri.removeprefix(namespace)
    if namespace != CODE:
        names = [iri.removeprefix(namespace) for iri in known]
        found = f"{mention.written} is not declared"
        return Problem(file, mention.line, Rule.TERM_UNDECLARED, found, choices(local, names))
    # A concept is looked for in its own list, where the list is known.
    names = [iri.removeprefix(CODE) for iri in known if iri.startswith(CODE)]
    siblings = [name for name in names if name.startswith(local.rpartition("/")[0] + "/")]
    proposal = choices(local, siblings or names)
    found = f"no code list holds the concept {local}"
    return Problem(file, mention.line, Rule.CONCEPT_UNDECLARED, found, proposal)


def _functions(material: Material) -> tuple[set[str], set[str]]:
    graph = material.functions_graph
    names = {
        str(node).removeprefix(str(TGF))
        for kind in (FNO_FUNCTION, RDF.Property)
        for node in graph.subjects(RDF.type, kind)
    }
    parameters = {
        str(item).removeprefix(str(TGF))
        for expected in graph.objects(None, FNO_EXPECTS)
        for item in graph.items(expected)
    }
    return names, parameters


def unexplained(material: Material) -> Iterator[Problem]:
    """Find terms without a label, definition or home, or without one of the two languages."""
    graph = material.ontology
    kinds = (*TERM_TYPES, OWL.AnnotationProperty)
    declared = {node for kind in kinds for node in graph.subjects(RDF.type, kind)}
    for node in sorted(declared, key=str):
        if not str(node).startswith(str(TG)):
            continue
        place = material.place("ontology", node)
        name = f"tg:{str(node).removeprefix(str(TG))}"
        for predicate, said, rule in (
            (RDFS.label, "rdfs:label", Rule.TERM_WITHOUT_LABEL),
            (SKOS.definition, "skos:definition", Rule.TERM_WITHOUT_DEFINITION),
        ):
            for language in sorted({"nl", "en"} - spoken(graph.objects(node, predicate))):
                proposal = f'write {said} "…"@{language}'
                yield Problem(*place, rule, f"{name} has no {said} in {language}", proposal)
        if (node, RDFS.isDefinedBy, URIRef(ONTOLOGY)) not in graph:
            proposal = f"write rdfs:isDefinedBy <{ONTOLOGY}>"
            found = f"{name} has no rdfs:isDefinedBy"
            yield Problem(*place, Rule.TERM_WITHOUT_HOME, found, proposal)


def spoken(values: Iterator[Node]) -> set[str]:
    """Return the languages of the literals among some values."""
    return {str(item.language) for item in values if isinstance(item, Literal) and item.language}


def deprecated(material: Material) -> Iterator[Problem]:
    """Find terms that are retired and yet used, outside the block that retires them."""
    graph = material.ontology
    retired = {
        str(node) for node, value in graph.subject_objects(OWL.deprecated) if value == Literal(True)
    }
    for text in material.texts.values() if retired else ():
        block = ""
        for mention in text.mentions:
            block = mention.iri if mention.subject else block
            if mention.iri not in retired or block in retired or mention.after in SUCCESSION:
                continue
            heirs = sorted(str(o) for o in graph.objects(URIRef(mention.iri), DCTERMS.isReplacedBy))
            proposal = f"use {' or '.join(map(_short, heirs))}" if heirs else "leave it out"
            found = f"{mention.written} is deprecated"
            yield Problem(text.file, mention.line, Rule.TERM_DEPRECATED, found, proposal)


def _short(iri: str) -> str:
    return f"tg:{iri.removeprefix(str(TG))}" if iri.startswith(str(TG)) else f"<{iri}>"
