"""The lines of a CSV as its rows are read, of which some can be given back.

One quote that is not closed makes the rest of a file one cell. So where a row turns
out to be none, the lines below it that are rows by themselves are read anew.
"""

import re
from collections import deque
from typing import TextIO

from themagraaf.model.rml import Dialect


class Lines:
    """Gives line after line; a line of more than `limit` characters is cut off there.

    `cut` says whether that befell the row under way.
    """

    def __init__(self, file: TextIO, dialect: Dialect, width: int, limit: int) -> None:
        self._file = file
        self._limit = limit
        self._back: deque[str] = deque()
        self._read: list[str] = []
        self._row = _whole_row(dialect.delimiter, dialect.quote, width)
        self.cut = False

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if not (line := self._next()):
            raise StopIteration
        if len(line) == self._limit and line[-1] not in "\r\n":
            self.cut = True
            self._pass_over_the_rest()
        self._read.append(line)
        return line

    def take(self, limit: int) -> str:
        """Return what was read since the last time, up to a number of characters."""
        text = self._read[0] if len(self._read) == 1 else "".join(self._read)
        self._read.clear()
        self.cut = False
        return text[:limit]

    def give_back(self, *, skip: bool) -> bool:
        """Give back what was read, from the first line below the first that is a row by itself.

        Say whether there was one; with `skip` lines are passed over until there is.
        """
        for place, line in enumerate(self._read):
            if place and self._row.fullmatch(line):
                self._back.extendleft(reversed(self._read[place:]))
                del self._read[place:]
                return True
        while skip and (line := self._next()):
            if self._row.fullmatch(line):
                self._back.appendleft(line)
                break
        return False

    def _next(self) -> str:
        return self._back.popleft() if self._back else self._file.readline(self._limit)

    def _pass_over_the_rest(self) -> None:
        while (piece := self._file.readline(self._limit)) and piece[-1] not in "\r\n":
            pass


def _whole_row(delimiter: str, quote: str, width: int) -> re.Pattern[str]:
    """Return what a row of so many fields looks like that ends where its line does."""
    mark, end = re.escape(quote), re.escape(delimiter)
    field = rf"(?:{mark}[^{mark}\r\n]*(?:{mark}{mark}[^{mark}\r\n]*)*{mark}|[^{mark}{end}\r\n]*)"
    return re.compile(rf"{field}(?:{end}{field}){{{width - 1}}}[\r\n]*")
