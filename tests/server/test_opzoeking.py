"""Look-ups as the model reads them: their headers, and what does not hold together."""

import pytest
from rdflib import Graph

from themagraaf.errors import ModelError
from themagraaf.model.opzoeking import Opzoeking, read_opzoeking
from themagraaf.model.terms import Vocabulary

VOCABULARY = Vocabulary(Graph())
QUERY = "SELECT ?s WHERE { ?s ?p ?x OPTIONAL { ?s ?p ?y } }"
HEAD = """#+ titel: {nl: a, en: b}
#+ omschrijving: {nl: a, en: b}
#+ parameters:
#+   x: {soort: tekst, omschrijving: {nl: a, en: b}}
"""


def read(text: str) -> Opzoeking:
    return read_opzoeking("een-vraag", text, "queries/opzoeken/een-vraag.rq", VOCABULARY)


def test_a_look_up_has_a_name_for_code_and_parameters() -> None:
    found = read(HEAD + QUERY)

    assert found.operation_id == "eenVraag"
    assert (found.audience, found.is_graph) == ("openbaar", False)
    assert [(item.naam, item.variabele, item.verplicht) for item in found.parameters] == [
        ("x", "?x", False)
    ]


BAD = [
    ("x:", "y:", "parameters.y is used by no pattern"),
    ("x:", "z:", "parameters.z is used by no pattern"),
    ("soort: tekst", "soort: woord", "soort is 'woord'"),
    ("soort: tekst", "soort: code", "codelijst is missing"),
    ("soort: tekst", "soort: code, codelijst: nergens", "codelijst is 'nergens'"),
    ("soort: tekst", "soort: datum, standaard: gisteren", "standaard does not do"),
    ("soort: tekst", "soort: tekst, keuze: 1", "keuze is no list"),
    ("soort: tekst", "soort: tekst, verplichtt: true", "has fields other than"),
    ("#+ titel", "#+ audience: geheim\n#+ titel", "audience is 'geheim'"),
    ("#+ titel", "#+ titul: 1\n#+ titel", "titul"),
    ("?s ?p ?x OPT", "?s ?p ?x \x01 OPT", "can't be read"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD)
def test_what_does_not_hold_together_says_where(old: str, new: str, said: str) -> None:
    with pytest.raises(ModelError, match=said) as error:
        read((HEAD + QUERY).replace(old, new, 1))

    assert str(error.value).startswith("queries/opzoeken/een-vraag.rq")


def test_a_file_as_grlc_has_it_is_read() -> None:
    found = read(
        """#+ summary: Things of a kind
#+ description: What is of a kind, since a day
#+ endpoint: http://example.org/sparql
#+ method: GET
#+ pagination: 50
#+ tags: [things]
#+ defaults:
#+   - since: 2026-01-01
#+ enumerate:
#+   - kind: [a, b]
SELECT ?s WHERE { ?s a ?_kind_iri ; <urn:d> ?d FILTER (?d > ?_since_date && ?s != ?__other_iri) }
"""
    )

    assert found.titel.nl == found.titel.en == "Things of a kind"
    assert [
        (item.naam, item.variabele, item.soort, item.verplicht, item.standaard)
        for item in found.parameters
    ] == [
        ("kind", "?_kind_iri", "iri", True, None),
        ("since", "?_since_date", "datum", False, "2026-01-01"),
        ("other", "?__other_iri", "iri", False, None),
    ]
    assert found.parameters[0].keuze == ("a", "b")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("12", '"12"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("-1.50", '"-1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("1E3", '"1000"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ],
)
def test_a_number_is_exact(text: str, term: str) -> None:
    parameter = read((HEAD + QUERY).replace("soort: tekst", "soort: getal")).parameters[0]

    assert parameter.term(text, "", VOCABULARY) == term
