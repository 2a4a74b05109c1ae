"""Look-ups: named queries whose parameters are terms, page by page, in the form asked for."""

import csv
import io
import re

import httpx
import pyoxigraph as ox
import pytest

from themagraaf.model.opzoeking import Opzoeking
from themagraaf.release.current import Release

DEF = "https://w3id.org/themagraaf/def/"


def example(opzoeking: Opzoeking, release: Release) -> dict[str, str]:
    """Return parameters with which a look-up finds something."""
    basis = release.manifest["gemeente"]["basis"]
    known = {
        "klasse": DEF + "Persoon",
        "lijst": "https://w3id.org/themagraaf/code/wet",
        "ding": DEF + "Kpi",
        "tekst": "w",
        "kpi": "meldingen",
        "gebied": release.manifest["gemeente"]["code"],
        "dag": "2027-01-01",
        "uitkomst": "onbekende-sleutel",
    }
    if opzoeking.id == "verwijzingen-naar":
        known["ding"] = f"{basis}/id/gebied/{known['gebied']}"
    if opzoeking.id == "herkomst":
        store = release.store("intern")
        found = store.select(
            "SELECT ?s { ?s <http://www.w3.org/ns/prov#wasDerivedFrom> ?o } LIMIT 1"
        )
        term = found.rows[0][0]
        assert term is not None
        known["record"] = term.value
    if opzoeking.id == "meldingen-in-gebied":
        asked = f"SELECT ?g {{ ?s a <{DEF}MeldingOpenbareRuimte> ; <{DEF}gebied> ?g }} LIMIT 1"
        term = release.store("intern").select(asked).rows[0][0]
        assert term is not None
        known["gebied"] = term.value
    return {item.naam: known[item.naam] for item in opzoeking.parameters if item.verplicht}


def test_every_look_up_finds_something_in_the_form_asked_for(
    staff: httpx.Client, release: Release
) -> None:
    assert len(release.model.opzoekingen) >= 15
    for opzoeking in release.model.opzoekingen:
        path, given = f"/v1/queries/{opzoeking.id}", example(opzoeking, release)
        if opzoeking.is_graph:
            for form in (ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD, ox.RdfFormat.N_TRIPLES):
                answer = staff.get(path, params=given, headers={"Accept": form.media_type})
                assert list(ox.parse(answer.content, format=form)), opzoeking.id
            continue
        flat = staff.get(path, params=given).json()["rijen"]
        as_csv = staff.get(path, params=given, headers={"Accept": "text/csv"}).text
        results = staff.get(
            path, params=given, headers={"Accept": "application/sparql-results+json"}
        ).json()
        assert flat, opzoeking.id
        head = next(csv.reader(io.StringIO(as_csv)))
        assert head == list(flat[0]) == results["head"]["vars"]
        assert len(flat) == as_csv.count("\r\n") - 1 == len(results["results"]["bindings"])


def test_pages_follow_each_other_by_their_links(client: httpx.Client) -> None:
    path, rows = "/v1/queries/begrippen?pageSize=50", list[str]()
    whole = client.get("/v1/queries/begrippen", params={"pageSize": 10_000})
    before = None

    while True:
        answer = client.get(path)
        links = dict(re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["Link"]))
        by_relation = {relation: url for url, relation in links.items()}
        rows += [row["term"] for row in answer.json()["rijen"]]
        assert by_relation.get("prev") == before
        if "next" not in by_relation:
            break
        before = str(httpx.URL(path).copy_set_param("page", len(rows) // 50))
        path = by_relation["next"]

    assert len(rows) > 200
    assert rows == [row["term"] for row in whole.json()["rijen"]]
    assert "next" not in whole.headers["Link"]


FAULTS = [
    ("begrippen?taal=fr", {"taal"}),
    ("begrippen?taal=nl&taal=en", {"taal"}),
    ("begrippen?onzin=1&page=0&pageSize=10001", {"onzin", "page", "pageSize"}),
    ("begrippen?page=1&page=2", {"page"}),
    ("begrippen?page=-1", {"page"}),
    ("begrippen?page=%C2%B2", {"page"}),
    ("begrip-zoeken", {"tekst"}),
    ("codelijst?lijst=geen%20iri", {"lijst"}),
    ("codelijst?lijst=urn:x%3E%20%7D", {"lijst"}),
    ("kpis-van-thema?thema=geldd", {"thema"}),
    ("beschrijving?ding=urn:x&page=1", {"page"}),
]


@pytest.mark.parametrize(("asked", "names"), FAULTS)
def test_all_that_is_wrong_is_told_at_once(
    client: httpx.Client, asked: str, names: set[str]
) -> None:
    answer = client.get(f"/v1/queries/{asked}")

    assert answer.status_code == 400
    assert {fault["name"] for fault in answer.json()["errors"]} == names


@pytest.mark.parametrize("given", ["2026-13-01", "gisteren", "2026-01-01' }"])
def test_a_date_is_a_date(staff: httpx.Client, given: str) -> None:
    answer = staff.get("/v1/queries/meldingen-over-termijn", params={"dag": given})

    assert answer.status_code == 400
    assert "2026-01-31" in answer.json()["errors"][0]["reason"]


def test_a_text_is_looked_for_as_it_is(client: httpx.Client) -> None:
    for text in ('") } DELETE', "\\u0022", '"', "\n", "%", "\x00"):
        answer = client.get("/v1/queries/begrip-zoeken", params={"tekst": text})

        assert answer.status_code == 200
        assert len(answer.json()["rijen"]) < 5


def test_several_values_of_one_parameter_are_each_found(client: httpx.Client) -> None:
    def periods(*given: str) -> set[str]:
        asked = "&".join(["kpi=meldingen", "pageSize=10000", *(f"tijdvak={one}" for one in given)])
        rows = client.get(f"/v1/queries/cijfers-van-kpi?{asked}").json()["rijen"]
        return {row["periode"] for row in rows}

    one, other = sorted(periods())[:2]

    assert periods(one) == {one}
    assert periods(one, other) == {one, other}
    assert periods(one, "1900-01") == {one}
    assert periods("1900-01") == set()


def test_a_look_up_over_records_needs_a_token(client: httpx.Client, staff: httpx.Client) -> None:
    asked = "/v1/queries/meldingen-over-termijn?dag=2026-08-31"

    assert client.get(asked).status_code == 401
    assert staff.get(asked).headers["Cache-Control"] == "no-store"


def test_an_unknown_look_up_is_404_and_names_those_near(client: httpx.Client) -> None:
    answer = client.get("/v1/queries/begripen")

    assert answer.status_code == 404
    assert "'begrippen'" in answer.json()["detail"]


def test_what_the_caller_has_already_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/v1/queries/begrippen")
    again = client.get("/v1/queries/begrippen", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.text) == (304, "")


def test_look_ups_can_be_looked_up_by_sparql(client: httpx.Client, release: Release) -> None:
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?query ?tekst ?doel WHERE {
          ?query a sh:SPARQLExecutable ; sh:select|sh:construct ?tekst ;
            <https://schema.org/target> ?doel
        } ORDER BY ?query"""

    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]

    texts = {row["query"]["value"].rsplit("/", 1)[-1]: row["tekst"]["value"] for row in rows}
    assert texts == {item.id: item.query for item in release.model.opzoekingen}
    assert {row["doel"]["value"].rsplit(".example", 1)[-1] for row in rows} == {
        "/sparql",
        "/intern/sparql",
    }


def test_each_look_up_is_in_the_openapi_document(client: httpx.Client, release: Release) -> None:
    paths = client.get("/v1/openapi.json").json()["paths"]

    for opzoeking in release.model.opzoekingen:
        operation = paths[f"/queries/{opzoeking.id}"]["get"]
        names = [item["name"] for item in operation["parameters"]]
        paging = [] if opzoeking.is_graph else ["page", "pageSize"]
        assert names == [item.naam for item in opzoeking.parameters] + paging
        assert re.fullmatch("[a-z][A-Za-z]+", operation["operationId"])
        assert ("security" in operation) == (opzoeking.audience == "intern")
