"""Voorbeeldstad's deliveries: repeatable, and wrong exactly where they say they are."""

import csv
import json
import random
import tomllib
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from themagraaf.demo import write_deliveries
from themagraaf.demo.leveringen import REGISTRATIES

SMALL = 2_000  # as large as the one that the fixture writes

Record = dict[str, str | float | int | None]


def read_bytes(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def read_array(path: Path) -> list[Record]:
    records: list[Record] = json.loads(path.read_text("utf-8"))
    return records


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_meldingen(demo: Path) -> list[Record]:
    return read_array(demo / "leveringen/meldingen/all_meldingen.json")


def read_afgehandeld(demo: Path) -> list[Record]:
    return read_array(demo / "leveringen/meldingen/resolved.json")


def read_stappen(demo: Path) -> list[dict[str, str]]:
    return read_rows(demo / "leveringen/vergunningen/receipt.csv")


def read_moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


def test_the_same_seed_gives_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    random.seed(99)  # whatever else the process draws makes no difference

    write_deliveries(tmp_path, inwoners=SMALL, seed=1)

    assert read_bytes(tmp_path) == read_bytes(demo)


def test_another_seed_gives_other_records_of_the_same_place(demo: Path, tmp_path: Path) -> None:
    write_deliveries(tmp_path, inwoners=SMALL, seed=2)

    before, after = read_bytes(demo), read_bytes(tmp_path)
    same = {name for name in before if before[name] == after[name]}
    assert before.keys() == after.keys()
    assert same >= {
        "themagraaf.toml",
        "leveringen/gebieden/WijkenEnBuurten.csv",
        "leveringen/gebieden/data.csv",
        "leveringen/meldingen/areas.json",
        "leveringen/meldingen/categories.json",
    }
    # Areas and boundaries are what they are; the fund follows from how many live there.
    fixed = {"gebieden", "grenzen", "gemeentefonds"}
    assert {name.split("/")[1] for name in before.keys() - same if "/" in name} == {
        registratie.naam for registratie in REGISTRATIES
    } - fixed


def test_every_file_that_the_toml_names_is_there_and_no_other(demo: Path) -> None:
    config = tomllib.loads((demo / "themagraaf.toml").read_text("utf-8"))

    named = {
        f"{levering['map']}/{file}"
        for levering in config["levering"]
        for file in levering["bestanden"].values()
    }
    named |= {
        levering["database"].removeprefix("sqlite:///")
        for levering in config["levering"]
        if "database" in levering
    }

    assert named | {"themagraaf.toml", "grootboek.jsonl"} == set(read_bytes(demo))
    assert config["gemeente"]["code"] == "GM9901"
    said = [(levering["registratie"], levering["datum"]) for levering in config["levering"]]
    assert said[0] == ("gebieden", date(2026, 1, 1))
    assert [datum for naam, datum in said if naam == "bijstand"] == [
        date(2023, 12, 31),
        date(2024, 12, 31),
        date(2025, 12, 31),
    ]
    assert ("meldingen", date(2026, 8, 31)) in said
    assert max(datum for _, datum in said) == date(2026, 8, 31)


def test_progress_is_told_up_to_the_last_record(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    write_deliveries(tmp_path, inwoners=SMALL, on_progress=lambda *told: heard.append(told))

    assert ("residents", SMALL, SMALL) in heard
    assert [stage for stage, _, _ in heard if stage != "residents"] == [
        registratie.naam for registratie in REGISTRATIES
    ]
    assert heard[-1][1] == heard[-1][2] == len(REGISTRATIES)


def test_a_municipality_without_inhabitants_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="inwoners is 0"):
        write_deliveries(tmp_path, inwoners=0)


def test_a_wijk_goes_by_two_names_and_a_few_reports_by_none(demo: Path) -> None:
    areas = read_array(demo / "leveringen/meldingen/areas.json")
    names = {str(area["name"]) for area in areas}
    wijken = Counter(str(melding["wijk"]) for melding in read_meldingen(demo))

    lindepark = {str(area["name"]) for area in areas if area["code"] == "WK990102"}
    assert lindepark == {"Lindepark", "Wijk 02 Lindepark"}
    assert lindepark <= set(wijken)
    assert {"Wijk 00 Proefdorp", "Wijk 01 Modelrade"} <= set(wijken)
    assert {name: count for name, count in wijken.items() if name not in names} == {
        "Stationseiland": 3
    }


def test_reports_next_door_are_about_one_in_a_hundred(tmp_path: Path) -> None:
    write_deliveries(tmp_path, inwoners=20_000)
    neighbours = {
        str(area["name"])
        for area in read_array(tmp_path / "leveringen/meldingen/areas.json")
        if not str(area["code"]).startswith("WK9901")
    }

    meldingen = read_meldingen(tmp_path)

    assert len(meldingen) == 900
    assert 5 <= sum(melding["wijk"] in neighbours for melding in meldingen) <= 18


def test_an_address_is_null_in_one_list_and_left_out_of_the_other(demo: Path) -> None:
    meldingen, afgehandeld = read_meldingen(demo), read_afgehandeld(demo)

    assert sum(melding["address"] is None for melding in meldingen) == 2
    assert sum("address" not in melding for melding in afgehandeld) == 3
    assert sum("address" in m and m["address"] is None for m in afgehandeld) == 1


def test_three_reports_are_resolved_before_they_were_made(demo: Path) -> None:
    too_early = [
        melding
        for melding in read_afgehandeld(demo)
        if str(melding["resolved_date"]) < str(melding["created_at"])[:10]
    ]

    assert [melding["days_open"] for melding in too_early] == [0, 0, 0]


def test_two_moments_cant_be_read_and_one_report_has_no_id(demo: Path) -> None:
    meldingen = read_meldingen(demo)

    unreadable = {m["created_at"] for m in meldingen if read_moment(m["created_at"]) is None}

    assert unreadable == {"31-06-2026 25:10", "eind juni, zie e-mail"}
    assert sum(melding["id"] is None for melding in meldingen) == 1


def test_days_open_stop_at_midnight_utc_before_the_day_of_resolution(demo: Path) -> None:
    for melding in read_afgehandeld(demo):
        gemeld = datetime.fromisoformat(str(melding["created_at"]))
        end = datetime.fromisoformat(f"{melding['resolved_date']}T00:00:00+00:00")

        assert melding["days_open"] == max(0, (end - gemeld.astimezone(UTC)).days)


def test_every_resolved_report_is_a_report_and_the_list_is_in_order(demo: Path) -> None:
    made = {melding["id"]: melding for melding in read_meldingen(demo)}
    afgehandeld = read_afgehandeld(demo)

    dates = [str(melding["resolved_date"]) for melding in afgehandeld]
    assert dates == sorted(dates)
    assert all(made[m["id"]]["created_at"] == m["created_at"] for m in afgehandeld)
    assert len({m["id"] for m in afgehandeld}) == len(afgehandeld) < len(made)


def test_every_report_has_a_category_with_a_promised_term(demo: Path) -> None:
    text = (demo / "leveringen/meldingen/categories.json").read_text("utf-8")
    categories: dict[str, dict[str, str]] = json.loads(text)

    terms = {
        slug: entry["handling_message"].split(" binnen ")[1] for slug, entry in categories.items()
    }

    assert {" ".join(term.split()[:2]) for term in terms.values()} == {
        "1 werkdag",
        "2 werkdagen",
        "5 werkdagen",
    }
    assert {str(m["subcategory_slug"]) for m in read_meldingen(demo)} <= set(categories)


def test_two_cases_end_before_they_start_and_one_came_by_fax(demo: Path) -> None:
    stappen = read_stappen(demo)

    early = {
        stap["case:concept:name"]
        for stap in stappen
        if stap["case:enddate"] and stap["case:enddate"] < stap["case:startdate"]
    }

    assert len(early) == 2
    assert [stap["case:channel"] for stap in stappen].count("Fax") == 1


def test_moments_of_a_case_come_with_and_without_a_fraction(demo: Path) -> None:
    deadlines = {stap["case:deadline"] for stap in read_stappen(demo)}
    starts = {stap["case:startdate"] for stap in read_stappen(demo)}

    assert any("." not in deadline for deadline in deadlines)
    assert all("." in start for start in starts)
    assert {moment[-6:] for moment in starts} == {"+01:00", "+02:00"}


def test_no_step_is_named_twice_or_finished_after_the_peildatum(demo: Path) -> None:
    stappen = read_stappen(demo)

    keys = [stap["concept:instance"] for stap in stappen]
    assert len(set(keys)) == len(keys)
    assert max(stap["time:timestamp"] for stap in stappen) < "2026-09-01"


def test_a_gemeente_that_is_gone_has_two_rows_in_the_oldest_year(demo: Path) -> None:
    rows = read_rows(demo / "leveringen/bijstand/gemeente_2023.csv")

    gone = [row["Leeftijd"] for row in rows if row["Regiokenmerken"] == "GM9990"]

    assert gone == ["20150", "90100"]
    assert {row["Regiokenmerken"].strip() for row in rows if row["Leeftijd"] == "90200"} == {
        *("NL01", "LD99", "PV99", "CR99", "AM99"),
        *("GM9901", "GM9902", "GM9903"),
    }


@pytest.mark.parametrize("jaar", [2023, 2024, 2025])
def test_counts_are_tens_or_a_point(demo: Path, jaar: int) -> None:
    rows = read_rows(demo / f"leveringen/bijstand/gemeente_{jaar}.csv")

    counts = [row[name].strip() for row in rows for name in row if name.startswith("Uitstr")][::2]

    assert "." in counts
    assert all(count == "." or int(count) % 10 == 0 for count in counts)


def test_one_area_has_no_name_and_nothing_refers_to_it(demo: Path) -> None:
    nameless = [
        row["Key"]
        for row in read_rows(demo / "leveringen/gebieden/WijkenEnBuurten.csv")
        if not row["Title"]
    ]

    files = read_bytes(demo)
    users = [name for name, content in files.items() if nameless[0].encode() in content]

    assert nameless == ["BU99010699"]
    assert users == ["leveringen/gebieden/WijkenEnBuurten.csv"]
