"""Writes one registration of the demo on its own."""

import json
from collections.abc import Sequence
from pathlib import Path

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.registratie import Leveringsregel, Registratie
from themagraaf.demo.wereld import Wereld

Ledger = list[dict[str, str | bool]]


def write_one(
    folder: Path, registratie: type[Registratie], inwoners: int, seed: int = 3, fouten: float = 0.0
) -> Sequence[Leveringsregel]:
    """Write the deliveries of one registration into a folder, with grootboek.jsonl."""
    folder.mkdir(parents=True, exist_ok=True)
    wereld = Wereld(inwoners, seed)
    bederf = Bederf(fouten, seed, folder / "grootboek.jsonl")
    writer = registratie(folder, wereld, bederf)
    for huishouden in wereld.huishoudens():
        writer.add(huishouden)
    regels = writer.close()
    bederf.close()
    return regels


def read_ledger(folder: Path) -> Ledger:
    """Return the rows of grootboek.jsonl."""
    lines = (folder / "grootboek.jsonl").read_text("utf-8").splitlines()
    ledger: Ledger = [json.loads(line) for line in lines]
    return ledger
