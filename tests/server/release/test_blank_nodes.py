"""A mapping may make blank nodes: what was kept out takes those of its records along."""

import shutil
from pathlib import Path

import pytest

from tests.server.release.folders import copy_demo, publish_in, read_quarantine, values
from themagraaf.model.files import FOLDERS, ModelFiles
from themagraaf.model.model import Model, read_model
from themagraaf.release.current import Release

RELATION = "<http://purl.org/dc/terms/relation>"
MELDING = "<https://w3id.org/themagraaf/def/MeldingOpenbareRuimte>"
HEAD = "rml:class tg:MeldingOpenbareRuimte ] ;\n"
PAIR = """    rml:predicateObjectMap [
        rml:predicate dcterms:relation ;
        rml:objectMap [ rml:template "bij-{id}" ; rml:termType rml:BlankNode ] ] ;
"""


@pytest.fixture(scope="module")
def release(deliveries: Path, model: Model, tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("blank")
    for name in FOLDERS:
        shutil.copytree(model.files.root / name, folder / "model" / name)
    mapping = folder / "model/mappings/meldingen/mapping.rml.ttl"
    text = mapping.read_text("utf-8")
    assert HEAD in text
    mapping.write_text(text.replace(HEAD, HEAD + PAIR, 1), "utf-8")
    config = copy_demo(deliveries, folder, "gebieden", "meldingen")
    return publish_in(read_model(ModelFiles(folder / "model")), config, folder / "data")


def test_no_blank_node_of_a_record_kept_out_is_left(release: Release) -> None:
    kept_out = [one for one in read_quarantine(release) if one["bestand"] == "all_meldingen.json"]

    per_melding = values(
        release, f"SELECT (COUNT(DISTINCT ?m) AS ?n) (COUNT(?b) AS ?k) {{ ?m {RELATION} ?b }}"
    )
    meldingen = values(release, f"SELECT (COUNT(DISTINCT ?m) AS ?n) {{ ?m a {MELDING} }}")
    in_graphs = values(
        release, f"SELECT (COUNT(DISTINCT ?m) AS ?n) {{ GRAPH ?g {{ ?m {RELATION} ?b }} }}"
    )

    assert kept_out
    assert per_melding == [meldingen[0] * 2]
    assert in_graphs == meldingen
