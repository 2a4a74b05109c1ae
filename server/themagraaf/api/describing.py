"""What is said of one thing: from the store of who asks, and of shapes from the model's files."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from rdflib import OWL, BNode, Graph, Literal, Node, URIRef
from rdflib.namespace import DCTERMS

from themagraaf.api.querying.asking import Asker
from themagraaf.errors import UnknownError
from themagraaf.model.opzoeking import IRI

NTRIPLES = "application/n-triples"
RESULTS = "application/sparql-results+json"
PER_PAGE = 50
SHAPES = "https://w3id.org/themagraaf/shape"
# What stands behind a blank node is said of the thing itself.
OUT = """CONSTRUCT {{ <{iri}> ?p ?o . ?o ?q ?r . ?r ?s ?t }} WHERE {{
  <{iri}> ?p ?o
  OPTIONAL {{ ?o ?q ?r FILTER (isBlank(?o)) OPTIONAL {{ ?r ?s ?t FILTER (isBlank(?r)) }} }}
}}"""
NAMES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?ding ?naam WHERE {{
  VALUES ?ding {{ {things} }}
  ?ding rdfs:label|skos:prefLabel ?naam
  FILTER (LANG(?naam) = "{taal}" || LANG(?naam) = "")
}} ORDER BY ?ding ?naam"""
BACK = """SELECT DISTINCT ?van ?eigenschap WHERE {{ ?van ?eigenschap <{iri}> FILTER (isIRI(?van)) }}
ORDER BY ?eigenschap ?van LIMIT {limit} OFFSET {offset}"""
GRAPHS = "SELECT DISTINCT ?graaf WHERE {{ GRAPH ?graaf {{ <{iri}> ?p ?o }} }} ORDER BY ?graaf"


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that refers to a thing, and by which property."""

    van: str
    eigenschap: str


@dataclass(frozen=True, slots=True)
class Describer:
    """Describes things to who asks."""

    asker: Asker

    async def find(self, names: Sequence[str]) -> tuple[str, Graph]:
        """Return the first of some names of which something is said, and that.

        Raises:
            UnknownError: Nothing is said of any.
        """
        for name in names[:-1]:
            with suppress(UnknownError):
                return name, await self.describe(name)
        return names[-1], await self.describe(names[-1])

    async def describe(self, iri: str) -> Graph:
        """Return what is said of a thing.

        Raises:
            UnknownError: Nothing is.
        """
        found = Graph()
        if not IRI.fullmatch(iri):
            raise UnknownError("there is nothing of that name")
        if iri.startswith(SHAPES):
            _close(self._shapes(), URIRef(iri), found)
        else:
            said = await self.asker.content(OUT.format(iri=iri), None, NTRIPLES)
            found.parse(data=said, format="nt")
        if not len(found):
            raise UnknownError(f"nothing is said of <{iri}> here")
        return found

    async def graphs(self, iri: str) -> list[str]:
        """Return the graphs that say something of a thing."""
        return [row["graaf"] for row in await self._rows(GRAPHS.format(iri=iri))]

    async def references(self, iri: str, page: int) -> tuple[list[Reference], bool]:
        """Return what refers to a thing, a page of it, and whether there is more."""
        offset = (page - 1) * PER_PAGE
        asked = BACK.format(iri=iri, limit=PER_PAGE + 1, offset=offset)
        found = [Reference(row["van"], row["eigenschap"]) for row in await self._rows(asked)]
        return found[:PER_PAGE], len(found) > PER_PAGE

    async def names(self, things: set[str], taal: str) -> Mapping[str, str]:
        """Return the names of things in a language, of those that have one."""
        listed = " ".join(f"<{iri}>" for iri in sorted(things) if IRI.fullmatch(iri))
        rows = await self._rows(NAMES.format(things=listed, taal=taal)) if listed else []
        return {row["ding"]: row["naam"] for row in reversed(rows)}

    def _shapes(self) -> Graph:
        files = self.asker.release.model.files
        return files.read_together(files.find("shapes", "*.ttl"))

    async def _rows(self, query: str) -> list[dict[str, str]]:
        found = json.loads(await self.asker.content(query, RESULTS, None))
        return [
            {name: term["value"] for name, term in row.items()}
            for row in found["results"]["bindings"]
        ]


def retired(graph: Graph, iri: str) -> Mapping[str, str]:
    """Return the headers of a term that is retired; none of one in use.

    `Deprecation` is the day that `dcterms:modified` gives (RFC 9745), and the link is to what
    `dcterms:isReplacedBy` names. A retired term keeps answering, so that it has no Sunset.
    """
    term = URIRef(iri)
    if (term, OWL.deprecated, Literal(True)) not in graph:
        return {}
    headers = {}
    since, successor = (
        graph.value(term, name) for name in (DCTERMS.modified, DCTERMS.isReplacedBy)
    )
    if isinstance(since, Literal) and isinstance(day := since.toPython(), date):
        moment = datetime.combine(day, time(), UTC)
        headers["Deprecation"] = f"@{int(moment.timestamp())}"
    if successor is not None:
        headers["Link"] = f'<{successor}>; rel="successor-version"'
    return headers


def _close(source: Graph, node: Node, target: Graph) -> None:
    """Copy what is said of a node, and of the blank nodes that it leads to."""
    for triple in source.triples((node, None, None)):
        if triple not in target:
            target.add(triple)
            if isinstance(triple[2], BNode):
                _close(source, triple[2], target)
