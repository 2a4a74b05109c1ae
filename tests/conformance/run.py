"""Runs the suites by the engines that stand in this environment: ours, and pySHACL."""

from collections.abc import Callable, Iterator, Mapping

from tests.conformance import rml, shacl
from tests.conformance.outcomes import Outcome
from tests.conformance.quads import are_same
from tests.conformance.suites import MORPH_KGC, PYSHACL, fetch
from tests.conftest import ROOT

OWN = ROOT / "tests" / "cases" / "rml"
SUITES_OF_SHACL = {"SHACL core": "core", "SHACL sparql": "sparql"}
SUITES_OF_RML: Mapping[str, Callable[[], Iterator[rml.Case]]] = {
    "RML own cases": lambda: rml.own_cases(OWN),
    "RML-Core CSV": lambda: rml.morph_cases(fetch(MORPH_KGC), "csv"),
    "RML-Core JSON": lambda: rml.morph_cases(fetch(MORPH_KGC), "json"),
    "RML-Core XML": lambda: rml.morph_cases(fetch(MORPH_KGC), "xml"),
}


def run_shacl() -> Iterator[Outcome]:
    """Give what our engine and pySHACL make of each case of SHACL."""
    tests = fetch(PYSHACL) / "test" / "resources" / "sht_tests"
    for suite, part in SUITES_OF_SHACL.items():
        for case in shacl.cases(tests / part):
            for engine, find in shacl.ENGINES.items():
                yield Outcome(suite, case.id, engine, find(case) == case.expected)


def run_rml() -> Iterator[Outcome]:
    """Give what our engine makes of each case of RML."""
    for suite, cases in SUITES_OF_RML.items():
        for case in cases():
            yield Outcome(suite, case.id, "themagraaf", are_same(rml.ours(case), case.expected))
