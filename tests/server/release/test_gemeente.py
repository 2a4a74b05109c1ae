"""themagraaf.toml: what it may say, and for each mistake a message that says what would do."""

from datetime import date
from pathlib import Path

import pytest

from themagraaf.errors import DeliveryError
from themagraaf.release.gemeente import read_gemeente

GEMEENTE = """[gemeente]
naam = "Voorbeeldstad"
code = "GM9901"
basis = "https://voorbeeldstad.example/"
"""
LEVERING = """[[levering]]
registratie = "meldingen"
datum = 2026-08-31
map = "meldingen"
bestanden = { meldingen = "all.json", afgehandeld = "resolved.json" }
"""


def write(folder: Path, content: str) -> Path:
    path = folder / "themagraaf.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_it_names_the_gemeente_and_its_deliveries_in_order(tmp_path: Path) -> None:
    later = LEVERING.replace("2026-08-31", "2026-09-30")

    found = read_gemeente(write(tmp_path, GEMEENTE + later + LEVERING))

    assert (found.naam, found.code, found.basis) == (
        "Voorbeeldstad",
        "GM9901",
        "https://voorbeeldstad.example",
    )
    assert [levering.datum for levering in found.leveringen] == [
        date(2026, 8, 31),
        date(2026, 9, 30),
    ]
    assert found.leveringen[0].bestanden == (
        ("afgehandeld", tmp_path / "meldingen" / "resolved.json"),
        ("meldingen", tmp_path / "meldingen" / "all.json"),
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[gemeente]", "[gemeentes]", " lacks 'gemeente'; did you mean 'gemeentes'?"),
        ('code = "GM9901"', "", " [gemeente] lacks the text 'code'; known: basis, naam"),
        ('code = "GM9901"', "code = 9901", " [gemeente] lacks the text 'code'; did you mean"),
        ('"GM9901"', '"9901"', " [gemeente] code '9901': a CBS code is GM and four digits"),
        ('"GM9901"', '"GM99011"', " [gemeente] code 'GM99011': a CBS code is GM and four digits"),
        ('naam = "V', 'name = "V', " [gemeente] lacks the text 'naam'; did you mean 'name'?"),
        ('naam = "Voorbeeldstad"', 'naam = ""', " [gemeente] lacks the text 'naam'; did you"),
        ("https://v", "v", " [gemeente] basis 'voorbeeldstad.example' is no http(s) address"),
        ("https://v", "https://v v", " [gemeente] basis 'https://v voorbeeldstad.example' is no"),
        ("basis =", "base =", " [gemeente] lacks the text 'basis'; did you mean 'base'?"),
        ("[[levering]]", "[[leveringen]]", " names no [[levering]]; a release needs at least one"),
        ("[[levering]]", "[levering]", " names no [[levering]]; a release needs at least one"),
        ("datum = 2026-08-31", "", " [[levering]] 1: datum is a date as 2026-01-31, without"),
        ("2026-08-31", '"2026-08-31"', " [[levering]] 1: datum is a date as 2026-01-31, without"),
        ("2026-08-31", "2026-08-31T12:00:00Z", " [[levering]] 1: datum is a date as 2026-01-31"),
        ('map = "m', 'folder = "m', " [[levering]] 1 lacks the text 'map'; known: bestanden,"),
        ("bestanden =", "bestand =", " [[levering]] 1 lacks 'bestanden'; did you mean 'bestand'?"),
        (
            '"all.json"',
            "1",
            " [[levering]] 1 bestanden meldingen is no name of a file, pattern, or list",
        ),
        ("registratie =", "naam =", " [[levering]] 1 lacks the text 'registratie'; known:"),
        ('map = "m', 'map = "${ELDERS_NU}/m', " [[levering]] 1: the environment has no ELDERS_NU;"),
        ("[gemeente]", "[gemeente", " is not TOML: "),
    ],
)
def test_a_mistake_is_named_with_what_would_do(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    content = GEMEENTE + LEVERING
    assert content.count(old) == 1
    path = write(tmp_path, content.replace(old, new))

    with pytest.raises(DeliveryError) as caught:
        read_gemeente(path)

    assert str(caught.value).startswith(f"{path}{message}")


def test_a_list_of_texts_is_no_list_of_deliveries(tmp_path: Path) -> None:
    path = write(tmp_path, 'levering = ["meldingen"]\n' + GEMEENTE)

    with pytest.raises(DeliveryError, match=r"\[\[levering\]\] 1 is no table$"):
        read_gemeente(path)


def test_the_second_mistaken_delivery_is_called_the_second(tmp_path: Path) -> None:
    path = write(tmp_path, GEMEENTE + LEVERING + LEVERING.replace("2026-08-31", "2026"))

    with pytest.raises(DeliveryError, match=r"\[\[levering\]\] 2: datum is a date"):
        read_gemeente(path)


def test_a_delivery_named_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, GEMEENTE + LEVERING + LEVERING)

    with pytest.raises(DeliveryError, match="names delivery meldingen/2026-08-31 twice; give each"):
        read_gemeente(path)


def test_a_file_that_is_not_there_is_named_with_what_would_do(tmp_path: Path) -> None:
    path = tmp_path / "themagraaf.toml"

    with pytest.raises(DeliveryError) as caught:
        read_gemeente(path)

    assert str(caught.value) == (
        f"{path} is missing; name the file with -c, or make an example with `themagraaf demo`"
    )


def test_a_folder_is_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="can't be read: Is a directory"):
        read_gemeente(tmp_path)


def test_bytes_that_are_no_utf_8_are_no_toml(tmp_path: Path) -> None:
    path = tmp_path / "themagraaf.toml"
    path.write_bytes(GEMEENTE.replace("Voorbeeldstad", "Fryslân").encode("latin-1"))

    with pytest.raises(DeliveryError, match="is not TOML: 'utf-8' codec can't decode"):
        read_gemeente(path)


def test_a_variable_takes_its_default_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRON", raising=False)
    content = GEMEENTE + LEVERING.replace('"meldingen"\nb', '"${BRON:-bron/hier}/m"\nb')

    (levering,) = read_gemeente(write(tmp_path, content)).leveringen

    assert levering.bestanden[1][1] == tmp_path / "bron" / "hier" / "m" / "all.json"


@pytest.mark.parametrize("given", ["elders", "/elders/ver"])
def test_a_variable_that_is_set_is_read_from_where_the_user_stands(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRON", given)
    (tmp_path / "config").mkdir()
    content = GEMEENTE + LEVERING.replace('"meldingen"\nb', '"${BRON:-hier}/m"\nb')

    (levering,) = read_gemeente(write(tmp_path / "config", content)).leveringen

    assert levering.bestanden[1][1] == tmp_path / given / "m" / "all.json"


def test_a_pattern_and_a_list_give_files_in_order_of_name(tmp_path: Path) -> None:
    (tmp_path / "meldingen").mkdir()
    for name in ("b-2.csv", "b-1.csv", "a.csv", "c[1].csv", "b-3.txt"):
        (tmp_path / "meldingen" / name).touch()
    given = LEVERING.replace('"all.json"', '["b-*.csv", "a.csv", "c[1].csv"]')

    (levering,) = read_gemeente(write(tmp_path, GEMEENTE + given)).leveringen

    names = [path.name for name, path in levering.bestanden if name == "meldingen"]
    assert names == ["a.csv", "b-1.csv", "b-2.csv", "c[1].csv"]


def test_a_pattern_that_nothing_meets_is_refused(tmp_path: Path) -> None:
    (tmp_path / "meldingen").mkdir()
    (tmp_path / "meldingen" / "2026.json").touch()
    path = write(tmp_path, GEMEENTE + LEVERING.replace('"all.json"', '"2027*.json"'))

    with pytest.raises(DeliveryError) as caught:
        read_gemeente(path)

    assert str(caught.value) == (
        f"{path} [[levering]] 1 bestanden meldingen: no file is called '2027*.json';"
        " did you mean '2026.json'?"
    )


def test_two_files_of_one_name_are_told_apart_or_refused(tmp_path: Path) -> None:
    for folder in ("2025", "2026"):
        (tmp_path / "meldingen" / folder).mkdir(parents=True)
        (tmp_path / "meldingen" / folder / "m.json").touch()
    path = write(tmp_path, GEMEENTE + LEVERING.replace('"all.json"', '"*/m.json"'))

    with pytest.raises(
        DeliveryError, match=r"has two files called 'm\.json': .*; give one another"
    ):
        read_gemeente(path)


DATABASE = """
[[levering]]
registratie = "wmo-jeugd"
datum = 2026-08-31
database = "{}"
ontbreekt = ["b", "a"]
"""


@pytest.mark.parametrize(
    ("given", "url", "naam"),
    [
        ("sqlite:///l/wmo.db", "sqlite:///{}/l/wmo.db", "wmo.db"),
        ("sqlite:////l/wmo.db", "sqlite:////l/wmo.db", "wmo.db"),
        ("postgresql+psycopg://u:${WMO_GEHEIM}@h/wmo", "postgresql+psycopg://u:p@h/wmo", "wmo"),
        ("mssql+pyodbc://u:p@h/wmo%201?driver=x", "mssql+pyodbc://u:p@h/wmo%201?driver=x", "wmo 1"),
    ],
)
def test_a_database_is_an_url_and_needs_no_folder(
    given: str, url: str, naam: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WMO_GEHEIM", "p")

    (levering,) = read_gemeente(write(tmp_path, GEMEENTE + DATABASE.format(given))).leveringen

    assert levering.bestanden == ()
    assert levering.ontbreekt == ("a", "b")
    assert levering.database is not None
    assert levering.database.url == url.format(tmp_path)
    assert levering.database.naam == naam
    assert url not in repr(levering)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sqlite:///", "", "database is a URL, as sqlite:///leveringen/wmo.db"),
        ("sqlite:///", "${WMO_NERGENS}", "the environment has no WMO_NERGENS; set it"),
        ('["b", "a"]', '"b"', 'ontbreekt is a list of names, as ["buurten"]'),
    ],
)
def test_a_mistake_about_a_database_is_named(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    content = GEMEENTE + DATABASE.format("sqlite:///wmo.db").replace(old, new)

    with pytest.raises(DeliveryError) as caught:
        read_gemeente(write(tmp_path, content))

    assert message in str(caught.value)


def test_it_may_say_whom_to_ask_and_under_which_licence(tmp_path: Path) -> None:
    more = (
        'email = "data@v.example"\nwebsite = "https://v.example"\nlicentie = "https://l.example"\n'
    )

    plain = read_gemeente(write(tmp_path, GEMEENTE + LEVERING))
    found = read_gemeente(write(tmp_path, GEMEENTE + more + LEVERING))

    assert (plain.email, plain.website) == ("", "")
    assert plain.licentie == "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"
    assert (found.email, found.website) == ("data@v.example", "https://v.example")
    assert found.licentie == "https://l.example"


def test_a_website_that_is_no_address_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, GEMEENTE + 'website = "v.example"\n' + LEVERING)

    with pytest.raises(DeliveryError, match=r"\[gemeente\] website 'v.example' is no http"):
        read_gemeente(path)
