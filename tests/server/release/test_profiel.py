"""What is published can be held to SHACL that a user names."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from themagraaf.errors import ModelError
from themagraaf.model.check import Rule
from themagraaf.model.files import find_model
from themagraaf.release.profiel import hold_to

PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <https://example.org/>
"""
TITLES = (
    "x:Scheme a sh:NodeShape ; sh:targetClass skos:ConceptScheme ; sh:property x:Scheme-title ."
)


def profile(folder: Path, text: str) -> Path:
    path = folder / "profiel.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def test_what_a_profile_forbids_is_told_with_file_and_line(tmp_path: Path) -> None:
    asked = profile(
        tmp_path,
        f"{TITLES} x:Scheme-title sh:path dcterms:rightsHolder ; sh:minCount 1 .",
    )

    problems = hold_to(find_model(ROOT), [asked])

    (kanaal,) = [item for item in problems if item.file == "ontology/codelijsten/kanaal.ttl"]
    assert (kanaal.line, kanaal.rule) == (6, Rule.PROFILE)
    assert kanaal.found.startswith(
        "https://w3id.org/themagraaf/code/kanaal in http://purl.org/dc/terms/rightsHolder: "
    )
    assert kanaal.proposal == "see https://example.org/Scheme-title"


def test_a_folder_of_profiles_is_read_whole_and_one_that_is_kept_finds_nothing(
    tmp_path: Path,
) -> None:
    profile(
        tmp_path,
        f"{TITLES} x:Scheme-title a sh:PropertyShape ; sh:path dcterms:title ; sh:minCount 1 .",
    )

    assert hold_to(find_model(ROOT), [tmp_path]) == []


def test_the_class_of_what_lies_outside_is_not_judged(tmp_path: Path) -> None:
    asked = profile(
        tmp_path,
        """x:Concept a sh:NodeShape ; sh:targetClass skos:Concept ; sh:property x:Concept-match .
        x:Concept-match a sh:PropertyShape ; sh:path skos:exactMatch ; sh:class skos:Concept .""",
    )

    assert hold_to(find_model(ROOT), [asked]) == []


@pytest.mark.parametrize("text", ["x:Scheme a", "x:Scheme a sh:NodeShape ."])
def test_what_is_no_profile_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="profile"):
        hold_to(find_model(ROOT), [profile(tmp_path, text)])
