"""The page as a browser and a reader meet it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from themagraaf.kpi.cell import rounded
from themagraaf.kpi.headline import headline
from themagraaf.release.current import Release
from themagraaf.settings import Settings
from themagraaf.web.notation import amount
from themagraaf.web.words import WORDS

from ..api.running import serving

VOID = {"meta", "link", "br", "img"}


@pytest.fixture(scope="module")
def client(release_data: Path) -> Iterator[httpx.Client]:
    with serving(Settings(data=release_data)) as running:
        yield running


class Reader(HTMLParser):
    """Gathers what a page holds, and sees that every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_every_kpi_stands_there_with_the_figure_of_its_cube(
    client: httpx.Client, release: Release, taal: str
) -> None:
    page = client.get("/", params={"taal": taal}).text

    public = replace(release, audience="openbaar")
    for kpi in release.model.kpis:
        cel = headline(public.cube(kpi.id))
        assert (kpi.titel.en if taal == "en" else kpi.titel.nl) in page
        if cel is not None and cel.waarde is not None:
            assert f">{amount(rounded(kpi, cel.waarde), kpi.eenheid, taal)}</td>" in page


def test_themes_stand_in_order_with_their_questions(client: httpx.Client, release: Release) -> None:
    page = client.get("/").text

    places = [page.index(thema.bewonersvraag.nl) for thema in release.model.vocabulary.themas]
    assert places == sorted(places)


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_the_page_is_well_made(client: httpx.Client, taal: str) -> None:
    answer = client.get("/", params={"taal": taal})

    found = Reader(answer.text)
    assert found.open == []
    assert found.all("html") == [{"lang": taal}]
    assert answer.headers["Content-Language"] == taal
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert len(found.all("h1")) == len(found.all("main")) == 1
    assert all("scope" in attrs for attrs in found.all("th"))


def test_no_script_no_inline_style_and_nothing_from_elsewhere(client: httpx.Client) -> None:
    answer = client.get("/")

    found = Reader(answer.text)
    assert not found.all("script") and not found.all("style")
    assert not [tag for tag, attrs in found.tags if "style" in attrs or "onclick" in attrs]
    assert not re.findall(r'(?:href|src)="(?:https?:)?//', answer.text)
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]


def test_every_link_leads_somewhere(client: httpx.Client) -> None:
    found = Reader(client.get("/").text)

    ids = {attrs.get("id") for _, attrs in found.tags}
    for href in {attrs["href"] for attrs in [*found.all("a"), *found.all("link")]}:
        assert href is not None
        if href.startswith("#"):
            assert href[1:] in ids
        else:
            assert client.get(href).status_code == 200, href


def test_registrations_tell_what_came_in_and_what_was_kept_out(
    client: httpx.Client, release: Release
) -> None:
    page = client.get("/?taal=en").text

    for naam, counted in release.manifest["registraties"].items():
        row = page[page.index(f">{naam}</th>") :].partition("</tr>")[0]
        for name in ("records", "gepubliceerd", "quarantaine"):
            assert f">{counted[name]:,}</td>" in row
    assert release.id in page


def test_whether_a_norm_is_met_is_said_in_a_word(client: httpx.Client) -> None:
    page = client.get("/").text

    assert re.search(r'<span aria-hidden="true">[✓✗]</span> (niet )?gehaald', page)
    assert "Bron: " in page


def test_the_languages_have_the_same_words() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()


def test_the_style_sheet_stays_small(client: httpx.Client) -> None:
    answer = client.get("/stijl.css")

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert len(answer.text.splitlines()) <= 150
