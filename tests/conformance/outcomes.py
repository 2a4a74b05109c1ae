"""What each engine made of each case: as values, as a table of CSV, and as EARL."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
TABLE = FOLDER / "outcomes.csv"
REASONS = FOLDER / "reasons.csv"
# Who makes each engine's statement in EARL.
HOMES = {
    "themagraaf": "https://w3id.org/themagraaf",
    "pyshacl": "https://pypi.org/project/pyshacl",
    "morph-kgc": "https://pypi.org/project/morph-kgc",
}
PREFIXES = """# Which cases each engine passes, in EARL 1.0.
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX doap: <http://usefulinc.com/ns/doap#>
PREFIX earl: <http://www.w3.org/ns/earl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@dataclass(frozen=True, slots=True, order=True)
class Outcome:
    """Whether one engine passes one case of a suite."""

    suite: str
    case: str
    engine: str
    passed: bool


def write(outcomes: Iterable[Outcome], path: Path = TABLE) -> None:
    """Write the table, a line for each engine and case, in order."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["suite", "case", "engine", "passed"])
        writer.writerows(
            [*astuple(item)[:3], "yes" if item.passed else "no"] for item in sorted(outcomes)
        )


def read(path: Path = TABLE) -> list[Outcome]:
    """Read the table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Outcome(row["suite"], row["case"], row["engine"], row["passed"] == "yes")
            for row in csv.DictReader(lines)
        ]


def reasons(path: Path = REASONS) -> dict[tuple[str, str], str]:
    """Return why our engine does not pass a case, by suite and case."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["suite"], row["case"]): row["reason"] for row in csv.DictReader(lines)}


def as_earl(outcomes: Sequence[Outcome], day: str) -> str:
    """Return the outcomes as a report in EARL (Turtle); `day` is when they were had."""
    lines = [PREFIXES]
    for engine in sorted({item.engine for item in outcomes}):
        lines.append(f"<{HOMES[engine]}>\n    a doap:Project , earl:Software ;\n")
        lines.append(f'    doap:name "{engine}" ;\n.\n')
    for item in outcomes:
        outcome = "passed" if item.passed else "failed"
        test = f"{item.suite}/{item.case}".replace(" ", "%20")
        lines.append(
            "[]\n    a earl:Assertion ;\n"
            f"    earl:assertedBy <{HOMES['themagraaf']}> ;\n"
            f"    earl:subject <{HOMES[item.engine]}> ;\n"
            f"    earl:test <urn:themagraaf:case:{test}> ;\n"
            "    earl:mode earl:automatic ;\n"
            f"    earl:result [ a earl:TestResult ; earl:outcome earl:{outcome} ;"
            f' dcterms:date "{day}"^^xsd:date ] ;\n.\n'
        )
    return "".join(lines)
