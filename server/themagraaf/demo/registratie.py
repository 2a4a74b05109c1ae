"""What a registration of the demo is: it writes its records as households pass by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar, Protocol

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.wereld import Huishouden, Wereld


@dataclass(frozen=True, slots=True)
class Leveringsregel:
    """One delivery as themagraaf.toml names it.

    `bestanden` gives for each source of the mapping the name of its file, in
    the folder of the registration; `database` the SQLite file there that holds
    its tables, empty where there is none. `ontbreekt` names the sources that
    the delivery knowingly is without.
    """

    registratie: str
    datum: date
    bestanden: Mapping[str, str]
    database: str = ""
    ontbreekt: tuple[str, ...] = ()


class Registratie(Protocol):
    """One registration: made once, fed every household in order, and closed."""

    naam: ClassVar[str]

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        """Open its files under a folder that is there."""

    def add(self, huishouden: Huishouden) -> None:
        """Write the records of one household."""

    def close(self) -> Sequence[Leveringsregel]:
        """End the files; return the deliveries that stand in themagraaf.toml."""
