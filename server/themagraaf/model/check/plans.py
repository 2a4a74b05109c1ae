"""Plans of a model's queries: how the store is asked them, and what stays as it is written."""

import json
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase

from themagraaf.errors import UnknownError, choices
from themagraaf.model.check.joins import sizes_by, small_terms
from themagraaf.model.check.material import gather
from themagraaf.model.files import ModelFiles
from themagraaf.sparql.plan import Plan
from themagraaf.sparql.planning import plan

Planning = Callable[[str], Plan]


def plans(files: ModelFiles, name: str, planning: Planning | None = None) -> dict[str, Plan]:
    """Return the plan of each query whose name fits (`zaken-*`), by its file.

    `planning` knows how large things are; without it, only what a release writes itself and
    what code lists hold counts as small.

    Raises:
        UnknownError: No query has such a name.
    """
    material = gather(files)
    known = [query.name for query in material.queries]
    if planning is None:
        count = sizes_by(small_terms(material))

        def planning(text: str) -> Plan:
            return plan(text, count)

    found = [query for query in material.queries if fnmatchcase(query.name, name)]
    if not found:
        raise UnknownError(f"there is no query {name!r}; {choices(name, known)}")
    return {query.file: planning(query.text.content) for query in found}


def as_text(found: Mapping[str, Plan]) -> str:
    """Return each plan below the name of its file, with what stays in it as comments."""
    return "\n".join(
        "\n".join([f"# {file}", *_left(file, one), one.text, ""]) for file, one in found.items()
    )


def as_json(found: Mapping[str, Plan]) -> str:
    """Return a JSON list of objects with file, plan, and left: each a line, why and said."""
    said = [
        {
            "file": file,
            "plan": one.text,
            "left": [{"line": note.line, "why": note.why, "said": note.said} for note in one.notes],
        }
        for file, one in found.items()
    ]
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _left(file: str, one: Plan) -> Iterable[str]:
    for note in one.notes:
        place = f"{file}:{note.line}" if note.line else file
        yield f"# {place}: {note.why}: {note.said}"
