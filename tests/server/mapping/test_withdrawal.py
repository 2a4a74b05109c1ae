"""What records set apart take along, held to what the others say by the mapping's own words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.mapping.folders import BASIS, GRAPH, quiet, read_lines, staged
from themagraaf.mapping.records import RecordRef

MAPPING = """
<#Stappen>
    rml:source [ rml:path "stappen" ] ;
    rml:referenceFormulation rml:CSV ;
.

<#Zaak>
    rml:logicalSource <#Stappen> ;
    rml:subjectMap [ rml:template "id/zaak/{zaak}" ; rml:class ex:Zaak ] ;
    rml:predicateObjectMap [ rml:predicate ex:soort ; rml:objectMap [ rml:reference "soort" ] ] ;
.

<#Stap>
    rml:logicalSource <#Stappen> ;
    rml:subjectMap [ rml:template "id/stap/{stap}" ] ;
    rml:predicateObjectMap [
        rml:predicate ex:zaak ;
        rml:objectMap [ rml:template "id/zaak/{zaak}" ] ] ;
    rml:predicateObjectMap [
        rml:predicate ex:open ;
        rml:objectMap [ rml:reference "soort" ] ;
        rml:graph ex:elders ] ;
.
"""
Row = tuple[str, str, str]
rows = st.lists(st.tuples(*(st.sampled_from(choice) for choice in ("123", "AB", "xy"))), max_size=8)


def said_by(row: Row) -> set[str]:
    """Return what a row says, worked out by hand from the mapping."""
    stap, zaak, soort = row
    om_zaak, om_stap = f"<{BASIS}/id/zaak/{zaak}>", f"<{BASIS}/id/stap/{stap}>"
    return {
        f"{om_zaak} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BASIS}/def/Zaak> {GRAPH} .",
        f'{om_zaak} <{BASIS}/def/soort> "{soort}" {GRAPH} .',
        f"{om_stap} <{BASIS}/def/zaak> {om_zaak} {GRAPH} .",
        f'{om_stap} <{BASIS}/def/open> "{soort}" <{BASIS}/def/elders> .',
    }


def without_graph(line: str) -> str:
    return line.rsplit(" <", 1)[0] + " ."


@given(rows.flatmap(lambda made: st.tuples(st.just(made), st.permutations(range(len(made))))))
@settings(max_examples=40)
def test_what_is_left_is_what_the_accepted_records_say(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[list[Row], list[int]]
) -> None:
    made, order = drawn
    first, second = order[: len(order) // 3], order[len(order) // 3 : len(order) * 2 // 3]
    kept = [row for index, row in enumerate(made) if index not in {*first, *second}]
    content = "stap,zaak,soort\n" + "".join(",".join(row) + "\n" for row in made)
    with staged(tmp_path_factory.mktemp("stappen"), MAPPING, {"stappen.csv": content}) as workspace:
        workspace.trace(quiet)
        files = workspace.write_quads(quiet)
        quads = set(read_lines([path for paths in files.values() for path in paths]))
        triples = {without_graph(line) for line in quads}
        for round_ in (first, second):
            workspace.set_apart([RecordRef(0, index + 1) for index in round_])
            gone = workspace.withdraw()
            quads -= {line for lines in gone.quads.values() for line in lines}
            triples -= set(gone.triples)

    expected = set().union(*map(said_by, kept))
    assert quads == expected
    assert triples == {without_graph(line) for line in expected}


def test_what_is_said_besides_the_records_stays(tmp_path: Path) -> None:
    row = ("1", "A", "x")
    beside = sorted(said_by(row))[0]
    content = "stap,zaak,soort\n1,A,x\n"
    with staged(tmp_path, MAPPING, {"stappen.csv": content}) as workspace:
        workspace.trace(quiet)
        workspace.write_quads(quiet)
        workspace.set_apart([RecordRef(0, 1)])

        gone = workspace.withdraw([beside])

    assert gone.quads == {"voorbeeld": sorted(said_by(row) - {beside})}
    assert without_graph(beside) not in gone.triples
