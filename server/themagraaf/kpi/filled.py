"""Which terms of ours the records of a release use: a figure over others would count nothing."""

from dataclasses import dataclass, field

from themagraaf.errors import DeadTermError
from themagraaf.model.kpi import tg_terms
from themagraaf.store.embedded import EmbeddedStore


@dataclass(frozen=True, slots=True)
class Filled:
    """Looks terms up in a store, each once."""

    store: EmbeddedStore
    known: dict[str, bool] = field(default_factory=dict)

    def require(self, what: str, query: str) -> None:
        """Let pass a query whose terms are all used by records.

        Raises:
            DeadTermError: It names a term that no record uses; `what` says of which query.
        """
        if dead := self.dead_terms(query):
            raise DeadTermError(
                f"{what} can't be measured: no record uses {dead[0]}; does a mapping fill it,"
                " and did the records get through?"
            )

    def dead_terms(self, query: str) -> list[str]:
        """Return the terms that a query names and no record uses, in order of first use."""
        return [iri for iri in tg_terms(query) if not self._used(iri)]

    def _used(self, iri: str) -> bool:
        # A code list may use a term of records too; that says nothing of the records.
        if iri not in self.known:
            self.known[iri] = self.store.ask(f"""ASK {{
                GRAPH ?graaf {{ {{ ?s <{iri}> ?o }} UNION {{ ?s a <{iri}> }} }}
                FILTER (!STRENDS(STR(?graaf), "/graaf/model")) }}""")
        return self.known[iri]
