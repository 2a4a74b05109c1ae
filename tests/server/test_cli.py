"""The command line: what each command shows, what it ends with, and what it says went wrong."""

import csv
import io
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Protocol

import pytest
import uvicorn

from tests.server.release.folders import copy_demo, publish_in, replace_in, run
from themagraaf import __version__
from themagraaf.api.app import create_app
from themagraaf.cli import cli, main
from themagraaf.demo import write_deliveries
from themagraaf.model.model import Model
from themagraaf.release.current import open_release
from themagraaf.release.folder import DataFolder
from themagraaf.settings import Settings

COMMANDS = ["build", "check", "demo", "kpi", "publish", "query", "rollback", "serve"]
COUNT = "SELECT (COUNT(?s) AS ?aantal) { ?s a <https://w3id.org/themagraaf/def/Gemeente> }"
CONSTRUCT = COUNT.replace(
    "SELECT (COUNT(?s) AS ?aantal)", "CONSTRUCT { ?s a <http://a.example/B> }"
)


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, what it wrote, and what it complained about."""

    code: int
    out: str
    err: str


class Command(Protocol):
    """The command line as a function."""

    def __call__(self, *arguments: str | Path, stdin: str = "") -> Said: ...


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


def test_help_names_every_command_and_what_it_is_for(themagraaf: Command) -> None:
    said = themagraaf("--help")

    assert said.code == 0
    assert sorted(cli.commands) == COMMANDS
    for name in COMMANDS:
        assert f"\n  {name} " in said.out


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help_with_a_line_for_each_option(
    name: str, flag: str, themagraaf: Command
) -> None:
    said = themagraaf(name, flag)

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: themagraaf {name} ")
    for parameter in cli.commands[name].params:
        assert (
            parameter.name in ("help",)
            or any(o in said.out for o in parameter.opts)
            or ((parameter.metavar or "").strip("[]") in said.out)
        )


def test_the_version_is_that_of_the_package(themagraaf: Command) -> None:
    assert themagraaf("--version").out == f"themagraaf, version {__version__}\n"


@pytest.mark.parametrize("arguments", [["bouw"], ["kpi", "--maand"], ["serve", "--port", "99999"]])
def test_what_is_no_command_or_option_ends_with_two(
    arguments: list[str], themagraaf: Command
) -> None:
    said = themagraaf(*arguments)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: themagraaf ")


def test_building_shows_what_came_in_and_what_was_kept_out(
    areas: Path, themagraaf: Command, tmp_path: Path
) -> None:
    said = themagraaf("build", "-c", areas / "themagraaf.toml", "--data", tmp_path / "data")

    candidate = DataFolder(tmp_path / "data").candidate()
    assert (said.code, said.err) == (0, "")
    assert (
        "│ gebieden                    │         55 │        54 │          1 │ 2026-01-01 "
        in said.out
    )
    assert "│ in = published + quarantine │         55 │        54 │          1 │" in said.out
    assert "Een gebied heeft een naam." in said.out
    assert said.out.endswith(f"candidate {candidate}; `themagraaf publish` makes it current\n")


def test_building_as_json_gives_the_manifest_and_nothing_else(
    areas: Path, themagraaf: Command, tmp_path: Path
) -> None:
    said = themagraaf(
        "build", "--json", "-c", areas / "themagraaf.toml", "--data", tmp_path / "data"
    )

    found = json.loads(said.out)
    release = DataFolder(tmp_path / "data").release(found.pop("release"))
    assert (said.code, said.err) == (0, "")
    assert found == json.loads((release / "manifest.json").read_text("utf-8"))


def test_building_takes_its_settings_from_the_surroundings(
    areas: Path, themagraaf: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sleutel.bin").write_bytes(b"s" * 32)
    monkeypatch.setenv("THEMAGRAAF_CONFIG", str(areas / "themagraaf.toml"))
    monkeypatch.setenv("THEMAGRAAF_DATA", "elders")
    monkeypatch.setenv("THEMAGRAAF_KEY_FILE", "sleutel.bin")

    said = themagraaf("build")

    assert said.code == 0
    assert DataFolder(tmp_path / "elders").candidate()
    assert not (tmp_path / "elders/sleutel").exists()


def test_building_without_a_configuration_says_how_to_get_one(themagraaf: Command) -> None:
    said = themagraaf("build")

    assert (said.code, said.out) == (4, "")
    assert said.err == (
        "The deliveries or their surroundings are not in order: themagraaf.toml is missing;"
        " name the file with -c, or make an example with `themagraaf demo`\n"
    )


def test_a_broken_model_ends_with_three_before_anything_is_built(
    areas: Path, model: Model, themagraaf: Command, tmp_path: Path
) -> None:
    for name in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    replace_in(tmp_path / "model/queries/kpi/openbare-ruimte/meldingen.rq", "maat:", "mate:")

    said = themagraaf(
        *("build", "--model", tmp_path / "model"),
        *("-c", areas / "themagraaf.toml", "--data", tmp_path / "data"),
    )

    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("The model does not hold together: ")
    assert "queries/kpi/openbare-ruimte/meldingen.rq" in said.err
    assert not (tmp_path / "data/building").exists()


def test_only_bad_records_end_with_four_and_name_the_way_out(
    areas: Path, themagraaf: Command, tmp_path: Path
) -> None:
    alone = copy_demo(areas / "alles", tmp_path / "alleen", "bijstand")

    refused = themagraaf("build", "-c", alone)
    allowed = themagraaf("build", "-c", alone, "--allow-empty")

    assert (refused.code, refused.out) == (4, "")
    assert refused.err.startswith("Nothing of a registration can be published: all 74 records of")
    assert "--allow-empty publishes the release without them" in refused.err
    assert allowed.code == 0
    assert "KPI 'bijstand' can't be measured: no record uses" in allowed.out


def test_publishing_and_rolling_back_name_the_release_that_is_current(
    areas: Path, themagraaf: Command, tmp_path: Path
) -> None:
    shutil.copytree(areas / "data", tmp_path / "data")
    first = DataFolder(tmp_path / "data").current()
    shutil.copytree(areas / "data/releases" / first, tmp_path / "data/releases/tweede")
    DataFolder(tmp_path / "data").propose("tweede")

    published, rolled_back = themagraaf("publish"), themagraaf("rollback")

    assert (published.code, published.out) == (0, "tweede is current\n")
    assert (rolled_back.code, rolled_back.out) == (0, f"{first} is current again\n")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("publish", "there is no candidate in data; run `themagraaf build` first"),
        ("rollback", "nothing has been published in data; run `themagraaf build` first"),
        ("kpi", "nothing has been published in data; run `themagraaf build` first"),
    ],
)
def test_without_a_release_the_way_to_one_is_told(
    command: str, message: str, themagraaf: Command
) -> None:
    said = themagraaf(command)

    assert said == Said(4, "", f"There is no such release: {message}\n")


def test_rolling_back_the_first_release_is_refused(areas: Path, themagraaf: Command) -> None:
    said = themagraaf("rollback", "--data", areas / "data")

    current = DataFolder(areas / "data").current()
    assert said.code == 4
    assert said.err.endswith(f": there is no release before {current} to go back to\n")


def test_all_kpis_are_shown_by_theme(release_data: Path, themagraaf: Command) -> None:
    said = themagraaf("kpi", "--data", release_data)

    assert (said.code, said.err) == (0, "")
    for kpi in open_release(release_data).model.kpis:
        assert f"│ {kpi.id} " in said.out
    assert "│ openbare-ruimte " in said.out
    assert "quarter 2 of 2026" in said.out


def test_all_kpis_as_json_are_one_figure_each(release_data: Path, themagraaf: Command) -> None:
    said = themagraaf("kpi", "--json", "--data", release_data)

    release = open_release(release_data)
    found = json.loads(said.out)
    assert [item["kpi"] for item in found] == [kpi.id for kpi in release.model.kpis]
    assert {item["release"] for item in found} == {release.id}


def test_a_kpi_by_month_adds_up_to_its_year(release_data: Path, themagraaf: Command) -> None:
    slices = ("kpi", "meldingen", "--data", release_data, "--json", "--dimensie", "periode=2026")

    months = json.loads(themagraaf(*slices, "--per", "periode:maand").out)["waarnemingen"]
    year = json.loads(themagraaf(*slices).out)["waarnemingen"]

    assert [cell["periode"] for cell in months][:2] == ["2026-01", "2026-02"]
    assert sum(cell["waarde"] for cell in months) == year[0]["waarde"]
    assert year[0]["status"] == "P"


def test_members_are_chosen_with_a_comma_or_one_by_one(
    release_data: Path, themagraaf: Command
) -> None:
    slices = ("kpi", "meldingen", "--data", release_data, "--json", "--per", "gebied")

    comma = themagraaf(*slices, "--dimensie", "gebied=WK990101,WK990102")
    apart = themagraaf(*slices, "--dimensie", "gebied=WK990102", "--dimensie", "gebied=WK990101")

    assert comma == apart
    cells = json.loads(comma.out)["waarnemingen"]
    assert [cell["gebied"] for cell in cells] == ["WK990101", "WK990102"]


def test_members_are_shown_with_their_names(release_data: Path, themagraaf: Command) -> None:
    said = themagraaf("kpi", "meldingen", "--data", release_data, "--per", "gebied:gemeente")

    assert "Meldingen openbare ruimte" in said.out
    assert "│ Voorbeeldstad (GM9901) │" in said.out


def test_a_slice_without_cells_is_not_shown_as_nought(
    release_data: Path, themagraaf: Command
) -> None:
    chosen = ("--dimensie", "periode=1999")

    table = themagraaf("kpi", "meldingen", "--data", release_data, *chosen)
    as_json = themagraaf("kpi", "meldingen", "--data", release_data, *chosen, "--json")

    assert table.out.endswith(
        "nothing was measured for this slice (that is not the same as zero)\n"
    )
    assert json.loads(as_json.out)["waarnemingen"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["meldingn"], "There is no such thing: there is no KPI 'meldingn'; did you mean"),
        (
            ["meldingen", "--per", "wijk"],
            "There is no such thing: KPI 'meldingen' has no dimension",
        ),
        (["meldingen", "--dimensie", "gebied"], "The request can't be answered as asked: --dimens"),
        (["meldingen", "--dimensie", "gebied="], "The request can't be answered as asked: --dime"),
        (["bijstand", "--per", "gebied"], "This KPI can't be added up over that dimension: 'bijst"),
    ],
)
def test_what_a_kpi_can_t_give_ends_with_two_and_says_what_would_do(
    arguments: list[str], message: str, release_data: Path, themagraaf: Command
) -> None:
    said = themagraaf("kpi", *arguments, "--data", release_data)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(message)


def test_a_kpi_without_data_ends_with_three_and_names_the_term(
    areas: Path, themagraaf: Command
) -> None:
    named = themagraaf("kpi", "meldingen", "--data", areas / "data")
    all_of_them = themagraaf("kpi", "--json", "--data", areas / "data")

    assert named.code == 3
    assert named.err.startswith("A term of this KPI has no data: KPI 'meldingen' can't be measured")
    assert {item["waarde"] for item in json.loads(all_of_them.out)} == {None}


def test_a_query_is_read_from_a_file_or_from_standard_input(
    areas: Path, question: Path, themagraaf: Command
) -> None:
    from_file = themagraaf("query", question, "--data", areas / "data")
    from_input = themagraaf("query", "-", "--data", areas / "data", stdin=COUNT)

    assert from_file == from_input
    assert from_file.code == 0
    assert "│ 3 " in from_file.out and from_file.out.endswith("\n1 row\n")


def test_an_answer_as_json_has_numbers_as_numbers(
    areas: Path, question: Path, themagraaf: Command
) -> None:
    said = themagraaf("query", question, "--json", "--data", areas / "data")

    assert json.loads(said.out) == [{"aantal": 3}]


def test_an_answer_as_csv_is_read_back_as_it_was(areas: Path, themagraaf: Command) -> None:
    odd = 'SELECT ?a ?b { VALUES (?a ?b) { ("een, twee" "zei \\"ja\\"") ("" UNDEF) } }'

    said = themagraaf("query", "-", "--csv", "--data", areas / "data", stdin=odd)

    assert list(csv.reader(io.StringIO(said.out))) == [
        ["a", "b"],
        ["een, twee", 'zei "ja"'],
        ["", ""],
    ]


def test_a_construct_gives_turtle(areas: Path, themagraaf: Command) -> None:
    said = themagraaf("query", "-", "--data", areas / "data", stdin=CONSTRUCT)

    assert said.code == 0
    assert sorted(said.out.strip().splitlines()) == [
        f"<https://voorbeeldstad.example/id/gebied/GM990{number}> a <http://a.example/B> ."
        for number in (1, 2, 3)
    ]


def test_each_audience_sees_its_own_store(areas: Path, themagraaf: Command) -> None:
    ask = ("query", "-", "--json", "--data", areas / "data", "--audience")

    intern = themagraaf(*ask, "intern", stdin=COUNT)
    openbaar = themagraaf(*ask, "openbaar", stdin=COUNT)
    nobody = themagraaf(*ask, "niemand", stdin=COUNT)

    assert json.loads(intern.out) == [{"aantal": 3}]
    assert json.loads(openbaar.out) == [{"aantal": 0}]
    assert nobody.code == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELEC ?s { ?s ?p ?o }", "this is no SPARQL query: "),
        ("SELECT * { SERVICE <http://elders.example/> { ?s ?p ?o } }", "SERVICE is off: this endp"),
        ("CONSTRUCT WHERE { SERVICE <http://elders.example/> { ?s ?p ?o } }", "SERVICE is off: th"),
        ("DELETE WHERE { ?s ?p ?o }", "this is no SPARQL query: "),
        ("", "this is no SPARQL query: "),
    ],
)
def test_a_query_that_can_t_be_answered_ends_with_two(
    text: str, message: str, areas: Path, themagraaf: Command
) -> None:
    said = themagraaf("query", "-", "--data", areas / "data", stdin=text)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"The request can't be answered as asked: {message}")


def test_json_and_csv_at_once_are_refused(areas: Path, question: Path, themagraaf: Command) -> None:
    said = themagraaf("query", question, "--json", "--csv", "--data", areas / "data")

    assert said.code == 2
    assert said.err.endswith("--json and --csv can't both be; leave one out\n")


def test_a_query_file_that_is_not_there_ends_with_two(themagraaf: Command) -> None:
    said = themagraaf("query", "niets.rq")

    assert said.code == 2
    assert "'niets.rq': No such file or directory" in said.err


def test_another_endpoint_gives_the_same_answer_as_its_own_store(
    areas: Path, endpoint: str, themagraaf: Command
) -> None:
    names = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      SELECT ?thema ?naam { ?thema skos:inScheme <https://w3id.org/themagraaf/code/thema> ;
        skos:prefLabel ?naam } ORDER BY ?thema ?naam"""

    far = themagraaf("query", "-", "--json", "--endpoint", endpoint, stdin=names)
    near = themagraaf(
        "query", "-", "--json", "--audience", "openbaar", "--data", areas / "data", stdin=names
    )

    assert far == near
    assert len(json.loads(far.out)) == 6


def test_another_endpoint_that_refuses_a_query_ends_with_two(
    endpoint: str, themagraaf: Command
) -> None:
    said = themagraaf("query", "-", "--endpoint", endpoint, stdin="SELEC ?s { ?s ?p ?o }")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(
        f"The request can't be answered as asked: {endpoint} does not take this query: "
    )


def test_another_endpoint_is_asked_for_rows_only(endpoint: str, themagraaf: Command) -> None:
    said = themagraaf("query", "-", "--endpoint", endpoint, stdin="ASK { ?s ?p ?o }")

    assert (said.code, said.out) == (2, "")
    assert said.err.endswith(": this needs a SELECT query; the answer has no rows\n")


def test_another_endpoint_that_is_not_there_ends_with_two(themagraaf: Command) -> None:
    address = "http://127.0.0.1:9/sparql"

    said = themagraaf("query", "-", "--endpoint", address, stdin=COUNT)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(
        f"The request can't be answered as asked: {address} gives no SPARQL answer: "
    )


def test_a_model_that_holds_together_is_told_with_its_hash(
    model: Model, themagraaf: Command
) -> None:
    said = themagraaf("check")

    assert said == Said(0, f"the model holds together ({model.files.digest()[:12]})\n", "")


def test_problems_of_a_model_are_told_with_file_and_line_and_end_with_three(
    model: Model, themagraaf: Command, tmp_path: Path
) -> None:
    for name in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(model.files.root / name, tmp_path / "model" / name)
    query = tmp_path / "model/queries/kpi/openbare-ruimte/meldingen.rq"
    replace_in(query, "tg:gemeldOp ?", "tg:gemeldOpp ?")

    said, as_json = themagraaf("check", "model"), themagraaf("check", "model", "--json")

    assert (said.code, as_json.code) == (3, 3)
    (problem,) = json.loads(as_json.out)
    assert problem["file"] == "queries/kpi/openbare-ruimte/meldingen.rq"
    line = query.read_text("utf-8").splitlines()[problem["line"] - 1]
    assert "tg:gemeldOpp" in line
    assert "did you mean" in problem["found"]
    assert said.out == f"{problem['file']}:{problem['line']}: {problem['found']}\n"


@pytest.mark.parametrize("folder", ["nergens", "."])
def test_a_folder_that_is_no_model_is_refused(folder: str, themagraaf: Command) -> None:
    said = themagraaf("check", folder)

    assert (said.code, said.out) == (3, "")
    assert f"{folder} is no model: it has no folder 'ontology'" in said.err


def test_the_demo_makes_deliveries_and_a_release_and_shows_its_figures(tmp_path: Path) -> None:
    code, out, err = run("demo", tmp_path / "voorbeeld", "--inwoners", "500", "--no-serve")

    release = open_release(tmp_path / "voorbeeld/data")
    assert (code, err) == (0, "")
    assert "│ in = published + quarantine │" in out
    assert "│ vergunningen-binnen-termijn " in out
    assert release.manifest["gemeente"]["naam"] == "Voorbeeldstad"
    assert {kpi["status"] for kpi in release.manifest["kpis"].values()} == {"ok"}


def test_a_demo_without_inhabitants_is_refused(themagraaf: Command) -> None:
    said = themagraaf("demo", "--inwoners", "0", "--no-serve")

    assert (said.code, said.out) == (2, "")
    assert "0 is not in the range x>=1" in said.err


def test_serving_nothing_says_how_to_get_something(themagraaf: Command) -> None:
    said = themagraaf("serve", "--data", "leeg")

    assert said.code == 4
    assert said.err.endswith("nothing has been published in leeg; run `themagraaf build` first\n")
