"""Who lives where, read a second time from the persons register and the BAG.

Only what no shape keeps out counts: rows and objects that the ledger calls
forbidden are left out. Somebody whose address is not known lives in the
gemeente, in none of its buurten.
"""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from tests.second_road.stad import Stad, forbidden, read_csv

GEMEENTE = "GM9901"
LIJSTEN = "persoonslijsten.csv"
BUURTEN = "pc6hnr20260801_gwb.csv"
Element = ElementTree.Element


@dataclass(frozen=True)
class Inwoner:
    """A person on the latest address: `gebied` is a buurt or the gemeente, `woning` a VBO or ""."""

    bsn: str
    geslacht: str
    geboren: str
    overleden: str
    gebied: str
    woning: str
    uitkomst: str


@dataclass(frozen=True)
class Adressen:
    """What the BAG has: the buurt and the home of each number, and the numbers of each key."""

    buurt: dict[str, str]
    woning: dict[str, str]
    nummers: dict[str, frozenset[str]]

    def find(self, nummer: str, sleutel: str) -> tuple[str, str]:
        """Return the number that is meant, or "", and by what it was found or why not."""
        if nummer in self.buurt:
            return nummer, "bag-id"
        found = self.nummers.get(sleutel, frozenset())
        if len(found) == 1:
            return min(found), "adres"
        if found:
            return "", "meerduidig"
        return "", "onbekende-sleutel" if nummer or sleutel else "geen-sleutel"


@cache
def read_inwoners(stad: Stad) -> dict[str, Inwoner]:
    """Return everybody in the persons register by BSN; a deceased person stays in it."""
    adressen = read_adressen(stad)
    people: dict[str, Inwoner] = {}
    for rij in read_lijsten(stad):
        if not rij["01.01.20"]:
            continue
        sleutel = key_of(rij["08.11.60"], rij["08.11.20"], rij["08.11.30"], rij["08.11.40"])
        nummer, uitkomst = adressen.find(rij["08.11.90"], sleutel)
        people[rij["01.01.20"]] = Inwoner(
            rij["01.01.20"],
            rij["01.04.10"],
            rij["01.03.10"],
            rij["06.08.10"],
            adressen.buurt.get(nummer, GEMEENTE),
            adressen.woning.get(nummer, ""),
            uitkomst,
        )
    return people


@cache
def read_adressen(stad: Stad) -> Adressen:
    """Return the addresses of the BAG."""
    buurten = read_buurten(stad)
    buurt: dict[str, str] = {}
    nummers: dict[str, set[str]] = defaultdict(set)
    for element in read_bag(stad, "NUM"):
        if text(element, "eindGeldigheid"):
            continue
        parts = [
            text(element, name)
            for name in ("postcode", "huisnummer", "huisletter", "huisnummertoevoeging")
        ]
        nummer = text(element, "identificatie")
        buurt[nummer] = buurten.get((parts[0], parts[1]), GEMEENTE)
        nummers[key_of(*parts)].add(nummer)
    woning = {
        text(element, "heeftAlsHoofdadres/{*}NummeraanduidingRef"): text(element, "identificatie")
        for element in read_bag(stad, "VBO")
        if not text(element, "eindGeldigheid")
    }
    return Adressen(buurt, woning, {key: frozenset(found) for key, found in nummers.items()})


def read_lijsten(stad: Stad) -> Iterator[dict[str, str]]:
    """Give the rows of the person lists that may enter."""
    return read_csv(stad, "brp", LIJSTEN, ";", "replace")


def read_bag(stad: Stad, soort: str) -> Iterator[Element]:
    """Give the objects of a kind that may enter, former states too."""
    name = f"9901{soort}31082026.zip"
    bad = forbidden(stad, "bag", name)
    with zipfile.ZipFile(stad.folder / "bag" / name) as archive:
        for member in sorted(archive.namelist()):
            root = ElementTree.fromstring(archive.read(member))
            for place, element in enumerate(root.iterfind(".//{*}bagObject/*"), start=1):
                if f"lid={member}&element={place}" not in bad:
                    yield element


def read_buurten(stad: Stad) -> dict[tuple[str, str], str]:
    """Return the buurt of each postcode and number."""
    rows = read_csv(stad, "bag", BUURTEN, ";")
    return {(row["PC6"], row["Huisnummer"]): row["Buurt2026"] for row in rows}


def key_of(postcode: str, huisnummer: str, huisletter: str, toevoeging: str) -> str:
    """Return the address as one text, or "" where postcode or number lacks."""
    if not postcode or not huisnummer:
        return ""
    return f"{postcode}-{huisnummer}-{huisletter.upper()}-{toevoeging.upper()}"


def text(element: Element, name: str) -> str:
    """Return the text of the first element below with this name, or nothing."""
    return element.findtext(f".//{{*}}{name}") or ""
