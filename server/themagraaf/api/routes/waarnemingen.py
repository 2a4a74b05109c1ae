"""The figures of a KPI, in any slice, as JSON or CSV."""

from fastapi import APIRouter, Request, Response

from themagraaf.api.answer import JSON, accepted, link, respond
from themagraaf.api.cells import OWN, Cells, Slice, read_cells, read_slice
from themagraaf.api.parameters import Parameters
from themagraaf.api.problem import BadParametersError, Fault
from themagraaf.api.routes.kpis import norm
from themagraaf.api.schemas import Waarnemingen
from themagraaf.api.service import CurrentRelease, of
from themagraaf.errors import UnknownError
from themagraaf.kpi.cube import Cube
from themagraaf.release.current import Release

router = APIRouter(prefix="/v1/kpis", tags=["KPI's"])

CSV = "text/csv"
FORMATS = {"json": JSON, "csv": CSV}
PARAMETERS = [
    {
        "name": "per",
        "in": "query",
        "description": "De dimensies om te tonen, gescheiden door komma's, desgewenst met niveau."
        " Zonder `per` alle dimensies; leeg geeft het totaal.",
        "schema": {"type": "string"},
        "example": "gebied:wijk,periode:kwartaal",
    },
    {
        "name": "peildatum",
        "in": "query",
        "description": "Hoe het op die dag stond: het laatste tijdvak dat toen voorbij was.",
        "schema": {"type": "string", "format": "date"},
        "example": "2026-03-31",
    },
    {
        "name": "formaat",
        "in": "query",
        "description": "Gaat voor wat Accept vraagt.",
        "schema": {"type": "string", "enum": list(FORMATS)},
        "example": "csv",
    },
]


@router.get(
    "/{id}/waarnemingen",
    operation_id="leesWaarnemingen",
    summary="De cijfers van een KPI",
    response_model=Waarnemingen,
    openapi_extra={
        "parameters": PARAMETERS,
        "responses": {"200": {"content": {CSV: {"schema": {"type": "string"}}}}},
    },
)
def read(request: Request, release: CurrentRelease, id: str) -> Response:
    """Geef de cijfers van een KPI in een doorsnede naar keuze.

    Filter op een dimensie met haar naam (`gebied=GM0106`), meermalen of met
    komma's voor meer leden. Een dimensie die getoond noch gefilterd wordt, wordt
    opgeteld. `teller` en `noemer` zijn exact, `waarde` is afgerond.
    """
    cube = release.cube(id)
    parameters = Parameters(request.query_params)
    formaat = parameters.one("formaat", FORMATS)
    asked = read_slice(parameters, cube)
    parameters.check([*cube.kpi.dimensies, *OWN])
    media_type = FORMATS[formaat] if formaat else accepted(request, list(FORMATS.values()))
    headers = {"Link": link(request, f"/v1/kpis/{id}", "describedby")}
    if media_type == CSV:
        headers["Content-Disposition"] = f'attachment; filename="{id}.csv"'
    limit = of(request).settings.cell_limit_rows

    def make() -> str:
        cells = _cells(cube, asked, limit)
        return cells.as_csv() if media_type == CSV else _envelope(release, cube, cells)

    return respond(request, release.id, media_type, make, headers)


def _cells(cube: Cube, asked: Slice, limit_rows: int) -> Cells:
    try:
        return read_cells(cube, asked, limit_rows)
    except UnknownError as error:  # the KPI is there, so it is a value that is not
        raise BadParametersError([Fault("per", str(error))]) from error


def _envelope(release: Release, cube: Cube, cells: Cells) -> str:
    head = Waarnemingen(
        kpi=cube.kpi.id,
        release=release.id,
        peildatum=cube.peildatum.isoformat(),
        eenheid=cube.kpi.eenheid,
        indeling=release.indeling if "gebied" in cube.kpi.dimensies else None,
        norm=norm(cube.kpi),
        waarnemingen=[],
    )
    # The rows are written by hand, for their digits; the empty list is where they go.
    return head.model_dump_json().removesuffix("[]}") + cells.as_json() + "}"
