"""Answers a KPI's query over a release and brings the rows into the form of a cube."""

import logging
import time
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from themagraaf.errors import ModelError, RequestError
from themagraaf.kpi.leden import Leden
from themagraaf.model.kpi import Kpi
from themagraaf.store.answer import Table, Term
from themagraaf.store.embedded import EmbeddedStore

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Row:
    """One row at the finest grain: member codes in the KPI's order, then the measures.

    `teller` and `noemer` are exact, in the unit that the KPI names; `meetwaarde`
    is there for a median only, with `teller` as the number of records that have it.
    """

    codes: tuple[str, ...]
    meetwaarde: Decimal | None
    teller: Decimal
    noemer: Decimal | None


def answer(kpi: Kpi, store: EmbeddedStore) -> Table:
    """Answer a KPI at its finest grain.

    Raises:
        ModelError: The query is no SPARQL, or its columns are not those that its header declares.
    """
    started = time.perf_counter()
    try:
        table = store.select(store.plan(kpi.query).text)
    except RequestError as error:
        raise ModelError(f"{kpi.where}: {error}") from error
    if table.columns != kpi.columns:
        raise ModelError(
            f"{kpi.where} gives the columns {', '.join(table.columns)};"
            f" its header asks for {', '.join(kpi.columns)}"
        )
    elapsed_ms = round(1000 * (time.perf_counter() - started))
    log.info("measured %s: %d rows in %d ms", kpi.id, len(table.rows), elapsed_ms)
    return table


def rows_of(kpi: Kpi, table: Table, leden: Leden) -> list[Row]:
    """Return what a KPI's query answered as the rows of its cube, in order of members' codes.

    No row for a combination means that there was nothing to measure; it is not zero.

    Raises:
        ModelError: A measure is no number.
    """
    width = len(kpi.dimensies)
    rows: list[Row] = []
    members = (term for row in table.rows for term in row[:width])
    leden.learn({term.value for term in members if term is not None and term.kind == "iri"})
    codes_of = [
        {term: leden.code(dimensie, term) for term in dict.fromkeys(row[i] for row in table.rows)}
        for i, dimensie in enumerate(kpi.dimensies)
    ]
    for row in table.rows:
        codes = tuple(known[term] for known, term in zip(codes_of, row, strict=False))
        numbers = dict(zip(kpi.columns[width:], row[width:], strict=True))
        measures = {name: _number(kpi, name, term) for name, term in numbers.items()}
        rows.append(
            Row(codes, measures.get("meetwaarde"), measures["teller"], measures.get("noemer"))
        )
    rows = _with_rest(kpi, rows, leden)
    return sorted(rows, key=lambda row: (row.codes, row.meetwaarde or Decimal(0)))


def _with_rest(kpi: Kpi, rows: list[Row], leden: Leden) -> list[Row]:
    """Give what lies in a gemeente but in none of its wijken a member of its own.

    Otherwise one code would mean two things: the whole, and what is in no part of it.
    """
    for place, dimensie in enumerate(kpi.dimensies):
        if dimensie == "periode" or dimensie in kpi.niet_optelbaar:
            continue
        if not (rest := leden.rest(dimensie, {row.codes[place] for row in rows})):
            continue
        rows = [
            replace(
                row,
                codes=(
                    *row.codes[:place],
                    rest.get(row.codes[place], row.codes[place]),
                    *row.codes[place + 1 :],
                ),
            )
            for row in rows
        ]
    return rows


def _number(kpi: Kpi, name: str, term: Term | None) -> Decimal:
    try:
        number = Decimal(term.value if term is not None else "")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        found = "nothing: one bad value makes a sum unbound" if term is None else repr(term.value)
        raise ModelError(f"{kpi.where}: {name} is {found}, where a number should be")
    return number
