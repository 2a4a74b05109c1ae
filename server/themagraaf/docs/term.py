"""One term as a piece of a page: what it means, what it matches, and where it is used."""

from collections.abc import Iterator, Mapping, Sequence

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from themagraaf.docs.markdown import anchor, code, listed
from themagraaf.docs.usage import Usage
from themagraaf.model.namespaces import TG

MATCHES = {
    SKOS.exactMatch: "gelijk aan",
    SKOS.closeMatch: "dicht bij",
    SKOS.broadMatch: "smaller dan",
    SKOS.narrowMatch: "ruimer dan",
    SKOS.relatedMatch: "verwant met",
    RDFS.seeAlso: "zie",
}
SHORT = (
    ("xsd:", str(XSD)),
    ("rdf:", str(RDF)),
    ("skos:", str(SKOS)),
    ("owl:", str(OWL)),
)
# Lists whose members are described on the pages of their themes.
OWN_PAGES = {"thema", "bewonersvraag", "klantreis"}
GGM = "https://lod.gemeentelijkgegevensmodel.nl/"
KINDS = {
    OWL.Class: "klasse",
    OWL.ObjectProperty: "eigenschap naar iets anders",
    OWL.DatatypeProperty: "eigenschap met een waarde",
}


def describe_term(iri: str, graph: Graph, usage: Usage, homes: Mapping[str, str]) -> Iterator[str]:
    """Give the lines about one term; `homes` tells on which page another term stands."""
    node = URIRef(iri)
    naam = iri.removeprefix(str(TG))
    yield f'### <a id="{anchor(naam)}"></a>{code("tg:" + naam)}'
    yield ""
    yield f"**{_text(graph, node, RDFS.label, 'nl')}** · {_text(graph, node, RDFS.label, 'en')}"
    yield ""
    yield _text(graph, node, SKOS.definition, "nl")
    yield f"_{_text(graph, node, SKOS.definition, 'en')}_"
    if note := _text(graph, node, SKOS.scopeNote, "nl"):
        yield f"{note} _{_text(graph, node, SKOS.scopeNote, 'en')}_"
    yield ""
    yield f"- Soort: {_kind(graph, node, homes)}"
    if matches := list(_matches(graph, node)):
        yield f"- Komt overeen met: {'; '.join(matches)}"
    if below := sorted(map(str, graph.subjects(RDFS.subClassOf, node))):
        yield f"- Daaronder vallen: {listed([link_to(item, homes) for item in below])}"
    yield from _by_the_model(graph, node)
    yield from _used(usage)
    yield ""


def link_to(iri: str, homes: Mapping[str, str]) -> str:
    """Return a term as a link to where it is described, or as a name from elsewhere."""
    if (home := homes.get(iri)) is None:
        short = next((pre + iri.removeprefix(ns) for pre, ns in SHORT if iri.startswith(ns)), "")
        return code(short) if short else f"<{iri}>"
    naam = iri.removeprefix(str(TG))
    return f"[{code('tg:' + naam)}]({home}#{anchor(naam)})"


def _kind(graph: Graph, node: URIRef, homes: Mapping[str, str]) -> str:
    said = next((KINDS[kind] for kind in KINDS if (node, RDF.type, kind) in graph), "begrip")
    parts = [said]
    for predicate, word in (
        (RDFS.subClassOf, "valt onder"),
        (RDFS.subPropertyOf, "verfijnt"),
        (RDFS.domain, "van"),
        (RDFS.range, "naar"),
    ):
        found = sorted(str(o) for o in graph.objects(node, predicate) if isinstance(o, URIRef))
        if found:
            parts.append(f"{word} {listed([link_to(item, homes) for item in found])}")
    if (node, OWL.deprecated, Literal(True)) in graph:
        parts.append("**vervallen**")
    return ", ".join(parts)


def _matches(graph: Graph, node: URIRef) -> Iterator[str]:
    for predicate, word in MATCHES.items():
        for found in sorted(map(str, graph.objects(node, predicate))):
            source = "GGM " if found.startswith(GGM) else ""
            yield f"{word} {source}<{found}>"


def _by_the_model(graph: Graph, node: URIRef) -> Iterator[str]:
    """Say where the things of a class stand that no registration delivers."""
    for part in sorted(map(str, graph.objects(node, TG.gevuldDoor))):
        naam = part.rsplit("/", 1)[-1]
        yield f"- Gevuld door: de release, onder [{naam}](codelijsten.md#vulling)"
    members = list(graph.subjects(RDF.type, node))
    schemes = {str(o) for member in members for o in graph.objects(member, SKOS.inScheme)}
    lists = sorted(scheme.rsplit("/", 1)[-1] for scheme in schemes)
    if described := [f"[{naam}](codelijsten.md#{naam})" for naam in lists if naam not in OWN_PAGES]:
        yield f"- Codelijst: {listed(described)}"
    elif members:
        yield f"- Gevuld door: het model, {len(members)} maal"


def _used(usage: Usage) -> Iterator[str]:
    said = {shape.iri.rsplit("/", 1)[-1]: shape for shape in usage.shapes}
    if said:
        yield "- Vorm (SHACL):"
        for naam, shape in sorted(said.items()):
            yield f"  - {code('tgs:' + naam)} ({shape.severity}): {shape.message.nl}"
    if usage.mappings:
        maps = [
            f"[{naam}](registraties.md#{naam}) {code('#' + item)}" for naam, item in usage.mappings
        ]
        yield f"- Gevuld door: {listed(maps)}"
    if usage.relaties:
        yield f"- Relaties: {listed([code(item) for item in usage.relaties])}"
    if usage.kpis:
        kpis = [f"[{kpi.id}]({kpi.thema}.md#{anchor(kpi.id)})" for kpi in usage.kpis]
        yield f"- KPI's: {listed(kpis)}"
    if usage.klantreizen:
        reizen = [f"[{k.id}]({k.thema}.md#{anchor(k.id)})" for k in usage.klantreizen]
        yield f"- Klantreizen: {listed(reizen)}"


def _text(graph: Graph, node: URIRef, predicate: URIRef, language: str) -> str:
    found: Sequence[str] = sorted(
        str(o)
        for o in graph.objects(node, predicate)
        if isinstance(o, Literal) and o.language == language
    )
    return " ".join(found)
