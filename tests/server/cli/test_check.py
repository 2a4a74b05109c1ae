"""The model checked from the command line."""

import json
import shutil
from pathlib import Path

import pytest

from tests.server.release.folders import replace_in
from themagraaf.model.model import Model

from .command import Command, Said


def test_a_model_that_holds_together_is_told_with_its_hash(
    model: Model, themagraaf: Command
) -> None:
    said = themagraaf("check")

    assert said == Said(0, f"the model holds together ({model.files.digest()[:12]})\n", "")


def test_problems_of_a_model_are_told_with_file_and_line_and_end_with_three(
    model: Model, themagraaf: Command, tmp_path: Path
) -> None:
    for name in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    query = tmp_path / "model/queries/kpi/openbare-ruimte/meldingen.rq"
    replace_in(query, "tg:gemeldOp ?", "tg:gemeldOpp ?")

    said, as_json = themagraaf("check", "model"), themagraaf("check", "model", "--json")

    assert (said.code, as_json.code) == (3, 3)
    (problem,) = json.loads(as_json.out)
    assert problem["file"] == "queries/kpi/openbare-ruimte/meldingen.rq"
    line = query.read_text("utf-8").splitlines()[problem["line"] - 1]
    assert "tg:gemeldOpp" in line
    assert "did you mean" in problem["found"]
    assert said.out == f"{problem['file']}:{problem['line']}: {problem['found']}\n"


@pytest.mark.parametrize("folder", ["nergens", "."])
def test_a_folder_that_is_no_model_is_refused(folder: str, themagraaf: Command) -> None:
    said = themagraaf("check", folder)

    assert (said.code, said.out) == (3, "")
    assert f"{folder} is no model: it has no folder 'ontology'" in said.err
