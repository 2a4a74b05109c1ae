"""The one figure that stands for a KPI: the own gemeente, the latest whole quarter or year."""

from themagraaf.kpi import periode
from themagraaf.kpi.cube import Cel, Cube, query
from themagraaf.kpi.slice import slice_cube


def headline(cube: Cube) -> Cel | None:
    """Return the cell for the own gemeente over the latest period that had ended.

    None where nothing was measured for it.

    Raises:
        NotAdditiveError: Another dimension can't be totalled and has no member for the whole.
    """
    selection: dict[str, list[str]] = {}
    if "gebied" in cube.kpi.dimensies:
        selection["gebied"] = [cube.gemeente]
    if "periode" in cube.kpi.dimensies:
        found = query(f"SELECT max(periode) FROM {cube.table}").fetchone()
        if found is None or found[0] is None:
            return None
        latest = found[0]
        level = periode.niveau(str(latest))
        selection["periode"] = [
            periode.latest_whole("kwartaal" if level == "maand" else level, cube.peildatum)
        ]
    cells = slice_cube(cube, selection, [])
    return cells[0] if cells else None
