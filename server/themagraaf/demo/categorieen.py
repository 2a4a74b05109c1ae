"""What can be reported in Voorbeeldstad, and what is promised about it."""

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

# How much a month counts, January first.
HET_HELE_JAAR = (1.0,) * 12
ZOMER = (0.2, 0.2, 0.5, 1.0, 1.7, 2.1, 2.0, 1.7, 1.2, 0.7, 0.4, 0.3)
NAZOMER = (0.02, 0.02, 0.05, 0.1, 0.4, 1.4, 3.2, 3.6, 2.0, 0.5, 0.1, 0.02)
HERFST = (0.3, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 0.9, 1.4, 2.9, 3.0, 1.2)
DONKER = (1.7, 1.4, 1.1, 0.8, 0.5, 0.4, 0.4, 0.6, 1.0, 1.4, 1.7, 1.9)
VORST = (4.0, 3.0, 0.8, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Hoofdcategorie:
    """A group of things to report, and the departments that deal with it."""

    naam: str
    slug: str
    afdelingen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Categorie:
    """One thing to report.

    `termijn_werkdagen` is what the municipality promises, `mediaan_dagen` what
    half of the reports take in calendar days, `gewicht` how often it occurs.
    """

    hoofd: Hoofdcategorie
    naam: str
    omschrijving: str
    termijn_werkdagen: int
    gewicht: float
    mediaan_dagen: float
    seizoen: tuple[float, ...] = HET_HELE_JAAR

    @property
    def slug(self) -> str:
        """The name as it stands in an address."""
        return self.naam.lower().replace(" ", "-")


AFVAL = Hoofdcategorie(
    "Afval en schoonmaak",
    "afval-en-schoonmaak",
    ("Beheer Schoon (BSc)", "Buitendienst Schoon (BuS)", "Klantcontact (KC)"),
)
GROEN = Hoofdcategorie(
    "Bomen, planten en gras",
    "bomen-planten-en-gras",
    ("Beheer Groen (BGn)", "Buitendienst Groen (BuG)", "Klantcontact (KC)"),
)
WEGEN = Hoofdcategorie(
    "Straat, stoep en fietspad",
    "straat-stoep-en-fietspad",
    ("Beheer Wegen (BWe)", "Buitendienst Wegen (BuW)", "Klantcontact (KC)"),
)
LICHT = Hoofdcategorie(
    "Verlichting",
    "verlichting",
    ("Aannemer Licht (ALi)", "Beheer Wegen (BWe)", "Klantcontact (KC)"),
)
WATER = Hoofdcategorie(
    "Water en riool",
    "water-en-riool",
    ("Beheer Riool (BRi)", "Klantcontact (KC)", "Wijkcoördinator (WCö)"),
)
OVERLAST = Hoofdcategorie(
    "Overlast en dieren",
    "overlast-en-dieren",
    ("Handhaving (Hh)", "Klantcontact (KC)", "Wijkcoördinator (WCö)"),
)
OVERIG = Hoofdcategorie("overig", "overig", ("Klantcontact (KC)",))

CATEGORIEEN = (
    Categorie(AFVAL, "Volle prullenbak", "Een prullenbak die uitpuilt of kapot is.", 1, 6, 0.5),
    Categorie(
        AFVAL, "Naastgezet afval", "Zakken, dozen of huisraad naast een container.", 1, 11, 0.6
    ),
    Categorie(
        AFVAL, "Zwerfafval", "Los vuil op straat, in het gras of tussen de struiken.", 2, 6, 1.1
    ),
    Categorie(AFVAL, "Ondergrondse container", "Een container die vol is of klemt.", 1, 5, 0.5),
    Categorie(AFVAL, "Gevaarlijke stoffen", "Asbest, vaten of glas waar mensen lopen.", 1, 1, 0.3),
    Categorie(
        GROEN, "Overhangende tak", "Takken die het zicht of de doorgang wegnemen.", 5, 8, 3.8, ZOMER
    ),
    Categorie(
        GROEN,
        "Zieke of dode boom",
        "Een boom die doodgaat, scheef zakt of schimmels draagt.",
        5,
        4,
        6.5,
    ),
    Categorie(
        GROEN, "Onkruid", "Groen dat tussen de stenen groeit waar het niet hoort.", 5, 7, 2.7, ZOMER
    ),
    Categorie(GROEN, "Lang gras", "Gras dat niet of te laat gemaaid is.", 5, 4, 2.4, ZOMER),
    Categorie(
        GROEN, "Bladeren", "Afgevallen blad dat glad wordt of putten afsluit.", 5, 4, 1.8, HERFST
    ),
    Categorie(WEGEN, "Losse tegel", "Een tegel die los ligt, wipt of ontbreekt.", 5, 8, 2.5),
    Categorie(WEGEN, "Gat in de weg", "Een kuil, scheur of verzakking in het wegdek.", 2, 4, 1.1),
    Categorie(
        WEGEN, "Bord of paal", "Een bord of paal die scheef staat, weg is of onleesbaar.", 5, 5, 2.9
    ),
    Categorie(
        WEGEN, "Belijning", "Strepen, haaientanden of zebrapaden die verdwenen zijn.", 5, 1.5, 9.2
    ),
    Categorie(
        WEGEN, "Gladheid", "Een weg of fietspad waar gestrooid had moeten zijn.", 1, 2, 0.2, VORST
    ),
    Categorie(
        LICHT,
        "Lantaarn brandt niet",
        "Een lamp die uit is, knippert of overdag aan staat.",
        5,
        8,
        3.6,
        DONKER,
    ),
    Categorie(LICHT, "Mast beschadigd", "Een mast die scheef of open staat.", 2, 1.5, 1.3),
    Categorie(
        WATER,
        "Verstopte put",
        "Een straatkolk die het regenwater niet doorlaat.",
        5,
        4,
        2.6,
        HERFST,
    ),
    Categorie(
        WATER,
        "Water op straat",
        "Water dat na een bui of door een breuk blijft staan.",
        1,
        2,
        0.5,
        HERFST,
    ),
    Categorie(
        WATER,
        "Vieze sloot",
        "Een sloot of vijver die stinkt, dichtgroeit of vol vuil ligt.",
        5,
        1.5,
        4.2,
        ZOMER,
    ),
    Categorie(OVERLAST, "Hondenpoep", "Uitwerpselen op de stoep of op een speelveld.", 5, 3, 2.0),
    Categorie(OVERLAST, "Ratten", "Ratten of hun holen op straat of in het groen.", 2, 3, 1.1),
    Categorie(OVERLAST, "Wespen of rupsen", "Een nest op een openbare plek.", 1, 3, 0.6, NAZOMER),
    Categorie(
        OVERLAST, "Fietswrak", "Een fiets die al weken verlaten in een rek staat.", 5, 2.5, 4.6
    ),
    Categorie(OVERIG, "overig", "", 5, 3, 1.7),
)


@lru_cache(maxsize=12)
def cumulative_weights(month: int) -> tuple[float, ...]:
    """Return how often each category occurs in a month (1 to 12), added up in order."""
    return tuple(accumulate(c.gewicht * c.seizoen[month - 1] for c in CATEGORIEEN))


def write_categorieen(path: Path) -> None:
    """Write the categories and their promises as the reporting system gives them."""
    content = {categorie.slug: _describe(categorie) for categorie in CATEGORIEEN}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), "utf-8", newline="\n")


def _describe(categorie: Categorie) -> dict[str, str | list[str]]:
    days = categorie.termijn_werkdagen
    term = f"{days} werkdag" if days == 1 else f"{days} werkdagen"
    return {
        "name": categorie.naam,
        "parent": categorie.hoofd.naam,
        "parent_slug": categorie.hoofd.slug,
        "description": categorie.omschrijving,
        "handling_message": f"We lossen uw melding het liefst binnen {term} op. "
        "Lukt dat niet, dan hoort u van ons waarom.",
        "departments": list(categorie.hoofd.afdelingen),
        "icon_path": f"/icons/{categorie.hoofd.slug}/{categorie.slug}.svg",
    }
