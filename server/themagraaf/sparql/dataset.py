"""Reads which graphs a query names in FROM and FROM NAMED."""

from collections.abc import Iterator
from urllib.parse import urljoin

from themagraaf.sparql.tokens import Cursor, Token


def graphs_named(query: str) -> list[str]:
    """Return the IRIs after FROM and FROM NAMED, in order.

    Raises:
        UnreadError: The text is no SPARQL.
    """
    cursor, prefixes, base = Cursor(query), dict[str, str](), ""
    while cursor.is_word("PREFIX", "BASE"):
        name = cursor.take().text.upper() == "PREFIX" and cursor.take().text
        iri = urljoin(base, cursor.take().text[1:-1])
        if name:
            prefixes[name] = iri
        else:
            base = iri
    return [_iri(token, prefixes, base) for token in _after_from(cursor)]


def _after_from(cursor: Cursor) -> Iterator[Token]:
    while cursor.next.kind != "end" and not cursor.is_word("WHERE"):
        if cursor.word("FROM"):
            cursor.word("NAMED")
            yield cursor.take()
        elif cursor.is_mark("(", "{"):
            cursor.skip_brackets()
        else:
            cursor.take()


def _iri(token: Token, prefixes: dict[str, str], base: str) -> str:
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1]) if base else token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes.get(f"{prefix}:", "") + local
