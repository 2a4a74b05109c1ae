"""KPIs on money, cell by cell, against plain Python over Iv3 and the municipal fund."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from tests.second_road.hulp import Hulp, of_wet, text
from tests.second_road.stad import Stad, cells, read_csv

Key = tuple[str, ...]
CODES = {
    "Nederland": "NL00",
    "Voorbeeldstad": "GM9901",
    "Proefdorp": "GM9902",
    "Modelrade": "GM9903",
}
# The columns of the fund, and the codes that we give them.
CLUSTERS = {
    "Sociale basisvoorzieningen": "sociale-basisvoorzieningen",
    "Participatie": "participatie",
    "Individuele voorzieningen Wmo": "voorzieningen-wmo",
    "Individuele voorzieningen Jeugd": "voorzieningen-jeugd",
    "Bestuur en ondersteuning": "bestuur",
    "Orde en veiligheid": "veiligheid",
    "Onderwijs": "onderwijs",
    "Sport, cultuur en recreatie": "sport-cultuur",
    "Infrastructuur, ruimte en milieu": "infrastructuur",
    "Overig": "overig",
    "Overige eigen middelen": "eigen-middelen",
    "Onroerendezaakbelasting": "ozb",
}


@cache
def read_posten(stad: Stad, verslagsoort: str) -> Mapping[Key, tuple[Decimal, Decimal, Decimal]]:
    """Return income, expenditure (thousands of euros) and residents by area, year, task field."""
    namen = {
        rij["Iv3naam"]: rij["GFnaam"] for rij in read_csv(stad, "iv3", "gemeentenamen.csv", "\t")
    }
    found: dict[Key, tuple[Decimal, Decimal, Decimal]] = {}
    for path in sorted((stad.folder / "iv3").glob(f"*_{verslagsoort}.csv")):
        jaar = path.name[:4]
        for rij in read_csv(stad, "iv3", path.name, ";"):
            naam = namen.get(rij["Gemeenten"], rij["Gemeenten"])
            if naam in CODES:
                key = (CODES[naam], jaar, rij["Taakveld"].split(" ")[0])
                found[key] = (
                    Decimal(rij["Baten"]),
                    Decimal(rij["Lasten"]),
                    Decimal(rij["Inwonertal"]),
                )
    return found


def test_budgeted_expenditure_is_that_of_the_files(stad: Stad) -> None:
    posten = read_posten(stad, "begroting")

    expected = {key: (1000 * lasten, None) for key, (_, lasten, _) in posten.items()}

    assert cells(stad, "begrote-lasten") == expected


def test_budgeted_income_is_that_of_the_files(stad: Stad) -> None:
    posten = read_posten(stad, "begroting")

    expected = {key: (1000 * baten, None) for key, (baten, _, _) in posten.items()}

    assert cells(stad, "begrote-baten") == expected


def test_the_balance_is_income_less_expenditure(stad: Stad) -> None:
    posten = read_posten(stad, "begroting")

    expected = {key: (1000 * (baten - lasten), None) for key, (baten, lasten, _) in posten.items()}

    assert cells(stad, "begroot-saldo") == expected


def test_expenditure_a_resident_is_there_for_main_fields_and_the_whole_too(stad: Stad) -> None:
    lasten: dict[Key, Decimal] = defaultdict(Decimal)
    people: dict[Key, Decimal] = defaultdict(Decimal)
    for (gebied, jaar, taakveld), (_, amount, inwoners) in read_posten(stad, "begroting").items():
        for level in (taakveld, taakveld[0], "totaal"):
            lasten[gebied, jaar, level] += 1000 * amount
            people[gebied, jaar, level] = inwoners

    expected = {key: (amount, people[key]) for key, amount in lasten.items()}

    assert cells(stad, "begrote-lasten-per-inwoner") == expected


def test_the_account_is_held_against_the_budget_of_its_year(stad: Stad) -> None:
    budget, account = read_posten(stad, "begroting"), read_posten(stad, "jaarrekening")

    expected = {key: (account[key][1], budget[key][1]) for key in account.keys() & budget.keys()}

    assert cells(stad, "rekening-tegen-begroting") == expected


def payments(stad: Stad) -> dict[Key, Decimal]:
    return {
        (CODES[rij["Gemeenten"]], path.name[3:7], code): Decimal(rij[column])
        for path in sorted((stad.folder / "gemeentefonds").glob("GF_*_uitkeringen.csv"))
        for rij in read_csv(stad, "gemeentefonds", path.name, ";")
        for column, code in CLUSTERS.items()
    }


def test_the_fund_pays_by_cluster(stad: Stad) -> None:
    expected = {key: (amount, None) for key, amount in payments(stad).items()}

    assert cells(stad, "gemeentefonds") == expected


def test_the_fund_a_resident_is_over_the_counts_that_divide_it(stad: Stad) -> None:
    euros: dict[Key, Decimal] = defaultdict(Decimal)
    for (gebied, jaar, _), amount in payments(stad).items():
        euros[gebied, jaar] += amount

    expected = {
        (gebied, path.name[3:7]): (euros[gebied, path.name[3:7]], dutch(rij["inwo"]))
        for path in sorted((stad.folder / "gemeentefonds").glob("GF_*_volumina.csv"))
        for rij in read_csv(stad, "gemeentefonds", path.name, "\t")
        for gebied in [f"GM{int(rij['CBS']):04}"]
    }

    assert cells(stad, "gemeentefonds-per-inwoner") == expected


def test_claims_for_the_young_are_set_against_the_budget(stad: Stad) -> None:
    begroot: dict[str, Decimal] = defaultdict(Decimal)
    for (gebied, jaar, taakveld), (_, lasten, _) in read_posten(stad, "begroting").items():
        if gebied == "GM9901" and taakveld.startswith(("6.75", "6.76", "6.792")):
            begroot[jaar] += 1000 * lasten
    euros: dict[Key, Decimal] = defaultdict(Decimal)
    hulp = Hulp(stad)
    for regel in of_wet(hulp.declaratieregels, "JEUGDWET"):
        jaar, plek = text(regel["DATUMSTART"])[:4], hulp.gebied(regel["BETREFT_CLIENT_ID"])
        euros["GM9901", jaar] += Decimal(text(regel["BEDRAG"]))
        if plek.startswith("BU"):
            euros[f"WK{plek[2:8]}", jaar] += Decimal(text(regel["BEDRAG"]))

    expected = {(gebied, jaar): (sum_, begroot[jaar]) for (gebied, jaar), sum_ in euros.items()}

    assert cells(stad, "jeugdkosten-per-wijk-tegen-iv3") == expected


def dutch(number: str) -> Decimal:
    return Decimal(number.replace(".", "").replace(",", "."))
