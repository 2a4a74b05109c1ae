"""XML as it comes: what is wrong costs its own record where it can, and says where it stands."""

import io
import json
import tracemalloc
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.mapping.folders import quiet, read_quads, staged
from themagraaf.errors import DeliveryError, ModelError
from themagraaf.mapping import xml_file
from themagraaf.mapping.records import RecordRef
from themagraaf.mapping.rows import Refused

MAPPING = """
<#Panden>
    rml:source [ rml:path "panden" ] ;
    rml:referenceFormulation [ a rml:XPathReferenceFormulation ; rml:namespace
        [ rml:namespacePrefix "b" ; rml:namespaceURL "https://voorbeeld.example/bag" ] ] ;
    rml:iterator "//b:Pand" ;
.

<#Pand>
    rml:logicalSource <#Panden> ;
    rml:subjectMap [ rml:template "id/pand/{b:nr}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:naam ; rml:objectMap [ rml:reference "b:naam" ] ] ;
.
"""


def stand(*panden: str) -> str:
    inside = "".join(f"<b:Pand>{pand}</b:Pand>\n" for pand in panden)
    return f'<b:stand xmlns:b="https://voorbeeld.example/bag">\n{inside}</b:stand>'


def pand(nr: int, naam: str = "a") -> str:
    return f"<b:nr>{nr}</b:nr><b:naam>{naam}</b:naam>"


def refused(folder: Path, content: bytes | str, name: str = "panden.xml") -> list[Refused]:
    with staged(folder, MAPPING, {name: content}) as workspace:
        return list(workspace.bronnen[0].staged.refused)


def mapped(folder: Path, content: bytes | str, mapping: str = MAPPING) -> list[str]:
    """Return what each pand is called, as number and name."""
    with staged(folder, mapping, {"panden.xml": content}) as workspace:
        parts = [line.split(" ") for line in read_quads(workspace)]
    return [f"{part[0].rsplit('/', 1)[1][:-1]} {part[2]}" for part in parts]


def problem(
    folder: Path,
    content: bytes | str,
    kind: type[Exception] = DeliveryError,
    name: str = "panden.xml",
    mapping: str = MAPPING,
) -> str:
    with pytest.raises(kind) as error, staged(folder, mapping, {name: content}) as workspace:
        workspace.trace(quiet)
    return str(error.value)


def zipped(**members: bytes | str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, member in members.items():
            archive.writestr(name.replace("_", "."), member)
    return content.getvalue()


def test_an_element_twice_where_the_mapping_reads_one_costs_its_own_record(tmp_path: Path) -> None:
    content = stand(pand(1), pand(2) + "<b:naam>b</b:naam>", pand(3))

    (found,) = refused(tmp_path, content)

    assert mapped(tmp_path / "weer", content) == ['1 "a"', '3 "a"']
    assert (found.positie, found.bestand) == ("element=2", "panden.xml")
    assert found.nl == "Het element heeft meer dan één b:naam, waar de mapping er één leest."
    assert found.en == "The element has more than one b:naam, where the mapping reads one."
    assert ">2</" in found.raw


def test_bytes_outside_the_encoding_cost_their_own_record(tmp_path: Path) -> None:
    content = stand(pand(1), pand(2, "caf@"), pand(3)).encode().replace(b"@", b"\xe9")

    (found,) = refused(tmp_path, content)

    assert mapped(tmp_path / "weer", content) == ['1 "a"', '3 "a"']
    assert found.positie == "element=2"
    assert found.nl == "Het element bevat tekens die in XML of de opgegeven codering niet passen."
    assert ">caf?</" in found.raw


@pytest.mark.parametrize(("size", "shown"), [(300_000, 20_000), (3_000_000, 0)])
def test_a_large_record_is_refused_with_the_text_that_could_be_kept(
    size: int, shown: int, tmp_path: Path
) -> None:
    content = stand(pand(1, "a" * size + "@"), pand(2)).encode().replace(b"@", b"\xe9")

    (found,) = refused(tmp_path, content)

    assert (found.positie, len(found.raw)) == ("element=1", shown)
    assert mapped(tmp_path / "weer", content) == ['2 "a"']


@pytest.mark.parametrize(
    ("codec", "declared"),
    [("latin-1", "ISO-8859-1"), ("cp1252", "windows-1252"), ("utf-16", "UTF-16"), ("utf-8", "")],
)
def test_the_encoding_that_a_file_declares_is_the_one_it_is_read_in(
    codec: str, declared: str, tmp_path: Path
) -> None:
    said = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""

    content = (said + stand(pand(1, "Ünal"))).encode(codec)

    assert mapped(tmp_path, content) == ['1 "Ünal"']


@pytest.mark.parametrize("chunk_bytes", [1, 7, 61])
def test_where_a_piece_ends_makes_no_difference(
    chunk_bytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = "<b:Pand>" + pand(2, "é") + "<b:naam   a='>'>b</b:naam></b:Pand>"
    content = stand(pand(1, "<![CDATA[<a>]]>&amp;é"), pand(3)).replace("</b:stand>", twice)
    monkeypatch.setattr(xml_file, "CHUNK_BYTES", chunk_bytes)

    (found,) = refused(tmp_path, content + "</b:stand>")

    assert mapped(tmp_path / "weer", content + "</b:stand>") == ['1 "<a>&é"', '3 "a"']
    assert (found.positie, found.raw) == ("element=3", twice)


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1
)


@settings(max_examples=20)
@given(namen=st.lists(TEXT, min_size=1, max_size=5), codec=st.sampled_from(["utf-8", "utf-16"]))
def test_any_text_comes_out_as_python_s_own_parser_reads_it(
    namen: list[str], codec: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = ElementTree.Element("{https://voorbeeld.example/bag}stand")
    for nr, naam in enumerate(namen):
        child = ElementTree.SubElement(root, "{https://voorbeeld.example/bag}Pand")
        for tag, value in (("nr", str(nr)), ("naam", naam)):
            ElementTree.SubElement(child, f"{{https://voorbeeld.example/bag}}{tag}").text = value
    content = ElementTree.tostring(root, encoding=codec, xml_declaration=True)
    read = [item.text for item in ElementTree.fromstring(content).iter() if item.tag[-4:] == "naam"]

    with staged(tmp_path_factory.mktemp("xml"), MAPPING, {"panden.xml": content}) as workspace:
        found = [
            json.loads(workspace.read(RecordRef(0, nr)).bron)["b:naam"]
            for nr in range(1, len(namen) + 1)
        ]

    assert found == read


def test_what_is_no_xml_names_line_and_column(tmp_path: Path) -> None:
    said = problem(tmp_path, stand("<b:nr>2</b:naam>", pand(1)))

    assert said == (
        "panden.xml, line 2, column 18 is not XML: mismatched tag; ask for the delivery again"
    )


def test_a_document_type_is_refused_before_it_can_expand(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>\n'

    said = problem(tmp_path, f'<?xml version="1.0"?><!-- <a> -->{bomb}' + stand(pand(1, "&c;")))

    assert said == (
        "panden.xml has a DOCTYPE, which can hide what it expands to; ask for it without"
    )


@pytest.mark.parametrize(
    ("iterator", "content"),
    [
        ("//b:Pand", "<leeg/>"),
        ("//b:stand/b:Pand", stand(pand(1)).replace("b:Pand", "b:Vbo")),
        ("/b:stand/b:Pand", stand(pand(1)).replace("b:Pand", "b:Vbo")),
    ],
)
def test_a_file_of_other_things_is_named_and_how_to_leave_it_out(
    iterator: str, content: str, tmp_path: Path
) -> None:
    said = problem(tmp_path, content, mapping=MAPPING.replace("//b:Pand", iterator))

    assert said == (
        f"panden.xml holds nothing at {iterator}, but other things; if that is right, leave it"
        ' out and say so: ontbreekt = ["panden"]'
    )


@pytest.mark.parametrize("iterator", ["//b:Pand", "//b:object/b:Pand", "/b:stand/b:object/b:Pand"])
def test_a_file_of_the_right_kind_may_have_no_record(iterator: str, tmp_path: Path) -> None:
    content = stand().replace("\n", "<b:info><b:datum>2026</b:datum></b:info>")

    assert mapped(tmp_path, content, MAPPING.replace("//b:Pand", iterator)) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"b:naam"', '"h:naam"', "prefix 'h' in 'h:naam' of source 'panden' is not declared with"),
        ('"b:naam"', '"b:naam[1]"', "'b:naam[1]' of source 'panden' can't be read at 'b:naam[1]'"),
        ('"b:naam"', '"../b:naam"', "'../b:naam' of source 'panden' can't be read at '..'"),
        ("//b:Pand", "//b:stand//b:Pand", "'//b:stand//b:Pand' of source 'panden' can't be read"),
    ],
)
def test_what_is_beyond_the_known_steps_is_the_mapping_s_fault(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    mapping = MAPPING.replace(old, new)

    assert message in problem(tmp_path, stand(pand(1)), ModelError, mapping=mapping)


@pytest.mark.parametrize(
    ("iterator", "expected"),
    [("/b:stand/b:Pand", ['1 "a"']), ("b:stand/b:Pand", ['1 "a"']), ("//b:Pand", ['1 "a"'])],
)
def test_an_iterator_goes_from_the_root_or_from_anywhere(
    iterator: str, expected: list[str], tmp_path: Path
) -> None:
    mapping = MAPPING.replace("//b:Pand", iterator)

    assert mapped(tmp_path, stand(pand(1)), mapping) == expected


def test_a_record_within_a_record_is_part_of_the_outer_one(tmp_path: Path) -> None:
    assert mapped(tmp_path, stand(pand(1) + f"<b:Pand>{pand(2)}</b:Pand>")) == ['1 "a"']


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    content = zipped(panden_xml=stand(pand(1)))

    said = problem(tmp_path, content.replace(b"Pand", b"Pond"), name="panden.zip")

    assert said == (
        "panden.zip can't be unpacked (Bad CRC-32 for file 'panden.xml');"
        " ask for the delivery again"
    )


def test_an_archive_without_a_fitting_member_names_its_members(tmp_path: Path) -> None:
    mapping = MAPPING.replace('"panden"', '"panden/*PND*"')
    content = zipped(VBO_xml="<a/>", lees_txt="")

    said = problem(tmp_path, content, name="panden.zip", mapping=mapping)

    assert said == "panden.zip has no XML that meets '*PND*': it has VBO.xml, lees.txt"


def test_broken_xml_in_an_archive_names_its_member(tmp_path: Path) -> None:
    said = problem(tmp_path, zipped(a_xml="<a>", b_xml=stand()), name="panden.zip")

    assert said.startswith("panden.zip, a.xml, line 1, column 4 is not XML: no element found")


def test_a_broken_file_in_an_archive_takes_no_other_along(tmp_path: Path) -> None:
    content = zipped(a_xml=stand(pand(1)), b_xml=stand(pand(2))[:-5], c_xml=stand(pand(3)))

    with staged(tmp_path, MAPPING, {"panden.zip": content}) as workspace:
        (bron,) = workspace.bronnen
        found = [workspace.read(RecordRef(0, rij)).positie for rij in (1, 2, 3)]

    assert [item.positie for item in bron.staged.refused] == ["lid=b.xml&element=2"]
    assert found == [f"lid={name}.xml&element=1" for name in "abc"]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(panden: int) -> int:
        content = stand(*(pand(nr, "a" * 50) for nr in range(panden)))
        tracemalloc.start()
        try:
            with staged(tmp_path / str(panden), MAPPING, {"panden.xml": content}) as workspace:
                assert workspace.bronnen[0].staged.count == panden
            return tracemalloc.get_traced_memory()[1] - 2 * len(content)
        finally:
            tracemalloc.stop()

    assert peak(40_000) < peak(10_000) + 500_000
