"""A build that can't go on says what to do, and leaves the current release as it was."""

import re
import shutil
from pathlib import Path

import pytest

from tests.server.release.folders import (
    build_in,
    copy_demo,
    digest_tree,
    publish_in,
    read_quarantine,
    replace_in,
    whole_releases,
)
from themagraaf.errors import DeliveryError, EmptyDeliveryError, ModelError, NotDeliveredError
from themagraaf.model.files import ModelFiles
from themagraaf.model.model import Model, read_model
from themagraaf.release.folder import DataFolder

AREAS = "leveringen/gebieden/WijkenEnBuurten.csv"


@pytest.fixture(scope="module")
def data(deliveries: Path, model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a published release, which all of these tests try to upset."""
    folder = tmp_path_factory.mktemp("geweigerd")
    publish_in(model, copy_demo(deliveries, folder, "gebieden"), folder / "data")
    return folder / "data"


@pytest.fixture
def untouched(data: Path) -> object:
    """See to it that nothing in the data folder has changed when a test ends."""
    before = digest_tree(data)
    yield data
    assert digest_tree(data) == before
    assert not DataFolder(data).building.exists()
    assert len(list(whole_releases(data))) == 1


@pytest.fixture
def config(deliveries: Path, tmp_path: Path) -> Path:
    return copy_demo(deliveries, tmp_path, "gebieden")


@pytest.fixture
def other(model: Model, tmp_path: Path) -> ModelFiles:
    """A model of one's own to break."""
    for name in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    return ModelFiles(tmp_path / "model")


def test_a_file_that_is_not_there_is_named(
    config: Path, model: Model, untouched: Path, tmp_path: Path
) -> None:
    (tmp_path / AREAS).unlink()

    with pytest.raises(DeliveryError, match=r"WijkenEnBuurten\.csv"):
        build_in(model, config, untouched)


def test_a_file_that_holds_something_else_is_named_with_what_reads_it(
    config: Path, model: Model, untouched: Path, tmp_path: Path
) -> None:
    (tmp_path / AREAS).write_bytes(b"PK\x03\x04\0\0\0")

    with pytest.raises(ModelError, match=r"^mappings/gebieden/.*: WijkenEnBuurten\.csv has no col"):
        build_in(model, config, untouched)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"gebieden"\ndatum',
            '"gebiedn"\ndatum',
            "the model has no mapping for registration 'gebiedn'; did you mean 'gebieden'?",
        ),
        (
            "{ gebieden =",
            "{ gebiedjes =",
            "delivery gebieden/2026-01-01 gives a file for 'gebiedjes', which the mapping of"
            " 'gebieden' does not read; did you mean 'gebieden'?",
        ),
        (
            ', indeling = "data.csv"',
            "",
            "no delivery of 'gebieden' gives the file 'indeling' that its mapping reads;"
            ' name it under bestanden: { indeling = "…" }, or say that it is not there:'
            ' ontbreekt = ["indeling"]',
        ),
    ],
)
def test_a_delivery_that_the_model_does_not_know_is_refused(
    old: str, new: str, message: str, config: Path, model: Model, untouched: Path
) -> None:
    replace_in(config, old, new)

    with pytest.raises(DeliveryError) as caught:
        build_in(model, config, untouched)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (
            "ontology/kern.ttl",
            "tg:Thema\n",
            "tg:Thema ;;\n",
            "kern.ttl is not Turtle: Parser error at line",
        ),
        (
            "mappings/gebieden/mapping.rml.ttl",
            "rml:template",
            "rml:sjabloon",
            "mappings/gebieden/mapping",
        ),
        ("queries/kpi/openbare-ruimte/meldingen.rq", "#+ maat:", "#+ mate:", "meldingen.rq: the"),
        (
            "shapes/kern-gebied.ttl",
            "sh:class tg:Gebied",
            "sh:klasse tg:Gebied",
            "shape/Gebied-ligtIn uses sh:k",
        ),
    ],
)
def test_a_model_that_does_not_hold_together_is_refused_with_its_file(
    file: str, old: str, new: str, where: str, other: ModelFiles, config: Path, untouched: Path
) -> None:
    path = other.root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ModelError, match=re.escape(where)):
        build_in(read_model(other), config, untouched)


def test_a_shape_that_finds_fault_with_the_model_itself_is_the_authors_to_mend(
    other: ModelFiles, config: Path, untouched: Path
) -> None:
    path = other.root / "shapes/kern-gebied.ttl"
    text = path.read_text("utf-8").replace(
        "sh:targetClass tg:Gebied", "sh:targetClass tg:Registratie", 1
    )
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ModelError, match="which no record describes: the model itself, or the cat"):
        build_in(read_model(other), config, untouched)


def test_a_registration_with_only_bad_records_publishes_nothing(
    deliveries: Path, model: Model, untouched: Path, tmp_path: Path
) -> None:
    alone = copy_demo(deliveries, tmp_path, "bijstand")  # of areas that nobody delivered

    with pytest.raises(EmptyDeliveryError) as caught:
        build_in(model, alone, untouched)

    assert str(caught.value) == (
        "all 74 records of registration 'bijstand' were kept out; the first: A social assistance"
        " figure is about exactly one area that we know. --allow-empty publishes the release"
        " without them"
    )


def test_only_bad_records_are_kept_out_all_the_same_when_that_is_allowed(
    deliveries: Path, model: Model, tmp_path: Path
) -> None:
    alone = copy_demo(deliveries, tmp_path, "bijstand")

    release = publish_in(model, alone, tmp_path / "data", allow_empty=True)

    assert release.manifest["registraties"]["bijstand"]["gepubliceerd"] == 0
    assert len(read_quarantine(release)) == 74
    assert release.manifest["kpis"]["bijstand"] == {
        "status": "term-zonder-gegevens",
        "melding": "KPI 'bijstand' can't be measured: no record uses"
        " https://w3id.org/themagraaf/def/Bijstandscijfer; does a mapping fill it,"
        " and did the records get through?",
    }
    assert release.manifest["kpis"]["meldingen"] == {
        "status": "niet-geleverd",
        "melding": "KPI 'meldingen' rests on registratie 'meldingen', which was not delivered",
    }
    with pytest.raises(NotDeliveredError, match="rests on registratie 'meldingen'"):
        release.cube("meldingen")


def test_a_file_without_records_publishes_nothing(
    config: Path, model: Model, untouched: Path, tmp_path: Path
) -> None:
    for path in (tmp_path / "leveringen/gebieden").iterdir():
        header = path.read_bytes().split(b"\n")[0]
        path.write_bytes(header + b"\n")

    with pytest.raises(EmptyDeliveryError) as caught:
        build_in(model, config, untouched)

    assert str(caught.value) == (
        "registration 'gebieden' holds no record; --allow-empty publishes it all the same"
    )
