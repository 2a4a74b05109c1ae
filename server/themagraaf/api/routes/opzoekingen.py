"""Look-ups: the model's named queries, with parameters that are bound as terms."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request, Response

from themagraaf.api.answer import (
    FRESH,
    JSON,
    accepted,
    content_type,
    etag,
    has_already,
    prefix,
    respond_json,
    service_desc,
)
from themagraaf.api.parameters import Parameters
from themagraaf.api.querying.answers import is_repeatable
from themagraaf.api.querying.asking import Asker
from themagraaf.api.querying.formats import GRAPHS
from themagraaf.api.schemas import Opzoekingen, OpzoekingKort, OpzoekParameter, Tekst
from themagraaf.api.service import CurrentRelease, of
from themagraaf.errors import RequestError
from themagraaf.model.opzoeking import Opzoeking, Parameter
from themagraaf.release.current import Release
from themagraaf.sparql.binding import bind, is_paged, paged

router = APIRouter(prefix="/v1/queries", tags=["Opzoeken"])

RESULTS = "application/sparql-results+json"
TABLES = [JSON, RESULTS, "text/csv"]
PAGE_SIZE, MOST = 100, 10_000
PAGING = ("page", "pageSize")
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "int", "long")}
Row = Mapping[str, Mapping[str, str]]


@router.get(
    "", operation_id="leesOpzoekingen", summary="Alle opzoekingen", response_model=Opzoekingen
)
def read_all(request: Request, release: CurrentRelease) -> Response:
    """Geef de opzoekingen, met hun parameters en hun query."""
    Parameters(request.query_params).check(())
    found = [_short(item, release) for item in release.model.opzoekingen]
    return respond_json(
        request, release.id, lambda: Opzoekingen(release=release.id, opzoekingen=found)
    )


@router.get("/{id}", include_in_schema=False)
async def read_one(request: Request, id: str) -> Response:
    """Answer a look-up; the OpenAPI document has a path for each."""
    service = of(request)
    release = await service.current.at_hand()
    opzoeking = release.model.opzoeking(id)
    if opzoeking.audience == "intern":
        service.tokens.require(request)
    offered = list(GRAPHS.values()) if opzoeking.is_graph else TABLES
    query, page, size = _filled(request, opzoeking, release)
    media_type = accepted(request, offered)
    headers = _headers(request, release, opzoeking, media_type)
    if "ETag" in headers and has_already(request, headers["ETag"].removeprefix("W/")):
        return Response(None, 304, headers)
    asker = Asker(request, release, opzoeking.audience)
    if opzoeking.is_graph:
        body = await asker.content(query, None, media_type)
        return Response(body, 200, headers)
    whole = is_paged(query)  # itself, so that it is given as it is
    asked = query if whole else paged(query, size + 1, (page - 1) * size)
    found = json.loads(await asker.content(asked, RESULTS, None))
    columns, rows = found["head"]["vars"], found["results"]["bindings"]
    if not whole:
        links = _pages(request, page, len(rows) > size)
        headers["Link"] = ", ".join([*links, headers["Link"]])
        rows = rows[:size]
    return Response(_written(release, opzoeking, columns, rows, media_type), 200, headers)


def _filled(request: Request, opzoeking: Opzoeking, release: Release) -> tuple[str, int, int]:
    """Return the query with its parameters as terms, the page and how many rows it has."""
    given = Parameters(request.query_params)
    basis, terms = release.manifest["gemeente"]["basis"], dict[str, list[str]]()
    for parameter in opzoeking.parameters:
        texts = _texts(given, parameter)
        try:
            terms[parameter.variabele] = [
                parameter.term(text, basis, release.model.vocabulary) for text in texts
            ]
        except RequestError as error:
            given.refuse(parameter.naam, str(error))
    page = given.whole_number("page", 1, 1_000_000, otherwise=1)
    size = given.whole_number("pageSize", 1, MOST, otherwise=PAGE_SIZE)
    names = [item.naam for item in opzoeking.parameters]
    given.check(names if opzoeking.is_graph else [*names, *PAGING])
    query = bind(opzoeking.query, {name: found for name, found in terms.items() if found})
    return query, page, size


def _texts(given: Parameters, parameter: Parameter) -> list[str]:
    texts = given.many(parameter.naam) or []
    if len(texts) > 1 and not parameter.meer:
        given.refuse(parameter.naam, f"is given {len(texts)} times; give it once")
        return []
    if not texts and parameter.standaard is not None:
        return [parameter.standaard]
    if not texts and parameter.verplicht:
        given.refuse(parameter.naam, f"is missing: {parameter.omschrijving.en}")
    return texts


def _headers(
    request: Request, release: Release, opzoeking: Opzoeking, media_type: str
) -> dict[str, str]:
    is_open = opzoeking.audience == "openbaar"
    headers = {
        "Vary": "Accept",
        "Link": service_desc(request),
        "Cache-Control": FRESH if is_open else "no-store",
        "Content-Type": content_type(media_type),
    }
    if is_repeatable(opzoeking.query):
        parts = (release.id, request.url.path, request.url.query, media_type)
        headers["ETag"] = "W/" + etag(*parts)
    return headers


def _pages(request: Request, page: int, more: bool) -> list[str]:
    """Return elements of a Link header: the first page, the one before, the next (RFC 8288)."""
    numbers = {"first": 1, "prev": page - 1, "next": page + 1 if more else 0}
    path = prefix(request) + request.url.path
    return [
        f'<{path}?{request.url.include_query_params(page=number).query}>; rel="{relation}"'
        for relation, number in numbers.items()
        if number
    ]


def _written(
    release: Release,
    opzoeking: Opzoeking,
    columns: Sequence[str],
    rows: Sequence[Row],
    media_type: str,
) -> str:
    if media_type == RESULTS:
        return json.dumps({"head": {"vars": columns}, "results": {"bindings": rows}})
    if media_type == "text/csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([row.get(name, {}).get("value", "") for name in columns] for row in rows)
        return out.getvalue()
    flat = [{name: _value(row.get(name)) for name in columns} for row in rows]
    content = {"release": release.id, "opzoeking": opzoeking.id, "rijen": flat}
    return json.dumps(content, ensure_ascii=False)


def _value(term: Mapping[str, str] | None) -> str | int | float | bool | None:
    """Return a term as JSON has it: a number as a number, of an IRI the IRI."""
    if term is None:
        return None
    datatype, text = term.get("datatype", ""), term["value"]
    if datatype in NUMBERS:
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    return text == "true" if datatype == XSD + "boolean" else text


def _short(opzoeking: Opzoeking, release: Release) -> OpzoekingKort:
    codes = release.model.vocabulary.codes
    return OpzoekingKort(
        id=opzoeking.id,
        titel=Tekst.of(opzoeking.titel),
        omschrijving=Tekst.of(opzoeking.omschrijving),
        audience=opzoeking.audience,
        parameters=[
            OpzoekParameter(
                naam=item.naam,
                soort=item.soort,
                omschrijving=Tekst.of(item.omschrijving),
                verplicht=item.verplicht,
                standaard=item.standaard,
                keuze=list(item.keuze or codes.get(item.codelijst, ())),
                meer=item.meer,
            )
            for item in opzoeking.parameters
        ],
        query=opzoeking.query,
    )
