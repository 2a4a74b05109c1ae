"""Names of people and streets: so common, or so invented, that they are nobody's."""

from random import Random

_MANNEN = (
    "Jan Pieter Willem Hendrik Cornelis Johannes Thomas Lucas Daan Sem Milan Bram Luuk Finn Noah "
    "Levi Mees Tijn Jesse Thijs Stijn Ruben Gijs Koen Bas Jeroen Martijn Dennis Rob Peter Hans "
    "Kees Gerard Ahmed Mohamed Yusuf Ömer Emre Rachid Samir José André René Piotr Łukasz Björn "
    "Søren Jörg Zoltán Raúl Theo Wim Dirk Arjen Sjoerd Wout Niels Frank Erik Mark"
).split()
_VROUWEN = (
    "Maria Anna Johanna Elisabeth Cornelia Emma Julia Mila Tess Sophie Zoë Saar Nora Yara Lotte "
    "Evi Fleur Noor Sara Lisa Roos Anouk Femke Sanne Linda Monique Esther Ingrid Marja Annemarie "
    "Chloë Hélène Renée Desirée Noëlle Fatima Aïcha Samira Yasmin Ayşe Zeynep Małgorzata "
    "Agnieszka Jiřina Inês Ximena Åsa Brigitte Truus Riet Wil Greetje Hanneke Marieke Ilse Iris "
    "Britt Loïs Jasmijn"
).split()
# Voorvoegsel and name: the most common ones of the country, and some that nobody has.
_NAMEN = (
    *(("de", name) for name in ("Jong", "Vries", "Boer", "Groot", "Graaf", "Bruijn", "Wit")),
    *(("van", name) for name in ("Dijk", "Leeuwen", "Vliet", "Dam", "Veen", "Wijk", "Es")),
    *(("van den", name) for name in ("Berg", "Broek", "Bosch", "Heuvel", "Brink")),
    *(("van der", name) for name in ("Meer", "Linden", "Heijden", "Veen", "Wal", "Zand")),
    *(("van de", name) for name in ("Ven", "Velde", "Pol")),
    *(
        ("ter", "Braak"),
        ("ten", "Hove"),
        ("'t", "Voorbeeld"),
        ("op den", "Akker"),
        ("in 't", "Veld"),
    ),
    *(("el", "Voorbeeldi"), ("von", "Mustermöhr"), ("dos", "Exémplos")),
    *(("", name) for name in "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters".split()),
    *(("", name) for name in "Hendriks Dekker Brouwer Dijkstra Smits Jacobs Kok Post".split()),
    *(("", name) for name in "Schouten Willems Hoekstra Koster Prins Huisman Peeters".split()),
    *(("", name) for name in "Kuipers Veenstra Kramer Blom Molenaar Yılmaz Kaya Demir".split()),
    *(("", name) for name in "Aydın Nguyen Singh Ali Hassan Kowalski Nowak García Núñez".split()),
    *(("", name) for name in "Voorbeeldsma Proefstra Testermans Modelaar Lindeböhm".split()),
    *(("", name) for name in "Fictieveld Dömmelaer Zeggelînck Bråndmo Šablonek Wierdsmâ".split()),
)
_WORTELS = (
    "Merel Vink Lijster Spreeuw Reiger Kievit Grutto Zwaluw Uilen Specht Ganzen Leeuwerik Haver "
    "Gerst Rogge Tarwe Boekweit Klaver Papaver Korenbloem Zonnebloem Viooltjes Akelei Lupine "
    "Sering Jasmijn Meidoorn Sleedoorn Vlier Kastanje Berken Populieren Abelen Dennen Sparren "
    "Eiken Appel Peren Kersen Pruimen Kwetsen Mispel Smeden Bakkers Brouwers Kuipers Mandenmakers "
    "Leerlooiers Pottenbakkers Glazeniers Steenhouwers Dakdekkers Wagenmakers Klompenmakers "
    "Schippers Vissers Botter Tjalk Praam Schokker Kogge Galjoen Fregat Schoener Kompas Sextant "
    "Anker Bakboord Stuurboord Boegspriet Roer Zwaard Fok Grootzeil Bries Storm Passaat Noordster "
    "Maan Zon Saturnus Jupiter Venus Mercurius Kwarts Basalt Graniet Leem Kiezel Zand Veen Terpen "
    "Dijken Sluizen Gemaal Duiker Vaart Gracht Singel Wetering Sloot Kreken Schor Kwelder Slenk"
).split()
_UITGANGEN = "straat laan weg hof pad plein plantsoen dreef kade steeg gaarde erf".split()
_VOORAF = ("", "Nieuwe ", "Oude ", "Kleine ", "Grote ", "Korte ", "Lange ", "Achter de ")

Naam = tuple[str, str]


def choose_geslachtsnaam(rng: Random) -> Naam:
    """Return a voorvoegsel, which may be empty, and a name."""
    # The common names are common: half of the people share a quarter of the list.
    place = rng.random()
    return _NAMEN[int(place * place * len(_NAMEN))]


def choose_voornamen(rng: Random, geslacht: str) -> str:
    """Return one or two given names for a man (M) or a woman (V)."""
    names = _MANNEN if geslacht == "M" else _VROUWEN
    first = names[int(rng.random() * len(names))]
    second = names[int(rng.random() * len(names) * 2.5) % len(names)] if rng.random() < 0.4 else ""
    return f"{first} {second}" if second and second != first else first


def name_straat(number: int) -> str:
    """Return the name of the street with a number, from 0; over ten thousand differ."""
    number, wortel = divmod(number, len(_WORTELS))
    # Each round through the roots starts elsewhere in the endings, so that neighbours differ.
    round_, uitgang = divmod(number, len(_UITGANGEN))
    again, vooraf = divmod(round_, len(_VOORAF))
    ending = _UITGANGEN[(uitgang + wortel) % len(_UITGANGEN)]
    name = f"{_VOORAF[vooraf]}{_WORTELS[wortel]}{ending}"
    return f"{name} {again + 1}" if again else name
