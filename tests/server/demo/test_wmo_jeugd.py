"""Help under the Wmo and the Jeugdwet: in order, for people of the world, and claimed."""

import csv
import sqlite3
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tests.server.demo.one import read_ledger, write_one

from themagraaf.demo.wereld import Wereld
from themagraaf.demo.wmo_jeugd import DATABASE, WmoJeugd
from themagraaf.demo.wmo_tabellen import FOUTEN

INWONERS = 3_000
PEILDATUM = "2026-08-31"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gaaf")
    write_one(folder, WmoJeugd, INWONERS)
    return folder


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bedorven")
    write_one(folder, WmoJeugd, INWONERS, fouten=0.2)
    return folder


def ask(folder: Path, query: str) -> list[tuple[str | int | None, ...]]:
    connection = sqlite3.connect(folder / DATABASE)
    try:
        return list(connection.execute(query))
    finally:
        connection.close()


def read_regels(folder: Path) -> Iterator[dict[str, str]]:
    with (folder / "declaratieregels.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_a_client_is_a_resident_and_a_young_one_has_somebody_who_decides(sound: Path) -> None:
    people = {
        persoon.bsn: persoon
        for huishouden in Wereld(INWONERS, seed=3).huishoudens()
        for persoon in huishouden.personen
    }

    found = ask(sound, "SELECT BURGERSERVICENUMMER, GEZAGSDRAGER_BURGERSERVICENUMMER FROM CLIENT")

    assert len(found) > INWONERS / 20
    assert all((people[str(bsn)].is_kind) == (parent is not None) for bsn, parent in found)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("AOMMELDINGWMOJEUGD", ["DATUMAANMAAK", "DATUMAFHANDELING"]),
        ("AOM_AANVRAAGWMOJEUGD", ["DATUMSTARTAANVRAAG", "DATUMBESCHIKKING"]),
        ("BESCHIKTE_VOORZIENING", ["DATUMSTART", "DATUMEINDE"]),
        ("TOEWIJZING", ["DATUMTOEWIJZING"]),
        ("LEVERING", ["DATUMSTART", "DATUMSTOP"]),
    ],
)
def test_days_stand_in_order_and_what_happened_is_not_in_the_future(
    sound: Path, table: str, columns: list[str]
) -> None:
    rows = ask(sound, f"SELECT {', '.join(columns)} FROM {table}")

    days = [[str(day) for day in row if day is not None] for row in rows]
    assert days
    assert all(row == sorted(row) for row in days)
    if table != "BESCHIKTE_VOORZIENING":
        assert max(row[-1] for row in days) <= PEILDATUM


def test_every_reference_is_to_a_row_that_is_there(sound: Path) -> None:
    pairs = [
        ("AOM_AANVRAAGWMOJEUGD", "VOLGT_OP_AOMMELDINGWMOJEUGD_ID", "AOMMELDINGWMOJEUGD"),
        ("BESCHIKTE_VOORZIENING", "BESCHIKKING_ID", "BESCHIKKING"),
        ("TOEWIJZING", "BESCHIKTE_VOORZIENING_ID", "BESCHIKTE_VOORZIENING"),
        ("LEVERING", "GELEVERDE_ZORG_TOEWIJZING_ID", "TOEWIJZING"),
    ]

    for table, column, other in pairs:
        lost = f"SELECT count(*) FROM {table} WHERE {column} NOT IN (SELECT rowid FROM {other})"
        assert ask(sound, lost) == [(0,)]


def test_a_bill_is_the_sum_of_its_lines(sound: Path) -> None:
    lines: Counter[str] = Counter()
    for regel in read_regels(sound):
        lines[regel["VALT_BINNEN_DECLARATIE_ID"]] += int(Decimal(regel["BEDRAG"]) * 100)

    with (sound / "declaraties.csv").open(encoding="utf-8", newline="") as file:
        bills = {row["DECLARATIE_ID"]: row for row in csv.DictReader(file)}

    assert {key: int(Decimal(row["DECLARATIEBEDRAG"]) * 100) for key, row in bills.items()} == lines
    assert max(row["DATUMDECLARATIE"] for row in bills.values()) <= PEILDATUM


def test_every_kind_of_fault_occurs_where_the_ledger_says(spoilt: Path) -> None:
    ledger = read_ledger(spoilt)
    tables = [regel for regel in ledger if regel["bestand"] == DATABASE]

    found = {(str(regel["positie"]).split("&")[0], regel["soort"]) for regel in tables}

    assert found == {(f"tabel={table}", soort) for table in FOUTEN for soort in FOUTEN[table]}
    assert len({regel["positie"] for regel in tables}) == len(tables)


def test_a_line_that_was_delivered_twice_stands_where_the_ledger_says(spoilt: Path) -> None:
    rows = list(read_regels(spoilt))

    twice = [
        int(str(regel["positie"]).removeprefix("row="))
        for regel in read_ledger(spoilt)
        if regel["soort"] == "dubbel"
    ]

    assert twice
    assert all(rows[place - 2] == rows[place - 3] for place in twice)
