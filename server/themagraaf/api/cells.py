"""One KPI's cells as a caller asks for them: read the question, slice, write JSON or CSV."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from themagraaf.api.parameters import Parameters
from themagraaf.errors import RequestError, choices
from themagraaf.kpi import periode
from themagraaf.kpi.cell import Cel, rounded
from themagraaf.kpi.cube import Cube
from themagraaf.kpi.headline import periode_op
from themagraaf.kpi.slice import slice_cube

OWN = ("per", "formaat", "peildatum")  # the parameters that are no dimension
MEASURES = ("teller", "noemer", "waarde", "status", "periodeStart", "periodeEind")

Row = tuple[str | Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """What is asked of a cube: members by dimension, and the dimensions to show."""

    selection: Mapping[str, tuple[str, ...]]
    per: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows with the same columns in each; numbers as they are to be read."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_json(self) -> str:
        """Return a flat array of objects; a number has the digits that CSV has."""
        keys = [json.dumps(column) for column in self.columns]
        return "[" + ",\n".join(_object(keys, row) for row in self.rows) + "]"

    def as_csv(self) -> str:
        """Return RFC 4180 with a header, decimals with a dot, nothing where there is no value."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(self.columns)
        writer.writerows([_plain(value) for value in row] for row in self.rows)
        return out.getvalue()


def read_slice(parameters: Parameters, cube: Cube) -> Slice:
    """Read which slice is asked for; what is wrong with it is noted in `parameters`.

    Without `per` every dimension is shown.
    """
    dimensies = cube.kpi.dimensies
    selection = {
        dimensie: _members(parameters, cube, dimensie, given)
        for dimensie in dimensies
        if (given := parameters.many(dimensie)) is not None
    }
    _peildatum(parameters, cube, selection)
    asked = parameters.many("per")
    return Slice(selection, dimensies if asked is None else _per(parameters, cube, asked))


def _peildatum(parameters: Parameters, cube: Cube, selection: dict[str, tuple[str, ...]]) -> None:
    """Hold the slice to the period that tells how the KPI stood on the day asked for."""
    if (given := parameters.many("peildatum")) is None:
        return
    try:
        asked = periode_op(cube, date.fromisoformat(given[-1]))
    except ValueError:
        parameters.refuse("peildatum", f"{given[-1]!r} is no date; write 2025-12-31")
        return
    except RequestError as error:
        parameters.refuse("peildatum", str(error))
        return
    if "periode" in selection:
        parameters.refuse("peildatum", "and periode can't both be given; leave one out")
    elif asked is not None:
        selection["periode"] = (asked,)


def read_cells(cube: Cube, asked: Slice, limit_rows: int) -> Cells:
    """Return the cells of a slice.

    A dimension has its two columns, code and name, when it is in `per` or held to
    one member; a dimension that is added up has none.

    Raises:
        RequestError: There are more than `limit_rows`, or the slice can't be made.
    """
    found = slice_cube(cube, asked.selection, asked.per)
    if len(found) > limit_rows:
        raise RequestError(
            f"this gives {len(found)} cells and one answer has at most {limit_rows}:"
            f" choose members, as {cube.kpi.dimensies[0]}=…, or show fewer dimensions with per="
        )
    shown = [dimensie for dimensie in cube.kpi.dimensies if _is_shown(cube, asked, dimensie)]
    names = [column for dimensie in shown for column in (dimensie, f"{dimensie}Naam")]
    return Cells((*names, *MEASURES), tuple(_row(cube, cel, shown) for cel in found))


def _members(
    parameters: Parameters, cube: Cube, dimensie: str, given: Iterable[str]
) -> tuple[str, ...]:
    known = [lid.code for lid in cube.leden.values() if lid.dimensie == dimensie]
    codes: list[str] = []
    for value in given:
        # A code may hold a comma itself.
        codes += [value] if (dimensie, value) in cube.leden else value.split(",")
    for code in codes:
        a_period = dimensie == "periode" and periode.is_periode(code)
        if (dimensie, code) not in cube.leden and not a_period:
            parameters.refuse(dimensie, f"has no member {code!r}; {choices(code, known)}")
    return tuple(codes)


def _per(parameters: Parameters, cube: Cube, asked: Iterable[str]) -> tuple[str, ...]:
    items = [item for value in asked for item in value.split(",") if item]
    names = [item.partition(":")[0] for item in items]
    for name in dict.fromkeys(names):
        if name not in cube.kpi.dimensies:
            what = choices(name, cube.kpi.dimensies)
            parameters.refuse("per", f"{name!r} is no dimension of this KPI; {what}")
        elif names.count(name) > 1:
            parameters.refuse("per", f"{name!r} is named twice")
    for item in items:
        name, colon, niveau = item.partition(":")
        known = niveaus(cube, name)
        if colon and name in cube.kpi.dimensies and niveau not in known:
            parameters.refuse("per", f"{name!r} has no level {niveau!r}; {choices(niveau, known)}")
    return tuple(items)


def niveaus(cube: Cube, dimensie: str) -> list[str]:
    """Return the levels of a dimension."""
    return sorted({lid.niveau for lid in cube.leden.values() if lid.dimensie == dimensie} - {""})


def _is_shown(cube: Cube, asked: Slice, dimensie: str) -> bool:
    in_per = any(item.partition(":")[0] == dimensie for item in asked.per)
    held = len(set(asked.selection.get(dimensie, ()))) == 1
    return in_per or held or dimensie in cube.kpi.niet_optelbaar


def _row(cube: Cube, cel: Cel, shown: Sequence[str]) -> Row:
    members: list[str] = []
    for dimensie in shown:
        code = cel.leden[dimensie]
        members += [code, cube.leden[dimensie, code].label.nl]
    waarde = None if cel.waarde is None else rounded(cube.kpi, cel.waarde)
    start, eind = None, None
    if periode.is_periode(cel.leden.get("periode", "")):
        start, eind = (day.isoformat() for day in periode.bounds(cel.leden["periode"]))
    return (*members, cel.teller, cel.noemer, waarde, cel.status, start, eind)


def _object(keys: Sequence[str], row: Row) -> str:
    pairs = (f"{key}:{_json(value)}" for key, value in zip(keys, row, strict=True))
    return "{" + ",".join(pairs) + "}"


def _json(value: str | Decimal | None) -> str:
    # The json module has no decimals: it would write 65.0 and 0.1 by way of binary fractions.
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def _plain(value: str | Decimal | None) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else value
