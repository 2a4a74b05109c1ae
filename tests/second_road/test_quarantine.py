"""What is kept out is what the ledger says is spoilt, record by record, and nothing is lost."""

import json
from collections import Counter

import pytest

from tests.second_road.stad import Stad
from themagraaf.demo.leveringen import REGISTRATIES

NAMEN = [registratie.naam for registratie in REGISTRATIES]
Plaats = tuple[str, str, str]


def kept_out(stad: Stad, naam: str) -> list[Plaats]:
    path = stad.release.path / "quarantaine.jsonl"
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        (row["levering"], row["bestand"], row["positie"])
        for row in rows
        if row["registratie"] == naam
    ]


@pytest.mark.parametrize("naam", NAMEN)
def test_the_quarantine_is_what_the_ledger_calls_forbidden(stad: Stad, naam: str) -> None:
    kinds = {
        (row["levering"], row["bestand"], row["positie"]): row["soort"]
        for row in stad.grootboek
        if row["registratie"] == naam and row["verboden"]
    }

    found = set(kept_out(stad, naam))

    let_in = Counter(kinds[place] for place in kinds.keys() - found)
    assert let_in == Counter(), f"let in, as {sorted(kinds.keys() - found)[:5]}"
    assert found - kinds.keys() == set()


@pytest.mark.parametrize("naam", NAMEN)
def test_what_came_in_was_published_or_kept_out(stad: Stad, naam: str) -> None:
    counts = stad.release.manifest["registraties"][naam]
    places = kept_out(stad, naam)

    assert len(set(places)) == len(places)
    assert counts["quarantaine"] == len(places)
    assert counts["records"] == counts["gepubliceerd"] + counts["quarantaine"]


def test_the_ledger_names_no_record_that_is_not_there(stad: Stad) -> None:
    files = {(row["registratie"], row["bestand"]) for row in stad.grootboek}

    assert all((stad.folder / naam / bestand).is_file() for naam, bestand in files)
    assert {naam for naam, _ in files} <= set(NAMEN)
