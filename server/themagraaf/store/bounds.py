"""Refuses queries that would take the engine's parser, which goes into each level, too deep."""

import re

from themagraaf.errors import RequestError

LEVELS = 100
STEPS = 2000
OPENING = b"([{"
BRACKET = re.compile(rb"[()\[\]{}]")
# Each of these puts what stands before it one level deeper.
STEP = re.compile(
    rb"\b(?:UNION|OPTIONAL|MINUS|FILTER|BIND|LATERAL)\b|\|\||&&|(?<!\^)\^(?!\^)|(?<!\w)-(?!\d)|[!+*/|]",
    re.IGNORECASE,
)
# What only looks like either: within it nothing is counted.
ASIDE = re.compile(
    rb"""<[^<>"{}|^`\\\s]*>|\"(?:[^"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[?$:][\w:.-]*|#[^\n]*"""
)


def refuse_too_deep(query: str) -> None:
    """Let a query pass that can be read without going too deep.

    Raises:
        RequestError: It has more levels of brackets, or more steps, than may be.
    """
    text = ASIDE.sub(b" ", query.encode())
    depth = deepest = 0
    for found in BRACKET.finditer(text):
        depth += 1 if found[0] in OPENING else -1
        deepest = max(deepest, depth)
    if deepest > LEVELS:
        raise RequestError(f"brackets go {deepest} levels deep; at most {LEVELS} are read")
    steps = sum(1 for _ in STEP.finditer(text))
    if steps > STEPS:
        raise RequestError(
            f"the query has {steps} operators, UNIONs, OPTIONALs, FILTERs and the like; at most"
            f" {STEPS} are read"
        )
