"""Look-ups as values: queries under queries/opzoeken with parameters that a caller fills in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import quote

from rdflib import XSD

from themagraaf.errors import ModelError, RequestError, choices
from themagraaf.model.files import ModelFiles
from themagraaf.model.header import Header, query_of, read_header
from themagraaf.model.terms import Label, Vocabulary
from themagraaf.sparql.binding import bindable, form_of, iri, literal
from themagraaf.sparql.tokens import UnreadError

AUDIENCES = ("openbaar", "intern")
SOORTEN = ("iri", "code", "datum", "getal", "tekst")
FIELDS = ("soort", "omschrijving", "codelijst", "pad", "verplicht", "standaard", "keuze", "meer")
OWN = ("titel", "omschrijving", "audience", "parameters")
# As grlc reads them (https://github.com/CLARIAH/grlc); the last ones say nothing to us.
GRLC = ("summary", "description", "tags", "defaults", "enumerate")
PASSED_OVER = ("endpoint", "endpoint_in_url", "method", "pagination", "mime", "transform")
GRLC_VARIABLE = re.compile(
    r"\?_{1,2}(?P<name>[^\W_]\w*?)(?:_(?P<type>iri|number|integer|date|literal))?\b"
)
GRLC_SOORTEN = {"iri": "iri", "number": "getal", "integer": "getal", "date": "datum"}
IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a caller may give: a name, and how its text becomes a term.

    `variabele` is what it is called in the query. `soort` is iri (an IRI, or with `pad` the key
    after that path under the base of the municipality), code (the notation of a concept in
    `codelijst`), datum (ISO 8601), getal or tekst. `keuze` are the only texts that do.
    """

    naam: str
    variabele: str
    soort: str
    omschrijving: Label
    codelijst: str
    pad: str
    verplicht: bool
    standaard: str | None
    keuze: tuple[str, ...]
    meer: bool

    def term(self, text: str, basis: str, vocabulary: Vocabulary) -> str:
        """Return the term that a text stands for, as N-Triples writes it.

        Raises:
            RequestError: It stands for none; the message says what would do.
        """
        if self.keuze and text not in self.keuze:
            raise RequestError(f"{text!r} is not known; {choices(text, self.keuze)}")
        if self.soort == "iri":
            return self._iri(text, basis)
        if self.soort == "code":
            codes = vocabulary.codes[self.codelijst]
            if text not in codes:
                raise RequestError(f"{text!r} is not in {self.codelijst}; {choices(text, codes)}")
            return iri(codes[text])
        if self.soort == "datum":
            return _datum(text)
        return _getal(text) if self.soort == "getal" else literal(text)

    def _iri(self, text: str, basis: str) -> str:
        if self.pad and not IRI.fullmatch(text):
            return iri(f"{basis}{self.pad}{quote(text, safe='')}")
        if not IRI.fullmatch(text):
            raise RequestError(f"{text!r} is no absolute IRI")
        return iri(text)


@dataclass(frozen=True, slots=True)
class Opzoeking:
    """A named query. `audience` is openbaar, or intern where it reads records."""

    id: str
    titel: Label
    omschrijving: Label
    audience: str
    parameters: tuple[Parameter, ...]
    query: str
    where: str

    @property
    def is_graph(self) -> bool:
        """Whether it gives a graph, and not a table."""
        return form_of(self.query) in ("CONSTRUCT", "DESCRIBE")

    @property
    def operation_id(self) -> str:
        """What code that calls it calls it: its id in lowerCamelCase."""
        first, *rest = self.id.split("-")
        return first + "".join(word.capitalize() for word in rest)


def read_opzoekingen(files: ModelFiles, vocabulary: Vocabulary) -> tuple[Opzoeking, ...]:
    """Read every look-up, in order of id.

    Raises:
        ModelError: A header lacks something, or a parameter is not used by its query.
    """
    return tuple(
        read_opzoeking(path.stem, path.read_text(encoding="utf-8"), files.name(path), vocabulary)
        for path in files.find("queries/opzoeken", "*.rq")
    )


def read_opzoeking(naam: str, text: str, where: str, vocabulary: Vocabulary) -> Opzoeking:
    """Read one look-up.

    Raises:
        ModelError: Its header lacks something, or a parameter is not used by its query.
    """
    header, query = read_header(text, where, (), (*OWN, *GRLC, *PASSED_OVER)), query_of(text)
    parameters = (*_parameters(header, vocabulary), *_of_grlc(header, query))
    try:
        usable = bindable(query)
    except UnreadError as error:
        raise ModelError(f"{where}: the query can't be read: {error}") from error
    for parameter in parameters:
        if parameter.variabele not in usable:
            raise header.error(
                f"parameters.{parameter.naam}",
                "is used by no pattern of the query that all rows must fit;"
                f" {choices(parameter.variabele, usable)}",
            )
    audience = header.one_of("audience", AUDIENCES) if "audience" in header.given else "openbaar"
    titel = _label(header, "titel", "summary", naam)
    omschrijving = _label(header, "omschrijving", "description", titel.nl)
    return Opzoeking(naam, titel, omschrijving, audience, parameters, query, where)


def _parameters(header: Header, vocabulary: Vocabulary) -> tuple[Parameter, ...]:
    given = header.given.get("parameters", {})
    if not isinstance(given, dict):
        raise header.error("parameters", "gives no fields for each name")
    found = []
    for naam, fields in given.items():
        if not isinstance(fields, dict) or not fields.keys() <= set(FIELDS):
            raise header.error(f"parameters.{naam}", f"has fields other than {', '.join(FIELDS)}")
        own = Header(fields, f"{header.where}: parameters.{naam}")
        needed = (
            "soort",
            "omschrijving",
            *(["codelijst"] if fields.get("soort") == "code" else []),
        )
        if missing := [name for name in needed if name not in fields]:
            raise own.error(missing[0], "is missing")
        found.append(_parameter(str(naam), own, vocabulary))
    return tuple(found)


def _parameter(naam: str, header: Header, vocabulary: Vocabulary) -> Parameter:
    soort = header.one_of("soort", SOORTEN)
    codelijst = header.text("codelijst") if soort == "code" else ""
    if codelijst and codelijst not in vocabulary.codes:
        raise header.error("codelijst", f"is {codelijst!r}; {choices(codelijst, vocabulary.codes)}")
    standaard = header.given.get("standaard")
    parameter = Parameter(
        naam=naam,
        variabele=f"?{naam}",
        soort=soort,
        omschrijving=header.label("omschrijving"),
        codelijst=codelijst,
        pad=header.text("pad") if "pad" in header.given else "",
        verplicht=header.given.get("verplicht") is True,
        standaard=None if standaard is None else str(standaard),
        keuze=header.texts("keuze"),
        meer=header.given.get("meer") is True,
    )
    if parameter.standaard is not None:
        try:
            parameter.term(parameter.standaard, "https://voorbeeldstad.example", vocabulary)
        except RequestError as error:
            raise header.error("standaard", f"does not do: {error}") from error
    return parameter


def _of_grlc(header: Header, query: str) -> tuple[Parameter, ...]:
    """Return a parameter for each variable that is written `?_name`, `?__name` or `?_name_type`."""
    defaults, listed = _by_name(header, "defaults"), _by_name(header, "enumerate")
    found: dict[str, Parameter] = {}
    for match in GRLC_VARIABLE.finditer(query):
        naam = match["name"]
        standaard, keuze = defaults.get(naam), listed.get(naam, [])
        found[naam] = Parameter(
            naam=naam,
            variabele=match[0],
            soort=GRLC_SOORTEN.get(match["type"] or "", "tekst"),
            omschrijving=Label(naam, naam),
            codelijst="",
            pad="",
            verplicht=not match[0].startswith("?__") and standaard is None,
            standaard=None if standaard is None else str(standaard),
            keuze=tuple(map(str, keuze)) if isinstance(keuze, list) else (),
            meer=False,
        )
    return tuple(found.values())


def _by_name(header: Header, field: str) -> Mapping[str, object]:
    given = header.given.get(field, [])
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise header.error(field, "is no list of names with what goes with each")
    return {str(naam): said for item in given for naam, said in item.items()}


def _label(header: Header, own: str, of_grlc: str, otherwise: str) -> Label:
    if own in header.given:
        return header.label(own)
    said = header.text(of_grlc) if of_grlc in header.given else otherwise
    return Label(said, said)


def _datum(text: str) -> str:
    try:
        return literal(date.fromisoformat(text).isoformat(), XSD.date)
    except ValueError as error:
        raise RequestError(f"{text!r} is no date; write it as 2026-01-31") from error


def _getal(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise RequestError(f"{text!r} is no number; write it as 12 or 12.5")
    whole = number == number.to_integral_value()
    return literal(f"{number:f}", XSD.integer if whole else XSD.decimal)
