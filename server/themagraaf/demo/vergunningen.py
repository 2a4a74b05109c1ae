"""The delivery of permit applications: an event log with one line per finished step."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import ClassVar

from themagraaf.demo.afwijkingen import judge_zaak, make_afwijkende_zaken
from themagraaf.demo.bederf import Bederf
from themagraaf.demo.kalender import EERSTE_AANVRAAG, PEILDATUM, list_days, spread
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.wereld import Huishouden, Wereld
from themagraaf.demo.zaak import Zaak, make_zaak, weigh_day

PER_DUIZEND_INWONERS = 8

_COLUMNS = (
    "case:channel",
    "case:concept:name",
    "case:deadline",
    "case:department",
    "case:enddate",
    "case:enddate_planned",
    "case:group",
    "case:responsible",
    "case:startdate",
    "concept:instance",
    "concept:name",
    "lifecycle:transition",
    "org:group",
    "org:resource",
    "time:timestamp",
)
_FIRST_TASK = 20_001


class Vergunningen:
    """The permit applications; their log names nobody, so they are drawn on their own."""

    naam: ClassVar[str] = "vergunningen"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._folder = folder
        self._wereld = wereld
        self._bederf = bederf

    def add(self, huishouden: Huishouden) -> None:
        """Write nothing: an application names no household."""

    def close(self) -> Sequence[Leveringsregel]:
        """Write the log."""
        file = "receipt.csv"
        zaken = Zakenstroom(self._wereld.inwoners, self._wereld.seed)

        def note(row: int, soort: str) -> None:
            self._bederf.noteer(self.naam, PEILDATUM, file, f"row={row}", soort, True)

        write_gebeurtenissen(self._folder / file, zaken, note)
        return [Leveringsregel(self.naam, PEILDATUM, {"gebeurtenissen": file})]


class Zakenstroom:
    """Every case of the demo in the order of its number, made while it is read."""

    def __init__(self, inwoners: int, seed: int) -> None:
        self._seed = seed
        self._odd = make_afwijkende_zaken(Random(f"{seed}/vergunningen/afwijkend"))
        self.total = max(len(self._odd), round(inwoners * PER_DUIZEND_INWONERS / 1000))

    def __iter__(self) -> Iterator[Zaak]:
        rng = Random(f"{self._seed}/vergunningen")
        days = list_days(EERSTE_AANVRAAG, PEILDATUM)
        counts = spread(self.total - len(self._odd), days, weigh_day)
        for day, count in zip(days, counts, strict=True):
            for _ in range(count):
                yield make_zaak(rng, day)
        yield from self._odd


def write_gebeurtenissen(path: Path, zaken: Zakenstroom, note: Callable[[int, str], None]) -> None:
    """Write the steps of every case; `note` hears the row, from 1, of each step kept out."""
    # As many digits for each case as for the last, so that text order is number order.
    first_zaak = 10 ** max(4, len(str(zaken.total)))
    task = _FIRST_TASK
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for number, zaak in enumerate(zaken, start=1):
            rows = _list_rows(zaak, f"case-{first_zaak + number}", task)
            writer.writerows(rows)
            if wrong := judge_zaak(zaak):
                for place in range(len(rows)):
                    note(task - _FIRST_TASK + place + 2, wrong)
            task += len(rows)


def _list_rows(zaak: Zaak, key: str, first_task: int) -> list[tuple[str, ...]]:
    return [
        (
            zaak.kanaal,
            key,
            _format(zaak.uiterlijk),
            zaak.afdeling,
            _format(zaak.einde) if zaak.einde else "",
            _format(zaak.gepland),
            zaak.groep,
            zaak.behandelaar,
            _format(zaak.start),
            f"task-{task}",
            stap.naam,
            "complete",
            stap.groep,
            stap.resource,
            _format(stap.voltooid),
        )
        for task, stap in enumerate(zaak.stappen, start=first_task)
    ]


def _format(moment: datetime) -> str:
    """Write a local moment with its offset, and a fraction only when there is one."""
    return moment.isoformat(" ")
