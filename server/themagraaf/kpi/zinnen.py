"""Says in a sentence for residents how long a step of a journey really takes."""

from math import ceil

from themagraaf.kpi.reismeting import Duur
from themagraaf.model.terms import Label

# Above this many days people think in weeks.
MOST_IN_DAYS = 14


def in_words(duur: Duur) -> Label:
    """Return what eight of ten met with, in days or in weeks begun."""
    if duur.p80 == 0:
        return Label("8 van de 10 keer gebeurde het dezelfde dag.", "8 in 10 times it took no day.")
    if duur.p80 <= MOST_IN_DAYS:
        days = "dag" if duur.p80 == 1 else "dagen"
        days_en = "day" if duur.p80 == 1 else "days"
        return Label(
            f"8 van de 10 aanvragers hoorden het binnen {duur.p80} {days}.",
            f"8 in 10 applicants heard within {duur.p80} {days_en}.",
        )
    weeks = ceil(duur.p80 / 7)
    return Label(
        f"8 van de 10 aanvragers hoorden het binnen {weeks} weken.",
        f"8 in 10 applicants heard within {weeks} weeks.",
    )
