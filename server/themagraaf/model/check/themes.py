"""Themes: each has its words, its shapes, a KPI and a journey."""

from collections.abc import Iterator

from rdflib import OWL, RDF, URIRef

from themagraaf.model.check.kpis import themes
from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.namespaces import TG


def incomplete(material: Material) -> Iterator[Problem]:
    """Find themes that lack a file, a KPI or a journey."""
    graph = material.ontology
    measured = {kpi.thema for kpi in material.kpis}
    travelled = {
        str(thema)
        for reis in graph.subjects(RDF.type, TG.Klantreis)
        for vraag in graph.objects(reis, TG.beantwoordt)
        for thema in graph.objects(vraag, TG.thema)
    }
    for iri in themes(material):
        name, place = iri.rsplit("/", 1)[-1], material.place("ontology", URIRef(iri))
        lacking = {
            f"file ontology/{name}.ttl": f"ontology/{name}.ttl" not in material.texts,
            f"file shapes/{name}.ttl": _has_classes(material, name)
            and f"shapes/{name}.ttl" not in material.texts,
            "KPI": name not in measured,
            "journey": iri not in travelled,
        }
        for what in (what for what, missing in lacking.items() if missing):
            found = f"the theme {name!r} has no {what}"
            yield Problem(*place, Rule.THEME_INCOMPLETE, found, _proposal(name, what))


def _has_classes(material: Material, name: str) -> bool:
    """Say whether the file of a theme has classes of its own; else shapes stand elsewhere."""
    text = material.texts.get(f"ontology/{name}.ttl")
    classes = {str(node) for node in material.ontology.subjects(RDF.type, OWL.Class)}
    return text is not None and bool(classes & text.subjects.keys())


def _proposal(name: str, what: str) -> str:
    if what == "KPI":
        return f"write one in queries/kpi/{name}/"
    if what == "journey":
        return f"write one in ontology/klantreizen/{name}.ttl, with its query"
    return "write it, as the other themes have it"
