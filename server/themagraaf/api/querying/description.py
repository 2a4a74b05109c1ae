"""What an endpoint is and can do, in every syntax of RDF (SPARQL 1.1 Service Description)."""

from functools import cache
from importlib.resources import files

from themagraaf.store.answering import rewrite

SOURCE = files("themagraaf.api.querying").joinpath("service_description.ttl").read_bytes()
PREFIXES = {
    "format": "http://www.w3.org/ns/formats/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
}


@cache
def describe(endpoint: str, media_type: str) -> bytes:
    """Return the description of the endpoint at an address."""
    return rewrite(SOURCE, endpoint, media_type, PREFIXES)
