"""What a build writes beside its stores: catalogue, report, quarantine, manifest."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from themagraaf.mapping.levering import Bestand, Levering
from themagraaf.model.bron import read_bron
from themagraaf.release import catalogue, dcat, manifest, relaties
from themagraaf.release.manifest import Manifest, RegistratieGeteld
from themagraaf.release.measuring import Measured, Measuring
from themagraaf.validation.finding import Finding
from themagraaf.validation.report import SEVERITIES, Group, as_turtle, summarize

Delivered = Callable[[Levering], Iterable[Bestand]]


def write_catalogue(measuring: Measuring, delivered: Delivered, path: Path) -> Path:
    """Write what is said of the release itself as N-Quads."""
    path.write_bytes("".join(_catalogue(measuring, delivered)).encode())
    return path


def write_report(target: Path, findings: list[Finding], kept_out: Iterable[str]) -> list[Group]:
    """Write the report and the quarantine, of these lines; return what was found, grouped."""
    (target / "rapport.ttl").write_text(as_turtle(findings), encoding="utf-8")
    with (target / "quarantaine.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(kept_out)
    groups = summarize(findings)
    summary = {
        "bevindingen": [
            {
                "ernst": group.severity,
                "shape": group.shape,
                "constraint": group.component,
                "nl": group.message.nl,
                "en": group.message.en,
                "aantal": group.aantal,
                "voorbeeld": group.voorbeeld,
            }
            for group in groups
        ]
    }
    (target / "rapport.json").write_bytes(manifest.encode(summary))
    return groups


def describe_release(
    measuring: Measuring,
    delivered: Delivered,
    *,
    registraties: Mapping[str, RegistratieGeteld],
    related: Mapping[str, Mapping[str, int]],
    measured: Measured,
    findings: list[Finding],
    quads: Mapping[str, str],
    aantal_quads: int,
) -> Manifest:
    """Return the manifest of a release whose other files are written."""
    gemeente, target = measuring.gemeente, measuring.target
    return {
        "gemeente": {"naam": gemeente.naam, "code": gemeente.code, "basis": gemeente.basis},
        "model": measuring.model.files.digest(),
        "leveringen": manifest.describe(gemeente.leveringen, delivered),
        "registraties": dict(registraties),
        "relaties": related,
        "quads": dict(quads),
        "aantalQuads": aantal_quads,
        "bevindingen": {
            severity: sum(finding.severity == severity for finding in findings)
            for severity in SEVERITIES
        },
        "rapport": manifest.digest_of([target / "rapport.ttl"]),
        "quarantaine": manifest.digest_of([target / "quarantaine.jsonl"]),
        "kpis": measured.kpis,
        "klantreizen": manifest.digest_of([target / "klantreizen.json"]),
        "leden": manifest.digest_of([target / "cubes" / "leden.parquet"]),
    }


def _catalogue(measuring: Measuring, delivered: Delivered) -> Iterator[str]:
    model, gemeente = measuring.model, measuring.gemeente
    yield from catalogue.describe(gemeente, delivered)
    yield from relaties.describe(model.relaties, gemeente.basis)
    bronnen = {
        naam: (read_bron(model.files, naam), peildatum)
        for naam, peildatum in measuring.peildata.items()
    }
    graph = dcat.describe_catalogue(gemeente, bronnen)
    yield from dcat.as_quads(graph, f"{gemeente.basis}/graaf/catalogus")
