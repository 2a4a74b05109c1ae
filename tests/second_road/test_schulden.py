"""The figures on debt relief and early warning, by plain Python over the deliveries."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tests.second_road.hulp import (
    PEILDATUM,
    Hulp,
    Key,
    counts,
    days_between,
    klasse,
    maanden,
    of_wet,
    shares,
    tables,
    with_rest,
)
from tests.second_road.schulden import OPEN, Schulden, third_working_day
from tests.second_road.stad import Cell, Stad, cells, read_csv

UITVAL = {"Nietverschenen", "Ingetrokken", "Voldoet niet"}
HULP = {
    "(Budget)advies en/of quick fix",
    "Verwijzing financieel",
    "Verwijzing niet-financieel",
}


@pytest.fixture(scope="module")
def schulden(stad: Stad) -> Schulden:
    return Schulden(stad)


def test_there_is_samenloop_to_count_once(schulden: Schulden) -> None:
    assert len(schulden.hulp) < len(schulden.trajecten)


def test_aanmeldingen(stad: Stad, schulden: Schulden) -> None:
    found = counts(
        (hulp.gebied, day[:7])
        for hulp in schulden.hulp
        if (day := hulp.first("aanmelding", "startdatum"))
    )

    assert cells(stad, "schuldhulp-aanmeldingen") == found


def eerste_gesprekken(schulden: Schulden, dreigend: bool) -> Iterator[tuple[Key, str, str]]:
    for hulp in schulden.hulp:
        asked = hulp.first("aanmelding", "startdatum")
        talked = hulp.first("intake", "startdatum")
        if asked and talked and hulp.dreigend == dreigend:
            yield (hulp.gebied, talked[:7]), asked, talked


def test_eerste_gesprek(stad: Stad, schulden: Schulden) -> None:
    found = shares(
        (key, days_between(asked, talked) <= 28)
        for key, asked, talked in eerste_gesprekken(schulden, dreigend=False)
    )

    assert cells(stad, "schuldhulp-eerste-gesprek") == found


def test_eerste_gesprek_dreigend(stad: Stad, schulden: Schulden) -> None:
    found = shares(
        (key, talked <= third_working_day(asked))
        for key, asked, talked in eerste_gesprekken(schulden, dreigend=True)
    )

    assert cells(stad, "schuldhulp-eerste-gesprek-dreigend") == found


def test_toelating_doorlooptijd(stad: Stad, schulden: Schulden) -> None:
    found = tables(
        ((hulp.gebied, hulp.toegelaten[:7]), days_between(asked, hulp.toegelaten))
        for hulp in schulden.hulp
        if (asked := hulp.first("aanmelding", "startdatum")) and hulp.toegelaten
    )

    assert cells(stad, "schuldhulp-toelating-doorlooptijd") == found


def test_trajecten(stad: Stad, schulden: Schulden) -> None:
    found = counts(
        (hulp.gebied, periode)
        for periode, _, last in maanden()
        for hulp in schulden.hulp
        if hulp.begin <= last.isoformat() <= (hulp.einde or OPEN)
    )

    assert cells(stad, "schuldhulptrajecten") == found


def test_oplossingen(stad: Stad, schulden: Schulden) -> None:
    last = [(hulp.gebied, hulp.last("oplossing", "startdatum", "soort")) for hulp in schulden.hulp]

    found = counts((gebied, day[:7], soort) for gebied, (day, soort) in last if day)
    assert cells(stad, "schuldhulp-oplossingen") == found


def test_uitstroom_afgerond_en_uitval(stad: Stad, schulden: Schulden) -> None:
    ended = [
        ((hulp.gebied, hulp.einde[:7]), hulp.last("uitstroom", "datum", "reden")[1])
        for hulp in schulden.hulp
        if hulp.einde
    ]

    reasons = counts((*key, reden) for key, reden in ended)
    done = shares((key, reden == "Afgerond") for key, reden in ended)
    dropped = shares((key, reden in UITVAL) for key, reden in ended)
    assert cells(stad, "schuldhulp-uitstroom") == reasons
    assert cells(stad, "schuldhulp-afgerond") == done
    assert cells(stad, "schuldhulp-uitval") == dropped


def test_schuldbedrag(stad: Stad, schulden: Schulden) -> None:
    groups: defaultdict[Key, list[int]] = defaultdict(list)
    for hulp in schulden.hulp:
        amounts = [t.record.get("totaalSchuldbedragBijAanvangSchuld") for t in hulp.trajecten]
        known = [amount for amount in amounts if isinstance(amount, int)]
        if known:
            groups[hulp.gebied, hulp.begin[:7]].append(max(known))

    found: dict[Key, Cell] = {
        key: (Decimal(sum(amounts)), Decimal(len(amounts))) for key, amounts in groups.items()
    }
    assert cells(stad, "schuldbedrag-bij-aanvang") == with_rest(found)


def test_vroegsignalen(stad: Stad, schulden: Schulden) -> None:
    types = {row["code"]: row["type"] for row in schulden.rows("signaalpartners")}

    found = counts(
        (schulden.gebied_van_signaal(row), row["signaaldatum"][:7], types[row["signaalpartner"]])
        for row in schulden.signalen
        if row["signaalpartner"] in types
    )
    assert cells(stad, "vroegsignalen") == found


def test_bereikt_en_hulpacceptatie(stad: Stad, schulden: Schulden) -> None:
    taken_up = [
        ((schulden.gebied_van_zaak[number], row["datum_opgepakt"][:7]), number, row["resultaat"])
        for number, row in schulden.zaken.items()
        if row["datum_opgepakt"]
    ]

    reached = shares((key, number in schulden.bereikt) for key, number, _ in taken_up)
    accepted = shares(
        (key, result in HULP)
        for key, number, result in taken_up
        if result and number in schulden.bereikt
    )
    assert cells(stad, "vroegsignalen-bereikt") == reached
    assert cells(stad, "hulpacceptatie-van-bereikt") == accepted


def test_hulpacceptatie_van_signalen(stad: Stad, schulden: Schulden) -> None:
    helped = {number for number, row in schulden.zaken.items() if row["resultaat"] in HULP}

    found = shares(
        (
            (schulden.gebied_van_signaal(row), row["signaaldatum"][:7]),
            row["zaaknummer"] in helped,
        )
        for row in schulden.signalen
    )
    assert cells(stad, "hulpacceptatie-van-signalen") == found


def test_open_zaken(stad: Stad, schulden: Schulden) -> None:
    found = counts(
        (
            schulden.gebied_van_zaak[number],
            klasse((PEILDATUM - date.fromisoformat(row["matchingsdatum"])).days),
        )
        for number, row in schulden.zaken.items()
        if not row["resultaat"]
    )

    assert cells(stad, "vroegsignaalzaken-open") == found


def wmo_clients(hulp: Hulp) -> Iterator[tuple[str, str, str, str]]:
    """Yield the BSN, area, first and last day of each provision whose client has a BSN."""
    for row in of_wet(hulp.voorzieningen, "WMO"):
        client = hulp.clienten.get(row["CLIENT_ID"] or "")
        if client and client["BURGERSERVICENUMMER"]:
            begin, end = row["DATUMSTART"] or "", row["DATUMEINDE"] or OPEN
            yield client["BURGERSERVICENUMMER"], hulp.gebied(row["CLIENT_ID"]), begin, end


def test_wmo_clienten_met_schuldhulp(stad: Stad, schulden: Schulden) -> None:
    in_debt = [(bsn, t.begin, t.einde or OPEN) for t in schulden.trajecten for bsn in t.clienten]
    clients = list(wmo_clients(Hulp(stad)))

    found: list[tuple[Key, bool]] = []
    for periode, _, last in maanden():
        day = last.isoformat()
        with_debts = {bsn for bsn, begin, end in in_debt if begin <= day <= end}
        served = {(gebied, bsn) for bsn, gebied, begin, end in clients if begin <= day <= end}
        found += [((gebied, periode), bsn in with_debts) for gebied, bsn in served]
    assert cells(stad, "wmo-clienten-met-schuldhulp") == shares(found)


def help_at_home(stad: Stad, schulden: Schulden) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the home, area, domain, first and last day of all help whose home is known."""
    hulp = Hulp(stad)
    for row in hulp.voorzieningen:
        client = hulp.clienten.get(row["CLIENT_ID"] or "", {})
        bsn = client.get("GEZAGSDRAGER_BURGERSERVICENUMMER") or client.get("BURGERSERVICENUMMER")
        days = row["DATUMSTART"] or "", row["DATUMEINDE"] or OPEN
        if (inwoner := schulden.inwoners.get(bsn or "")) and inwoner.woning:
            yield inwoner.woning, inwoner.gebied, row["WET"] or "", *days
    for benefit in read_csv(stad, "participatie", "uitkeringen.csv", ";"):
        if (inwoner := schulden.inwoners.get(benefit["bsn"])) and inwoner.woning:
            days = benefit["ingangsdatum"], benefit["einddatum"] or OPEN
            yield inwoner.woning, inwoner.gebied, "bijstand", *days
    for traject in schulden.trajecten:
        places = [(client.gebied, client.woning or "~") for client in schulden.known(traject)]
        gebied, home = min(places, default=("", "~"))
        if home != "~":
            yield home, gebied, "schuldhulp", traject.begin, traject.einde or OPEN


def test_huishoudens_met_drie_of_meer_domeinen(stad: Stad, schulden: Schulden) -> None:
    helped = list(help_at_home(stad, schulden))

    found: list[Key] = []
    for periode, _, last in maanden():
        homes: defaultdict[str, set[str]] = defaultdict(set)
        areas: defaultdict[str, set[str]] = defaultdict(set)
        for home, gebied, domein, begin, end in helped:
            if begin <= last.isoformat() <= end:
                homes[home].add(domein)
                areas[home].add(gebied)
        found += [(min(areas[home]), periode) for home, kinds in homes.items() if len(kinds) >= 3]
    assert cells(stad, "huishoudens-met-drie-of-meer-domeinen") == counts(found)
