"""Connects the accepted records of different registrations, by the model's own queries."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path

from rdflib import RDF, Variable

from themagraaf.errors import ModelError, RequestError
from themagraaf.model.check.query import parse
from themagraaf.model.relatie import Relatie
from themagraaf.release.catalogue import LABEL, A, quad, tg
from themagraaf.store.answer import Term
from themagraaf.store.embedded import EmbeddedStore

log = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]
UITKOMSTEN = """PREFIX tg: <https://w3id.org/themagraaf/def/>
SELECT ?uitkomst (COUNT(?record) AS ?aantal)
WHERE {{ GRAPH <{graaf}> {{ ?record tg:relatieuitkomst ?uitkomst }} }}
GROUP BY ?uitkomst ORDER BY ?uitkomst"""


def graph_of(relatie: str, basis: str) -> str:
    """Return the graph that holds a relation's connections, and nothing else."""
    return f"{basis}/graaf/relatie/{relatie}"


def describe(relaties: Sequence[Relatie], basis: str) -> Iterator[str]:
    """Give each relation as lines of N-Quads: its name, registration and graph."""
    graph = f"{basis}/graaf/catalogus"
    for relatie in relaties:
        iri = f"{basis}/id/relatie/{relatie.id}"
        registratie = Term("iri", f"{basis}/id/registratie/{relatie.registratie}")
        yield quad(iri, A, tg("Relatie"), graph)
        yield quad(iri, LABEL, Term("literal", relatie.titel.nl, language="nl"), graph)
        yield quad(iri, LABEL, Term("literal", relatie.titel.en, language="en"), graph)
        yield quad(iri, tg("registratie"), registratie, graph)
        yield quad(iri, tg("graaf"), Term("iri", graph_of(relatie.id, basis)), graph)


def made_by(relatie: Relatie) -> frozenset[str]:
    """Return the properties and classes that a relation gives; the empty text for any."""
    said = (
        value if predicate == RDF.type else predicate
        for _, predicate, value in parse(relatie.query).template
    )
    return frozenset("" if isinstance(term, Variable) else str(term) for term in said)


def levels(relaties: Sequence[Relatie]) -> Iterator[list[Relatie]]:
    """Give relations in order: those of one level wait for none of each other."""
    by_id = {relatie.id: relatie for relatie in relaties}
    order = TopologicalSorter(
        {item.id: sorted(by_id.keys() & set(item.volgt_op)) for item in relaties}
    )
    order.prepare()
    while order.is_active():
        ready = sorted(order.get_ready())
        yield [by_id[naam] for naam in ready]
        order.done(*ready)


def relate(
    store: EmbeddedStore,
    relaties: Sequence[Relatie],
    work: Path,
    progress: Progress,
    threads: int = 2,
) -> dict[str, Path]:
    """Carry out relations; return by relation the file of N-Triples that says what it connects.

    What the relations of one level connect goes into the union, where the next ones read it.

    Raises:
        ModelError: A query is no CONSTRUCT that the store can answer.
    """
    files: dict[str, Path] = {}
    for level in levels(relaties):
        for naam, path in carry_out(store, level, work, threads):
            progress(f"relating {naam}", len(files), len(relaties))
            files[naam] = path
        store.load_triples(*(files[relatie.id] for relatie in level))
    return files


def carry_out(
    store: EmbeddedStore,
    relaties: Sequence[Relatie],
    work: Path,
    threads: int,
) -> Iterator[tuple[str, Path]]:
    """Carry out relations beside each other, and put in the store none of what they connect.

    Gives each, as it is done, with the file of N-Triples that says what it connects.

    Raises:
        ModelError: A query is no CONSTRUCT that the store can answer.
    """
    paths = {relatie.id: work / f"relatie-{relatie.id}.nt" for relatie in relaties}
    with ThreadPoolExecutor(threads) as pool:
        made = pool.map(partial(_construct, store), relaties, paths.values())
        yield from zip(paths, made, strict=True)


def count_outcomes(
    store: EmbeddedStore, relaties: Sequence[Relatie], basis: str
) -> dict[str, Mapping[str, int]]:
    """Return for each relation how many records had which outcome."""
    return {relatie.id: _count(store, graph_of(relatie.id, basis)) for relatie in relaties}


def _construct(store: EmbeddedStore, relatie: Relatie, path: Path) -> Path:
    started = time.perf_counter()
    try:
        store.construct(store.plan(relatie.query).text, path)
    except RequestError as error:
        raise ModelError(f"{relatie.where}: {error}") from error
    log.info("related %s in %d ms", relatie.id, 1000 * (time.perf_counter() - started))
    return path


def _count(store: EmbeddedStore, graaf: str) -> dict[str, int]:
    rows = store.select(UITKOMSTEN.format(graaf=graaf)).rows
    return {
        uitkomst.value.rsplit("/", 1)[-1]: int(aantal.value)
        for uitkomst, aantal in rows
        if uitkomst is not None and aantal is not None
    }
