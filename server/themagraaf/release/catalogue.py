"""Describes in RDF what a release is made of: registrations, deliveries, files."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from themagraaf.mapping.levering import Bestand, Levering
from themagraaf.release.gemeente import Gemeente
from themagraaf.store.answer import Term

TG = "https://w3id.org/themagraaf/def/"
A = Term("iri", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = Term("iri", "http://www.w3.org/2000/01/rdf-schema#label")
XSD = "http://www.w3.org/2001/XMLSchema#"
SPDX = "http://spdx.org/rdf/terms#"
MONTHS = 36


def tg(name: str) -> Term:
    """Return a term of our own."""
    return Term("iri", TG + name)


def quad(subject: str, predicate: Term, value: Term, graph: str) -> str:
    """Return one line of N-Quads."""
    return f"<{subject}> {predicate.n3()} {value.n3()} <{graph}> .\n"


def peildata(leveringen: Iterable[Levering]) -> dict[str, date]:
    """Return per registration the day up to which its latest delivery speaks."""
    found: dict[str, date] = {}
    for levering in leveringen:
        known = found.setdefault(levering.registratie, levering.datum)
        found[levering.registratie] = max(known, levering.datum)
    return found


def describe(
    gemeente: Gemeente, delivered: Callable[[Levering], Iterable[Bestand]]
) -> Iterator[str]:
    """Give the catalogue of a release as lines of N-Quads."""
    graph = f"{gemeente.basis}/graaf/catalogus"
    own = Term("iri", f"{gemeente.basis}/id/gebied/{gemeente.code}")
    for naam, peildatum in sorted(peildata(gemeente.leveringen).items()):
        registratie = f"{gemeente.basis}/id/registratie/{naam}"
        yield quad(registratie, A, tg("Registratie"), graph)
        yield quad(registratie, LABEL, Term("literal", naam), graph)
        yield quad(registratie, tg("naam"), Term("literal", naam), graph)
        yield quad(registratie, tg("gemeente"), own, graph)
        yield quad(registratie, tg("peildatum"), _date(peildatum), graph)
    for day in peilmomenten(max(peildata(gemeente.leveringen).values())):
        yield from _peilmoment(gemeente.basis, day, graph)
    for levering in gemeente.leveringen:
        yield from _levering(gemeente, levering, delivered(levering), graph)


def peilmomenten(last: date) -> Iterator[date]:
    """Give the last day of each month, latest first, that had ended by a date: `MONTHS` of them."""
    day = last + timedelta(days=1)
    for _ in range(MONTHS):
        day = day.replace(day=1) - timedelta(days=1)
        yield day


def _peilmoment(basis: str, day: date, graph: str) -> Iterator[str]:
    periode = f"{day:%Y-%m}"
    iri = f"{basis}/id/peilmoment/{periode}"
    yield quad(iri, A, tg("Peilmoment"), graph)
    yield quad(iri, tg("datum"), _date(day), graph)
    yield quad(iri, tg("periode"), Term("literal", periode), graph)


def _levering(
    gemeente: Gemeente, levering: Levering, bestanden: Iterable[Bestand], graph: str
) -> Iterator[str]:
    iri = f"{gemeente.basis}/id/levering/{levering.id}"
    registratie = Term("iri", f"{gemeente.basis}/id/registratie/{levering.registratie}")
    part_of = Term("iri", "http://purl.org/dc/terms/isPartOf")
    yield quad(iri, A, tg("Levering"), graph)
    yield quad(iri, tg("registratie"), registratie, graph)
    yield quad(iri, tg("peildatum"), _date(levering.datum), graph)
    for item in bestanden:
        bestand = levering.file_iri(gemeente.basis, item.bestand)
        checksum = Term("iri", f"{bestand}#sha256")
        algorithm = Term("iri", SPDX + "checksumAlgorithm_sha256")
        hexadecimal = Term("literal", item.sha256, XSD + "hexBinary")
        yield quad(bestand, A, tg("Bestand"), graph)
        yield quad(bestand, LABEL, Term("literal", item.naam), graph)
        yield quad(bestand, part_of, Term("iri", iri), graph)
        yield quad(bestand, Term("iri", SPDX + "checksum"), checksum, graph)
        yield quad(checksum.value, Term("iri", SPDX + "algorithm"), algorithm, graph)
        yield quad(checksum.value, Term("iri", SPDX + "checksumValue"), hexadecimal, graph)


def _date(day: date) -> Term:
    return Term("literal", day.isoformat(), XSD + "date")
