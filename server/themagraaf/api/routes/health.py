"""Whether the service can answer, for whoever watches over it."""

from fastapi import APIRouter, Request, Response

from themagraaf.api.answer import JSON, accepted, service_desc
from themagraaf.api.parameters import Parameters
from themagraaf.api.schemas import Gezondheid
from themagraaf.api.service import CurrentRelease

router = APIRouter(tags=["Beheer"])


@router.get(
    "/health",
    operation_id="leesGezondheid",
    summary="Of de service antwoordt",
    response_model=Gezondheid,
)
def read_health(request: Request, release: CurrentRelease) -> Response:
    """Zeg uit welke release wordt geantwoord; 503 als er niets is gepubliceerd."""
    Parameters(request.query_params).check(())
    headers = {"Cache-Control": "no-store", "Vary": "Accept", "Link": service_desc(request)}
    body = Gezondheid(status="ok", release=release.id).model_dump_json()
    return Response(body, 200, headers, accepted(request, [JSON]))
