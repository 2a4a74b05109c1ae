"""Serves the application on one address."""

import socket

import uvicorn

from themagraaf.api.app import create_app
from themagraaf.errors import DeliveryError
from themagraaf.settings import Settings


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop.

    Raises:
        DeliveryError: The address can't be had, most often because another serves there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, since asyncio sends small answers at once only over a socket that says so.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            raise DeliveryError(
                f"port {port} of {host} can't be had ({error.strerror}); name another with --port"
            ) from error
        # A line a request would put what people ask, and about whom, in a log.
        config = uvicorn.Config(
            create_app(settings), log_level="info", access_log=False, server_header=False
        )
        uvicorn.Server(config).run(sockets=[listening])
