"""Everything a check looks at, each file read once, and what could not be read.

A file that can't be read is a problem of its own; the rest is checked all the same.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from rdflib import OWL, RDF, Graph, URIRef

from themagraaf.errors import ModelError
from themagraaf.model.check.problem import Problem, Rule
from themagraaf.model.check.query import Query
from themagraaf.model.check.text import Text
from themagraaf.model.files import FOLDERS, ModelFiles
from themagraaf.model.kpi import Kpi, read_kpi
from themagraaf.model.namespaces import TG
from themagraaf.model.relatie import Relatie, read_relaties
from themagraaf.model.rml import RegistratieMapping
from themagraaf.model.rml_reader import read_mappings
from themagraaf.model.shapes import Shape
from themagraaf.model.shapes_graph import shapes_of
from themagraaf.model.terms import Vocabulary
from themagraaf.turtle import Triple, read_triples

Read = TypeVar("Read")
# The fields of a KPI's header that have a rule of their own.
FIELDS = {
    "eenheid": Rule.KPI_UNIT,
    "norm": Rule.KPI_NORM,
    "eigenaar": Rule.KPI_OWNER,
    "niveau": Rule.KPI_LEVEL,
}


@dataclass(frozen=True, slots=True)
class ReadOnce(ModelFiles):
    """A model's files, of which each is parsed once however often it is asked for."""

    def triples(self, path: Path) -> tuple[Triple, ...]:
        """Return the triples of one Turtle file.

        Raises:
            ModelError: It is not Turtle; the message gives file and line.
        """
        try:
            return _parsed(path.name, path.read_bytes())
        except SyntaxError:
            return ModelFiles(self.root).triples(path)  # which says what is wrong


@lru_cache(maxsize=1024)
def _parsed(name: str, content: bytes) -> tuple[Triple, ...]:
    return tuple(read_triples(content, name))


@dataclass(frozen=True, eq=False)
class Material:
    """A model as files, as text, as graphs and as the values that its readers make of them."""

    files: ModelFiles
    texts: Mapping[str, Text]
    vocabulary: Vocabulary
    shapes_graph: Graph
    functions_graph: Graph
    shapes: tuple[Shape, ...]
    mappings: tuple[RegistratieMapping, ...]
    kpis: tuple[Kpi, ...]
    relaties: tuple[Relatie, ...]
    queries: tuple[Query, ...]
    illegible: bool  # a file is no Turtle
    unread: tuple[Problem, ...]

    @property
    def ontology(self) -> Graph:
        """Ontology, code lists and journeys as one graph."""
        return self.vocabulary.graph

    def under(self, folder: str) -> Iterator[Text]:
        """Give the files under a folder, in order of their path."""
        return (text for file, text in self.texts.items() if file.startswith(f"{folder}/"))

    def place(self, folder: str, node: object) -> tuple[str, int]:
        """Return file and line where the block about an IRI begins, else the folder."""
        for text in self.under(folder):
            if line := text.subjects.get(str(node)):
                return text.file, line
        return folder, 0

    def written_by_release(self, classes_only: bool = False) -> frozenset[str]:
        """Return the terms that a release fills by itself, in its catalogue or its figures."""
        terms = self.ontology.subjects(TG.gevuldDoor, unique=True)
        classes = set(self.ontology.subjects(RDF.type, OWL.Class)) if classes_only else set()
        return frozenset(str(node) for node in terms if not classes_only or node in classes)

    def known_terms(self) -> frozenset[str]:
        """Return every IRI under tg: that the ontology describes."""
        return frozenset(
            str(node)
            for node in self.ontology.subjects(unique=True)
            if isinstance(node, URIRef) and node.startswith(str(TG))
        )


def gather(files: ModelFiles) -> Material:
    """Read a whole model, and hold on to what could not be read."""
    return _Gathering(ReadOnce(files.root)).material()


class _Gathering:
    def __init__(self, files: ModelFiles) -> None:
        self.files = files
        self.unread: list[Problem] = []
        self.texts = {
            files.name(path): Text(files.name(path), path.read_text(encoding="utf-8"))
            for folder in FOLDERS
            for path in files.find(folder, "*")
            if path.suffix in {".ttl", ".rq", ".md"}
        }

    def material(self) -> Material:
        ontology = self._graph(self.files.find("ontology", "*.ttl"))
        shapes = self._graph(self.files.find("shapes", "*.ttl"))
        functions = self._graph(self.files.find("mappings", "functies.ttl"))
        # What is no Turtle was said above, once; the readers would stop at it.
        whole = not self.unread
        vocabulary = Vocabulary(ontology)
        self._try(Rule.THEME_INCOMPLETE, lambda: vocabulary.themas)
        return Material(
            files=self.files,
            texts=self.texts,
            vocabulary=vocabulary,
            shapes_graph=shapes,
            functions_graph=functions,
            shapes=self._try(Rule.SHAPE_MALFORMED, lambda: shapes_of(shapes), whole),
            mappings=self._try(Rule.UNREADABLE, lambda: read_mappings(self.files)),
            kpis=tuple(self._kpis()),
            relaties=self._try(Rule.QUERY_HEADER, lambda: read_relaties(self.files)),
            queries=tuple(Query(text) for name, text in self.texts.items() if name[-3:] == ".rq"),
            illegible=not whole,
            unread=tuple(self.unread),
        )

    def _graph(self, paths: list[Path]) -> Graph:
        legible: list[Path] = []
        for path in paths:
            try:
                self.files.triples(path)
                legible.append(path)
            except ModelError as error:
                self.unread.append(self._problem(Rule.UNREADABLE, str(error)))
        return self.files.read_together(legible)

    def _try(
        self, rule: Rule, read: Callable[[], tuple[Read, ...]], whole: bool = True
    ) -> tuple[Read, ...]:
        try:
            return read() if whole else ()
        except ModelError as error:
            self.unread.append(self._problem(rule, str(error)))
            return ()

    def _kpis(self) -> Iterator[Kpi]:
        """Read each KPI on its own, so that one bad header does not hide the others."""
        seen: dict[str, str] = {}
        for path in self.files.find("queries/kpi", "*.rq"):
            where = self.files.name(path)
            if (other := seen.setdefault(path.stem, where)) != where:
                said = f"{where}: {other} has the same name; a KPI's is its own"
                self.unread.append(self._problem(Rule.QUERY_HEADER, said))
            try:
                yield read_kpi(path, where)
            except ModelError as error:
                rule = _rule_of_field(str(error).removeprefix(where))
                self.unread.append(self._problem(rule, str(error)))

    def _problem(self, rule: Rule, message: str) -> Problem:
        """Turn a reader's message into a problem: its file, its line, the rest."""
        named = re.match(r"[\w./-]+\.(?:ttl|rq|md)", message)
        file = named.group() if named else "model"
        said = " ".join((message.removeprefix(file) if named else message).split()).lstrip(",: ")
        found, _, proposal = said.partition("; ")
        problem = Problem(file, self._line(file, said), rule, found, proposal or _proposal(rule))
        if named:
            return problem
        # A shape is told by its IRI.
        for iri in re.findall(r"https?://[^\s;,]+", message):
            for text in self.texts.values():
                if line := text.subjects.get(iri):
                    return replace(problem, file=text.file, line=line)
        return problem

    def _line(self, file: str, said: str) -> int:
        if file not in self.texts:
            return 0
        if named := re.search(r"(?:at|between) line (\d+)", said):
            return int(named.group(1))
        if (word := re.match(r"([a-z-]+) ", said)) and file.endswith(".rq"):
            return self.texts[file].line_with(rf"^#\+ {word.group(1)}s?:")
        if block := re.match(r"(#\w+)", said):
            return self.texts[file].line_with(rf"^<{re.escape(block.group(1))}>")
        return 0


def _rule_of_field(message: str) -> Rule:
    """Return the rule on the field of a header that a reader complains of."""
    for field, rule in FIELDS.items():
        if re.match(rf": (?:the header lacks '{field}|{field})", message):
            return rule
    return Rule.QUERY_HEADER


def _proposal(rule: Rule) -> str:
    return {
        Rule.UNREADABLE: "put the file right at that place",
        Rule.THEME_INCOMPLETE: "ontology/openbare-ruimte.ttl shows a whole one",
        Rule.SHAPE_MALFORMED: "docs/conformance.md names what a shape may hold",
    }.get(rule, "docs/model.md shows a whole header")
