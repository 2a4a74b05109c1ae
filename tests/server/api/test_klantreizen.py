"""The journeys over HTTP: from a resident's question to how long an answer really takes."""

import httpx

from themagraaf.release.current import Release


def test_every_journey_is_listed_with_its_question_and_theme(
    client: httpx.Client, release: Release
) -> None:
    found = client.get("/v1/klantreizen").json()

    assert found["release"] == release.id
    assert [item["id"] for item in found["klantreizen"]] == [
        klantreis.id for klantreis in release.model.klantreizen
    ]
    assert {item["thema"] for item in found["klantreizen"]} == {
        thema.id for thema in release.model.vocabulary.themas
    }
    assert all(item["bewonersvraag"]["nl"].endswith("?") for item in found["klantreizen"])
    assert {item["status"] for item in found["klantreizen"]} == {"ok"}


def test_a_journey_gives_each_step_its_service_term_and_measure(
    client: httpx.Client, release: Release
) -> None:
    klantreis = release.model.klantreis("iets-melden")
    meting = release.reismeting("iets-melden")
    assert meting is not None

    found = client.get("/v1/klantreizen/iets-melden").json()

    assert [stap["id"] for stap in found["stappen"]] == [stap.id for stap in klantreis.stappen]
    exact = meting.stappen[-1].duur
    assert exact is not None
    first, last = found["stappen"][0], found["stappen"][-1]
    assert first["duur"] is None
    assert first["dienst"]["uplNaam"] == klantreis.stappen[0].dienst.upl_naam
    assert first["dienst"]["nodig"]["nl"]
    assert last["duur"]["p80"] == exact.p80
    assert last["inWoorden"]["nl"].startswith("8 van de 10")
    assert found["peildatum"] == meting.peildatum.isoformat()


def test_counts_of_a_journey_are_rounded_and_small_ones_secret(
    client: httpx.Client, release: Release
) -> None:
    for klantreis in release.model.klantreizen:
        meting = release.reismeting(klantreis.id)
        assert meting is not None

        found = client.get(f"/v1/klantreizen/{klantreis.id}").json()

        for stap, exact in zip(found["stappen"], meting.stappen, strict=True):
            for name, count in (
                ("bereikt", exact.bereikt),
                ("uitgevallen", exact.uitgevallen),
                ("onderweg", exact.onderweg),
            ):
                shown = None if count < 8 else 5 * ((count + 2) // 5)
                assert stap[name] == shown, (klantreis.id, stap["id"], name)
            few = exact.duur is None or exact.duur.aantal < 8
            assert (stap["duur"] is None, stap["inWoorden"] is None) == (few, few)


def test_an_unknown_journey_is_named_with_what_is_like_it(client: httpx.Client) -> None:
    answer = client.get("/v1/klantreizen/iets-meldne")

    assert answer.status_code == 404
    assert "did you mean 'iets-melden'" in answer.json()["detail"]
