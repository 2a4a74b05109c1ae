"""One result of validation, as a value."""

from dataclasses import dataclass

from themagraaf.model.terms import Label
from themagraaf.store.answer import Term


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one constraint: which node, which value, by which shape."""

    severity: str
    focus: Term
    shape: str  # its IRI, or the label of a blank node
    component: str
    path: str  # as Turtle; empty for the node itself
    value: Term | None
    message: Label

    def key(self) -> tuple[str, ...]:
        """What findings are ordered by; equal findings have equal keys."""
        value = self.value.n3() if self.value else ""
        return (self.severity, self.shape, self.component, self.focus.n3(), value, self.path)
