"""Whatever the rows, a slice is what adding them up by hand in plain Python gives."""

import statistics
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.kpi.graphs import cube_with, kpi_with, lid
from themagraaf.kpi.cell import Cel
from themagraaf.kpi.cube import Cube
from themagraaf.kpi.measure import Row
from themagraaf.kpi.slice import slice_cube
from themagraaf.model.model import Model

# Two wijken in one gemeente and one in another, which lie in two areas each that meet in one land.
GEMEENTE = {"WK1": "GM1", "WK2": "GM1", "GM1": "GM1", "WK3": "GM2"}
KWARTAAL = {"2025-12": "2025-Q4", "2026-01": "2026-Q1", "2026-03": "2026-Q1", "2026-04": "2026-Q2"}
HOOFD = {"afval": "afval", "afval/dumping": "afval", "afval/grof": "afval", "wegen/gat": "wegen"}
DIMENSIES = ("gebied", "periode", "categorie")
LEDEN = [
    *(
        lid("gebied", code, "wijk", GEMEENTE[code], "PV1", "CR1", "NL0")
        for code in ("WK1", "WK2", "WK3")
    ),
    *(lid("gebied", code, "gemeente", "PV1", "CR1", "NL0") for code in ("GM1", "GM2")),
    lid("gebied", "PV1", "provincie", "NL0"),
    lid("gebied", "CR1", "coropgebied", "NL0"),
    lid("gebied", "NL0", "land"),
    *(lid("periode", code, "maand", above, code[:4]) for code, above in KWARTAAL.items()),
    *(lid("periode", code, "kwartaal", code[:4]) for code in sorted(set(KWARTAAL.values()))),
    *(lid("periode", code, "jaar") for code in ("2025", "2026")),
    *(lid("categorie", code, "2", above) for code, above in HOOFD.items() if code != above),
    *(lid("categorie", code, "1") for code in ("afval", "wegen")),
]

CODES = st.tuples(*map(st.sampled_from, ([*GEMEENTE], [*KWARTAAL], [*HOOFD])))
AMOUNTS = st.integers(0, 400).map(Decimal)
SHARES = st.dictionaries(CODES, st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=30)
DAYS = st.dictionaries(
    CODES, st.dictionaries(st.integers(0, 60), st.integers(1, 5), min_size=1), min_size=1
)
Shares = Mapping[tuple[str, str, str], tuple[Decimal, Decimal]]
Days = Mapping[tuple[str, str, str], Mapping[int, int]]
Making = Callable[[Iterable[Row], str], Cube]


@pytest.fixture(scope="module")
def make(model: Model) -> Iterable[Making]:
    with TemporaryDirectory() as folder:
        made: list[Path] = []

        def cube(rows: Iterable[Row], maat: str) -> Cube:
            made.append(Path(folder) / str(len(made)))
            return cube_with(
                kpi_with(model, maat=maat, dimensies=DIMENSIES), [*rows], LEDEN, made[-1]
            )

        yield cube


def shares(found: Shares) -> list[Row]:
    return [Row(codes, None, teller, noemer) for codes, (teller, noemer) in found.items()]


def totals(
    found: Shares, key: Callable[[str, str, str], tuple[str, ...]]
) -> dict[tuple[str, ...], tuple[Decimal, Decimal]]:
    sums: dict[tuple[str, ...], tuple[Decimal, Decimal]] = {}
    for codes, (teller, noemer) in found.items():
        one, two = sums.get(key(*codes), (Decimal(0), Decimal(0)))
        sums[key(*codes)] = (one + teller, two + noemer)
    return sums


def counted(cells: Iterable[Cel]) -> dict[tuple[str, ...], tuple[Decimal | None, Decimal | None]]:
    return {tuple(cel.leden.values()): (cel.teller, cel.noemer) for cel in cells}


@pytest.mark.parametrize(
    ("per", "key"),
    [
        ([], lambda g, p, c: ()),
        (["gebied", "periode", "categorie"], lambda g, p, c: (g, p, c)),
        (["gebied:gemeente"], lambda g, p, c: (GEMEENTE[g],)),
        (["gebied:provincie"], lambda g, p, c: ("PV1",)),
        (["gebied:coropgebied"], lambda g, p, c: ("CR1",)),
        (["gebied:land", "periode:jaar"], lambda g, p, c: ("NL0", p[:4])),
        (["periode:kwartaal"], lambda g, p, c: (KWARTAAL[p],)),
        (["categorie:1"], lambda g, p, c: (HOOFD[c],)),
        (["periode", "categorie:1"], lambda g, p, c: (p, HOOFD[c])),
    ],
)
@settings(max_examples=25)
@given(found=SHARES)
def test_a_level_is_the_sum_of_what_lies_in_it(
    per: list[str], key: Callable[[str, str, str], tuple[str, ...]], found: Shares, make: Making
) -> None:
    cube = make(shares(found), "aandeel")

    cells = slice_cube(cube, {}, per)

    assert counted(cells) == totals(found, key)
    for cel in cells:
        assert cel.teller is not None
        assert cel.waarde == (100 * cel.teller / cel.noemer if cel.noemer else None)


@settings(max_examples=25)
@given(
    found=SHARES,
    chosen=st.sets(st.sampled_from([*GEMEENTE, "GM2", "PV1", "CR1", "NL0"]), min_size=2),
)
def test_members_chosen_together_count_each_row_once(
    found: Shares, chosen: set[str], make: Making
) -> None:
    cube = make(shares(found), "aandeel")
    inside = {
        key: value
        for key, value in found.items()
        if chosen & {key[0], GEMEENTE[key[0]], "PV1", "CR1", "NL0"}
    }

    cells = slice_cube(cube, {"gebied": sorted(chosen)}, [])

    assert counted(cells) == totals(inside, lambda g, p, c: ())


@settings(max_examples=25)
@given(found=SHARES)
def test_the_parts_of_a_gemeente_add_up_to_it(found: Shares, make: Making) -> None:
    cube = make(shares(found), "aantal")

    parts = slice_cube(cube, {"gebied": ["GM1"]}, ["periode"])
    whole = slice_cube(cube, {"gebied": ["GM1"]}, [])

    assert sum(cel.waarde or 0 for cel in parts) == sum(cel.waarde or 0 for cel in whole)


@settings(max_examples=25)
@given(found=DAYS)
def test_the_median_of_any_slice_is_that_of_its_records(found: Days, make: Making) -> None:
    rows = [
        Row(codes, Decimal(days), Decimal(times), None)
        for codes, table in found.items()
        for days, times in table.items()
    ]
    records: dict[str, list[int]] = {}
    for (gebied, _, _), table in found.items():
        records.setdefault(GEMEENTE[gebied], []).extend(
            days for days, times in table.items() for _ in range(times)
        )

    cells = slice_cube(make(rows, "mediaan"), {}, ["gebied:gemeente"])

    assert {cel.leden["gebied"]: cel.waarde for cel in cells} == {
        gemeente: Decimal(str(statistics.median(days))) for gemeente, days in records.items()
    }
    assert [cel.teller for cel in cells] == [len(records[cel.leden["gebied"]]) for cel in cells]


@settings(max_examples=10)
@given(found=SHARES)
def test_the_order_of_what_is_shown_makes_no_difference(found: Shares, make: Making) -> None:
    cube = make(shares(found), "aandeel")

    answers = [
        slice_cube(cube, {"gebied": ["NL0"]}, order)
        for order in permutations(["gebied:gemeente", "periode:jaar", "categorie"])
    ]

    assert all(answer == answers[0] for answer in answers)


@settings(max_examples=10)
@given(found=SHARES, data=st.data())
def test_the_order_of_rows_makes_no_difference(
    found: Shares, data: st.DataObject, make: Making
) -> None:
    rows = shares(found)
    mixed = data.draw(st.permutations(rows))

    cells = slice_cube(make(mixed, "aandeel"), {}, ["gebied", "periode:jaar"])

    assert cells == slice_cube(make(rows, "aandeel"), {}, ["gebied", "periode:jaar"])
    assert [tuple(cel.leden.values()) for cel in cells] == sorted(
        tuple(cel.leden.values()) for cel in cells
    )
