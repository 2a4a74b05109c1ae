"""The model holds together, and each folder under tests/cases/check breaks one rule of it."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from themagraaf.errors import ModelError
from themagraaf.model.check import Problem, check_model, require_sound
from themagraaf.model.files import FOLDERS, ModelFiles, find_model

CASES = ROOT / "tests" / "cases" / "check"
NAMES = sorted(path.name for path in CASES.iterdir())


def lay_over(folder: Path, case: Path) -> ModelFiles:
    """Copy the model and lay the files of a case over it."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(case, folder, dirs_exist_ok=True)
    return find_model(folder)


def said(problem: Problem) -> str:
    return f"{problem.file}:{problem.line}: {problem.found}"


def test_the_model_holds_together() -> None:
    assert [said(problem) for problem in check_model(find_model(ROOT))] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_rule_is_found_where_it_is_broken(name: str, tmp_path: Path) -> None:
    expected = (CASES / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    files = lay_over(tmp_path, CASES / name)

    found = [said(problem) for problem in check_model(files)]

    # A line of the case is how a problem begins: what follows may be a parser's own words.
    begins = [line[: len(start)] for line, start in zip(found, expected, strict=False)]
    assert (begins, len(found)) == (expected, len(expected)), found


def test_a_model_that_does_not_hold_together_is_refused_with_every_problem(tmp_path: Path) -> None:
    files = lay_over(tmp_path, CASES / "shape-never-runs")

    with pytest.raises(ModelError) as error:
        require_sound(files)

    lines = str(error.value).splitlines()
    assert lines[0] == "2 to put right:"
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["shapes/adressen.ttl"] * 2


def test_a_folder_that_is_no_model_says_what_it_lacks(tmp_path: Path) -> None:
    for name in ("ontology", "shape", "mappings", "queries"):
        (tmp_path / name).mkdir()

    with pytest.raises(ModelError, match="has no folder 'shapes'; did you mean 'shape'"):
        find_model(tmp_path)
