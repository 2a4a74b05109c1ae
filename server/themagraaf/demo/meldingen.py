"""The delivery of reports, as the public side of a Signalen system gives them.

A day's reports follow from the seed and the day alone. So one list is written
from the newest day back and the other from the oldest on, as the system does,
and no more than one day and the open work is ever in memory.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import ClassVar

from themagraaf.demo.afwijkingen import judge_melding, make_afwijkende_meldingen
from themagraaf.demo.bederf import Bederf
from themagraaf.demo.categorieen import write_categorieen
from themagraaf.demo.gemeente import GEMEENTEN, VOORBEELDSTAD
from themagraaf.demo.kalender import EERSTE_MELDING, PEILDATUM, list_days, spread
from themagraaf.demo.melding import Melding, count_days_open, make_melding, weigh_day
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.wereld import Huishouden, Wereld

PER_DUIZEND_INWONERS = 45
# About as many addresses are kept to report from.
_ADRESSEN = 5_000

Veld = str | float | int | None
Note = Callable[[int, Melding], None]


class Meldingen:
    """The reports; they name a place and never a person, so they are drawn on their own."""

    naam: ClassVar[str] = "meldingen"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._folder = folder
        self._wereld = wereld
        self._bederf = bederf
        self._adressen: dict[str, list[str]] = defaultdict(list)
        # So that the addresses kept of a wijk lie all over it.
        self._apart = 1 + wereld.inwoners // _ADRESSEN

    def add(self, huishouden: Huishouden) -> None:
        """Keep the address, of one in so many; a report is about a place."""
        if huishouden.nummer % self._apart == 0:
            adres = huishouden.adres
            text = f"{adres.straat} {adres.huisnummer}{adres.huisletter}"
            self._adressen[adres.wijk].append(text)

    def close(self) -> Sequence[Leveringsregel]:
        """Write both lists of reports, and what they can be about."""
        files = {
            "meldingen": "all_meldingen.json",
            "afgehandeld": "resolved.json",
            "categorieen": "categories.json",
            "wijknamen": "areas.json",
        }
        stroom = Meldingenstroom(self._wereld.inwoners, self._wereld.seed, self._adressen)
        meldingen, afgehandeld = files["meldingen"], files["afgehandeld"]
        write_meldingen(self._folder / meldingen, stroom, self._note(meldingen))
        write_afgehandeld(self._folder / afgehandeld, stroom, self._note(afgehandeld))
        write_categorieen(self._folder / files["categorieen"])
        write_wijknamen(self._folder / files["wijknamen"])
        return [Leveringsregel(self.naam, PEILDATUM, files)]

    def _note(self, file: str) -> Note:
        """Return what notes a report in the ledger, by its place, where it is odd."""

        def note(place: int, melding: Melding) -> None:
            if judged := judge_melding(melding):
                self._bederf.noteer(self.naam, PEILDATUM, file, f"/{place}", *judged)

        return note


class Meldingenstroom:
    """Every report of the demo, by the local day on which it was made."""

    def __init__(self, inwoners: int, seed: int, adressen: Mapping[str, Sequence[str]]) -> None:
        self._seed = seed
        self._adressen = adressen
        self._odd: dict[date, list[Melding]] = defaultdict(list)
        odd = make_afwijkende_meldingen(Random(f"{seed}/meldingen/afwijkend"), adressen)
        for day, melding in odd:
            self._odd[day].append(melding)
        self.total = max(len(odd), round(inwoners * PER_DUIZEND_INWONERS / 1000))
        self.days = list_days(EERSTE_MELDING, PEILDATUM)
        counts = spread(self.total - len(odd), self.days, weigh_day)
        self._counts = dict(zip(self.days, counts, strict=True))

    def read_day(self, day: date) -> list[Melding]:
        """Return a day's reports, oldest first."""
        rng = Random(f"{self._seed}/meldingen/{day}")
        made = [make_melding(rng, day, self._adressen) for _ in range(self._counts[day])]
        return sorted(made + self._odd.get(day, []), key=lambda melding: melding.gemeld)

    def read_newest_first(self) -> Iterator[Melding]:
        """Yield every report, the last one made first."""
        for day in reversed(self.days):
            yield from reversed(self.read_day(day))

    def read_afgehandeld(self) -> Iterator[tuple[Melding, date]]:
        """Yield every resolved report with its date, in the order of resolution."""
        waiting: dict[date, list[Melding]] = defaultdict(list)
        # Some are resolved before they were made; they can't wait for their own day.
        for meldingen in self._odd.values():
            _put(waiting, meldingen)
        for day in self.days:
            odd = self._odd.get(day, [])
            _put(waiting, (melding for melding in self.read_day(day) if melding not in odd))
            for melding in sorted(waiting.pop(day, []), key=lambda melding: melding.gemeld):
                yield melding, day


def write_meldingen(path: Path, stroom: Meldingenstroom, note: Note) -> None:
    """Write every report, newest first; `note` hears the place of each, from 0."""

    def describe() -> Iterator[dict[str, Veld]]:
        for place, melding in enumerate(stroom.read_newest_first()):
            note(place, melding)
            yield _describe(melding)

    _write_array(path, describe())


def write_afgehandeld(path: Path, stroom: Meldingenstroom, note: Note) -> None:
    """Write the resolved reports with the day on which each was found closed; `note` as above."""

    def describe() -> Iterator[dict[str, Veld]]:
        for place, (melding, day) in enumerate(stroom.read_afgehandeld()):
            note(place, melding)
            yield _describe_afgehandeld(melding, day)

    _write_array(path, describe())


def write_wijknamen(path: Path) -> None:
    """Write the names under which the system knows each wijk, own and next door."""
    areas = [
        _describe_area(name, wijk.code, wijk.bbox, kind, number)
        for gemeente in reversed(GEMEENTEN)
        for wijk in gemeente.wijken
        for name, kind, number in (
            (wijk.districtnaam, "district", 6),
            (wijk.naam, f"{VOORBEELDSTAD.code.lower()}-wijk", 4),
        )
        if name is not None
    ]
    path.write_text(json.dumps(areas, ensure_ascii=False, indent=2), "utf-8", newline="\n")


def _put(waiting: dict[date, list[Melding]], meldingen: Iterable[Melding]) -> None:
    for melding in meldingen:
        if melding.afgehandeld is not None:
            waiting[melding.afgehandeld].append(melding)


def _describe(melding: Melding) -> dict[str, Veld]:
    categorie = melding.categorie
    return {
        "id": melding.id,
        "lng": melding.lng,
        "lat": melding.lat,
        "category": categorie.hoofd.naam,
        "category_slug": categorie.hoofd.slug,
        "subcategory": categorie.naam,
        "subcategory_slug": categorie.slug,
        "created_at": melding.created_at,
        "wijk": melding.wijk,
        "address": melding.adres,
    }


def _describe_afgehandeld(melding: Melding, day: date) -> dict[str, Veld]:
    fields = _describe(melding)
    if not melding.adres_afgehandeld:
        del fields["address"]
    days_open = count_days_open(melding, day)
    return {**fields, "resolved_date": day.isoformat(), "days_open": days_open}


def _describe_area(
    name: str, code: str, bbox: tuple[float, ...], kind: str, number: int
) -> dict[str, object]:
    kind_fields = {"id": number, "name": kind, "code": kind}
    return {"name": name, "code": code, "type": kind_fields, "bbox": list(bbox)}


def _write_array(path: Path, records: Iterable[dict[str, Veld]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, record in enumerate(records):
            file.write(", " if number else "")
            file.write(json.dumps(record, ensure_ascii=False))
        file.write("]")
