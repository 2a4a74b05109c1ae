"""One cell of a cube: what was counted, and the value that follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from themagraaf.model.kpi import Kpi


@dataclass(frozen=True, slots=True)
class Cel:
    """One cell: its members, what was counted, and the value that follows.

    `waarde` is exact up to the context's precision and not rounded. `status` is SDMX's
    observation status: A normal, P provisional (the period had not ended), M nothing to
    measure, Q secret by the KPI's disclosure rule.
    """

    leden: Mapping[str, str]
    teller: Decimal | None
    noemer: Decimal | None
    waarde: Decimal | None
    status: str


def value(kpi: Kpi, teller: Decimal, noemer: Decimal | None) -> Decimal | None:
    """Return what follows from the counts; None where there is nothing to divide by."""
    if kpi.maat == "aantal":
        return teller
    return teller * kpi.factor / noemer if noemer else None


def rounded(kpi: Kpi, waarde: Decimal) -> Decimal:
    """Round a value to the decimals that the KPI declares, half away from zero."""
    return waarde.quantize(Decimal(1).scaleb(-kpi.decimalen), ROUND_HALF_UP)


def plain(number: Decimal) -> Decimal:
    """Return an equal number without trailing zeros or exponent."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()
