"""KPI definitions over HTTP."""

import json
from pathlib import Path

import httpx

from themagraaf.release.current import Release
from themagraaf.settings import Settings

from .running import publish_copy, serving


def test_every_kpi_of_the_model_is_listed(client: httpx.Client, release: Release) -> None:
    found = client.get("/v1/kpis").json()

    assert [kpi["id"] for kpi in found["kpis"]] == [kpi.id for kpi in release.model.kpis]
    assert found["release"] == release.id


def test_kpis_can_be_asked_for_by_theme(client: httpx.Client) -> None:
    found = client.get("/v1/kpis", params={"thema": "werk-en-inkomen"}).json()["kpis"]

    every = client.get("/v1/kpis").json()["kpis"]
    assert {kpi["thema"] for kpi in found} == {"werk-en-inkomen"}
    assert found == [kpi for kpi in every if kpi["thema"] == "werk-en-inkomen"]


def test_a_kpi_says_what_it_measures_and_how(client: httpx.Client) -> None:
    found = client.get("/v1/kpis/meldingen-binnen-termijn").json()

    assert found["norm"]["waarde"] == 85
    assert found["factor"] == 100
    assert found["richting"] == "hoger-is-beter"
    assert [item["naam"] for item in found["dimensies"]] == ["gebied", "periode", "categorie"]
    assert found["dimensies"][1]["niveaus"] == ["jaar", "kwartaal", "maand"]
    assert found["query"].startswith("PREFIX")


def test_a_kpi_says_over_which_dimensions_it_does_not_add_up(client: httpx.Client) -> None:
    found = client.get("/v1/kpis/bijstand").json()

    assert [item["optelbaar"] for item in found["dimensies"]] == [False, False, False]


def test_a_kpi_without_data_says_why(release_data: Path, tmp_path: Path) -> None:
    data = publish_copy(release_data, tmp_path, "2026-01-01-00000001")
    path = data.release("2026-01-01-00000001") / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["kpis"]["meldingen"] = {"status": "unknown", "melding": "no record uses tg:Melding"}
    path.write_text(json.dumps(manifest))

    with serving(Settings(data=tmp_path)) as client:
        definition = client.get("/v1/kpis/meldingen")
        figures = client.get("/v1/kpis/meldingen/waarnemingen")
        page = client.get("/")

    assert definition.json()["melding"] == "no record uses tg:Melding"
    assert figures.status_code == 404
    assert figures.json()["type"] == "https://w3id.org/themagraaf/fout/term-zonder-gegevens"
    assert "Hiervoor zijn in deze release geen gegevens." in page.text
    assert "/v1/kpis/meldingen/waarnemingen" not in page.text
