"""Members of dimensions: their code, name and level, and all that they lie in, each once."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.server.kpi.graphs import measure_graph, open_graph
from themagraaf.kpi.leden import Leden, Lid, read_leden
from themagraaf.model.model import Model
from themagraaf.model.terms import Label

HEAD = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX tg: <https://w3id.org/themagraaf/def/>
PREFIX gebied: <https://voorbeeld.example/id/gebied/>
"""
GEBIED = "https://voorbeeld.example/id/gebied/"


def read(model: Model, folder: Path, turtle: str) -> Leden:
    (folder / "data.ttl").write_text(HEAD + turtle, encoding="utf-8")
    return read_leden(open_graph(model, folder / "data.ttl"), model.vocabulary)


def test_an_area_in_two_areas_that_meet_lies_in_each_once(model: Model, tmp_path: Path) -> None:
    leden = read(model, tmp_path, """
        gebied:GM1 a tg:Gemeente ; dcterms:identifier "GM1" ; tg:ligtIn gebied:PV1 , gebied:CR1 .
        gebied:PV1 a tg:Provincie ; dcterms:identifier "PV1" ; tg:ligtIn gebied:NL0 .
        gebied:CR1 a tg:Coropgebied ; dcterms:identifier "CR1" ; tg:ligtIn gebied:NL0 .
        gebied:NL0 a tg:Land ; dcterms:identifier "NL0" .""")  # fmt: skip

    leden.note_all_gebieden()

    assert [(lid.code, lid.niveau, lid.voorouders) for lid in leden.in_order()] == [
        ("CR1", "coropgebied", ("CR1", "NL0")),
        ("GM1", "gemeente", ("GM1", "CR1", "PV1", "NL0")),
        ("NL0", "land", ("NL0",)),
        ("PV1", "provincie", ("PV1", "NL0")),
    ]


def test_areas_that_lie_in_each_other_end(model: Model, tmp_path: Path) -> None:
    leden = read(model, tmp_path, """
        gebied:A a tg:Wijk ; dcterms:identifier "A" ; tg:ligtIn gebied:B .
        gebied:B a tg:Wijk ; dcterms:identifier "B" ; tg:ligtIn gebied:A .""")  # fmt: skip

    leden.note_all_gebieden()

    assert [lid.voorouders for lid in leden.in_order()] == [("A", "B"), ("B", "A")]


def test_a_name_in_one_language_serves_both(model: Model, tmp_path: Path) -> None:
    leden = read(model, tmp_path, """
        gebied:A a tg:Wijk ; dcterms:identifier "A" ; rdfs:label "Centrum" .
        gebied:B a tg:Wijk ; dcterms:identifier "B" ; rdfs:label "Stad"@nl , "City"@en .
        gebied:C a tg:Wijk ; dcterms:identifier "C" .""")  # fmt: skip

    leden.note_all_gebieden()

    assert [lid.label for lid in leden.in_order()] == [
        Label("Centrum", "Centrum"),
        Label("Stad", "City"),
        Label("C", "C"),
    ]


def test_a_member_without_a_code_goes_by_the_end_of_its_iri(model: Model, tmp_path: Path) -> None:
    leden = read(model, tmp_path, "gebied:A a tg:Wijk .")

    leden.note_all_gebieden()

    label = Label("A", "A")
    assert leden.in_order() == [Lid("gebied", "A", GEBIED + "A", "wijk", label, ("A",))]


def test_a_category_goes_by_its_depth_and_a_code_of_a_list_by_its_concept(model: Model) -> None:
    case = ROOT / "tests/cases/kpi/meldingen-open/data.ttl"

    _, leden = measure_graph(model.kpi("meldingen-open"), model, case)

    found = leden.gevonden
    assert found["categorie", "afval/dumping"].niveau == "2"
    assert found["categorie", "afval"].niveau == "1"
    assert found["ouderdomsklasse", "92+"].iri == (
        "https://w3id.org/themagraaf/code/ouderdomsklasse/92+"
    )
    assert found["ouderdomsklasse", "92+"].label != Label("92+", "92+")


@pytest.mark.parametrize("code", ["2026-05", "2026-Q2", "2026"])
def test_a_month_brings_its_quarter_and_its_year(code: str, model: Model) -> None:
    case = ROOT / "tests/cases/kpi/meldingen/data.ttl"

    _, leden = measure_graph(model.kpi("meldingen"), model, case)

    assert leden.gevonden["periode", code].iri == ""
