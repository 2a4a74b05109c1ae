"""What was measured of a journey: values, and the JSON that a release keeps of them."""

from dataclasses import dataclass
from datetime import date
from typing import NotRequired, TypedDict

# Own choices: a journey that stands still so long counts as left, and one begun so soon
# after another of the same resident as a return.
UITVAL_NA_DAGEN = 183
TERUGKEER_BINNEN_DAGEN = 365


@dataclass(frozen=True, slots=True)
class Duur:
    """Whole calendar days: the median, and what eight of ten do not exceed (nearest rank)."""

    aantal: int
    mediaan: float
    p80: int


@dataclass(frozen=True, slots=True)
class StapMeting:
    """One step over all journeys delivered.

    `bereikt` counts the journeys that took it; `uitgevallen` those that took no later step
    and stood still for `UITVAL_NA_DAGEN` or more; `onderweg` those that took no later step and
    have not. The last step is the end: nobody drops out of it. `duur` runs from the latest
    earlier step taken, `vanaf_begin` from the first; a journey that begins with this step counts
    in neither. Of the journeys of a known resident that ended here a year or more before the
    peildatum (`terugkeer_van`), `terugkeer` saw that resident, or one of a couple, begin again
    within `TERUGKEER_BINNEN_DAGEN`.
    """

    stap: str
    bereikt: int
    duur: Duur | None
    vanaf_begin: Duur | None
    uitgevallen: int
    onderweg: int
    terugkeer: int
    terugkeer_van: int


@dataclass(frozen=True, slots=True)
class Reismeting:
    """A journey measured: its number, the days it speaks of, and each step in order."""

    reizen: int
    van: date | None
    peildatum: date
    stappen: tuple[StapMeting, ...]


class DuurJson(TypedDict):
    """A Duur in JSON."""

    aantal: int
    mediaan: float
    p80: int


class StapJson(TypedDict):
    """A StapMeting in JSON."""

    stap: str
    bereikt: int
    duur: DuurJson | None
    vanafBegin: DuurJson | None
    uitgevallen: int
    onderweg: int
    terugkeer: int
    terugkeerVan: int


class ReisJson(TypedDict):
    """A Reismeting in JSON; with another status than ok only that and `melding`."""

    status: str
    melding: NotRequired[str]
    reizen: int
    van: str | None
    peildatum: str
    stappen: list[StapJson]


def encode(meting: Reismeting) -> ReisJson:
    """Return a journey measured as JSON holds it."""
    return {
        "status": "ok",
        "reizen": meting.reizen,
        "van": meting.van.isoformat() if meting.van else None,
        "peildatum": meting.peildatum.isoformat(),
        "stappen": [_encode_stap(stap) for stap in meting.stappen],
    }


def decode(said: ReisJson) -> Reismeting:
    """Return what `encode` wrote down."""
    return Reismeting(
        said["reizen"],
        date.fromisoformat(said["van"]) if said["van"] else None,
        date.fromisoformat(said["peildatum"]),
        tuple(_decode_stap(stap) for stap in said["stappen"]),
    )


def _encode_stap(stap: StapMeting) -> StapJson:
    return {
        "stap": stap.stap,
        "bereikt": stap.bereikt,
        "duur": _encode_duur(stap.duur),
        "vanafBegin": _encode_duur(stap.vanaf_begin),
        "uitgevallen": stap.uitgevallen,
        "onderweg": stap.onderweg,
        "terugkeer": stap.terugkeer,
        "terugkeerVan": stap.terugkeer_van,
    }


def _encode_duur(duur: Duur | None) -> DuurJson | None:
    if duur is None:
        return None
    return {"aantal": duur.aantal, "mediaan": duur.mediaan, "p80": duur.p80}


def _decode_stap(said: StapJson) -> StapMeting:
    duur, vanaf_begin = said["duur"], said["vanafBegin"]
    return StapMeting(
        stap=said["stap"],
        bereikt=said["bereikt"],
        duur=Duur(**duur) if duur else None,
        vanaf_begin=Duur(**vanaf_begin) if vanaf_begin else None,
        uitgevallen=said["uitgevallen"],
        onderweg=said["onderweg"],
        terugkeer=said["terugkeer"],
        terugkeer_van=said["terugkeerVan"],
    )
