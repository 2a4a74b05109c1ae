"""The deliveries of Assen as plain records, with the faulty ones set apart.

Each rule is written here from its definition. Nothing of the server, its
mappings or its shapes is used, so that an error there can't hide here too.
"""

import csv
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .workdays import add_workdays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
GEMEENTE = "GM0106"
PEILDATUM = {"meldingen": date(2026, 8, 8), "vergunningen": date(2012, 1, 23)}
INDELING = {
    "arbeidsmarktregio": "Code_4",
    "coropgebied": "Code_8",
    "landsdeel": "Code_24",
    "provincie": "Code_26",
}
SOORT = {"GM": "gemeente", "WK": "wijk", "BU": "buurt", "NL": "land"}

Positie = tuple[str, str]
Element = dict[str, str | int | float | None]


class Melding(NamedTuple):
    """A report; days are those of Amsterdam."""

    id: str
    gebied: str
    categorie: str
    gemeld: date
    afgehandeld: date | None
    uiterlijk: date | None
    moment: datetime
    plek: str


class Stap(NamedTuple):
    """A completed step of a case."""

    naam: str
    voltooid: datetime


class Zaak(NamedTuple):
    """A permit case with its steps; no `einde` means that it is open."""

    id: str
    kanaal: str
    afdeling: str
    start: date
    einde: date | None
    deadline: date | None
    stappen: tuple[Stap, ...]


class Cijfer(NamedTuple):
    """A row of CBS; `None` is the figure that CBS gives as a point."""

    gebied: str
    jaar: int
    leeftijd: str
    inwoners: int | None
    ontvangers: int | None
    instroom: int | None
    uitstroom: int | None


class Gebieden(NamedTuple):
    """The areas of 2022: the kind of each code, and what each code lies in, by kind."""

    soort: dict[str, str]
    boven: dict[str, dict[str, str]]


class Deliveries(NamedTuple):
    """All that was delivered: what counts, what does not, and how many records came in."""

    gebieden: Gebieden
    meldingen: list[Melding]
    zaken: list[Zaak]
    cijfers: list[Cijfer]
    records: dict[str, int]
    quarantaine: dict[str, set[Positie]]


def data_folder() -> Path:
    """Return the folder with the deliveries, from the environment or beside the repository."""
    beside = Path(__file__).resolve().parents[3].parent / "shared"
    return Path(os.environ.get("THEMAGRAAF_SHARED", beside)) / "data"


def load(data: Path) -> Deliveries:
    """Read every delivery and set the faulty records apart."""
    gebieden, records = _gebieden(data / "cbs-gebieden-en-kwb-metadata")
    meldingen, meldingen_in, meldingen_out = _meldingen(data / "mor-assen-signalen")
    zaken, zaken_in, zaken_out = _zaken(data / "wabo-receipt-eventlog" / "receipt.csv")
    cijfers, cijfers_in, cijfers_out = _cijfers(data / "cbs-bijstand-gemeenten", gebieden)
    return Deliveries(
        gebieden,
        meldingen,
        zaken,
        cijfers,
        {
            "gebieden": records,
            "meldingen": meldingen_in,
            "vergunningen": zaken_in,
            "bijstand": cijfers_in,
        },
        {
            "gebieden": set(),
            "meldingen": meldingen_out,
            "vergunningen": zaken_out,
            "bijstand": cijfers_out,
        },
    )


def rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Give each data row with its position, the header being row 1; values are stripped."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            yield f"row={number}", {name: value.strip() for name, value in row.items()}


def elements(path: Path) -> list[Element]:
    """Return the objects of a JSON list."""
    found: list[Element] = json.loads(path.read_text("utf-8"))
    return found


def local_date(moment: str) -> date:
    """Return the day in Amsterdam on which a moment falls."""
    return datetime.fromisoformat(moment).astimezone(AMSTERDAM).date()


def promised_workdays(sentence: str) -> int | None:
    """Return 5 for "… binnen 5 werkdagen …", and nothing for a sentence without a term."""
    words = sentence.partition("binnen ")[2].split()
    if len(words) > 1 and words[0].isdigit() and words[1].startswith("werkdag"):
        return int(words[0])
    return None


def _gebieden(folder: Path) -> tuple[Gebieden, int]:
    areas = [row for _, row in rows(folder / "WijkenEnBuurten.csv")]
    gemeenten = [row for _, row in rows(folder / "data.csv")]
    soort = {row["Key"]: SOORT[row["Key"][:2]] for row in areas}
    boven: dict[str, dict[str, str]] = defaultdict(dict)
    of_gemeente = {row["RegioS"]: row for row in gemeenten}
    for row in areas:
        if gemeente := row["Municipality"]:
            boven[row["Key"]] = {"gemeente": gemeente, "land": "NL00"} | {
                niveau: of_gemeente[gemeente][column] for niveau, column in INDELING.items()
            }
    for row in gemeenten:
        soort |= {row[column]: niveau for niveau, column in INDELING.items()}
    return Gebieden(soort, dict(boven)), len(areas) + len(gemeenten)


def _meldingen(folder: Path) -> tuple[list[Melding], int, set[Positie]]:
    reported = elements(folder / "all_meldingen.json")
    resolved = elements(folder / "resolved.json")
    areas = elements(folder / "areas.json")
    categories = json.loads((folder / "categories.json").read_text("utf-8"))
    code_of = {str(area["name"]): str(area["code"]) for area in areas}
    term_of = {
        f"{category['parent_slug']}/{slug}": promised_workdays(category["handling_message"])
        for slug, category in categories.items()
    }
    resolved_on = {str(item["id"]): str(item["resolved_date"]) for item in resolved}
    meldingen = [_melding(item, code_of, term_of, resolved_on) for item in reported]
    faulty = {m.id for m in meldingen if m.afgehandeld is not None and m.afgehandeld < m.gemeld}
    out = {
        (name, f"/{index}")
        for name, items in (("all_meldingen.json", reported), ("resolved.json", resolved))
        for index, item in enumerate(items)
        if item["id"] in faulty
    }
    records = len(reported) + len(resolved) + len(categories) + len(areas)
    return [m for m in meldingen if m.id not in faulty], records, out


def _melding(
    item: Element,
    code_of: dict[str, str],
    term_of: dict[str, int | None],
    resolved_on: dict[str, str],
) -> Melding:
    gemeld = local_date(str(item["created_at"]))
    categorie = f"{item['category_slug']}/{item['subcategory_slug']}"
    term = term_of.get(categorie)
    resolved = resolved_on.get(str(item["id"]))
    return Melding(
        str(item["id"]),
        code_of.get(str(item["wijk"]), GEMEENTE),
        categorie,
        gemeld,
        None if resolved is None else date.fromisoformat(resolved),
        None if term is None else add_workdays(gemeld, term),
        datetime.fromisoformat(str(item["created_at"])),
        str(item["address"] or ""),
    )


def _zaken(path: Path) -> tuple[list[Zaak], int, set[Positie]]:
    rows_of: dict[str, list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for positie, row in rows(path):
        rows_of[row["case:concept:name"]].append((positie, row))
    zaken, out = [], set()
    for found in rows_of.values():
        zaak = _zaak([row for _, row in found])
        if zaak.einde is not None and zaak.einde < zaak.start:
            out |= {(path.name, positie) for positie, _ in found}
        else:
            zaken.append(zaak)
    return zaken, sum(len(found) for found in rows_of.values()), out


def _zaak(events: list[dict[str, str]]) -> Zaak:
    first = events[0]
    end, deadline = first["case:enddate"], first["case:deadline"]
    return Zaak(
        first["case:concept:name"],
        first["case:channel"],
        first["case:department"],
        local_date(first["case:startdate"]),
        local_date(end) if end else None,
        local_date(deadline) if deadline else None,
        tuple(
            Stap(event["concept:name"], datetime.fromisoformat(event["time:timestamp"]))
            for event in events
        ),
    )


def _cijfers(folder: Path, gebieden: Gebieden) -> tuple[list[Cijfer], int, set[Positie]]:
    cijfers, out, count = [], set(), 0
    for jaar, instroom, uitstroom in (
        (2015, "Instromers_4", "Uitstromers_6"),
        (2016, "Instroom_4", "Uitstroom_6"),
        (2017, "Instroom_4", "Uitstroom_6"),
    ):
        columns = ("Inwoners_1", "Bijstandsontvangers_2", instroom, uitstroom)
        for positie, row in rows(folder / f"gemeente_{jaar}.csv"):
            count += 1
            code = {"NL01": "NL00"}.get(row["Regiokenmerken"], row["Regiokenmerken"])
            if code in gebieden.soort:
                counts = [None if row[c] == "." else int(row[c]) for c in columns]
                cijfers.append(Cijfer(code, jaar, row["Leeftijd"], *counts))
            else:
                out.add((f"gemeente_{jaar}.csv", positie))
    return cijfers, count, out
