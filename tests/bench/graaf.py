"""A graph of a municipality that does not exist, as N-Triples; one in a hundred nodes is faulty."""

from collections.abc import Iterator
from random import Random

TRIPLES_EACH = 24  # about, for a person with address, case and provision
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"
Said = tuple[str, str]


def triples(size: int, seed: int = 1, faulty: float = 0.01) -> Iterator[str]:
    """Give about so many lines."""
    rng = Random(seed)
    for number in range(size // TRIPLES_EACH):
        for kind, said in (
            ("Persoon", _persoon(number, rng)),
            ("Adres", _adres(rng)),
            ("Zaak", _zaak(number)),
            ("Voorziening", _voorziening(number, rng)),
        ):
            if rng.random() < faulty:
                said = _spoiled(said, rng.choice(FAULTS[kind]))
            subject = _iri(f"id/{kind.lower()}/{number}")
            yield f"{subject} {TYPE} {_iri(f'def/{kind}')}"
            yield from (f"{subject} {_iri(f'def/{name}')} {value}" for name, value in said)


def _iri(path: str) -> str:
    return f"<https://voorbeeld.example/{path}>"


def _typed(value: object, datatype: str) -> str:
    return f'"{value}"^^<{XSD}{datatype}>'


def _datum(rng: Random, first: int, last: int) -> str:
    day = f"{rng.randint(first, last)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return _typed(day, "date")


def _persoon(number: int, rng: Random) -> list[Said]:
    return [
        ("nummer", f'"P{number:08}"'),
        ("voornamen", rng.choice(('"Anna"', '"Chloë"', '"Daan"'))),
        ("geslacht", _iri(f"code/geslacht/{rng.choice('MVO')}")),
        ("geboortedatum", _datum(rng, 1930, 2000)),
        ("adres", _iri(f"id/adres/{number}")),
        *([("overledenOp", _datum(rng, 2027, 2030))] if rng.random() < 0.05 else ()),
    ]


def _adres(rng: Random) -> list[Said]:
    return [
        ("straat", '"Dorpsstraat"'),
        ("postcode", f'"{rng.randint(1000, 9999)}AB"'),
        ("huisnummer", _typed(rng.randint(1, 300), "integer")),
        ("buurt", _iri(f"id/buurt/{rng.randrange(200)}")),
    ]


def _zaak(number: int) -> list[Said]:
    return [
        ("omschrijving", f'"Aanvraag {number}"@nl'),
        ("omschrijving", f'"Request {number}"@en'),
        ("initiator", _iri(f"id/persoon/{number}")),
        ("status", '"ontvangen"'),
    ]


def _voorziening(number: int, rng: Random) -> list[Said]:
    return [
        ("client", _iri(f"id/persoon/{number}")),
        ("product", _iri(f"code/product/{rng.randint(1, 60):02}")),
        ("begin", _datum(rng, 2020, 2023)),
        ("einde", _datum(rng, 2024, 2026)),
        ("bedrag", _typed(f"{rng.randint(1, 9999)}.5", "decimal")),
    ]


def _spoiled(said: list[Said], fault: tuple[str, str | None]) -> list[Said]:
    name, value = fault
    kept = [pair for pair in said if pair[0] != name]
    return kept if value is None else [*kept, (name, value)]


# A value that no shape allows, or none where one must be.
FAULTS: dict[str, tuple[tuple[str, str | None], ...]] = {
    "Persoon": (
        ("nummer", '"X1"'),
        ("geslacht", _iri("code/geslacht/X")),
        ("voornamen", None),
        ("geboortedatum", None),
        ("adres", _iri("id/adres/weg")),
        ("overledenOp", _typed("1900-01-01", "date")),
    ),
    "Adres": (
        ("postcode", '"9401 ABC"'),
        ("huisnummer", _typed(0, "integer")),
        ("huisnummer", '"12a"'),
    ),
    "Zaak": (
        ("omschrijving", '"?"@nl'),
        ("omschrijving", None),
        ("initiator", _iri("id/persoon/weg")),
        ("initiator", None),
    ),
    "Voorziening": (
        ("begin", _typed("2099-01-01", "date")),
        ("begin", None),
        ("bedrag", _typed("-5.5", "decimal")),
    ),
}
