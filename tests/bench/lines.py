"""The limit of mapping: expressions written by hand for these four files alone, in Polars.

Each knows which text needs escaping and which key is safe in an IRI, as no engine can.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from tests.bench.meter import Meter, Said, serve
from tests.bench.registraties import write_registraties

GRAPH = "<https://voorbeeld.example/graaf> ."
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"


def polars(folder: Path, meter: Meter) -> Said:
    """Write the lines of each file."""
    target = folder / "polars"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    with meter:
        _write(folder, target)
    return {}


def _write(folder: Path, target: Path) -> None:
    personen = pl.scan_csv(folder / "personen.csv", infer_schema=False)
    frames = {
        "personen": personen.select(_personen()),
        "adressen": pl.scan_csv(folder / "adressen.csv", infer_schema=False).select(_adressen()),
        "zaken": _read_zaken(folder / "zaken.json").lazy().select(_zaken()),
        "voorzieningen": pl.scan_csv(folder / "voorzieningen.csv", infer_schema=False)
        .join(
            personen.select(client="email", persoon="nummer"),
            on="client",
            how="left",
        )
        .select(_voorzieningen()),
    }
    for name, frame in frames.items():
        frame.sink_csv(target / f"{name}.nq", include_header=False, quote_style="never")


def _personen() -> pl.Expr:
    subject = _iri("id/persoon/", "nummer")
    return _lines(
        subject,
        "Persoon",
        ("nummer", _plain("nummer")),
        ("voornamen", _plain("voornamen")),
        ("voorvoegsel", _plain("voorvoegsel")),
        ("geslachtsnaam", _text("geslachtsnaam")),
        ("geslacht", _iri("code/geslacht/", "geslacht")),
        ("geboortedatum", _plain("geboortedatum", f"^^<{XSD}date>")),
        ("geboorteplaats", _plain("geboorteplaats", "@nl")),
        ("nationaliteit", _iri("code/nationaliteit/", "nationaliteit")),
        ("adres", _iri("id/adres/", "adres")),
        ("telefoon", _plain("telefoon")),
        ("email", _plain("email")),
        ("sinds", _plain("sinds", f"^^<{XSD}date>")),
    )


def _adressen() -> pl.Expr:
    return _lines(
        _iri("id/adres/", "nummer"),
        "Adres",
        ("straat", _plain("straat")),
        ("huisnummer", _plain("huisnummer", f"^^<{XSD}integer>")),
        ("toevoeging", _plain("toevoeging")),
        ("postcode", _plain("postcode")),
        ("buurt", _iri("id/buurt/", "buurt")),
    )


def _read_zaken(path: Path) -> pl.DataFrame:
    zaaktype = pl.Struct({"code": pl.String, "omschrijving": pl.String})
    initiator = pl.Struct({"persoon": pl.Struct({"nummer": pl.String})})
    status = pl.Struct({"naam": pl.String, "datum": pl.String})
    schema = {
        "identificatie": pl.String(),
        "zaaktype": zaaktype,
        "initiator": initiator,
        "status": status,
        "toelichting": pl.String(),
    }
    read = pl.read_json(path, schema=schema)
    return read.select(
        "identificatie",
        "toelichting",
        pl.col("zaaktype").struct.field("code", "omschrijving"),
        pl.col("initiator").struct.field("persoon").struct.field("nummer"),
        pl.col("status").struct.field("naam", "datum"),
    )


def _zaken() -> pl.Expr:
    code = pl.col("code").str.replace_all(" ", "%20", literal=True)
    return _lines(
        _iri("id/zaak/", "identificatie"),
        "Zaak",
        ("zaaktype", _around("<https://voorbeeld.example/code/zaaktype/", code, ">")),
        ("omschrijving", _plain("omschrijving", "@nl")),
        ("initiator", _iri("id/persoon/", "nummer")),
        ("status", _plain("naam")),
        ("gezetOp", _plain("datum", f"^^<{XSD}date>")),
        ("toelichting", _text("toelichting")),
    )


def _voorzieningen() -> pl.Expr:
    return _lines(
        _iri("id/voorziening/", "nummer"),
        "Voorziening",
        ("product", _iri("code/product/", "product")),
        ("begin", _plain("begin", f"^^<{XSD}date>")),
        ("einde", _plain("einde", f"^^<{XSD}date>")),
        ("client", _iri("id/persoon/", "persoon")),
    )


def _lines(subject: pl.Expr, name: str, *said: tuple[str, pl.Expr]) -> pl.Expr:
    """Return the lines of a record as one text, newline between; what is null has none."""
    first = pl.concat_str(
        [subject, pl.lit(f" {TYPE} <https://voorbeeld.example/def/{name}> {GRAPH}")]
    )
    return pl.concat_str([first, *_rest(subject, said)], separator="\n", ignore_nulls=True)


def _rest(subject: pl.Expr, said: Iterable[tuple[str, pl.Expr]]) -> Iterable[pl.Expr]:
    for name, value in said:
        predicate = pl.lit(f" <https://voorbeeld.example/def/{name}> ")
        yield pl.concat_str([subject, predicate, value, pl.lit(f" {GRAPH}")])


def _around(before: str, value: pl.Expr, after: str) -> pl.Expr:
    return pl.concat_str([pl.lit(before), value, pl.lit(after)])


def _iri(path: str, column: str) -> pl.Expr:
    return _around(f"<https://voorbeeld.example/{path}", pl.col(column), ">")


def _plain(column: str, after: str = "") -> pl.Expr:
    return _around('"', pl.col(column), f'"{after}')


def _text(column: str) -> pl.Expr:
    escaped = pl.col(column).str.replace_many(["\\", '"', "\n"], ["\\\\", '\\"', "\\n"])
    return _around('"', escaped, '"')


if __name__ == "__main__":
    serve(write_registraties, {"polars": polars})
