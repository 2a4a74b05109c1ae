"""The extract of the BAG: in Kadaster's elements, each home once, spoilt where the ledger says."""

import csv
import itertools
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.server.demo.one import read_ledger, write_one

from themagraaf.demo.bag import Bag
from themagraaf.demo.wereld import Wereld

INWONERS = 3_000
SOORTEN = ["WPL", "OPR", "NUM", "VBO", "PND"]
Element = ElementTree.Element


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gaaf")
    write_one(folder, Bag, INWONERS)
    return folder


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bedorven")
    write_one(folder, Bag, INWONERS, fouten=0.1)
    return folder


def read_objects(folder: Path, soort: str) -> Iterator[tuple[str, Element]]:
    """Give each object with its position."""
    with zipfile.ZipFile(folder / f"9901{soort}31082026.zip") as archive:
        for member in archive.namelist():
            root = ElementTree.fromstring(archive.read(member))
            for number, element in enumerate(root.iterfind(".//{*}bagObject/*"), start=1):
                yield f"lid={member}&element={number}", element


def text(element: Element, name: str) -> str:
    return element.findtext(f".//{{*}}{name}") or ""


@pytest.mark.real
@pytest.mark.parametrize("soort", SOORTEN)
def test_elements_are_those_of_kadaster_in_their_order(
    sound: Path, shared: Path, soort: str
) -> None:
    def paths(element: Element, above: str = "") -> Iterator[str]:
        path = f"{above}/{element.tag}"
        yield path
        for child in element:
            yield from paths(child, path)

    name = f"data/bag-extract-xml/0221{soort}15092020-000001.xml"
    real = set(paths(ElementTree.parse(shared / name).getroot()))
    with zipfile.ZipFile(sound / f"9901{soort}31082026.zip") as archive:
        ours = set(paths(ElementTree.fromstring(archive.read(archive.namelist()[0]))))

    added = {path.rsplit("}", 1)[1] for path in ours - real}
    assert added <= {"huisnummertoevoeging"}


def test_every_home_of_the_world_stands_in_it_with_its_number_and_building(sound: Path) -> None:
    objects = {
        soort: {text(element, "identificatie") for _, element in read_objects(sound, soort)}
        for soort in SOORTEN
    }

    homes = [
        adres
        for item in Wereld(INWONERS, seed=3).huishoudens()
        for adres in (*item.leeg, item.adres)
    ]

    assert objects["VBO"] == {adres.vbo for adres in homes}
    assert objects["NUM"] == {adres.nummeraanduiding for adres in homes}
    assert objects["PND"] == {adres.pand for adres in homes}
    assert objects["OPR"] == {adres.openbareruimte for adres in homes}
    assert objects["WPL"] == {adres.woonplaats for adres in homes}


@pytest.mark.parametrize("soort", ["VBO", "PND"])
def test_some_objects_have_an_earlier_state_that_ends_where_the_next_begins(
    sound: Path, soort: str
) -> None:
    states: dict[str, list[tuple[str, str]]] = {}
    for _, element in read_objects(sound, soort):
        state = (text(element, "beginGeldigheid"), text(element, "eindGeldigheid"))
        states.setdefault(text(element, "identificatie"), []).append(state)

    assert 0.05 < sum(len(item) > 1 for item in states.values()) / len(states) < 0.3
    for held in states.values():
        assert held[-1][1] == ""
        for earlier, later in itertools.pairwise(held):
            assert earlier[0] < earlier[1] == later[0]


def test_a_zip_has_a_file_for_every_ten_thousand_objects(tmp_path: Path) -> None:
    write_one(tmp_path, Bag, 25_000)

    counts = Counter(
        position.split("&")[0].removeprefix("lid=") for position, _ in read_objects(tmp_path, "VBO")
    )

    assert counts["9901VBO31082026-000001.xml"] == 10_000
    assert 0 < counts["9901VBO31082026-000002.xml"] < 10_000
    assert len(counts) == 2


def test_each_postcode_and_number_lies_in_one_buurt(sound: Path) -> None:
    with (sound / "pc6hnr20260801_gwb.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    numbers = {
        (text(element, "postcode"), text(element, "huisnummer"))
        for _, element in read_objects(sound, "NUM")
    }

    keys = [(row["PC6"], row["Huisnummer"]) for row in rows]

    assert len(set(keys)) == len(keys)
    assert set(keys) == numbers
    assert all(re.fullmatch(r"BU9901\d{4}", row["Buurt2026"]) for row in rows)
    assert {row["Gemeente2026"] for row in rows} == {"GM9901"}


@pytest.mark.parametrize("soort", ["NUM", "VBO", "PND"])
def test_the_spoilt_objects_are_those_of_the_ledger(sound: Path, spoilt: Path, soort: str) -> None:
    file = f"9901{soort}31082026.zip"
    good = {ElementTree.tostring(element) for _, element in read_objects(sound, soort)}
    bad = {
        position
        for position, element in read_objects(spoilt, soort)
        if ElementTree.tostring(element) not in good
    }

    ledger = [row for row in read_ledger(spoilt) if row["bestand"] == file]
    forbidden = {row["positie"] for row in ledger if row["verboden"]}

    # An object spoilt in its former state may have been given one for it.
    assert forbidden <= bad
    assert {row["soort"] for row in ledger if not row["verboden"]} == {"dubbel"}
    assert len(bad - forbidden) <= sum(row["soort"] == "eind-voor-begin" for row in ledger)
