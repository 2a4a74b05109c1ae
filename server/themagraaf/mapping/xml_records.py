"""Picks records out of XML as it is parsed: no tree, only the values that a mapping reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat

from themagraaf.mapping.xpath import NAMESPACE_END, Iterator, Node

Value = str | list[str] | None
MAX_KEPT_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one record by column.

    `twice` are the columns that had one value too many. `doubtful` is whether the file had
    bytes outside its encoding so far. `raw` is the record's own text, if it is one of these
    and not too large to keep.
    """

    row: list[Value]
    twice: frozenset[int]
    doubtful: bool
    raw: str


class DoctypeError(Exception):
    """The file has a document type."""


class Harvest:
    """Parses a file piece by piece; after each, the records that ended in it are in `ripe`.

    `doubtful` is to be set when a piece has bytes outside the encoding. `plausible` says
    of a file without records whether it may be one that has none.
    """

    def __init__(self, iterator: Iterator, root: Node, width: int) -> None:
        self.ripe: list[Record] = []
        self.doubtful = False
        self.plausible = True
        self._found = False
        self._iterator = iterator
        self._root = root
        self._width = width
        self._parser = expat.ParserCreate("utf-8", NAMESPACE_END)
        self._parser.buffer_text = True
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._names: list[str] = []  # of what the record stands in, from the root down
        self._node: Node | None = None  # what is asked of the element that is open
        self._above: list[Node] = []
        self._skipped = 0  # how deep in what nothing is asked of
        self._row: list[Value] = []
        self._twice: set[int] = set()
        self._texts: list[str] = []
        self._text_starts: list[int] = []
        self._kept = b""  # what was parsed since the record or tag that is open began
        self._kept_from = self._began = 0

    def read(self, text: str, final: bool = False) -> None:
        """Parse the next piece.

        Raises:
            ExpatError: It is no XML.
            DoctypeError: The file has a document type.
        """
        piece = text.encode()
        self._kept += piece
        self._parser.Parse(piece, final)
        end = self._kept_from + len(self._kept)
        # A tag that is not whole yet may begin a record.
        open_at = self._parser.CurrentByteIndex if self._node is None else self._began
        begin = max(open_at, self._kept_from)
        if end - begin > MAX_KEPT_BYTES:
            begin = end
        self._kept = self._kept[begin - self._kept_from :]
        self._kept_from = begin

    def rest(self) -> str:
        """Return, of a file that is no XML from some place on, what is left from the last record.

        Where no record is open, or it is too large to keep, that is from the fault on.
        """
        open_at = self._parser.ErrorByteIndex if self._node is None else self._began
        begin = max(open_at - self._kept_from, 0)
        return self._kept[begin:].decode(errors="replace")

    def _start(self, name: str, attributes: Sequence[str]) -> None:
        if self._skipped:
            self._skipped += 1
            return
        node = self._node
        if node is None:
            self._names.append(name)
            if not self._iterator.meets(self._names):
                self._pass_by()
                return
            self._found = True
            self._row = [None] * self._width
            self._twice = set()
            self._began = self._parser.CurrentByteIndex
            child: Node | None = self._root
        else:
            child = node.children.get(name)
            if child is None:
                self._skipped = 1
                return
            self._above.append(node)
        self._node = child
        if child is not None and (child.texts or child.attributes):
            self._look_into(child, attributes)

    def _pass_by(self) -> None:
        """See, as long as there is no record, whether this looks like a file of such records."""
        if self._found:
            return
        names = self._names
        strange = len(names) == 1 and not self._iterator.is_kin(names[0])
        if strange or self._iterator.misses(names):
            self.plausible = False

    def _look_into(self, node: Node, attributes: Sequence[str]) -> None:
        if node.texts:
            self._text_starts.append(len(self._texts))
            self._parser.CharacterDataHandler = self._texts.append
        if node.attributes:
            for place in range(0, len(attributes), 2):
                columns = node.attributes.get(attributes[place])
                if columns and attributes[place + 1]:
                    self._put(columns, attributes[place + 1])

    def _end(self, _: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        node = self._node
        if node is None:
            self._names.pop()
            return
        if node.texts:
            start = self._text_starts.pop()
            if value := "".join(self._texts[start:]):
                self._put(node.texts, value)
            if not self._text_starts:
                self._texts.clear()
                self._parser.CharacterDataHandler = None
        if self._above:
            self._node = self._above.pop()
        else:
            self._node = None
            self._names.pop()
            raw = self._raw() if self._twice or self.doubtful else ""
            self.ripe.append(Record(self._row, frozenset(self._twice), self.doubtful, raw))

    def _put(self, columns: Sequence[tuple[int, bool]], value: str) -> None:
        for column, many in columns:
            known = self._row[column]
            if known is None:
                self._row[column] = [value] if many else value
            elif isinstance(known, list):
                known.append(value)
            else:
                self._twice.add(column)

    def _raw(self) -> str:
        """Return the text of the record that ends here, its end tag too."""
        if self._began < self._kept_from:
            return ""
        end = self._parser.CurrentByteIndex - self._kept_from
        end = self._kept.index(b">", end) + 1
        return self._kept[self._began - self._kept_from : end].decode()

    def _refuse(self, *_: object) -> None:
        raise DoctypeError
