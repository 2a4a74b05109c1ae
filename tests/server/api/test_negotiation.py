"""What is chosen for each Accept header, by RFC 9110."""

import pytest

from themagraaf.api.negotiation import choose

OFFERED = ["application/json", "text/csv", "text/turtle"]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("application/json;q=0.5, text/csv;q=0.6", "text/csv"),
        ("application/json;q=0.5,text/csv;q=0.5", "application/json"),
        ("*/*, application/json;q=0", "text/csv"),
        ("text/*;q=0.2, text/turtle;q=0.9, application/json;q=0.1", "text/turtle"),
        ("*/*;q=0.1, text/turtle", "text/turtle"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/csv;q=2", None),
        ("*/json", None),
        ("nonsense", None),
    ],
)
def test_the_media_type_liked_best_is_chosen(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, OFFERED) == chosen


def test_nothing_is_chosen_from_nothing() -> None:
    assert choose(None, []) is None
    assert choose("*/*", []) is None
