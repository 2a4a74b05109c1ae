"""Journeys: from a resident's question by way of steps to its answer, and how that goes."""

from decimal import Decimal

from fastapi import APIRouter, Request, Response

from themagraaf.api.answer import respond_json
from themagraaf.api.parameters import Parameters
from themagraaf.api.schemas import (
    DienstBeschrijving,
    DuurInDagen,
    Klantreis,
    KlantreisKort,
    KlantreisStap,
    Klantreizen,
    Tekst,
)
from themagraaf.api.service import CurrentRelease
from themagraaf.kpi.publicatie import Regel, read_regels, rounded_count
from themagraaf.kpi.reismeting import Duur, Reismeting, StapMeting
from themagraaf.kpi.zinnen import in_words
from themagraaf.model import klantreis as model
from themagraaf.release.current import Release

router = APIRouter(prefix="/v1/klantreizen", tags=["Klantreizen"])
# What residents go through is about people, so the strictest rule holds for every journey.
PUBLICATIE = "cbs-zorg"


@router.get(
    "", operation_id="leesKlantreizen", summary="Alle klantreizen", response_model=Klantreizen
)
def read_all(request: Request, release: CurrentRelease) -> Response:
    """Geef de klantreizen, elk met de vraag van een inwoner waar zij mee begint."""
    Parameters(request.query_params).check(())
    found = [KlantreisKort.model_validate(_fields(release, k)) for k in release.model.klantreizen]
    return respond_json(
        request, release.id, lambda: Klantreizen(release=release.id, klantreizen=found)
    )


@router.get(
    "/{id}", operation_id="leesKlantreis", summary="Eén klantreis", response_model=Klantreis
)
def read_one(request: Request, release: CurrentRelease, id: str) -> Response:
    """Geef één klantreis: haar stappen, hoeveel die halen, hoe lang zij duren, wie er uitvalt.

    Voor de inwoner: welke dienst antwoordt, wat nodig is, de wettelijke termijn, en hoe lang
    het echt duurt.
    """
    Parameters(request.query_params).check(())
    klantreis = release.model.klantreis(id)
    return respond_json(request, release.id, lambda: _whole(release, klantreis))


def _whole(release: Release, klantreis: model.Klantreis) -> Klantreis:
    regel = read_regels(release.model.vocabulary)[PUBLICATIE]
    meting = release.reismeting(klantreis.id)
    own = {
        "release": release.id,
        "reizen": _count(meting.reizen, regel) if meting else None,
        "van": meting.van.isoformat() if meting and meting.van else None,
        "peildatum": meting.peildatum.isoformat() if meting else None,
        "stappen": _stappen(klantreis, meting, regel),
    }
    return Klantreis.model_validate(_fields(release, klantreis) | own)


def _fields(release: Release, klantreis: model.Klantreis) -> dict[str, object]:
    return {
        "id": klantreis.id,
        "iri": klantreis.iri,
        "thema": klantreis.thema,
        "bewonersvraag": Tekst.of(klantreis.bewonersvraag),
        "titel": Tekst.of(klantreis.titel),
        "definitie": Tekst.of(klantreis.definitie),
        "status": "ok" if release.reismeting(klantreis.id) else "geen-cijfers",
    }


def _stappen(
    klantreis: model.Klantreis, meting: Reismeting | None, regel: Regel
) -> list[KlantreisStap]:
    found = meting.stappen if meting else (None,) * len(klantreis.stappen)
    return [_stap(stap, m, regel) for stap, m in zip(klantreis.stappen, found, strict=True)]


def _stap(stap: model.Stap, meting: StapMeting | None, regel: Regel) -> KlantreisStap:
    duur = _duur(meting.duur, regel) if meting else None
    terugkeer = meting is not None and meting.terugkeer_van >= regel.drempel
    return KlantreisStap(
        id=stap.id,
        titel=Tekst.of(stap.titel),
        definitie=Tekst.of(stap.definitie),
        dienst=_dienst(stap.dienst),
        termijnDagen=stap.termijn_dagen,
        termijnBron=Tekst.of(stap.termijn_bron) if stap.termijn_bron else None,
        bereikt=_count(meting.bereikt, regel) if meting else None,
        duur=duur,
        vanafBegin=_duur(meting.vanaf_begin, regel) if meting else None,
        uitgevallen=_count(meting.uitgevallen, regel) if meting else None,
        onderweg=_count(meting.onderweg, regel) if meting else None,
        terugkeerAandeel=_return_share(meting, regel) if meting and terugkeer else None,
        inWoorden=Tekst.of(in_words(meting.duur)) if meting and meting.duur and duur else None,
    )


def _dienst(dienst: model.Dienst) -> DienstBeschrijving:
    return DienstBeschrijving(
        id=dienst.id,
        titel=Tekst.of(dienst.titel),
        beschrijving=Tekst.of(dienst.beschrijving),
        uplNaam=dienst.upl_naam,
        upl=dienst.upl,
        nodig={"nl": list(dienst.nodig_nl), "en": list(dienst.nodig_en)},
    )


def _return_share(meting: StapMeting, regel: Regel) -> float | None:
    back, whole = _count(meting.terugkeer, regel), _count(meting.terugkeer_van, regel)
    return round(100 * back / whole, 1) if back is not None and whole else None


def _duur(duur: Duur | None, regel: Regel) -> DuurInDagen | None:
    if duur is None or (aantal := _count(duur.aantal, regel)) is None:
        return None
    return DuurInDagen(aantal=aantal, mediaan=duur.mediaan, p80=duur.p80)


def _count(count: int, regel: Regel) -> int | None:
    """Return a count as it may be public; None where it is secret."""
    found = None if count < regel.drempel else rounded_count(Decimal(count), regel)
    return None if found is None else int(found)
