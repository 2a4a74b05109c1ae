"""What the model publishes keeps to NL-SBB, DCAT-AP-NL and CPSV-AP, as their makers wrote them."""

from pathlib import Path

import pytest
from rdflib import DCAT, RDF, Graph, URIRef

from tests.conftest import ROOT
from themagraaf.model.files import find_model
from themagraaf.release import profiel
from themagraaf.release.profiel import hold_to

PROFILES = {
    "nl-sbb": ["nl-sbb/skos-ap-nl.ttl"],
    "cpsv-ap": ["cpsv-ap/cpsv-ap-SHACL.ttl"],
    "dcat-ap-nl": [
        "dcat-ap-nl30/dcat-ap-SHACL.ttl",
        "dcat-ap-nl30/dcat-ap-nl-SHACL.ttl",
        "dcat-ap-nl30/dcat-ap-nl-SHACL-klassebereik.ttl",
    ],
}


def files_of(shared: Path, name: str) -> list[Path]:
    return [shared / "rules" / path for path in PROFILES[name]]


@pytest.mark.parametrize("name", PROFILES)
def test_what_is_published_keeps_to_a_profile(name: str, shared: Path) -> None:
    problems = hold_to(find_model(ROOT), files_of(shared, name))

    assert [f"{item.place}: {item.said}" for item in problems] == []


@pytest.mark.parametrize("lacking", ["contactPoint", "theme", "endpointURL", "accessURL"])
def test_a_catalogue_that_lacks_what_is_mandatory_does_not(
    lacking: str, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = profiel.published(find_model(ROOT))
    graph.remove((None, DCAT[lacking], None))
    monkeypatch.setattr(profiel, "published", lambda _: graph)

    problems = hold_to(find_model(ROOT), files_of(shared, "dcat-ap-nl"))

    assert problems
    assert all(str(DCAT[lacking]) in item.found for item in problems)
    assert {item.file for item in problems} == {"catalogus"}


def test_every_registration_is_a_data_set_of_the_catalogue() -> None:
    graph: Graph = profiel.published(find_model(ROOT))
    registraties = {path.parent.name for path in (ROOT / "mappings").rglob("mapping.rml.ttl")}

    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    data_sets = set(graph.objects(catalogue, DCAT.dataset))

    base = "https://voorbeeldstad.example/id"
    expected = {URIRef(f"{base}/registratie/{naam}") for naam in registraties}
    assert data_sets == expected | {URIRef(f"{base}/cijfers")}
