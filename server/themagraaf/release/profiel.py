"""Holds what a model publishes to SHACL profiles of others, as NL-SBB, DCAT-AP-NL and CPSV-AP.

Published are ontology, code lists, journeys and services, and the catalogue that a
municipality with a delivery of every registration would have.

A profile speaks of the classes that it targets, so only their instances are held to it; and
what lies outside is not in the data, so that the class of an IRI of others can't be judged.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.bron import read_bron
from themagraaf.model.check import Problem, Rule
from themagraaf.model.check.text import Text
from themagraaf.model.files import ModelFiles
from themagraaf.model.rml_reader import read_mappings
from themagraaf.model.shapes import SH
from themagraaf.release.dcat import describe_catalogue
from themagraaf.release.gemeente import Gemeente

# A municipality that does not exist: what it would publish is what the model publishes.
EXAMPLE = Gemeente("Voorbeeldstad", "GM9901", "https://voorbeeldstad.example", ())
OURS = ("https://w3id.org/themagraaf/", EXAMPLE.basis)


def published(files: ModelFiles) -> Graph:
    """Return all that is published of a model, but for the records and figures.

    Raises:
        ModelError: A file can't be read.
    """
    graph = Graph()  # of the kind that pySHACL can work on
    graph += files.read_together(files.find("ontology", "*.ttl"))
    bronnen = {
        mapping.naam: (read_bron(files, mapping.naam), date(2026, 1, 31))
        for mapping in read_mappings(files)
    }
    if bronnen:
        graph += describe_catalogue(EXAMPLE, bronnen)
    return graph


def hold_to(files: ModelFiles, profiles: Sequence[Path]) -> list[Problem]:
    """Return what is published and a profile forbids, in order of file and line.

    Raises:
        ModelError: A file of the model or of a profile can't be read.
    """
    shapes = _shapes(profiles)
    graph = published(files)
    _, report, _ = validate(graph, shacl_graph=shapes, advanced=True)
    if not isinstance(report, Graph):
        raise ModelError(f"the profile can't be carried out: {report}")
    texts = [
        Text(files.name(path), path.read_text(encoding="utf-8"))
        for path in files.find("ontology", "*.ttl")
    ]
    return sorted(set(_problems(report, graph, _targeted(shapes, graph), texts)))


def _shapes(profiles: Iterable[Path]) -> Graph:
    shapes = Graph()
    for profile in profiles:
        paths = sorted(profile.rglob("*.ttl")) if profile.is_dir() else [profile]
        for path in paths:
            try:
                shapes.parse(path, format="turtle")
            except Exception as error:  # rdflib raises many kinds for a file that is not Turtle
                raise ModelError(f"{path} is no profile in Turtle: {error}") from error
    # DCAT-AP 3.0.1 has property shapes without a path; they say nothing, and stop the engine.
    for owner, node in list(shapes.subject_objects(SH.property)):
        if (node, SH.path, None) not in shapes:
            shapes.remove((owner, SH.property, node))
    if (None, SH.targetClass, None) not in shapes:
        raise ModelError("the profiles hold no shape with a sh:targetClass; name files of shapes")
    return shapes


def _targeted(shapes: Graph, graph: Graph) -> set[Node]:
    """Return the things in a graph that are of a class that the profiles target."""
    classes = {
        below
        for kind in shapes.objects(None, SH.targetClass)
        for below in graph.transitive_subjects(RDFS.subClassOf, kind)
    }
    return {node for kind in classes for node in graph.subjects(RDF.type, kind)}


def _problems(
    report: Graph, graph: Graph, targeted: set[Node], texts: Sequence[Text]
) -> Iterator[Problem]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        if report.value(result, SH.resultSeverity) != SH.Violation or focus not in targeted:
            continue
        component = report.value(result, SH.sourceConstraintComponent)
        if component == SH.ClassConstraintComponent and _outside(value, graph):
            continue
        path = report.value(result, SH.resultPath)
        said = str(report.value(result, SH.resultMessage) or "").strip()
        shape = report.value(result, SH.sourceShape)
        where = f" in {path}" if path is not None else ""
        named = str(shape) if isinstance(shape, URIRef) else str(component).rsplit("#", 1)[-1]
        found = f"{focus}{where}: {' '.join(said.split())[:300]}"
        yield Problem(*_place(focus, texts), Rule.PROFILE, found, f"see {named}")


def _outside(value: Node | None, graph: Graph) -> bool:
    """Say whether a value is an IRI of others of which the data say nothing."""
    return (
        isinstance(value, URIRef)
        and not str(value).startswith(OURS)
        and (value, RDF.type, None) not in graph
    )


def _place(focus: Node | None, texts: Sequence[Text]) -> tuple[str, int]:
    for text in texts:
        if line := text.subjects.get(str(focus)):
            return text.file, line
    return "catalogus" if str(focus).startswith(EXAMPLE.basis) else "ontology", 0
