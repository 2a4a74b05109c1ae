"""The delivery of areas, as CBS Open Data hands out tables 85318NED and 85067NED."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.gemeente import GEMEENTEN, Gemeente, Wijk
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.wereld import Huishouden, Wereld

# A buurt without a name: the shapes keep it out, and nothing refers to it.
NAAMLOZE_BUURT = "BU99010699"

_BUURT_COLUMNS = ("Key", "Title", "Description", "Municipality", "DetailRegionCode")
_DATUM = date(2026, 1, 1)
_KEY_WIDTH = 10
_NAME_WIDTH = 50
_DESCRIPTION_WIDTH = 25
# Every regional division of the real table, in its order.
_DIVISIONS = (
    ("AM99", "Regio Voorbeeldstad"),
    ("AR99", "Voorbeeldland"),
    ("CR99", "Midden-Voorbeeldland"),
    ("CS999", "Midden-Voorbeeldland"),
    ("CP9900", "Midden-Voorbeeldland"),
    ("GG9901", "GGD Voorbeeldland"),
    ("JZ99", "Voorbeeldland"),
    ("KK99", "Midden"),
    ("LB9901", "Voorbeeldse Meerbodem"),
    ("LG99", "Meerbodem"),
    ("LD99", "Meer-Nederland"),
    ("PV99", "Voorbeeldland"),
    ("RE99", "Meer-Nederland"),
    ("ES99", "Voorbeeldland"),
    ("MC99", "Midden-Voorbeeldland"),
    ("RA9901", "Voorbeeldland"),
    ("RT99", "Gerechtshof Voorbeeldstad"),
    ("ET9901", "Voorbeeldland"),
    ("TR99", "Voorbeeldse Meerbodem"),
    ("TG99", "Meer en Polder"),
    ("VT99", "Voorbeeldland"),
    ("VR99", "Voorbeeldland"),
    ("ZK99", "Voorbeeldland"),
)
_SIZES = (
    (5_000, "minder dan 5 000 inwoners"),
    (10_000, "5 000 tot 10 000 inwoners"),
    (20_000, "10 000 tot 20 000 inwoners"),
    (50_000, "20 000 tot 50 000 inwoners"),
    (100_000, "50 000 tot 100 000 inwoners"),
    (150_000, "100 000 tot 150 000 inwoners"),
    (250_000, "150 000 tot 250 000 inwoners"),
)
_LARGEST = "250 000 inwoners of meer"
_DENSITIES = (
    (2500, "Zeer sterk stedelijk"),
    (1500, "Sterk stedelijk"),
    (1000, "Matig stedelijk"),
    (500, "Weinig stedelijk"),
    (0, "Niet stedelijk"),
)


class Gebieden:
    """The areas; they don't follow from who lives there."""

    naam: ClassVar[str] = "gebieden"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._folder = folder
        self._inwoners = wereld.inwoners
        self._bederf = bederf

    def add(self, huishouden: Huishouden) -> None:
        """Write nothing: no area is about a household."""

    def close(self) -> Sequence[Leveringsregel]:
        """Write both tables."""
        files = {"gebieden": "WijkenEnBuurten.csv", "indeling": "data.csv"}
        for row in write_gebieden(self._folder / files["gebieden"]):
            self._bederf.noteer(
                self.naam, _DATUM, files["gebieden"], f"row={row}", "veld-ontbreekt", True
            )
        write_indeling(self._folder / files["indeling"], self._inwoners)
        return [Leveringsregel(self.naam, _DATUM, files)]


def write_gebieden(path: Path) -> list[int]:
    """Write every area, from the country to each buurt, as WijkenEnBuurten.csv.

    Return the rows, the header being 1, that have no name.
    """
    gebieden = [item for gemeente in GEMEENTEN for item in _list_gebieden(gemeente)]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_join(_quote(name) for name in _BUURT_COLUMNS))
        # The country has no description; the real table leaves the field out, unquoted.
        file.write('"NL00      ","Nederland",,"",""\n')
        for code, naam, omschrijving, gemeente in gebieden:
            title = _quote(naam) if naam else ""
            key = _quote(code.ljust(_KEY_WIDTH))
            file.write(_join((key, title, _quote(omschrijving), _quote(gemeente), _quote(code))))
    return [row for row, (_, naam, *_) in enumerate(gebieden, start=3) if not naam]


def write_indeling(path: Path, inwoners: int) -> None:
    """Write the regional divisions that each gemeente belongs to, as data.csv."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_join(_quote(name) for name in _division_columns()))
        for number, gemeente in enumerate(GEMEENTEN):
            file.write(_join(_division_row(number, gemeente, inwoners)))


def _list_gebieden(gemeente: Gemeente) -> Iterator[tuple[str, str, str, str]]:
    """Yield code, name, description and gemeente of each area."""
    omschrijving = f"Gemeente '{gemeente.naam}' ({gemeente.code})"
    yield gemeente.code, gemeente.naam, omschrijving, gemeente.code
    for wijk in gemeente.wijken:
        place = f"is een wijk in de gemeente '{gemeente.naam}'."
        yield wijk.code, wijk.naam, f"Wijk '{wijk.naam}' ({wijk.code}) {place}", gemeente.code
        for code, buurt in _list_buurten(wijk):
            place = f"is een buurt in wijk '{wijk.naam}' in de gemeente '{gemeente.naam}'."
            yield code, buurt, f"Buurt '{buurt}' ({code}) {place}", gemeente.code


def _list_buurten(wijk: Wijk) -> Iterator[tuple[str, str]]:
    for number, buurt in enumerate(wijk.buurten):
        yield f"BU{wijk.code[2:]}{number:02}", buurt
    if NAAMLOZE_BUURT.startswith(f"BU{wijk.code[2:]}"):
        yield NAAMLOZE_BUURT, ""


def _division_columns() -> Iterator[str]:
    yield from ("ID", "RegioS", "Code_1", "Naam_2", "SorteringNaam_3")
    for number in range(4, 4 + 2 * len(_DIVISIONS), 2):
        yield f"Code_{number}"
        yield f"Naam_{number + 1}"
    yield from ("Code_50", "Omschrijving_51", "Code_52", "Omschrijving_53")
    yield from ("Inwonertal_54", "Omgevingsadressendichtheid_55")


def _division_row(number: int, gemeente: Gemeente, inwoners: int) -> Iterator[str]:
    inwonertal = round(inwoners * gemeente.aandeel)
    code = _quote(gemeente.code.ljust(_KEY_WIDTH))
    naam = _quote(gemeente.naam.ljust(_NAME_WIDTH))
    yield from (str(number), code, code, naam, naam)
    for division, name in _DIVISIONS:
        yield _quote(division.ljust(_KEY_WIDTH))
        yield _quote(name.ljust(_NAME_WIDTH))
    size, size_name = _classify_size(inwonertal)
    yield _quote(str(size).ljust(_KEY_WIDTH))
    yield _quote(size_name.ljust(_NAME_WIDTH))
    density, density_name = _classify_density(gemeente.dichtheid)
    yield _quote(str(density).ljust(_KEY_WIDTH))
    yield _quote(density_name.ljust(_DESCRIPTION_WIDTH))
    yield from (str(inwonertal), str(gemeente.dichtheid))


def _classify_size(inwonertal: int) -> tuple[int, str]:
    for number, (below, name) in enumerate(_SIZES, start=1):
        if inwonertal < below:
            return number, name
    return len(_SIZES) + 1, _LARGEST


def _classify_density(dichtheid: int) -> tuple[int, str]:
    found = (pair for pair in enumerate(_DENSITIES, start=1) if dichtheid >= pair[1][0])
    number, (_, name) = next(found)
    return number, name


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _join(fields: Iterator[str] | tuple[str, ...]) -> str:
    return ",".join(fields) + "\n"
