"""The overview of a release: its themes, their figures, and the registrations they rest on."""

import threading
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jinja2 import Environment, PackageLoader, StrictUndefined

from themagraaf.model.terms import Thema
from themagraaf.release.current import Release
from themagraaf.release.manifest import RegistratieGeteld
from themagraaf.web.figure import Figure, read_figure, text
from themagraaf.web.notation import day, number
from themagraaf.web.words import TALEN, WORDS

TEMPLATES = Environment(
    loader=PackageLoader("themagraaf.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class ThemaView:
    """A theme as the page shows it."""

    id: str
    titel: str
    definitie: str
    vraag: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class RegistratieView:
    """A registration as the page shows it; numbers are written out."""

    naam: str
    peildatum: str
    geleverd: str
    gepubliceerd: str
    quarantaine: str


@dataclass(slots=True)
class Pages:
    """The pages made so far; a release never changes, so each is made once."""

    _made: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def overview(self, release: Release, taal: str, prefix: str) -> str:
        """Return the overview of a release; `prefix` is the path it is served under."""
        key = (release.id, taal, prefix)
        with self._lock:
            if key not in self._made:
                page = _overview(release, taal, prefix)
                # Those of another release are not asked for again.
                self._made = {k: v for k, v in self._made.items() if k[0] == release.id}
                self._made[key] = page
            return self._made[key]


def _overview(release: Release, taal: str, prefix: str) -> str:
    return TEMPLATES.get_template("overzicht.html").render(
        taal=taal,
        andere_taal=next(item for item in TALEN if item != taal),
        woord=WORDS[taal],
        prefix=prefix,
        gemeente=release.manifest["gemeente"]["naam"],
        release=release.id,
        themas=[_thema(release, thema, taal) for thema in release.model.vocabulary.themas],
        registraties=_registraties(release, taal),
    )


def _thema(release: Release, thema: Thema, taal: str) -> ThemaView:
    kpis = [kpi for kpi in release.model.kpis if kpi.thema == thema.id]
    return ThemaView(
        thema.id,
        text(thema.titel, taal),
        text(thema.definitie, taal),
        text(thema.bewonersvraag, taal),
        tuple(read_figure(release, kpi, taal) for kpi in kpis),
    )


def _registraties(release: Release, taal: str) -> list[RegistratieView]:
    found = release.manifest["registraties"]
    return [_registratie(naam, found[naam], taal) for naam in sorted(found)]


def _registratie(naam: str, item: RegistratieGeteld, taal: str) -> RegistratieView:
    return RegistratieView(
        naam,
        day(date.fromisoformat(item["peildatum"]), taal),
        number(Decimal(item["records"]), taal),
        number(Decimal(item["gepubliceerd"]), taal),
        number(Decimal(item["quarantaine"]), taal),
    )
