"""Each folder under tests/cases/mapping: a mapping, its files, and the quads worked out by hand."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import ROOT
from tests.server.mapping.folders import HERKOMST, open_workspace, quiet, read_quads, stage_files
from themagraaf.model.model import Model

CASES = ROOT / "tests" / "cases" / "mapping"
NAMES = sorted(path.name for path in CASES.iterdir())
OURS = {"mapping.rml.ttl", "expected.nq", "herkomst.nq"}


def expected(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def delivered(case: Path) -> list[Path]:
    return [path for path in case.iterdir() if path.name not in OURS]


@pytest.mark.parametrize("name", NAMES)
def test_a_mapping_gives_the_quads_worked_out_by_hand(
    name: str, model: Model, tmp_path: Path
) -> None:
    case = CASES / name
    with open_workspace(tmp_path, case / "mapping.rml.ttl", model.vocabulary.codes) as workspace:
        stage_files(workspace, delivered(case))

        quads = read_quads(workspace)

    assert quads == expected(case / "expected.nq")


@pytest.mark.parametrize("name", NAMES)
def test_the_expected_quads_are_sorted_and_load_into_the_engine(name: str) -> None:
    path = CASES / name / "expected.nq"

    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)

    assert expected(path) == sorted(expected(path))
    assert len(store) == len(set(expected(path)))


@pytest.mark.parametrize(
    "name", [name for name in NAMES if (CASES / name / "herkomst.nq").exists()]
)
def test_each_thing_is_traced_to_the_records_that_speak_of_it(
    name: str, model: Model, tmp_path: Path
) -> None:
    case = CASES / name
    with open_workspace(tmp_path, case / "mapping.rml.ttl", model.vocabulary.codes) as workspace:
        stage_files(workspace, delivered(case))
        workspace.trace(quiet)

        (path,) = workspace.write_provenance(HERKOMST).values()

        assert path.read_text(encoding="utf-8").splitlines() == expected(case / "herkomst.nq")
