"""No query that a stranger sends may make this server call another."""

import pytest

from themagraaf.errors import RequestError
from themagraaf.store.service import refuse_service

CALLS = [
    "ASK { SERVICE <http://other.example/> { ?s ?p ?o } }",
    "ask{service<http://other.example/>{?s ?p ?o}}",
    "ASK { SERVICE SILENT <http://other.example/> { ?s ?p ?o } }",
    "ASK { SERVICE#why\n<http://other.example/> { ?s ?p ?o } }",
    "ASK { SERVICE ?where { ?s ?p ?o } }",
    "PREFIX e: <http://other.example/> ASK { SERVICE e: { ?s ?p ?o } }",
    "PREFIX e: <http://other.example/> ASK { SERVICEe: { ?s ?p ?o } }",
    # The engine reads a number or a boolean that the keyword is glued to.
    "ASK { ?s ?p 1SERVICE <http://other.example/> { ?x ?y ?z } }",
    "ASK { ?s ?p trueSERVICE <http://other.example/> { ?x ?y ?z } }",
    "ASK { ?s ?p ?o.SERVICE <http://other.example/> { ?x ?y ?z } }",
    "PREFIX e: <urn:e> ASK { ?s ?p e:.SERVICE <http://other.example/> { ?x ?y ?z } }",
    # A lexer takes <?b#> for an IRI, and what follows for a text; the engine compares.
    'ASK { FILTER(?a<?b#>"""\n) SERVICE <http://other.example/> { ?s ?p ?o } #"""\n}',
]
HARMLESS = [
    "SELECT ?service WHERE { ?service ?p ?o . ?o ?service ?p }",
    "PREFIX d: <http://www.w3.org/ns/dcat#> ASK { ?s d:service ?x ; d:endpointService ?y }",
    "ASK { <https://service.example/service/1> ?p 'customer service' } # a service of ours",
    "ASK { ?s ?p 'Self-service' }",
]


@pytest.mark.parametrize("query", CALLS)
def test_a_call_to_another_endpoint_is_refused(query: str) -> None:
    with pytest.raises(RequestError, match="SERVICE is off"):
        refuse_service(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_harmless(query: str) -> None:
    refuse_service(query)
