"""The person lists: in the real form, of everybody in the world, spoilt where the ledger says."""

import csv
import itertools
from collections import Counter
from pathlib import Path

import pytest
from tests.server.demo.one import read_ledger, write_one

from themagraaf.demo.brp import Brp
from themagraaf.demo.wereld import Wereld

INWONERS = 3_000
Rij = dict[str, str]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gaaf")
    write_one(folder, Brp, INWONERS)
    return folder


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bedorven")
    write_one(folder, Brp, INWONERS, fouten=0.1)
    return folder


def read_rijen(folder: Path) -> list[Rij]:
    with (folder / "persoonslijsten.csv").open(
        encoding="utf-8-sig", errors="surrogateescape", newline=""
    ) as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.real
def test_the_columns_are_the_very_bytes_of_the_test_environment(sound: Path, shared: Path) -> None:
    name = "20220502_Testset_persoonslijsten_proefomgeving_GBA-V.csv"
    with (shared / "data/brp-testpersonen" / name).open("rb") as file:
        real = file.readline()

    with (sound / "persoonslijsten.csv").open("rb") as file:
        assert file.readline() == real


def test_everybody_has_one_list_with_the_address_of_the_household(sound: Path) -> None:
    lists = {rij["01.01.20"]: rij for rij in read_rijen(sound) if rij["01.01.20"]}

    people = 0
    for huishouden in Wereld(INWONERS, seed=3).huishoudens():
        for persoon in huishouden.personen:
            people += 1
            rij = lists[persoon.bsn]
            assert rij["08.11.80"] == huishouden.adres.vbo
            assert rij["01.02.40"] == persoon.geslachtsnaam
            assert bool(rij["06.08.10"]) == (persoon.overleden is not None)
    assert people == len(lists)


def test_rows_below_the_first_are_former_addresses_and_further_children(sound: Path) -> None:
    rijen = read_rijen(sound)

    kinds: Counter[str] = Counter()
    for before, rij in itertools.pairwise(rijen):
        if rij["01.01.20"]:
            continue
        assert bool(rij["08.09.10"]) == (before["08.H"] == "58")
        assert bool(rij["09.01.20"]) == (before["09.H"] == "09")
        kinds["former"] += before["08.H"] == "58"
        kinds["child"] += before["09.H"] == "09"
    assert min(kinds["former"], kinds["child"]) > 100


def test_a_former_address_is_held_before_the_current_one(sound: Path) -> None:
    rijen = read_rijen(sound)

    for now, then in itertools.pairwise(rijen):
        if now["08.H"] == "58":
            assert then["08.10.30"] < now["08.10.30"]
            assert then["08.11.80"] != now["08.11.80"]


def test_a_child_names_its_parents_and_they_name_it(sound: Path) -> None:
    rijen = read_rijen(sound)
    named: set[tuple[str, str]] = set()
    parent = ""
    for rij in rijen:
        parent = rij["01.01.20"] or parent
        named.add((parent, rij["09.01.20"]))

    pairs = {
        (rij[f"{category}.01.20"], rij["01.01.20"]) for rij in rijen for category in ("02", "03")
    }

    assert pairs - {pair for pair in pairs if not all(pair)} <= named


def test_half_known_dates_of_birth_are_few(sound: Path) -> None:
    dates = [rij["01.03.10"] for rij in read_rijen(sound) if rij["01.01.20"]]

    half_known = [day for day in dates if day.endswith("00")]

    assert 0 < len(half_known) < len(dates) / 100


def test_the_spoilt_lists_are_those_of_the_ledger(sound: Path, spoilt: Path) -> None:
    good = {tuple(rij.values()) for rij in read_rijen(sound)}
    bad = {
        f"row={number}"
        for number, rij in enumerate(read_rijen(spoilt), start=2)
        if tuple(rij.values()) not in good
    }
    ledger = read_ledger(spoilt)

    assert bad <= {row["positie"] for row in ledger}
    assert {row["soort"] for row in ledger} == {
        *("bsn-elfproef", "toekomst-datum", "onleesbare-datum", "onbekende-code", "codering"),
        *("sleutel-ontbreekt", "onbekend-adres", "geen-bag-id", "dubbel"),
    }
    assert {row["soort"] for row in ledger if not row["verboden"]} >= {"onbekend-adres", "dubbel"}
    assert read_ledger(sound) == []


def test_the_table_of_gemeenten_is_utf_16_with_the_real_columns(sound: Path) -> None:
    text = (sound / "Tabel33.csv").read_text("utf-16")

    assert text.splitlines()[0] == (
        '"92.10 Gemeentecode","92.11 Omschrijving","92.12 Nieuwe code",'
        '"99.98 Datum ingang","99.99 Datum einde"'
    )
    codes = {line.split('"')[1] for line in text.splitlines()[1:]}
    homes = {rij["08.09.10"] for rij in read_rijen(sound)} - {""}
    assert homes <= codes
