"""KPIs as values: the header of each query under queries/kpi, and its text."""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from themagraaf.errors import ModelError, choices
from themagraaf.model.files import ModelFiles
from themagraaf.model.header import Header, decimal, label, query_of, read_header
from themagraaf.model.terms import Label

MATEN = ("aantal", "aandeel", "gemiddelde", "mediaan")
RICHTINGEN = ("hoger-is-beter", "lager-is-beter", "neutraal")
NIVEAUS = ("bestuurlijk", "beleidsmatig", "operationeel")
SOORTEN = ("stroom", "stand")
NORMSOORTEN = ("wet", "raad", "eigen")
REQUIRED = [
    "titel",
    "definitie",
    "maat",
    "eenheid",
    "decimalen",
    "richting",
    "niveaus",
    "dimensies",
    "eigenaar",
    "registraties",
    "soort",
    "norm",
    "publicatie",
    "vergelijkbaarheid",
]
OPTIONAL = ("factor", "niet-optelbaar", "kanttekening")


@dataclass(frozen=True, slots=True)
class Norm:
    """What the KPI is held against, in its unit, and who decided so.

    `soort` is wet (a law), raad (a decision of the council) or eigen (the owner's own choice).
    """

    waarde: Decimal
    soort: str
    bron: Label


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI: what it measures, how, and the SPARQL that answers it.

    `waarde = teller / noemer × factor` for a share or a mean; `teller` for a
    count; the median of the frequency table (`meetwaarde`, `teller`) otherwise.
    `soort` is stroom where it counts over a period, stand where on a day.
    `publicatie` is a notation of the code list publicatieregel.
    """

    id: str
    thema: str
    titel: Label
    definitie: Label
    maat: str
    eenheid: str
    factor: Decimal
    decimalen: int
    richting: str
    norm: Norm | None
    zonder_norm: Label | None  # why there is no norm, where there is none
    soort: str
    publicatie: str
    vergelijkbaarheid: Label
    niveaus: tuple[str, ...]
    dimensies: tuple[str, ...]
    niet_optelbaar: frozenset[str]
    eigenaar: str
    registraties: tuple[str, ...]
    kanttekening: Label | None
    query: str
    where: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the query must give, in order."""
        measures = {
            "aantal": ("teller",),
            "mediaan": ("meetwaarde", "teller"),
        }.get(self.maat, ("teller", "noemer"))
        return (*self.dimensies, *measures)


def read_kpis(files: ModelFiles) -> tuple[Kpi, ...]:
    """Read every KPI, in order of theme and id.

    Raises:
        ModelError: A header lacks something or says something unknown, or two KPIs share an id.
    """
    found = [read_kpi(path, files.name(path)) for path in files.find("queries/kpi", "*.rq")]
    seen: dict[str, str] = {}
    for kpi in found:
        if kpi.id in seen:
            raise ModelError(f"{kpi.where}: {seen[kpi.id]} has the same name; a KPI's is its own")
        seen[kpi.id] = kpi.where
    return tuple(sorted(found, key=lambda kpi: (kpi.thema, kpi.id)))


def read_kpi(path: Path, where: str) -> Kpi:
    """Read one KPI.

    Raises:
        ModelError: Its header lacks something or says something unknown.
    """
    text = path.read_text(encoding="utf-8")
    header = read_header(text, where, REQUIRED, OPTIONAL)
    maat = header.one_of("maat", MATEN)
    dimensies = header.texts("dimensies")
    niet_optelbaar = header.texts("niet-optelbaar")
    if strange := sorted(set(niet_optelbaar) - set(dimensies)):
        raise ModelError(f"{where}: niet-optelbaar names {strange[0]!r}, which is no dimension")
    niveaus = header.texts("niveaus")
    if strange := sorted(set(niveaus) - set(NIVEAUS)):
        raise ModelError(f"{where}: niveau {strange[0]!r}; {choices(strange[0], NIVEAUS)}")
    norm, without_norm = _norm(header)
    default = "100" if maat == "aandeel" else "1"
    return Kpi(
        id=path.stem,
        thema=path.parent.name,
        titel=header.label("titel"),
        definitie=header.label("definitie"),
        maat=maat,
        eenheid=header.text("eenheid"),
        factor=header.number("factor") if "factor" in header.given else Decimal(default),
        decimalen=int(header.number("decimalen")),
        richting=header.one_of("richting", RICHTINGEN),
        norm=norm,
        zonder_norm=without_norm,
        soort=header.one_of("soort", SOORTEN),
        publicatie=header.text("publicatie"),
        vergelijkbaarheid=header.label("vergelijkbaarheid"),
        niveaus=niveaus,
        dimensies=dimensies,
        niet_optelbaar=frozenset(niet_optelbaar),
        eigenaar=header.text("eigenaar"),
        registraties=header.texts("registraties"),
        kanttekening=header.label("kanttekening") if "kanttekening" in header.given else None,
        query=query_of(text),
        where=where,
    )


def tg_terms(query: str) -> list[str]:
    """Return the IRIs of our own terms that a query names, in order of first use."""
    prefixes = dict(re.findall(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", query, re.IGNORECASE))
    body = re.sub(r"#[^\n>]*$|\"[^\"\n]*\"", " ", query, flags=re.MULTILINE)
    named = [
        prefixes[prefix] + local
        for prefix, local in re.findall(r"(?<![\w?$:<])([\w-]*):(\w+)", body)
        if prefix in prefixes
    ]
    whole = re.findall(r"<([^>\s]+)>", re.sub(r"PREFIX[^\n]*", "", body))
    own = "https://w3id.org/themagraaf/def/"
    return list(dict.fromkeys(iri for iri in named + whole if iri.startswith(own)))


def _norm(header: Header) -> tuple[Norm | None, Label | None]:
    """Return the norm, or why there is none."""
    given = header.given["norm"]
    if not isinstance(given, dict) or not ({"waarde", "soort", "bron"} <= given.keys()) ^ (
        "geen" in given
    ):
        raise header.error("norm", "needs waarde, soort and bron; or geen, with the reason")
    if "geen" in given:
        return None, label(header, "norm without a waarde", given["geen"])
    if (soort := str(given["soort"])) not in NORMSOORTEN:
        raise header.error("norm", f"is of soort {soort!r}; {choices(soort, NORMSOORTEN)}")
    bron = label(header, "the bron of norm", given["bron"])
    return Norm(decimal(header, "norm", given["waarde"]), soort, bron), None
