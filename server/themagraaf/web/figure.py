"""One KPI in words: its headline figure, its norm and whether it is met, or why there is none."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from themagraaf.errors import DeadTermError, NotAdditiveError, UnknownError
from themagraaf.kpi import periode
from themagraaf.kpi.cell import Cel, rounded
from themagraaf.kpi.headline import headline
from themagraaf.kpi.publicatie import ONDERDRUKT
from themagraaf.model.kpi import Kpi
from themagraaf.model.terms import Label
from themagraaf.release.current import Release
from themagraaf.web.notation import amount, day, unit
from themagraaf.web.words import WORDS


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a norm is met, as a word and a sign that stands beside it."""

    met: bool
    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What the page says of one KPI; texts are empty where there is nothing to say."""

    id: str
    titel: str
    definitie: str
    kanttekening: str
    waarde: str
    eenheid: str
    periode: str
    voorlopig: bool
    waarom_niet: str
    gemeten: bool  # there are figures to ask for, also where none stands for the whole
    norm: str
    norm_bron: str
    oordeel: Judgement | None


def read_figure(release: Release, kpi: Kpi, taal: str) -> Figure:
    """Return a KPI with its headline figure."""
    cel, why_not = _headline(release, kpi, taal)
    waarde = cel.waarde if cel else None
    eenheid = unit(kpi.eenheid)
    return Figure(
        id=kpi.id,
        titel=text(kpi.titel, taal),
        definitie=text(kpi.definitie, taal),
        kanttekening=text(kpi.kanttekening, taal) if kpi.kanttekening else "",
        waarde="" if waarde is None else amount(rounded(kpi, waarde), kpi.eenheid, taal),
        eenheid=eenheid.en if taal == "en" else eenheid.nl,
        periode=_period(release, kpi, cel, taal) if cel else "",
        voorlopig=cel is not None and cel.status == "P",
        waarom_niet=why_not,
        gemeten=why_not != WORDS[taal]["geen_term"],
        norm=_norm(kpi, taal),
        norm_bron=text(kpi.norm.bron, taal) if kpi.norm else "",
        oordeel=_judge(kpi, waarde, taal),
    )


def text(label: Label, taal: str) -> str:
    """Return a label in one language."""
    return label.en if taal == "en" else label.nl


def _headline(release: Release, kpi: Kpi, taal: str) -> tuple[Cel | None, str]:
    words = WORDS[taal]
    try:
        cel = headline(release.cube(kpi.id))
    except (DeadTermError, UnknownError):
        return None, words["geen_term"]
    except NotAdditiveError:
        return None, words["geen_totaal"]
    if cel is None:
        return None, words["geen_periode" if "periode" in kpi.dimensies else "niets_te_meten"]
    if cel.status == ONDERDRUKT:
        return cel, words["geheim"]
    return cel, words["niets_te_meten"] if cel.waarde is None else ""


def _period(release: Release, kpi: Kpi, cel: Cel, taal: str) -> str:
    if "periode" in cel.leden:
        return text(periode.label(cel.leden["periode"]), taal)
    peildatum = release.peildatum(kpi.registraties)
    return "" if peildatum == date.max else f"{WORDS[taal]['stand']} {day(peildatum, taal)}"


def _norm(kpi: Kpi, taal: str) -> str:
    if kpi.norm is None:
        return ""
    side = {"hoger-is-beter": "ten_minste", "lager-is-beter": "ten_hoogste"}.get(kpi.richting)
    said = amount(kpi.norm.waarde, kpi.eenheid, taal)
    return f"{WORDS[taal][side]} {said}" if side else said


def _judge(kpi: Kpi, waarde: Decimal | None, taal: str) -> Judgement | None:
    if kpi.norm is None or waarde is None or kpi.richting == "neutraal":
        return None
    # The exact value decides: 99,96 % is not 100 %, though it is written so.
    higher = kpi.richting == "hoger-is-beter"
    met = waarde >= kpi.norm.waarde if higher else waarde <= kpi.norm.waarde
    return Judgement(met, "✓" if met else "✗", WORDS[taal]["gehaald" if met else "niet_gehaald"])
