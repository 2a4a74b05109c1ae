"""Four registrations of a municipality that does not exist, of any size: what mapping is timed on.

Standard library only, since it is also read where no Themagraaf is.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

NAMEN = ("de Vries", "Jansen", "van 't Hoff", "Özdemir", 'Smit "junior"', "Lefèvre", "O\\Brien")
VOORNAMEN = ("Anna", "Bram", "Chloë", "Daan", "Eva Maria", "Fatima", "Gijs")
PLAATSEN = ("Assen", "Súdwest", "Den Haag", "'s-Hertogenbosch", "Één")
STRATEN = (
    "Dorpsstraat",
    "Noorderallee",
    "Laan van 1940",
    "Burgemeester Bosscherlaan",
    "Ceresstraat",
)
ZAAKTYPEN = (("WMO 01", "Aanvraag hulp"), ("APV 02", "Melding evenement"), ("BWT 03", "Vergunning"))
STATUSSEN = ("ontvangen", "in behandeling", "afgehandeld")


def write_registraties(folder: Path, personen: int, seed: int = 1) -> None:
    """Write persons, half as many addresses and cases, and three tenths as many provisions."""
    rng = Random(seed)
    _write_csv(
        folder / "personen.csv",
        "nummer voornamen voorvoegsel geslachtsnaam geslacht geboortedatum geboorteplaats"
        " nationaliteit adres telefoon email sinds",
        (_persoon(number, personen, rng) for number in range(personen)),
    )
    _write_csv(
        folder / "adressen.csv",
        "nummer straat huisnummer toevoeging postcode buurt",
        (_adres(number, rng) for number in range(personen // 2)),
    )
    with (folder / "zaken.json").open("w", encoding="utf-8") as out:
        out.write("[")
        for number in range(personen // 2):
            out.write(",\n" if number else "\n")
            json.dump(_zaak(number, personen, rng), out, ensure_ascii=False)
        out.write("\n]\n")
    _write_csv(
        folder / "voorzieningen.csv",
        "nummer product begin einde client",
        (_voorziening(number, personen, rng) for number in range(personen * 3 // 10)),
    )


def _write_csv(path: Path, header: str, rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def _datum(rng: Random, first: int, last: int) -> str:
    return f"{rng.randint(first, last)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def _persoon(number: int, personen: int, rng: Random) -> tuple[object, ...]:
    return (
        f"P{number:08}",
        rng.choice(VOORNAMEN),
        rng.choice(("", "", "van", "de")),
        rng.choice(NAMEN),
        rng.choice("MVO"),
        _datum(rng, 1930, 2020),
        rng.choice(PLAATSEN),
        f"{rng.randint(1, 400):04}",
        f"A{rng.randrange(max(1, personen // 2)):08}",
        f"06-{rng.randrange(10**6):06}" if rng.random() < 0.8 else "",
        f"p{number}@voorbeeld.example",
        _datum(rng, 2000, 2025),
    )


def _adres(number: int, rng: Random) -> tuple[object, ...]:
    return (
        f"A{number:08}",
        rng.choice(STRATEN),
        rng.randint(1, 300),
        rng.choice(("", "", "", "bis")),
        f"{rng.randint(1000, 9999)}{rng.choice('ABCD')}{rng.choice('ABCD')}",
        f"BU{rng.randrange(200):06}",
    )


def _zaak(number: int, personen: int, rng: Random) -> dict[str, object]:
    code, omschrijving = rng.choice(ZAAKTYPEN)
    return {
        "identificatie": f"Z{number:08}",
        "zaaktype": {"code": code, "omschrijving": omschrijving},
        "initiator": {
            "soort": "natuurlijk",
            "persoon": {"nummer": f"P{rng.randrange(personen):08}"},
        },
        "status": {"naam": rng.choice(STATUSSEN), "datum": _datum(rng, 2023, 2025)},
        "toelichting": f"Zaak {number}\nvan {rng.choice(NAMEN)}" if rng.random() < 0.5 else None,
    }


def _voorziening(number: int, personen: int, rng: Random) -> tuple[object, ...]:
    return (
        f"V{number:08}",
        f"{rng.randint(1, 60):02}",
        _datum(rng, 2020, 2024),
        _datum(rng, 2025, 2027) if rng.random() < 0.5 else "",
        f"p{rng.randrange(personen)}@voorbeeld.example",
    )
