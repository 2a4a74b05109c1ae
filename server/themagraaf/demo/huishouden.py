"""Who lives where in Voorbeeldstad: an address, a person, a household."""

from dataclasses import dataclass
from datetime import date

_OPLEVERDAGEN = 200


@dataclass(frozen=True, slots=True)
class Adres:
    """A home with its address, under the keys of the register of addresses and buildings.

    `huisletter` and `toevoeging` are empty where there is none. `wijk` and
    `buurt` are CBS codes; `oppervlakte` is in square metres.
    """

    vbo: str
    nummeraanduiding: str
    pand: str
    openbareruimte: str
    woonplaats: str
    straat: str
    huisnummer: int
    huisletter: str
    toevoeging: str
    postcode: str
    plaats: str
    wijk: str
    buurt: str
    bouwjaar: int
    oppervlakte: int

    @property
    def opgeleverd(self) -> date:
        """The first day on which somebody could live there: in the first months of its year."""
        first = date(self.bouwjaar, 1, 1).toordinal()
        return date.fromordinal(first + int(self.pand[-4:]) * 37 % _OPLEVERDAGEN)


@dataclass(frozen=True, slots=True)
class Persoon:
    """Somebody who lives, or until their death lived, in Voorbeeldstad.

    `nummer` counts from 1 and is unique in the world. `gevestigd` is the first
    day in the municipality: the day of birth for who was born there.
    `is_kind` says that this is a child, below 23, of the adults in the household.
    """

    nummer: int
    bsn: str
    anummer: str
    voornamen: str
    voorvoegsel: str
    geslachtsnaam: str
    geslacht: str
    geboortedatum: date
    gevestigd: date
    overleden: date | None
    is_kind: bool

    def leeftijd(self, op: date) -> int:
        """Return how many birthdays have passed on a day."""
        born = self.geboortedatum
        return op.year - born.year - ((op.month, op.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Huishouden:
    """People who share a home, the adults first; somebody who died stands last.

    `soort` is alleenstaand, paar, paar-met-kinderen or eenouder. `trekken`
    names the domains this household meets, of wmo, jeugd, bijstand, schulden,
    vroegsignaal and verzuim; it is empty where nobody is alive at the peildatum.
    `kwetsbaarheid` runs from 0 to 1. The household has lived at `adres` since
    `sinds`; before that at `vorig`, if it moved within the municipality since
    the world began. `leeg` are the empty homes between the last household and this one.
    """

    nummer: int
    adres: Adres
    soort: str
    personen: tuple[Persoon, ...]
    trekken: frozenset[str]
    kwetsbaarheid: float
    sinds: date
    vorig: Adres | None
    leeg: tuple[Adres, ...]
