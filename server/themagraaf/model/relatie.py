"""Relations as values: the queries that connect records of different registrations."""

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from themagraaf.errors import ModelError, choices
from themagraaf.model.files import ModelFiles
from themagraaf.model.header import query_of, read_header
from themagraaf.model.terms import Label


@dataclass(frozen=True, slots=True)
class Relatie:
    """One CONSTRUCT over the accepted records, and what it connects.

    `volgt_op` names the relations whose connections this one reads.
    """

    id: str
    titel: Label
    registratie: str
    volgt_op: tuple[str, ...]
    query: str
    where: str


def read_relaties(files: ModelFiles) -> tuple[Relatie, ...]:
    """Read every relation, each after those that it follows on.

    Raises:
        ModelError: A header lacks something, or relations follow on what is not there or
            on each other.
    """
    found = {}
    for path in files.find("queries/relatie", "*.rq"):
        text, where = path.read_text(encoding="utf-8"), files.name(path)
        header = read_header(text, where, ("titel", "registratie"), ("volgt-op",))
        found[path.stem] = Relatie(
            id=path.stem,
            titel=header.label("titel"),
            registratie=header.text("registratie"),
            volgt_op=header.texts("volgt-op"),
            query=query_of(text),
            where=where,
        )
    return _in_order(list(found.values()))


def _in_order(relaties: Sequence[Relatie]) -> tuple[Relatie, ...]:
    by_id = {relatie.id: relatie for relatie in relaties}
    for relatie in relaties:
        for name in relatie.volgt_op:
            if name not in by_id:
                raise ModelError(
                    f"{relatie.where}: volgt-op names {name!r}; {choices(name, by_id)}"
                )
    try:
        order = TopologicalSorter({item.id: sorted(item.volgt_op) for item in relaties})
        return tuple(by_id[name] for name in order.static_order())
    except CycleError as error:
        ring = " → ".join(error.args[1])
        raise ModelError(f"queries/relatie: these follow on each other: {ring}") from error
