"""The file of one debt relief organisation, in the exchange model DDAS, element by element."""

import json
from datetime import date
from pathlib import Path

from themagraaf.demo.gemeente import VOORBEELDSTAD
from themagraaf.demo.schuldhulptraject import Record


class Schuldhulpbestand:
    """A file that grows by one trajectory at a time; `datum` is up to when it speaks."""

    def __init__(self, path: Path, begin: date, datum: date, kvk: str, organisatie: str) -> None:
        self.naam = path.name
        self.datum = datum
        self._count = 0
        head = {
            "startdatumLevering": begin.isoformat(),
            "einddatumLevering": datum.isoformat(),
            "aanleverdatumEnTijd": f"{datum.isoformat()}T23:00:00Z",
            "codeGegevensleverancier": f"SL{kvk[-3:]}",
        }
        said = {
            "(Statutaire) Naam": organisatie,
            "KvK-nummer": kvk,
            "gemeentecode": VOORBEELDSTAD.code,
        }
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._file.write(json.dumps(head)[:-1])
        self._file.write(', "leveringen": [{"teller": 1, "aanleverende_organisatie": ')
        self._file.write(json.dumps(said, ensure_ascii=False))
        self._file.write(', "schuldhulptrajecten": [')

    def write(self, record: Record) -> str:
        """Add a trajectory and return its position, as a JSON pointer."""
        self._file.write(",\n" if self._count else "\n")
        self._file.write(json.dumps(record, ensure_ascii=False))
        self._count += 1
        return f"/leveringen/0/schuldhulptrajecten/{self._count - 1}"

    def close(self) -> None:
        """End the file, so that it is JSON."""
        self._file.write("\n]}]}\n")
        self._file.close()
