"""Who may see the records: the bearer of one of the operator's tokens (RFC 6750)."""

import hmac
from pathlib import Path

from starlette.requests import Request

from themagraaf.errors import DeliveryError, RequestError

LEAST_CHARACTERS = 32


class CredentialError(RequestError):
    """What was asked needs a token, and none that will do was given."""

    slug = "toegang"
    title = "This needs a token"
    status = 401


class Tokens:
    """The tokens of a file, one on each line; lines that begin with # say whose the next is.

    Without a file there are none, and so nobody is let in.
    """

    def __init__(self, path: Path | None) -> None:
        self._tokens = [] if path is None else _read(path)

    def require(self, request: Request) -> None:
        """Let a request pass that bears a token.

        Raises:
            CredentialError: It bears none, or another.
        """
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        token = given.strip().encode()
        # All are compared, so that the time tells nothing.
        found = [hmac.compare_digest(token, known) for known in self._tokens]
        if scheme.lower() != "bearer" or not any(found):
            raise CredentialError("send Authorization: Bearer and a token; the operator gives one")


def _read(path: Path) -> list[bytes]:
    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise DeliveryError(f"the file of tokens {path.name} can't be read") from error
    tokens = [line for line in lines if line and not line.startswith("#")]
    if short := sum(len(token) < LEAST_CHARACTERS for token in tokens):
        raise DeliveryError(
            f"{short} tokens in {path.name} are shorter than {LEAST_CHARACTERS} characters;"
            " `openssl rand -hex 32` makes one"
        )
    return [token.encode() for token in tokens]
