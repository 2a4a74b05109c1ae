"""Write every delivery of Voorbeeldstad, and the file that says what they are."""

from collections.abc import Callable
from pathlib import Path

from themagraaf.demo.bijstand import JAREN, write_bijstand
from themagraaf.demo.categorieen import write_categorieen
from themagraaf.demo.gebieden import write_gebieden, write_indeling
from themagraaf.demo.gemeente import VOORBEELDSTAD
from themagraaf.demo.kalender import PEILDATUM
from themagraaf.demo.meldingen import (
    Meldingenstroom,
    write_afgehandeld,
    write_meldingen,
    write_wijknamen,
)
from themagraaf.demo.vergunningen import Zakenstroom, write_gebeurtenissen

Progress = Callable[[str, int, int], None]

_HEAD = f"""\
# Deliveries of the fictional gemeente {VOORBEELDSTAD.naam}.
[gemeente]
naam = "{VOORBEELDSTAD.naam}"
code = "{VOORBEELDSTAD.code}"
basis = "https://voorbeeldstad.example"
"""


def write_deliveries(
    target: Path, inwoners: int = 20_000, seed: int = 1, on_progress: Progress | None = None
) -> Path:
    """Write all deliveries under a folder and return the path of its themagraaf.toml.

    Equal arguments give equal bytes, on any machine. `inwoners` is the size of
    Voorbeeldstad: 45 reports and 8 permit applications per thousand. What is
    wrong on purpose is there at any size. Files that are already there are
    replaced; nothing else is touched. `on_progress` hears the name of a
    registration, how many of its records are written, and how many there are.

    Raises:
        ValueError: `inwoners` is below one.
        OSError: The folder can't be written.
    """
    if inwoners < 1:
        raise ValueError(f"inwoners is {inwoners}; a municipality has at least one")
    report = on_progress or _ignore
    _write_gebieden(_make_folder(target, "gebieden"), inwoners)
    _write_meldingen(_make_folder(target, "meldingen"), inwoners, seed, report)
    _write_vergunningen(_make_folder(target, "vergunningen"), inwoners, seed, report)
    _write_bijstand(_make_folder(target, "bijstand"), inwoners, seed, report)
    toml = target / "themagraaf.toml"
    toml.write_text(_describe_leveringen(), "utf-8", newline="\n")
    return toml


def _ignore(registratie: str, done: int, total: int) -> None:
    """Nobody listens."""


def _make_folder(target: Path, registratie: str) -> Path:
    folder = target / "leveringen" / registratie
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write_gebieden(folder: Path, inwoners: int) -> None:
    write_gebieden(folder / "WijkenEnBuurten.csv")
    write_indeling(folder / "data.csv", inwoners)


def _write_meldingen(folder: Path, inwoners: int, seed: int, report: Progress) -> None:
    stroom = Meldingenstroom(inwoners, seed)

    def step(done: int) -> None:
        report("meldingen", done, stroom.total)

    write_meldingen(folder / "all_meldingen.json", stroom, step)
    write_afgehandeld(folder / "resolved.json", stroom)
    write_categorieen(folder / "categories.json")
    write_wijknamen(folder / "areas.json")


def _write_vergunningen(folder: Path, inwoners: int, seed: int, report: Progress) -> None:
    zaken = Zakenstroom(inwoners, seed)

    def step(done: int) -> None:
        report("vergunningen", done, zaken.total)

    write_gebeurtenissen(folder / "receipt.csv", zaken, step)


def _write_bijstand(folder: Path, inwoners: int, seed: int, report: Progress) -> None:
    for done, jaar in enumerate(JAREN, start=1):
        write_bijstand(folder / f"gemeente_{jaar}.csv", jaar, inwoners, seed)
        report("bijstand", done, len(JAREN))


def _describe_leveringen() -> str:
    meldingen = {
        "meldingen": "all_meldingen.json",
        "afgehandeld": "resolved.json",
        "categorieen": "categories.json",
        "wijknamen": "areas.json",
    }
    gebieden = {"gebieden": "WijkenEnBuurten.csv", "indeling": "data.csv"}
    parts = [
        _HEAD,
        _describe_levering("gebieden", "2026-01-01", gebieden),
        _describe_levering("meldingen", PEILDATUM.isoformat(), meldingen),
        _describe_levering(
            "vergunningen", PEILDATUM.isoformat(), {"gebeurtenissen": "receipt.csv"}
        ),
    ]
    for jaar in JAREN:
        name = "bijstand-tot-2015" if jaar == JAREN[0] else "bijstand"
        files = {name: f"gemeente_{jaar}.csv"}
        parts.append(_describe_levering("bijstand", f"{jaar}-12-31", files))
    return "\n".join(parts)


def _describe_levering(registratie: str, datum: str, bestanden: dict[str, str]) -> str:
    files = ", ".join(f'{name} = "{file}"' for name, file in bestanden.items())
    return (
        "[[levering]]\n"
        f'registratie = "{registratie}"\n'
        f"datum = {datum}\n"
        f'map = "leveringen/{registratie}"\n'
        f"bestanden = {{ {files} }}\n"
    )
