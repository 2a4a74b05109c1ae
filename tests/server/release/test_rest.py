"""A report in no wijk counts in the gemeente, under a name that means only that."""

from collections.abc import Sequence
from decimal import Decimal

from themagraaf.kpi.cube import Cube
from themagraaf.kpi.slice import slice_cube
from themagraaf.release.current import Release

GEMEENTE = "GM9901"


def by_gebied(cube: Cube, selection: dict[str, Sequence[str]], per: str) -> dict[str, Decimal]:
    cells = slice_cube(cube, selection, [per])
    return {cel.leden["gebied"]: cel.teller for cel in cells if cel.teller is not None}


def test_a_code_means_the_same_however_it_is_asked_for(release: Release) -> None:
    cube = release.cube("meldingen")

    shown = by_gebied(cube, {}, "gebied")
    whole = by_gebied(cube, {"gebied": [GEMEENTE]}, "gebied")

    assert GEMEENTE not in shown
    assert whole[GEMEENTE] > shown[f"{GEMEENTE}-rest"] == 3


def test_the_parts_and_the_rest_add_up_to_the_whole(release: Release) -> None:
    cube = release.cube("meldingen")

    parts = by_gebied(cube, {"gebied": [GEMEENTE]}, "gebied:wijk")
    whole = by_gebied(cube, {"gebied": [GEMEENTE]}, "gebied")

    assert sum(parts.values()) == whole[GEMEENTE]
    assert f"{GEMEENTE}-rest" in parts


def test_the_rest_has_a_name_in_both_languages(release: Release) -> None:
    cube = release.cube("meldingen")

    rest = cube.leden["gebied", f"{GEMEENTE}-rest"]

    assert rest.label.nl == "Voorbeeldstad, niet nader ingedeeld"
    assert rest.label.en == "Voorbeeldstad, not placed further"
    assert rest.voorouders[:2] == (f"{GEMEENTE}-rest", GEMEENTE)
