"""Small pieces of Markdown."""

from collections.abc import Iterable, Iterator, Sequence


def code(text: str) -> str:
    """Return a name as code."""
    return f"`{text}`"


def anchor(name: str) -> str:
    """Return the anchor of a heading about a name; case matters, as in the model."""
    return name


def listed(items: Iterable[str]) -> str:
    """Return items in a row."""
    return ", ".join(items)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Give a table; nothing where there are no rows."""
    body = [[" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in rows]
    if not body:
        return
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in body)
    yield ""
