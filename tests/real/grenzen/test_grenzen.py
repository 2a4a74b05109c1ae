"""Every real boundary is there once, for its year, through the points that were delivered."""

import json
import re
from pathlib import Path

import pytest

from tests.real.publication import publish_real, rows_of
from themagraaf.model.model import Model
from themagraaf.release.current import Release

pytestmark = pytest.mark.real

BESTAND = "data/gemeente-grenzen-2026/gemeente_2026.geojson"
WKT = """SELECT ?code ?wkt ?jaar WHERE {
  ?gebied dcterms:identifier ?code ; tg:indelingsjaar ?jaar ;
    <http://www.opengis.net/ont/geosparql#hasGeometry> ?grens .
  ?grens <http://www.opengis.net/ont/geosparql#asWKT> ?wkt } ORDER BY ?code"""


@pytest.fixture(scope="module")
def grenzen(shared: Path, tmp_path_factory: pytest.TempPathFactory, model: Model) -> Release:
    config = Path(__file__).with_name("themagraaf.toml")
    return publish_real(config, shared, tmp_path_factory.mktemp("grenzen"), model)


def test_every_municipality_has_one_boundary_of_2026(grenzen: Release) -> None:
    counted = grenzen.manifest["registraties"]["grenzen"]

    found = rows_of(grenzen, WKT)

    assert counted["records"] == counted["gepubliceerd"] == 342
    assert len({code for code, _, _ in found}) == len(found) == 342
    assert {jaar for _, _, jaar in found} == {"2026"}


def test_a_boundary_goes_through_the_points_that_were_delivered(
    grenzen: Release, shared: Path
) -> None:
    features = json.loads((shared / BESTAND).read_bytes())["features"]
    expected = {
        item["id"]: re.findall(r"-?\d+\.?\d*", json.dumps(item["geometry"]["coordinates"]))
        for item in features
    }

    found = {code: re.findall(r"-?\d+\.?\d*", wkt) for code, wkt, _ in rows_of(grenzen, WKT)}

    assert {code: list(map(float, numbers)) for code, numbers in found.items()} == {
        code: list(map(float, numbers)) for code, numbers in expected.items()
    }
