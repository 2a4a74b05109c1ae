"""The one figure that stands for a KPI: the own gemeente, the latest whole period or day."""

from datetime import date

from themagraaf.errors import RequestError
from themagraaf.kpi import periode
from themagraaf.kpi.cell import Cel
from themagraaf.kpi.cube import Cube, query
from themagraaf.kpi.slice import slice_cube


def headline(cube: Cube, op: date | None = None) -> Cel | None:
    """Return the cell for the own gemeente over the latest period that had ended.

    `op` asks how it was on another peildatum. None where nothing was measured for it.

    Raises:
        NotAdditiveError: Another dimension can't be totalled and has no member for the whole.
        RequestError: The KPI is not known on other days than its own.
    """
    selection: dict[str, list[str]] = {}
    if "gebied" in cube.kpi.dimensies:
        selection["gebied"] = [cube.gemeente]
    if (asked := periode_op(cube, op)) is not None:
        selection["periode"] = [asked]
    elif "periode" in cube.kpi.dimensies:
        return None
    cells = slice_cube(cube, selection, [])
    return cells[0] if cells else None


def periode_op(cube: Cube, op: date | None = None) -> str | None:
    """Return the period that tells how a KPI stood on a day; without a day on its peildatum.

    That is the latest quarter or year that had ended; the latest month where months do not
    add up, as those of a stand. A share or mean that comes later than its records, as one
    that waits a year for who returns, is that of its latest period. None where the KPI has
    no periods, or none has ended.

    Raises:
        RequestError: The KPI has no periods and another day is asked for than its own.
    """
    day = cube.peildatum if op is None else min(op, cube.peildatum)
    if "periode" not in cube.kpi.dimensies:
        if day != cube.peildatum:
            raise RequestError(
                f"KPI {cube.kpi.id!r} is known on {cube.peildatum} alone; it has no periods"
            )
        return None
    found = query(f"SELECT max(periode) FROM {cube.table}").fetchone()
    if found is None or found[0] is None:
        return None
    latest = str(found[0])
    level = periode.niveau(latest)
    if cube.kpi.maat != "aantal" and cube.kpi.soort == "stroom":
        day = min(day, periode.bounds(latest)[1])
    fixed = cube.kpi.soort == "stand" or "periode" in cube.kpi.niet_optelbaar
    quarters = level == "maand" and not fixed
    return periode.latest_whole("kwartaal" if quarters else level, day)
