"""KPIs: theme, registrations, dimensions, unit, norm, owner, level, and a case that proves it."""

from collections.abc import Iterator

from rdflib import RDF

from themagraaf.errors import choices
from themagraaf.model.check.material import Material
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.kpi import Kpi
from themagraaf.model.namespaces import TG


def headers(material: Material) -> Iterator[Problem]:
    """Find KPIs whose header names something that the model does not know, or says too little."""
    themas = [thema.rsplit("/", 1)[-1] for thema in themes(material)]
    mapped = [mapping.naam for mapping in material.mappings]
    terms = [iri.removeprefix(str(TG)) for iri in material.vocabulary.terms]
    for kpi in material.kpis:
        if kpi.thema not in themas:
            found = f"there is no theme {kpi.thema!r}"
            yield Problem(kpi.where, 0, Rule.KPI_THEME, found, choices(kpi.thema, themas))
        for naam in kpi.registraties:
            if naam not in mapped and mapped:
                found = f"no mapping fills registration {naam!r}"
                proposal = choices(naam, mapped)
                yield _at(material, kpi, "registraties", Rule.KPI_REGISTRATION, found, proposal)
        for dimensie in kpi.dimensies:
            if dimensie not in terms:
                found = f"dimension {dimensie!r} is no property"
                proposal = choices(dimensie, terms)
                yield _at(material, kpi, "dimensies", Rule.KPI_DIMENSION, found, proposal)
        yield from _said(material, kpi)
    for relatie in material.relaties:
        if relatie.registratie not in mapped and mapped:
            line = material.texts[relatie.where].line_with(r"^#\+ registratie:")
            found = f"no mapping fills registration {relatie.registratie!r}"
            proposal = choices(relatie.registratie, mapped)
            yield Problem(relatie.where, line, Rule.KPI_REGISTRATION, found, proposal)


def unproven(material: Material) -> Iterator[Problem]:
    """Find KPIs without a case, where the folder of cases stands beside the model."""
    cases = material.files.root / "tests" / "cases" / "kpi"
    for kpi in material.kpis if cases.is_dir() else ():
        for name in ("data.ttl", "expected.csv"):
            if not (cases / kpi.id / name).is_file():
                found = f"no case proves it: tests/cases/kpi/{kpi.id}/{name} is missing"
                proposal = "write a few records, and the rows worked out by hand"
                yield Problem(kpi.where, 0, Rule.KPI_CASE, found, proposal)


def _said(material: Material, kpi: Kpi) -> Iterator[Problem]:
    if not kpi.eenheid.startswith("unit:"):
        found = f"eenheid {kpi.eenheid!r} is no QUDT unit"
        proposal = "write one as unit:PERCENT, unit:NUM or unit:DAY"
        yield _at(material, kpi, "eenheid", Rule.KPI_UNIT, found, proposal)
    if not kpi.niveaus:
        proposal = "name bestuurlijk, beleidsmatig or operationeel"
        yield _at(material, kpi, "niveaus", Rule.KPI_LEVEL, "it is for no level", proposal)
    if kpi.eigenaar.strip().lower() in {"", "-", "?", "onbekend", "geen"}:
        found = f"eigenaar {kpi.eigenaar!r} is nobody"
        proposal = "name the team that answers for the figure"
        yield _at(material, kpi, "eigenaar", Rule.KPI_OWNER, found, proposal)


def themes(material: Material) -> list[str]:
    """Return the IRIs of the themes, in order."""
    return sorted(str(node) for node in material.ontology.subjects(RDF.type, TG.Thema))


def _at(material: Material, kpi: Kpi, key: str, rule: Rule, found: str, proposal: str) -> Problem:
    line = material.texts[kpi.where].line_with(rf"^#\+ {key}:")
    return Problem(kpi.where, line, rule, found, proposal)
