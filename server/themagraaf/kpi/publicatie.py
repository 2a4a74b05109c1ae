"""Disclosure rules: which counts stay secret, and to what the others are rounded.

The rules stand in the code list `publicatieregel`, each with its source. They act
on single cells; that a secret cell could be found from its total and its
neighbours is not prevented here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from rdflib import SKOS, URIRef

from themagraaf.errors import ModelError, choices
from themagraaf.kpi.cell import Cel, value
from themagraaf.model.kpi import Kpi
from themagraaf.model.namespaces import TG
from themagraaf.model.terms import Vocabulary

ONDERDRUKT = "Q"


@dataclass(frozen=True, slots=True)
class Regel:
    """Counts below `drempel` are secret; others become the nearest multiple of `afronding`."""

    drempel: int
    afronding: int


VRIJ = Regel(0, 1)


def read_regels(vocabulary: Vocabulary) -> Mapping[str, Regel]:
    """Return the rules of the code list by notation."""
    graph = vocabulary.graph
    found = {}
    for concept, drempel in graph.subject_objects(TG.drempel):
        notatie = graph.value(URIRef(str(concept)), SKOS.notation)
        afronding = graph.value(URIRef(str(concept)), TG.afronding)
        found[str(notatie)] = Regel(int(str(drempel)), int(str(afronding)))
    return found


def regel_of(kpi: Kpi, vocabulary: Vocabulary) -> Regel:
    """Return the rule of a KPI.

    Raises:
        ModelError: The code list has no such rule.
    """
    regels = read_regels(vocabulary)
    if (found := regels.get(kpi.publicatie)) is None:
        raise ModelError(
            f"{kpi.where}: publicatie is {kpi.publicatie!r}; {choices(kpi.publicatie, regels)}"
        )
    return found


def publish(kpi: Kpi, cel: Cel, regel: Regel) -> Cel:
    """Return a cell as it may be made public.

    A share is computed from its rounded counts, as CBS does. A mean keeps its value, and
    tells how many records it rests on but not their sum.
    """
    if regel == VRIJ or cel.waarde is None:
        return cel
    counts = [cel.noemer] if kpi.maat == "gemiddelde" else [cel.teller, cel.noemer]
    if any(count is not None and count < regel.drempel for count in counts):
        return replace(cel, teller=None, noemer=None, waarde=None, status=ONDERDRUKT)
    noemer = rounded_count(cel.noemer, regel)
    if kpi.maat == "gemiddelde":
        return replace(cel, teller=None, noemer=noemer)
    teller = rounded_count(cel.teller, regel)
    if kpi.maat == "mediaan" or teller is None:
        return replace(cel, teller=teller)
    return replace(cel, teller=teller, noemer=noemer, waarde=value(kpi, teller, noemer))


def rounded_count(count: Decimal | None, regel: Regel) -> Decimal | None:
    """Return the nearest multiple of the rule's rounding, half upwards; nothing of nothing."""
    if count is None or regel.afronding == 1:
        return count
    steps = (count / regel.afronding).quantize(Decimal(1), ROUND_HALF_UP)
    return steps * regel.afronding
