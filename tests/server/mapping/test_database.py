"""Tables and queries of a real SQLite and a real PostgreSQL: one mapping, the same quads."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.server.mapping.folders import (
    BASIS,
    GRAPH,
    HERKOMST,
    PEILDATUM,
    REGISTRATIE,
    mapped,
    quiet,
    read_lines,
    read_quads,
)
from themagraaf.errors import DeliveryError, ModelError
from themagraaf.mapping.levering import Bestand, Database, Levering
from themagraaf.mapping.records import RecordRef
from themagraaf.mapping.workspace import Workspace

MAPPING = """
<#Clienten>
    rml:source [ rml:path "client" ] ;
    rml:referenceFormulation rml:SQL2008Table ;
    rml:iterator "client" ;
.

<#Kosten>
    rml:source [ rml:path "kosten" ] ;
    rml:referenceFormulation rml:SQL2008Query ;
    rml:iterator "SELECT client, sum(bedrag) AS som FROM kosten WHERE bedrag > 0 GROUP BY client" ;
.

<#Client>
    rml:logicalSource <#Clienten> ;
    rml:subjectMap [ rml:template "id/client/{nr}" ] ;
    rml:predicateObjectMap
        [ rml:predicate ex:naam ; rml:objectMap [ rml:reference "naam" ] ] ,
        [ rml:predicate ex:sinds ;
            rml:objectMap [ rml:reference "sinds" ; rml:datatype xsd:date ] ] .

<#Som>
    rml:logicalSource <#Kosten> ;
    rml:subjectMap [ rml:template "id/client/{client}" ] ;
    rml:predicateObjectMap
        [ rml:predicate ex:som ;
            rml:objectMap [ rml:reference "som" ; rml:datatype xsd:decimal ] ] ,
        [ rml:predicate ex:client ; rml:objectMap [ rml:parentTriplesMap <#Client> ;
            rml:joinCondition [ rml:child "client" ; rml:parent "nr" ] ] ] .
"""
CONTENT = (
    "CREATE TABLE client (nr INTEGER PRIMARY KEY, naam VARCHAR(40), sinds DATE, geheim VARCHAR(9))",
    "CREATE TABLE kosten (client INTEGER, bedrag NUMERIC(8, 2))",
    "INSERT INTO client VALUES (10, 'Ünal: b', '2024-02-29', 'x'), (9, NULL, NULL, 'y')",
    "INSERT INTO kosten VALUES (9, 1.25), (9, 2.50), (10, -7), (404, 1.50)",
)


def client(nr: int, property_: str, value: str) -> str:
    return f"<{BASIS}/id/client/{nr}> <{BASIS}/def/{property_}> {value} {GRAPH} ."


QUADS = sorted(
    [
        client(10, "naam", '"Ünal: b"'),
        client(10, "sinds", '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
        client(9, "som", '"3.75"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        client(9, "client", f"<{BASIS}/id/client/9>"),
    ]
)
SOM_404 = client(404, "som", '"1.5{}"^^<http://www.w3.org/2001/XMLSchema#decimal>')


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    path = tmp_path / "zorg 1.db"
    with closing(sqlite3.connect(path)) as connection:
        for statement in CONTENT:
            connection.execute(statement)
        connection.commit()
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    """Start a server of our own on a socket; skip where there is none to start."""
    pytest.importorskip("psycopg", reason="the extra postgresql is not installed")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = found[-1] if found else shutil.which("initdb")
    if initdb is None:
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql")
    # It refuses to run as root, and a socket's path has to be short.
    user = "postgres" if os.getuid() == 0 else None
    with TemporaryDirectory(prefix="pg") as folder:
        if user:
            shutil.chown(folder, user)
        data = f"{folder}/data"
        create = [str(initdb), "-D", data, "-A", "trust", "-U", "lezer", "-E", "UTF8", "-N"]
        subprocess.run(create, check=True, capture_output=True, user=user, cwd=folder)
        run = [str(Path(initdb).with_name("postgres")), "-D", data, "-k", folder, "-h", "", "-F"]
        with subprocess.Popen(run, stderr=subprocess.DEVNULL, user=user, cwd=folder) as server:
            url = f"postgresql+psycopg://lezer:zeergeheim@/postgres?host={folder}"
            try:
                _fill(url)
                yield url
            finally:
                server.terminate()


def _fill(url: str) -> None:
    engine = create_engine(url)
    for _ in range(100):
        with suppress(OperationalError), engine.begin() as connection:
            for statement in (*CONTENT, "CREATE SEQUENCE teller"):
                connection.execute(text(statement.replace(":", "\\:")))
            break
        time.sleep(0.1)
    engine.dispose()


@contextmanager
def read(folder: Path, url: str, mapping: str = MAPPING) -> Iterator[Workspace]:
    """Open a workspace in which the database's tables are staged."""
    with mapped(folder, mapping) as workspace:
        workspace.stage([Levering(REGISTRATIE, PEILDATUM, (), Database(url))], quiet)
        yield workspace


def problem(folder: Path, url: str, kind: type[Exception], mapping: str = MAPPING) -> str:
    with pytest.raises(kind) as caught, read(folder, url, mapping):
        pass
    return str(caught.value)


def test_tables_and_queries_of_sqlite_give_the_quads_worked_out_by_hand(
    sqlite_url: str, tmp_path: Path
) -> None:
    with read(tmp_path / "w", sqlite_url) as workspace:
        assert read_quads(workspace) == sorted([*QUADS, SOM_404.format("")])


def test_postgresql_gives_the_same_quads(postgresql_url: str, tmp_path: Path) -> None:
    with read(tmp_path, postgresql_url) as workspace:
        assert read_quads(workspace) == sorted([*QUADS, SOM_404.format("0")])


def test_a_record_is_found_by_its_key_or_else_by_the_order_of_what_it_holds(
    sqlite_url: str, tmp_path: Path
) -> None:
    with read(tmp_path / "w", sqlite_url) as workspace:
        workspace.trace(quiet)
        herkomst = read_lines(workspace.write_provenance(HERKOMST).values())
        row = workspace.read(RecordRef(1, 1))

    file = f"{BASIS}/id/levering/voorbeeld/2026-05-13/zorg%201.db"
    assert [line.split(" ")[2] for line in herkomst] == [
        f"<{file}#tabel=client&nr=10>",
        f"<{file}#query=kosten&row=1>",
        f"<{file}#query=kosten&row=2>",
        f"<{file}#tabel=client&nr=9>",
    ]
    assert (row.bestand, row.positie) == ("zorg 1.db", "query=kosten&row=1")


def test_the_key_of_a_person_stands_in_no_iri(sqlite_url: str, tmp_path: Path) -> None:
    pseudonym = """[ rml:functionExecution [ rml:function tgf:pseudoniem ; rml:input [
        rml:parameter tgf:waarde ; rml:inputValueMap [ rml:reference "nr" ] ] ] ]"""
    mapping = MAPPING.replace('[ rml:template "id/client/{nr}" ]', pseudonym)

    with read(tmp_path / "w", sqlite_url, mapping) as workspace:
        workspace.trace(quiet)
        herkomst = read_lines(workspace.write_provenance(HERKOMST).values())
        row = workspace.read(RecordRef(0, 2))

    tables = sorted(line.split("#")[2].split(">")[0] for line in herkomst if "#tabel" in line)
    assert tables == ["tabel=client&row=1", "tabel=client&row=2"]
    assert row.positie == "tabel=client&nr=10"


def test_only_what_the_mapping_reads_is_read(sqlite_url: str, tmp_path: Path) -> None:
    with read(tmp_path / "w", sqlite_url) as workspace:
        found = json.loads(workspace.read(RecordRef(0, 1)).bron)

    assert found == {"nr": "9", "naam": None, "sinds": None}


def test_the_hash_of_a_database_is_one_over_the_rows_read(sqlite_url: str, tmp_path: Path) -> None:
    def described(name: str) -> Bestand:
        with read(tmp_path / name, sqlite_url) as workspace:
            (found,) = workspace.delivered(workspace.bronnen[0].levering)
        return found

    def change(statement: str) -> None:
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
            connection.execute(statement)
            connection.commit()

    before = described("w1")
    change("UPDATE client SET geheim = 'z'")
    change("VACUUM")
    same = described("w2")
    change("UPDATE client SET naam = 'Una' WHERE nr = 10")

    assert before == same
    assert (before.naam, before.bestand) == ("database", "zorg 1.db")
    assert described("w3").sha256 != before.sha256


def test_bytes_that_are_no_text_cost_their_own_row_only(sqlite_url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("INSERT INTO client VALUES (11, CAST(x'636166e9' AS TEXT), NULL, '')")
        connection.commit()

    with read(tmp_path / "w", sqlite_url) as workspace:
        (refused,) = workspace.bronnen[0].staged.refused
        assert len(read_quads(workspace)) == len(QUADS) + 1

    assert (refused.positie, refused.raw) == ("tabel=client&nr=11", "11\tcaf?\t")
    assert refused.bestand == "zorg 1.db"


def test_nothing_can_be_written(postgresql_url: str, tmp_path: Path) -> None:
    writing = "SELECT nextval('teller') AS client, 1 AS som"
    mapping = re.sub('"SELECT client.*"', f'"{writing}"', MAPPING)

    said = problem(tmp_path / "w", postgresql_url, DeliveryError, mapping)

    assert said == (
        "reading 'kosten' from postgres failed: cannot execute nextval() in a read-only transaction"
    )


def test_a_query_may_hold_colons_and_percent_signs(postgresql_url: str, tmp_path: Path) -> None:
    asked = "SELECT nr::text AS client, 'a:b%' AS som FROM client WHERE naam LIKE '%: b'"
    mapping = re.sub('"SELECT client.*"', f'"{asked}"', MAPPING)

    with read(tmp_path, postgresql_url, mapping) as workspace:
        record = workspace.read(RecordRef(1, 1))

    assert json.loads(record.bron) == {"client": "10", "som": "a:b%"}


def test_columns_of_a_query_that_share_a_name_are_told_apart(
    sqlite_url: str, tmp_path: Path
) -> None:
    asked = "SELECT nr AS client, nr AS som, naam AS som FROM client WHERE nr = 9"
    mapping = re.sub('"SELECT client.*"', f'"{asked}"', MAPPING)

    with read(tmp_path / "w", sqlite_url, mapping) as workspace:
        assert list(workspace.bronnen[1].staged.columns) == ["client", "som#1", "som#2"]
        with pytest.raises(DeliveryError, match="names the column 'som' twice"):
            workspace.trace(quiet)


def test_a_query_that_is_none_is_the_mapping_s_fault(sqlite_url: str, tmp_path: Path) -> None:
    mapping = MAPPING.replace('"SELECT client', '"DELETE client')

    said = problem(tmp_path / "w", sqlite_url, ModelError, mapping)

    assert "the query of 'kosten' must begin with SELECT or WITH" in said


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"client" ;\n.', '"clienten" ;\n.', "zorg 1.db has no table 'clienten'; did you mean"),
        ('"naam"', '"namen"', "table 'client' has no column 'namen'; did you mean 'naam'?"),
    ],
)
def test_what_the_database_has_not_names_the_nearest(
    old: str, new: str, message: str, sqlite_url: str, tmp_path: Path
) -> None:
    said = problem(tmp_path / "w", sqlite_url, ModelError, MAPPING.replace(old, new))

    assert message in said
    assert said.startswith("mappings/voorbeeld/mapping.rml.ttl: ")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql+psycopg://lezer:zeergeheim@/wmo?host=/nergens", "wmo can't be reached"),
        ("mysql+pymysql://lezer:zeergeheim@localhost/wmo", "wmo needs pymysql to be read"),
        ("oracel://lezer:zeergeheim@localhost/wmo", "wmo can't be reached"),
        ("sqlite:////nergens/wmo.db", "/nergens/wmo.db is missing; database in themagraaf.toml"),
    ],
)
def test_a_database_out_of_reach_is_named_without_its_password(
    url: str, message: str, tmp_path: Path
) -> None:
    said = problem(tmp_path / "w", url, DeliveryError)

    assert message in said
    assert "zeergeheim" not in said + repr(Levering("wmo", PEILDATUM, (), Database(url)))


def test_a_table_that_no_delivery_gives_asks_for_its_database(tmp_path: Path) -> None:
    levering = Levering(REGISTRATIE, PEILDATUM, (), None, ("client",))

    with (
        mapped(tmp_path, MAPPING) as workspace,
        pytest.raises(DeliveryError) as caught,
    ):
        workspace.stage([levering], quiet)

    assert str(caught.value) == (
        "no delivery of 'voorbeeld' gives the query 'kosten' that its mapping reads; name its"
        ' database: database = "sqlite:///…", or say that it is not there: ontbreekt = ["kosten"]'
    )


def test_a_file_for_a_table_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    pairs = (("client", tmp_path / "client.csv"),)
    levering = Levering(REGISTRATIE, PEILDATUM, pairs, Database(sqlite_url))

    with (
        mapped(tmp_path, MAPPING) as workspace,
        pytest.raises(DeliveryError, match="gives a file for 'client', which the mapping of"),
    ):
        workspace.stage([levering], quiet)
