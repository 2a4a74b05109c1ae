"""The known mess in the deliveries of Assen comes out right; figures counted in the files."""

from collections import Counter

import pytest

from themagraaf.kpi.slice import slice_cube
from themagraaf.release.current import Release

from .comparison import keyed, quarantine, som
from .deliveries import AMSTERDAM, Deliveries, data_folder, elements, rows

pytestmark = pytest.mark.real

MELDINGEN = data_folder() / "mor-assen-signalen"
RECEIPT = data_folder() / "wabo-receipt-eventlog" / "receipt.csv"
BIJSTAND = data_folder() / "cbs-bijstand-gemeenten"


def teller_of(release: Release, kpi_id: str, **leden: str) -> int:
    selection = {dimensie: [lid] for dimensie, lid in leden.items()}
    [cel] = slice_cube(release.cube(kpi_id), selection, [])
    return som(cel)[0]


def noemer_of(release: Release, kpi_id: str) -> int | None:
    [cel] = slice_cube(release.cube(kpi_id), {}, [])
    return som(cel)[1]


def without_address() -> set[str]:
    found = elements(MELDINGEN / "all_meldingen.json") + elements(MELDINGEN / "resolved.json")
    return {str(item["id"]) for item in found if not item.get("address")}


def test_noorderpark_under_two_names_is_one_wijk(assen: Release) -> None:
    names = Counter(item["wijk"] for item in elements(MELDINGEN / "all_meldingen.json"))

    found = teller_of(assen, "meldingen", gebied="WK010602")

    assert (names["Noorderpark"], names["Wijk 02 Noorderpark"]) == (433, 1)
    assert found == 434


def test_resolved_reports_of_noorderpark_under_two_names_are_in_one_wijk(assen: Release) -> None:
    cells = slice_cube(assen.cube("meldingen-doorlooptijd"), {"gebied": ["WK010602"]}, [])

    assert [som(cel)[1] for cel in cells] == [399]


def test_reports_from_elsewhere_count_in_the_gemeente_where_they_lie(assen: Release) -> None:
    cells = slice_cube(assen.cube("meldingen"), {}, ["gebied:gemeente"])

    assert keyed(cells, ("gebied",), lambda cel: som(cel)[0]) == {
        ("GM0106",): 2962,
        ("GM1680",): 50,
        ("GM1730",): 7,
        ("GM1731",): 5,
    }


@pytest.mark.parametrize(
    ("wijk", "gemeente", "meldingen"),
    [("WK168019", "GM1680", 40), ("WK173107", "GM1731", 2)],
    ids=["rolde", "bovensmilde"],
)
def test_a_wijk_of_a_neighbour_keeps_its_reports(
    wijk: str, gemeente: str, meldingen: int, assen: Release, bron: Deliveries
) -> None:
    found = teller_of(assen, "meldingen", gebied=wijk)

    assert bron.gebieden.boven[wijk]["gemeente"] == gemeente
    assert found == meldingen


def test_reports_without_an_address_count(assen: Release, bron: Deliveries) -> None:
    bare = without_address()
    kept_out = [k for k in quarantine(assen.path) if k.registratie == "meldingen"]

    resolved = [m for m in bron.meldingen if m.id in bare and m.afgehandeld is not None]

    assert (len(bare), len(resolved)) == (9, 9)
    assert noemer_of(assen, "meldingen-doorlooptijd") == 2742
    assert kept_out == []


def test_a_report_stands_in_two_files_and_counts_once(assen: Release) -> None:
    delivered = [
        len(elements(MELDINGEN / name)) for name in ("all_meldingen.json", "resolved.json")
    ]

    opened = teller_of(assen, "meldingen-open")

    assert delivered == [3024, 2742]
    assert teller_of(assen, "meldingen") == 3024
    assert opened == 3024 - 2742


def test_a_lead_time_counts_calendar_days_in_amsterdam_not_the_delivered_days(
    assen: Release, bron: Deliveries
) -> None:
    delivered = sum(int(item["days_open"] or 0) for item in elements(MELDINGEN / "resolved.json"))
    calendar = sum((m.afgehandeld - m.gemeld).days for m in bron.meldingen if m.afgehandeld)

    found = teller_of(assen, "meldingen-doorlooptijd")

    # The delivery counts whole spans of 24 hours up to midnight, mostly one day fewer.
    assert calendar - delivered == 2692
    assert found == calendar


def test_cases_without_an_end_are_open_and_have_no_lead_time(assen: Release) -> None:
    ends = {row["case:concept:name"]: row["case:enddate"] for _, row in rows(RECEIPT)}

    ended = sum(end != "" for end in ends.values())

    assert (len(ends), ended) == (1434, 1329)
    assert noemer_of(assen, "vergunningen-open-over-termijn") == 105
    assert noemer_of(assen, "vergunningen-binnen-termijn") == 1329
    assert noemer_of(assen, "vergunningen-doorlooptijd") == 1329


def test_a_case_that_ends_at_midnight_of_its_first_day_took_no_days(
    assen: Release, bron: Deliveries
) -> None:
    early = [z for z in bron.zaken if z.id in ("case-10862", "case-8267")]
    zero = sum(
        teller
        for _, days, teller in assen.cube("vergunningen-doorlooptijd-mediaan").frequencies()
        if days == 0
    )

    assert [z.einde for z in early] == [z.start for z in early]
    assert zero == sum(z.einde == z.start for z in bron.zaken) == 7


def test_steps_before_the_start_of_their_case_have_no_lead_time_unless_one_went_before(
    assen: Release, bron: Deliveries
) -> None:
    before = [
        stap
        for zaak in bron.zaken
        for stap in zaak.stappen
        if stap.voltooid.astimezone(AMSTERDAM).date() < zaak.start
    ]

    found = noemer_of(assen, "vergunningen-doorlooptijd-per-stap")

    assert len(before) == 12  # the steps of two cases, of which the first has nothing before it
    assert found == 8577 - 2


def test_a_group_called_empty_is_no_department(assen: Release) -> None:
    cells = slice_cube(assen.cube("vergunningen-doorlooptijd"), {}, ["afdeling"])

    found = {cel.leden["afdeling"] for cel in cells}

    assert found == {"Customer contact", "Experts", "General"}


def test_the_netherlands_is_one_area_under_its_two_codes(assen: Release) -> None:
    cells = assen.cube("bijstand").rows()

    land = {
        cel.leden["periode"]: som(cel)[0]
        for cel in cells
        if (cel.leden["gebied"], cel.leden["leeftijdsgroep"]) == ("NL00", "20150")
    }

    assert land == {"2015": 496600, "2016": 513980, "2017": 508480}
    assert "NL01" not in {cel.leden["gebied"] for cel in cells}


@pytest.mark.parametrize(
    ("kpi_id", "columns"),
    [
        ("bijstand", ("Bijstandsontvangers_2", "Bijstandsontvangers_2")),
        ("bijstand-instroom", ("Instromers_4", "Instroom_4")),
        ("bijstand-uitstroom", ("Uitstromers_6", "Uitstroom_6")),
    ],
)
def test_a_zero_in_the_bijstand_is_a_zero_that_was_delivered(
    kpi_id: str, columns: tuple[str, str], assen: Release, bron: Deliveries
) -> None:
    delivered = set()
    for jaar, column in (("2015", columns[0]), ("2016", columns[1]), ("2017", columns[1])):
        for _, row in rows(BIJSTAND / f"gemeente_{jaar}.csv"):
            if row[column] == "0" and row["Regiokenmerken"] in bron.gebieden.soort:
                delivered.add((row["Regiokenmerken"], jaar, row["Leeftijd"]))

    found = {
        (cel.leden["gebied"], cel.leden["periode"], cel.leden["leeftijdsgroep"])
        for cel in assen.cube(kpi_id).rows()
        if som(cel)[0] == 0
    }

    assert found == delivered


def test_gemeenten_that_no_longer_exist_are_kept_out_with_a_reason_in_both_languages(
    assen: Release,
) -> None:
    kept = [k for k in quarantine(assen.path) if k.registratie == "bijstand"]

    bare = [k for k in kept if not k.redenen or not all(r["nl"] and r["en"] for r in k.redenen)]

    assert Counter(k.bestand for k in kept) == {
        "gemeente_2015.csv": 213,
        "gemeente_2016.csv": 213,
        "gemeente_2017.csv": 201,
    }
    assert bare == []
