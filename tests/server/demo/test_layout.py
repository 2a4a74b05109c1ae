"""Voorbeeldstad's files have the layout of the real files they stand in for."""

import csv
import json
from pathlib import Path

import pytest


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.real
@pytest.mark.parametrize(
    ("ours", "real"),
    [
        ("gebieden/WijkenEnBuurten.csv", "cbs-gebieden-en-kwb-metadata/WijkenEnBuurten.csv"),
        ("gebieden/data.csv", "cbs-gebieden-en-kwb-metadata/data.csv"),
        ("vergunningen/receipt.csv", "wabo-receipt-eventlog/receipt.csv"),
        ("bijstand/gemeente_2023.csv", "cbs-bijstand-gemeenten/gemeente_2015.csv"),
        ("bijstand/gemeente_2024.csv", "cbs-bijstand-gemeenten/gemeente_2016.csv"),
        ("bijstand/gemeente_2025.csv", "cbs-bijstand-gemeenten/gemeente_2017.csv"),
    ],
)
def test_a_table_starts_with_the_very_bytes_of_the_real_one(
    demo: Path, shared: Path, ours: str, real: str
) -> None:
    with (demo / "leveringen" / ours).open("rb") as file:
        header = file.readline()

    with (shared / "data" / real).open("rb") as file:
        assert header == file.readline()


@pytest.mark.real
@pytest.mark.parametrize(
    ("ours", "real"),
    [
        ("gebieden/WijkenEnBuurten.csv", "cbs-gebieden-en-kwb-metadata/WijkenEnBuurten.csv"),
        ("gebieden/data.csv", "cbs-gebieden-en-kwb-metadata/data.csv"),
        ("bijstand/gemeente_2023.csv", "cbs-bijstand-gemeenten/gemeente_2015.csv"),
        ("bijstand/gemeente_2025.csv", "cbs-bijstand-gemeenten/gemeente_2017.csv"),
    ],
)
def test_padded_fields_are_as_wide_as_the_real_ones(
    demo: Path, shared: Path, ours: str, real: str
) -> None:
    def padded_widths(path: Path) -> dict[str, int]:
        rows = read_rows(path)
        fields = [(name, text) for row in rows for name, text in row.items()]
        return {name: len(text) for name, text in fields if text != text.strip()}

    assert padded_widths(demo / "leveringen" / ours).items() <= (
        padded_widths(shared / "data" / real).items()
    )


@pytest.mark.real
@pytest.mark.parametrize("name", ["all_meldingen", "resolved", "areas", "categories"])
def test_json_records_have_the_keys_of_the_real_ones(demo: Path, shared: Path, name: str) -> None:
    def read_shapes(path: Path) -> set[tuple[str, ...]]:
        content = json.loads(path.read_text("utf-8"))
        records = content.values() if isinstance(content, dict) else content
        return {tuple(record) for record in records}

    ours = read_shapes(demo / f"leveringen/meldingen/{name}.json")

    assert ours == read_shapes(shared / f"data/mor-assen-signalen/{name}.json")
