"""Refuses queries that would make the server call out."""

import re

from themagraaf.errors import RequestError

# What can hold the word without meaning it: IRIs, strings, comments, variables, prefixed names.
NOT_A_KEYWORD = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|\#[^\n]*|[?$][^\W\d]\w*|[\w.-]*:[\w.-]*|@[A-Za-z-]+""",
    re.DOTALL,
)
SERVICE = re.compile(r"\bSERVICE\b", re.IGNORECASE)


def refuse_service(query: str) -> None:
    """Let a query pass that asks nothing of another endpoint.

    Raises:
        RequestError: The query holds SERVICE.
    """
    if SERVICE.search(query) and SERVICE.search(NOT_A_KEYWORD.sub(" ", query)):
        raise RequestError(
            "SERVICE is off: this endpoint calls no other; ask the other endpoint for its part"
        )
