"""The model checked from the command line."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.release.folders import replace_in
from themagraaf.model.files import FOLDERS
from themagraaf.model.model import Model

from .command import Command, Said


def test_a_model_that_holds_together_is_told_with_its_hash(
    model: Model, themagraaf: Command
) -> None:
    said = themagraaf("check")

    assert said == Said(0, f"the model holds together ({model.files.digest()[:12]})\n", "")


def test_a_check_imports_nothing_that_only_a_build_or_a_server_needs() -> None:
    heavy = {"duckdb", "fastapi", "pydantic", "pyshacl", "rich", "themagraaf.demo"}
    code = "import sys, themagraaf.cli.check; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert heavy.isdisjoint(loaded.stdout.decode().split())


def test_problems_of_a_model_are_told_with_file_and_line_and_end_with_three(
    model: Model, themagraaf: Command, tmp_path: Path
) -> None:
    for name in FOLDERS:
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    query = tmp_path / "model/queries/kpi/openbare-ruimte/meldingen.rq"
    replace_in(query, "tg:gemeldOp ?", "tg:gemeldOpp ?")

    said, as_json = themagraaf("check", "model"), themagraaf("check", "model", "--json")

    assert (said.code, as_json.code) == (3, 3)
    (problem,) = json.loads(as_json.out)
    assert problem["file"] == "queries/kpi/openbare-ruimte/meldingen.rq"
    line = query.read_text("utf-8").splitlines()[problem["line"] - 1]
    assert "tg:gemeldOpp" in line
    assert problem["rule"] == "term-undeclared"
    assert problem["proposal"].startswith("did you mean")
    place = f"{problem['file']}:{problem['line']}"
    assert said.out == f"{place}: {problem['rule']}: {problem['found']}; {problem['proposal']}\n"


def test_problems_are_told_to_github_and_gitlab_in_the_file_as_the_repository_knows_it(
    model: Model, themagraaf: Command, tmp_path: Path
) -> None:
    for name in FOLDERS:
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    query = tmp_path / "model/queries/kpi/openbare-ruimte/meldingen.rq"
    replace_in(query, "eenheid: unit:NUM", "eenheid: 100%")

    github = themagraaf("check", "model", "--formaat", "github")
    gitlab = themagraaf("check", "model", "--formaat", "gitlab")

    file = "model/queries/kpi/openbare-ruimte/meldingen.rq"
    assert github.out == (
        f"::error file={file},line=6,title=kpi-unit::eenheid '100%25' is no QUDT unit;"
        " write one as unit:PERCENT, unit:NUM or unit:DAY\n"
    )
    (issue,) = json.loads(gitlab.out)
    assert issue["location"] == {"path": file, "lines": {"begin": 6}}
    assert issue["check_name"] == "kpi-unit"
    assert len(issue["fingerprint"]) == 64


@pytest.mark.parametrize("folder", ["nergens", "."])
def test_a_folder_that_is_no_model_is_refused(folder: str, themagraaf: Command) -> None:
    said = themagraaf("check", folder)

    assert (said.code, said.out) == (3, "")
    assert f"{folder} is no model: it has no folder 'ontology'" in said.err


def test_what_is_published_is_held_to_a_profile_that_is_named(
    model: Model, themagraaf: Command, tmp_path: Path
) -> None:
    (tmp_path / "profiel.ttl").write_text(
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        <urn:x> a sh:NodeShape ; sh:targetClass dcat:Catalog ; sh:property <urn:y> .
        <urn:y> a sh:PropertyShape ; sh:path dcat:contactPoint ; sh:maxCount 0 .""",
        encoding="utf-8",
    )

    said = themagraaf("check", "--profiel", "profiel.ttl")

    assert said.code == 3
    assert said.out.startswith("catalogus: profile: https://voorbeeldstad.example/id/catalogus in ")


def test_a_shape_that_takes_the_slow_road_is_named(
    model: Model, themagraaf: Command, tmp_path: Path
) -> None:
    for name in FOLDERS:
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    replace_in(
        tmp_path / "model/shapes/openbare-ruimte.ttl",
        "tgs:MeldingOpenbareRuimte-gebied\n",
        "tgs:MeldingOpenbareRuimte-gebied\n    sh:node tgs:MeldingOpenbareRuimte ;\n",
    )

    said = themagraaf("check", "model")

    assert said.code == 0
    assert (
        "MeldingOpenbareRuimte-gebied goes to pySHACL, node by node, which is slow: it " in said.out
    )


def test_a_plan_shows_how_the_store_is_asked_and_what_stays_as_it_is_written(
    themagraaf: Command,
) -> None:
    said = themagraaf("check", "--plan", "niet-gere*")
    (found,) = json.loads(themagraaf("check", "--plan", "niet-gerelateerd", "--json").out)

    place = "queries/kpi/bevolking/niet-gerelateerd.rq"
    first, second, *plan = said.out.splitlines()
    assert (said.code, first) == (0, f"# {place}")
    assert second.startswith(f"# {place}:") and second.endswith("GRAPH is left as it is")
    assert found["file"] == place
    assert found["plan"].splitlines() == plan
    assert [item["why"] for item in found["left"]] == ["elsewhere"]


def test_a_plan_goes_by_the_sizes_of_a_release_that_is_named(
    themagraaf: Command, areas: Path
) -> None:
    blind = themagraaf("check", "--plan", "inwoners")
    by_size = themagraaf("check", "--plan", "inwoners", "--data", areas / "data")

    assert (blind.code, by_size.code) == (0, 0)
    assert blind.out != by_size.out


def test_a_plan_of_no_query_says_which_there_are(themagraaf: Command) -> None:
    said = themagraaf("check", "--plan", "samenlop")

    assert said.code == 2
    assert "did you mean 'samenloop'?" in said.err
