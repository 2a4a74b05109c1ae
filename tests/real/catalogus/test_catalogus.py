"""Every record of the real catalogue and selection list is accounted for, and says what it said."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.real.assen.comparison import quarantine
from tests.real.publication import publish_real, rows_of
from themagraaf.model.model import Model
from themagraaf.release.current import Release

pytestmark = pytest.mark.real

CATALOGUS = "zgw-catalogi-openzaak/catalogi.json"
# How the export calls a record, and what we call it.
KLASSEN = {
    "catalogi.catalogus": "Zaaktypecatalogus",
    "catalogi.zaaktype": "Zaaktypeversie",
    "catalogi.statustype": "Statustype",
    "catalogi.resultaattype": "Resultaattype",
    "catalogi.roltype": "Roltype",
}


@pytest.fixture(scope="module")
def catalogus(shared: Path, tmp_path_factory: pytest.TempPathFactory, model: Model) -> Release:
    config = Path(__file__).with_name("themagraaf.toml")
    return publish_real(config, shared, tmp_path_factory.mktemp("catalogus"), model)


@pytest.fixture(scope="module")
def records(shared: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((shared / "data" / CATALOGUS).read_bytes())
    return found


def test_all_records_but_a_setting_of_the_software_are_published(catalogus: Release) -> None:
    counted = catalogus.manifest["registraties"]["zaaktypecatalogus"]

    assert counted["records"] == 41 + 29 + 346 + 3
    assert counted["gepubliceerd"] == 418
    kept = [(Path(item.bestand).name, item.positie) for item in quarantine(catalogus.path)]
    assert kept == [("catalogi.json", "/39")]


def test_each_kind_of_record_is_there_as_often_as_in_the_export(
    catalogus: Release, records: list[dict[str, object]]
) -> None:
    delivered = Counter(str(record["model"]) for record in records)

    found = rows_of(
        catalogus,
        "SELECT ?klasse (COUNT(?ding) AS ?aantal) WHERE { ?ding a ?klasse } GROUP BY ?klasse",
    )

    counts = {klasse.rsplit("/", 1)[1]: int(aantal) for klasse, aantal in found}
    assert {name: counts[klasse] for name, klasse in KLASSEN.items()} == {
        name: delivered[name] for name in KLASSEN
    }
    assert counts["Catalogusonderdeel"] == sum(delivered.values()) - 1 - sum(
        delivered[name] for name in KLASSEN
    )


def test_a_status_type_is_found_at_its_case_type_by_the_number_of_the_export(
    catalogus: Release, records: list[dict[str, object]]
) -> None:
    fields = {
        (record["model"], record.get("pk")): record["fields"]
        for record in records
        if isinstance(record["fields"], dict)
    }
    expected = {
        (str(values["uuid"]), str(fields["catalogi.zaaktype", values["zaaktype"]]["uuid"]))
        for (model, _), values in fields.items()
        if model == "catalogi.statustype" and isinstance(values, dict)
    }

    found = rows_of(
        catalogus,
        """SELECT ?type ?versie WHERE {
          ?statustype a tg:Statustype ; dcterms:identifier ?type ; tg:zaaktypeversie ?van .
          ?van dcterms:identifier ?versie } ORDER BY ?type""",
    )

    assert set(found) == expected


def test_a_term_of_a_year_stays_a_year(catalogus: Release) -> None:
    found = rows_of(
        catalogus,
        """SELECT ?doorlooptijd (COUNT(?versie) AS ?aantal) WHERE {
          ?versie tg:doorlooptijdBehandeling ?doorlooptijd
        } GROUP BY ?doorlooptijd ORDER BY STR(?doorlooptijd)""",
    )

    assert found == [("P1Y", "2"), ("P91D", "2")]


def test_results_of_the_selection_list_keep_their_valuation(
    catalogus: Release, shared: Path
) -> None:
    delivered = json.loads((shared / "data/selectielijst/resultaten.json").read_bytes())
    expected = Counter(item["waardering"] for item in delivered if item["waardering"])

    found = rows_of(
        catalogus,
        """SELECT ?code (COUNT(?resultaat) AS ?aantal) WHERE {
          ?resultaat a tg:Selectielijstresultaat ; tg:archiefnominatie ?nominatie .
          ?nominatie skos:notation ?code } GROUP BY ?code ORDER BY ?code""",
    )

    assert {code: int(aantal) for code, aantal in found} == expected
