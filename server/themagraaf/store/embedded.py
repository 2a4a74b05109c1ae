"""A release's store on disk: Oxigraph in this process.

While it is built one writer has it; once published it is only ever opened
read-only. The default graph holds the union of all graphs, each triple once: the
engine's own union repeats a triple that two graphs hold, and a COUNT with it.
"""

import logging
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from themagraaf.errors import ModelError, ReleaseError, RequestError
from themagraaf.sparql.dataset import graphs_named
from themagraaf.sparql.plan import Plan
from themagraaf.sparql.planning import plan
from themagraaf.sparql.tokens import UnreadError
from themagraaf.store.answer import XSD, Dataset, Document, Room, Table, Term
from themagraaf.store.answering import GRAPH_FORMATS, PREFIXES, write_answer
from themagraaf.store.bounds import refuse_too_deep
from themagraaf.store.changing import change, graphs_of, has_blank, kinds_of, read_lines
from themagraaf.store.nquads import as_stream, lines_of, no_quad, quads_of, triples_of
from themagraaf.store.service import refuse_service
from themagraaf.store.sharing import link_or_copy

log = logging.getLogger(__name__)
FROM = re.compile(r"\bFROM\b", re.IGNORECASE)


class EmbeddedStore:
    """One audience's store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._sizes: dict[str, int] = {}  # of patterns, as counted

    @classmethod
    def create(cls, folder: Path) -> "EmbeddedStore":
        """Make an empty store in a folder that does not exist yet."""
        return cls(ox.Store(str(folder)))

    @classmethod
    def copy(cls, source: Path, folder: Path) -> "EmbeddedStore":
        """Make a store that holds what a published one holds, and may be changed.

        The engine never changes a file of data that it wrote, so that both share those.
        """
        folder.mkdir()
        for path in source.iterdir():
            if path.suffix == ".sst":
                link_or_copy(path, folder / path.name)
            elif path.name != "LOCK":
                shutil.copyfile(path, folder / path.name)
        return cls(ox.Store(str(folder)))

    @classmethod
    def open(cls, folder: Path) -> "EmbeddedStore":
        """Open a published store to read.

        Raises:
            ReleaseError: There is no store, or it is not whole.
        """
        try:
            return cls(ox.Store.read_only(str(folder)))
        except OSError as error:
            raise ReleaseError(f"the store {folder.name!r} can't be opened; build again") from error

    def load(self, *paths: Path) -> None:
        """Load files of N-Quads in bulk: into their graphs, and into the union.

        Raises:
            ModelError: A mapping wrote what is no quad.
        """
        self.load_union(*paths)
        self.load_graphs(*paths)

    def load_graphs(
        self,
        *paths: Path,
        without: Collection[str] = (),
        triples: Mapping[Path, str] | None = None,
    ) -> None:
        """Load files of N-Quads into the graphs that their lines name, but for some lines.

        `triples` are files of N-Triples, each with the graph that it goes to.

        Raises:
            ModelError: A mapping wrote what is no quad.
        """
        gone, graphs = {line.encode() + b"\n" for line in without}, triples or {}

        def read(path: Path) -> Iterator[bytes]:
            return quads_of(path, graphs[path]) if path in graphs else lines_of(path, gone)

        self._bulk_load([*paths, *graphs], ox.RdfFormat.N_QUADS, read)

    def load_union(self, *paths: Path, without: Collection[str] = ()) -> None:
        """Load what files of N-Quads say into the union alone, but for some triples.

        Raises:
            ModelError: A mapping wrote what is no quad.
        """
        gone = {line.encode() + b"\n" for line in without}
        self._bulk_load(paths, ox.RdfFormat.N_TRIPLES, partial(triples_of, without=gone))

    def _bulk_load(
        self, paths: Sequence[Path], form: ox.RdfFormat, read: Callable[[Path], Iterable[bytes]]
    ) -> None:
        """Load all files at once: the engine sorts and writes a whole anew for each call."""
        full = [path for path in paths if path.stat().st_size]
        if not full:
            return
        started = time.perf_counter()
        self._sizes.clear()
        whole = as_stream(block for path in full for block in read(path))
        try:
            self._store.bulk_load(input=whole, format=form)
        except SyntaxError as error:
            raise no_quad(full) from error
        log.info("loaded %d files in %d ms", len(full), 1000 * (time.perf_counter() - started))

    def load_turtle(self, paths: Iterable[Path], graph: str) -> None:
        """Load Turtle files into one graph, and into the union.

        Raises:
            ModelError: A file is not Turtle.
        """
        for path in paths:
            try:
                for target in (ox.NamedNode(graph), ox.DefaultGraph()):
                    self._store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=target)
            except SyntaxError as error:
                raise ModelError(f"{path.name} is not Turtle: {error.msg}") from error

    def construct(
        self, query: str, out: Path | BinaryIO, media_type: str = "application/n-triples"
    ) -> None:
        """Write the graph that a CONSTRUCT gives; a triple may occur twice.

        Raises:
            RequestError: It is no SPARQL, or gives no graph.
        """
        found = self._query(query)
        if not isinstance(found, ox.QueryTriples):
            del found  # an answer may not outlive its thread, and an error would carry it along
            raise RequestError("this needs a CONSTRUCT query; it is a SELECT or ASK")
        target = str(out) if isinstance(out, Path) else out
        ox.serialize(found, output=target, format=GRAPH_FORMATS[media_type], prefixes=PREFIXES)

    def load_triples(self, *paths: Path) -> None:
        """Load files of N-Triples that this store wrote into the union alone."""
        self._bulk_load(paths, ox.RdfFormat.N_TRIPLES, partial(lines_of, without=frozenset()))

    def remove(self, triples: Iterable[str]) -> bool:
        """Take triples, as lines of N-Triples, out of the union; say whether that could be done.

        A blank node has a name of the store's own, so that it can't be found by a line.
        """
        quads = read_lines(triples)
        if any(map(has_blank, quads)):
            return False
        for quad in quads:
            self._store.remove(quad)
        return True

    def add(self, triples: Iterable[str]) -> None:
        """Put triples, as lines of N-Triples, into the union."""
        self._store.extend(read_lines(triples))

    def change(self, gone: Iterable[str], new: Iterable[str]) -> int:
        """Take out and put in quads, as lines of N-Quads; return by how many more it holds.

        A triple stays in the union as long as a graph holds it.
        """
        return change(self._store, gone, new)

    def has_graph(self, iri: str) -> bool:
        """Say whether there is a graph of that name."""
        return self._store.contains_named_graph(ox.NamedNode(iri))

    def graphs_of(self, triples: Collection[str]) -> Iterator[set[str]]:
        """Give for each triple, as a line of N-Triples, the graphs that hold it."""
        return graphs_of(self._store, triples)

    def kinds_of(self, subjects: Iterable[str]) -> dict[str, set[str]]:
        """Return the classes and properties of each node, given as N-Triples writes it."""
        return kinds_of(self._store, subjects)

    def keep(self, folder: Path) -> None:
        """Put what the store holds now in a folder; both share the files of data."""
        self._store.backup(str(folder))

    def close(self) -> None:
        """Write what is pending to disk and let go of it; the store can't be used any more."""
        self._store.flush()
        del self._store

    def optimize(self) -> None:
        """Order on disk what was loaded, so that queries scan it faster."""
        self._store.optimize()

    def __len__(self) -> int:
        """Return the number of quads, those of the union included."""
        return len(self._store)

    def select(self, query: str) -> Table:
        """Answer a SELECT, or an ASK as one row.

        Raises:
            RequestError: It is no SPARQL, gives a graph, or calls another service.
        """
        found = self._query(query)
        if isinstance(found, ox.QueryBoolean):
            said = Term("literal", str(bool(found)).lower(), XSD + "boolean")
            return Table(("antwoord",), ((said,),))
        if not isinstance(found, ox.QuerySolutions):
            del found
            raise RequestError("this needs a SELECT or ASK query; it is a CONSTRUCT or DESCRIBE")
        columns = tuple(variable.value for variable in found.variables)
        rows = tuple(tuple(_term(row[name]) for name in columns) for row in found)
        return Table(columns, rows)

    def plan(self, query: str) -> Plan:
        """Return how this store answers a query fastest, by the sizes of what it holds.

        Raises:
            RequestError: It is no SPARQL, or calls another service.
        """
        self.kind(query)  # A plan may make sense of what is no SPARQL.
        return plan(query, self._size)

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        return bool(self._query(query))

    def kind(self, query: str) -> str:
        """Say what a query gives, "table" or "graph", without the cost of answering it.

        Raises:
            RequestError: It is no SPARQL, or calls another service.
        """
        refuse_too_deep(query)
        refuse_service(query)  # an ASK is answered as it is parsed
        found = _parse(query, ox.Store())
        return "graph" if isinstance(found, ox.QueryTriples) else "table"

    def answer(
        self, query: str, media_type: str, room: Room, dataset: Dataset | None = None
    ) -> Document:
        """Answer any query whole, in the media type asked for.

        A `dataset` comes in place of the one that the query names.

        Raises:
            RequestError: It is no SPARQL, its kind of answer has no such media type, or it names
                a graph that there is not.
            QueryLimitError: The answer is larger than there is room for.
        """
        started = time.perf_counter()
        refuse_too_deep(query)
        self._know_graphs(query, dataset)
        document = write_answer(self._query(query, dataset), media_type, room)
        elapsed_ms = round(1000 * (time.perf_counter() - started))
        log.info("answered a query with %d bytes in %d ms", document.size, elapsed_ms)
        return document

    def _know_graphs(self, query: str, dataset: Dataset | None) -> None:
        """Let pass what names only graphs that there are: others would be empty without a word."""
        named = (*dataset.default, *dataset.named) if dataset else _graphs_in(query)
        for iri in named:
            try:
                known = self._store.contains_named_graph(ox.NamedNode(iri))
            except ValueError as error:
                raise RequestError(f"graph <{iri}> is no IRI") from error
            if not known:
                raise RequestError(
                    f"there is no graph <{iri}> here; SELECT DISTINCT ?g {{ GRAPH ?g {{ }} }}"
                    " lists those that there are"
                )

    def _size(self, query: str) -> int:
        if query not in self._sizes:
            ((number,),) = self.select(query).rows
            self._sizes[query] = int(number.value) if number else 0
        return self._sizes[query]

    def _query(
        self, query: str, dataset: Dataset | None = None
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        refuse_service(query)
        return _parse(query, self._store, dataset)


def _graphs_in(query: str) -> list[str]:
    if not FROM.search(query):
        return []
    try:
        return graphs_named(query)
    except UnreadError as error:
        raise RequestError(f"the FROM of this query can't be read: {error}") from error


def _parse(
    query: str, store: ox.Store, dataset: Dataset | None = None
) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    try:
        if dataset is None:
            return store.query(query)
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
        named: list[ox.NamedNode | ox.BlankNode]
        default = [ox.NamedNode(iri) for iri in dataset.default]
        named = [ox.NamedNode(iri) for iri in dataset.named]
        return store.query(query, default_graph=default, named_graphs=named)
    except SyntaxError as error:
        raise RequestError(f"this is no SPARQL query: {error}") from error
    except (ValueError, RuntimeError) as error:
        raise RequestError(f"this query can't be answered: {error}") from error


def _term(term: object) -> Term | None:
    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.Literal):
        return Term("literal", term.value, term.datatype.value, term.language or "")
    return Term("blank", term.value) if isinstance(term, ox.BlankNode) else None
