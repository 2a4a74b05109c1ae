"""What the page says of a KPI."""

from dataclasses import replace
from decimal import Decimal

import pytest

from themagraaf.kpi.cell import Cel
from themagraaf.model.kpi import Norm
from themagraaf.model.terms import Label
from themagraaf.release.current import Release
from themagraaf.web import figure
from themagraaf.web.figure import read_figure


@pytest.mark.parametrize(
    ("richting", "norm", "waarde", "sign"),
    [
        ("hoger-is-beter", "85", "85", "✓"),
        ("hoger-is-beter", "85", "84.99", "✗"),
        ("lager-is-beter", "0", "0", "✓"),
        ("lager-is-beter", "0", "0.01", "✗"),
        ("neutraal", "10", "10", None),
    ],
)
def test_the_exact_value_decides_whether_a_norm_is_met(
    release: Release,
    monkeypatch: pytest.MonkeyPatch,
    richting: str,
    norm: str,
    waarde: str,
    sign: str | None,
) -> None:
    own = replace(
        release.model.kpi("meldingen-binnen-termijn"),
        richting=richting,
        norm=Norm(Decimal(norm), "eigen", Label("een besluit", "a decision")),
    )
    cel = Cel({"periode": "2026-Q2"}, Decimal(1), Decimal(1), Decimal(waarde), "A")
    monkeypatch.setattr(figure, "headline", lambda cube: cel)

    found = read_figure(release, own, "nl").oordeel

    assert (found.sign if found else None) == sign


def test_the_period_is_in_words(release: Release) -> None:
    found = read_figure(release, release.model.kpi("meldingen"), "nl")

    assert found.periode == "2e kwartaal 2026"
    assert found.eenheid == "aantal"


def test_a_kpi_without_periods_speaks_of_its_reference_date(release: Release) -> None:
    found = read_figure(release, release.model.kpi("meldingen-open"), "en")

    assert found.periode.startswith("as at ")


def test_nothing_measured_is_said_and_not_zero(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure, "headline", lambda cube: None)

    found = read_figure(release, release.model.kpi("meldingen"), "nl")

    assert found.waarde == ""
    assert found.waarom_niet == "Er is niets gemeten in de laatste hele periode."
    assert found.gemeten


def test_nothing_to_divide_by_is_said_and_not_zero(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    cel = Cel({"periode": "2026-Q2"}, Decimal(0), Decimal(0), None, "M")
    monkeypatch.setattr(figure, "headline", lambda cube: cel)

    found = read_figure(release, release.model.kpi("meldingen-binnen-termijn"), "nl")

    assert (found.waarde, found.oordeel) == ("", None)
    assert found.waarom_niet == "Er viel niets te meten."


def test_a_secret_figure_is_said_to_be_secret_and_not_nothing(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = Cel({"periode": "2026-Q2"}, None, None, None, "Q")
    monkeypatch.setattr(figure, "headline", lambda cube: secret)

    found = read_figure(release, release.model.kpi("geboorten"), "nl")

    assert found.waarde == ""
    assert found.waarom_niet == "Bekend, maar geheim: het gaat over te weinig mensen."
