"""The words of the model: classes, properties, themes and code lists, with their labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from themagraaf.errors import ModelError
from themagraaf.model.files import ModelFiles
from themagraaf.model.namespaces import TG

TERM_TYPES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


@dataclass(frozen=True, slots=True)
class Label:
    """One text in the two languages of the model."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Thema:
    """A theme, and the resident's question that it starts from."""

    id: str
    iri: str
    titel: Label
    definitie: Label
    bewonersvraag: Label


@dataclass(frozen=True)
class Vocabulary:
    """The ontology and code lists as one graph, with what is often asked of them."""

    graph: Graph

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every IRI that the ontology declares as class or property."""
        return frozenset(
            str(term) for kind in TERM_TYPES for term in self.graph.subjects(RDF.type, kind)
        )

    @cached_property
    def themas(self) -> tuple[Thema, ...]:
        """The themes, in order of their id."""
        found = [self._thema(iri) for iri in self.graph.subjects(RDF.type, TG.Thema)]
        return tuple(sorted(found, key=lambda thema: thema.id))

    @cached_property
    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """For each code list, by the last part of its IRI: notation → concept IRI."""
        lists: dict[str, dict[str, str]] = {}
        for concept, scheme in self.graph.subject_objects(SKOS.inScheme):
            members = lists.setdefault(str(scheme).rsplit("/", 1)[-1], {})
            for notation in self.graph.objects(concept, SKOS.notation):
                members[str(notation)] = str(concept)
        return lists

    def subclasses(self, iri: str) -> list[str]:
        """Return a class and all classes below it, in order of IRI."""
        below = self.graph.transitive_subjects(RDFS.subClassOf, URIRef(iri))
        return sorted({str(term) for term in below if isinstance(term, URIRef)} | {iri})

    def label(self, iri: str) -> Label:
        """Return a term's label; where a language lacks it, the last part of its IRI."""
        return self._text(URIRef(iri), RDFS.label) or Label(_tail(iri), _tail(iri))

    def _thema(self, iri: object) -> Thema:
        node = URIRef(str(iri))
        titel = self._text(node, SKOS.prefLabel)
        definitie = self._text(node, SKOS.definition)
        vraag = self._text(node, TG.bewonersvraag)
        if titel is None or definitie is None or vraag is None:
            raise ModelError(
                f"theme {iri} needs skos:prefLabel, skos:definition and tg:bewonersvraag"
                " in nl and en"
            )
        return Thema(_tail(str(iri)), str(iri), titel, definitie, vraag)

    def _text(self, node: URIRef, predicate: URIRef) -> Label | None:
        texts = {
            value.language: str(value)
            for value in self.graph.objects(node, predicate)
            if isinstance(value, Literal)
        }
        return Label(texts["nl"], texts["en"]) if texts.keys() >= {"nl", "en"} else None


def read_vocabulary(files: ModelFiles) -> Vocabulary:
    """Read ontology and code lists.

    Raises:
        ModelError: A file is not Turtle.
    """
    return Vocabulary(files.read_together(files.find("ontology", "*.ttl")))


def _tail(iri: str) -> str:
    return iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
