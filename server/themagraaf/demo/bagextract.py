"""An extract of the register of addresses and buildings: XML in zips, as Kadaster hands it out."""

from datetime import date
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

_OBJECTS_A_FILE = 10_000
_BUFFER_CHARS = 1 << 18
# Written fast rather than small.
_LEVEL = 1

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LVBAG = "www.kadaster.nl/schemas/lvbag/imbag"
_BEGIN = (
    _XML + "<sl-bag-extract:bagStand"
    f' xmlns:DatatypenNEN3610="{_LVBAG}/datatypennen3610/v20200601"'
    f' xmlns:Objecten="{_LVBAG}/objecten/v20200601"'
    ' xmlns:gml="http://www.opengis.net/gml/3.2"'
    f' xmlns:Historie="{_LVBAG}/historie/v20200601"'
    f' xmlns:Objecten-ref="{_LVBAG}/objecten-ref/v20200601"'
    f' xmlns:nen5825="{_LVBAG}/nen5825/v20200601"'
    f' xmlns:KenmerkInOnderzoek="{_LVBAG}/kenmerkinonderzoek/v20200601"'
    ' xmlns:selecties-extract="http://www.kadaster.nl/schemas/lvbag/extract-selecties/v20200601"'
    ' xmlns:sl-bag-extract="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/v20200601"'
    ' xmlns:sl="http://www.kadaster.nl/schemas/standlevering-generiek/1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xsi:schemaLocation="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/v20200601'
    " http://www.kadaster.nl/schemas/bag-verstrekkingen/extract-deelbestand-lvc/v20200601/"
    'BagvsExtractDeelbestandExtractLvc-2.1.0.xsd">\n'
    "<sl-bag-extract:bagInfo><selecties-extract:Gebied-Registratief>"
    "<selecties-extract:Gebied-GEM><selecties-extract:GemeenteCollectie>"
    "<selecties-extract:Gemeente><selecties-extract:GemeenteIdentificatie>{gemeente}"
    "</selecties-extract:GemeenteIdentificatie></selecties-extract:Gemeente>"
    "</selecties-extract:GemeenteCollectie></selecties-extract:Gebied-GEM>"
    "</selecties-extract:Gebied-Registratief><selecties-extract:LVC-Extract>"
    "<selecties-extract:StandTechnischeDatum>{datum}</selecties-extract:StandTechnischeDatum>"
    "</selecties-extract:LVC-Extract></sl-bag-extract:bagInfo>\n"
    "<sl:standBestand><sl:dataset>LVBAG</sl:dataset><sl:inhoud><sl:gebied>GEMEENTE</sl:gebied>"
    "<sl:leveringsId>0000000001</sl:leveringsId><sl:objectTypen><sl:objectType>{soort}"
    "</sl:objectType></sl:objectTypen></sl:inhoud>\n"
)
_OBJECT = "<sl:stand><sl-bag-extract:bagObject>"
_OBJECT_END = "</sl-bag-extract:bagObject></sl:stand>\n"
_END = "</sl:standBestand></sl-bag-extract:bagStand>\n"


class Extract:
    """The objects of one kind, such as VBO, in a zip with a file per ten thousand."""

    def __init__(self, folder: Path, gemeente: str, soort: str, datum: date) -> None:
        self.naam = f"{gemeente}{soort}{datum:%d%m%Y}.zip"
        self._stem = self.naam.removesuffix(".zip")
        self._begin = _BEGIN.format(gemeente=gemeente, datum=datum.isoformat(), soort=soort)
        self._zip = ZipFile(folder / self.naam, "w", ZIP_DEFLATED, compresslevel=_LEVEL)
        self._file: IO[bytes] | None = None
        self._files = 0
        self._objects = 0
        self._waiting: list[str] = []
        self._chars = 0

    def put(self, xml: str) -> tuple[str, int]:
        """Write an object; return the name of its file in the zip, and its place there, from 1."""
        if self._file is None or self._objects == _OBJECTS_A_FILE:
            self._open()
        self._objects += 1
        self._write(f"{_OBJECT}{xml}{_OBJECT_END}")
        return self._name(), self._objects

    def close(self) -> None:
        """End the zip; one without objects holds a file without objects."""
        if self._file is None:
            self._open()
        self._end()
        self._zip.close()

    def _name(self) -> str:
        return f"{self._stem}-{self._files:06}.xml"

    def _open(self) -> None:
        self._end()
        self._files += 1
        self._objects = 0
        # Opened by name it bears no moment, so that equal worlds give equal bytes.
        self._file = self._zip.open(self._name(), "w")
        self._write(self._begin)

    def _write(self, text: str) -> None:
        self._waiting.append(text)
        self._chars += len(text)
        if self._chars > _BUFFER_CHARS:
            self._flush()

    def _flush(self) -> None:
        if self._file is not None:
            self._file.write("".join(self._waiting).encode())
        self._waiting.clear()
        self._chars = 0

    def _end(self) -> None:
        if self._file is not None:
            self._waiting.append(_END)
            self._flush()
            self._file.close()
            self._file = None
