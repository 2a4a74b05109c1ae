"""Themes over HTTP."""

import httpx


def test_themes_come_in_order_with_their_question(client: httpx.Client) -> None:
    found = client.get("/v1/themas").json()["themas"]

    names = [thema["id"] for thema in found]
    vraag = found[names.index("openbare-ruimte")]["bewonersvraag"]
    assert names == sorted(names)
    assert {"dienstverlening", "openbare-ruimte", "werk-en-inkomen"} <= set(names)
    assert vraag["nl"].startswith("Ik heb iets gemeld")
    assert vraag["en"].startswith("I reported")


def test_a_theme_names_its_kpis(client: httpx.Client) -> None:
    found = client.get("/v1/themas/openbare-ruimte").json()

    assert found["iri"] == "https://w3id.org/themagraaf/code/thema/openbare-ruimte"
    assert "meldingen-open" in found["kpis"]


def test_a_theme_that_is_not_there_is_404_and_the_message_helps(client: httpx.Client) -> None:
    answer = client.get("/v1/themas/openbare-ruimt")

    assert answer.status_code == 404
    assert "openbare-ruimte" in answer.json()["detail"]
