"""Answers any slice of a cube: members chosen, dimensions totalled, levels rolled up.

Tellers and noemers add up, so a wijk, a gemeente, a quarter or a year follows
from the finest cells. Over a dimension that can't be added up, only rows that
the query itself gives at that level are used, or the slice is refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from themagraaf.errors import NotAdditiveError, RequestError, UnknownError, choices
from themagraaf.kpi import periode
from themagraaf.kpi.cell import Cel, plain, value
from themagraaf.kpi.cube import Cube, query
from themagraaf.kpi.leden import Lid
from themagraaf.sql import name, text

TOTAAL = "*"


@dataclass(frozen=True, slots=True)
class Cut:
    """What is asked of one dimension."""

    dimensie: str
    leden: tuple[str, ...]  # members chosen; none means all
    shown: bool  # a row for each member, or totalled
    niveau: str  # level to show; empty for the finest, or the members chosen


def slice_cube(cube: Cube, selection: Mapping[str, Sequence[str]], per: Sequence[str]) -> list[Cel]:
    """Return the cells of a slice, in order of their members' codes.

    `selection` gives members by dimension; `per` the dimensions to show, each as
    `gebied` or with a level as `gebied:gemeente`. A dimension in neither is totalled.

    Raises:
        UnknownError: A dimension, level or member that the cube does not have.
        NotAdditiveError: A total over a dimension that can't be added up.
    """
    cuts = [_cut(cube, dimensie, selection, per) for dimensie in cube.kpi.dimensies]
    _all_known(cube, [*selection, *(item.split(":")[0] for item in per)])
    parts = [_part(cube, cut) for cut in cuts]
    shown = [
        f"{column} AS {name(cut.dimensie)}" for cut, (column, _) in zip(cuts, parts, strict=True)
    ]
    joins = " ".join(join for _, join in parts if join)
    measures = "c.meetwaarde, c.teller, c.noemer"
    rows = query(f"SELECT {', '.join(shown)}, {measures} FROM {cube.table} c {joins}")
    return _cells(cube, rows.fetchall(), [cut.dimensie for cut in cuts])


def _cut(
    cube: Cube, dimensie: str, selection: Mapping[str, Sequence[str]], per: Sequence[str]
) -> Cut:
    leden = tuple(dict.fromkeys(selection.get(dimensie, ())))
    for code in leden:
        if (dimensie, code) not in cube.leden and not (
            dimensie == "periode" and periode.is_periode(code)
        ):
            known = [lid.code for lid in cube.leden.values() if lid.dimensie == dimensie]
            raise UnknownError(f"dimension {dimensie!r} has no {code!r}; {choices(code, known)}")
    asked = [item for item in per if item.split(":")[0] == dimensie]
    if len(asked) > 1:
        raise RequestError(f"per names {dimensie!r} twice; one level of a dimension at a time")
    niveau = asked[0].partition(":")[2] if asked else ""
    levels = {lid.niveau for lid in cube.leden.values() if lid.dimensie == dimensie}
    if niveau and niveau not in levels:
        raise UnknownError(
            f"dimension {dimensie!r} has no level {niveau!r}; {choices(niveau, levels)}"
        )
    cut = Cut(dimensie, leden, bool(asked), niveau)
    return cut if dimensie not in cube.kpi.niet_optelbaar else _not_added(cube, cut)


def _not_added(cube: Cube, cut: Cut) -> Cut:
    """Hold a cut to rows that the query gives, since their sums would be wrong."""
    if cut.shown or len(cut.leden) == 1:
        return cut
    if cut.leden:
        raise NotAdditiveError(
            f"{cube.kpi.id!r} can't be added up over {cut.dimensie}: ask one member at a time,"
            f" or per={cut.dimensie}"
        )
    given = cube.codes[cut.dimensie]
    lineages = [cube.leden[cut.dimensie, code].voorouders for code in given]
    whole = [code for code in given if all(code in lineage for lineage in lineages)]
    if len(whole) != 1:
        example = cube.gemeente if cube.gemeente in given else max(given, default="…")
        raise NotAdditiveError(
            f"{cube.kpi.id!r} can't be added up over {cut.dimensie}: name a member, as"
            f" {cut.dimensie}={example}, or ask per={cut.dimensie}"
        )
    return Cut(cut.dimensie, (whole[0],), cut.shown, "")


def _part(cube: Cube, cut: Cut) -> tuple[str, str]:
    """Return the column that a cut shows, and the join that makes it."""
    own = f"c.{name(cut.dimensie)}"
    # Members without a cell of their own add nothing, so the joins leave them out.
    members = [cube.leden[cut.dimensie, code] for code in cube.codes[cut.dimensie]]
    if cut.dimensie in cube.kpi.niet_optelbaar:
        return _exact(cut, own, members)
    if not cut.leden and not cut.niveau:
        return (own if cut.shown else text(TOTAAL), "")
    wanted = set(cut.leden) or _of_level(cube, cut)
    if cut.leden and cut.niveau:
        wanted = {code for code in _of_level(cube, cut) if _lies_in(cube, cut, code)}
    pairs = [(lid.code, code) for lid in members for code in lid.voorouders if code in wanted]
    if not cut.shown and len(wanted) > 1:
        pairs = list(dict.fromkeys((code, TOTAAL) for code, _ in pairs))
    return _joined(cut, own, pairs)


def _exact(cut: Cut, own: str, members: Sequence[Lid]) -> tuple[str, str]:
    """Show rows as the query gives them: the members chosen, or those of a level in them."""
    if not cut.leden and not cut.niveau:
        return own, ""
    chosen = set(cut.leden)
    pairs = [
        (lid.code, lid.code)
        for lid in members
        if (not cut.niveau or lid.niveau == cut.niveau)
        and (not chosen or chosen & set(lid.voorouders if cut.niveau else (lid.code,)))
    ]
    return _joined(cut, own, pairs)


def _of_level(cube: Cube, cut: Cut) -> set[str]:
    """Return the members of a level, with the rest of each whole that has parts there."""
    above = {code for own in cube.codes[cut.dimensie] for code in _lineage(cube, cut, own)}
    leden = [cube.leden[cut.dimensie, code] for code in above]
    found = {lid.code for lid in leden if lid.niveau == cut.niveau}
    wholes = {code for part in found for code in _lineage(cube, cut, part)[1:]}
    return found | {lid.code for lid in leden if lid.is_rest and lid.voorouders[1] in wholes}


def _lies_in(cube: Cube, cut: Cut, code: str) -> bool:
    return bool(set(_lineage(cube, cut, code)) & set(cut.leden))


def _lineage(cube: Cube, cut: Cut, code: str) -> tuple[str, ...]:
    return cube.leden[cut.dimensie, code].voorouders


def _joined(cut: Cut, own: str, pairs: Sequence[tuple[str, str]]) -> tuple[str, str]:
    alias = name(f"in_{cut.dimensie}")
    values = ", ".join(f"({text(code)}, {text(shown)})" for code, shown in pairs)
    rows = f"(VALUES {values})" if pairs else "(SELECT NULL::VARCHAR, NULL::VARCHAR WHERE false)"
    return f"{alias}.toon", f"JOIN {rows} {alias}(lid, toon) ON {alias}.lid = {own}"


def _cells(cube: Cube, rows: Sequence[tuple[str | Decimal, ...]], names: list[str]) -> list[Cel]:
    """Add up the rows that fall in the same cell."""
    width = len(names)
    groups: dict[tuple[str, ...], list[tuple[Decimal | None, Decimal, Decimal | None]]] = {}
    for row in rows:
        meetwaarde, teller, noemer = row[-3:]
        key = tuple(str(code) for code in row[:width])
        groups.setdefault(key, []).append((_decimal(meetwaarde), Decimal(teller), _decimal(noemer)))
    return [
        _cell(cube, dict(zip(names, key, strict=True)), groups[key])
        for key in sorted(groups, key=_naturally)
    ]


def _naturally(key: Sequence[str]) -> list[tuple[tuple[bool, int, str], ...]]:
    """Order codes as people do: 8-28 comes before 29-91."""
    return [
        tuple((part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts)
        for parts in (re.split(r"(\d+)", code) for code in key)
    ]


def _cell(
    cube: Cube,
    leden: Mapping[str, str],
    found: Sequence[tuple[Decimal | None, Decimal, Decimal | None]],
) -> Cel:
    shown = {dimensie: code for dimensie, code in leden.items() if code != TOTAAL}
    teller = sum((item[1] for item in found), Decimal(0))
    if cube.kpi.maat == "mediaan":
        noemer, waarde = None, _median([(m, n) for m, n, _ in found if m is not None])
    else:
        noemers = [item[2] for item in found if item[2] is not None]
        noemer = sum(noemers, Decimal(0)) if noemers else None
        waarde = value(cube.kpi, teller, noemer)
    exact = None if waarde is None else plain(waarde)
    whole = None if noemer is None else plain(noemer)
    return cube.shown(Cel(shown, plain(teller), whole, exact, cube.status(shown, exact)))


def _median(counted: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Return the middle of a frequency table, or the mean of the two middle values."""
    total = int(sum(count for _, count in counted))
    if not total:
        return None
    middles = ((total - 1) // 2, total // 2)
    picked: list[Decimal] = []
    passed = 0
    for measured, count in sorted(counted):
        passed += int(count)
        picked += [measured for place in middles[len(picked) :] if place < passed]
    return (picked[0] + picked[1]) / 2


def _all_known(cube: Cube, names: Sequence[str]) -> None:
    for dimensie in names:
        if dimensie not in cube.kpi.dimensies:
            raise UnknownError(
                f"KPI {cube.kpi.id!r} has no dimension {dimensie!r};"
                f" {choices(dimensie, cube.kpi.dimensies)}"
            )


def _decimal(number: str | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(number)
