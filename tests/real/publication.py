"""Builds and publishes a release of real deliveries, as a themagraaf.toml names them."""

from pathlib import Path

import pytest

from tests.conftest import quiet
from themagraaf.model.model import Model
from themagraaf.release.build import build
from themagraaf.release.current import Release, open_release
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente


def publish_real(config: Path, shared: Path, folder: Path, model: Model) -> Release:
    """Return the published release."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THEMAGRAAF_SHARED", str(shared))
        gemeente = read_gemeente(config)
    data = DataFolder(folder)
    build(model, gemeente, data, quiet, key=b"k" * 32)
    data.publish()
    return open_release(data.root)


def rows_of(release: Release, query: str) -> list[tuple[str, ...]]:
    """Return the values of a query over the records, an empty text where there is none."""
    prefixes = """PREFIX tg: <https://w3id.org/themagraaf/def/>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        """
    table = release.store("intern").select(prefixes + query)
    return [tuple(term.value if term else "" for term in row) for row in table.rows]
