"""Gives variables of a query their terms: as VALUES in every group that uses them, never as text.

A VALUES around the query, or in its outermost group alone, gives other answers: a sub-select,
a MINUS or an EXISTS then still sees any value of the variable.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from themagraaf.sparql.tokens import Token, tokens

# What can't stand in a literal as it is. No \\u0022: engines may read that before anything else.
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
SELECTS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")


@dataclass(slots=True)
class _Frame:
    """What stands between two braces: a group, a query in a query, or a list of terms.

    A query has no room for VALUES of its own; what it uses goes to its WHERE, its `group`.
    """

    opened: int  # where the brace ends in the text
    kind: str
    optional: bool
    used: set[str] = field(default_factory=set)
    group: "_Frame | None" = None


def bindable(query: str) -> frozenset[str]:
    """Return the variables, each with its `?`, that make a difference where they have a value.

    One that only an OPTIONAL uses makes none: what does not fit is given all the same.

    Raises:
        UnreadError: The text is no SPARQL.
    """
    groups = _groups(tokens(query))
    return frozenset(name for frame in groups if not frame.optional for name in frame.used)


def form_of(query: str) -> str:
    """Return SELECT, CONSTRUCT, ASK or DESCRIBE.

    Raises:
        UnreadError: The text is no SPARQL.
    """
    words = (token.text.upper() for token in tokens(query) if token.kind == "word")
    return next((word for word in words if word in SELECTS), "")


def paged(query: str, limit: int, offset: int) -> str:
    """Return a SELECT that gives some of its rows, in an order that leaves none to chance.

    What comes after its ORDER BY decides between rows that this holds for equal. It has no LIMIT.

    Raises:
        UnreadError: The text is no SPARQL.
    """
    listed = tokens(query)
    columns, words = _outermost(listed)
    order = "" if "ORDER" in words else " ORDER BY"
    return f"{query}\n{order} {' '.join(columns)} LIMIT {limit} OFFSET {offset}"


def is_paged(query: str) -> bool:
    """Say whether a query itself says how many rows it gives.

    Raises:
        UnreadError: The text is no SPARQL.
    """
    return bool({"LIMIT", "OFFSET"} & _outermost(tokens(query))[1])


def _outermost(listed: Sequence[Token]) -> tuple[list[str], set[str]]:
    """Return the columns of a query, and its words that stand in no brackets."""
    columns, words, depth, in_head = list[str](), set[str](), 0, False
    for number, token in enumerate(listed):
        if token.kind == "mark" and token.text in "({":
            in_head &= token.text == "("
            depth += 1
        elif token.kind == "mark" and token.text in ")}":
            depth -= 1
        elif token.kind == "word" and not depth:
            words.add(token.text.upper())
            in_head = token.text.upper() in ("SELECT", "DISTINCT", "REDUCED")
        elif token.kind == "var" and in_head:
            renamed = listed[number - 1].text.upper() == "AS" and depth == 1
            if not depth or renamed:
                columns.append(token.text)
    return columns, words


def bind(query: str, terms: Mapping[str, Sequence[str]]) -> str:
    """Return a query that gives each variable, with its `?`, only these terms, as N-Triples.

    Raises:
        UnreadError: The text is no SPARQL.
    """
    pieces, last = list[str](), 0
    for frame in sorted(_groups(tokens(query)), key=lambda frame: frame.opened):
        values = [
            f" VALUES {name} {{ {' '.join(given)} }}"
            for name, given in terms.items()
            if name in frame.used
        ]
        pieces += [query[last : frame.opened], *values]
        last = frame.opened
    return "".join([*pieces, query[last:]])


def iri(text: str) -> str:
    """Return an absolute IRI as N-Triples writes it."""
    return f"<{text}>"


def literal(text: str, datatype: str = "") -> str:
    """Return a literal as N-Triples writes it."""
    written = f'"{text.translate(ESCAPES)}"'
    return f"{written}^^<{datatype}>" if datatype else written


def _groups(listed: Sequence[Token]) -> Iterator[_Frame]:
    """Give the groups of a query, each with what it uses itself, outside the groups in it."""
    outermost = _Frame(0, "query", optional=False)
    open_frames, found = [outermost], [outermost]
    for number, token in enumerate(listed):
        here = open_frames[-1]
        if token.kind == "var":
            here.used.add(f"?{token.text[1:]}")
        elif token.text == "{" and token.kind == "mark":
            optional = here.optional or listed[number - 1].text.upper() == "OPTIONAL"
            frame = _Frame(token.end, _kind(listed, number, here), optional)
            if here.kind == "query" and frame.kind == "group":
                here.group = here.group or frame
            open_frames.append(frame)
            found.append(frame)
        elif token.text == "}" and token.kind == "mark" and len(open_frames) > 1:
            open_frames.pop()
    for frame in found:
        if frame.kind in ("query", "template"):
            owner = frame if frame.kind == "query" else outermost
            if owner.group is not None:
                owner.group.used |= frame.used
    yield from (frame for frame in found if frame.kind == "group")


def _kind(listed: Sequence[Token], number: int, around: _Frame) -> str:
    """Say what a brace opens, by the words before and after it."""
    following = listed[number + 1]
    if following.kind == "word" and following.text.upper() in SELECTS:
        return "query"
    before = number - 1
    if listed[before].text == ")":  # VALUES (?a ?b) {
        while listed[before].text != "(":
            before -= 1
        before -= 1
    elif listed[before].kind == "var":  # VALUES ?a {, and GRAPH ?g {
        before -= 1
    word = listed[before].text.upper() if before >= 0 and listed[before].kind == "word" else ""
    if word == "VALUES":
        return "terms"
    return "template" if word == "CONSTRUCT" and around.kind == "query" else "group"
