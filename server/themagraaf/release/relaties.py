"""Connects the accepted records of different registrations, by the model's own queries."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from themagraaf.errors import ModelError, RequestError
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


def graph_of(relatie: Relatie, basis: str) -> str:
    """Return the graph that holds a relation's connections, and nothing else."""
    return f"{basis}/graaf/relatie/{relatie.id}"


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
        yield quad(iri, tg("graaf"), Term("iri", graph_of(relatie, basis)), graph)


def relate(
    store: EmbeddedStore, relaties: Sequence[Relatie], basis: str, work: Path, progress: Progress
) -> Mapping[str, Mapping[str, int]]:
    """Carry out relations in their order; return how many records had which outcome.

    A connection goes into the graph of its relation and into the union, so that
    each says by which query it was made.

    Raises:
        ModelError: A query is no CONSTRUCT that the store can answer.
    """
    counts: dict[str, Mapping[str, int]] = {}
    for done, relatie in enumerate(relaties):
        progress(f"relating {relatie.id}", done, len(relaties))
        started = time.perf_counter()
        path = work / f"relatie-{relatie.id}.nt"
        graaf = graph_of(relatie, basis)
        try:
            store.construct(relatie.query, path)
        except RequestError as error:
            raise ModelError(f"{relatie.where}: {error}") from error
        if path.stat().st_size:
            store.load_triples(path, graaf)
        path.unlink()
        counts[relatie.id] = _count(store, graaf)
        elapsed_ms = round(1000 * (time.perf_counter() - started))
        log.info("related %s: %s in %d ms", relatie.id, counts[relatie.id], elapsed_ms)
    return counts


def _count(store: EmbeddedStore, graaf: str) -> dict[str, int]:
    rows = store.select(UITKOMSTEN.format(graaf=graaf)).rows
    return {
        uitkomst.value.rsplit("/", 1)[-1]: int(aantal.value)
        for uitkomst, aantal in rows
        if uitkomst is not None and aantal is not None
    }
