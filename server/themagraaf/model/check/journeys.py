"""Journeys: each step names a service and its evidence, and the query gives each step."""

import re
from collections.abc import Iterator

from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef, Variable
from rdflib.collection import Collection
from rdflib.term import Node

from themagraaf.errors import ModelError, choices
from themagraaf.model.check.algebra import walk
from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.check.query import Query
from themagraaf.model.klantreis import read_klantreizen
from themagraaf.model.namespaces import TG


def broken(material: Material) -> Iterator[Problem]:
    """Find journeys that don't hold, and queries of no journey."""
    graph = material.ontology
    queries = {query.name: query for query in material.queries if query.kind == "klantreis"}
    found = []
    names: set[str] = set()
    for node in sorted(graph.subjects(RDF.type, TG.Klantreis), key=str):
        name = str(graph.value(node, SKOS.notation) or "")
        names.add(name)
        found += [*_journey(material, node, name), *_steps(material, node, queries.get(name))]
    for name, query in queries.items():
        if name not in names:
            said = f"no tg:Klantreis has the notation {name!r}"
            found.append(
                Problem(query.file, 0, Rule.JOURNEY_WITHOUT_QUERY, said, choices(name, names))
            )
    yield from found
    if not found:
        # What remains is what the reader can't do without: words in two languages, a theme.
        try:
            read_klantreizen(material.files, material.vocabulary)
        except ModelError as error:
            proposal = "docs/model.md shows a whole journey"
            named = re.match(r"https?://[^\s:]+", str(error))
            place = material.place("ontology", named.group() if named else "")
            yield Problem(*place, Rule.JOURNEY_INCOMPLETE, str(error), proposal)


def _journey(material: Material, node: Node, name: str) -> Iterator[Problem]:
    graph, place = material.ontology, material.place("ontology", node)
    if not name:
        found = "the journey has no skos:notation"
        proposal = "write the name of its query"
        yield Problem(*place, Rule.JOURNEY_INCOMPLETE, found, proposal)
    elif f"queries/klantreis/{name}.rq" not in material.texts:
        found = f"the journey {name!r} has no query"
        proposal = f"write queries/klantreis/{name}.rq"
        yield Problem(*place, Rule.JOURNEY_WITHOUT_QUERY, found, proposal)
    question = graph.value(node, TG.beantwoordt)
    if question is None or (question, RDF.type, TG.Bewonersvraag) not in graph:
        found = f"the journey {name!r} answers no tg:Bewonersvraag"
        proposal = "write tg:beantwoordt and the question"
        yield Problem(*place, Rule.JOURNEY_INCOMPLETE, found, proposal)
    if len(steps(graph, node)) < 2:
        found = f"the journey {name!r} has fewer than two steps"
        proposal = "write tg:stappen ( … ), in order"
        yield Problem(*place, Rule.JOURNEY_INCOMPLETE, found, proposal)


def steps(graph: Graph, klantreis: Node) -> list[Node]:
    """Return the steps of a journey, in order."""
    first = graph.value(klantreis, TG.stappen)
    return list(Collection(graph, first)) if first is not None else []


def _steps(material: Material, klantreis: Node, query: Query | None) -> Iterator[Problem]:
    graph = material.ontology
    notations: set[str] = set()
    for step in steps(graph, klantreis):
        place = material.place("ontology", step)
        notation = str(graph.value(step, SKOS.notation) or "")
        notations.add(notation)
        dienst = graph.value(step, TG.dienst)
        if dienst is None or (dienst, RDF.type, TG.Dienst) not in graph:
            found = f"the step {notation!r} has no tg:dienst that is a tg:Dienst"
            known = [str(d).rsplit("/", 1)[-1] for d in graph.subjects(RDF.type, TG.Dienst)]
            proposal = choices(str(dienst or "").rsplit("/", 1)[-1], known)
            yield Problem(*place, Rule.STEP_WITHOUT_SERVICE, found, proposal)
        shown = graph.value(step, TG.blijktUit)
        if not isinstance(shown, URIRef) or (shown, RDF.type, OWL.Class) not in graph:
            found = f"the step {notation!r} has no tg:blijktUit that is a class"
            proposal = "name the class of the record that shows it"
            yield Problem(*place, Rule.STEP_WITHOUT_EVIDENCE, found, proposal)
        if query is not None and notation not in query.text.literals:
            found = f"the step {notation!r} of the journey is never given"
            yield _not_given(query, found, f"let ?stap be {notation!r} where it was taken")
    if query is not None and query.parsed.algebra is not None:
        for text in sorted(_given(query) - notations):
            found = f"it gives the step {text!r}, which its journey does not have"
            yield _not_given(query, found, choices(text, notations))


def _not_given(query: Query, found: str, proposal: str) -> Problem:
    line = query.text.line_with(r"^\s*SELECT\b")
    return Problem(query.file, line, Rule.STEP_NOT_GIVEN, found, proposal)


def _given(query: Query) -> set[str]:
    """Return the texts that a query binds to ?stap by BIND, SELECT … AS or VALUES."""
    stap = Variable("stap")
    found: set[str] = set()
    for node in walk(query.parsed.algebra):
        if node.name == "Extend" and node["var"] == stap and isinstance(node["expr"], Literal):
            found.add(str(node["expr"]))
        elif node.name == "values":
            found |= {str(row[stap]) for row in node["res"] if isinstance(row.get(stap), Literal)}
    return found
