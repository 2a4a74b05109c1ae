"""The model holds together, and each folder under tests/cases/check breaks one rule of it."""

import re
import shutil
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph

from tests.conftest import ROOT
from themagraaf.errors import ModelError
from themagraaf.model.check import Problem, Rule, check_model, require_sound
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
    return f"{problem.file}:{problem.line}: {problem.rule}: {problem.said}"


Found = tuple[str, int, str, str]


def found_in(problem: Problem) -> Found:
    return problem.file, problem.line, problem.rule, problem.found


@pytest.fixture(scope="session")
def already() -> frozenset[Found]:
    """What is found in the model itself, so that a case is held to what it adds to that."""
    return frozenset(found_in(problem) for problem in check_model(find_model(ROOT)))


def test_the_model_holds_together() -> None:
    assert [said(problem) for problem in check_model(find_model(ROOT))] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_rule_is_found_where_it_is_broken(
    name: str, tmp_path: Path, already: frozenset[Found]
) -> None:
    expected = (CASES / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    files = lay_over(tmp_path, CASES / name)

    found = [said(item) for item in check_model(files) if found_in(item) not in already]

    # A line of the case is how a problem begins: what follows may be a parser's own words.
    begins = [line[: len(start)] for line, start in zip(found, expected, strict=False)]
    assert (begins, len(found)) == (expected, len(expected)), found


def test_every_rule_has_a_case_that_breaks_it() -> None:
    texts = [(CASES / name / "expected.txt").read_text(encoding="utf-8") for name in NAMES]
    broken = {line.split(": ")[1] for text in texts for line in text.splitlines()}

    # These two look beside the four folders, and have tests of their own.
    assert {str(rule) for rule in Rule} - broken == {Rule.KPI_CASE, Rule.PROFILE}


def test_a_kpi_without_a_case_is_found_where_cases_stand_beside_the_model(tmp_path: Path) -> None:
    files = lay_over(tmp_path, CASES / "concepts-that-hold")
    for name in ("data.ttl", "expected.csv"):
        for path in (ROOT / "queries" / "kpi").rglob("*.rq"):
            case = tmp_path / "tests" / "cases" / "kpi" / path.stem / name
            case.parent.mkdir(parents=True, exist_ok=True)
            case.touch()
    (tmp_path / "tests/cases/kpi/meldingen/expected.csv").unlink()

    (problem,) = [item for item in check_model(files) if item.rule == Rule.KPI_CASE]

    assert problem.file == "queries/kpi/openbare-ruimte/meldingen.rq"
    assert problem.found.endswith("tests/cases/kpi/meldingen/expected.csv is missing")


def test_every_rule_has_a_heading_in_the_docs_and_no_other_has() -> None:
    text = (ROOT / "docs/check.md").read_text("utf-8")

    assert sorted(re.findall(r"^## ([a-z-]+)$", text, re.MULTILINE)) == sorted(Rule)


def test_shacl_s_own_shapes_find_no_fault_in_the_shapes() -> None:
    graph = Graph()
    for path in (ROOT / "shapes").rglob("*.ttl"):
        graph.parse(path, format="turtle")

    conforms, _, _ = validate(Graph(), shacl_graph=graph, meta_shacl=True)

    assert conforms


def test_a_model_that_does_not_hold_together_is_refused_with_every_problem(tmp_path: Path) -> None:
    files = lay_over(tmp_path, CASES / "shape-never-runs")

    with pytest.raises(ModelError) as error:
        require_sound(files)

    first, *rest = str(error.value).splitlines()
    assert first == f"{len(rest)} to put right:"
    assert sum(line.strip().startswith("shapes/lantaarns.ttl") for line in rest) == 2


def test_a_folder_that_is_no_model_says_what_it_lacks(tmp_path: Path) -> None:
    for name in ("ontology", "shape", "mappings", "queries"):
        (tmp_path / name).mkdir()

    with pytest.raises(ModelError, match="has no folder 'shapes'; did you mean 'shape'"):
        find_model(tmp_path)
