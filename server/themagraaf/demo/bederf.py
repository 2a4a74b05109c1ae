"""What is spoilt in the deliveries on purpose, and the ledger of it.

The ledger names the very positions that a build keeps out, so that a test can
hold the quarantine to it. It lies beside the deliveries, not among them.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random


class Bederf:
    """Chooses which records are spoilt, and notes each of them in the ledger.

    `aandeel` is the share of records, 0 to 1. The choice has random numbers of
    its own: with another share the sound records are the same.
    """

    def __init__(self, aandeel: float, seed: int, grootboek: Path) -> None:
        self._aandeel = aandeel
        self._seed = seed
        self._rngs: dict[str, Random] = {}
        self._file = grootboek.open("w", encoding="utf-8", newline="\n")

    def kies(self, naam: str, soorten: Sequence[str]) -> str | None:
        """Return how to spoil the next record of a registration; None, mostly, to leave it."""
        rng = self._rngs.get(naam)
        if rng is None:
            rng = self._rngs[naam] = Random(f"{self._seed}/bederf/{naam}")
        if rng.random() >= self._aandeel:
            return None
        return soorten[int(rng.random() * len(soorten))]

    def noteer(
        self,
        registratie: str,
        levering: date,
        bestand: str,
        positie: str,
        soort: str,
        verboden: bool,
    ) -> None:
        """Write a line in the ledger: where a spoilt record stands, and what is wrong with it.

        `levering` is the date of the delivery, `positie` as the quarantine gives
        it. `verboden` says that a shape keeps the record out.
        """
        said = {
            "registratie": registratie,
            "levering": levering.isoformat(),
            "bestand": bestand,
            "positie": positie,
            "soort": soort,
            "verboden": verboden,
        }
        self._file.write(json.dumps(said, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """End the ledger."""
        self._file.close()
