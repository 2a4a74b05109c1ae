"""Runs the service on a free port of this machine, as an operator would."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from themagraaf.api.app import create_app
from themagraaf.release.folder import DataFolder
from themagraaf.settings import Settings


@contextmanager
def serving(settings: Settings) -> Iterator[httpx.Client]:
    """Serve, and give a client that speaks to it."""
    config = uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        yield client
    server.should_exit = True
    thread.join()


def publish_copy(source: Path, target: Path, release_id: str) -> DataFolder:
    """Publish a copy of another folder's current release, under an id of its own."""
    data = DataFolder(target)
    data.release(release_id).parent.mkdir(parents=True, exist_ok=True)
    original = DataFolder(source)
    shutil.copytree(original.release(original.current()), data.release(release_id))
    data.propose(release_id)
    data.publish()
    return data
