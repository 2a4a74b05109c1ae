"""Deliveries and models that change, one build on the other: each is what a whole build gives."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.release.folders import copy_demo, replace_in
from tests.server.release.rebuilt import build_on, hold_to_a_whole_build

MELDINGEN = "leveringen/meldingen/all_meldingen.json"
GEBIEDEN = "leveringen/gebieden/WijkenEnBuurten.csv"
MAPPING = "mappings/meldingen/mapping.rml.ttl"
SHAPES = "shapes/openbare-ruimte.ttl"
Change = Callable[[random.Random, Path, Path], None]

BURENMELDINGEN = """#+ titel: {nl: "Meldingen in hetzelfde gebied", en: "Reports in the same area"}
#+ registratie: meldingen

PREFIX tg: <https://w3id.org/themagraaf/def/>

CONSTRUCT { ?melding tg:gevolgdDoor ?later }
WHERE {
  { SELECT ?melding ?gebied ?dag WHERE {
    ?melding a tg:MeldingOpenbareRuimte ; tg:gebied ?gebied ; tg:gemeldOp ?dag } }
  { SELECT ?later ?gebied ?dag WHERE {
    ?later a tg:MeldingOpenbareRuimte ; tg:gebied ?gebied ; tg:gemeldOp ?dag } }
  FILTER (STR(?melding) < STR(?later))
}
"""
GEBIEDSBUREN = """#+ titel: {nl: "Wijken met meer meldingen", en: "Districts with more reports"}
#+ registratie: meldingen
#+ volgt-op: [burenmeldingen]

PREFIX tg: <https://w3id.org/themagraaf/def/>

CONSTRUCT { ?gebied tg:relatieuitkomst <https://w3id.org/themagraaf/code/relatieuitkomst/code> }
WHERE { ?melding tg:gevolgdDoor ?later ; tg:gebied ?gebied . ?gebied a tg:Wijk }
"""


@pytest.fixture
def config(deliveries: Path, tmp_path: Path) -> Path:
    return copy_demo(deliveries, tmp_path, "gebieden", "meldingen", "participatie")


@pytest.fixture
def related(own: Path) -> Path:
    """A model with two relations of its own, of which one follows on the other."""
    (own / "queries/relatie/burenmeldingen.rq").write_text(BURENMELDINGEN, "utf-8")
    (own / "queries/relatie/gebiedsburen.rq").write_text(GEBIEDSBUREN, "utf-8")
    return own


def change_meldingen(rng: random.Random, root: Path, own: Path) -> None:
    """Leave out, repeat, mix up, empty and spoil some reports."""
    path = root / MELDINGEN
    records = json.loads(path.read_text("utf-8"))
    for _ in range(3):
        place = rng.randrange(len(records))
        record, field = dict(records[place]), rng.choice(list(records[place]))
        match rng.choice(["leave out", "repeat", "mix up", "empty", "spoil"]):
            case "leave out":
                del records[place]
            case "repeat":
                records.insert(rng.randrange(len(records)), record)
            case "mix up":
                records[place] = record | {field: rng.choice(records)[field]}
            case "empty":
                records[place] = record | {field: None}
            case _:
                records[place] = record | {field: "2999-12-31"}
    path.write_text(json.dumps(records), "utf-8")


def leave_out_a_wijk(rng: random.Random, root: Path, own: Path) -> None:
    """Take away what reports, in a registration that is the same, refer to."""
    path = root / GEBIEDEN
    head, *rows = path.read_text("utf-8").splitlines(keepends=True)
    wijken = [row for row in rows if row.startswith('"WK9901')]
    if len(wijken) > 1:
        rows.remove(rng.choice(wijken))
    path.write_text("".join([head, *rows]), "utf-8")


def bring_areas_back(rng: random.Random, root: Path, own: Path) -> None:
    """Deliver the areas as they were at first."""
    (root / GEBIEDEN).write_text((root / "gebieden.csv").read_text("utf-8"), "utf-8")


def rename_an_area(rng: random.Random, root: Path, own: Path) -> None:
    """Give an area another name, which cubes show."""
    path = root / GEBIEDEN
    text = path.read_text("utf-8")
    path.write_text(text.replace("Lindepark", f"Lindehof {rng.randrange(99)}"), "utf-8")


def deliver_a_day_later(rng: random.Random, root: Path, own: Path) -> None:
    """Let the reports speak up to another day."""
    path = root / "themagraaf.toml"
    head, meldingen = path.read_text("utf-8").split('registratie = "meldingen"\n')
    dated = meldingen.split("\n", 1)[1]
    day = f"datum = 2026-09-{rng.randrange(1, 28):02}\n"
    path.write_text(f'{head}registratie = "meldingen"\n{day}{dated}', "utf-8")


def map_less(rng: random.Random, root: Path, own: Path) -> None:
    """Leave a property out of a mapping, or put it back."""
    path = own / MAPPING
    line = "    rml:predicateObjectMap [ rml:predicate tg:locatieomschrijving ;"
    text = path.read_text("utf-8")
    shorter = "".join(part for part in text.splitlines(keepends=True) if line not in part)
    path.write_text(shorter if shorter != text else (own / "mapping").read_text("utf-8"), "utf-8")


def judge_otherwise(rng: random.Random, root: Path, own: Path) -> None:
    """Forbid what was let in, or let in what was forbidden."""
    path = own / SHAPES
    text = path.read_text("utf-8")
    start = text.index("tgs:MeldingOpenbareRuimte-gebied-wijk\n    a sh:PropertyShape")
    end = text.index("sh:message", start)
    shape = text[start:end]
    now = "sh:Warning" if "sh:Violation" in shape else "sh:Violation"
    then = "sh:Violation" if now == "sh:Warning" else "sh:Warning"
    path.write_text(text[:start] + shape.replace(then, now) + text[end:], "utf-8")


def relate_otherwise(rng: random.Random, root: Path, own: Path) -> None:
    """Change a relation, leave it out, or bring it back."""
    path = own / "queries/relatie/burenmeldingen.rq"
    later = own / "queries/relatie/gebiedsburen.rq"
    if path.is_file() and rng.random() < 0.4:
        path.unlink()
        later.unlink(missing_ok=True)
        return
    path.write_text(BURENMELDINGEN.replace("<", rng.choice("<>"), 1), "utf-8")
    text = BURENMELDINGEN.replace("(STR(?melding) < ", f"(STR(?melding) {rng.choice('<>')} ")
    path.write_text(text, "utf-8")
    if rng.random() < 0.7:
        later.write_text(GEBIEDSBUREN, "utf-8")


def measure_otherwise(rng: random.Random, root: Path, own: Path) -> None:
    """Change the query of a KPI."""
    path = own / "queries/kpi/openbare-ruimte/meldingen.rq"
    text = path.read_text("utf-8")
    path.write_text(text.replace("(COUNT(?melding)", "(1 + COUNT(?melding)"), "utf-8")


CHANGES: tuple[Change, ...] = (
    *(change_meldingen,) * 3,
    leave_out_a_wijk,
    bring_areas_back,
    rename_an_area,
    deliver_a_day_later,
    map_less,
    judge_otherwise,
    relate_otherwise,
    measure_otherwise,
)


@pytest.mark.parametrize("seed", range(4))
def test_a_row_of_changes_ends_as_a_whole_build_does(
    seed: int, related: Path, config: Path, tmp_path: Path
) -> None:
    rng, root, data = random.Random(seed), config.parent, tmp_path / "data"
    (root / "gebieden.csv").write_text((root / GEBIEDEN).read_text("utf-8"), "utf-8")
    (related / "mapping").write_text((related / MAPPING).read_text("utf-8"), "utf-8")
    last = build_on(related, config, data)

    for step in range(6):
        for change in rng.sample(CHANGES, k=rng.choice([1, 2])):
            change(rng, root, related)
        earlier, last = last, build_on(related, config, data)
        assert last.built_on == earlier.id
        if step in {2, 5}:
            hold_to_a_whole_build(config, related, last, data, tmp_path / f"whole-{step}")


def test_what_a_registration_that_is_the_same_refers_to_may_leave(
    own: Path, config: Path, tmp_path: Path
) -> None:
    first = build_on(own, config, tmp_path / "data")
    before = first.manifest["registraties"]["meldingen"]["quarantaine"]
    leave_out_a_wijk(random.Random(3), config.parent, own)

    last = build_on(own, config, tmp_path / "data")

    assert last.built_on == first.id
    assert last.manifest["registraties"]["meldingen"]["quarantaine"] > before
    hold_to_a_whole_build(config, own, last, tmp_path / "data", tmp_path / "whole")


def test_a_delivery_that_is_another_altogether_is_built_anew(
    own: Path, config: Path, tmp_path: Path
) -> None:
    build_on(own, config, tmp_path / "data")
    replace_in(config, 'basis = "https://voorbeeldstad.example"', 'basis = "https://ander.example"')

    assert build_on(own, config, tmp_path / "data").built_on is None


def test_lines_with_a_blank_node_that_differ_are_built_anew(
    own: Path, config: Path, tmp_path: Path
) -> None:
    head = "rml:class tg:MeldingOpenbareRuimte ] ;\n"
    pair = """    rml:predicateObjectMap [
        rml:predicate dcterms:relation ;
        rml:objectMap [ rml:template "bij-{id}" ; rml:termType rml:BlankNode ] ] ;
"""
    path = own / MAPPING
    path.write_text(path.read_text("utf-8").replace(head, head + pair, 1), "utf-8")
    build_on(own, config, tmp_path / "data")
    change_meldingen(random.Random(1), config.parent, own)

    assert build_on(own, config, tmp_path / "data").built_on is None
