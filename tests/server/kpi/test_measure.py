"""A query that doesn't do what its header says is refused, with the file and what was found."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.server.kpi.graphs import measure_graph, open_graph
from themagraaf.errors import DeadTermError, ModelError
from themagraaf.kpi.filled import Filled
from themagraaf.model.kpi import Kpi
from themagraaf.model.model import Model
from themagraaf.model.terms import Label

MELDINGEN = ROOT / "tests/cases/kpi/meldingen/data.ttl"
DOORLOOPTIJD = ROOT / "tests/cases/kpi/meldingen-doorlooptijd/data.ttl"
WHERE = "queries/kpi/openbare-ruimte/meldingen.rq"


@pytest.fixture
def meldingen(model: Model) -> Kpi:
    return model.kpi("meldingen")


def altered(kpi: Kpi, old: str, new: str) -> Kpi:
    assert old in kpi.query
    return replace(kpi, query=kpi.query.replace(old, new))


def test_a_column_that_the_header_does_not_ask_for_is_refused(meldingen: Kpi, model: Model) -> None:
    kpi = altered(meldingen, "AS ?teller", "AS ?aantal")

    with pytest.raises(ModelError) as caught:
        measure_graph(kpi, model, MELDINGEN)

    assert str(caught.value) == (
        f"{WHERE} gives the columns gebied, periode, categorie, aantal;"
        " its header asks for gebied, periode, categorie, teller"
    )


def test_columns_in_another_order_are_refused(meldingen: Kpi, model: Model) -> None:
    kpi = altered(meldingen, "SELECT ?gebied ?periode", "SELECT ?periode ?gebied")

    with pytest.raises(ModelError, match=f"^{WHERE} gives the columns periode, gebied, categorie"):
        measure_graph(kpi, model, MELDINGEN)


def test_a_share_without_its_noemer_is_refused(meldingen: Kpi, model: Model) -> None:
    kpi = replace(meldingen, maat="aandeel")

    with pytest.raises(ModelError, match=r"asks for gebied, periode, categorie, teller, noemer$"):
        measure_graph(kpi, model, MELDINGEN)


@pytest.mark.parametrize("value", ['"een dag of drie"', '"3"^^xsd:date', "tg:Melding"])
def test_one_bad_value_that_unbinds_a_sum_is_an_error_and_not_a_nought(
    value: str, model: Model, tmp_path: Path
) -> None:
    text = DOORLOOPTIJD.read_text(encoding="utf-8")
    changed = text.replace("tg:doorlooptijdDagen 0 ", f"tg:doorlooptijdDagen {value} ")
    (tmp_path / "data.ttl").write_text(changed, encoding="utf-8")

    with pytest.raises(ModelError) as caught:
        measure_graph(model.kpi("meldingen-doorlooptijd"), model, tmp_path / "data.ttl")

    assert str(caught.value) == (
        "queries/kpi/openbare-ruimte/meldingen-doorlooptijd.rq: teller is nothing: one bad value"
        " makes a sum unbound, where a number should be"
    )


def test_a_measure_that_is_no_number_is_refused_and_quoted(meldingen: Kpi, model: Model) -> None:
    kpi = altered(meldingen, "COUNT(?melding) AS", "MIN(STR(?gemeldOp)) AS")

    with pytest.raises(ModelError, match=r"^queries/.*: teller is '2026-01-31T23:30:00\+01:00',"):
        measure_graph(kpi, model, MELDINGEN)


@pytest.mark.parametrize("number", ["xsd:double('NaN')", "xsd:double('INF')", "STR('Infinity')"])
def test_what_is_no_finite_number_is_refused(number: str, meldingen: Kpi, model: Model) -> None:
    query = altered(meldingen, "COUNT(?melding) AS", f"SAMPLE({number}) AS").query
    kpi = replace(meldingen, query="PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n" + query)

    with pytest.raises(ModelError, match=f"^{WHERE}: teller is '.*', where a number should be$"):
        measure_graph(kpi, model, MELDINGEN)


def test_text_that_is_no_sparql_is_refused_with_its_file(meldingen: Kpi, model: Model) -> None:
    kpi = altered(meldingen, "GROUP BY", "GROEP BY")

    with pytest.raises(ModelError, match=f"^{WHERE}: this is no SPARQL query: "):
        measure_graph(kpi, model, MELDINGEN)


def test_a_query_that_is_no_select_is_refused(meldingen: Kpi, model: Model) -> None:
    kpi = replace(meldingen, query="ASK { ?gebied ?periode ?teller }")

    with pytest.raises(ModelError, match=f"^{WHERE} gives the columns antwoord;"):
        measure_graph(kpi, model, MELDINGEN)


def test_a_query_that_calls_another_endpoint_is_refused(meldingen: Kpi, model: Model) -> None:
    kpi = altered(meldingen, "WHERE {", "WHERE { SERVICE <https://elders.example/sparql> { }")

    with pytest.raises(ModelError, match=f"^{WHERE}: SERVICE is off"):
        measure_graph(kpi, model, MELDINGEN)


def test_a_term_that_only_the_query_knows_is_named(meldingen: Kpi, model: Model) -> None:
    kpi = altered(meldingen, "tg:categorie", "tg:rubriek")

    with pytest.raises(DeadTermError) as caught:
        Filled(open_graph(model, MELDINGEN)).require(f"KPI {kpi.id!r}", kpi.query)

    assert str(caught.value) == (
        "KPI 'meldingen' can't be measured: no record uses"
        " https://w3id.org/themagraaf/def/rubriek; does a mapping fill it, and did the records"
        " get through?"
    )


def test_what_is_no_period_is_refused(meldingen: Kpi, model: Model) -> None:
    kpi = altered(meldingen, "SUBSTR(STR(?gemeldOp), 1, 7)", "SUBSTR(STR(?gemeldOp), 1, 10)")

    with pytest.raises(ModelError, match=r"^'2026-01-31' is no period; a query gives 2026,"):
        measure_graph(kpi, model, MELDINGEN)


def test_two_members_with_one_code_are_refused(
    meldingen: Kpi, model: Model, tmp_path: Path
) -> None:
    text = MELDINGEN.read_text(encoding="utf-8")
    changed = text.replace('dcterms:identifier "WK010602"', 'dcterms:identifier "WK010601"')
    (tmp_path / "data.ttl").write_text(changed, encoding="utf-8")

    with pytest.raises(ModelError, match=r"^dimension 'gebied': .*WK010601 and .*WK010602 both"):
        measure_graph(meldingen, model, tmp_path / "data.ttl")


def test_a_member_that_is_not_there_is_unknown_and_no_row_is_lost(
    meldingen: Kpi, model: Model
) -> None:
    dated = "?melding tg:categorie ?categorie ; tg:uiterlijkAfgehandeldOp ?op"
    optional = f"?melding a tg:MeldingOpenbareRuimte . OPTIONAL {{ {dated} }}"
    kpi = altered(meldingen, "tg:categorie ?categorie ;\n    ", "")
    kpi = altered(kpi, "WHERE {", f"WHERE {{ {optional}")

    rows, leden = measure_graph(kpi, model, MELDINGEN)

    assert [(*row.codes, int(row.teller)) for row in rows] == [
        ("GM0106-rest", "2026-01", "onbekend", 1),
        ("WK010601", "2026-05", "onbekend", 2),
        ("WK010601", "2026-06", "onbekend", 1),
        ("WK010602", "2026-05", "wegen/gat", 1),
    ]
    assert leden.gevonden["categorie", "onbekend"].label == Label("onbekend", "unknown")


def test_nothing_to_measure_gives_no_row(meldingen: Kpi, model: Model) -> None:
    kpi = altered(meldingen, "BIND (", "FILTER (false)\n  BIND (")

    rows, _ = measure_graph(kpi, model, MELDINGEN)

    assert rows == []


def test_the_way_a_query_sorts_makes_no_difference(meldingen: Kpi, model: Model) -> None:
    kpi = altered(meldingen, "ORDER BY ?gebied", "ORDER BY DESC(?teller) ?gebied")

    found, _ = measure_graph(kpi, model, MELDINGEN)

    assert found == measure_graph(meldingen, model, MELDINGEN)[0]
