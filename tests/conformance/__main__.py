"""Runs every suite by each engine, and writes what came of it: `make conformance`.

It writes `outcomes.csv` beside it, the tables of docs/conformance.md, and reports in EARL under
build/conformance. Morph-KGC runs where `make bench` has put it.
"""

import json
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime

from tests.bench.meter import RIVALS
from tests.conformance import page, rml
from tests.conformance.outcomes import Outcome, as_earl, write
from tests.conformance.quads import are_same
from tests.conformance.run import SUITES_OF_RML, run_rml, run_shacl
from tests.conformance.suites import BUILD
from tests.conftest import ROOT


def main() -> None:
    """Run all, and write all."""
    outcomes = sorted([*run_shacl(), *run_rml(), *_morph()])
    write(outcomes)
    page.publish(outcomes)
    day = datetime.now(tz=UTC).date().isoformat()
    for name in ("SHACL", "RML"):
        of = [item for item in outcomes if item.suite.startswith(name)]
        (BUILD / f"earl-{name.lower()}.ttl").write_text(as_earl(of, day), "utf-8")
    print(page.written(outcomes))


def _morph() -> Sequence[Outcome]:
    found: list[Outcome] = []
    for suite, cases in SUITES_OF_RML.items():
        asked = [_asked(case) for case in cases()]
        run = subprocess.run(
            [str(RIVALS / "python"), "-m", "tests.conformance.morph"],
            input=json.dumps(asked),
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
            check=True,
        )
        given = json.loads(run.stdout)
        found += (
            Outcome(suite, case.id, "morph-kgc", are_same(given[case.id], case.expected))
            for case in cases()
        )
    return found


def _asked(case: rml.Case) -> dict[str, str]:
    # The sources of Morph-KGC's own cases are named from where its sources stand.
    parts = case.folder.parts
    at = case.folder
    if "test" in parts and "rml-core" in parts:
        at = case.folder.parents[3]
    tables = case.folder / rml.TABLES
    database = ""
    if tables.exists():
        path = BUILD / f"{case.id}.db"
        path.unlink(missing_ok=True)
        rml.make_tables(tables, path)
        database = f"sqlite:///{path}"
    return {
        "id": case.id,
        "folder": str(at),
        "mapping": str(case.mapping),
        "database": database,
    }


if __name__ == "__main__":
    main()
