"""The fictional place: Voorbeeldstad, its neighbours, their wijken, buurten and streets.

It lies in the IJsselmeer, so that no coordinate is anybody's address.
"""

from dataclasses import dataclass

BREEDTE_GRADEN = 0.022
HOOGTE_GRADEN = 0.014


@dataclass(frozen=True, slots=True)
class Wijk:
    """A wijk as both the statistics office and the reporting system know it.

    `districtnaam` is what reports call it, None for a wijk of a neighbour.
    `traagheid` multiplies the time a report takes. `hoek` is the south-west
    corner: longitude, latitude.
    """

    code: str
    naam: str
    districtnaam: str | None
    aandeel: float
    traagheid: float
    hoek: tuple[float, float]
    buurten: tuple[str, ...]
    straten: tuple[str, ...]

    @property
    def meldnaam(self) -> str:
        """The name most reports carry."""
        return self.districtnaam or self.naam

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """West, south, east and north, in degrees."""
        west, south = self.hoek
        return west, south, round(west + BREEDTE_GRADEN, 9), round(south + HOOGTE_GRADEN, 9)


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A gemeente; `aandeel` is its inhabitants per inhabitant of Voorbeeldstad.

    `bijstand` is how many of a thousand inhabitants of 15 and over receive it.
    """

    code: str
    naam: str
    aandeel: float
    dichtheid: int
    bijstand: float
    wijken: tuple[Wijk, ...]


_WIJKEN = (
    Wijk(
        "WK990100",
        "Wijk 00 Voorbeeldstad centrum",
        "Centrum",
        0.17,
        0.8,
        (5.300112874, 52.700418233),
        ("Marktkwartier", "Vissersdijk", "Kloostergang", "Stationsbuurt"),
        ("Grote Markt", "Vissersdijk", "Botermarkt", "Kloostergang", "Lange Brink", "Wisselplein"),
    ),
    Wijk(
        "WK990101",
        "Wijk 01 Molenkwartier",
        "Molenkwartier",
        0.15,
        1.0,
        (5.323401928, 52.700502817),
        ("Korenmolen", "Oliemolen", "Maalderij", "Wiekenpark"),
        ("Korenmolenweg", "Wiekstraat", "Maalderijhof", "Roedepad", "Spilstraat", "Kruilaan"),
    ),
    Wijk(
        "WK990102",
        "Wijk 02 Lindepark",
        "Lindepark",
        0.16,
        0.9,
        (5.346723815, 52.700611904),
        ("Lindehof", "Beukenrijk", "Esdoornveld", "Wilgenbos"),
        ("Zomerlindelaan", "Beukenrijk", "Esdoornpad", "Wilgenweide", "Hazelaarhof", "Iepenring"),
    ),
    Wijk(
        "WK990103",
        "Wijk 03 Haven Oost",
        "Haven-Oost",
        0.13,
        1.7,
        (5.300217745, 52.714930112),
        ("Touwslagerij", "Ankerplaats", "Loswal", "Zeilmakerij"),
        ("Loswal", "Touwslagerstraat", "Ankerkade", "Kabelgat", "Zeilmakerspad", "Coöperatiekade"),
    ),
    Wijk(
        "WK990104",
        "Wijk 04 Sterrenrijk",
        "Sterrenrijk",
        0.13,
        1.0,
        (5.323530226, 52.715013398),
        ("Grote Beer", "Poolster", "Komeet", "Melkweg"),
        ("Poolsterlaan", "Komeetstraat", "Andromedahof", "Orionpad", "Deneblaan", "Weegschaal"),
    ),
    Wijk(
        "WK990105",
        "Wijk 05 Hoogveld",
        "Hoogveld",
        0.12,
        1.1,
        (5.346850731, 52.715120566),
        ("Turfstekers", "Veenbes", "Dopheide"),
        ("Turfstekerslaan", "Veenbespad", "Dopheide", "Zonnedauwhof", "Legakker", "Wijkdiep"),
    ),
    Wijk(
        "WK990106",
        "Wijk 06 Weversdal",
        "Weversdal",
        0.09,
        1.4,
        (5.300340018, 52.729402275),
        ("Spoelhof", "Schering", "Inslag"),
        ("Spoelstraat", "Scheringlaan", "Inslagpad", "Getouwplein", "Ruïnepad", "Vlasweg"),
    ),
    Wijk(
        "WK990199",
        "Wijk 99 Buitengebied",
        "Buitengebied",
        0.05,
        1.3,
        (5.323660547, 52.729510993),
        ("Noorderpolder", "Zuiderpolder"),
        ("Noorderpolderweg", "Zuiderpolderweg", "Kadijk", "Tochtweg"),
    ),
)

_PROEFDORP = (
    Wijk(
        "WK990200",
        "Wijk 00 Proefdorp",
        None,
        0.5,
        1.2,
        (5.370115563, 52.700733841),
        ("Proefdorp-Kern", "De Retort"),
        ("Dorpsstraat", "Retortlaan", "Maatglaspad"),
    ),
    Wijk(
        "WK990203",
        "Wijk 03 Achterbroek",
        None,
        0.2,
        1.5,
        (5.370240918, 52.715244107),
        ("Achterbroek", "Verspreide huizen Achterbroek"),
        ("Achterbroekseweg", "Broekpad"),
    ),
)

_MODELRADE = (
    Wijk(
        "WK990301",
        "Wijk 01 Modelrade",
        None,
        0.2,
        1.2,
        (5.346971204, 52.729633052),
        ("Modelrade-Dorp", "Schaalhoek"),
        ("Schaalweg", "Maquettelaan"),
    ),
    Wijk(
        "WK990302",
        "Wijk 02 Gietmal",
        None,
        0.1,
        1.2,
        (5.370366182, 52.729744416),
        ("Gietmal",),
        ("Gietmalseweg",),
    ),
)

VOORBEELDSTAD = Gemeente("GM9901", "Voorbeeldstad", 1.0, 1384, 34.0, _WIJKEN)
PROEFDORP = Gemeente("GM9902", "Proefdorp", 0.45, 612, 21.0, _PROEFDORP)
MODELRADE = Gemeente("GM9903", "Modelrade", 0.28, 287, 15.0, _MODELRADE)
# The statistics office orders gemeenten by name.
GEMEENTEN = (MODELRADE, PROEFDORP, VOORBEELDSTAD)
BUREN = (PROEFDORP, MODELRADE)
