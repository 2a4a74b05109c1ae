"""Every journey, step by step and number by number, by plain Python over the deliveries."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.second_road import reisstappen
from tests.second_road.hulp import PEILDATUM
from tests.second_road.reizen import Rij, measure
from tests.second_road.stad import Stad

ONDERSTEUNING = ("melding", "onderzoek", "aanvraag", "besluit", "hulp")
REIZEN: dict[str, tuple[Callable[[Stad], Iterator[Rij]], tuple[str, ...]]] = {
    "belasting-niet-betalen": (
        reisstappen.belasting_niet_betalen,
        ("aanvraag", "in-behandeling", "besluit"),
    ),
    "betalingsachterstand": (
        reisstappen.betalingsachterstand,
        ("signaal", "opgepakt", "contact", "schuldhulp"),
    ),
    "bezwaar-maken": (reisstappen.bezwaar_maken, ("bezwaar", "beslissing")),
    "hulp-thuis": (reisstappen.hulp_thuis, ONDERSTEUNING),
    "hulp-voor-mijn-kind": (reisstappen.hulp_voor_mijn_kind, ONDERSTEUNING),
    "iets-melden": (reisstappen.iets_melden, ("melding", "afgehandeld")),
    "niet-naar-school": (reisstappen.niet_naar_school, ("melding", "gesprek", "afsluiting")),
    "nieuwe-woning": (reisstappen.nieuwe_woning, ("start", "klaar", "bewoond")),
    "uit-de-schulden": (
        reisstappen.uit_de_schulden,
        ("aanmelding", "gesprek", "toelating", "oplossing", "afgerond"),
    ),
    "uitkering-aanvragen": (
        reisstappen.uitkering_aanvragen,
        ("aanvraag", "besluit", "hulp-naar-werk", "einde"),
    ),
    "vergunning-aanvragen": (reisstappen.vergunning_aanvragen, ("aanvraag", "besluit")),
    "verhuizen": (reisstappen.verhuizen, ("vertrek", "aankomst", "verwerkt")),
}


@pytest.mark.parametrize("naam", REIZEN)
def test_a_release_holds_of_a_journey_what_the_deliveries_say(stad: Stad, naam: str) -> None:
    read, order = REIZEN[naam]

    expected = measure(read(stad), order, PEILDATUM)

    kept = json.loads((stad.release.path / "klantreizen.json").read_bytes())
    assert kept[naam] == expected


def test_every_journey_has_a_second_road(root: Path) -> None:
    assert {path.stem for path in (root / "queries" / "klantreis").glob("*.rq")} == REIZEN.keys()
