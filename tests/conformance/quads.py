"""Whether two sets of quads are the same, whatever their blank nodes are called."""

import pyoxigraph as ox


def are_same(given: str | None, expected: str | None) -> bool:
    """Compare quads in N-Quads; None is an error, the same as another error.

    What is no N-Quads is the same as nothing.
    """
    if given is None or expected is None:
        return given is expected
    try:
        return _canonical(given) == _canonical(expected)
    except SyntaxError:
        return False


def _canonical(quads: str) -> set[str]:
    dataset = ox.Dataset(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}
