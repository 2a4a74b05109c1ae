"""The world: coherent households, unique keys, shares of the size that CBS publishes."""

import re
import tracemalloc
from collections import Counter
from datetime import date
from itertools import islice, pairwise

import pytest

from themagraaf.demo.sleutels import list_bsns, stranger_bsn
from themagraaf.demo.wereld import BEGIN, PEILDATUM, Adres, Huishouden, Persoon, Wereld

INWONERS = 20_000


@pytest.fixture(scope="module")
def huishoudens() -> list[Huishouden]:
    return list(Wereld(INWONERS, seed=3).huishoudens())


@pytest.fixture(scope="module")
def personen(huishoudens: list[Huishouden]) -> list[Persoon]:
    return [persoon for huishouden in huishoudens for persoon in huishouden.personen]


@pytest.fixture(scope="module")
def adressen(huishoudens: list[Huishouden]) -> list[Adres]:
    return [adres for item in huishoudens for adres in (*item.leeg, item.adres)]


def passes_eleven_test(bsn: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(bsn, weights, strict=True)) % 11 == 0


def test_the_same_seed_gives_the_same_world_and_another_seed_another(
    huishoudens: list[Huishouden],
) -> None:
    again = Wereld(INWONERS, seed=3).huishoudens()
    other = Wereld(INWONERS, seed=4).huishoudens()

    assert list(islice(again, 500)) == huishoudens[:500]
    assert list(islice(other, 500)) != huishoudens[:500]


@pytest.mark.parametrize("inwoners", [1, 2, 137])
def test_exactly_as_many_people_are_alive_as_were_asked_for(inwoners: int) -> None:
    alive = [
        persoon
        for huishouden in Wereld(inwoners, seed=1).huishoudens()
        for persoon in huishouden.personen
        if persoon.overleden is None
    ]

    assert len(alive) == inwoners


def test_a_child_at_home_is_below_23_and_much_younger_than_its_parents(
    huishoudens: list[Huishouden],
) -> None:
    for huishouden in huishoudens:
        children = [p.geboortedatum.toordinal() for p in huishouden.personen if p.is_kind]
        adults = [p for p in huishouden.personen if not p.is_kind]

        assert all(p.leeftijd(PEILDATUM) < 23 for p in huishouden.personen if p.is_kind)
        assert all(p.leeftijd(PEILDATUM) >= 18 for p in adults)
        for adult in adults:
            assert not children or min(children) - adult.geboortedatum.toordinal() > 17 * 365
        births = sorted(children)
        assert all(later - one > 300 for one, later in pairwise(births))
        assert 1 <= len(huishouden.personen) <= 7


def test_no_date_lies_after_the_peildatum_or_before_what_it_follows(
    personen: list[Persoon],
) -> None:
    for persoon in personen:
        assert persoon.geboortedatum <= persoon.gevestigd <= PEILDATUM
        assert persoon.overleden is None or (
            persoon.gevestigd < persoon.overleden <= PEILDATUM and persoon.overleden >= BEGIN
        )


def test_people_were_born_moved_and_died_since_the_world_began(
    huishoudens: list[Huishouden], personen: list[Persoon]
) -> None:
    moved = [item for item in huishoudens if item.vorig is not None]

    assert sum(persoon.geboortedatum >= BEGIN for persoon in personen) > 300
    assert sum(persoon.overleden is not None for persoon in personen) > 300
    assert len(moved) > 1000
    assert all(item.sinds >= BEGIN for item in moved)
    assert all(min(p.gevestigd for p in item.personen) < item.sinds for item in moved)


def test_a_former_address_is_free_when_its_new_household_comes(
    huishoudens: list[Huishouden],
) -> None:
    taken = {item.adres.vbo: item.sinds for item in huishoudens}

    for huishouden in huishoudens:
        if huishouden.vorig is not None:
            assert taken.get(huishouden.vorig.vbo, date.max) >= huishouden.sinds


def test_every_person_and_every_address_has_keys_of_its_own(
    personen: list[Persoon], adressen: list[Adres]
) -> None:
    for keys in (
        [persoon.bsn for persoon in personen],
        [persoon.anummer for persoon in personen],
        [adres.vbo for adres in adressen],
        [adres.nummeraanduiding for adres in adressen],
        [(a.postcode, a.huisnummer, a.huisletter, a.toevoeging) for a in adressen],
    ):
        assert len(set(keys)) == len(keys)
    assert all(passes_eleven_test(persoon.bsn) for persoon in personen)
    assert {persoon.bsn[0] for persoon in personen} == {"9"}


def test_a_strangers_bsn_passes_the_11_test_and_is_no_residents() -> None:
    strangers = {stranger_bsn(number) for number in range(5_000)}

    assert len(strangers) == 5_000
    assert all(passes_eleven_test(bsn) for bsn in strangers)
    assert not strangers & set(islice(list_bsns(), 100_000))


def test_addresses_are_well_formed_and_some_homes_stand_empty(
    huishoudens: list[Huishouden], adressen: list[Adres]
) -> None:
    pattern = re.compile(r"[1-9]\d{3}(?!SA|SD|SS)[A-Z]{2}")
    empty = sum(len(item.leeg) for item in huishoudens)

    assert all(pattern.fullmatch(adres.postcode) for adres in adressen)
    assert all(re.fullmatch(r"990101\d{10}", adres.vbo) for adres in adressen)
    assert all(adres.buurt[2:8] == adres.wijk[2:] for adres in adressen)
    assert 0.02 < empty / len(adressen) < 0.05
    assert any(adres.huisletter for adres in adressen)
    assert any(adres.toevoeging for adres in adressen)
    assert len({item.adres.vbo for item in huishoudens}) == len(huishoudens)


def test_shares_are_of_the_size_that_cbs_publishes(
    huishoudens: list[Huishouden], personen: list[Persoon]
) -> None:
    alive = [persoon for persoon in personen if persoon.overleden is None]
    met = Counter(naam for huishouden in huishoudens for naam in huishouden.trekken)
    ages = [persoon.leeftijd(PEILDATUM) for persoon in alive]
    pupils = sum(5 <= age < 18 for age in ages)

    assert 2.0 < len(alive) / len(huishoudens) < 2.2
    assert 0.05 < met["wmo"] / len(alive) < 0.09
    assert 0.07 < met["jeugd"] / sum(age < 23 for age in ages) < 0.13
    assert 0.03 < met["bijstand"] / len(huishoudens) < 0.05
    assert 0.01 < met["schulden"] / len(huishoudens) < 0.02
    assert 0.04 < met["vroegsignaal"] / len(huishoudens) < 0.06
    assert 0.01 < met["verzuim"] / pupils < 0.03
    assert 0.17 < sum(age >= 65 for age in ages) / len(ages) < 0.23


def test_domains_go_together_more_than_chance_would_have_it(
    huishoudens: list[Huishouden],
) -> None:
    of_debtors = [item.trekken for item in huishoudens if "schulden" in item.trekken]
    share = sum("bijstand" in item.trekken for item in huishoudens) / len(huishoudens)

    assert sum("bijstand" in met for met in of_debtors) / len(of_debtors) > 3 * share
    assert sum(len(item.trekken) >= 3 for item in huishoudens) > len(huishoudens) / 200


def test_a_household_of_the_dead_meets_nothing(huishoudens: list[Huishouden]) -> None:
    gone = [item for item in huishoudens if all(p.overleden for p in item.personen)]

    assert gone
    assert {item.trekken for item in gone} == {frozenset()}


def test_a_world_is_never_in_memory_as_a_whole() -> None:
    tracemalloc.start()
    for _ in Wereld(40_000, seed=1).huishoudens():
        pass
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # Its households together take some forty million bytes.
    assert peak_bytes < 1_000_000
