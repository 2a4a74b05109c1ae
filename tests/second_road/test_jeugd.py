"""The figures on youth care, by plain Python over the tables and claims as delivered."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from tests.second_road.hulp import (
    PEILDATUM,
    Hulp,
    Key,
    Row,
    counts,
    day,
    days_between,
    in_time,
    klasse,
    of_wet,
    per_inwoner,
    shares,
    tables,
    text,
    users,
    with_rest,
)
from tests.second_road.inwoners import read_inwoners
from tests.second_road.stad import Cell, Stad, cells


def a_year_after(moment: date) -> date:
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:  # the 29th of February
        return date(moment.year + 1, 2, 28)


def known_born(geboren: str) -> str:
    """Return a date of birth; an incomplete one as the first day of its year."""
    return geboren if "00" not in (geboren[4:6], geboren[6:]) else f"{geboren[:4]}0101"


def test_jongeren_met_jeugdzorg(stad: Stad, hulp: Hulp) -> None:
    rows = of_wet(hulp.leveringen, "JEUGDWET")

    assert cells(stad, "jongeren-met-jeugdzorg") == users(
        hulp, rows, "PRESTATIE_VOOR_CLIENT_ID", "DATUMSTOP", "jeugdzorg"
    )


def test_besluit_binnen_termijn(stad: Stad, hulp: Hulp) -> None:
    rows = of_wet(hulp.aanvragen, "JEUGDWET")

    assert cells(stad, "jeugd-besluit-binnen-termijn") == in_time(
        hulp, rows, ("DATUMSTARTAANVRAAG", "DATUMBESCHIKKING"), 56
    )


def test_wachttijd(stad: Stad, hulp: Hulp) -> None:
    assigned = {row["TOEWIJZING_ID"]: row["DATUMTOEWIJZING"] for row in hulp.toewijzingen}

    found = tables(
        (
            (
                hulp.gebied(row["PRESTATIE_VOOR_CLIENT_ID"]),
                text(row["DATUMSTART"])[:7],
                text(row["CODE"]),
            ),
            days_between(assigned[row["GELEVERDE_ZORG_TOEWIJZING_ID"]], row["DATUMSTART"]),
        )
        for row in of_wet(hulp.leveringen, "JEUGDWET")
        if row["GELEVERDE_ZORG_TOEWIJZING_ID"] in assigned
    )
    assert cells(stad, "jeugd-wachttijd") == found


def test_uitgaven(stad: Stad, hulp: Hulp) -> None:
    totals: defaultdict[Key, Decimal] = defaultdict(Decimal)
    for row in of_wet(hulp.declaratieregels, "JEUGDWET"):
        key = (
            hulp.gebied(row["BETREFT_CLIENT_ID"]),
            text(row["DATUMSTART"])[:7],
            text(row["CODE"]),
        )
        totals[key] += Decimal(text(row["BEDRAG"]))

    found: dict[Key, Cell] = {key: (total, None) for key, total in totals.items()}
    assert cells(stad, "jeugd-uitgaven") == with_rest(found)


def test_herhaald_beroep(stad: Stad, hulp: Hulp) -> None:
    of_client: defaultdict[str, list[Row]] = defaultdict(list)
    for row in of_wet(hulp.voorzieningen, "JEUGDWET"):
        of_client[text(row["CLIENT_ID"])].append(row)
    found: list[tuple[Key, bool]] = []
    for client, rows in of_client.items():
        spans = [(day(row["DATUMSTART"]), day(row["DATUMEINDE"])) for row in rows]
        for end in {last for _, last in spans}:
            after = end + timedelta(days=1)
            goes_on = any(begin <= after and last > end for begin, last in spans)
            if not goes_on and a_year_after(end) <= PEILDATUM:
                again = any(after < begin <= a_year_after(end) for begin, _ in spans)
                found.append(((hulp.gebied(client), end.isoformat()[:7]), again))

    assert cells(stad, "jeugd-herhaald-beroep") == shares(found)


def test_toewijzingen_zonder_levering(stad: Stad, hulp: Hulp) -> None:
    begun = {row["GELEVERDE_ZORG_TOEWIJZING_ID"] for row in hulp.leveringen}

    found = counts(
        (
            hulp.gebied(row["CLIENT_ID"]),
            text(row["CODE"]),
            klasse((PEILDATUM - day(row["DATUMTOEWIJZING"])).days),
        )
        for row in of_wet(hulp.toewijzingen, "JEUGDWET")
        if row["TOEWIJZING_ID"] not in begun and day(row["DATUMEINDETOEWIJZING"]) >= PEILDATUM
    )
    assert cells(stad, "jeugd-toewijzingen-zonder-levering") == found


def test_aandeel_van_de_jongeren(stad: Stad, hulp: Hulp) -> None:
    born_after = f"{PEILDATUM.year - 23}{PEILDATUM:%m%d}"
    clients = {
        text(row["PRESTATIE_VOOR_CLIENT_ID"])
        for row in of_wet(hulp.leveringen, "JEUGDWET")
        if day(row["DATUMSTART"]) <= PEILDATUM
        and (row["DATUMSTOP"] is None or day(row["DATUMSTOP"]) >= PEILDATUM)
    }
    young = [
        inwoner.gebied
        for inwoner in read_inwoners(stad).values()
        if not inwoner.overleden and known_born(inwoner.geboren) > born_after
    ]

    assert cells(stad, "jongeren-met-jeugdzorg-aandeel") == per_inwoner(hulp, clients, young)
