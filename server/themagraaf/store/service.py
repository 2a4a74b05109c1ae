"""Refuses queries that would make the server call out.

Whether `<` opens an IRI or compares, and whether `1SERVICE` is one word or two,
only a parser can tell; a query that exploits that would make this server call
another. So every SERVICE is refused that is not plainly part of a name, even
within a text or a comment.
"""

import re

from themagraaf.errors import RequestError

WORD = re.compile("service", re.IGNORECASE)
# What ends in a name, so that the word after it is the rest of that name.
NAME = re.compile(r"(?:[?$]\w*|[\w.%-]*:(?![.-])[\w.:%-]*)$")
# Room, then what SERVICE may be followed by: SILENT, an IRI, a variable or a prefixed name.
ENDPOINT = re.compile(r"(?:\s|#[^\r\n]*)*(?:SILENT|[<?$]|[\w.-]*:)", re.IGNORECASE)


def refuse_service(query: str) -> None:
    """Let a query pass that can't call another endpoint.

    Raises:
        RequestError: It holds the word SERVICE where an endpoint could follow.
    """
    for found in WORD.finditer(query):
        if ENDPOINT.match(query, found.end()) and not NAME.search(_run_up_to(query, found)):
            raise RequestError(
                "SERVICE is off: this endpoint calls no other; ask the other endpoint for its part"
            )


def _run_up_to(query: str, found: re.Match[str]) -> str:
    """Return the last word before the match, long enough for any name that makes sense."""
    before = query[max(0, found.start() - 300) : found.start()]
    return re.split(r"\s", before)[-1]
