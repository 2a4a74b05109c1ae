"""The SPARQL 1.1 Protocol, as clients use it."""

import json
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from themagraaf.api.app import create_app
from themagraaf.errors import DeliveryError
from themagraaf.release.current import Release
from themagraaf.settings import Settings

from .conftest import TOKEN
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
    "application/xml": "application/xml",
    "text/plain": "text/plain; charset=utf-8",
    "*/*": "application/sparql-results+json",
    "text/turtle, application/sparql-results+json;q=0.1": "application/sparql-results+json",
}
GRAPHS = {
    "text/turtle": "text/turtle; charset=utf-8",
    "application/n-triples": "application/n-triples",
    "application/rdf+xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "application/trig": "application/trig",
    "application/n-quads": "application/n-quads",
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
    found = ox.parse(answer.content, format=ox.RdfFormat.from_media_type(given))
    assert len(list(found)) > 10


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
    ("query=ASK%7B%7D&default-graph-uri=urn:x", 400, "verzoek"),
    ("query=ASK%7B%7D&named-graph-uri=urn:x", 400, "verzoek"),
    ("query=ASK%7B%7D&named-graph-uri=geen%20iri", 400, "verzoek"),
    ("query=ASK%20FROM%20%3Curn:x%3E%20%7B%7D", 400, "verzoek"),
    ("query=ASK%20FROM%20NAMED%20%3Curn:x%3E%20%7B%7D", 400, "verzoek"),
    ("query=SELECT%20%2A%20FROM%20%3A%20%7B%7D", 400, "verzoek"),
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

    one = client.get("/sparql", params=query)
    other = client.get("/sparql", params=query)

    assert one.text != other.text
    assert "ETag" not in one.headers
    assert one.headers["Cache-Control"] == "no-store"


def test_what_the_caller_has_already_is_not_sent_again(client: httpx.Client) -> None:
    query = {"query": KPIS}
    etag = client.get("/sparql", params=query).headers["ETag"]
    kept = {"If-None-Match": etag}

    again = client.get("/sparql", params=query, headers=kept)
    as_csv = client.get("/sparql", params=query, headers={**kept, "Accept": "text/csv"})
    other = client.get("/sparql", params={"query": KPIS + " "}, headers=kept)

    assert (again.status_code, again.text) == (304, "")
    assert (as_csv.status_code, other.status_code) == (200, 200)


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


def test_graphs_that_the_request_names_come_in_place_of_those_of_the_query(
    client: httpx.Client, release: Release
) -> None:
    basis = release.manifest["gemeente"]["basis"]
    model, kpi = f"{basis}/graaf/model", f"{basis}/graaf/kpi"
    classes = "ASK { ?s a <http://www.w3.org/2002/07/owl#Class> }"
    from_kpi = classes.replace("ASK", f"ASK FROM <{kpi}>")
    named = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"

    def ask(query: str, **graphs: str) -> object:
        return client.get("/sparql", params={"query": query, **graphs}).json()

    yes, no = {"head": {}, "boolean": True}, {"head": {}, "boolean": False}
    assert ask(classes) == ask(classes, **{"default-graph-uri": model}) == yes
    assert ask(classes, **{"default-graph-uri": kpi}) == no
    assert ask(classes, **{"named-graph-uri": model}) == no
    assert ask(from_kpi) == no
    assert ask(from_kpi, **{"default-graph-uri": model}) == yes
    assert str(ask(named, **{"named-graph-uri": model})).count(basis) == 1
    assert str(ask(named, **{"default-graph-uri": model})).count(basis) == 0
    assert str(ask(named)).count(basis) > 2


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
        "SELECT * WHERE { {?s ?p ?o} " + "UNION {?s ?p ?o} " * 10_000 + "}",
        "SELECT * WHERE { FILTER(" + "!" * 10_000 + "true) }",
        "SELECT * WHERE { FILTER(" + "1-" * 10_000 + "1) }",
        "SELECT * WHERE { " + "FILTER EXISTS {" * 5000 + "?s ?p ?o" + "}" * 5000 + "}",
    ],
    ids=["brackets", "unions", "nots", "minuses", "exists"],
)
def test_a_query_that_goes_too_deep_is_refused_and_the_service_lives(
    client: httpx.Client, query: str
) -> None:
    answer = client.post("/sparql", data={"query": query})

    assert answer.status_code == 400
    assert answer.json()["type"] == "https://w3id.org/themagraaf/fout/verzoek"
    assert client.get("/sparql", params={"query": KPIS}).status_code == 200


def test_a_long_list_of_values_is_not_deep(client: httpx.Client) -> None:
    values = " ".join(f'("a-{n}" {-n} "2026-01-01"^^<urn:d>)' for n in range(5000))
    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES (?a ?b ?c) {{ {values} }} }}"

    assert "5000" in client.post("/sparql", data={"query": query}).text


def test_a_large_answer_is_whole_and_one_that_is_too_large_says_how_to_page(
    release_data: Path,
) -> None:
    everything = "SELECT * WHERE { ?s ?p ?o }"
    settings = Settings(data=release_data, query_limit_mb=2)
    with serving(Settings(data=release_data)) as client, serving(settings) as small:
        rows = client.get("/sparql", params={"query": everything.replace("*", "(COUNT(*) AS ?n)")})
        client.headers["Accept-Encoding"] = "identity"
        whole = client.get("/sparql", params={"query": everything, "formaat": "json"})
        head = client.head("/sparql", params={"query": everything, "formaat": "json"})
        refused = small.get("/sparql", params={"query": everything, "formaat": "json"})

    aantal = int(rows.json()["results"]["bindings"][0]["n"]["value"])
    assert len(whole.content) > 2 * 2**20
    assert len(whole.json()["results"]["bindings"]) == aantal
    assert (head.status_code, head.text) == (200, "")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
    assert refused.status_code == 400
    assert "2097152 bytes" in refused.json()["detail"]


def test_rows_are_counted_as_rows_whatever_their_texts_hold(release_data: Path) -> None:
    row = '("},{\\"a\\n,\\n" "<result>")'
    query = f"SELECT * WHERE {{ VALUES (?a ?b) {{ {row * 10} }} }}"
    with serving(Settings(data=release_data, query_limit_rows=10)) as client:
        for formaat in ("json", "xml", "csv", "tsv"):
            whole = client.get("/sparql", params={"query": query, "formaat": formaat})
            more = query.replace(row, row * 2, 1)
            too_large = client.get("/sparql", params={"query": more, "formaat": formaat})

            assert (whole.status_code, too_large.status_code) == (200, 400)


RECORDS = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/themagraaf/def/MeldingOpenbareRuimte> }"
)


def test_records_are_for_who_bears_a_token(staff: httpx.Client) -> None:
    answers = [
        staff.get("/intern/sparql", params={"query": RECORDS}),
        staff.post("/intern/sparql", data={"query": RECORDS}),
    ]

    for answer in answers:
        assert int(answer.json()["results"]["bindings"][0]["n"]["value"]) > 10
        assert answer.headers["Cache-Control"] == "no-store"
    assert '"0"' in staff.get("/sparql", params={"query": RECORDS}).text


@pytest.mark.parametrize(
    "given",
    [None, "Bearer", "Bearer " + "k" * 39, f"Basic {TOKEN}", f"Bearer {TOKEN}k", "Bearer é"],
)
def test_without_a_token_that_will_do_nothing_is_said(
    staff: httpx.Client, client: httpx.Client, given: str | None
) -> None:
    headers = {b"Authorization": given.encode()} if given else {}

    for service in (staff, client):
        with httpx.Client(base_url=service.base_url) as stranger:
            for query in (RECORDS, "SELEKT"):
                answers = [
                    stranger.get("/intern/sparql", params={"query": query}, headers=headers),
                    stranger.post("/intern/sparql", data={"query": query}, headers=headers),
                    stranger.get("/intern/sparql?onzin=1", headers=headers),
                ]
                for answer in answers:
                    assert answer.status_code == 401
                    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="themagraaf"'
                    assert answer.json()["type"] == "https://w3id.org/themagraaf/fout/toegang"


def test_a_file_of_tokens_that_are_easy_to_guess_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    path.write_text("geheim\n", "utf-8")

    with pytest.raises(DeliveryError, match="shorter than 32"):
        create_app(Settings(data=tmp_path, token_file=path))


@pytest.mark.parametrize("media_type", sorted(GRAPHS))
def test_the_description_comes_in_every_syntax(client: httpx.Client, media_type: str) -> None:
    answer = client.get("/sparql", headers={"Accept": media_type})

    written = ox.RdfFormat.from_media_type(answer.headers["Content-Type"])
    assert len(list(ox.parse(answer.content, format=written))) > 15
