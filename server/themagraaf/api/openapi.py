"""Describes the service as OpenAPI, as it is and not as the framework supposes."""

import json
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from themagraaf.api.problem import MEDIA_TYPE
from themagraaf.api.querying.formats import GRAPHS
from themagraaf.api.schemas import Probleem
from themagraaf.model.opzoeking import Opzoeking, Parameter

API_VERSION = "1.0.0"
INTRO = """Thema's van een gemeente, hun KPI's en de cijfers daarvan, uit één release tegelijk.

Elk antwoord noemt de release waar het uit komt. Fouten zijn `application/problem+json`."""
SCHEMAS = {
    "iri": {"type": "string"},
    "code": {"type": "string"},
    "datum": {"type": "string", "format": "date"},
    "getal": {"type": "number"},
    "tekst": {"type": "string"},
}
PAGING = [
    {
        "name": "page",
        "in": "query",
        "description": "Welke bladzijde.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1},
    },
    {
        "name": "pageSize",
        "in": "query",
        "description": "Hoeveel rijen een bladzijde heeft.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 100},
    },
]
FIGURES = "/kpis/{id}/waarnemingen"


def describe(
    app: FastAPI, dimensies: Sequence[str], opzoekingen: Sequence[Opzoeking], prefix: str
) -> str:
    """Return the document as JSON.

    Paths under /v1 stand below the one server; the others name a server of
    their own. `dimensies` become parameters of the figures, and each look-up has its path.
    """
    document: dict[str, Any] = get_openapi(
        title="Themagraaf",
        version=API_VERSION,
        description=INTRO,
        routes=app.routes,
        contact={"name": "Themagraaf", "url": "https://w3id.org/themagraaf"},
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        servers=[{"url": f"{prefix}/v1"}],
    )
    paths = document["paths"]
    document["paths"] = {
        path.removeprefix("/v1"): _path(path, item, prefix) for path, item in paths.items()
    }
    document["paths"] |= {f"/queries/{item.id}": {"get": _opzoeking(item)} for item in opzoekingen}
    parameters = document["paths"][FIGURES]["get"]["parameters"]
    parameters += [_dimensie(naam) for naam in dimensies]
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Probleem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Probleem"] = problem
    document["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _path(path: str, item: dict[str, Any], prefix: str) -> dict[str, Any]:
    for operation in item.values():
        responses = operation["responses"]
        responses.pop("422", None)
        responses["default"] = {
            "description": "Een fout.",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
        }
    return item if path.startswith("/v1/") else {"servers": [{"url": prefix or "/"}], **item}


def _opzoeking(opzoeking: Opzoeking) -> dict[str, Any]:
    types = list(GRAPHS.values()) if opzoeking.is_graph else ["application/json", "text/csv"]
    paging = [] if opzoeking.is_graph else PAGING
    operation: dict[str, Any] = {
        "tags": ["Opzoeken"],
        "operationId": opzoeking.operation_id,
        "summary": opzoeking.titel.nl,
        "description": opzoeking.omschrijving.nl,
        "parameters": [*map(_parameter, opzoeking.parameters), *paging],
        "responses": {
            "200": {
                "description": "Het antwoord, geheel of een bladzijde.",
                "content": {name: {"schema": {}} for name in types},
            },
            "default": {
                "description": "Een fout.",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
            },
        },
    }
    return operation | ({"security": [{"bearer": []}]} if opzoeking.audience == "intern" else {})


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = dict(SCHEMAS[parameter.soort])
    if parameter.keuze:
        schema["enum"] = list(parameter.keuze)
    if parameter.standaard is not None:
        schema["default"] = parameter.standaard
    return {
        "name": parameter.naam,
        "in": "query",
        "description": parameter.omschrijving.nl,
        "required": parameter.verplicht and parameter.standaard is None,
        "schema": {"type": "array", "items": schema} if parameter.meer else schema,
    }


def _dimensie(naam: str) -> dict[str, Any]:
    return {
        "name": naam,
        "in": "query",
        "description": f"Alleen deze leden van {naam}, als de KPI die dimensie heeft.",
        "schema": {"type": "array", "items": {"type": "string"}},
        "explode": True,
    }
