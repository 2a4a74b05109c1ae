"""Journeys as values: from a resident's question by way of steps and services to its answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from themagraaf.errors import ModelError
from themagraaf.model.files import ModelFiles
from themagraaf.model.header import query_of, read_header
from themagraaf.model.namespaces import TG
from themagraaf.model.terms import Label, Vocabulary

COLUMNS = ("reis", "bewoner", "stap", "datum")


@dataclass(frozen=True, slots=True)
class Dienst:
    """What the municipality does for a resident; `nodig` per language, in order of text."""

    id: str
    iri: str
    titel: Label
    beschrijving: Label
    upl_naam: str
    upl: str  # IRI in the Uniforme Productnamenlijst; empty where it has none
    nodig_nl: tuple[str, ...]
    nodig_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stap:
    """A moment of a journey. `termijn_dagen` is the legal term from the step before it."""

    id: str
    iri: str
    titel: Label
    definitie: Label
    dienst: Dienst
    blijkt_uit: str  # IRI of the class of record that shows it
    termijn_dagen: int | None
    termijn_bron: Label | None


@dataclass(frozen=True, slots=True)
class Klantreis:
    """A journey and the query whose rows are the steps that residents took.

    The query gives `reis` (an IRI), `bewoner` (the person, or nothing), `stap` (the id of a
    step) and `datum`.
    """

    id: str
    iri: str
    thema: str
    bewonersvraag: Label
    titel: Label
    definitie: Label
    stappen: tuple[Stap, ...]
    registraties: tuple[str, ...]
    query: str
    where: str


def read_klantreizen(files: ModelFiles, vocabulary: Vocabulary) -> tuple[Klantreis, ...]:
    """Read every journey of the ontology with its query, in order of id.

    Raises:
        ModelError: A journey lacks its query, steps, question or words, or a query its journey.
    """
    graph = vocabulary.graph
    queries = {path.stem: path for path in files.find("queries/klantreis", "*.rq")}
    found = []
    for node in graph.subjects(RDF.type, TG.Klantreis):
        reader = _Reader(graph, node)
        naam = str(reader.need(node, SKOS.notation))
        if (path := queries.pop(naam, None)) is None:
            raise ModelError(f"klantreis {naam!r} has no query; write queries/klantreis/{naam}.rq")
        text, where = path.read_text(encoding="utf-8"), files.name(path)
        header = read_header(text, where, ("titel",), ("registraties",))
        vraag = reader.need(node, TG.beantwoordt)
        found.append(
            Klantreis(
                id=naam,
                iri=str(node),
                thema=_tail(reader.need(vraag, TG.thema)),
                bewonersvraag=reader.text(vraag, SKOS.prefLabel),
                titel=reader.text(node, SKOS.prefLabel),
                definitie=reader.text(node, SKOS.definition),
                stappen=tuple(reader.stappen()),
                registraties=header.texts("registraties"),
                query=query_of(text),
                where=where,
            )
        )
    if queries:
        name, path = min(queries.items())
        raise ModelError(f"{files.name(path)}: no tg:Klantreis has the notation {name!r}")
    return tuple(sorted(found, key=lambda klantreis: klantreis.id))


@dataclass(frozen=True, slots=True)
class _Reader:
    graph: Graph
    klantreis: Node

    def stappen(self) -> Iterator[Stap]:
        members = list(Collection(self.graph, self.need(self.klantreis, TG.stappen)))
        if len(members) < 2:
            raise ModelError(f"{self.klantreis}: a journey has two steps or more")
        for node in members:
            term = self.graph.value(node, TG.wettelijkeTermijnDagen)
            yield Stap(
                id=str(self.need(node, SKOS.notation)),
                iri=str(node),
                titel=self.text(node, SKOS.prefLabel),
                definitie=self.text(node, SKOS.definition),
                dienst=self._dienst(self.need(node, TG.dienst)),
                blijkt_uit=str(self.need(node, TG.blijktUit)),
                termijn_dagen=int(str(term)) if term is not None else None,
                termijn_bron=self.text(node, TG.termijnBron) if term is not None else None,
            )

    def _dienst(self, node: Node) -> Dienst:
        return Dienst(
            id=str(self.need(node, DCTERMS.identifier)),
            iri=str(node),
            titel=self.text(node, DCTERMS.title),
            beschrijving=self.text(node, DCTERMS.description),
            upl_naam=str(self.graph.value(node, TG.uplNaam) or ""),
            upl=str(self.graph.value(node, DCTERMS.subject) or ""),
            nodig_nl=self._texts(node, "nl"),
            nodig_en=self._texts(node, "en"),
        )

    def _texts(self, node: Node, language: str) -> tuple[str, ...]:
        found = self.graph.objects(node, TG.nodig)
        return tuple(
            sorted(str(o) for o in found if isinstance(o, Literal) and o.language == language)
        )

    def need(self, node: Node, predicate: URIRef) -> Node:
        """Return the one value of a property."""
        if (found := self.graph.value(node, predicate)) is None:
            raise ModelError(f"{node} of klantreis {self.klantreis} lacks {_tail(predicate)}")
        return found

    def text(self, node: Node, predicate: URIRef) -> Label:
        """Return a text in both languages."""
        said = {
            o.language: str(o)
            for o in self.graph.objects(node, predicate)
            if isinstance(o, Literal)
        }
        if not said.keys() >= {"nl", "en"}:
            raise ModelError(f"{node} needs {_tail(predicate)} in nl and en")
        return Label(said["nl"], said["en"])


def _tail(node: Node) -> str:
    return str(node).rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
