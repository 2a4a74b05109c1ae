"""The OpenAPI document itself, for all to read."""

from fastapi import APIRouter, Request, Response

from themagraaf.api.answer import FRESH, JSON, accepted, etag, has_already, prefix
from themagraaf.api.openapi import describe
from themagraaf.api.parameters import Parameters
from themagraaf.api.service import of
from themagraaf.errors import ReleaseError

router = APIRouter(tags=["Beheer"], include_in_schema=False)


@router.get("/v1/openapi.json")
def read(request: Request) -> Response:
    """Give the document; it names the dimensions of the current release, if there is one."""
    Parameters(request.query_params).check(())
    media_type = accepted(request, [JSON])
    try:
        model = of(request).current.release().model
        dimensies = sorted({dimensie for kpi in model.kpis for dimensie in kpi.dimensies})
        body = describe(request.app, dimensies, model.opzoekingen, prefix(request))
    except ReleaseError:  # the document says what there could be
        body = describe(request.app, (), (), prefix(request))
    headers = {"ETag": etag(body), "Vary": "Accept", "Cache-Control": FRESH}
    if has_already(request, headers["ETag"]):
        return Response(None, 304, headers)
    return Response(body, 200, headers, media_type)
