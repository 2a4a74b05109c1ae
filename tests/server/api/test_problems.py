"""Every error has one shape, says what would do, and gives nothing away."""

from pathlib import Path

import httpx
import pytest

from themagraaf.release.folder import DataFolder
from themagraaf.settings import Settings

from .running import publish_copy, serving

TYPES = "https://w3id.org/themagraaf/fout/"
PROBLEMS = [
    ("GET", "/v1/nergens", 404, "onbekend"),
    ("GET", "/v1/themas/", 404, "onbekend"),
    ("GET", "/v1/kpis/meldingen/", 404, "onbekend"),
    ("GET", "/v1/kpis/nergens", 404, "onbekend"),
    ("GET", "/v1/kpis/nergens/waarnemingen", 404, "onbekend"),
    ("GET", "/v1/themas/nergens", 404, "onbekend"),
    ("GET", "/v1/kpis?thema=nergens", 400, "parameters"),
    ("GET", "/v1/kpis?thema=dienstverlening&thema=openbare-ruimte", 400, "parameters"),
    ("GET", "/v1/themas?page=1", 400, "parameters"),
    ("GET", "/v1/releases/current?x=1", 400, "parameters"),
    ("GET", "/health?x=1", 400, "parameters"),
    ("GET", "/?taal=fr", 400, "parameters"),
    ("GET", "/v1/kpis/meldingen/waarnemingen?gebied=", 400, "parameters"),
    ("GET", "/v1/kpis/meldingen/waarnemingen?kanaal=Post", 400, "parameters"),
    ("GET", "/v1/kpis/bijstand/waarnemingen?per=", 400, "niet-optelbaar"),
    ("POST", "/v1/kpis", 405, "methode"),
    ("DELETE", "/sparql", 405, "methode"),
    ("OPTIONS", "/v1/nergens", 404, "onbekend"),
]


@pytest.mark.parametrize(("method", "path", "status", "slug"), PROBLEMS)
def test_an_error_is_a_problem(
    client: httpx.Client, method: str, path: str, status: int, slug: str
) -> None:
    answer = client.request(method, path)

    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert problem["type"] == TYPES + slug
    assert problem["title"] and problem["detail"]
    assert problem["instance"].startswith("urn:uuid:")


def test_each_problem_has_an_instance_of_its_own(client: httpx.Client) -> None:
    one, two = (client.get("/v1/nergens").json()["instance"] for _ in range(2))

    assert one != two


@pytest.mark.parametrize("path", ["/v1/kpis", "/", "/sparql", "/health", "/stijl.css"])
def test_an_accept_that_nothing_meets_is_406(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert answer.json()["type"] == TYPES + "niet-leverbaar"


def test_405_says_which_methods_there_are(client: httpx.Client) -> None:
    assert client.put("/sparql").headers["Allow"] == "GET, POST, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/health", "/", "/v1/kpis", "/sparql?query=ASK%7B%7D"])
def test_where_nothing_is_published_every_resource_says_503(
    empty: httpx.Client, tmp_path: Path, path: str
) -> None:
    answer = empty.get(path)

    assert answer.status_code == 503
    assert answer.json()["type"] == TYPES + "release"
    assert answer.headers["Retry-After"]
    assert str(tmp_path) not in answer.text


def test_a_release_that_is_gone_is_503_without_a_path(tmp_path: Path) -> None:
    DataFolder(tmp_path).propose("2026-01-01-00000000")
    (tmp_path / "candidate.json").rename(tmp_path / "current.json")
    (tmp_path / "current.json").write_text('{"releases": ["2026-01-01-00000000"]}')

    with serving(Settings(data=tmp_path)) as client:
        answer = client.get("/health")

    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text


def test_what_nobody_foresaw_is_500_without_a_trace(release_data: Path, tmp_path: Path) -> None:
    data = publish_copy(release_data, tmp_path, "2026-01-01-00000001")
    (data.release("2026-01-01-00000001") / "cubes" / "meldingen.parquet").write_text("broken")

    with serving(Settings(data=tmp_path)) as client:
        answer = client.get("/v1/kpis/meldingen/waarnemingen")

    assert answer.status_code == 500
    assert answer.json()["type"] == TYPES + "fout"
    assert "Traceback" not in answer.text
    assert str(tmp_path) not in answer.text
    assert answer.headers["API-Version"]


def test_a_model_that_cannot_be_read_is_500_without_a_path(
    release_data: Path, tmp_path: Path
) -> None:
    data = publish_copy(release_data, tmp_path, "2026-01-01-00000001")
    ontology = data.release("2026-01-01-00000001") / "model" / "ontology" / "kern.ttl"
    ontology.write_text("this is no Turtle")

    with serving(Settings(data=tmp_path)) as client:
        answer = client.get("/v1/themas")

    assert answer.json()["type"] == TYPES + "model"
    assert "kern.ttl" not in answer.text


def test_each_problem_type_is_a_heading_of_the_document(root: Path) -> None:
    headings = (root / "docs" / "errors.md").read_text().splitlines()

    for slug in {item[-1] for item in PROBLEMS} | {"niet-leverbaar", "release", "fout", "model"}:
        assert f"## {slug}" in headings
