"""What each record of a delivery adds to each KPI, by the KPI's definition."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from .deliveries import (
    AMSTERDAM,
    GEMEENTE,
    PEILDATUM,
    Cijfer,
    Deliveries,
    Melding,
    Stap,
    Zaak,
)

Key = tuple[str, ...]


class Waarneming(NamedTuple):
    """What one record adds to a KPI; `dag` is absent when the KPI has no periode."""

    gebied: str
    dag: date | None
    overig: Key
    teller: int
    noemer: int | None


class Kpi(NamedTuple):
    """A KPI: its dimensions in order (gebied, periode if any, the rest) and its records."""

    maat: str
    factor: int
    dimensies: Key
    waarnemingen: Callable[[Deliveries], list[Waarneming]]
    optelbaar: bool = True


def _meldingen(bron: Deliveries) -> list[Waarneming]:
    return [Waarneming(m.gebied, m.gemeld, (m.categorie,), 1, None) for m in bron.meldingen]


def _meldingen_binnen_termijn(bron: Deliveries) -> list[Waarneming]:
    return [
        Waarneming(m.gebied, m.afgehandeld, (m.categorie,), int(m.afgehandeld <= m.uiterlijk), 1)
        for m in bron.meldingen
        if m.afgehandeld is not None and m.uiterlijk is not None
    ]


def _meldingen_doorlooptijd(bron: Deliveries) -> list[Waarneming]:
    return [
        Waarneming(m.gebied, m.afgehandeld, (m.categorie,), (m.afgehandeld - m.gemeld).days, 1)
        for m in bron.meldingen
        if m.afgehandeld is not None
    ]


def _repeats(melding: Melding, bron: Deliveries) -> bool:
    return any(
        (other.plek, other.categorie) == (melding.plek, melding.categorie)
        and other.moment < melding.moment
        and (melding.gemeld - other.gemeld).days <= 28
        for other in bron.meldingen
    )


def _meldingen_herhaald(bron: Deliveries) -> list[Waarneming]:
    return [
        Waarneming(m.gebied, m.gemeld, (m.categorie,), int(_repeats(m, bron)), 1)
        for m in bron.meldingen
        if m.plek
    ]


def _comes_back(melding: Melding, klaar: date, bron: Deliveries) -> bool:
    return any(
        (other.plek, other.categorie) == (melding.plek, melding.categorie)
        and 0 < (other.gemeld - klaar).days <= 28
        for other in bron.meldingen
    )


def _meldingen_teruggekomen(bron: Deliveries) -> list[Waarneming]:
    return [
        Waarneming(
            m.gebied,
            m.afgehandeld,
            (m.categorie,),
            int(_comes_back(m, m.afgehandeld, bron)),
            1,
        )
        for m in bron.meldingen
        if m.plek and m.afgehandeld is not None
    ]


def _age(melding: Melding) -> int:
    return (PEILDATUM["meldingen"] - melding.gemeld).days


def ouderdomsklasse(days: int) -> str:
    """Return the class of an age in days: 0-7, 8-28, 29-91 or 92+."""
    for upto, klasse in ((7, "0-7"), (28, "8-28"), (91, "29-91")):
        if days <= upto:
            return klasse
    return "92+"


def _meldingen_open(bron: Deliveries) -> list[Waarneming]:
    return [
        Waarneming(m.gebied, None, (m.categorie, ouderdomsklasse(_age(m))), 1, None)
        for m in bron.meldingen
        if m.afgehandeld is None
    ]


def _meldingen_open_ouderdom(bron: Deliveries) -> list[Waarneming]:
    return [
        Waarneming(m.gebied, None, (m.categorie,), _age(m), 1)
        for m in bron.meldingen
        if m.afgehandeld is None
    ]


def _zaken_binnen_termijn(bron: Deliveries) -> list[Waarneming]:
    return [
        Waarneming(GEMEENTE, z.einde, (z.kanaal, z.afdeling), int(z.einde <= z.deadline), 1)
        for z in bron.zaken
        if z.einde is not None and z.deadline is not None
    ]


def _zaken_doorlooptijd(bron: Deliveries) -> list[Waarneming]:
    return [
        Waarneming(GEMEENTE, z.einde, (z.kanaal, z.afdeling), (z.einde - z.start).days, 1)
        for z in bron.zaken
        if z.einde is not None
    ]


def days_of_step(zaak: Zaak, stap: Stap) -> int | None:
    """Return the days since the latest step before this one, or else since the start.

    Nothing comes back for a step that has neither before it.
    """
    earlier = [other.voltooid for other in zaak.stappen if other.voltooid < stap.voltooid]
    since = max(earlier).astimezone(AMSTERDAM).date() if earlier else zaak.start
    days = (stap.voltooid.astimezone(AMSTERDAM).date() - since).days
    return days if days >= 0 else None


def _zaken_per_stap(bron: Deliveries) -> list[Waarneming]:
    return [
        Waarneming(GEMEENTE, stap.voltooid.astimezone(AMSTERDAM).date(), (stap.naam,), days, 1)
        for zaak in bron.zaken
        for stap in zaak.stappen
        if (days := days_of_step(zaak, stap)) is not None
    ]


def _zaken_open_over_termijn(bron: Deliveries) -> list[Waarneming]:
    peildatum = PEILDATUM["vergunningen"]
    return [
        Waarneming(GEMEENTE, None, (z.kanaal, z.afdeling), int(z.deadline < peildatum), 1)
        for z in bron.zaken
        if z.einde is None and z.deadline is not None
    ]


def _cijfers(
    teller: Callable[[Cijfer], int | None], noemer: Callable[[Cijfer], int | None] | None = None
) -> Callable[[Deliveries], list[Waarneming]]:
    def waarnemingen(bron: Deliveries) -> list[Waarneming]:
        found = []
        for cijfer in bron.cijfers:
            above, below = teller(cijfer), noemer(cijfer) if noemer else None
            # A point in either figure leaves nothing to measure.
            if above is not None and (noemer is None or below is not None):
                day = date(cijfer.jaar, 1, 1)
                found.append(Waarneming(cijfer.gebied, day, (cijfer.leeftijd,), above, below))
        return found

    return waarnemingen


_CATEGORIE = ("gebied", "periode", "categorie")
_AFDELING = ("gebied", "periode", "kanaal", "afdeling")
_LEEFTIJD = ("gebied", "periode", "leeftijdsgroep")

KPIS = {
    "meldingen": Kpi("aantal", 1, _CATEGORIE, _meldingen),
    "meldingen-binnen-termijn": Kpi("aandeel", 100, _CATEGORIE, _meldingen_binnen_termijn),
    "meldingen-doorlooptijd": Kpi("gemiddelde", 1, _CATEGORIE, _meldingen_doorlooptijd),
    "meldingen-doorlooptijd-mediaan": Kpi("mediaan", 1, _CATEGORIE, _meldingen_doorlooptijd),
    "meldingen-herhaald": Kpi("aandeel", 100, _CATEGORIE, _meldingen_herhaald),
    "meldingen-teruggekomen": Kpi("aandeel", 100, _CATEGORIE, _meldingen_teruggekomen),
    "meldingen-open": Kpi("aantal", 1, ("gebied", "categorie", "ouderdomsklasse"), _meldingen_open),
    "meldingen-open-ouderdom": Kpi(
        "gemiddelde", 1, ("gebied", "categorie"), _meldingen_open_ouderdom
    ),
    "vergunningen-binnen-termijn": Kpi("aandeel", 100, _AFDELING, _zaken_binnen_termijn),
    "vergunningen-doorlooptijd": Kpi("gemiddelde", 1, _AFDELING, _zaken_doorlooptijd),
    "vergunningen-doorlooptijd-mediaan": Kpi("mediaan", 1, _AFDELING, _zaken_doorlooptijd),
    "vergunningen-doorlooptijd-per-stap": Kpi(
        "gemiddelde", 1, ("gebied", "periode", "stap"), _zaken_per_stap
    ),
    "vergunningen-open-over-termijn": Kpi(
        "aandeel", 100, ("gebied", "kanaal", "afdeling"), _zaken_open_over_termijn
    ),
    "bijstand": Kpi("aantal", 1, _LEEFTIJD, _cijfers(lambda c: c.ontvangers), False),
    "bijstandsdichtheid": Kpi(
        "aandeel", 1000, _LEEFTIJD, _cijfers(lambda c: c.ontvangers, lambda c: c.inwoners), False
    ),
    "bijstand-instroom": Kpi("aantal", 1, _LEEFTIJD, _cijfers(lambda c: c.instroom), False),
    "bijstand-uitstroom": Kpi("aantal", 1, _LEEFTIJD, _cijfers(lambda c: c.uitstroom), False),
}
