"""Records that were kept out: gathered with their reasons, written one a line."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain

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

    def violations(
        self, findings: Sequence[Finding], elsewhere: Set[str] = frozenset()
    ) -> dict[str, list[str]]:
        """Keep out every record that speaks of a node in violation.

        Returns per such node the registrations whose records do. `elsewhere` are nodes of which
        only records speak that are not in this workspace.

        Raises:
            ModelError: A shape finds fault with something that no record said.
        """
        found = [finding for finding in findings if finding.severity == "Violation"]
        about = self.workspace.records_about({finding.focus.value for finding in found})
        reasons: dict[RecordRef, list[Reason]] = {}
        for finding in found:
            records = about.get(finding.focus.value, [])
            if not records and finding.focus.value not in elsewhere:
                raise ModelError(
                    f"shape {finding.shape} is violated by {finding.focus.value}, which no record"
                    " describes: the model itself, or the catalogue, is at fault"
                )
            value = finding.value.value if finding.value else ""
            reason = Reason(finding.shape, finding.message.nl, finding.message.en, value)
            for record in records:
                reasons.setdefault(record, []).append(reason)
        self._keep_out(reasons)
        return {
            node: sorted({self._registratie(record) for record in about.get(node, [])})
            for node in sorted({finding.focus.value for finding in found})
        }

    def count(self, bron: Bron) -> int:
        """Return how many records of a source are kept out, those that can't be read included."""
        return self.workspace.count_set_apart(bron) + len(bron.staged.refused)

    def lines(self, registratie: str) -> Iterator[str]:
        """Give every record of a registration that was kept out as a line of JSON."""
        for line in chain(self._unreadable(registratie), self._kept_out(registratie)):
            yield json.dumps(line, ensure_ascii=False) + "\n"

    def _registratie(self, record: RecordRef) -> str:
        return self.workspace.bronnen[record.bron].levering.registratie

    def _keep_out(self, reasons: Mapping[RecordRef, list[Reason]]) -> None:
        self.workspace.set_apart(reasons)
        for record, said in reasons.items():
            known = self.reasons.setdefault(record, [])
            known += [reason for reason in said if reason not in known]

    def _unreadable(self, registratie: str) -> Iterable[dict[str, object]]:
        for bron in self.workspace.records():
            if bron.levering.registratie != registratie:
                continue
            for refused in bron.staged.refused:
                yield {
                    "registratie": bron.levering.registratie,
                    "levering": bron.levering.datum.isoformat(),
                    "bestand": refused.bestand,
                    "positie": refused.positie,
                    "bron": refused.raw,
                    "redenen": [_said(Reason(UNREADABLE, refused.nl, refused.en))],
                }

    def _kept_out(self, registratie: str) -> Iterable[dict[str, object]]:
        for record, found in self.workspace.read_set_apart(registratie):
            yield {
                "registratie": found.registratie,
                "levering": found.levering,
                "bestand": found.bestand,
                "positie": found.positie,
                "bron": json.loads(found.bron),
                "redenen": [_said(reason) for reason in self.reasons[record]],
            }


def registratie_of(line: str) -> str:
    """Return the registration of a record kept out, from its line."""
    return str(json.loads(line)["registratie"])


def _said(reason: Reason) -> dict[str, str]:
    return {"shape": reason.shape, "nl": reason.nl, "en": reason.en, "waarde": reason.waarde}
