"""The value of a cell of a sheet or a table as text: as a person would write it in a CSV."""

import json
import math
from datetime import date, datetime, time
from decimal import Decimal


def as_text(value: object) -> str | None:
    """Return a value as text: dates by ISO 8601, numbers without exponent.

    A whole number of a sheet has no decimals. A moment at midnight without time
    zone is a date. Bytes are hexadecimal. Nothing stays nothing.
    """
    match value:
        case None | "":
            return None
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() if math.isfinite(value):
            return f"{Decimal(repr(value)):f}".removesuffix(".0")
        case Decimal() if value.is_finite():
            return f"{value:f}"
        case datetime() if value.tzinfo is None and value.time() == time.min:
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex().upper()
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, default=as_text)
        case _:
            return str(value)
