"""The SPARQL 1.1 Protocol, as clients use it."""

import json
from pathlib import Path

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from themagraaf.release.current import Release
from themagraaf.settings import Settings

from .running import serving

KPIS = "SELECT ?kpi WHERE { ?kpi a <https://w3id.org/themagraaf/def/Kpi> } ORDER BY ?kpi"
GRAPH = "CONSTRUCT WHERE { ?kpi a <https://w3id.org/themagraaf/def/Kpi> }"
FORM = "application/x-www-form-urlencoded"
TABLES = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "text/csv": "text/csv; charset=utf-8",
    "text/tab-separated-values": "text/tab-separated-values; charset=utf-8",
    "application/json": "application/json",
    "*/*": "application/sparql-results+json",
    "text/turtle, application/sparql-results+json;q=0.1": "application/sparql-results+json",
}
GRAPHS = {
    "text/turtle": "text/turtle; charset=utf-8",
    "application/n-triples": "application/n-triples",
    "application/rdf+xml": "application/rdf+xml",
    "*/*": "text/turtle; charset=utf-8",
}


def test_the_three_ways_to_ask_give_the_same_answer(client: httpx.Client, release: Release) -> None:
    by_get = client.get("/sparql", params={"query": KPIS})
    by_form = client.post("/sparql", data={"query": KPIS})
    by_body = client.post(
        "/sparql", content=KPIS, headers={"Content-Type": "application/sparql-query; charset=utf-8"}
    )

    assert by_get.content == by_form.content == by_body.content
    assert len(by_get.json()["results"]["bindings"]) == len(release.model.kpis)
    assert by_form.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("accept", "given"), TABLES.items())
def test_a_table_comes_as_accepted(client: httpx.Client, accept: str, given: str) -> None:
    answer = client.get("/sparql", params={"query": KPIS}, headers={"Accept": accept})

    assert answer.headers["Content-Type"] == given
    assert "meldingen-open" in answer.text


@pytest.mark.parametrize(("accept", "given"), GRAPHS.items())
def test_a_graph_comes_as_accepted(client: httpx.Client, accept: str, given: str) -> None:
    answer = client.get("/sparql", params={"query": GRAPH}, headers={"Accept": accept})

    assert answer.headers["Content-Type"] == given
    assert len(Graph().parse(data=answer.text, format=given.partition(";")[0])) > 10


def test_a_format_can_be_named(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": KPIS, "formaat": "csv"})

    assert answer.text.startswith("kpi\r\n")


@pytest.mark.parametrize(
    ("query", "accept"), [(KPIS, "text/turtle"), (GRAPH, "text/csv"), (KPIS, "image/png")]
)
def test_a_kind_of_answer_that_the_caller_does_not_accept_is_406(
    client: httpx.Client, query: str, accept: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})

    assert answer.status_code == 406


def test_without_a_query_the_endpoint_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/sparql")

    described = Graph().parse(data=answer.text, format="turtle", publicID=str(answer.url))
    service = URIRef("http://www.w3.org/ns/sparql-service-description#Service")
    assert answer.headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert (URIRef(str(answer.url)), RDF.type, service) in described
    assert "BasicFederatedQuery" not in answer.text


BAD = [
    ("query=ASK%7B%7D&query=ASK%7B%7D", 400, "parameters"),
    ("query=ASK%7B%7D&default-graph-uri=urn:x", 400, "parameters"),
    ("query=ASK%7B%7D&named-graph-uri=urn:x", 400, "parameters"),
    ("query=ASK%7B%7D&bla=1", 400, "parameters"),
    ("query=ASK%7B%7D&formaat=pdf", 400, "parameters"),
    ("query=", 400, "verzoek"),
    ("query=SELEKT", 400, "verzoek"),
    ("query=DELETE%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D", 400, "verzoek"),
    ("query=ASK%7BSERVICE%3Curn:x%3E%7B%7D%7D", 400, "verzoek"),
    ("update=CLEAR%20ALL", 403, "alleen-lezen"),
]


@pytest.mark.parametrize(("query", "status", "slug"), BAD)
def test_what_cannot_be_answered_is_a_problem(
    client: httpx.Client, query: str, status: int, slug: str
) -> None:
    answers = [
        client.get(f"/sparql?{query}"),
        client.post("/sparql", content=query, headers={"Content-Type": FORM}),
    ]

    for answer in answers:
        assert answer.status_code == status
        assert answer.json()["type"] == f"https://w3id.org/themagraaf/fout/{slug}"


def test_a_query_in_address_and_body_is_one_too_many(client: httpx.Client) -> None:
    answer = client.post("/sparql?query=ASK%7B%7D", data={"query": KPIS})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("media_type", "body", "status"),
    [
        ("text/plain", b"ASK {}", 415),
        ("application/sparql-update", b"CLEAR ALL", 403),
        ("application/sparql-query", b"\xff", 400),
        (FORM, b"query=%FF", 400),
        (FORM, b"", 400),
        (FORM, b"&".join(b"a=1" for _ in range(200)), 400),
        ("application/sparql-query", b"#" * 1_000_001, 413),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(
    client: httpx.Client, media_type: str, body: bytes, status: int
) -> None:
    answer = client.post("/sparql", content=body, headers={"Content-Type": media_type})

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_records_are_not_in_the_public_store(client: httpx.Client) -> None:
    query = "ASK { ?s a <https://w3id.org/themagraaf/def/MeldingOpenbareRuimte> }"

    assert client.get("/sparql", params={"query": query}).json()["boolean"] is False


def test_an_answer_that_tells_the_time_is_not_taken_for_the_same(client: httpx.Client) -> None:
    query = {"query": "SELECT (STRUUID() AS ?x) {}"}

    etag = client.get("/sparql", params=query).headers["ETag"]
    again = client.get("/sparql", params=query, headers={"If-None-Match": etag})

    assert again.status_code == 200


def test_one_row_too_many_is_refused_and_not_cut_off(release_data: Path) -> None:
    select = "SELECT ?s WHERE {{ ?s ?p ?o }} LIMIT {}"
    construct = "CONSTRUCT WHERE {{ ?s ?p ?o }} LIMIT {}"
    with serving(Settings(data=release_data, query_limit_rows=10)) as client:
        for query in (select, construct):
            whole = client.get("/sparql", params={"query": query.format(10)})
            too_large = client.get("/sparql", params={"query": query.format(11)})

            assert whole.status_code == 200
            assert too_large.status_code == 400
            assert too_large.json()["type"].endswith("query-omvang")


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_tables_and_graphs(
    client: httpx.Client, release: Release, method: str
) -> None:
    wrapper = SPARQLWrapper(f"{client.base_url}/sparql".replace("//sparql", "/sparql"))
    wrapper.setMethod(method)
    answers = {}
    for name, query in ((JSON, KPIS), (XML, KPIS), (CSV, KPIS), (TURTLE, GRAPH)):
        wrapper.setQuery(query)
        wrapper.setReturnFormat(name)
        with wrapper.query().response as response:
            answers[name] = response.read().decode()

    aantal = len(release.model.kpis)
    assert len(json.loads(answers[JSON])["results"]["bindings"]) == aantal
    assert answers[XML].count("<result>") == aantal
    assert answers[CSV].count("\r\n") == aantal + 1
    assert len(Graph().parse(data=answers[TURTLE], format="turtle")) == aantal
