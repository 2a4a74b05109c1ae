"""Patterns of shapes: the store takes linear time for any, and one that it can't read is told."""

from pathlib import Path

import pytest
from rdflib import Graph

from tests.server.validation.oracle import find, rows
from themagraaf.errors import ModelError
from themagraaf.model.shapes_graph import shapes_of
from themagraaf.store.embedded import EmbeddedStore
from themagraaf.validation.patterns import require_patterns

SHAPE = """# A shape with a pattern, and something that it looks at.
PREFIX ex: <https://voorbeeld.example/def/>
PREFIX sh: <http://www.w3.org/ns/shacl#>

ex:Vorm a sh:NodeShape ; sh:targetClass ex:Ding ; sh:property ex:Vorm-p .
ex:Vorm-p a sh:PropertyShape ; sh:path ex:p ; {constraint} .
ex:a a ex:Ding ; ex:p "{value}" .
"""


def shaped(constraint: str, value: str = "a") -> str:
    return SHAPE.format(constraint=constraint, value=value)


def test_a_pattern_that_explodes_elsewhere_takes_linear_time(tmp_path: Path) -> None:
    path = tmp_path / "vorm.ttl"
    path.write_text(shaped('sh:pattern "^((a+)+)+$"', "a" * 20_000 + "!"), encoding="utf-8")

    found = rows(find([path], shapes_of(Graph().parse(path))))

    assert len(found) == 1


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:pattern "^(a+)\\\\1$"',
        'sh:pattern "a(?=b)"',
        'sh:pattern "(((a{1,999}){1,999}){1,999})"',
        'sh:pattern "a" ; sh:flags "y"',
        'sh:not [ sh:property [ sh:path ex:q ; sh:pattern "(" ] ]',
    ],
)
def test_a_pattern_that_the_store_cannot_read_is_an_error_of_the_model(
    constraint: str, tmp_path: Path
) -> None:
    shapes = shapes_of(Graph().parse(data=shaped(constraint), format="turtle"))

    with pytest.raises(ModelError, match="is no regular expression that the store can read"):
        require_patterns(EmbeddedStore.create(tmp_path / "store"), shapes)


def test_patterns_that_the_store_can_read_pass(tmp_path: Path) -> None:
    shapes = shapes_of(
        Graph().parse(data=shaped('sh:pattern "^A" ; sh:flags "i"'), format="turtle")
    )

    require_patterns(EmbeddedStore.create(tmp_path / "store"), shapes)
