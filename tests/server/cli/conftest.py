"""What the commands are tried on: an empty folder, a release of areas alone, an endpoint."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
import uvicorn

from tests.server.release.folders import copy_demo, publish_in
from themagraaf.api.app import create_app
from themagraaf.cli import main
from themagraaf.demo import write_deliveries
from themagraaf.model.model import Model
from themagraaf.settings import Settings

from .command import COUNT, Command, Said


@pytest.fixture
def themagraaf(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Give the command line as a function, run from an empty folder without settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"THEMAGRAAF_{name.upper()}", raising=False)

    def command(*arguments: str | Path, stdin: str = "") -> Said:
        monkeypatch.setattr(sys, "argv", ["themagraaf", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0, *capsys.readouterr())

    return command


@pytest.fixture(scope="module")
def areas(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the deliveries of areas alone, and a published release of them."""
    folder = tmp_path_factory.mktemp("opdrachten")
    deliveries = write_deliveries(folder / "alles", inwoners=500).parent
    publish_in(model, copy_demo(deliveries, folder, "gebieden"), folder / "data")
    return folder


@pytest.fixture
def question(tmp_path: Path) -> Path:
    path = tmp_path / "vraag.rq"
    path.write_text(COUNT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def endpoint(areas: Path) -> Iterator[str]:
    """The SPARQL endpoint of a real server on this machine, at a port of its own."""
    settings = Settings(data=areas / "data")
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="warning"))
    thread = Thread(target=server.run)
    thread.start()
    deadline = monotonic() + 30
    while not server.started and thread.is_alive() and monotonic() < deadline:
        sleep(0.05)
    host, port = server.servers[0].sockets[0].getsockname()
    yield f"http://{host}:{port}/sparql"
    server.should_exit = True
    thread.join()
