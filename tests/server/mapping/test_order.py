"""Mapping gives the same bytes however many threads there are: files in the order of rows."""

from pathlib import Path

import pytest

from tests.server.mapping.folders import PREFIXES, open_workspace, quiet, stage_files, write_files
from themagraaf.mapping.writing import ROWS_A_FILE

MAPPING = (
    PREFIXES
    + """
<#Stukken>
    rml:source [ rml:path "stukken" ] ;
    rml:referenceFormulation rml:CSV ;
.

<#Dozen>
    rml:source [ rml:path "dozen" ] ;
    rml:referenceFormulation rml:CSV ;
.

<#Stuk>
    rml:logicalSource <#Stukken> ;
    rml:subjectMap [ rml:template "id/stuk/{nr}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:nr ; rml:objectMap [ rml:reference "nr" ] ] ;
.

<#InDoos>
    rml:logicalSource <#Stukken> ;
    rml:subjectMap [ rml:template "id/stuk/{nr}" ] ;
    rml:predicateObjectMap [
        rml:predicate ex:doos ;
        rml:objectMap [
            rml:parentTriplesMap <#Doos> ;
            rml:joinCondition [ rml:child "doos" ; rml:parent "doos" ] ] ] ;
.

<#Doos>
    rml:logicalSource <#Dozen> ;
    rml:subjectMap [ rml:template "id/doos/{doos}" ] ;
.
"""
)
# More than one file, and many of the engine's row groups and vectors.
ROWS = ROWS_A_FILE + 20_000
# Less than the boxes and pieces take, with what they are looked up in.
LITTLE_MB = 48


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    # There are more boxes than pieces, so that joining them begins with the pieces.
    stukken = "nr,doos\n" + "".join(f"{nr},{nr * 7919 % ROWS}\n" for nr in range(ROWS))
    dozen = "doos\n" + "".join(f"{doos}\n" for doos in range(2 * ROWS))
    files = {"stukken.csv": stukken, "dozen.csv": dozen}
    return write_files(tmp_path_factory.mktemp("levering"), files)


def written(
    folder: Path, deliveries: list[Path], threads: int, memory_limit_mb: int = 1024
) -> list[bytes]:
    folder.mkdir()
    mapping = folder / "mapping.rml.ttl"
    mapping.write_text(MAPPING, "utf-8")
    with open_workspace(
        folder, mapping, threads=threads, memory_limit_mb=memory_limit_mb
    ) as workspace:
        stage_files(workspace, deliveries)
        files = workspace.write_quads(quiet)
    return [path.read_bytes() for paths in files.values() for path in paths]


def numbers(content: bytes) -> list[int]:
    """Return the number of the piece that each line is about."""
    subjects = (line.split(b" ", 1)[0] for line in content.split(b"\n") if line)
    return [int(subject[:-1].rsplit(b"/", 1)[1]) for subject in subjects]


def test_lines_come_in_the_order_of_the_rows_however_many_threads_there_are(
    deliveries: list[Path], tmp_path: Path
) -> None:
    one, three = (written(tmp_path / str(threads), deliveries, threads) for threads in (1, 3))

    assert one == three
    in_doos, eerste, laatste = [numbers(content) for content in one if content]
    assert in_doos == eerste + laatste == list(range(ROWS))


def test_what_does_not_fit_in_memory_is_on_disk(deliveries: list[Path], tmp_path: Path) -> None:
    little = written(tmp_path / "little", deliveries, 2, memory_limit_mb=LITTLE_MB)

    assert little == written(tmp_path / "enough", deliveries, 2)
