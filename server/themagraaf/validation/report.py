"""The findings for others to read: W3C's report in Turtle, and a summary in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from themagraaf.model.terms import Label
from themagraaf.validation.finding import Finding

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one shape and constraint, in the reader's words."""

    severity: str
    shape: str
    component: str
    message: Label
    aantal: int
    voorbeeld: str  # IRI of one node found


def summarize(findings: Sequence[Finding]) -> list[Group]:
    """Group findings by shape and constraint, worst and most frequent first."""
    counts = Counter((f.severity, f.shape, f.component) for f in findings)
    first: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        first.setdefault((finding.severity, finding.shape, finding.component), finding)
    groups = [
        Group(*key, first[key].message, aantal, first[key].focus.value)
        for key, aantal in counts.items()
    ]
    rank = {severity: place for place, severity in enumerate(SEVERITIES)}
    return sorted(groups, key=lambda g: (rank.get(g.severity, 9), -g.aantal, g.shape, g.component))


def as_turtle(findings: Sequence[Finding]) -> str:
    """Return the findings as a sh:ValidationReport (SHACL 1.0, section 3.6)."""
    conforms = "false" if findings else "true"
    lines = [
        "PREFIX sh: <http://www.w3.org/ns/shacl#>",
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>",
        "",
        "[]",
        "    a sh:ValidationReport ;",
        f"    sh:conforms {conforms} ;",
    ]
    lines += [line for finding in findings for line in _result(finding)]
    return "\n".join([*lines, ".", ""])


def _result(finding: Finding) -> list[str]:
    said = [
        "    sh:result [",
        "        a sh:ValidationResult ;",
        f"        sh:focusNode {finding.focus.n3()} ;",
    ]
    if finding.path:
        said.append(f"        sh:resultPath {finding.path} ;")
    if finding.value is not None:
        said.append(f"        sh:value {finding.value.n3()} ;")
    # A severity of one's own is an IRI as it stands.
    severity = f"<{finding.severity}>" if ":" in finding.severity else f"sh:{finding.severity}"
    shape = finding.shape if finding.shape.startswith("_:") else f"<{finding.shape}>"
    nl, en = (_quoted(item) for item in (finding.message.nl, finding.message.en))
    return [
        *said,
        f"        sh:sourceShape {shape} ;",
        f"        sh:sourceConstraintComponent <{finding.component}> ;",
        f"        sh:resultSeverity {severity} ;",
        f"        sh:resultMessage {nl}@nl , {en}@en ;",
        "    ] ;",
    ]


def _quoted(message: str) -> str:
    escaped = message.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
