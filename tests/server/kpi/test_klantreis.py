"""A journey measured: reach, time, drop-out and return, worked out by hand."""

from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest

from themagraaf.errors import DeadTermError, ModelError
from themagraaf.kpi.filled import Filled
from themagraaf.kpi.klantreis import answer_klantreis, measure_klantreis
from themagraaf.kpi.reismeting import Duur, Reismeting, StapMeting, decode, encode
from themagraaf.kpi.zinnen import in_words
from themagraaf.model.klantreis import Dienst, Klantreis, Stap
from themagraaf.model.terms import Label
from themagraaf.store.embedded import EmbeddedStore

NONE = Label("", "")
DIENST = Dienst("d", "https://x/d", NONE, NONE, "", "", (), ())
PEILDATUM = date(2026, 6, 30)
PREFIX = "PREFIX tg: <https://w3id.org/themagraaf/def/> PREFIX x: <https://x.example/>"
QUERY = f"""{PREFIX} SELECT ?reis ?bewoner ?stap ?datum WHERE {{
  ?record tg:zaak ?reis ; tg:stap ?soort ; tg:datum ?datum .
  OPTIONAL {{ ?record tg:persoon ?bewoner }}
  BIND (STRAFTER(STR(?soort), "https://x.example/") AS ?stap)
}} ORDER BY ?reis ?datum ?stap"""


def stap(name: str) -> Stap:
    return Stap(name, f"https://x/{name}", NONE, NONE, DIENST, "", None, None)


def klantreis(query: str = QUERY) -> Klantreis:
    steps = (stap("vraag"), stap("gesprek"), stap("besluit"))
    return Klantreis("r", "https://x/r", "t", NONE, NONE, NONE, steps, (), query, "r.rq")


def store(tmp_path: Path, rows: list[tuple[str, str, str, str]]) -> EmbeddedStore:
    own = EmbeddedStore(ox.Store())
    lines = [
        f"[] tg:zaak x:{reis} ; tg:stap x:{name} ; tg:datum '{day}'^^x:date"
        + (f" ; tg:persoon x:{who}" if who else "")
        + " ."
        for reis, who, name, day in rows
    ]
    path = tmp_path / "rows.ttl"
    path.write_text(
        "\n".join([*PREFIX.replace(" PREFIX", "\nPREFIX").split("\n"), *lines]), "utf-8"
    )
    own.load_turtle([path], "https://x.example/g")
    return own


ROWS = [
    # Asked, talked, decided; back within the year.
    ("a", "jan", "vraag", "2025-01-01"),
    ("a", "jan", "gesprek", "2025-01-11"),
    ("a", "jan", "besluit", "2025-02-10"),
    ("e", "jan", "vraag", "2026-01-10"),
    # Skipped the talk; not back.
    ("b", "piet", "vraag", "2025-03-01"),
    ("b", "piet", "besluit", "2025-03-21"),
    # Asked and never heard of again; asked lately; a step that is not yet known.
    ("c", "", "vraag", "2025-05-01"),
    ("d", "ans", "vraag", "2026-06-01"),
    ("d", "ans", "gesprek", "2026-07-01"),
]


def measured(own: Klantreis, where: EmbeddedStore, peildatum: date) -> Reismeting:
    return measure_klantreis(own, answer_klantreis(own, where), peildatum)


def test_a_journey_is_measured_as_worked_out_by_hand(tmp_path: Path) -> None:
    found = measured(klantreis(), store(tmp_path, ROWS), PEILDATUM)

    # e stands still since 2026-01-10: 171 days, so it is still under way; c since 2025-05-01.
    vraag = StapMeting("vraag", 5, None, None, 1, 2, 0, 0)
    gesprek = StapMeting("gesprek", 1, Duur(1, 10, 10), Duur(1, 10, 10), 0, 0, 0, 0)
    besluit = StapMeting("besluit", 2, Duur(2, 25, 30), Duur(2, 30, 40), 0, 0, 1, 2)
    assert found == Reismeting(5, date(2025, 1, 1), PEILDATUM, (vraag, gesprek, besluit))


def test_a_journey_that_begins_with_a_later_step_took_no_time_to_it(tmp_path: Path) -> None:
    rows = [
        ("a", "jan", "vraag", "2025-01-01"),
        ("a", "jan", "gesprek", "2025-01-11"),
        ("b", "piet", "gesprek", "2025-03-01"),
        ("b", "piet", "besluit", "2025-03-21"),
    ]

    _, gesprek, besluit = measured(klantreis(), store(tmp_path, rows), PEILDATUM).stappen

    assert (gesprek.bereikt, gesprek.duur, gesprek.vanaf_begin) == (
        2,
        Duur(1, 10, 10),
        Duur(1, 10, 10),
    )
    assert (besluit.bereikt, besluit.vanaf_begin) == (1, Duur(1, 20, 20))


@pytest.mark.parametrize("who", ["jan", "ans"])
def test_a_couple_returns_where_either_of_them_does(tmp_path: Path, who: str) -> None:
    rows = [
        ("a", "jan", "vraag", "2025-01-01"),
        ("a", "ans", "vraag", "2025-01-01"),
        ("b", who, "vraag", "2025-06-01"),
    ]

    vraag = measured(klantreis(), store(tmp_path, rows), PEILDATUM).stappen[0]

    assert (vraag.bereikt, vraag.terugkeer, vraag.terugkeer_van) == (2, 1, 2)


def test_half_a_year_of_standing_still_is_leaving(tmp_path: Path) -> None:
    days = [PEILDATUM - timedelta(days=number) for number in (182, 183)]
    rows = [(f"r{i}", "ans", "vraag", day.isoformat()) for i, day in enumerate(days)]

    found = measured(klantreis(), store(tmp_path, rows), PEILDATUM).stappen[0]

    assert (found.onderweg, found.uitgevallen) == (1, 1)


def test_eight_of_ten_is_the_nearest_rank(tmp_path: Path) -> None:
    begin = date(2026, 1, 1)
    rows = []
    for number in range(1, 11):
        rows.append((f"r{number}", "ans", "vraag", begin.isoformat()))
        day = begin + timedelta(days=number)
        rows.append((f"r{number}", "ans", "gesprek", day.isoformat()))

    found = measured(klantreis(), store(tmp_path, rows), PEILDATUM).stappen[1]

    assert found.duur == Duur(10, 5.5, 8)


def test_what_is_written_down_reads_back_the_same(tmp_path: Path) -> None:
    found = measured(klantreis(), store(tmp_path, ROWS), PEILDATUM)

    assert decode(encode(found)) == found


def test_a_step_that_is_none_of_the_journey_is_refused(tmp_path: Path) -> None:
    rows = [("a", "ans", "bezwaar", "2026-01-01")]

    with pytest.raises(ModelError, match="found stap 'bezwaar'"):
        measured(klantreis(), store(tmp_path, rows), PEILDATUM)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    own = klantreis(QUERY.replace("?reis ?bewoner ?stap ?datum WHERE", "?reis ?datum WHERE"))

    with pytest.raises(ModelError, match="gives reis, datum; a journey's query gives"):
        measured(own, store(tmp_path, ROWS), PEILDATUM)


def test_a_term_without_records_is_named(tmp_path: Path) -> None:
    own = klantreis(QUERY.replace("tg:zaak", "tg:melding"))

    with pytest.raises(DeadTermError, match=r"no record uses \S+/def/melding;"):
        Filled(store(tmp_path, ROWS)).require("it", own.query)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "8 van de 10 keer gebeurde het dezelfde dag."),
        (1, "8 van de 10 aanvragers hoorden het binnen 1 dag."),
        (14, "8 van de 10 aanvragers hoorden het binnen 14 dagen."),
        (15, "8 van de 10 aanvragers hoorden het binnen 3 weken."),
        (56, "8 van de 10 aanvragers hoorden het binnen 8 weken."),
        (57, "8 van de 10 aanvragers hoorden het binnen 9 weken."),
    ],
)
def test_residents_read_days_or_weeks_begun(days: int, said: str) -> None:
    assert in_words(Duur(10, days, days)).nl == said
