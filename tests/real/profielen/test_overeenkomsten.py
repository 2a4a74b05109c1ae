"""What the ontology says that it matches exists there: terms of the GGM, products of the UPL."""

import csv
import re
from pathlib import Path

from rdflib import DCTERMS, URIRef

from themagraaf.model.model import Model
from themagraaf.model.namespaces import TG

GGM = re.compile(r"https://lod\.gemeentelijkgegevensmodel\.nl/[^>\s]+")
UPL = "http://standaarden.overheid.nl/owms/terms/"


def test_every_term_of_the_ggm_that_is_matched_is_in_the_ggm(model: Model, shared: Path) -> None:
    folder = shared / "rules/ggm-linked-data"
    text = (folder / "Gemeentelijk Gegevensmodel Linked Data-draft.ttl").read_text("utf-8")
    in_ggm = set(GGM.findall(text))

    matched = {
        str(o) for o in model.vocabulary.graph.objects() if isinstance(o, URIRef) and GGM.match(o)
    }

    assert len(matched) > 150
    assert matched - in_ggm == set()


def test_every_service_has_the_name_and_iri_that_the_upl_gives(model: Model, shared: Path) -> None:
    with (shared / "rules/upl/UPL-actueel.csv").open(encoding="utf-8-sig", newline="") as file:
        upl = {row["URI"]: row["UniformeProductnaam"] for row in csv.DictReader(file)}
    graph = model.vocabulary.graph

    services = {
        str(graph.value(service, DCTERMS.subject)): str(naam)
        for service, naam in graph.subject_objects(TG.uplNaam)
    }

    assert len(services) > 10
    assert {iri: upl.get(iri) for iri in services} == services
