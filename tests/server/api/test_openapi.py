"""The OpenAPI document says what the service does."""

import re

import httpx
import pytest

Document = dict[str, dict[str, dict[str, dict[str, str]]]]


@pytest.fixture(scope="module")
def paths(client: httpx.Client) -> Document:
    found: Document = client.get("/v1/openapi.json").json()["paths"]
    return found


def test_operation_ids_are_stable_unique_and_lower_camel_case(paths: Document) -> None:
    found = [
        op["operationId"]
        for path, item in paths.items()
        for name, op in item.items()
        if name != "servers" and not path.startswith("/queries/")
    ]

    assert sorted(map(str, found)) == [
        "leesGezondheid",
        "leesHuidigeRelease",
        "leesInternSparql",
        "leesKlantreis",
        "leesKlantreizen",
        "leesKpi",
        "leesKpis",
        "leesOpzoekingen",
        "leesSparql",
        "leesThema",
        "leesThemas",
        "leesWaarnemingen",
        "vraagInternSparql",
        "vraagSparql",
    ]
    assert all(re.fullmatch("[a-z][A-Za-z]+", str(name)) for name in found)


def test_paths_stand_below_the_server_of_their_version(client: httpx.Client) -> None:
    document = client.get("/v1/openapi.json").json()

    assert document["servers"] == [{"url": "/v1"}]
    assert document["paths"]["/sparql"]["servers"] == [{"url": "/"}]
    assert client.get("/v1" + "/kpis").status_code == 200
    assert document["info"]["contact"]["name"]


def test_errors_are_declared_as_problems_and_422_is_not(paths: Document) -> None:
    for item in paths.values():
        for name, operation in item.items():
            if name != "servers":
                assert "422" not in operation["responses"]
                assert "application/problem+json" in str(operation["responses"]["default"])


def test_the_dimensions_of_the_release_are_parameters(client: httpx.Client) -> None:
    document = client.get("/v1/openapi.json").json()

    operation = document["paths"]["/kpis/{id}/waarnemingen"]["get"]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert {"id", "per", "formaat", "gebied", "periode", "categorie", "leeftijdsgroep"} <= names


def test_every_reference_leads_somewhere(client: httpx.Client) -> None:
    answer = client.get("/v1/openapi.json")

    schemas = answer.json()["components"]["schemas"]
    for name in re.findall(r"#/components/schemas/(\w+)", answer.text):
        assert name in schemas


def test_the_document_is_there_also_without_a_release(empty: httpx.Client) -> None:
    assert empty.get("/v1/openapi.json").status_code == 200
