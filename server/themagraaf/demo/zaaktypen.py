"""The kinds of cases of Voorbeeldstad, and their catalogue as the Catalogi API lists it."""

import json
from dataclasses import dataclass
from pathlib import Path

API = "https://open-zaak.voorbeeldstad.example"
CATALOGI = f"{API}/catalogi/api/v1"
KANALEN_URL = "https://referentielijsten.voorbeeldstad.example/api/v1/communicatiekanalen"
KANALEN = ("Internet", "Balie", "Telefoon", "E-mail", "Post")
STATUSSEN = ("Ontvangen", "In behandeling", "Afgehandeld")


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """A result that a case may have: its name, the word of the Catalogi API, and its weight."""

    naam: str
    generiek: str
    gewicht: float


@dataclass(frozen=True, slots=True)
class Zaaktype:
    """A kind of case.

    `doorlooptijd` and `servicenorm` are ISO 8601 durations, `dagen` is how many
    days it mostly takes. `per_duizend` is how many a thousand residents begin
    in a year; the other shares run from 0 to 1. `verlenging` is in days.
    """

    identificatie: str
    naam: str
    doorlooptijd: str
    servicenorm: str | None
    dagen: int
    per_duizend: float
    uitkomsten: tuple[Uitkomst, ...]
    organisaties: float = 0.0
    opgeschort: float = 0.02
    verlengd: float = 0.0
    verlenging: int = 42
    met_adres: bool = False
    digitaal: float = 0.7

    @property
    def wettelijk(self) -> int:
        """The legal handling time in days."""
        return int(self.doorlooptijd[1:-1]) * (7 if self.doorlooptijd.endswith("W") else 1)


def _given(naam: str, generiek: str, gewicht: float = 0.95) -> tuple[Uitkomst, ...]:
    return (Uitkomst(naam, generiek, gewicht), Uitkomst("Ingetrokken", "Ingetrokken", 1 - gewicht))


_BESLUIT = (
    Uitkomst("Verleend", "Verleend", 0.78),
    Uitkomst("Geweigerd", "Geweigerd", 0.08),
    Uitkomst("Ingetrokken", "Ingetrokken", 0.1),
    Uitkomst("Buiten behandeling", "Niet ontvankelijk", 0.04),
)
_OORDEEL = (
    Uitkomst("Gegrond", "Gegrond", 0.27),
    Uitkomst("Ongegrond", "Ongegrond", 0.48),
    Uitkomst("Ingetrokken", "Ingetrokken", 0.17),
    Uitkomst("Niet ontvankelijk", "Niet ontvankelijk", 0.08),
)
_GELD = (
    Uitkomst("Toegekend", "Toegekend", 0.68),
    Uitkomst("Afgewezen", "Afgewezen", 0.24),
    Uitkomst("Ingetrokken", "Ingetrokken", 0.05),
    Uitkomst("Afgebroken", "Afgebroken", 0.03),
)
ZAAKTYPEN = (
    Zaaktype(
        *("paspoort", "Paspoort aanvragen", "P28D", "P5D", 4, 12.0),
        _given("Verstrekt", "Verstrekt", 0.99),
    ),
    Zaaktype(
        *("rijbewijs", "Rijbewijs aanvragen", "P28D", "P5D", 4, 8.0),
        _given("Verstrekt", "Verstrekt", 0.99),
    ),
    Zaaktype(
        *("verhuizing", "Verhuizing doorgeven", "P4W", "P5D", 4, 12.0),
        _given("Verwerkt", "Verwerkt", 0.97),
    ),
    Zaaktype(
        *("uittreksel", "Uittreksel basisregistratie personen", "P28D", "P3D", 2, 6.0),
        _given("Verstrekt", "Verstrekt", 0.99),
    ),
    Zaaktype(
        *("parkeervergunning", "Parkeervergunning aanvragen", "P56D", "P10D", 8, 5.0),
        _BESLUIT,
        organisaties=0.2,
        opgeschort=0.04,
        met_adres=True,
        digitaal=0.85,
    ),
    Zaaktype(
        *("kwijtschelding", "Kwijtschelding belastingen aanvragen", "P84D", "P56D", 40, 5.0),
        _GELD,
        opgeschort=0.15,
        digitaal=0.5,
    ),
    Zaaktype(
        *("omgevingsvergunning", "Omgevingsvergunning aanvragen", "P56D", "P42D", 38, 3.0),
        _BESLUIT,
        organisaties=0.3,
        opgeschort=0.25,
        verlengd=0.12,
        met_adres=True,
        digitaal=0.95,
    ),
    Zaaktype(
        *("bezwaar", "Bezwaar behandelen", "P84D", "P70D", 66, 2.0),
        _OORDEEL,
        organisaties=0.15,
        opgeschort=0.12,
        verlengd=0.3,
        digitaal=0.4,
    ),
    Zaaktype(
        *("subsidie", "Subsidie aanvragen", "P91D", "P56D", 50, 1.0),
        _GELD,
        organisaties=0.85,
        opgeschort=0.1,
        verlengd=0.08,
        digitaal=0.9,
    ),
    Zaaktype(
        *("evenementenvergunning", "Evenementenvergunning aanvragen", "P56D", "P42D", 36, 0.8),
        _BESLUIT,
        organisaties=0.7,
        opgeschort=0.1,
        verlengd=0.1,
        met_adres=True,
    ),
    Zaaktype(
        *("klacht", "Klacht behandelen", "P42D", "P28D", 24, 0.7),
        _OORDEEL,
        verlengd=0.1,
        digitaal=0.5,
    ),
    Zaaktype(
        *("woo-verzoek", "Woo-verzoek behandelen", "P28D", None, 30, 0.3),
        (
            Uitkomst("Openbaar gemaakt", "Verstrekt", 0.8),
            Uitkomst("Geweigerd", "Geweigerd", 0.12),
            Uitkomst("Ingetrokken", "Ingetrokken", 0.08),
        ),
        organisaties=0.4,
        verlengd=0.6,
        verlenging=14,
    ),
)


def zaaktype_url(number: int) -> str:
    """Return where the Catalogi API keeps the only version of a case type."""
    return f"{CATALOGI}/zaaktypen/{_uuid(1, number, 0)}"


def statustype_url(number: int, stap: int) -> str:
    """Return where the Catalogi API keeps a status type of a case type."""
    return f"{CATALOGI}/statustypen/{_uuid(2, number, stap)}"


def resultaattype_url(number: int, uitkomst: int) -> str:
    """Return where the Catalogi API keeps a result type of a case type."""
    return f"{CATALOGI}/resultaattypen/{_uuid(3, number, uitkomst)}"


def write_catalogus(folder: Path) -> None:
    """Write case types, status types, result types, and the channels of the reference list."""
    zaaktypen: list[dict[str, object]] = []
    statustypen: list[dict[str, object]] = []
    resultaattypen: list[dict[str, object]] = []
    for number, soort in enumerate(ZAAKTYPEN):
        zaaktypen.append(_zaaktype(number, soort))
        statustypen += [_statustype(number, stap) for stap in range(len(STATUSSEN))]
        resultaattypen += [
            _resultaattype(number, place, item) for place, item in enumerate(soort.uitkomsten)
        ]
    kanalen = [{"url": f"{KANALEN_URL}/{naam.lower()}", "naam": naam} for naam in KANALEN]
    for name, found in (
        ("zaaktypen", zaaktypen),
        ("statustypen", statustypen),
        ("resultaattypen", resultaattypen),
        ("communicatiekanalen", kanalen),
    ):
        text = json.dumps(found, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", "utf-8", newline="\n")


def _uuid(kind: int, number: int, place: int) -> str:
    return f"{number + 1:08x}-0000-4000-8000-{kind:04x}{place:08x}"


def _zaaktype(number: int, soort: Zaaktype) -> dict[str, object]:
    return {
        "url": zaaktype_url(number),
        "identificatie": soort.identificatie,
        "omschrijving": soort.naam,
        "doorlooptijd": soort.doorlooptijd,
        "servicenorm": soort.servicenorm,
        "opschortingEnAanhoudingMogelijk": soort.opgeschort > 0,
        "verlengingMogelijk": soort.verlengd > 0,
        "verlengingstermijn": f"P{soort.verlenging}D" if soort.verlengd else None,
        "beginGeldigheid": "2023-01-01",
        "eindeGeldigheid": None,
    }


def _statustype(number: int, stap: int) -> dict[str, object]:
    return {
        "url": statustype_url(number, stap),
        "omschrijving": STATUSSEN[stap],
        "zaaktype": zaaktype_url(number),
        "volgnummer": stap + 1,
        "isEindstatus": stap + 1 == len(STATUSSEN),
    }


def _resultaattype(number: int, place: int, uitkomst: Uitkomst) -> dict[str, object]:
    return {
        "url": resultaattype_url(number, place),
        "zaaktype": zaaktype_url(number),
        "omschrijving": uitkomst.naam,
        "omschrijvingGeneriek": uitkomst.generiek,
        "archiefnominatie": "vernietigen",
        "archiefactietermijn": "P5Y",
    }
