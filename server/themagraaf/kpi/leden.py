"""The members of dimensions: their codes, names, levels, and what each lies in."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from themagraaf.errors import ModelError
from themagraaf.kpi import periode
from themagraaf.model.terms import Label, Vocabulary
from themagraaf.store.answer import Term
from themagraaf.store.embedded import EmbeddedStore

ONBEKEND = "onbekend"
REST = "rest"
PREFIXES = """PREFIX tg: <https://w3id.org/themagraaf/def/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
# The kinds of area, as levels of the dimension gebied.
SOORT = (
    PREFIXES
    + """SELECT ?lid ?soort WHERE {
  ?klasse skos:inScheme <https://w3id.org/themagraaf/code/gebiedsoort> .
  ?lid a ?klasse .
  BIND (LCASE(STRAFTER(STR(?klasse), STR(tg:))) AS ?soort)
} ORDER BY ?lid ?soort"""
)
OUDERS = (
    PREFIXES
    + """SELECT DISTINCT ?lid ?ouder WHERE {
  { ?lid tg:ligtIn ?ouder } UNION { ?lid skos:broader ?ouder }
} ORDER BY ?lid ?ouder"""
)
NAMEN = """SELECT ?lid ?code ?naam WHERE {{
  VALUES ?lid {{ {leden} }}
  {{ ?lid skos:notation ?code }} UNION {{ ?lid dcterms:identifier ?code }}
  OPTIONAL {{ {{ ?lid skos:prefLabel ?naam }} UNION {{ ?lid rdfs:label ?naam }} }}
}} ORDER BY ?lid ?code ?naam"""
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Lid:
    """A member of a dimension. `iri` is empty for a period or a bare code.

    `niveau` is empty for what is of no level: the unknown, and the rest of a whole.
    """

    dimensie: str
    code: str
    iri: str
    niveau: str
    label: Label
    voorouders: tuple[str, ...]  # codes, the member itself first

    @property
    def is_rest(self) -> bool:
        """Whether it stands for what lies in a whole and in none of its parts."""
        return self.code.endswith(f"-{REST}") and not self.niveau


@dataclass(slots=True)
class Leden:
    """Turns the terms of query answers into members, and gathers those that occur."""

    store: EmbeddedStore
    ouders: Mapping[str, Sequence[str]]
    soorten: Mapping[str, str]
    vocabulary: Vocabulary
    codes: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    gevonden: dict[tuple[str, str], Lid] = field(default_factory=dict)

    def learn(self, iris: Iterable[str]) -> None:
        """Read codes and names of members, and of all they lie in, that are not known yet."""
        wanted = {node for iri in iris for node in self._lineage(iri)} - self.codes.keys()
        batches = sorted(wanted)
        for start in range(0, len(batches), BATCH):
            self._learn(batches[start : start + BATCH])
        for iri in wanted - self.codes.keys():
            self.codes[iri] = iri.rstrip("/").rsplit("/", 1)[-1]

    def _learn(self, iris: Sequence[str]) -> None:
        names: dict[str, dict[str, str]] = {}
        listed = " ".join(f"<{iri}>" for iri in iris)
        for row in self.store.select(PREFIXES + NAMEN.format(leden=listed)).dicts():
            lid, code, naam = row["lid"], row["code"], row["naam"]
            if lid is not None and code is not None:
                self.codes.setdefault(lid.value, code.value)
                if naam is not None:
                    names.setdefault(lid.value, {}).setdefault(naam.language, naam.value)
        self.labels.update({iri: _label(found) for iri, found in names.items()})

    def code(self, dimensie: str, term: Term | None) -> str:
        """Return the code of a member and note that it occurs.

        Raises:
            ModelError: Two members of a dimension have the same code.
        """
        if term is None:
            self._note(Lid(dimensie, ONBEKEND, "", "", Label("onbekend", "unknown"), (ONBEKEND,)))
            return ONBEKEND
        if term.kind == "iri":
            return self._iri(dimensie, term.value)
        return self._bare(dimensie, term.value)

    def rest(self, dimensie: str, codes: Set[str]) -> dict[str, str]:
        """Note a rest for each code that other codes lie in; return its code by the whole's.

        The rest is of no level of its own, since one KPI has buurten in it and another wijken.
        """
        found: dict[str, str] = {}
        for code in sorted(codes):
            whole = self.gevonden[dimensie, code]
            parts = [self.gevonden[dimensie, other] for other in codes if other != code]
            if any(code in part.voorouders for part in parts):
                found[code] = f"{code}-{REST}"
                label = Label(
                    f"{whole.label.nl}, niet nader ingedeeld",
                    f"{whole.label.en}, not placed further",
                )
                above = (found[code], *whole.voorouders)
                iri = f"{whole.iri}#{REST}" if whole.iri else ""
                self._note(Lid(dimensie, found[code], iri, "", label, above))
        return found

    def note(self, leden: Iterable[Lid]) -> None:
        """Note members that another release found over the same records."""
        for lid in leden:
            self._note(lid)

    def note_all_gebieden(self) -> None:
        """Note every area, so that an area without records is known to be one."""
        self.learn(self.soorten)
        for iri in self.soorten:
            self._iri("gebied", iri)

    def in_order(self) -> list[Lid]:
        """Return the members found, by dimension and code."""
        return sorted(self.gevonden.values(), key=lambda lid: (lid.dimensie, lid.code))

    def _iri(self, dimensie: str, iri: str) -> str:
        lineage = self._lineage(iri)
        for node in lineage:
            above = tuple(self.codes[item] for item in self._lineage(node))
            level = self.soorten.get(node) or str(len(above))
            label = self.labels.get(node) or Label(above[0], above[0])
            self._note(Lid(dimensie, above[0], node, level, label, above))
        return self.codes[iri]

    def _bare(self, dimensie: str, code: str) -> str:
        if dimensie == "periode":
            if not periode.is_periode(code):
                raise ModelError(f"{code!r} is no period; a query gives 2026, 2026-Q2 or 2026-05")
            for item in periode.with_parents(code):
                lineage = tuple(periode.with_parents(item))
                name = periode.label(item)
                self._note(Lid(dimensie, item, "", periode.niveau(item), name, lineage))
            return code
        concept = self.vocabulary.codes.get(dimensie, {}).get(code, "")
        label = self.labels.get(concept) or Label(code, code)
        self._note(Lid(dimensie, code, concept, "1", label, (code,)))
        return code

    def _lineage(self, iri: str) -> list[str]:
        """Return a node and all above it; a graph that turns back on itself ends."""
        found = [iri]
        for node in found:
            found += [ouder for ouder in self.ouders.get(node, ()) if ouder not in found]
        return found

    def _note(self, lid: Lid) -> None:
        known = self.gevonden.setdefault((lid.dimensie, lid.code), lid)
        if known.iri != lid.iri:
            raise ModelError(
                f"dimension {lid.dimensie!r}: {known.iri} and {lid.iri} both have code"
                f" {lid.code!r}; give one another dcterms:identifier"
            )


def read_leden(store: EmbeddedStore, vocabulary: Vocabulary) -> Leden:
    """Read from a store what lies in what; codes and names follow as they are needed."""
    ouders: dict[str, list[str]] = {}
    for below, above in _pairs(store, OUDERS):
        ouders.setdefault(below, []).append(above)
    leden = Leden(store, ouders, dict(_pairs(store, SOORT)), vocabulary)
    leden.learn(concept for members in vocabulary.codes.values() for concept in members.values())
    return leden


def _pairs(store: EmbeddedStore, query: str) -> Iterable[tuple[str, str]]:
    for one, two in store.select(query).rows:
        if one is not None and two is not None:
            yield one.value, two.value


def _label(found: Mapping[str, str]) -> Label:
    any_name = found.get("") or next(iter(found.values()))
    nl = found.get("nl", any_name)
    return Label(nl, found.get("en", nl))
