"""The delivery of municipal boundaries, as PDOK hands them out: one GeoJSON feature each."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.gemeente import GEMEENTEN, Gemeente
from themagraaf.demo.huishouden import Huishouden
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.wereld import Wereld

_DATUM = date(2026, 1, 1)


class Grenzen:
    """The boundaries; they don't follow from who lives there."""

    naam: ClassVar[str] = "grenzen"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._path = folder / "gemeente_2026.geojson"

    def add(self, huishouden: Huishouden) -> None:
        """Write nothing: no boundary is about a household."""

    def close(self) -> Sequence[Leveringsregel]:
        """Write a boundary for each municipality."""
        features = [_feature(gemeente) for gemeente in GEMEENTEN]
        collection = {"type": "FeatureCollection", "features": features}
        self._path.write_text(json.dumps(collection) + "\n", "utf-8", newline="\n")
        return [Leveringsregel(self.naam, _DATUM, {"grenzen": self._path.name})]


def _feature(gemeente: Gemeente) -> dict[str, object]:
    """Return a municipality as the rectangles of its wijken."""
    rings = []
    for wijk in gemeente.wijken:
        west, south, east, north = wijk.bbox
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        rings.append([[list(corner) for corner in corners]])
    return {
        "type": "Feature",
        "id": gemeente.code,
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
        "properties": {
            "statcode": gemeente.code,
            "jrstatcode": f"{_DATUM.year}{gemeente.code}",
            "statnaam": gemeente.naam,
            "rubriek": "gemeente",
        },
    }
