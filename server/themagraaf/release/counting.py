"""How many records of each registration came in, are published, and are kept out."""

from collections.abc import Mapping
from datetime import date

from themagraaf.errors import EmptyDeliveryError
from themagraaf.release.manifest import RegistratieGeteld
from themagraaf.release.quarantine import Quarantine


def count_records(
    quarantine: Quarantine, peildata: Mapping[str, date], allow_empty: bool
) -> dict[str, RegistratieGeteld]:
    """Count the records of each registration that the build's workspace holds.

    Raises:
        EmptyDeliveryError: No record of a registration got through, and that was not allowed.
    """
    workspace = quarantine.workspace
    here = {bron.levering.registratie for bron in workspace.bronnen}
    totals: dict[str, list[int]] = {naam: [0, 0] for naam in peildata if naam in here}
    for bron in workspace.records():
        totals[bron.levering.registratie][0] += bron.staged.count
        totals[bron.levering.registratie][1] += quarantine.count(bron)
    counts: dict[str, RegistratieGeteld] = {}
    for naam, (records, kept_out) in totals.items():
        if records == kept_out and not allow_empty:
            raise EmptyDeliveryError(_nothing_left(quarantine, naam, records))
        counts[naam] = {
            "records": records,
            "gepubliceerd": records - kept_out,
            "quarantaine": kept_out,
            "peildatum": peildata[naam].isoformat(),
        }
    return counts


def _nothing_left(quarantine: Quarantine, naam: str, records: int) -> str:
    if not records:
        return f"registration {naam!r} holds no record; --allow-empty publishes it all the same"
    bronnen = quarantine.workspace.bronnen
    reasons = next(
        (
            said
            for ref, said in quarantine.reasons.items()
            if bronnen[ref.bron].levering.registratie == naam
        ),
        None,
    )
    why = f"; the first: {reasons[0].en}" if reasons else ""
    return (
        f"all {records} records of registration {naam!r} were kept out{why}"
        " --allow-empty publishes the release without them"
    )
