"""Records that were kept out: gathered with their reasons, written one a line."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from themagraaf.errors import ModelError
from themagraaf.mapping.bron import Bron
from themagraaf.mapping.records import RecordRef
from themagraaf.mapping.workspace import Workspace
from themagraaf.validation.finding import Finding

UNREADABLE = "https://w3id.org/themagraaf/shape/leesbaar"
WITHOUT_KEY = "https://w3id.org/themagraaf/shape/sleutel"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record was kept out: the shape, in both languages, and the value at fault."""

    shape: str
    nl: str
    en: str
    waarde: str = ""


@dataclass(slots=True)
class Quarantine:
    """What a build has kept out so far."""

    workspace: Workspace
    reasons: dict[RecordRef, list[Reason]] = field(default_factory=dict)

    def without_key(self, records: Mapping[RecordRef, tuple[str, str]]) -> None:
        """Keep out records that say nothing about anything."""
        self._keep_out({ref: [Reason(WITHOUT_KEY, *said)] for ref, said in records.items()})

    def violations(self, findings: Sequence[Finding]) -> int:
        """Keep out every record that speaks of a node in violation; return how many are new.

        Raises:
            ModelError: A shape finds fault with something that no record said.
        """
        found = [finding for finding in findings if finding.severity == "Violation"]
        about = self.workspace.records_about({finding.focus.value for finding in found})
        reasons: dict[RecordRef, list[Reason]] = {}
        for finding in found:
            if not (records := about.get(finding.focus.value)):
                raise ModelError(
                    f"shape {finding.shape} is violated by {finding.focus.value}, which no record"
                    " describes: the model itself, or the catalogue, is at fault"
                )
            value = finding.value.value if finding.value else ""
            reason = Reason(finding.shape, finding.message.nl, finding.message.en, value)
            for record in records:
                reasons.setdefault(record, []).append(reason)
        self._keep_out(reasons)
        return len(reasons)

    def count(self, bron: Bron) -> int:
        """Return how many records of a source are kept out, those that can't be read included."""
        return self.workspace.count_set_apart(bron) + len(bron.staged.refused)

    def write(self, path: Path) -> int:
        """Write every record kept out as a line of JSON and return how many there are."""
        count = 0
        with path.open("w", encoding="utf-8") as out:
            for line in chain(self._unreadable(), self._kept_out()):
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += 1
        return count

    def _keep_out(self, reasons: Mapping[RecordRef, list[Reason]]) -> None:
        self.workspace.set_apart(reasons)
        for record, said in reasons.items():
            known = self.reasons.setdefault(record, [])
            known += [reason for reason in said if reason not in known]

    def _unreadable(self) -> Iterable[dict[str, object]]:
        for bron in self.workspace.records():
            for refused in bron.staged.refused:
                yield {
                    "registratie": bron.levering.registratie,
                    "levering": bron.levering.datum.isoformat(),
                    "bestand": refused.bestand,
                    "positie": refused.positie,
                    "bron": refused.raw,
                    "redenen": [_said(Reason(UNREADABLE, refused.nl, refused.en))],
                }

    def _kept_out(self) -> Iterable[dict[str, object]]:
        for record, found in self.workspace.read_set_apart():
            yield {
                "registratie": found.registratie,
                "levering": found.levering,
                "bestand": found.bestand,
                "positie": found.positie,
                "bron": json.loads(found.bron),
                "redenen": [_said(reason) for reason in self.reasons[record]],
            }


def _said(reason: Reason) -> dict[str, str]:
    return {"shape": reason.shape, "nl": reason.nl, "en": reason.en, "waarde": reason.waarde}
