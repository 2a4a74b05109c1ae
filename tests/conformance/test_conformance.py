"""The published suites and our own cases of RML give what the page on conformance says."""

import os
from collections.abc import Iterator

import pytest
from rdflib import Graph, Namespace

from tests.conformance import page, rml
from tests.conformance.outcomes import Outcome, as_earl, read, reasons
from tests.conformance.run import OWN, run_rml, run_shacl
from tests.conformance.suites import MORPH_KGC, PYSHACL, fetch
from themagraaf.errors import ThemagraafError

EARL = Namespace("http://www.w3.org/ns/earl#")
WRONG = sorted(path.parent.name for path in OWN.glob("*/error.txt"))


@pytest.fixture(scope="module")
def suites() -> None:
    """The suites, fetched; tests are skipped where that can't be done, but not in CI."""
    try:
        fetch(PYSHACL)
        fetch(MORPH_KGC)
    except OSError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


def told(*prefixes: str) -> Iterator[Outcome]:
    return (item for item in read() if item.suite.startswith(prefixes))


@pytest.mark.usefixtures("suites")
@pytest.mark.filterwarnings("ignore")  # pySHACL warns of shapes that it can't carry out
def test_the_suite_of_shacl_comes_out_as_told() -> None:
    assert sorted(run_shacl()) == sorted(told("SHACL"))


@pytest.mark.usefixtures("suites")
def test_the_cases_of_rml_come_out_as_told() -> None:
    ours = [item for item in told("RML") if item.engine == "themagraaf"]

    assert sorted(run_rml()) == sorted(ours)


def test_each_case_that_we_do_not_pass_has_its_reason_and_no_other() -> None:
    failed = {(i.suite, i.case) for i in read() if i.engine == "themagraaf" and not i.passed}

    assert set(reasons()) == failed


def test_the_page_says_what_the_outcomes_are() -> None:
    assert page.published() == page.written(read()).strip()


@pytest.mark.parametrize("name", WRONG)
def test_a_mapping_that_is_wrong_says_what_and_where(name: str) -> None:
    (case,) = (item for item in rml.own_cases(OWN) if item.id == name)

    with pytest.raises(ThemagraafError) as caught:
        rml.mapped(case)

    assert str(caught.value).startswith((case.folder / "error.txt").read_text("utf-8").strip())


def test_the_report_in_earl_has_an_assertion_for_each_outcome() -> None:
    report = Graph().parse(data=as_earl(read(), "2026-01-01"), format="turtle")

    passed = list(report.subjects(EARL.outcome, EARL.passed))
    failed = list(report.subjects(EARL.outcome, EARL.failed))
    assert len(passed) == sum(item.passed for item in read())
    assert len(passed) + len(failed) == len(read())
