"""Every name that we mint answers, to people in HTML and to machines as RDF."""

import re

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph

from themagraaf.api.describing import retired
from themagraaf.release.current import Release

OURS = "https://w3id.org/themagraaf"
TURTLE = {"Accept": "text/turtle"}
LINES = {"Accept": "application/n-triples"}


def path_of(iri: str, basis: str) -> str:
    """Return where the service answers for an IRI of ours."""
    begin, path = (f"{basis}/id/", "/doc/") if iri.startswith(basis) else (f"{OURS}/", "/")
    # As a browser asks: what is escaped in the IRI is as it is, and # would not be sent.
    return path + iri.removeprefix(begin).replace("#", "%23")


def names_in(release: Release, audience: str) -> list[str]:
    """Return for each class an IRI of ours that is one."""
    basis = release.manifest["gemeente"]["basis"]
    begin = f'STRSTARTS(STR(?s), "{basis}/id/") || STRSTARTS(STR(?s), "{OURS}/")'
    asked = f"SELECT (MIN(?s) AS ?ding) {{ ?s a ?k FILTER ({begin}) }} GROUP BY ?k"
    rows = release.store(audience).select(asked).rows
    return sorted({term.value for (term,) in rows if term is not None})


def test_every_kind_of_name_answers_with_what_is_said_of_it(
    client: httpx.Client, release: Release
) -> None:
    basis, names = release.manifest["gemeente"]["basis"], names_in(release, "openbaar")
    assert len(names) > 20
    for iri in names:
        answer = client.get(path_of(iri, basis), headers=LINES)
        asked = f"SELECT (COUNT(*) AS ?n) WHERE {{ <{iri}> ?p ?o }}"
        ((number,),) = release.store("openbaar").select(asked).rows

        said = [line for line in answer.text.splitlines() if line.startswith(f"<{iri}> ")]
        assert answer.status_code == 200, iri
        assert number is not None
        assert len(said) == int(number.value)


def test_a_thing_sends_to_what_is_said_of_it(client: httpx.Client) -> None:
    answer = client.get("/id/kpi/meldingen?taal=en", headers=TURTLE)
    there = client.get(answer.headers["Location"], headers={"Accept": "text/html"})

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/doc/kpi/meldingen?taal=en"
    assert "Reports on public space" in there.text
    assert there.headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    "path", ["/doc/kpi/meldingen", "/def/Persoon", "/code/wet", "/shape/Persoon"]
)
def test_what_is_said_comes_in_every_syntax_and_they_say_the_same(
    client: httpx.Client, path: str
) -> None:
    counts, link = set(), client.get(path).headers["Link"]
    links = re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', link)
    for place, media_type in links:
        answer = client.get(place)
        assert answer.headers["Content-Type"].partition(";")[0] == media_type
        if media_type != "text/html":
            form = ox.RdfFormat.from_media_type(media_type)
            counts.add(len(list(ox.parse(answer.content, format=form))))

    assert len(links) == 7
    assert len(counts) == 1


def test_a_page_shows_name_definition_and_what_refers_to_it(client: httpx.Client) -> None:
    page = client.get("/def/Persoon", headers={"Accept": "text/html"})
    second = client.get("/def/Persoon?page=2", headers={"Accept": "text/html"})
    kept = {"Accept": "text/html", "If-None-Match": page.headers["ETag"]}

    assert "<h1>persoon</h1>" in page.text
    assert "Een mens, levend of overleden." in page.text
    assert 'href="/def/geboortedatum"' in page.text + second.text
    assert client.get("/def/Persoon", headers=kept).status_code == 304


def test_records_are_said_to_staff_alone(
    client: httpx.Client, staff: httpx.Client, release: Release
) -> None:
    basis = release.manifest["gemeente"]["basis"]
    records = set(names_in(release, "intern")) - set(names_in(release, "openbaar"))
    refused = 0
    assert len(records) > 20
    for iri in sorted(records):
        path = path_of(iri, basis)
        refused += client.get(path, headers=TURTLE).status_code == 404
        answer = staff.get(path, headers=LINES)

        assert answer.status_code == 200, iri
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Authorization" in answer.headers["Vary"]
    assert refused > 20


def test_a_record_says_from_which_row_it_came(staff: httpx.Client, release: Release) -> None:
    asked = "SELECT ?s { ?s a <https://w3id.org/themagraaf/def/MeldingOpenbareRuimte> } LIMIT 1"
    term = release.store("intern").select(asked).rows[0][0]
    assert term is not None
    path = path_of(term.value, release.manifest["gemeente"]["basis"])

    page = staff.get(path, headers={"Accept": "text/html"}).text

    assert "all_meldingen.json%23/" in page
    assert ">herkomst</li>" in page.replace("\n", "") or "herkomst" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/doc/gebied/nergens", 404),
        ("/doc/", 404),
        ("/doc/a%3E%20%7B%7D%20%3Cb", 404),
        ("/doc/..%2F..%2F..%2Fetc%2Fpasswd", 404),
        ("/doc/%00", 404),
        ("/def/Nergens", 404),
        ("/shape/Nergens", 404),
        ("/def/Persoon?formaat=pdf", 400),
        ("/def/Persoon?page=0", 400),
        ("/def/Persoon?onzin=1", 400),
    ],
)
def test_what_there_is_not_is_a_problem(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_token_that_will_not_do_is_refused_and_not_passed_over(client: httpx.Client) -> None:
    assert client.get("/def/Persoon", headers={"Authorization": "Bearer x"}).status_code == 401


def test_a_retired_term_says_since_when_and_what_comes_in_its_place() -> None:
    graph = Graph().parse(
        data="""@prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        <a:old> owl:deprecated true ; dcterms:isReplacedBy <a:new> ;
          dcterms:modified "2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
        <a:gone> owl:deprecated true .""",
        format="turtle",
    )

    assert retired(graph, "a:old") == {
        "Deprecation": "@1767225600",
        "Link": '<a:new>; rel="successor-version"',
    }
    assert (retired(graph, "a:gone"), retired(graph, "a:new")) == ({}, {})


def test_void_counts_what_is_open(client: httpx.Client, release: Release) -> None:
    found = client.get("/.well-known/void", headers=LINES).text.splitlines()

    part = next(
        line for line in found if line.endswith("#class> <https://w3id.org/themagraaf/def/Kpi> .")
    )
    said = [line for line in found if line.startswith(part.split(" ", 1)[0] + " ")]
    ((number,),) = release.store("openbaar").select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    assert number is not None
    assert any(f'#triples> "{number.value}"' in line for line in found)
    assert any(f'#entities> "{len(release.model.kpis)}"' in line for line in said)


def test_the_catalogue_is_what_harvesters_read(client: httpx.Client) -> None:
    for formaat, form in (("turtle", "turtle"), ("rdfxml", "xml")):
        answer = client.get("/catalogus", params={"formaat": formaat})
        graph = Graph().parse(data=answer.text, format=form)

        assert len(list(graph.query("SELECT ?c { ?c a <http://www.w3.org/ns/dcat#Catalog> }"))) == 1


def test_the_api_catalog_names_interfaces_that_answer(client: httpx.Client) -> None:
    answer = client.get("/.well-known/api-catalog")

    assert answer.headers["Content-Type"] == "application/linkset+json"
    for item in answer.json()["linkset"]:
        for place in (*item["service-desc"], *item["service-meta"]):
            found = client.get(place["href"], headers={"Accept": place["type"]})
            assert found.status_code == 200


def test_a_graph_is_given_whole_and_one_of_records_to_staff_alone(
    client: httpx.Client, staff: httpx.Client, release: Release
) -> None:
    asked = "SELECT (COUNT(*) AS ?n) { GRAPH <%s/graaf/%s> { ?s ?p ?o } }"
    basis = release.manifest["gemeente"]["basis"]
    for name in ("model", "catalogus", "kpi", "query"):
        ((number,),) = release.store("openbaar").select(asked % (basis, name)).rows
        answer = client.get(f"/graaf/{name}", headers=LINES)

        assert number is not None
        assert answer.text.count("\n") == int(number.value)
    for name in ("herkomst", "registratie/meldingen", "nergens", "a%3E%20b"):
        assert client.get(f"/graaf/{name}", headers=LINES).status_code == 404
    answer = staff.get("/graaf/registratie/meldingen", headers=LINES)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_name_that_holds_an_escaped_slash_answers_under_that_name(
    client: httpx.Client, release: Release
) -> None:
    asked = """SELECT ?s { ?s <http://purl.org/linked-data/cube#dataSet> ?set
        FILTER (CONTAINS(STR(?s), "%2F")) } ORDER BY ?s LIMIT 1"""
    term = release.store("openbaar").select(asked).rows[0][0]
    assert term is not None
    path = path_of(term.value, release.manifest["gemeente"]["basis"])

    sent = client.get(path.replace("/doc/", "/id/"))
    there = client.get(sent.headers["Location"], headers={"Accept": "text/html"})
    links = re.findall(r'<([^>]*)>; rel="alternate"', there.headers["Link"])

    assert sent.headers["Location"] == path
    assert term.value in there.text
    assert there.headers["ETag"].startswith("W/")
    assert {client.get(link).status_code for link in links} == {200}
    # Who escapes once more than the name does means the same.
    assert client.get(path.replace("%2F", "%252F"), headers=LINES).status_code == 200
