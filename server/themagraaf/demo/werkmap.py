"""A workbook of one sheet, written row by row, whose bytes depend on nothing but its rows.

A library stamps the time of writing into the file; equal arguments must give
equal bytes here. What is written is the least that ECMA-376 asks of a workbook.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="'
    'application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOC}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_DOC}/styles" Target="styles.xml"/>'
    "</Relationships>",
    # The second format shows a number as a date.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}
# The day before day 1 of a workbook, which counts a 29 February 1900 that never was.
_EPOCH = date(1899, 12, 30).toordinal()
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Cel = str | int | date


class Werkmap:
    """A workbook in the making; its first row names the columns, at most 26."""

    def __init__(self, path: Path, blad: str, kolommen: Sequence[str]) -> None:
        self.naam = path.name
        self._blad = blad
        self._zip = ZipFile(path, "w", ZIP_STORED)
        for name, text in _PARTS.items():
            self._zip.writestr(ZipInfo(name), _XML + text)
        workbook = (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheets>'
            f'<sheet name="{escape(blad)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        )
        self._zip.writestr(ZipInfo("xl/workbook.xml"), _XML + workbook)
        self._sheet = self._zip.open(ZipInfo("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        self._sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
        self._row = 0
        self.put(kolommen)

    def put(self, rij: Sequence[Cel]) -> str:
        """Write a row; return its position as the quarantine gives it. Empty text is no cell."""
        self._row += 1
        cells = "".join(
            _cell(f"{letter}{self._row}", value)
            for letter, value in zip(_LETTERS, rij, strict=False)
            if value != ""
        )
        self._sheet.write(f'<row r="{self._row}">{cells}</row>'.encode())
        return f"blad={self._blad}&row={self._row}"

    def close(self) -> None:
        """End the file."""
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()
        self._zip.close()


def _cell(place: str, value: Cel) -> str:
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{value.toordinal() - _EPOCH}</v></c>'
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
