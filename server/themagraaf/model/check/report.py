"""Problems as other programs read them: JSON, GitHub's workflow commands, GitLab's Code Quality."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping

from themagraaf.model.check.problem import Problem


def as_table(problems: Iterable[Problem]) -> str:
    """Return a line for each problem: place, rule, what was found, what would do."""
    return "".join(f"{item.place}: {item.rule}: {item.said}\n" for item in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """Return a JSON list of objects with file, line, rule, found and proposal."""
    fields = ("file", "line", "rule", "found", "proposal")
    return _dump([{name: getattr(item, name) for name in fields} for item in problems])


def as_github(problems: Iterable[Problem]) -> str:
    """Return workflow commands, which GitHub shows beside the line of a pull request."""
    return "".join(
        f"::error file={_property(item.file)},line={max(item.line, 1)},"
        f"title={_property(item.rule)}::{_data(item.said)}\n"
        for item in problems
    )


def as_gitlab(problems: Iterable[Problem]) -> str:
    """Return a Code Quality report, which GitLab shows in a merge request.

    A fingerprint leaves out the line, so that a problem stays the same one when lines shift.
    """
    seen: dict[str, int] = {}
    report = []
    for item in problems:
        key = f"{item.rule}\0{item.file}\0{item.found}"
        seen[key] = seen.get(key, 0) + 1
        fingerprint = hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()
        report.append(
            {
                "description": item.said,
                "check_name": item.rule,
                "fingerprint": fingerprint,
                "severity": "major",
                "location": {"path": item.file, "lines": {"begin": max(item.line, 1)}},
            }
        )
    return _dump(report)


FORMS: Mapping[str, Callable[[Iterable[Problem]], str]] = {
    "tabel": as_table,
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
