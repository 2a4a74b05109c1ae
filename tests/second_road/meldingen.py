"""Reports on public space read a second time: plain Python over the files as delivered."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from tests.second_road.inwoners import GEMEENTE
from tests.second_road.stad import Stad, forbidden

NEDERLAND = ZoneInfo("Europe/Amsterdam")
Plek = tuple[str, str]


@dataclass(frozen=True)
class Melding:
    """A report that may enter; `moment` is in Dutch time, `klaar` the day it was resolved."""

    id: str
    gebied: str
    categorie: str
    plek: str
    moment: datetime
    klaar: date | None

    @property
    def waar(self) -> Plek:
        """The place and the category, which make a report the same."""
        return self.plek, self.categorie


@cache
def read_meldingen(stad: Stad) -> tuple[Melding, ...]:
    """Return every report that may enter, with the day it was resolved from the other file."""
    folder = stad.folder / "meldingen"
    codes: dict[str, set[str]] = defaultdict(set)
    for item in json.loads((folder / "areas.json").read_bytes()):
        codes[item["name"]].add(item["code"])
    read: dict[str, dict[str, str]] = {}
    out: set[str] = set()
    for name in ("all_meldingen.json", "resolved.json"):
        bad = forbidden(stad, "meldingen", name)
        for place, item in enumerate(json.loads((folder / name).read_bytes())):
            if f"/{place}" in bad:
                out.add(str(item.get("id")))
            elif item.get("id"):
                read.setdefault(item["id"], {}).update(
                    {key: value for key, value in item.items() if value is not None}
                )
    return tuple(_melding(item, codes) for key, item in read.items() if key not in out)


def _melding(item: dict[str, str], codes: dict[str, set[str]]) -> Melding:
    found = codes.get(item.get("wijk", ""), set())
    moment = datetime.fromisoformat(item["created_at"]).astimezone(NEDERLAND)
    return Melding(
        item["id"],
        min(found) if len(found) == 1 else GEMEENTE,
        f"{item['category_slug']}/{item['subcategory_slug']}",
        item.get("address", ""),
        moment,
        date.fromisoformat(item["resolved_date"]) if "resolved_date" in item else None,
    )
