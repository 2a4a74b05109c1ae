"""Write every delivery of Voorbeeldstad, and the file that says what they are."""

from collections.abc import Callable, Sequence
from pathlib import Path

from themagraaf.demo.bag import Bag
from themagraaf.demo.bederf import Bederf
from themagraaf.demo.bijstand import Bijstand
from themagraaf.demo.brp import Brp
from themagraaf.demo.gebieden import Gebieden
from themagraaf.demo.gemeente import VOORBEELDSTAD
from themagraaf.demo.gemeentefonds import Gemeentefonds
from themagraaf.demo.grenzen import Grenzen
from themagraaf.demo.iv3 import Iv3
from themagraaf.demo.leerplicht import Leerplicht
from themagraaf.demo.meldingen import Meldingen
from themagraaf.demo.participatie import Participatie
from themagraaf.demo.registratie import Leveringsregel, Registratie
from themagraaf.demo.schuldhulp import Schuldhulp
from themagraaf.demo.vergunningen import Vergunningen
from themagraaf.demo.vroegsignalering import Vroegsignalering
from themagraaf.demo.wereld import Wereld
from themagraaf.demo.wmo_jeugd import WmoJeugd
from themagraaf.demo.zaken import Zaken

Progress = Callable[[str, int, int], None]

# Each writes its own deliveries; their order is that of themagraaf.toml.
REGISTRATIES: tuple[type[Registratie], ...] = (
    Gebieden,
    Grenzen,
    Brp,
    Bag,
    Meldingen,
    Vergunningen,
    Zaken,
    Bijstand,
    WmoJeugd,
    Participatie,
    Leerplicht,
    Schuldhulp,
    Vroegsignalering,
    Iv3,
    Gemeentefonds,
)
GROOTBOEK = "grootboek.jsonl"

_TOLD_EVERY = 500
_HEAD = f"""\
# Deliveries of the fictional gemeente {VOORBEELDSTAD.naam}.
[gemeente]
naam = "{VOORBEELDSTAD.naam}"
code = "{VOORBEELDSTAD.code}"
basis = "https://voorbeeldstad.example"
"""


def write_deliveries(
    target: Path,
    inwoners: int = 5_000,
    seed: int = 1,
    on_progress: Progress | None = None,
    fouten: float = 0.01,
) -> Path:
    """Write all deliveries under a folder and return the path of its themagraaf.toml.

    Equal arguments give equal bytes, on any machine; of a zip, equal content, and
    equal bytes with the same zlib. `inwoners` is how many people live in
    Voorbeeldstad at the peildatum. `fouten` is the share of
    records spoilt on purpose, 0 to 1; a few odd ones are there at any share.
    The ledger, grootboek.jsonl, names them all. Files that are already there
    are replaced; nothing else is touched. `on_progress` hears "residents" with
    how many are written and how many there are, and each registration when it is done.

    Raises:
        ValueError: `inwoners` is below one, or `fouten` is not from 0 to 1.
        OSError: The folder can't be written.
    """
    if inwoners < 1:
        raise ValueError(f"inwoners is {inwoners}; a municipality has at least one")
    if not 0 <= fouten <= 1:
        raise ValueError(f"fouten is {fouten}; it is a share, from 0 to 1")
    report = on_progress or _ignore
    wereld = Wereld(inwoners, seed)
    target.mkdir(parents=True, exist_ok=True)
    bederf = Bederf(fouten, seed, target / GROOTBOEK)
    registraties = [
        registratie(_make_folder(target, registratie.naam), wereld, bederf)
        for registratie in REGISTRATIES
    ]
    _add_all(wereld, registraties, report)
    regels: list[Leveringsregel] = []
    for done, registratie in enumerate(registraties, start=1):
        regels += registratie.close()
        report(registratie.naam, done, len(registraties))
    bederf.close()
    toml = target / "themagraaf.toml"
    toml.write_text("\n".join([_HEAD, *map(_describe, regels)]), "utf-8", newline="\n")
    return toml


def _ignore(stage: str, done: int, total: int) -> None:
    """Nobody listens."""


def _make_folder(target: Path, registratie: str) -> Path:
    folder = target / "leveringen" / registratie
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _add_all(wereld: Wereld, registraties: Sequence[Registratie], report: Progress) -> None:
    adds = [registratie.add for registratie in registraties]
    alive = 0
    for huishouden in wereld.huishoudens():
        for add in adds:
            add(huishouden)
        alive += sum(persoon.overleden is None for persoon in huishouden.personen)
        if huishouden.nummer % _TOLD_EVERY == 0:
            report("residents", alive, wereld.inwoners)
    report("residents", alive, wereld.inwoners)


def _describe(regel: Leveringsregel) -> str:
    files = ", ".join(f'{name} = "{file}"' for name, file in regel.bestanden.items())
    folder = f"leveringen/{regel.registratie}"
    database = f'database = "sqlite:///{folder}/{regel.database}"\n' if regel.database else ""
    missing = ", ".join(f'"{name}"' for name in regel.ontbreekt)
    return (
        "[[levering]]\n"
        f'registratie = "{regel.registratie}"\n'
        f"datum = {regel.datum.isoformat()}\n"
        f'map = "{folder}"\n{database}'
        f"bestanden = {{ {files} }}\n" + (f"ontbreekt = [{missing}]\n" if missing else "")
    )
