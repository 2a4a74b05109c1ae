"""Disclosure rules: what stays secret, what is rounded, and who sees the exact counts."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.server.kpi.graphs import cube_of, kpi_with, measure_graph
from themagraaf.errors import ModelError
from themagraaf.kpi.cell import Cel
from themagraaf.kpi.publicatie import VRIJ, Regel, publish, read_regels, regel_of
from themagraaf.kpi.slice import slice_cube
from themagraaf.model.model import Model

CBS = Regel(8, 5)


def cel(teller: int | None, noemer: int | None, waarde: str | None) -> Cel:
    return Cel(
        {"gebied": "WK010602"},
        None if teller is None else Decimal(teller),
        None if noemer is None else Decimal(noemer),
        None if waarde is None else Decimal(waarde),
        "A",
    )


def test_the_rules_stand_in_the_code_list(model: Model) -> None:
    assert read_regels(model.vocabulary) == {
        "vrij": VRIJ,
        "kleine-aantallen": Regel(5, 1),
        "cbs-zorg": CBS,
    }


def test_a_rule_that_is_not_in_the_list_is_refused_with_those_that_are(model: Model) -> None:
    kpi = replace(model.kpi("meldingen"), publicatie="cbs-zrog")

    with pytest.raises(ModelError, match="did you mean 'cbs-zorg'"):
        regel_of(kpi, model.vocabulary)


@pytest.mark.parametrize(
    ("teller", "shown"), [(0, None), (7, None), (8, 10), (12, 10), (13, 15), (22, 20), (23, 25)]
)
def test_counts_to_seven_are_secret_and_others_become_multiples_of_five(
    teller: int, shown: int | None, model: Model
) -> None:
    kpi = kpi_with(model, maat="aantal", dimensies=["gebied"])

    found = publish(kpi, cel(teller, None, str(teller)), CBS)

    assert found.teller == found.waarde == (None if shown is None else Decimal(shown))
    assert found.status == ("Q" if shown is None else "A")


def test_a_share_follows_from_the_rounded_counts(model: Model) -> None:
    kpi = kpi_with(model, maat="aandeel", dimensies=["gebied"])

    found = publish(kpi, cel(12, 41, "29.268"), CBS)

    assert found == cel(10, 40, "25")


@pytest.mark.parametrize(("teller", "noemer"), [(7, 100), (2, 7)])
def test_a_share_of_few_is_secret_as_a_whole(teller: int, noemer: int, model: Model) -> None:
    kpi = kpi_with(model, maat="aandeel", dimensies=["gebied"])

    assert publish(kpi, cel(teller, noemer, "7"), CBS) == replace(cel(None, None, None), status="Q")


def test_a_mean_keeps_its_value_and_hides_its_sum(model: Model) -> None:
    kpi = kpi_with(model, maat="gemiddelde", dimensies=["gebied"])

    assert publish(kpi, cel(3, 12, "0.25"), CBS) == cel(None, 10, "0.25")
    assert publish(kpi, cel(300, 7, "42.9"), CBS).status == "Q"


def test_a_median_of_few_is_secret(model: Model) -> None:
    kpi = kpi_with(model, maat="mediaan", dimensies=["gebied"])

    assert publish(kpi, cel(7, None, "3"), CBS).status == "Q"
    assert publish(kpi, cel(13, None, "3"), CBS) == cel(15, None, "3")


def test_nothing_measured_stays_nothing_measured(model: Model) -> None:
    kpi = kpi_with(model, maat="aandeel", dimensies=["gebied"])
    empty = replace(cel(0, 0, None), status="M")

    assert publish(kpi, empty, CBS) == empty


def test_whoever_may_see_the_records_sees_the_exact_counts(model: Model, tmp_path: Path) -> None:
    kpi = model.kpi("meldingen")
    rows, leden = measure_graph(kpi, model, ROOT / "tests/cases/kpi/meldingen/data.ttl")
    exact = cube_of(kpi, rows, leden, tmp_path)
    public = replace(exact, regel=CBS)

    assert {cel.status for cel in exact.rows()} == {"A"}
    assert {cel.status for cel in public.rows()} == {"Q"}
    assert slice_cube(public, {}, [])[0].status == "Q"
