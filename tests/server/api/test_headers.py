"""What every answer carries: version, validators, links; HEAD and OPTIONS everywhere."""

from pathlib import Path

import httpx
import pytest

PATHS = [
    "/",
    "/stijl.css",
    "/icoon.svg",
    "/health",
    "/sparql",
    "/sparql?query=ASK%7B%7D",
    "/v1/openapi.json",
    "/v1/themas",
    "/v1/themas/dienstverlening",
    "/v1/kpis",
    "/v1/kpis/meldingen",
    "/v1/kpis/meldingen/waarnemingen",
    "/v1/releases/current",
]
CACHED = [path for path in PATHS if path != "/health"]


@pytest.mark.parametrize("path", [*PATHS, "/nergens", "/v1/kpis?x=1"])
def test_every_answer_carries_version_and_safety(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers

    assert headers["API-Version"] == "1.0.0"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", PATHS)
def test_head_gives_the_head_of_get(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)

    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


@pytest.mark.parametrize("path", PATHS)
def test_options_says_what_a_path_has(client: httpx.Client, path: str) -> None:
    answer = client.options(path)

    expected = "GET, POST, HEAD, OPTIONS" if path.startswith("/sparql") else "GET, HEAD, OPTIONS"
    assert answer.status_code == 204
    assert answer.headers["Allow"] == answer.headers["Access-Control-Allow-Methods"] == expected


@pytest.mark.parametrize("path", CACHED)
def test_what_the_caller_has_already_is_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)

    again = client.get(path, headers={"If-None-Match": f'"other", {first.headers["ETag"]}'})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Vary"] == first.headers["Vary"] == "Accept, Accept-Encoding"
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_each_representation_has_a_validator_of_its_own(client: httpx.Client) -> None:
    path = "/v1/kpis/meldingen/waarnemingen"
    variants = [
        ("", "application/json"),
        ("", "text/csv"),
        ("?per=", "text/csv"),
        ("?per=gebied", "text/csv"),
    ]

    found = {
        client.get(path + query, headers={"Accept": accept}).headers["ETag"]
        for query, accept in variants
    }

    assert len(found) == len(variants)


def test_a_bad_request_is_told_also_when_any_answer_would_do(client: httpx.Client) -> None:
    assert client.get("/v1/kpis?x=1", headers={"If-None-Match": "*"}).status_code == 400


def test_figures_link_to_their_definition_and_the_document(client: httpx.Client) -> None:
    link = client.get("/v1/kpis/meldingen/waarnemingen?per=").headers["Link"]

    assert '</v1/kpis/meldingen>; rel="describedby"' in link
    assert '</v1/openapi.json>; rel="service-desc"' in link


def test_health_names_the_release_and_is_never_kept(
    client: httpx.Client, release_data: Path
) -> None:
    answer = client.get("/health")

    [release] = [item.name for item in (release_data / "releases").iterdir()]
    assert answer.json() == {"status": "ok", "release": release}
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_current_release_gives_its_manifest(client: httpx.Client, release_data: Path) -> None:
    found = client.get("/v1/releases/current").json()

    assert found["id"] == client.get("/health").json()["release"]
    assert found["manifest"]["gemeente"]["naam"] == "Voorbeeldstad"
    assert str(release_data) not in str(found)
