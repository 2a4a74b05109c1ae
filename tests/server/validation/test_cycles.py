"""A path or list that comes back to itself is an error of the model, not an endless loop."""

import pytest
from rdflib import Graph

from themagraaf.errors import ModelError
from themagraaf.model.shapes_graph import shapes_of

SHAPE = """# A shape that comes back to itself.
PREFIX ex: <https://voorbeeld.example/def/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>

ex:Vorm a sh:NodeShape ; sh:targetClass ex:Ding ; {within} .
ex:Vorm-p a sh:PropertyShape ; sh:path ex:p .
"""
PATH = "sh:property [ sh:minCount 1 ; sh:path _:p ] . "


@pytest.mark.parametrize(
    "within",
    [
        PATH + "_:p sh:inversePath _:p",
        PATH + "_:p sh:alternativePath ( ex:q _:p )",
        PATH + "_:p sh:zeroOrMorePath [ sh:inversePath _:p ]",
        PATH + "_:p rdf:first ex:q ; rdf:rest _:p",
        PATH + "_:p rdf:first _:p ; rdf:rest ()",
        "sh:in _:l . _:l rdf:first ex:q ; rdf:rest _:l",
    ],
)
def test_what_comes_back_to_itself_is_told(within: str) -> None:
    graph = Graph().parse(data=SHAPE.format(within=within), format="turtle")

    with pytest.raises(ModelError, match="back to itself"):
        shapes_of(graph)
