"""Records traced, set apart and given back as they were delivered."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.server.mapping.folders import BASIS, GRAPH, HERKOMST, quiet, read_quads, staged
from themagraaf.errors import DeliveryError
from themagraaf.mapping.levering import Levering
from themagraaf.mapping.records import RecordAt, RecordRef
from themagraaf.release.quarantine import Quarantine

STAPPEN = """
<#Stappen>
    rml:source [ rml:path "stappen" ] ;
    rml:referenceFormulation rml:CSV ;
.

<#Zaak>
    rml:logicalSource <#Stappen> ;
    rml:subjectMap [ rml:template "id/zaak/{zaak}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:soort ; rml:objectMap [ rml:reference "soort" ] ] ;
.

<#Stap>
    rml:logicalSource <#Stappen> ;
    rml:subjectMap [ rml:template "id/stap/{stap}" ] ;
    rml:predicateObjectMap [
        rml:predicate ex:zaak ;
        rml:objectMap [ rml:template "id/zaak/{zaak}" ] ] ;
.
"""
ROWS = {"stappen.csv": 'stap,zaak,soort\n1,A,kap\n2,A,kap\n3,B,"bouw\n2"\n,,los\n5\n'}


def soort(zaak: str, value: str) -> str:
    return f'<{BASIS}/id/zaak/{zaak}> <{BASIS}/def/soort> "{value}" {GRAPH} .'


def in_zaak(stap: int, zaak: str) -> str:
    return f"<{BASIS}/id/stap/{stap}> <{BASIS}/def/zaak> <{BASIS}/id/zaak/{zaak}> {GRAPH} ."


def test_a_record_set_apart_takes_along_only_what_no_other_record_says(tmp_path: Path) -> None:
    with staged(tmp_path, STAPPEN, ROWS) as workspace:
        workspace.trace(quiet)

        workspace.set_apart([RecordRef(0, 1)])

        assert sorted(set(read_quads(workspace))) == [
            in_zaak(2, "A"),
            in_zaak(3, "B"),
            soort("A", "kap"),
            soort("B", "bouw\\n2"),
        ]


def test_provenance_leaves_out_what_was_set_apart(tmp_path: Path) -> None:
    with staged(tmp_path, STAPPEN, ROWS) as workspace:
        workspace.trace(quiet)
        workspace.set_apart([RecordRef(0, 1), RecordRef(0, 3)])

        (path,) = workspace.write_provenance(HERKOMST).values()
        lines = path.read_text(encoding="utf-8").splitlines()

    assert [line.split()[0] for line in lines] == [
        f"<{BASIS}/id/stap/2>",
        f"<{BASIS}/id/zaak/A>",
    ]
    assert {line.split()[2] for line in lines} == {
        f"<{BASIS}/id/levering/voorbeeld/2026-05-13/stappen.csv#row=3>"
    }


def test_the_records_about_a_thing_are_those_that_were_not_set_apart(tmp_path: Path) -> None:
    zaken = [f"{BASIS}/id/zaak/A", f"{BASIS}/id/zaak/B", f"{BASIS}/id/zaak/O'Neil"]
    with staged(tmp_path, STAPPEN, ROWS) as workspace:
        workspace.trace(quiet)
        workspace.set_apart([RecordRef(0, 1)])

        about = workspace.records_about(zaken)

    assert about == {zaken[0]: [RecordRef(0, 2)], zaken[1]: [RecordRef(0, 3)]}


def test_a_record_without_key_is_named_with_its_reason(tmp_path: Path) -> None:
    with staged(tmp_path, STAPPEN, ROWS) as workspace:
        missing = workspace.trace(quiet)

    assert missing == {
        RecordRef(0, 4): (
            "Het record heeft geen sleutel, dus is niet vast te stellen waarover het gaat.",
            "The record has no key, so it can't be said what it is about.",
        )
    }


def test_a_record_is_given_back_as_it_was_delivered(tmp_path: Path) -> None:
    with staged(tmp_path, STAPPEN, ROWS) as workspace:
        record = workspace.read(RecordRef(0, 3))

    assert record == RecordAt(
        registratie="voorbeeld",
        levering="2026-05-13",
        bestand="stappen.csv",
        positie="row=4",
        bron='{"stap": "3", "zaak": "B", "soort": "bouw\\n2"}',
    )


def test_the_quarantine_holds_place_reason_and_content_of_each_record(tmp_path: Path) -> None:
    with staged(tmp_path, STAPPEN, ROWS) as workspace:
        quarantine = Quarantine(workspace)
        quarantine.without_key(workspace.trace(quiet))

        found = [json.loads(line) for line in quarantine.lines("voorbeeld")]

        assert quarantine.count(workspace.bronnen[0]) == 2
    assert [(item["bestand"], item["positie"], item["bron"]) for item in found] == [
        ("stappen.csv", "row=6", "5"),
        ("stappen.csv", "row=5", {"stap": None, "zaak": None, "soort": "los"}),
    ]


def test_a_registration_without_mapping_names_the_nearest(tmp_path: Path) -> None:
    with (
        staged(tmp_path, STAPPEN, ROWS) as workspace,
        pytest.raises(
            DeliveryError, match=r"no mapping for .*'voorbeld'; did you mean 'voorbeeld'"
        ),
    ):
        workspace.stage([Levering("voorbeld", date(2026, 1, 1), ())], quiet)


def test_two_deliveries_of_a_registration_are_told_apart(tmp_path: Path) -> None:
    with staged(tmp_path, STAPPEN, {"stappen.csv": "stap,zaak,soort\n1,A,kap\n"}) as workspace:
        again = Levering("voorbeeld", date(2026, 6, 13), workspace.bronnen[0].levering.bestanden)
        workspace.stage([again], quiet)
        workspace.trace(quiet)

        (path,) = workspace.write_provenance(HERKOMST).values()

    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line.split("/id/levering/")[1].split("#")[0] for line in lines] == [
        *["voorbeeld/2026-05-13/stappen.csv"] * 2,
        *["voorbeeld/2026-06-13/stappen.csv"] * 2,
    ]
