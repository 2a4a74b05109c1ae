"""Puts the service together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from themagraaf.api.current import Current
from themagraaf.api.middleware import Envelope
from themagraaf.api.openapi import API_VERSION
from themagraaf.api.problem import handle_errors
from themagraaf.api.routes import (
    health,
    klantreizen,
    kpis,
    openapi,
    pagina,
    releases,
    sparql,
    themas,
    waarnemingen,
)
from themagraaf.api.service import Service
from themagraaf.api.worker import Limits
from themagraaf.api.workers import MEMORY_LIMIT_BYTES, Workers
from themagraaf.settings import Settings
from themagraaf.web.page import Pages

ROUTES = (pagina, themas, kpis, waarnemingen, klantreizen, releases, sparql, openapi, health)


def create_app(settings: Settings) -> FastAPI:
    """Return the service over the data folder that the settings name.

    It starts also while nothing has been published, and then says so.
    """
    limits = Limits(settings.query_timeout_s, settings.query_limit_rows, MEMORY_LIMIT_BYTES)
    workers = Workers(limits)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        workers.start()
        try:
            yield
        finally:
            workers.close()

    app = FastAPI(
        title="Themagraaf",
        version=API_VERSION,
        redirect_slashes=False,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = Service(settings, Current(settings.data), workers, Pages())
    handle_errors(app)
    for resource in ROUTES:
        app.include_router(resource.router)
    app.add_middleware(Envelope)
    return app
