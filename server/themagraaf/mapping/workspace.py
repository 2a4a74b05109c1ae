"""One build's workspace: deliveries staged, mapped, traced, and set apart record by record.

A record is one row or element of a file that some triples map iterates. Each
quad comes from the records that yield it: a record set apart takes along only
what no other record says.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from themagraaf.errors import DeliveryError, choices
from themagraaf.mapping.beside import side_by_side
from themagraaf.mapping.bron import Bron, Stager, not_given
from themagraaf.mapping.expressions import Context
from themagraaf.mapping.herkomst import select_provenance
from themagraaf.mapping.levering import Bestand, Levering
from themagraaf.mapping.lookups import Lookups
from themagraaf.mapping.records import RecordAt, RecordRef, read_records
from themagraaf.mapping.sql import connect, load_codes
from themagraaf.mapping.statement import Statement, compile_map
from themagraaf.mapping.withdrawal import Withdrawn, accepted, withdraw
from themagraaf.mapping.writing import AS_LINES, run, split, write
from themagraaf.model.rml import RegistratieMapping, TriplesMap
from themagraaf.sql import text

Progress = Callable[[str, int, int], None]


class Workspace:
    """The DuckDB database that a build works in; made anew for each build."""

    def __init__(
        self,
        folder: Path,
        mappings: Sequence[RegistratieMapping],
        codes: Mapping[str, Mapping[str, str]],
        *,
        basis: str,
        gemeentecode: str,
        key: bytes,
        memory_limit_mb: int,
        threads: int,
    ) -> None:
        self.folder = folder
        self.basis = basis
        self.bronnen: list[Bron] = []
        self._described: dict[str, list[Bestand]] = {}
        self._ronde = 0
        self._compiled: list[tuple[Bron, TriplesMap, Statement]] | None = None
        self._mappings = {mapping.naam: mapping for mapping in mappings}
        self._threads = threads
        self._db = connect(folder / "spill", memory_limit_mb)
        lookups = Lookups(self._db)
        self._context = Context(f"{basis}/", gemeentecode, _pseudonym(key), lookups)
        self._stager = Stager(self._db, folder)
        load_codes(self._db, codes)
        self._db.execute("CREATE TABLE herkomst (bron INTEGER, rij BIGINT, subject VARCHAR)")
        self._db.execute("CREATE TABLE uitval (bron INTEGER, rij BIGINT, ronde INTEGER)")

    def close(self) -> None:
        """Close the database; the folder may then be removed."""
        self._db.close()

    def stage(self, leveringen: Sequence[Levering], progress: Progress) -> None:
        """Read all that the deliveries give.

        Raises:
            ModelError: A mapping reads what a file or table has not.
            DeliveryError: A file is missing or unreadable, or the mapping of a registration
                names a source that no delivery gives.
        """
        work = [
            (levering, piece)
            for number, levering in enumerate(leveringen, start=len(self.bronnen))
            for piece in self._stager.plan(levering, self._mapping(levering), f"bron{number}")
        ]
        staged = side_by_side(
            [piece for _, piece in work],
            self._threads,
            lambda done: progress(f"reading {work[done][0].id}", done, len(work)),
        )
        for (levering, _), found in zip(work, staged, strict=True):
            for item in found:
                mapping = self._mapping(levering)
                self.bronnen.append(Bron(len(self.bronnen), levering, mapping, item))
        self._compiled = None
        self._all_given()

    def trace(self, progress: Progress) -> dict[RecordRef, tuple[str, str]]:
        """Note which records speak of which subject; return the records that speak of none."""
        work = self._statements()
        side_by_side(
            [partial(self._note, *item) for item in work],
            self._threads,
            lambda done: progress(f"tracing {work[done][0].levering.registratie}", done, len(work)),
        )
        missing: dict[RecordRef, tuple[str, str]] = {}
        for bron in self.records():
            rows = self._db.execute(f"""SELECT rij FROM {bron.staged.table} b WHERE NOT EXISTS
                (FROM herkomst h WHERE h.bron = {bron.number} AND h.rij = b.rij)""").fetchall()
            reason = (
                "Het record heeft geen sleutel, dus is niet vast te stellen waarover het gaat.",
                "The record has no key, so it can't be said what it is about.",
            )
            missing |= {RecordRef(bron.number, int(rij)): reason for (rij,) in rows}
        return missing

    def write_quads(self, progress: Progress) -> dict[str, list[Path]]:
        """Write what all records say, those set apart too: N-Quads files per registration."""
        parts = list(split(self._db, self._statements()))
        paths = [self.folder / f"{part.naam}-{done:03}.nq" for done, part in enumerate(parts)]
        written = side_by_side(
            [partial(write, self._db, *pair) for pair in zip(parts, paths, strict=True)],
            self._threads,
            lambda done: progress(f"mapping {parts[done].naam}", done, len(parts)),
            [part.weight for part in parts],
        )
        files: dict[str, list[Path]] = {}
        for part, path in zip(parts, written, strict=True):
            files.setdefault(part.naam, []).append(path)
        return files

    def withdraw(self, also: Iterable[str] = ()) -> Withdrawn:
        """Return the lines that only records set apart since the last time say.

        `also` are lines that stand beside those of the records.
        """
        found = withdraw(self._db, self._statements(), self._ronde, also)
        self._ronde += 1
        return found

    def write_provenance(self, graph: str) -> dict[str, Path]:
        """Write one quad for each pair of a published thing and a record that speaks of it.

        Returns a file of N-Quads per registration.
        """
        parts: dict[str, list[str]] = {bron.levering.registratie: [] for bron in self.bronnen}
        for bron in self.records():
            if bron.staged.files:
                select = select_provenance(bron, self.basis, graph, accepted(bron, "h"))
                parts[bron.levering.registratie].append(select)
        paths = {naam: self.folder / f"{naam}-herkomst.nq" for naam in parts}
        for naam, path in paths.items():
            path.write_text("")
            if stacked := " UNION ALL ".join(parts[naam]):
                ordered = f"SELECT line FROM ({stacked}) ORDER BY bron, rij, line"
                self._db.execute(f"COPY ({ordered}) TO {text(str(path))} {AS_LINES}")
        return paths

    def delivered(self, levering: Levering) -> list[Bestand]:
        """Return the files of a delivery, and what was read of its database, with their hash."""
        if levering.id not in self._described:
            own = [bron for bron in self.bronnen if bron.levering == levering]
            self._described[levering.id] = self._stager.describe(levering, own)
        return self._described[levering.id]

    def forget(self) -> None:
        """Forget what was traced and set apart, but not what is staged."""
        self._db.execute("DELETE FROM herkomst; DELETE FROM uitval")
        self._ronde = 0

    def records(self) -> list[Bron]:
        """Return the sources whose rows are records: those that a triples map iterates."""
        return [b for b in self.bronnen if b.staged.source in b.mapping.iterated()]

    def records_about(self, subjects: Iterable[str]) -> dict[str, list[RecordRef]]:
        """Return for each IRI the accepted records that speak of it."""
        self._db.execute("CREATE OR REPLACE TEMP TABLE gevraagd (subject VARCHAR)")
        wanted = sorted({f"<{subject}>" for subject in subjects})
        for start in range(0, len(wanted), 500):
            values = ", ".join(f"({text(subject)})" for subject in wanted[start : start + 500])
            self._db.execute(f"INSERT INTO gevraagd VALUES {values}")
        found: dict[str, list[RecordRef]] = {}
        rows = self._db.execute("""SELECT h.subject, h.bron, h.rij FROM herkomst h
            JOIN gevraagd USING (subject) ANTI JOIN uitval u ON u.bron = h.bron AND u.rij = h.rij
            ORDER BY ALL""").fetchall()
        for subject, bron, rij in rows:
            found.setdefault(subject[1:-1], []).append(RecordRef(bron, rij))
        return found

    def set_apart(self, records: Iterable[RecordRef]) -> None:
        """Keep these records out of all that is written from now on."""
        rows = sorted({(record.bron, record.rij, self._ronde) for record in records})
        for start in range(0, len(rows), 1000):
            values = ", ".join(map(str, rows[start : start + 1000]))
            self._db.execute(f"INSERT INTO uitval VALUES {values}")

    def count_set_apart(self, bron: Bron) -> int:
        """Return how many staged records of a source are kept out."""
        row = self._db.execute(
            "SELECT count(*) FROM uitval WHERE bron = ?", [bron.number]
        ).fetchone()
        return int(row[0]) if row else 0

    def read(self, record: RecordRef) -> RecordAt:
        """Return a record as it was delivered."""
        bron = self.bronnen[record.bron]
        for _, found in read_records(self._db, bron, f"b.rij = {record.rij}"):
            return found
        raise KeyError(record)

    def read_set_apart(self, registratie: str) -> Iterator[tuple[RecordRef, RecordAt]]:
        """Give every record kept out as it was delivered, source by source, in its order."""
        for bron in self.bronnen:
            if bron.levering.registratie != registratie:
                continue
            kept_out = f"b.rij IN (SELECT u.rij FROM uitval u WHERE u.bron = {bron.number})"
            yield from read_records(self._db, bron, kept_out)

    def _mapping(self, levering: Levering) -> RegistratieMapping:
        if (mapping := self._mappings.get(levering.registratie)) is None:
            raise DeliveryError(
                f"the model has no mapping for registration {levering.registratie!r};"
                f" {choices(levering.registratie, self._mappings)}"
            )
        return mapping

    def _all_given(self) -> None:
        given: dict[str, set[str]] = {}
        for bron in self.bronnen:
            given.setdefault(bron.mapping.naam, set()).add(bron.staged.source.name)
        for naam, names in given.items():
            for source in self._mappings[naam].sources:
                if source.name not in names:
                    raise DeliveryError(not_given(naam, source))

    def _note(self, bron: Bron, triples_map: TriplesMap, statement: Statement) -> None:
        found = f"SELECT {bron.number}, * FROM ({statement.subjects()})"
        with self._db.cursor() as cursor:
            run(cursor, f"INSERT INTO herkomst {found}", triples_map)

    def _statements(self) -> list[tuple[Bron, TriplesMap, Statement]]:
        if self._compiled is None:
            self._compiled = list(self._compile())
        return self._compiled

    def _compile(self) -> Iterator[tuple[Bron, TriplesMap, Statement]]:
        for bron in self.records():
            others = {
                other.staged.source.iri: other.staged
                for other in self.bronnen
                if other.levering is bron.levering
            }
            parents = {item.iri: item for item in bron.mapping.triples_maps}
            for triples_map in bron.mapping.triples_maps:
                if triples_map.source != bron.staged.source:
                    continue
                statement = compile_map(
                    triples_map,
                    bron.staged,
                    others,
                    parents,
                    self._context,
                    graph=f"{self.basis}/graaf/registratie/{bron.mapping.naam}",
                    leveringsdatum=bron.levering.datum.isoformat(),
                )
                yield bron, triples_map, statement


def _pseudonym(key: bytes) -> Callable[[str], str]:
    """Return what writes SQL for HMAC-SHA-256 (RFC 2104) under the key, in hexadecimal."""
    block = (key if len(key) <= 64 else sha256(key).digest()).ljust(64, b"\0")
    inner = bytes(byte ^ 0x36 for byte in block).hex()
    outer = bytes(byte ^ 0x5C for byte in block).hex()

    def sql(value: str) -> str:
        message = f"unhex('{inner}') || encode({value})"
        return f"sha256(unhex('{outer}') || unhex(sha256({message})))"

    return sql
