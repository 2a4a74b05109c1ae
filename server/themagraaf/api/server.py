"""Serves the application over HTTP until it is told to stop."""

import uvicorn

from themagraaf.api.app import create_app
from themagraaf.settings import Settings


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the data folder that the settings name; returns when the process is told to stop."""
    uvicorn.run(create_app(settings), host=host, port=port, server_header=False)
