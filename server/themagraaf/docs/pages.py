"""The pages: one a theme, one for the shared words, the code lists, the registrations, an index."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from themagraaf.docs.markdown import anchor, code, listed, table
from themagraaf.docs.term import OWN_PAGES, describe_term, link_to
from themagraaf.docs.usage import Usage, usage_of
from themagraaf.model.check.emitted import classes_of
from themagraaf.model.klantreis import Klantreis
from themagraaf.model.kpi import Kpi
from themagraaf.model.model import Model
from themagraaf.model.namespaces import TG
from themagraaf.model.terms import Label, Thema

MADE = "<!-- Made from the model by `themagraaf docs`; change the model, not this page. -->"
KERN = "kern.md"


def write_pages(model: Model, folder: Path) -> list[Path]:
    """Write every page and return their paths; pages of what is gone are removed.

    Equal models give equal bytes.
    """
    pages = _Pages(model)
    folder.mkdir(parents=True, exist_ok=True)
    wanted: dict[str, Callable[[], Iterable[str]]] = {
        "README.md": pages.index,
        KERN: pages.kern,
        "codelijsten.md": pages.codelijsten,
        "registraties.md": pages.registraties,
    }
    for name, make in wanted.items():
        _write(folder / name, make())
    for thema in model.vocabulary.themas:
        _write(folder / f"{thema.id}.md", pages.thema(thema))
    known = {*wanted, *(f"{thema.id}.md" for thema in model.vocabulary.themas)}
    for path in folder.glob("*.md"):
        if path.name not in known:
            path.unlink()
    return sorted(folder.glob("*.md"))


def _write(path: Path, lines: Iterable[str]) -> None:
    text = "\n".join([MADE, "", *lines]).rstrip() + "\n"
    path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class _Pages:
    model: Model

    @cached_property
    def usage(self) -> dict[str, Usage]:
        return dict(usage_of(self.model))

    @cached_property
    def homes(self) -> dict[str, str]:
        """The page on which each term of ours is described."""
        themas = {thema.id for thema in self.model.vocabulary.themas}
        found: dict[str, str] = {}
        for path in self.model.files.find("ontology", "*.ttl"):
            page = f"{path.stem}.md" if path.stem in themas else KERN
            for iri in _terms(self.model.files.read_turtle(path)):
                found[iri] = page
        return found

    def index(self) -> Iterator[str]:
        model = self.model
        yield "# Het model, thema voor thema"
        yield ""
        yield "Elk thema begint met de vraag van een inwoner."
        yield "_Each theme starts from a resident's question._"
        yield ""
        yield from table(
            ("thema", "vraag van een inwoner", "KPI's", "klantreizen"),
            (
                (
                    f"[{thema.titel.nl}]({thema.id}.md)",
                    thema.bewonersvraag.nl,
                    str(sum(kpi.thema == thema.id for kpi in model.kpis)),
                    str(sum(item.thema == thema.id for item in model.klantreizen)),
                )
                for thema in model.vocabulary.themas
            ),
        )
        yield (
            f"Verder: [gedeelde woorden]({KERN}), [codelijsten](codelijsten.md),"
            " [registraties](registraties.md)."
        )
        yield ""
        yield "## Alle termen"
        yield ""
        graph = model.vocabulary.graph
        yield from table(
            ("term", "nl", "en", "KPI's"),
            (
                (
                    link_to(iri, self.homes),
                    model.vocabulary.label(iri).nl,
                    model.vocabulary.label(iri).en,
                    str(len(self.usage[iri].kpis)) if iri in self.usage else "0",
                )
                for iri in sorted(self.homes, key=lambda iri: (iri.lower(), iri))
                if (URIRef(iri), None, None) in graph
            ),
        )

    def kern(self) -> Iterator[str]:
        yield "# Gedeelde woorden"
        yield ""
        yield "Woorden die meer dan één thema gebruikt. _Words that more than one theme uses._"
        yield ""
        yield from self._described(KERN)

    def thema(self, thema: Thema) -> Iterator[str]:
        yield f"# {thema.titel.nl}"
        yield ""
        yield f"_{thema.titel.en}_ · {code(thema.id)}"
        yield ""
        yield f"> {thema.bewonersvraag.nl}"
        yield f"> _{thema.bewonersvraag.en}_"
        yield ""
        yield f"{thema.definitie.nl} _{thema.definitie.en}_"
        yield ""
        reizen = [item for item in self.model.klantreizen if item.thema == thema.id]
        kpis = [item for item in self.model.kpis if item.thema == thema.id]
        yield "## Klantreizen"
        yield ""
        for klantreis in reizen:
            yield from self._klantreis(klantreis)
        yield "## KPI's"
        yield ""
        yield from table(
            ("KPI", "meet", "niveaus", "norm"),
            (
                (
                    f"[{kpi.id}](#{anchor(kpi.id)})",
                    kpi.titel.nl,
                    listed(kpi.niveaus),
                    f"{kpi.norm.waarde:f}" if kpi.norm else "geen",
                )
                for kpi in kpis
            ),
        )
        for kpi in kpis:
            yield from _kpi(kpi)
        yield "## Woorden"
        yield ""
        yield from self._described(f"{thema.id}.md")

    def codelijsten(self) -> Iterator[str]:
        graph = self.model.vocabulary.graph
        yield "# Codelijsten"
        yield ""
        for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
            naam = str(scheme).rsplit("/", 1)[-1]
            members = sorted(graph.subjects(SKOS.inScheme, scheme), key=str)
            if naam in OWN_PAGES or not members:
                continue
            title = _said(graph, scheme, DCTERMS.title)
            description = _said(graph, scheme, DCTERMS.description)
            yield f'## <a id="{naam}"></a>{code(naam)}: {title.nl}'
            yield ""
            yield f"{description.nl} _{description.en}_"
            yield ""
            yield from table(
                ("code", "nl", "en", "betekenis"),
                (
                    (
                        code(str(graph.value(member, SKOS.notation) or "")),
                        _said(graph, member, SKOS.prefLabel).nl,
                        _said(graph, member, SKOS.prefLabel).en,
                        _said(graph, member, SKOS.definition).nl,
                    )
                    for member in members
                ),
            )

    def registraties(self) -> Iterator[str]:
        files, codes = self.model.files, self.model.vocabulary.codes
        yield "# Registraties"
        yield ""
        for mapping in self.model.mappings:
            text = (files.root / "mappings" / mapping.naam / "bron.md").read_text(encoding="utf-8")
            heading, _, rest = text.partition("\n")
            yield f'## <a id="{mapping.naam}"></a>{heading.removeprefix("#").strip()}'
            yield ""
            yield rest.strip()
            yield ""
            yield from table(
                ("triples map", "leest", "maakt"),
                (
                    (
                        code("#" + item.iri.rsplit("#", 1)[-1]),
                        f"{code(item.source.name)} ({item.source.kind})",
                        listed(
                            link_to(iri, self.homes) for iri in sorted(set(classes_of(item, codes)))
                        ),
                    )
                    for item in mapping.triples_maps
                ),
            )

    def _described(self, page: str) -> Iterator[str]:
        graph = self.model.vocabulary.graph
        for iri in sorted(
            (iri for iri, home in self.homes.items() if home == page), key=_classes_first
        ):
            yield from describe_term(iri, graph, self.usage.get(iri, Usage()), self.homes)

    def _klantreis(self, klantreis: Klantreis) -> Iterator[str]:
        yield f'### <a id="{anchor(klantreis.id)}"></a>{klantreis.bewonersvraag.nl}'
        yield ""
        yield f"_{klantreis.bewonersvraag.en}_ · {code(klantreis.id)}. {klantreis.definitie.nl}"
        yield ""
        yield from table(
            ("stap", "wat de inwoner merkt", "dienst (UPL)", "blijkt uit", "wettelijke termijn"),
            (
                (
                    stap.titel.nl,
                    stap.definitie.nl,
                    f"{stap.dienst.titel.nl} ({stap.dienst.upl_naam})",
                    link_to(stap.blijkt_uit, self.homes),
                    f"{stap.termijn_dagen} dagen: {stap.termijn_bron.nl}"
                    if stap.termijn_dagen is not None and stap.termijn_bron
                    else "",
                )
                for stap in klantreis.stappen
            ),
        )


def _kpi(kpi: Kpi) -> Iterator[str]:
    yield f'### <a id="{anchor(kpi.id)}"></a>{kpi.titel.nl}'
    yield ""
    yield f"_{kpi.titel.en}_ · {code(kpi.where)}"
    yield ""
    yield f"{kpi.definitie.nl} _{kpi.definitie.en}_"
    yield ""
    norm = (
        f"{kpi.norm.waarde:f} ({kpi.norm.soort}): {kpi.norm.bron.nl}"
        if kpi.norm
        else f"geen. {kpi.zonder_norm.nl if kpi.zonder_norm else ''}"
    )
    yield f"- Maat: {kpi.maat}, {code(kpi.eenheid)}, {kpi.richting}, {kpi.soort}"
    yield f"- Norm: {norm}"
    yield f"- Dimensies: {listed(kpi.dimensies)}{_fixed(kpi)}"
    yield f"- Niveaus: {listed(kpi.niveaus)} · Eigenaar: {kpi.eigenaar}"
    registraties = [f"[{naam}](registraties.md#{naam})" for naam in kpi.registraties]
    yield f"- Registraties: {listed(registraties)}"
    yield f"- Kleine aantallen: [{kpi.publicatie}](codelijsten.md#publicatieregel)"
    yield f"- Vergelijkbaarheid: {kpi.vergelijkbaarheid.nl}"
    if kpi.kanttekening:
        yield f"- Let op: {kpi.kanttekening.nl}"
    yield ""


def _fixed(kpi: Kpi) -> str:
    fixed = [dimensie for dimensie in kpi.dimensies if dimensie in kpi.niet_optelbaar]
    return f" (niet optelbaar over {listed(fixed)})" if fixed else ""


def _terms(graph: Graph) -> Iterator[str]:
    for node in graph.subjects(unique=True):
        declared = isinstance(node, URIRef) and str(node).startswith(str(TG))
        if declared and (node, SKOS.definition, None) in graph:
            yield str(node)


def _classes_first(iri: str) -> tuple[bool, str]:
    naam = iri.removeprefix(str(TG))
    return naam[:1].islower(), naam.lower()


def _said(graph: Graph, node: object, predicate: URIRef) -> Label:
    found = {
        o.language: str(o)
        for o in graph.objects(URIRef(str(node)), predicate)
        if isinstance(o, Literal)
    }
    return Label(found.get("nl", ""), found.get("en", ""))
