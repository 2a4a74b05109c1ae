"""The help that Voorbeeldstad has bought in: products with what they cost, and who gives it."""

from dataclasses import dataclass
from itertools import accumulate

WMO = "WMO"
JEUGDWET = "JEUGDWET"


@dataclass(frozen=True, slots=True)
class Product:
    """One form of help; `prijs_cent` is what a month of it costs, `gewicht` how often it is given.

    `vanaf` is the age from which it is given.
    """

    nummer: int
    code: str
    naam: str
    wet: str
    soort: str
    prijs_cent: int
    gewicht: int
    eenheid: str
    vanaf: int = 0


@dataclass(frozen=True, slots=True)
class Aanbieder:
    """An organisation that gives help; its AGB code is nobody's."""

    nummer: int
    agb: str
    naam: str
    soort: str
    wet: str


PRODUCTEN = (
    Product(1, "HH1", "Hulp bij het huishouden", WMO, "hulp-bij-het-huishouden", 41_500, 40, "UUR"),
    Product(2, "HH2", "Hulp bij regie", WMO, "hulp-bij-het-huishouden", 62_000, 8, "UUR"),
    Product(3, "BI1", "Individuele begeleiding", WMO, "ondersteuning-thuis", 78_000, 18, "UUR"),
    Product(4, "DB1", "Dagbesteding", WMO, "ondersteuning-thuis", 96_000, 9, "DAGDEEL_4_UUR_"),
    Product(5, "BW1", "Beschermd wonen", WMO, "verblijf-en-opvang", 420_000, 3, "ETMAAL"),
    Product(6, "RS1", "Rolstoel", WMO, "hulpmiddelen-en-diensten", 8_500, 14, "STUKS"),
    Product(7, "VV1", "Collectief vervoer", WMO, "hulpmiddelen-en-diensten", 4_200, 22, "STUKS"),
    Product(8, "WV1", "Onderhoud traplift", WMO, "hulpmiddelen-en-diensten", 2_100, 9, "STUKS"),
    Product(9, "OV1", "Overig maatwerk", WMO, "overig-wmo-maatwerk", 15_000, 2, "STUKS"),
    Product(
        10, "JA1", "Ambulante jeugdhulp", JEUGDWET, "jeugdhulp-zonder-verblijf", 92_000, 52, "UUR"
    ),
    Product(
        11,
        "JG1",
        "Behandeling in de jeugd-ggz",
        JEUGDWET,
        "jeugdhulp-zonder-verblijf",
        118_000,
        32,
        "MINUUT",
    ),
    Product(12, "JP1", "Pleegzorg", JEUGDWET, "jeugdhulp-met-verblijf", 165_000, 5, "ETMAAL"),
    Product(13, "JV1", "Gezinshuis", JEUGDWET, "jeugdhulp-met-verblijf", 560_000, 3, "ETMAAL"),
    Product(14, "JB1", "Ondertoezichtstelling", JEUGDWET, "jeugdbescherming", 98_000, 6, "STUKS"),
    Product(15, "JR1", "Jeugdreclassering", JEUGDWET, "jeugdreclassering", 89_000, 3, "STUKS", 12),
)

_NAMEN = (
    ("Thuiszorg Lindepark", "Thuiszorg", WMO),
    ("Zorggroep De Dijk", "Thuiszorg", WMO),
    ("Huis en Hulp", "Thuiszorg", WMO),
    ("Begeleid Zelfstandig", "Begeleiding", WMO),
    ("Dagcentrum De Haven", "Begeleiding", WMO),
    ("Beschermd Thuis", "Verblijf", WMO),
    ("Hulpmiddelen Nabij", "Hulpmiddelen", WMO),
    ("Vervoer op Maat", "Vervoer", WMO),
    ("Jeugdhulp Kompas", "Jeugdhulp", JEUGDWET),
    ("Praktijk Het Anker", "Jeugd-ggz", JEUGDWET),
    ("Jeugd-ggz De Golf", "Jeugd-ggz", JEUGDWET),
    ("Pleegzorg Samen Thuis", "Jeugdhulp", JEUGDWET),
    ("Gezinshuis De Horizon", "Jeugdhulp", JEUGDWET),
    ("Jeugdbescherming Midden", "Gecertificeerde instelling", JEUGDWET),
)
AANBIEDERS = tuple(
    Aanbieder(nummer, f"98{nummer:06}", naam, soort, wet)
    for nummer, (naam, soort, wet) in enumerate(_NAMEN, start=1)
)
AANBIEDERS_PER_WET = {
    wet: tuple(item for item in AANBIEDERS if item.wet == wet) for wet in (WMO, JEUGDWET)
}
PRODUCTEN_PER_WET = {
    wet: tuple(item for item in PRODUCTEN if item.wet == wet) for wet in (WMO, JEUGDWET)
}
GEWICHTEN_PER_WET = {
    wet: tuple(accumulate(item.gewicht for item in items))
    for wet, items in PRODUCTEN_PER_WET.items()
}
