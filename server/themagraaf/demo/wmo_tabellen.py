"""The tables of the registration of help, as the GGM names them, and what spoils their rows.

Where the GGM's DDL lacks a column that a registration can't do without, or puts
a reference on the other side, mappings/wmo-jeugd/bron.md says so.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from themagraaf.demo.sleutels import stranger_bsn

Veld = str | int | None
Rij = list[Veld]

TABELLEN: dict[str, str] = {
    "LEVERANCIER": "LEVERANCIER_ID AGBCODE LEVERANCIERSCODE NAAM SOORTLEVERANCIER",
    "VOORZIENINGSOORT": "VOORZIENINGSOORT_ID CODE PRODUCTCATEGORIE WET",
    "VOORZIENING": "VOORZIENING_ID CODE NAAM PRODUCTCODE WET",
    "CLIENT": "CLIENT_ID CODE BURGERSERVICENUMMER GEZAGSDRAGERGEKEND"
    " GEZAGSDRAGER_BURGERSERVICENUMMER",
    "AOMMELDINGWMOJEUGD": "AANVRAAGOFMELDING_ID HEEFT_CLIENT_ID WET AANMELDER DATUMAANMAAK"
    " DATUMAFHANDELING REDENAFSLUITING",
    "AOM_AANVRAAGWMOJEUGD": "AANVRAAGOFMELDING_ID HEEFT_CLIENT_ID WET"
    " VOLGT_OP_AOMMELDINGWMOJEUGD_ID DATUMSTARTAANVRAAG DATUMBESCHIKKING LEIDT_TOT_BESCHIKKING_ID",
    "BESCHIKKING": "BESCHIKKING_ID CLIENT_ID WET CODE DATUMAFGIFTE",
    "BESCHIKTE_VOORZIENING": "BESCHIKTE_VOORZIENING_ID CLIENT_ID WET BESCHIKKING_ID"
    " IS_VOORZIENING_VOORZIENING_ID CODE LEVERINGSVORM EENHEID DATUMSTART DATUMEINDE"
    " DATUMEINDEOORSPRONKELIJK REDENEINDE",
    "TOEWIJZING": "TOEWIJZING_ID CLIENT_ID WET TOEWIJZINGNUMMER BESCHIKTE_VOORZIENING_ID"
    " LEVERT_VOORZIENING_LEVERANCIER_ID CODE DATUMTOEWIJZING DATUMSTARTTOEWIJZING"
    " DATUMEINDETOEWIJZING",
    "LEVERING": "LEVERING_ID PRESTATIE_VOOR_CLIENT_ID WET GELEVERDE_ZORG_TOEWIJZING_ID CODE"
    " DATUMSTART DATUMSTOP STOPREDEN",
}
"""Per table its columns; the first is the key."""

KOLOMMEN = {table: columns.split() for table, columns in TABELLEN.items()}
_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Fout:
    """A way to spoil a row: the column that it changes, to what, and whether a shape forbids it.

    `needs` is a column that must hold something, or the row is left as it is.
    """

    column: str
    change: Callable[[Veld, int], Veld]
    verboden: bool = True
    needs: str = ""


def _to(value: Veld) -> Callable[[Veld, int], Veld]:
    return lambda _, __: value


def _break_bsn(value: Veld, _: int) -> Veld:
    text = str(value)
    return text[:-1] + str((int(text[-1]) + 1) % 10)


ONLEESBAAR, TOEKOMST, VOORHEEN = "31-13-2025", "2027-03-01", "1999-12-31"
FOUTEN: dict[str, dict[str, Fout]] = {
    "CLIENT": {
        "bsn-elfproef": Fout("BURGERSERVICENUMMER", _break_bsn),
        "geen-bsn": Fout("BURGERSERVICENUMMER", _to(None), verboden=False),
        "onbekende-bsn": Fout(
            "BURGERSERVICENUMMER", lambda _, number: stranger_bsn(number), verboden=False
        ),
    },
    "AOMMELDINGWMOJEUGD": {
        "onleesbare-datum": Fout("DATUMAANMAAK", _to(ONLEESBAAR)),
        "toekomst-datum": Fout("DATUMAANMAAK", _to(TOEKOMST)),
        "onbekende-code": Fout("AANMELDER", _to("BUURTWACHT")),
        "sleutel-ontbreekt": Fout("HEEFT_CLIENT_ID", _to(None)),
        "eind-voor-begin": Fout("DATUMAFHANDELING", _to(VOORHEEN), needs="DATUMAFHANDELING"),
    },
    "AOM_AANVRAAGWMOJEUGD": {
        "onbekende-code": Fout("WET", _to("WLZ")),
        "sleutel-ontbreekt": Fout("HEEFT_CLIENT_ID", _to(None)),
        "eind-voor-begin": Fout("DATUMBESCHIKKING", _to(VOORHEEN), needs="DATUMBESCHIKKING"),
    },
    "BESCHIKKING": {
        "onbekende-code": Fout("WET", _to("WLZ")),
        "toekomst-datum": Fout("DATUMAFGIFTE", _to(TOEKOMST)),
    },
    "BESCHIKTE_VOORZIENING": {
        "onbekende-code": Fout("LEVERINGSVORM", _to("NATURA")),
        "onleesbare-datum": Fout("DATUMSTART", _to(ONLEESBAAR)),
        "eind-voor-begin": Fout("DATUMEINDE", _to(VOORHEEN)),
    },
    "TOEWIJZING": {
        "sleutel-ontbreekt": Fout("LEVERT_VOORZIENING_LEVERANCIER_ID", _to(None)),
        "onbekende-code": Fout("CODE", _to("mantelzorg")),
        "eind-voor-begin": Fout("DATUMEINDETOEWIJZING", _to(VOORHEEN)),
    },
    "LEVERING": {
        "toekomst-datum": Fout("DATUMSTART", _to(TOEKOMST), needs=""),
        "onbekende-verwijzing": Fout(
            "GELEVERDE_ZORG_TOEWIJZING_ID", lambda _, number: -number, verboden=False
        ),
        "eind-voor-begin": Fout("DATUMSTOP", _to(VOORHEEN), needs="DATUMSTOP"),
    },
}


def spoil(table: str, row: Rij, soort: str, number: int) -> bool | None:
    """Spoil a row; say whether a shape forbids it, or None where nothing was changed."""
    fout = FOUTEN[table][soort]
    columns = KOLOMMEN[table]
    if fout.needs and row[columns.index(fout.needs)] is None:
        return None
    place = columns.index(fout.column)
    row[place] = fout.change(row[place], number)
    return fout.verboden


class Database:
    """A SQLite database that is filled table by table, in large batches and one transaction."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("BEGIN")
        self._waiting: dict[str, list[Rij]] = {table: [] for table in TABELLEN}
        for table, columns in KOLOMMEN.items():
            rest = ", ".join(f"{name} TEXT" for name in columns[1:])
            self._connection.execute(
                f"CREATE TABLE {table} ({columns[0]} INTEGER PRIMARY KEY, {rest})"
            )

    def add(self, table: str, row: Rij) -> None:
        """Write a row, at the latest when the database is closed."""
        waiting = self._waiting[table]
        waiting.append(row)
        if len(waiting) >= _ROWS_AT_ONCE:
            self._write(table, waiting)

    def close(self) -> None:
        """Write what waits, and end the file."""
        for table, waiting in self._waiting.items():
            self._write(table, waiting)
        self._connection.execute("COMMIT")
        self._connection.close()

    def _write(self, table: str, waiting: list[Rij]) -> None:
        marks = ", ".join("?" * len(KOLOMMEN[table]))
        self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", waiting)
        waiting.clear()


def soorten(table: str) -> Sequence[str]:
    """Return the kinds of fault that a table knows."""
    return tuple(FOUTEN[table])
