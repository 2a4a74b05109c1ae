"""What holds for any text: it reaches the store unchanged, and makes one IRI of its own."""

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.server.mapping.folders import BASIS, quiet, staged

SOURCE = """
<#Rijen>
    rml:source [ rml:path "rijen" ] ;
    rml:referenceFormulation rml:CSV ;
.
"""
JSON_SOURCE = SOURCE.replace("rml:CSV", 'rml:JSONPath ; rml:iterator "$[*]"')
VALUE = """
<#Rij>
    rml:logicalSource <#Rijen> ;
    rml:subjectMap [ rml:template "id/rij/{nr}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:v ; rml:objectMap [ rml:reference "v" ] ] ;
.
"""
WHOLE_IRI = VALUE.replace('"v"', '"v" ; rml:termType rml:IRI')
AS_IRI = VALUE.replace('rml:reference "v"', 'rml:template "id/ding/{v}/eind"')
# A NUL is no text: a record that has one is kept out.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.lists(st.text(CHARACTERS), min_size=1, max_size=20)
# What was once lost or refused by the store, each on its own.
AWKWARD = ["\r", "0\r", "a\r\nb", "\x01", "\\", '"', "\x85", "%", "%4", "[", "a b"]
AWKWARD += ["\ue000", "\ufdd0", "\ufff0", "\U0001ffff", "\U000e0000", "\U000f0000"]
# The same texts at each run: a change that passes here passes anywhere.
fast = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)


def as_csv(values: list[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([["nr", "v"], *([str(nr), value] for nr, value in enumerate(values))])
    return out.getvalue()


def as_json(values: list[str]) -> str:
    return json.dumps([{"nr": nr, "v": value} for nr, value in enumerate(values)])


def stored(folder: Path, mapping: str, name: str, content: str) -> dict[int, str]:
    """Return by nr the object in the store that the quads were loaded into."""
    with staged(folder, mapping, {name: content}) as workspace:
        files = workspace.write_quads(quiet)
    store = ox.Store()
    for paths in files.values():
        for path in paths:
            store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    found: dict[int, str] = {}
    for quad in store:
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        found[int(quad.subject.value.rsplit("/", 1)[1])] = quad.object.value
    return found


@fast
@given(values=TEXTS)
@example(values=AWKWARD)
def test_any_text_of_a_csv_reaches_the_store_unchanged(
    values: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("csv")

    found = stored(folder, SOURCE + VALUE, "rijen.csv", as_csv(values))

    assert found == {nr: value for nr, value in enumerate(values) if value}


@fast
@given(values=TEXTS)
@example(values=AWKWARD)
def test_any_text_of_a_csv_with_a_ragged_row_reaches_the_store_unchanged(
    values: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ragged")

    found = stored(folder, SOURCE + VALUE, "rijen.csv", as_csv(values) + "1,2,3\r\n")

    assert found == {nr: value for nr, value in enumerate(values) if value}


@fast
@given(values=TEXTS)
@example(values=AWKWARD)
def test_any_text_of_a_json_file_reaches_the_store_unchanged(
    values: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("json")

    found = stored(folder, JSON_SOURCE + VALUE, "rijen.json", as_json(values))

    assert found == dict(enumerate(values))


@fast
@given(values=TEXTS)
@example(values=AWKWARD)
def test_any_text_makes_an_iri_that_is_its_own(
    values: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("iri")

    found = stored(folder, JSON_SOURCE + AS_IRI, "rijen.json", as_json(values))

    assert found.keys() == set(range(len(values)))
    assert all(iri.startswith(f"{BASIS}/id/ding/") for iri in found.values())
    assert len(set(found.values())) == len(set(values))


@fast
@given(values=TEXTS)
@example(values=AWKWARD)
def test_any_text_as_the_rest_of_an_address_makes_an_iri_that_the_store_takes(
    values: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("address")
    given = [f"https://elders.example/{value}" for value in values]

    found = stored(folder, JSON_SOURCE + WHOLE_IRI, "rijen.json", as_json(given))

    assert found.keys() == set(range(len(values)))
    assert all(iri.startswith("https://elders.example/") for iri in found.values())
