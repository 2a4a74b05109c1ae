"""KPIs on cases, cell by cell, against plain Python over the lists as they were delivered."""

from collections import Counter
from datetime import date

from tests.second_road.stad import Stad, cells
from tests.second_road.zaken import by_ending, read_zaken, share

PEILDATUM = date(2026, 8, 31)
ZONDER = ("Ingetrokken", "Afgebroken", "Niet ontvankelijk")
# How the delivery calls a channel, and the code that we give it.
KANAAL = {"Balie": "Desk", "E-mail": "e-mail"}


def test_new_cases_are_counted_by_channel_and_case_type(stad: Stad) -> None:
    expected = Counter(
        (
            zaak.gebied,
            zaak.start.isoformat()[:7],
            zaak.zaaktype,
            KANAAL.get(zaak.kanaal, zaak.kanaal),
        )
        for zaak in read_zaken(stad)
    )

    assert plain(stad, "zaken") == {key: (number, None) for key, number in expected.items()}


def test_the_share_of_digital_cases_counts_forms_on_the_internet(stad: Stad) -> None:
    expected = share(
        [
            ((zaak.gebied, zaak.start.isoformat()[:7], zaak.zaaktype), zaak.kanaal == "Internet")
            for zaak in read_zaken(stad)
        ]
    )

    assert plain(stad, "zaken-digitaal") == expected


def test_a_case_is_in_time_until_its_last_day_or_that_of_its_case_type(stad: Stad) -> None:
    ended = by_ending(read_zaken(stad))

    assert plain(stad, "zaken-binnen-termijn") == share(
        [
            (key, zaak.einde <= zaak.uiterlijk)
            for key, zaak in ended
            if zaak.einde is not None and zaak.uiterlijk is not None
        ]
    )


def test_the_service_standard_runs_from_the_start(stad: Stad) -> None:
    ended = by_ending(read_zaken(stad))

    assert plain(stad, "zaken-binnen-servicenorm") == share(
        [
            (key, zaak.einde <= zaak.servicenorm)
            for key, zaak in ended
            if zaak.einde is not None and zaak.servicenorm is not None
        ]
    )


def test_the_median_is_over_the_days_that_each_case_took(stad: Stad) -> None:
    expected: dict[tuple[str, ...], Counter[int]] = {}
    for key, zaak in by_ending(read_zaken(stad)):
        expected.setdefault(key, Counter())[zaak.dagen] += 1

    found = {
        tuple(code.removesuffix("-rest") for code in key): counts
        for key, counts in cells(stad, "zaken-doorlooptijd-mediaan").items()
    }
    assert found == expected


def test_open_cases_are_of_an_age(stad: Stad) -> None:
    expected: Counter[tuple[str, ...]] = Counter()
    for zaak in read_zaken(stad):
        if zaak.einde is None:
            days = (PEILDATUM - zaak.start).days
            klasse = next(
                (name for most, name in ((7, "0-7"), (28, "8-28"), (91, "29-91")) if days <= most),
                "92+",
            )
            expected[zaak.gebied, zaak.zaaktype, klasse] += 1

    assert plain(stad, "zaken-open") == {key: (number, None) for key, number in expected.items()}


def test_an_open_case_is_late_once_its_last_day_has_passed(stad: Stad) -> None:
    expected = share(
        [
            ((zaak.gebied, zaak.zaaktype), zaak.uiterlijk < PEILDATUM)
            for zaak in read_zaken(stad)
            if zaak.einde is None and zaak.uiterlijk is not None
        ]
    )

    assert plain(stad, "zaken-open-over-termijn") == expected


def test_a_case_took_longer_where_it_was_suspended_or_extended(stad: Stad) -> None:
    ended = by_ending(read_zaken(stad))

    expected = share([(key, zaak.langer) for key, zaak in ended])

    assert plain(stad, "zaken-opgeschort-of-verlengd") == expected


def test_a_case_without_outcome_was_withdrawn_broken_off_or_inadmissible(stad: Stad) -> None:
    ended = by_ending(read_zaken(stad))

    expected = share([(key, zaak.uitkomst in ZONDER) for key, zaak in ended if zaak.uitkomst])

    assert plain(stad, "zaken-zonder-uitkomst") == expected


def test_objections_are_judged_well_founded_or_not(stad: Stad) -> None:
    ended = by_ending(read_zaken(stad))

    expected = share(
        [
            (key, zaak.uitkomst == "Gegrond")
            for key, zaak in ended
            if zaak.uitkomst in ("Gegrond", "Ongegrond")
        ]
    )

    assert plain(stad, "bezwaren-gegrond") == expected


def plain(stad: Stad, kpi_id: str) -> dict[tuple[str, ...], tuple[int, int | None]]:
    """Return the cells with whole numbers, and the rest of a gemeente under its own code."""
    found: dict[tuple[str, ...], tuple[int, int | None]] = {}
    for key, counts in cells(stad, kpi_id).items():
        assert isinstance(counts, tuple)
        teller, noemer = counts
        whole = tuple(code.removesuffix("-rest") for code in key)
        found[whole] = (int(teller), None if noemer is None else int(noemer))
    return found
