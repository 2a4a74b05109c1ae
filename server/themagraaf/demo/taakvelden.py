"""What Voorbeeldstad spends and receives for each resident, by task field of Iv3."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taakveld:
    """A task field as Iv3 writes it, with income and expenditure in euros a resident."""

    naam: str
    lasten: float
    baten: float


# In the order of size of Dutch municipalities together, budgets of 2025.
TAAKVELDEN = (
    Taakveld("0.1 Bestuur", 68, 3),
    Taakveld("0.2 Burgerzaken", 38, 17),
    Taakveld("0.4 Overhead", 410, 18),
    Taakveld("0.5 Treasury", 25, 55),
    Taakveld("0.61 OZB woningen", 8, 145),
    Taakveld("0.62 OZB niet-woningen", 4, 140),
    Taakveld("0.7 Algemene uitkeringen en overige ui..", 2, 2180),
    Taakveld("0.8 Overige baten en lasten", 40, 20),
    Taakveld("1.1 Crisisbeheersing en brandweer", 88, 2),
    Taakveld("1.2 Openbare orde en veiligheid", 55, 6),
    Taakveld("2.1 Verkeer en vervoer", 215, 25),
    Taakveld("2.2 Parkeren", 32, 48),
    Taakveld("3.1 Economische ontwikkeling", 30, 8),
    Taakveld("4.2 Onderwijshuisvesting", 118, 10),
    Taakveld("4.3 Onderwijsbeleid en leerlingzaken", 88, 42),
    Taakveld("5.2 Sportaccommodaties", 88, 22),
    Taakveld("5.3 Cultuurpresentatie, cultuurproduct..", 62, 8),
    Taakveld("5.7 Openbaar groen en (openlucht) recr..", 130, 10),
    Taakveld("6.1 Samenkracht en burgerparticipatie", 175, 40),
    Taakveld("6.21 Toegang en eerstelijnsvoorz. WMO", 58, 1),
    Taakveld("6.22 Toegang en eerstelijnsvoorz. Jeugd", 42, 1),
    Taakveld("6.3 Inkomensregelingen", 520, 385),
    Taakveld("6.4 WSW en beschut werk", 120, 6),
    Taakveld("6.5 Arbeidsparticipatie", 70, 5),
    Taakveld("6.60 Hulpmiddelen en diensten (WMO)", 58, 3),
    Taakveld("6.711 Huishoudelijke hulp (WMO)", 102, 3),
    Taakveld("6.712 Begeleiding (WMO)", 88, 1),
    Taakveld("6.713 Dagbesteding (WMO)", 20, 0),
    Taakveld("6.751 Jeugdhulp ambulant lokaal", 120, 1),
    Taakveld("6.752 Jeugdhulp ambulant regionaal", 68, 0),
    Taakveld("6.753 Jeugdhulp ambulant landelijk", 12, 0),
    Taakveld("6.761 Jeugdhulp met verblijf lokaal", 30, 0),
    Taakveld("6.762 Jeugdhulp met verblijf regionaal", 70, 0),
    Taakveld("6.763 Jeugdhulp met verblijf landelijk", 12, 0),
    Taakveld("6.791 PGB WMO", 22, 1),
    Taakveld("6.792 PGB Jeugd", 10, 0),
    Taakveld("6.811 Beschermd wonen (WMO)", 90, 8),
    Taakveld("6.821 Jeugdbescherming ", 26, 1),
    Taakveld("6.822 Jeugdreclassering", 4, 0),
    Taakveld("6.92 Coördinatie en beleid Jeugd", 14, 0),
    Taakveld("7.1 Volksgezondheid", 58, 2),
    Taakveld("7.2 Riolering", 92, 122),
    Taakveld("7.3 Afval", 132, 165),
    Taakveld("7.4 Milieubeheer", 62, 12),
    Taakveld("8.1 Ruimte en leefomgeving", 70, 12),
    Taakveld("8.2 Grondexploitatie (niet-bedrijvente..", 160, 165),
    Taakveld("8.3 Wonen en bouwen", 72, 45),
    Taakveld("0.10 Mutaties reserves", 60, 130),
)
