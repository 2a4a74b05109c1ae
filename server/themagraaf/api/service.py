"""What every route needs: the settings, the current release, who answers queries, the page."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from themagraaf.api.credential import Tokens
from themagraaf.api.current import Current
from themagraaf.api.querying.answers import Answers
from themagraaf.release.current import Release
from themagraaf.settings import Settings
from themagraaf.web.page import Pages


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of one running service.

    Each audience has processes of its own, so that no query can tell what the other asks.
    """

    settings: Settings
    current: Current
    answers: Answers
    answers_intern: Answers
    tokens: Tokens
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


def audience_of(request: Request) -> str:
    """Return whose store a request may see: intern where it bears a token.

    Raises:
        CredentialError: It bears one that will not do.
    """
    if "authorization" not in request.headers:
        return "openbaar"
    of(request).tokens.require(request)
    return "intern"


CurrentRelease = Annotated[Release, Depends(current_release)]
