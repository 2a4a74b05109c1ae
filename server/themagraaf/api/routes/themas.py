"""The themes, each with the resident's question it starts from."""

from fastapi import APIRouter, Request, Response

from themagraaf.api.answer import respond_json
from themagraaf.api.parameters import Parameters
from themagraaf.api.schemas import Tekst, Thema, Themas
from themagraaf.api.service import CurrentRelease
from themagraaf.model import terms
from themagraaf.release.current import Release

router = APIRouter(prefix="/v1/themas", tags=["Thema's"])


@router.get("", operation_id="leesThemas", summary="Alle thema's", response_model=Themas)
def read_all(request: Request, release: CurrentRelease) -> Response:
    """Geef alle thema's met de vraag van een inwoner waar elk mee begint."""
    Parameters(request.query_params).check(())
    found = [_thema(release, thema) for thema in release.model.vocabulary.themas]
    return respond_json(request, release.id, lambda: Themas(release=release.id, themas=found))


@router.get("/{id}", operation_id="leesThema", summary="Eén thema", response_model=Thema)
def read_one(request: Request, release: CurrentRelease, id: str) -> Response:
    """Geef één thema."""
    Parameters(request.query_params).check(())
    thema = release.model.thema(id)
    return respond_json(request, release.id, lambda: _thema(release, thema))


def _thema(release: Release, thema: terms.Thema) -> Thema:
    return Thema(
        id=thema.id,
        iri=thema.iri,
        titel=Tekst.of(thema.titel),
        definitie=Tekst.of(thema.definitie),
        bewonersvraag=Tekst.of(thema.bewonersvraag),
        kpis=[kpi.id for kpi in release.model.kpis if kpi.thema == thema.id],
    )
