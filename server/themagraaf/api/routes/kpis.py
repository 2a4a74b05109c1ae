"""The KPIs: what each measures, how, and the query that it rests on."""

from fastapi import APIRouter, Request, Response

from themagraaf.api.answer import link, respond_json
from themagraaf.api.cells import niveaus
from themagraaf.api.parameters import Parameters
from themagraaf.api.schemas import Dimensie, Kpi, KpiKort, Kpis, Norm, Tekst
from themagraaf.api.service import CurrentRelease
from themagraaf.errors import DeadTermError, UnknownError
from themagraaf.model import kpi as model
from themagraaf.release.current import Release

router = APIRouter(prefix="/v1/kpis", tags=["KPI's"])

FILTER = {
    "name": "thema",
    "in": "query",
    "description": "Alleen de KPI's van dit thema.",
    "schema": {"type": "string"},
    "example": "openbare-ruimte",
}


@router.get(
    "",
    operation_id="leesKpis",
    summary="Alle KPI's",
    response_model=Kpis,
    openapi_extra={"parameters": [FILTER]},
)
def read_all(request: Request, release: CurrentRelease) -> Response:
    """Geef de KPI's, desgewenst van één thema."""
    parameters = Parameters(request.query_params)
    thema = parameters.one("thema", [item.id for item in release.model.vocabulary.themas])
    parameters.check(["thema"])
    wanted = [kpi for kpi in release.model.kpis if thema in (None, kpi.thema)]
    found = [KpiKort.model_validate(_fields(release, kpi)) for kpi in wanted]
    return respond_json(request, release.id, lambda: Kpis(release=release.id, kpis=found))


@router.get("/{id}", operation_id="leesKpi", summary="Eén KPI", response_model=Kpi)
def read_one(request: Request, release: CurrentRelease, id: str) -> Response:
    """Geef de definitie van één KPI, met zijn dimensies en zijn query."""
    Parameters(request.query_params).check(())
    kpi = release.model.kpi(id)
    figures = {"Link": link(request, f"/v1/kpis/{kpi.id}/waarnemingen", "item")}
    return respond_json(request, release.id, lambda: _whole(release, kpi), figures)


def norm(kpi: model.Kpi) -> Norm | None:
    """Return the norm of a KPI as it goes over the line."""
    if kpi.norm is None:
        return None
    return Norm(waarde=kpi.norm.waarde, soort=kpi.norm.soort, bron=Tekst.of(kpi.norm.bron))


def _whole(release: Release, kpi: model.Kpi) -> Kpi:
    dimensies = [
        Dimensie(
            naam=naam, optelbaar=naam not in kpi.niet_optelbaar, niveaus=_levels(release, kpi, naam)
        )
        for naam in kpi.dimensies
    ]
    own = {"release": release.id, "dimensies": dimensies, "query": kpi.query}
    return Kpi.model_validate(_fields(release, kpi) | own)


def _levels(release: Release, kpi: model.Kpi, dimensie: str) -> list[str]:
    try:
        return niveaus(release.cube(kpi.id), dimensie)
    except (DeadTermError, UnknownError):  # without figures there are no members
        return []


def _fields(release: Release, kpi: model.Kpi) -> dict[str, object]:
    found = release.manifest["kpis"].get(kpi.id, {"status": "niet gemeten"})
    return {
        "id": kpi.id,
        "thema": kpi.thema,
        "titel": Tekst.of(kpi.titel),
        "definitie": Tekst.of(kpi.definitie),
        "maat": kpi.maat,
        "eenheid": kpi.eenheid,
        "factor": kpi.factor,
        "decimalen": kpi.decimalen,
        "richting": kpi.richting,
        "norm": norm(kpi),
        "zonderNorm": Tekst.of(kpi.zonder_norm) if kpi.zonder_norm else None,
        "soort": kpi.soort,
        "publicatie": kpi.publicatie,
        "vergelijkbaarheid": Tekst.of(kpi.vergelijkbaarheid),
        "niveaus": list(kpi.niveaus),
        "eigenaar": kpi.eigenaar,
        "registraties": list(kpi.registraties),
        "kanttekening": Tekst.of(kpi.kanttekening) if kpi.kanttekening else None,
        "status": found["status"],
        "melding": found.get("melding"),
        "peildatum": found.get("peildatum"),
    }
