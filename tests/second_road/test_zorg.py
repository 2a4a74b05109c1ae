"""The figures on support under the Wmo, by plain Python over the tables as delivered."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from tests.second_road.hulp import (
    PEILDATUM,
    Hulp,
    Key,
    counts,
    day,
    days_between,
    in_time,
    klasse,
    maanden,
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


def test_clienten(stad: Stad, hulp: Hulp) -> None:
    rows = of_wet(hulp.voorzieningen, "WMO")

    assert cells(stad, "wmo-clienten") == users(
        hulp, rows, "CLIENT_ID", "DATUMEINDE", "wmo-maatwerk"
    )


def test_onderzoek_binnen_termijn(stad: Stad, hulp: Hulp) -> None:
    rows = of_wet(hulp.meldingen, "WMO")

    assert cells(stad, "wmo-onderzoek-binnen-termijn") == in_time(
        hulp, rows, ("DATUMAANMAAK", "DATUMAFHANDELING"), 42
    )


def test_besluit_binnen_termijn(stad: Stad, hulp: Hulp) -> None:
    rows = of_wet(hulp.aanvragen, "WMO")

    assert cells(stad, "wmo-besluit-binnen-termijn") == in_time(
        hulp, rows, ("DATUMSTARTAANVRAAG", "DATUMBESCHIKKING"), 14
    )


def test_doorlooptijd_melding_tot_levering(stad: Stad, hulp: Hulp) -> None:
    first = hulp.first_levering

    found = tables(
        (
            (hulp.gebied(row["HEEFT_CLIENT_ID"]), first[number][:7]),
            days_between(row["DATUMAANMAAK"], first[number]),
        )
        for row in of_wet(hulp.meldingen, "WMO")
        if (number := text(row["AANVRAAGOFMELDING_ID"])) in first
    )
    assert cells(stad, "wmo-doorlooptijd-melding-tot-levering") == found


def test_stapeling(stad: Stad, hulp: Hulp) -> None:
    per_client: defaultdict[Key, list[str]] = defaultdict(list)
    for row in of_wet(hulp.voorzieningen, "WMO"):
        client = text(row["CLIENT_ID"])
        for periode, _, last in maanden():
            if day(row["DATUMSTART"]) <= last <= day(row["DATUMEINDE"]):
                per_client[hulp.gebied(client), periode].append(client)

    found: dict[Key, Cell] = {
        key: (Decimal(len(clients)), Decimal(len(set(clients))))
        for key, clients in per_client.items()
    }
    assert cells(stad, "wmo-stapeling") == with_rest(found)


def test_pgb_aandeel(stad: Stad, hulp: Hulp) -> None:
    found = shares(
        ((hulp.gebied(row["CLIENT_ID"]), periode, text(row["CODE"])), row["LEVERINGSVORM"] == "PGB")
        for row in of_wet(hulp.voorzieningen, "WMO")
        for periode, _, last in maanden()
        if day(row["DATUMSTART"]) <= last <= day(row["DATUMEINDE"])
    )

    assert cells(stad, "wmo-pgb-aandeel") == found


def test_meldingen_open(stad: Stad, hulp: Hulp) -> None:
    def age(since: str | None) -> int:
        return (PEILDATUM - date.fromisoformat(text(since))).days

    found = counts(
        (hulp.gebied(row["HEEFT_CLIENT_ID"]), klasse(age(row["DATUMAANMAAK"])))
        for row in of_wet(hulp.meldingen, "WMO")
        if row["DATUMAFHANDELING"] is None
    )

    assert cells(stad, "wmo-meldingen-open") == found


def test_clienten_per_1000(stad: Stad, hulp: Hulp) -> None:
    clients = {
        text(row["CLIENT_ID"])
        for row in of_wet(hulp.voorzieningen, "WMO")
        if day(row["DATUMSTART"]) <= PEILDATUM <= day(row["DATUMEINDE"])
    }
    residents = [
        inwoner.gebied for inwoner in read_inwoners(stad).values() if not inwoner.overleden
    ]

    assert cells(stad, "wmo-clienten-per-1000") == per_inwoner(hulp, clients, residents)
