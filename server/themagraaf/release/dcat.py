"""Describes a release as a data catalogue by DCAT-AP-NL 3.0: data sets, distributions, services.

Classes and required properties are those of DCAT-AP-NL 3.0; that profile asks for explicit
types (`vcard:Kind`, `foaf:Agent`), since a harvester doesn't know their superclasses.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

from themagraaf.model.bron import Bron
from themagraaf.release.gemeente import Gemeente

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = "http://publications.europa.eu/resource/authority/"
PUBLIC = URIRef(EU + "access-right/PUBLIC")
NON_PUBLIC = URIRef(EU + "access-right/NON_PUBLIC")
GOVERNMENT = URIRef(EU + "data-theme/GOVE")
LANGUAGES = (URIRef(EU + "language/NLD"), URIRef(EU + "language/ENG"))
SPARQL = URIRef("https://www.w3.org/TR/sparql11-protocol/")
OPENAPI = URIRef("https://spec.openapis.org/oas/v3.1.0")


def describe_catalogue(gemeente: Gemeente, bronnen: Mapping[str, tuple[Bron, date]]) -> Graph:
    """Return the catalogue of a release: a data set per registration, and one of its figures.

    `bronnen` gives per registration what is written about it, and its reference date.
    """
    return _Catalogue(gemeente).filled(bronnen)


def as_quads(graph: Graph, name: str) -> Iterator[str]:
    """Give a graph without blank nodes as lines of N-Quads, in an order that never differs."""
    for s, p, o in sorted(graph, key=lambda triple: [term.n3() for term in triple]):
        yield f"{s.n3()} {p.n3()} {o.n3()} <{name}> .\n"


class _Catalogue:
    def __init__(self, gemeente: Gemeente) -> None:
        self.gemeente = gemeente
        self.graph = Graph()
        self.catalogue = self._id("catalogus")
        self.publisher = self._id("uitgever")
        self.contact = self._id("contact")
        self.sparql = self._id("service/sparql")
        self.api = self._id("service/kpi")

    def filled(self, bronnen: Mapping[str, tuple[Bron, date]]) -> Graph:
        naam = self.gemeente.naam
        self._add(self.publisher, RDF.type, FOAF.Agent)
        self._said(self.publisher, FOAF.name, f"Gemeente {naam}", f"Municipality of {naam}")
        # CPSV-AP knows an agent by identifier and title, DCAT-AP by name.
        self._said(self.publisher, DCTERMS.title, f"Gemeente {naam}", f"Municipality of {naam}")
        self._add(self.publisher, DCTERMS.identifier, Literal(self.gemeente.code))
        self._add(self.contact, RDF.type, VCARD.Kind)
        self._said(self.contact, VCARD.fn, f"Gemeente {naam}", f"Municipality of {naam}")
        if self.gemeente.email:
            self._add(self.contact, VCARD.hasEmail, URIRef(f"mailto:{self.gemeente.email}"))
        self._add(self.contact, VCARD.hasURL, URIRef(self.gemeente.website or self.gemeente.basis))
        self._catalogue()
        for registratie, (bron, peildatum) in sorted(bronnen.items()):
            self._registratie(registratie, bron, peildatum)
        self._figures(max(peildatum for _, peildatum in bronnen.values()))
        self._services()
        return self.graph

    def _catalogue(self) -> None:
        naam = self.gemeente.naam
        self._resource(
            self.catalogue,
            DCAT.Catalog,
            (f"Themagraaf van {naam}", f"Themagraaf of {naam}"),
            (
                f"De registraties van {naam}, op elkaar betrokken per thema, en hun cijfers.",
                f"The registrations of {naam}, related by theme, and their figures.",
            ),
        )
        self._add(self.catalogue, DCTERMS.license, URIRef(self.gemeente.licentie))

    def _registratie(self, naam: str, bron: Bron, peildatum: date) -> None:
        node = self._id(f"registratie/{naam}")
        who = bron.bronhouder or self.gemeente.naam
        self._data_set(
            node,
            (bron.titel, naam),
            (f"{bron.titel}, bijgehouden door: {who}.", f"Registration {naam}, kept by: {who}."),
            NON_PUBLIC if bron.persoonsgegevens else PUBLIC,
            peildatum,
        )
        self._distribution(node, "sparql", self.sparql, f"{self.gemeente.basis}/sparql")

    def _figures(self, peildatum: date) -> None:
        node = self._id("cijfers")
        said = (
            "De uitkomsten van alle KPI's, met kleine aantallen geheim.",
            "The outcomes of all KPIs, with small numbers kept secret.",
        )
        self._data_set(node, ("Cijfers per thema", "Figures by theme"), said, PUBLIC, peildatum)
        self._distribution(node, "kpi", self.api, f"{self.gemeente.basis}/v1/kpis")
        self._distribution(node, "sparql", self.sparql, f"{self.gemeente.basis}/sparql")

    def _services(self) -> None:
        for node, path, standard, about, titles, said in (
            (
                self.sparql,
                "/sparql",
                SPARQL,
                "/sparql",
                ("Vragen in SPARQL", "Questions in SPARQL"),
                ("Beantwoordt SPARQL 1.1 over de graaf.", "Answers SPARQL 1.1 over the graph."),
            ),
            (
                self.api,
                "/v1/kpis",
                OPENAPI,
                "/v1/openapi.json",
                ("Cijfers als JSON en CSV", "Figures as JSON and CSV"),
                ("Geeft de cijfers van elke KPI.", "Gives the figures of each KPI."),
            ),
        ):
            self._resource(node, DCAT.DataService, titles, said)
            self._add(node, DCTERMS.identifier, Literal(str(node)))
            self._add(node, DCTERMS.accessRights, PUBLIC)
            self._add(node, DCTERMS.license, URIRef(self.gemeente.licentie))
            self._add(node, DCTERMS.conformsTo, standard)
            self._add(node, DCAT.theme, GOVERNMENT)
            self._add(node, DCAT.endpointURL, URIRef(self.gemeente.basis + path))
            self._add(node, DCAT.endpointDescription, URIRef(self.gemeente.basis + about))
            self._add(self.catalogue, DCAT.service, node)

    def _data_set(
        self,
        node: URIRef,
        titles: tuple[str, str],
        said: tuple[str, str],
        rights: URIRef,
        peildatum: date,
    ) -> None:
        self._resource(node, DCAT.Dataset, titles, said)
        self._add(node, DCTERMS.identifier, Literal(str(node)))
        self._add(node, DCTERMS.accessRights, rights)
        self._add(node, DCTERMS.creator, self.publisher)
        self._add(node, DCTERMS.modified, Literal(peildatum))
        self._add(node, DCAT.theme, GOVERNMENT)
        self._add(self.catalogue, DCAT.dataset, node)

    def _distribution(self, data_set: URIRef, name: str, service: URIRef, address: str) -> None:
        node = URIRef(f"{data_set}/distributie/{name}")
        self._add(data_set, DCAT.distribution, node)
        self._add(service, DCAT.servesDataset, data_set)
        self._add(node, RDF.type, DCAT.Distribution)
        self._add(node, DCAT.accessURL, URIRef(address))
        self._add(node, DCAT.accessService, service)
        self._add(node, DCTERMS.license, URIRef(self.gemeente.licentie))

    def _resource(
        self, node: URIRef, kind: URIRef, titles: tuple[str, str], said: tuple[str, str]
    ) -> None:
        self._add(node, RDF.type, kind)
        self._said(node, DCTERMS.title, *titles)
        self._said(node, DCTERMS.description, *said)
        self._add(node, DCTERMS.publisher, self.publisher)
        self._add(node, DCAT.contactPoint, self.contact)
        for language in LANGUAGES:
            self._add(node, DCTERMS.language, language)

    def _said(self, node: URIRef, predicate: URIRef, nl: str, en: str) -> None:
        self._add(node, predicate, Literal(nl, lang="nl"))
        self._add(node, predicate, Literal(en, lang="en"))

    def _add(self, node: URIRef, predicate: URIRef, value: URIRef | Literal) -> None:
        self.graph.add((node, predicate, value))

    def _id(self, name: str) -> URIRef:
        return URIRef(f"{self.gemeente.basis}/id/{name}")
