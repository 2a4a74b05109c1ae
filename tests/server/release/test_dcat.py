"""A release describes itself as a data catalogue."""

from dataclasses import replace
from datetime import date

from rdflib import DCAT, DCTERMS, Literal, URIRef

from themagraaf.model.bron import Bron, read_bron
from themagraaf.model.model import Model
from themagraaf.release.dcat import NON_PUBLIC, PUBLIC, VCARD, as_quads, describe_catalogue
from themagraaf.release.gemeente import Gemeente

GEMEENTE = Gemeente("Proefdorp", "GM9902", "https://proefdorp.example", (), "data@proef.example")
BRONNEN = {
    "gebieden": (Bron("Gebieden", {"Persoonsgegevens": "Geen"}), date(2026, 1, 1)),
    "brp": (Bron("Personen", {"Bronhouder": "Burgerzaken"}), date(2026, 8, 31)),
}
ID = "https://proefdorp.example/id"


def test_a_registration_with_personal_data_is_not_public_and_one_without_is() -> None:
    graph = describe_catalogue(GEMEENTE, BRONNEN)

    rights = {
        str(node).removeprefix(f"{ID}/"): value
        for node, value in graph.subject_objects(DCTERMS.accessRights)
    }
    assert rights["registratie/brp"] == NON_PUBLIC
    assert rights["registratie/gebieden"] == PUBLIC
    assert rights["cijfers"] == PUBLIC


def test_whom_to_ask_and_the_licence_are_those_of_the_configuration() -> None:
    own = replace(
        GEMEENTE, website="https://proef.example/vragen", licentie="https://eigen.example"
    )

    graph = describe_catalogue(own, BRONNEN)

    contact = URIRef(f"{ID}/contact")
    assert set(graph.objects(contact, VCARD.hasEmail)) == {URIRef("mailto:data@proef.example")}
    assert set(graph.objects(contact, VCARD.hasURL)) == {URIRef("https://proef.example/vragen")}
    assert set(graph.objects(None, DCTERMS.license)) == {URIRef("https://eigen.example")}


def test_who_names_no_website_is_asked_at_the_address_of_the_graph() -> None:
    graph = describe_catalogue(GEMEENTE, BRONNEN)

    assert set(graph.objects(None, VCARD.hasURL)) == {URIRef("https://proefdorp.example")}


def test_what_can_be_asked_for_is_reached_by_a_service() -> None:
    graph = describe_catalogue(GEMEENTE, BRONNEN)

    served = {
        str(graph.value(service, DCAT.endpointURL)): len(
            set(graph.objects(service, DCAT.servesDataset))
        )
        for service in graph.objects(None, DCAT.service)
    }
    assert served == {
        "https://proefdorp.example/sparql": 3,
        "https://proefdorp.example/v1/kpis": 1,
    }


def test_the_same_catalogue_gives_the_same_lines() -> None:
    first = list(as_quads(describe_catalogue(GEMEENTE, BRONNEN), "urn:x"))
    second = list(as_quads(describe_catalogue(GEMEENTE, dict(reversed(BRONNEN.items()))), "urn:x"))

    assert first == second
    assert all(line.endswith(" <urn:x> .\n") and "_:" not in line for line in first)


def test_the_title_of_a_registration_is_the_heading_of_its_bron(model: Model) -> None:
    bron = read_bron(model.files, "meldingen")

    graph = describe_catalogue(GEMEENTE, {"meldingen": (bron, date(2026, 8, 31))})

    titles = set(graph.objects(URIRef(f"{ID}/registratie/meldingen"), DCTERMS.title))
    assert Literal("Meldingen openbare ruimte", lang="nl") in titles
    assert read_bron(model.files, "nergens").titel == "nergens"
