"""Debts and arrears in the demo: in the words of the exchange models, in order, spoilt as noted."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.server.demo.one import read_ledger, write_one

from themagraaf.demo.schuldhulp import SOORTEN, TOEGESTAAN, Schuldhulp
from themagraaf.demo.vroegsignalering import KOPPEN, Vroegsignalering
from themagraaf.demo.wereld import Wereld
from themagraaf.model.model import Model

INWONERS = 12_000
PEILDATUM = "2026-08-31"
# What the schema of DDAS 1.0 lets a trajectory hold.
VELDEN = {
    *("omschrijving", "startdatum", "einddatum", "toekenningsdatum", "gemeentecode", "client"),
    *("totaalSchuldbedragBijAanvangSchuld", "aanmelding", "intake", "planVanAanpak"),
    *("stabilisatie", "schuldregeling", "begeleiding", "oplossing", "nazorg", "uitstroom"),
    *("crisisinterventies", "informatieEnAdvies", "moratoria", "schulden"),
    "voorlopigeVoorzieningen",
}
Record = Mapping[str, object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gaaf")
    write_one(folder, Schuldhulp, INWONERS)
    write_one(folder, Vroegsignalering, INWONERS)
    return folder


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bedorven")
    write_one(folder, Schuldhulp, INWONERS, fouten=0.3)
    return folder


def trajecten(folder: Path, name: str = "*") -> list[Record]:
    return [
        record
        for path in sorted(folder.glob(f"ddas-{name}.json"))
        for record in json.loads(path.read_text("utf-8"))["leveringen"][0]["schuldhulptrajecten"]
    ]


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def days(value: object) -> Iterator[str]:
    """Give every text that looks like a day, at any depth."""
    if isinstance(value, dict):
        value = [item for name, item in value.items() if name != "Geboortedatum"]
    if isinstance(value, list):
        for item in value:
            yield from days(item)
    elif isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        yield value


def test_a_trajectory_holds_what_the_exchange_model_knows(sound: Path) -> None:
    found = trajecten(sound)

    assert found
    for record in found:
        assert record.keys() <= VELDEN
        assert {"gemeentecode", "startdatum", "client"} <= record.keys()
        assert all(day < PEILDATUM for day in days(record))


def test_every_word_of_a_list_is_a_code_of_the_model(sound: Path, model: Model) -> None:
    said = Counter(
        (lijst, str(phase[field]))
        for record in trajecten(sound)
        for fase, field, lijst in (
            ("intake", "beschikkingssoort", "toelatingsbesluit"),
            ("oplossing", "soort", "oplossingssoort"),
            ("uitstroom", "reden", "schuldhulpuitstroomreden"),
        )
        if isinstance(phase := record.get(fase), dict) and field in phase
    )
    for name, field, lijst in (
        ("vroegsignalen", "status", "signaalstatus"),
        ("vroegsignaalzaken", "resultaat", "vroegsignaalresultaat"),
        ("contactpogingen", "soort", "contactsoort"),
        ("contactpogingen", "dagdeel", "dagdeel"),
        ("signaalpartners", "type", "signaalpartnertype"),
    ):
        said.update((lijst, row[field]) for row in rows(sound, name) if row[field])

    known = {(lijst, code) for lijst, codes in model.vocabulary.codes.items() for code in codes}
    assert said
    assert set(said) - known == set()


def test_help_is_of_residents_and_some_of_it_is_delivered_twice(sound: Path) -> None:
    residents = {
        persoon.bsn
        for huishouden in Wereld(INWONERS, seed=3).huishoudens()
        for persoon in huishouden.personen
    }
    clients = [
        frozenset(client["burgerservicenummer"] for client in record["client"])
        for record in trajecten(sound)
        if isinstance(record["client"], list)
    ]

    assert frozenset().union(*clients) <= residents
    assert max(Counter(clients).values()) > 1


def test_two_organisations_deliver_each_with_a_date_of_its_own(tmp_path: Path) -> None:
    regels = write_one(tmp_path, Schuldhulp, 500)

    assert [regel.bestanden["ddas"] for regel in regels] == [
        "ddas-gemeente.json",
        "ddas-kredietbank.json",
    ]
    assert len({regel.datum for regel in regels}) == 2


def test_a_case_follows_its_warnings_and_attempts_follow_the_case(sound: Path) -> None:
    zaken = {row["zaaknummer"]: row for row in rows(sound, "vroegsignaalzaken")}

    for row in rows(sound, "vroegsignalen"):
        assert row["ontstaansdatum"] < row["signaaldatum"] <= PEILDATUM
        assert not row["zaaknummer"] or row["zaaknummer"] in zaken
    for row in rows(sound, "contactpogingen"):
        assert zaken[row["zaaknummer"]]["datum_opgepakt"] <= row["datum"] <= PEILDATUM


def test_the_ledger_names_every_kind_of_fault(spoilt: Path) -> None:
    ledger = read_ledger(spoilt)

    assert {str(row["soort"]) for row in ledger} == set(SOORTEN)
    assert all(row["verboden"] == (row["soort"] not in TOEGESTAAN) for row in ledger)


def test_what_is_not_spoilt_is_the_same(sound: Path, spoilt: Path) -> None:
    for name in ("gemeente", "kredietbank"):
        bad = {
            str(row["positie"])
            for row in read_ledger(spoilt)
            if row["bestand"] == f"ddas-{name}.json"
        }
        left = [
            record
            for number, record in enumerate(trajecten(spoilt, name))
            if f"/leveringen/0/schuldhulptrajecten/{number}" not in bad
        ]

        assert left
        assert all(record in trajecten(sound, name) for record in left)


def test_tables_have_the_names_of_the_ggm(sound: Path) -> None:
    for name, kop in KOPPEN.items():
        assert tuple(next(rows(sound, name))) == kop
