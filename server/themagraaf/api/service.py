"""What every route needs: the settings, the current release, the workers, the page."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from themagraaf.api.current import Current
from themagraaf.api.workers import Workers
from themagraaf.release.current import Release
from themagraaf.settings import Settings
from themagraaf.web.page import Pages


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of one running service."""

    settings: Settings
    current: Current
    workers: Workers
    pages: Pages


def of(request: Request) -> Service:
    """Return the parts of the service that a request came to."""
    service: Service = request.app.state.service
    return service


def current_release(request: Request) -> Release:
    """Return the current release.

    Raises:
        ReleaseError: There is none.
    """
    return of(request).current.release()


CurrentRelease = Annotated[Release, Depends(current_release)]
