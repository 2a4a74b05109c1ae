"""Reads query parameters, and gathers all that is wrong with them before anything is refused."""

from collections.abc import Collection

from starlette.datastructures import QueryParams

from themagraaf.api.problem import BadParametersError, Fault
from themagraaf.errors import choices


class Parameters:
    """The query parameters of one request."""

    def __init__(self, given: QueryParams) -> None:
        self._given = given
        self.faults: list[Fault] = []

    def refuse(self, name: str, reason: str) -> None:
        """Note what is wrong with a parameter."""
        self.faults.append(Fault(name, reason))

    def one(self, name: str, known: Collection[str]) -> str | None:
        """Return the value of a parameter that has one of the known values, or None."""
        values = self._given.getlist(name)
        if not values:
            return None
        if len(values) > 1:
            self.refuse(name, f"is given {len(values)} times; give it once")
            return None
        if values[0] not in known:
            self.refuse(name, f"{values[0]!r} is not known; {choices(values[0], known)}")
            return None
        return values[0]

    def whole_number(self, name: str, least: int, most: int, otherwise: int) -> int:
        """Return a whole number within bounds, or `otherwise` where it is absent."""
        values = self._given.getlist(name) or [str(otherwise)]
        if len(values) == 1 and values[0].isascii() and values[0].isdigit():
            number = int(values[0][:12])
            if least <= number <= most:
                return number
        given = values[0] if len(values) == 1 else f"given {len(values)} times"
        self.refuse(name, f"is {given!r}; give one whole number, from {least} to {most}")
        return otherwise

    def many(self, name: str) -> list[str] | None:
        """Return all values of a parameter as given, or None where it is absent."""
        return self._given.getlist(name) or None

    def check(self, known: Collection[str]) -> None:
        """Refuse what was noted, and every parameter that is not known here.

        Raises:
            BadParametersError: There is any of that.
        """
        for name in sorted(set(self._given) - set(known)):
            reason = f"is no parameter here; {choices(name, known)}"
            self.refuse(name, reason if known else "is no parameter here; there are none")
        if self.faults:
            raise BadParametersError(self.faults)
