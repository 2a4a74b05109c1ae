"""Every record of the real Iv3 budgets and of the municipal fund is accounted for, and adds up."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.real.publication import publish_real, rows_of
from themagraaf.model.model import Model
from themagraaf.release.current import Release

pytestmark = pytest.mark.real

FOLDER = "data/iv3-gemeentefonds"
# Two budgets of all municipalities are many cells; these KPIs read every record.
KPIS = ("begrote-lasten", "gemeentefonds-per-inwoner")
NAMEN = """SELECT DISTINCT ?code ?naam WHERE {
  ?post tg:gebied ?gebied ; tg:gemeentenaam ?naam . ?gebied dcterms:identifier ?code }"""


@pytest.fixture(scope="module")
def geld(shared: Path, tmp_path_factory: pytest.TempPathFactory, model: Model) -> Release:
    small = replace(model, kpis=tuple(kpi for kpi in model.kpis if kpi.id in KPIS))
    config = Path(__file__).with_name("themagraaf.toml")
    return publish_real(config, shared, tmp_path_factory.mktemp("geld"), small)


def read(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def dutch(number: str) -> Decimal:
    return Decimal(number.strip().replace(".", "").replace(",", "."))


def test_every_record_is_published(geld: Release) -> None:
    counted = geld.manifest["registraties"]

    assert counted["iv3"]["gepubliceerd"] == counted["iv3"]["records"] == 24353 + 23667
    assert counted["gemeentefonds"]["gepubliceerd"] == 343 + 342 + 80
    assert counted["gemeentefonds"]["quarantaine"] == 0


def test_only_the_municipality_that_the_areas_do_not_know_is_not_related(geld: Release) -> None:
    lost = rows_of(
        geld,
        """SELECT ?naam (COUNT(?post) AS ?aantal) WHERE { ?post tg:gemeentenaam ?naam ;
          tg:relatieuitkomst <https://w3id.org/themagraaf/code/relatieuitkomst/onbekende-sleutel>
        } GROUP BY ?naam""",
    )

    # Voorne aan Zee is of 2023, and the areas are those of 2022.
    assert lost == [("Voorne aan Zee", str(71 + 69 + 12))]


@pytest.mark.parametrize("jaar", ["2024", "2025"])
def test_budgeted_expenditure_is_that_of_the_file_for_each_municipality(
    jaar: str, geld: Release, shared: Path
) -> None:
    expected: Counter[str] = Counter()
    for rij in read(shared / FOLDER / f"{jaar}_begroting.csv", ";"):
        expected[rij["Gemeenten"]] += int(1000 * Decimal(rij["Lasten"]))
    names = {code: naam for code, naam in rows_of(geld, NAMEN)}  # noqa: C416

    found: Counter[str] = Counter()
    for cel in geld.cube("begrote-lasten").rows():
        if cel.leden["periode"] == jaar:
            found[names[cel.leden["gebied"]]] += int(cel.teller or 0)

    del expected["Voorne aan Zee"]
    assert found == expected


def test_the_fund_per_resident_is_that_of_two_files(geld: Release, shared: Path) -> None:
    people = {
        rij["Naam"]: dutch(rij["inwo"])
        for rij in read(shared / FOLDER / "GF_S2024_2025_Volumina.csv", "\t")
    }
    [assen] = [
        rij
        for rij in read(shared / FOLDER / "GF_S2024_2025.csv", ";")
        if rij["Gemeenten"] == "Assen"
    ]

    [cel] = [
        cel
        for cel in geld.cube("gemeentefonds-per-inwoner").rows()
        if cel.leden["gebied"] == "GM0106"
    ]

    clusters = [Decimal(assen[naam]) for naam in assen if naam not in ("", "Gemeenten", "Totaal")]
    assert cel.noemer == people["Assen"]
    assert cel.teller is not None
    assert abs(cel.teller - sum(clusters)) < Decimal("0.01")


def test_a_number_in_dutch_is_read_as_one(geld: Release, shared: Path) -> None:
    expected = {
        rij["Naam maatstaf"].strip(): dutch(rij["Totaal"])
        for rij in read(shared / FOLDER / "GF_S2024_2025_Gewichten.csv", "\t")
    }

    found = rows_of(
        geld,
        "SELECT ?naam ?bedrag WHERE { ?maat a tg:Verdeelmaatstaf ; rdfs:label ?naam ;"
        " tg:bedragPerEenheid ?bedrag }",
    )

    assert {naam: Decimal(bedrag) for naam, bedrag in found} == expected
