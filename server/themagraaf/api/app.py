"""Puts the service together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from themagraaf.api.credential import Tokens
from themagraaf.api.current import Current
from themagraaf.api.encoding import Encoded
from themagraaf.api.middleware import Envelope
from themagraaf.api.openapi import API_VERSION
from themagraaf.api.problem import handle_errors
from themagraaf.api.querying.answers import Answers
from themagraaf.api.querying.worker import Limits
from themagraaf.api.querying.workers import Workers
from themagraaf.api.routes import (
    dingen,
    health,
    klantreizen,
    kpis,
    openapi,
    opzoekingen,
    pagina,
    releases,
    sparql,
    themas,
    waarnemingen,
    wegwijzers,
)
from themagraaf.api.service import Service
from themagraaf.settings import Settings
from themagraaf.web.page import Pages

# What is asked most stands first: they are tried in this order.
ROUTES = (
    sparql,
    waarnemingen,
    kpis,
    pagina,
    themas,
    klantreizen,
    opzoekingen,
    releases,
    dingen,
    wegwijzers,
    openapi,
    health,
)


def create_app(settings: Settings) -> FastAPI:
    """Return the service over the data folder that the settings name.

    It starts also while nothing has been published, and then says so.
    """
    tokens = Tokens(settings.token_file)
    workers, workers_intern = Workers(_limits(settings)), Workers(_limits(settings))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await workers.start()
        if settings.token_file is not None:
            await workers_intern.start()
        try:
            yield
        finally:
            await workers.close()
            await workers_intern.close()

    app = FastAPI(
        title="Themagraaf",
        version=API_VERSION,
        redirect_slashes=False,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = Service(
        settings, Current(settings.data), Answers(workers), Answers(workers_intern), tokens, Pages()
    )
    handle_errors(app)
    for resource in ROUTES:
        app.include_router(resource.router)
    app.add_middleware(Encoded)
    app.add_middleware(Envelope)
    return app


def _limits(settings: Settings) -> Limits:
    return Limits(
        settings.query_timeout_s,
        settings.query_limit_rows,
        settings.query_limit_mb * 2**20,
        settings.query_memory_mb * 2**20,
    )
