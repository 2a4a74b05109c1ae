"""The current release: what it was made of and what came out."""

from fastapi import APIRouter, Request, Response

from themagraaf.api.answer import respond_json
from themagraaf.api.parameters import Parameters
from themagraaf.api.schemas import ReleaseBeschrijving
from themagraaf.api.service import CurrentRelease

router = APIRouter(prefix="/v1/releases", tags=["Releases"])


@router.get(
    "/current",
    operation_id="leesHuidigeRelease",
    summary="De huidige release",
    response_model=ReleaseBeschrijving,
)
def read_current(request: Request, release: CurrentRelease) -> Response:
    """Geef het id van de huidige release en haar manifest."""
    Parameters(request.query_params).check(())
    content = {"id": release.id, "manifest": release.manifest}
    return respond_json(request, release.id, lambda: ReleaseBeschrijving.model_validate(content))
