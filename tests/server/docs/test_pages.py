"""The pages that explain the model: complete, linked, and those in docs/themas up to date."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from themagraaf.docs import write_pages
from themagraaf.model.model import Model

LINK = re.compile(r"\]\(([\w.-]*)#([\w.+-]+)\)")


@pytest.fixture(scope="module")
def pages(model: Model, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("themas")
    return {path.name: path.read_text("utf-8") for path in write_pages(model, folder)}


def test_the_pages_in_docs_are_those_that_the_model_makes(pages: dict[str, str]) -> None:
    kept = {path.name: path.read_text("utf-8") for path in (ROOT / "docs/themas").glob("*.md")}

    assert sorted(kept) == sorted(pages)
    stale = [name for name, text in pages.items() if kept[name] != text]
    assert stale == [], "run `themagraaf docs`"


def test_every_theme_has_a_page_with_its_question(pages: dict[str, str], model: Model) -> None:
    for thema in model.vocabulary.themas:
        assert f"> {thema.bewonersvraag.nl}" in pages[f"{thema.id}.md"]


def test_every_term_has_one_place_where_it_is_described(
    pages: dict[str, str], model: Model
) -> None:
    described = [
        name
        for text in pages.values()
        for name in re.findall(r'^### <a id="(\w+)"></a>`tg:', text, re.M)
    ]

    own = "https://w3id.org/themagraaf/def/"
    terms = {iri.removeprefix(own) for iri in model.vocabulary.terms if iri.startswith(own)}
    assert len(described) == len(set(described))
    assert terms - set(described) == set()


def test_every_link_leads_to_a_place_on_a_page(pages: dict[str, str]) -> None:
    places = {
        (name, place)
        for name, text in pages.items()
        for place in re.findall(r'<a id="([^"]+)"', text)
    }
    wanted = {
        (page or name, place) for name, text in pages.items() for page, place in LINK.findall(text)
    }

    assert wanted - places == set()


def test_a_term_says_what_guards_fills_and_uses_it(pages: dict[str, str]) -> None:
    text = pages["openbare-ruimte.md"]
    entry = text[text.index('<a id="afhandeltermijnWerkdagen">') :].split("\n### ")[0]

    assert "`tgs:Meldingcategorie-afhandeltermijnWerkdagen` (Violation)" in entry
    assert "[meldingen](registraties.md#meldingen) `#Categorie`" in entry


def test_every_class_says_where_its_things_come_from(pages: dict[str, str]) -> None:
    entries = [entry for text in pages.values() for entry in text.split("\n### ")[1:]]
    classes = [entry for entry in entries if "\n- Soort: klasse" in entry]
    sources = ("Gevuld door", "Relaties", "Codelijst", "Daaronder vallen")

    silent = [
        entry.splitlines()[0]
        for entry in classes
        if not any(f"\n- {source}: " in entry for source in sources)
    ]
    assert len(classes) > 100
    assert silent == []


def test_pages_of_what_is_gone_are_removed(model: Model, tmp_path: Path) -> None:
    (tmp_path / "vergunningen.md").write_text("oud", "utf-8")

    found = write_pages(model, tmp_path)

    assert "vergunningen.md" not in {path.name for path in found}
