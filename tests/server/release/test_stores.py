"""What each audience may see, and the way back from a thing to the record that speaks of it."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from tests.server.release.folders import BASIS, values
from themagraaf.demo.leveringen import REGISTRATIES
from themagraaf.errors import ReleaseError, UnknownError
from themagraaf.release.current import Release

PREFIXES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX tg: <https://w3id.org/themagraaf/def/>
"""
RECORDS = ("Zaak", "Melding", "Processtap", "Persoon", "Kengetal", "Adres")


def graphs(release: Release, audience: str) -> set[str]:
    found = values(release, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", audience)
    return {graph.removeprefix(f"{BASIS}/graaf/") for (graph,) in found}


@pytest.mark.parametrize("klasse", RECORDS)
def test_the_open_store_holds_no_record_of_any_kind(klasse: str, small: Release) -> None:
    below = " ".join(f"<{iri}>" for iri in small.model.vocabulary.subclasses(
        f"https://w3id.org/themagraaf/def/{klasse}"
    ))  # fmt: skip
    query = f"SELECT ?iets WHERE {{ VALUES ?klasse {{ {below} }} ?iets a ?klasse }}"

    assert values(small, query, "openbaar") == []


def test_the_internal_store_holds_the_records(small: Release) -> None:
    query = f"{PREFIXES} SELECT (COUNT(?s) AS ?aantal) {{ ?s a tg:%s }}"

    assert values(small, query % "Vergunningaanvraag") == [["13"]]
    assert int(values(small, query % "MeldingOpenbareRuimte")[0][0]) > 50


def test_each_audience_has_its_own_graphs_and_no_other(small: Release) -> None:
    assert graphs(small, "openbaar") == {"model", "catalogus", "kpi", "query"}
    intern = {name for name in graphs(small, "intern") if not name.startswith("relatie/")}
    assert intern == {
        *("model", "catalogus", "kpi", "query", "herkomst"),
        *(f"registratie/{registratie.naam}" for registratie in REGISTRATIES),
    }


def test_no_name_of_an_employee_is_in_any_store(small: Release) -> None:
    query = 'SELECT ?s { ?s ?p ?o FILTER (CONTAINS(CONCAT(STR(?s), STR(?o)), "Resource")) }'

    assert values(small, query) == []
    assert values(small, query, "openbaar") == []


def test_the_open_store_has_the_figures_with_the_names_of_their_members(small: Release) -> None:
    found = values(
        small,
        f"""{PREFIXES} SELECT ?naam ?waarde {{
          ?cel <http://purl.org/linked-data/cube#dataSet> <{BASIS}/id/kpi/bijstand> ;
            tg:gebied ?gebied ; tg:periode "2025" ; tg:waarde ?waarde ;
            tg:leeftijdsgroep <https://w3id.org/themagraaf/code/leeftijdsgroep/20150> .
          ?gebied dcterms:identifier "GM9901" ; rdfs:label ?naam
          FILTER (LANG(?naam) = "nl") }}""",
        "openbaar",
    )

    assert found == [["Voorbeeldstad", "50"]]


def test_a_report_leads_back_to_the_elements_that_speak_of_it(
    small: Release, deliveries: Path
) -> None:
    folder = deliveries / "leveringen/meldingen"
    resolved = json.loads((folder / "resolved.json").read_text("utf-8"))
    wanted = resolved[10]["id"]

    found = values(
        small,
        f"""{PREFIXES} SELECT ?bron {{ ?melding dcterms:identifier "{wanted}" ;
        prov:wasDerivedFrom ?bron }} ORDER BY ?bron""",
    )

    told = [bron.removeprefix(f"{BASIS}/id/levering/meldingen/2026-08-31/") for (bron,) in found]
    places = [item.split("#/") for item in told]
    assert [name for name, _ in places] == ["all_meldingen.json", "resolved.json"]
    for name, place in places:
        assert json.loads((folder / name).read_text("utf-8"))[int(place)]["id"] == wanted


def test_a_step_leads_back_to_its_row_counted_with_the_header(
    small: Release, deliveries: Path
) -> None:
    path = deliveries / "leveringen/vergunningen/receipt.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))

    stap = f"<{BASIS}/id/processtap/task-20009>"
    ((bron,),) = values(small, f"{PREFIXES} SELECT ?bron {{ {stap} prov:wasDerivedFrom ?bron }}")

    file_iri, _, row = bron.partition("#row=")
    assert file_iri == f"{BASIS}/id/levering/vergunningen/2026-08-31/receipt.csv"
    assert "task-20009" in lines[int(row) - 1]


def test_the_source_of_a_thing_is_a_file_of_a_delivery_with_its_hash(
    small: Release, deliveries: Path
) -> None:
    found = values(
        small,
        f"""{PREFIXES} SELECT DISTINCT ?bestand ?registratie ?hash {{
          <{BASIS}/id/processtap/task-20009> prov:wasDerivedFrom ?bron .
          ?bestand a tg:Bestand ; dcterms:isPartOf/tg:registratie/tg:naam ?registratie ;
            spdx:checksum/spdx:checksumValue ?hash
          FILTER (STRSTARTS(STR(?bron), CONCAT(STR(?bestand), "#"))) }}""",
    )

    content = (deliveries / "leveringen/vergunningen/receipt.csv").read_bytes()
    file_iri = f"{BASIS}/id/levering/vergunningen/2026-08-31/receipt.csv"
    assert found == [[file_iri, "vergunningen", hashlib.sha256(content).hexdigest()]]


def test_everything_that_a_registration_gives_has_a_source(small: Release) -> None:
    query = f"""{PREFIXES} SELECT DISTINCT ?s WHERE {{
      GRAPH ?g {{ ?s a ?klasse }}
      FILTER (STRSTARTS(STR(?g), "{BASIS}/graaf/registratie/"))
      FILTER NOT EXISTS {{ ?s prov:wasDerivedFrom ?bron }} }}"""

    assert values(small, query) == []


def test_only_the_two_audiences_have_a_store(small: Release) -> None:
    with pytest.raises(ReleaseError, match="no store 'publiek'; known: intern, openbaar"):
        small.store("publiek")


def test_a_kpi_that_is_not_there_is_named_with_the_nearest(small: Release) -> None:
    with pytest.raises(UnknownError, match="no KPI 'meldingn'; did you mean 'meldingen'"):
        small.cube("meldingn")


def test_a_release_carries_the_model_that_made_it(small: Release) -> None:
    assert small.model.files.digest() == small.manifest["model"]
    assert small.manifest["kpis"].keys() == {kpi.id for kpi in small.model.kpis}
