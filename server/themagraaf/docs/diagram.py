"""Draws the classes of a page and what their shapes let them point to, as a Mermaid diagram."""

from collections.abc import Collection, Iterator, Sequence

from themagraaf.model.namespaces import TG
from themagraaf.model.shapes import Shape


def draw(terms: Collection[str], shapes: Sequence[Shape]) -> Iterator[str]:
    """Give the diagram of the classes among some terms; nothing where none points anywhere."""
    edges = sorted(
        {
            (_tail(source), _tail(target), _tail(shape.path.sparql.strip("<>")))
            for shape in shapes
            if shape.path is not None and not shape.within
            if shape.path.sparql.startswith(f"<{TG}")
            for constraint in shape.constraints
            if constraint.name == "class"
            for target in (value.strip("<>") for value in constraint.values)
            if target.startswith(str(TG))
            for kind, source in shape.targets
            if kind == "targetClass" and source in terms
        }
    )
    if not edges:
        return
    yield "```mermaid"
    yield "classDiagram"
    yield "  direction LR"
    yield from (f"  {source} --> {target} : {name}" for source, target, name in edges)
    yield "```"
    yield ""


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
