"""Every KPI of Assen, cell by cell, against the second road."""

from collections import Counter, defaultdict
from typing import cast

import pytest

from themagraaf.kpi.slice import slice_cube
from themagraaf.model.model import Model
from themagraaf.release.current import Release

from .comparison import differences, keyed, quarantine, som, waarde, wrong_values
from .deliveries import GEMEENTE, Deliveries
from .observations import KPIS, Key
from .second_road import (
    cells,
    expected_quarantine,
    frequencies,
    medians,
    records_in,
    total_medians,
    totals,
)

pytestmark = pytest.mark.real

REGISTRATIES = ("bijstand", "gebieden", "meldingen", "vergunningen")
MEDIANS = sorted(k for k, kpi in KPIS.items() if kpi.maat == "mediaan")
SUMS = sorted(k for k, kpi in KPIS.items() if kpi.maat != "mediaan")
ADDITIVE = [k for k in SUMS if KPIS[k].optelbaar]
PERIODIC = [k for k in ADDITIVE if "periode" in KPIS[k].dimensies]
DELIVERED_PER_LEVEL = [k for k in SUMS if not KPIS[k].optelbaar]
LEVELS = [
    ("gemeente", "maand"),
    ("gemeente", "kwartaal"),
    ("gemeente", "jaar"),
    ("provincie", "kwartaal"),
    ("land", "jaar"),
]


def test_the_second_road_walks_every_kpi_on_what_assen_delivers(model: Model) -> None:
    delivered = {kpi.id for kpi in model.kpis if set(kpi.registraties) <= set(REGISTRATIES)}

    assert delivered == KPIS.keys()


@pytest.mark.parametrize("kpi_id", SUMS)
def test_a_cube_has_the_cells_of_the_second_road_and_no_others(
    kpi_id: str, assen: Release, bron: Deliveries
) -> None:
    rows = list(assen.cube(kpi_id).rows())

    assert differences(keyed(rows, KPIS[kpi_id].dimensies, som), cells(kpi_id, bron)) == []
    assert wrong_values(kpi_id, rows) == []


@pytest.mark.parametrize("kpi_id", MEDIANS)
def test_a_median_cube_counts_each_value_as_often_as_the_second_road(
    kpi_id: str, assen: Release, bron: Deliveries
) -> None:
    found: dict[Key, Counter[int]] = defaultdict(Counter)
    lines = assen.cube(kpi_id).frequencies()

    for leden, meetwaarde, teller in lines:
        assert meetwaarde == int(meetwaarde)
        found[tuple(leden[naam] for naam in KPIS[kpi_id].dimensies)][int(meetwaarde)] += teller

    assert differences(found, frequencies(kpi_id, bron)) == []


@pytest.mark.parametrize("kpi_id", MEDIANS)
def test_the_median_of_each_cell_is_that_of_its_raw_values(
    kpi_id: str, assen: Release, bron: Deliveries
) -> None:
    rows = assen.cube(kpi_id).rows()

    found = keyed(rows, KPIS[kpi_id].dimensies, waarde)

    assert differences(found, medians(kpi_id, bron)) == []


@pytest.mark.parametrize(("gebied", "tijd"), LEVELS)
@pytest.mark.parametrize("kpi_id", PERIODIC)
def test_a_roll_up_over_area_and_time_is_the_sum_of_the_raw_records(
    kpi_id: str, gebied: str, tijd: str, assen: Release, bron: Deliveries
) -> None:
    rows = slice_cube(assen.cube(kpi_id), {}, [f"gebied:{gebied}", f"periode:{tijd}"])

    found = keyed(rows, ("gebied", "periode"), som)

    assert differences(found, totals(kpi_id, bron, gebied, tijd)) == []
    assert wrong_values(kpi_id, rows) == []


@pytest.mark.parametrize("gebied", ["gemeente", "coropgebied", "provincie", "land"])
@pytest.mark.parametrize("kpi_id", ADDITIVE)
def test_a_roll_up_over_area_alone_is_the_sum_of_the_raw_records(
    kpi_id: str, gebied: str, assen: Release, bron: Deliveries
) -> None:
    rows = slice_cube(assen.cube(kpi_id), {}, [f"gebied:{gebied}"])

    assert differences(keyed(rows, ("gebied",), som), totals(kpi_id, bron, gebied)) == []
    assert wrong_values(kpi_id, rows) == []


@pytest.mark.parametrize("kpi_id", ADDITIVE)
def test_the_total_of_the_own_gemeente_is_the_sum_of_its_raw_records(
    kpi_id: str, assen: Release, bron: Deliveries
) -> None:
    rows = slice_cube(assen.cube(kpi_id), {"gebied": [GEMEENTE]}, [])

    assert [som(cel) for cel in rows] == [totals(kpi_id, bron, "gemeente")[(GEMEENTE,)]]
    assert wrong_values(kpi_id, rows) == []


@pytest.mark.parametrize(("gebied", "tijd"), LEVELS)
@pytest.mark.parametrize("kpi_id", MEDIANS)
def test_the_median_of_a_roll_up_is_that_of_the_raw_values(
    kpi_id: str, gebied: str, tijd: str, assen: Release, bron: Deliveries
) -> None:
    rows = slice_cube(assen.cube(kpi_id), {}, [f"gebied:{gebied}", f"periode:{tijd}"])

    found = keyed(rows, ("gebied", "periode"), waarde)

    assert differences(found, total_medians(kpi_id, bron, gebied, tijd)) == []


@pytest.mark.parametrize("kpi_id", MEDIANS)
def test_the_median_of_the_own_gemeente_is_that_of_its_raw_values(
    kpi_id: str, assen: Release, bron: Deliveries
) -> None:
    rows = slice_cube(assen.cube(kpi_id), {"gebied": [GEMEENTE]}, [])

    expected = total_medians(kpi_id, bron, "gemeente")[(GEMEENTE,)]
    assert [cel.waarde for cel in rows] == [expected]


@pytest.mark.parametrize("niveau", ["gemeente", "coropgebied", "arbeidsmarktregio", "provincie"])
@pytest.mark.parametrize("kpi_id", DELIVERED_PER_LEVEL)
def test_a_level_of_the_bijstand_is_the_delivered_row_and_no_sum(
    kpi_id: str, niveau: str, assen: Release, bron: Deliveries
) -> None:
    dimensies = KPIS[kpi_id].dimensies
    per = [f"gebied:{niveau}", *dimensies[1:]]

    rows = slice_cube(assen.cube(kpi_id), {}, per)

    soort = bron.gebieden.soort
    expected = {k: v for k, v in cells(kpi_id, bron).items() if soort[k[0]] == niveau}
    assert differences(keyed(rows, dimensies, som), expected) == []


@pytest.mark.parametrize("registratie", REGISTRATIES)
def test_each_delivered_record_is_either_published_or_in_quarantine(
    registratie: str, assen: Release, bron: Deliveries
) -> None:
    registraties = cast(dict[str, dict[str, int]], assen.manifest["registraties"])
    counted = registraties[registratie]

    kept_out = len(expected_quarantine(bron)[registratie])

    assert counted["records"] == records_in(bron)[registratie]
    assert counted["quarantaine"] == kept_out
    assert counted["gepubliceerd"] == records_in(bron)[registratie] - kept_out


@pytest.mark.parametrize("registratie", REGISTRATIES)
def test_the_quarantine_holds_the_faulty_records_and_no_others(
    registratie: str, assen: Release, bron: Deliveries
) -> None:
    kept = [k for k in quarantine(assen.path) if k.registratie == registratie]

    found = Counter((k.bestand, k.positie) for k in kept)

    assert found == Counter(expected_quarantine(bron)[registratie])
