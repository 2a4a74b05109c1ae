"""The real person lists and BAG extract: every record published, or kept out with a reason."""

import csv
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT, quiet
from themagraaf.model.model import Model
from themagraaf.release.build import build
from themagraaf.release.current import Release, open_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente

LIJSTEN = "20220502_Testset_persoonslijsten_proefomgeving_GBA-V.csv"
TABEL33 = "Tabel33 Gemeententabel (gesorteerd op code).csv"
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def made(name: str, shared: Path, folder: Path, model: Model) -> Release:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THEMAGRAAF_SHARED", str(shared))
        gemeente = read_gemeente(ROOT / f"tests/real/{name}/themagraaf.toml")
    data = DataFolder(folder)
    build(model, gemeente, data, quiet, key=b"k" * 32)
    data.publish()
    return open_release(data.root)


@pytest.fixture(scope="module")
def rotterdam(shared: Path, tmp_path_factory: pytest.TempPathFactory, model: Model) -> Release:
    return made("rotterdam", shared, tmp_path_factory.mktemp("rotterdam"), model)


@pytest.fixture(scope="module")
def doesburg(shared: Path, tmp_path_factory: pytest.TempPathFactory, model: Model) -> Release:
    return made("doesburg", shared, tmp_path_factory.mktemp("doesburg"), model)


def kept_out(release: Release, registratie: str) -> dict[tuple[str, str], str]:
    """Return for each record kept out the name of the first shape it failed."""
    lines = (release.path / "quarantaine.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["registratie"] == registratie]
    return {
        (row["bestand"], row["positie"]): (
            row["redenen"][0].get("shape") or row["redenen"][0]["en"]
        ).rsplit("/", 1)[-1]
        for row in rows
    }


def read_lijsten(shared: Path) -> list[list[str]]:
    path = shared / "data/brp-testpersonen" / LIJSTEN
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def count_objects(shared: Path) -> Iterator[int]:
    """Give the number of objects of each file of the extract."""
    folder = shared / "data/bag-extract-xml"
    with zipfile.ZipFile(folder / "0221PND15092020.zip") as archive:
        contents = [archive.read(name) for name in archive.namelist()]
    contents += [
        (folder / f"0221{soort}15092020-000001.xml").read_bytes()
        for soort in ("VBO", "NUM", "OPR", "WPL", "LIG", "STA")
    ]
    for content in contents:
        yield len(ElementTree.fromstring(content).findall(".//{*}bagObject"))


def test_every_row_of_the_person_lists_is_published_or_kept_out(
    shared: Path, rotterdam: Release
) -> None:
    rows = read_lijsten(shared)
    table = (shared / "data/brp-testpersonen" / TABEL33).read_text("utf-16").splitlines()

    counts = rotterdam.manifest["registraties"]["brp"]

    assert counts["records"] == (len(rows) - 1) + (len(table) - 1) == 2156 + 1478
    assert counts["records"] == counts["gepubliceerd"] + counts["quarantaine"]
    assert counts["quarantaine"] == len(kept_out(rotterdam, "brp"))


def test_a_list_without_bsn_is_kept_out_whole_and_no_row_gets_another_s(
    shared: Path, rotterdam: Release
) -> None:
    header, *rows = read_lijsten(shared)
    bsn = header.index("01.01.20")
    keyless: list[str] = []
    known = True
    for number, row in enumerate(rows, start=2):
        known = bool(row[bsn]) if row[0] else known
        if not known:
            keyless.append(f"row={number}")

    found = kept_out(rotterdam, "brp").items()
    assert {place for (_, place), why in found if why == "sleutel"} == set(keyless)


def test_the_one_bsn_that_fails_stands_in_a_row_that_the_register_calls_incorrect(
    shared: Path,
) -> None:
    header, *rows = read_lijsten(shared)
    bsn, onjuist = header.index("01.01.20"), header.index("01.84.10")

    bad = [
        row
        for row in rows
        if (value := row[bsn])
        and sum(int(digit) * weight for digit, weight in zip(value, WEIGHTS, strict=True)) % 11
    ]

    assert len({row[bsn] for row in rows if row[bsn]}) == 682
    assert [row[onjuist] for row in bad] == ["O"]


def test_what_is_kept_out_of_the_person_lists_fails_a_shape_that_says_why(
    rotterdam: Release,
) -> None:
    found = Counter(kept_out(rotterdam, "brp").values())

    # The test persons live in municipalities that table 33 does not know, such as 1810.
    assert found.most_common(1)[0][0] == "Verblijf-gemeenteVanInschrijving-gemeentecode"


def test_every_object_of_the_extract_is_published_or_kept_out(
    shared: Path, doesburg: Release
) -> None:
    numbers = list(count_objects(shared))

    counts = doesburg.manifest["registraties"]["bag"]

    assert sum(numbers[:2]) == 13_098
    assert counts["records"] == sum(numbers)
    assert counts["records"] == counts["gepubliceerd"] + counts["quarantaine"]


def test_an_address_that_holds_twice_at_once_is_kept_out(doesburg: Release) -> None:
    found = kept_out(doesburg, "bag")

    assert {file for file, _ in found} == {"0221NUM15092020-000001.xml"}
    assert len(found) == 4
