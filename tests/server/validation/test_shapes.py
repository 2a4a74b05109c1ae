"""Each file under tests/cases/shapes, by our engine and by pySHACL; and no shape without a case."""

from pathlib import Path

import pytest
from rdflib import Graph

from tests.conftest import ROOT
from tests.server.validation.oracle import Ground, expected, report_rows, rows
from themagraaf.model.model import Model

CASES = ROOT / "tests" / "cases" / "shapes"
NAMES = sorted(path.relative_to(CASES).with_suffix("").as_posix() for path in CASES.rglob("*.ttl"))


@pytest.fixture(scope="module")
def ground(model: Model) -> Ground:
    return Ground(model.vocabulary)


@pytest.fixture(scope="module")
def shapes(model: Model) -> Graph:
    graph = Graph()
    for path in model.files.find("shapes", "*.ttl"):
        graph += model.files.read_turtle(path)
    return graph


def case(name: str, suffix: str) -> Path:
    return CASES / f"{name}{suffix}"


@pytest.mark.parametrize("name", NAMES)
def test_our_engine_finds_what_the_case_says(name: str, model: Model, ground: Ground) -> None:
    found = ground.find(case(name, ".ttl"), model.shapes)

    assert rows(found) == expected(case(name, ".csv"))


@pytest.mark.parametrize("name", NAMES)
def test_pyshacl_finds_what_the_case_says(name: str, ground: Ground, shapes: Graph) -> None:
    found = ground.report(case(name, ".ttl"), shapes)

    assert report_rows(found) == expected(case(name, ".csv"))


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_case_says_what_is_found(name: str) -> None:
    severities = {row[0].rsplit("#", 1)[1].lower() for row in expected(case(name, ".csv"))}
    kind = name.rsplit("/", 1)[1].split(".")[0]

    worst = next((item for item in ("violation", "warning", "info") if item in severities), "valid")
    assert {"violation": "invalid"}.get(worst, worst) == kind


def test_every_csv_belongs_to_a_case() -> None:
    assert [path for path in CASES.rglob("*.csv") if not path.with_suffix(".ttl").exists()] == []


def test_every_constraint_of_every_shape_is_found_at_fault_in_some_case(model: Model) -> None:
    fired = {row[2:] for path in CASES.rglob("*.csv") for row in expected(path)}

    idle = {
        (shape.iri, constraint.component)
        for shape in model.shapes
        for constraint in shape.constraints
    } - fired

    assert idle == set()


def test_every_class_with_a_shape_has_a_valid_case(model: Model) -> None:
    targets = {iri for shape in model.shapes for _, iri in shape.targets}
    names = {iri.rsplit("/", 1)[1] for iri in targets}

    assert {name for name in names if not (CASES / name / "valid.ttl").exists()} == set()
