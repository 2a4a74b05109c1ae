"""The figures of a KPI over HTTP, held against the observations in the store."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from themagraaf.release.current import Release
from themagraaf.settings import Settings

from .running import serving

FIGURES = "/v1/kpis/{}/waarnemingen"
# The second road: RDF in the store, which shares no code with Parquet and slices.
OBSERVATIONS = """PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX tg: <https://w3id.org/themagraaf/def/>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?gebied ?periode ?categorie ?teller ?noemer ?waarde WHERE {
  ?o qb:dataSet <BASIS/id/kpi/meldingen-binnen-termijn> ; tg:gebied/dcterms:identifier ?gebied ;
    tg:periode ?periode ; tg:categorie/dcterms:identifier ?categorie ;
    tg:teller ?teller ; tg:noemer ?noemer ; tg:waarde ?waarde .
} ORDER BY ?gebied ?periode ?categorie"""
KPIS = [
    "meldingen",
    "meldingen-binnen-termijn",
    "meldingen-doorlooptijd-mediaan",
    "bijstandsdichtheid",
]


def figures(client: httpx.Client, kpi: str, **params: str) -> list[dict[str, str | Decimal | None]]:
    answer = client.get(FIGURES.format(kpi), params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, str | Decimal | None]] = json.loads(answer.text, parse_float=Decimal)[
        "waarnemingen"
    ]
    return found


def test_without_per_come_the_finest_cells_that_the_store_has(
    client: httpx.Client, release: Release
) -> None:
    basis = release.manifest["gemeente"]["basis"]
    query = OBSERVATIONS.replace("BASIS", basis)
    expected = list(
        csv.DictReader(
            io.StringIO(client.post("/sparql", data={"query": query, "formaat": "csv"}).text)
        )
    )

    found = figures(client, "meldingen-binnen-termijn")

    assert len(found) == len(expected) > 100
    for row, other in zip(found, expected, strict=True):
        assert [row[name] for name in ("gebied", "periode", "categorie")] == list(other.values())[
            :3
        ]
        numbers = [Decimal(str(row[name])) for name in ("teller", "noemer", "waarde")]
        assert numbers == [Decimal(text) for text in list(other.values())[3:]]


def test_an_empty_per_gives_the_total(client: httpx.Client) -> None:
    [total] = figures(client, "meldingen", per="")
    cells = figures(client, "meldingen")

    assert total["teller"] == sum(Decimal(str(cell["teller"])) for cell in cells)
    assert list(total) == ["teller", "noemer", "waarde", "status", "periodeStart", "periodeEind"]


def test_per_shows_levels_with_their_names_and_bounds(
    client: httpx.Client, release: Release
) -> None:
    found = figures(client, "meldingen", per="gebied:gemeente,periode:kwartaal", periode="2026-Q2")

    own = next(row for row in found if row["gebied"] == release.gemeente)
    assert own["gebiedNaam"] == release.manifest["gemeente"]["naam"]
    assert own["periodeNaam"] == "2e kwartaal 2026"
    assert (own["periodeStart"], own["periodeEind"]) == ("2026-04-01", "2026-06-30")


def test_members_are_given_apart_or_with_commas(client: httpx.Client) -> None:
    path = FIGURES.format("meldingen")

    apart = client.get(path + "?periode=2026-05&periode=2026-06").json()
    together = client.get(path + "?periode=2026-05,2026-06").json()

    assert apart == together
    assert {row["periode"] for row in apart["waarnemingen"]} == {"2026-05", "2026-06"}


def test_a_dimension_held_to_one_member_is_named_in_each_row(client: httpx.Client) -> None:
    [row] = figures(client, "meldingen", per="", periode="2026-Q2")

    assert row["periode"] == "2026-Q2"
    assert "gebied" not in row


@pytest.mark.parametrize("kpi", KPIS)
def test_json_and_csv_have_the_same_columns_and_digits(client: httpx.Client, kpi: str) -> None:
    answer = client.get(FIGURES.format(kpi), headers={"Accept": "text/csv"})
    in_csv = list(csv.DictReader(io.StringIO(answer.text)))

    text = client.get(FIGURES.format(kpi)).text
    in_json = json.loads(text, parse_float=str, parse_int=str)["waarnemingen"]

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [{k: v or "" for k, v in row.items()} for row in in_json] == in_csv
    assert len(in_csv) > 20


@pytest.mark.parametrize("kpi", KPIS)
def test_each_number_is_a_number_and_each_object_has_the_same_keys(
    client: httpx.Client, kpi: str
) -> None:
    found = client.get(FIGURES.format(kpi)).json()["waarnemingen"]

    assert {tuple(row) for row in found} == {tuple(found[0])}
    assert all(isinstance(row["teller"], int | float) for row in found)


def test_an_empty_answer_has_the_same_columns(client: httpx.Client) -> None:
    path = FIGURES.format("meldingen") + "?formaat=csv&per=gebied,periode"

    full = client.get(path).text.splitlines()
    empty = client.get(path + "&periode=1999").text.splitlines()

    assert len(full) > 1
    assert empty == full[:1]


def test_the_value_has_the_decimals_of_the_kpi(client: httpx.Client) -> None:
    text = client.get(FIGURES.format("meldingen-binnen-termijn") + "?formaat=csv").text

    values = [row["waarde"] for row in csv.DictReader(io.StringIO(text))]
    assert all(len(value.partition(".")[2]) == 1 for value in values)


def test_the_format_asked_for_by_name_wins_from_accept(client: httpx.Client) -> None:
    path = FIGURES.format("meldingen") + "?formaat=json&per="

    answer = client.get(path, headers={"Accept": "text/csv"})

    assert answer.headers["Content-Type"] == "application/json"


def test_what_cannot_be_added_up_is_refused(client: httpx.Client) -> None:
    answer = client.get(FIGURES.format("bijstand") + "?per=")

    assert answer.status_code == 400
    assert answer.json()["type"] == "https://w3id.org/themagraaf/fout/niet-optelbaar"


def test_too_many_cells_are_refused_with_a_way_to_narrow(release_data: Path) -> None:
    with serving(Settings(data=release_data, cell_limit_rows=5)) as client:
        answer = client.get(FIGURES.format("meldingen"))
        narrowed = client.get(FIGURES.format("meldingen") + "?per=")

    assert answer.status_code == 400
    assert "per=" in answer.json()["detail"]
    assert narrowed.status_code == 200


def test_all_bad_parameters_are_told_together(client: httpx.Client) -> None:
    query = "?gebied=GM9999&per=x,gebied:foo,periode,periode&bla=1&formaat=xls&periode=2026-13"

    answer = client.get(FIGURES.format("meldingen") + query)

    faults = answer.json()["errors"]
    assert answer.status_code == 400
    assert sorted(fault["name"] for fault in faults) == sorted(
        ["bla", "formaat", "gebied", "per", "per", "per", "periode"]
    )
    assert {fault["in"] for fault in faults} == {"query"}


def test_figures_by_area_say_which_year_s_division_they_use(client: httpx.Client) -> None:
    by_area = client.get("/v1/kpis/meldingen/waarnemingen?per=gebied:wijk").json()
    without = client.get("/v1/kpis/relateerbaarheid/waarnemingen").json()

    assert (by_area["indeling"], without["indeling"]) == (2026, None)
