"""Says in RDF from which record of which file a thing was derived."""

from themagraaf.mapping.bron import Bron
from themagraaf.sql import text

PROV = "<http://www.w3.org/ns/prov#wasDerivedFrom>"


def select_provenance(bron: Bron, basis: str, graph: str, kept: str) -> str:
    """Return a SELECT of `line`, `bron` and `rij`: a quad for each thing that a record speaks of.

    `kept` is an SQL condition on `h.rij` that a record must meet.
    """
    iris = [bron.levering.file_iri(basis, name) for name in bron.staged.files]
    file = f"[{', '.join(map(text, iris))}][b.bestand + 1]"
    return f"""SELECT h.subject || {text(f" {PROV} <")} || {file} || '#' ||
        iri_legal({_place(bron)}) || '> <{graph}> .' AS line, {bron.number} AS bron, h.rij AS rij
        FROM herkomst h JOIN {bron.staged.table} b ON b.rij = h.rij
        WHERE h.bron = {bron.number} AND h.subject LIKE '<%' AND {kept}"""


def _place(bron: Bron) -> str:
    """Return SQL for where a record stands.

    No key of a person stands in an IRI: such a record goes by its number in the order of the keys.
    """
    source = bron.staged.source
    if bron.mapping.personal(source).isdisjoint(bron.staged.key):
        return "b.positie"
    return f"{text(f'tabel={source.iterator}&row=')} || b.rij"
