"""A query file as a check sees it: its text, and the algebra that SPARQL gives it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from themagraaf.model.check.expression import UnreadError
from themagraaf.model.check.sparql import read_query
from themagraaf.model.check.text import Text


@dataclass(frozen=True)
class Query:
    """One `.rq` file."""

    text: Text

    @property
    def file(self) -> str:
        """Its path from the model's folder down."""
        return self.text.file

    @property
    def kind(self) -> str:
        """The folder under queries/ that says what it is for: kpi, relatie, klantreis, opzoeken."""
        return self.file.split("/")[1]

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.file.rsplit("/", 1)[-1].removesuffix(".rq")

    @cached_property
    def parsed(self) -> "Parsed":
        """The query after parsing."""
        return parse(self.text.content)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the parser made of a query: its algebra, or why there is none."""

    algebra: CompValue | None
    error: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The variables that it projects, in order; an ASK or a CONSTRUCT projects none."""
        if self.algebra is None or self.algebra.name != "SelectQuery":
            return ()
        return tuple(str(variable) for variable in self.algebra["PV"])

    @property
    def template(self) -> tuple[tuple[Node, Node, Node], ...]:
        """The triples that a CONSTRUCT makes; none for another query."""
        if self.algebra is None or self.algebra.name != "ConstructQuery":
            return ()
        return tuple(tuple(triple) for triple in self.algebra["template"] or ())


@lru_cache(maxsize=4096)
def parse(text: str) -> Parsed:
    """Parse a query once, however often it is asked for."""
    try:
        return Parsed(read_query(text))
    except UnreadError:
        return judge(text)


def judge(text: str) -> Parsed:
    """Parse a query as rdflib does, which knows all of SPARQL, and says what is wrong."""
    try:
        return Parsed(prepareQuery(text).algebra)
    except Exception as error:  # the parser raises kinds of its own for what is no SPARQL
        return Parsed(None, " ".join(str(error).split())[:300])
