"""Builds on an earlier release, held to builds of everything."""

import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

from tests.conftest import quiet
from tests.server.release.folders import KEY, digest_tree
from themagraaf.model.files import ModelFiles
from themagraaf.model.model import read_model
from themagraaf.release.build import Built, build
from themagraaf.release.folder import DataFolder
from themagraaf.release.gemeente import read_gemeente
from themagraaf.release.incremental.reuse import INPUTS

FILES = (INPUTS, "manifest.json", "rapport.ttl", "rapport.json", "quarantaine.jsonl")


def build_on(own: Path, config: Path, data: Path, *, key: bytes = KEY, reuse: bool = True) -> Built:
    """Build with a model of one's own on what the data folder holds."""
    gemeente, model = read_gemeente(config), read_model(ModelFiles(own))
    return build(model, gemeente, DataFolder(data), quiet, key=key, reuse=reuse)


def hold_to_a_whole_build(config: Path, own: Path, on: Built, data: Path, whole: Path) -> None:
    """Hold a build to one of everything, to the byte and to the quad."""
    anew = build_on(own, config, whole, reuse=False)
    one, other = (DataFolder(root).release(built.id) for root, built in ((data, on), (whole, anew)))

    assert anew.built_on is None
    assert on.manifest == anew.manifest
    assert on.id == anew.id
    assert on.groups == anew.groups
    for name in (*FILES, "klantreizen.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    assert digest_tree(one / "cubes") == digest_tree(other / "cubes")
    assert digest_tree(one / "model") == digest_tree(other / "model")
    for audience in ("intern", "openbaar"):
        assert _quads_of(one / audience) == _quads_of(other / audience)


def _quads_of(store: Path) -> Counter[str]:
    # A blank node of the ontology has another name in every store.
    return Counter(re.sub(r"_:\w+", "_:b", str(quad)) for quad in ox.Store.read_only(str(store)))
