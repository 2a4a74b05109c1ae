"""Any SPARQL 1.1 endpoint elsewhere, through SPARQLWrapper."""

import json
from collections.abc import Mapping
from http.client import HTTPException
from urllib.error import HTTPError

from SPARQLWrapper import JSON, POST, SELECT, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from themagraaf.errors import RequestError
from themagraaf.store.answer import STRING, Table, Term


class RemoteStore:
    """A store that another server keeps; it is only read."""

    def __init__(self, endpoint: str, timeout_s: int = 60) -> None:
        self._endpoint = endpoint
        self._timeout_s = timeout_s

    def select(self, query: str) -> Table:
        """Answer a SELECT.

        Raises:
            RequestError: The endpoint can't be reached, does not take the query, or it is no
                SELECT.
        """
        wrapper = SPARQLWrapper(self._endpoint)
        wrapper.setReturnFormat(JSON)
        wrapper.setMethod(POST)
        wrapper.setTimeout(self._timeout_s)
        # Not setQuery, which guesses the kind of query and warns when it can't.
        wrapper.queryString, wrapper.queryType = query, SELECT
        try:
            found = json.loads(wrapper.query().response.read())
        except (SPARQLWrapperException, HTTPError) as error:
            raise RequestError(f"{self._endpoint} does not take this query: {error}") from error
        except (OSError, HTTPException, ValueError) as error:
            raise RequestError(f"{self._endpoint} gives no SPARQL answer: {error}") from error
        if "results" not in found:
            raise RequestError("this needs a SELECT query; the answer has no rows")
        columns = tuple(found["head"]["vars"])
        rows = found["results"]["bindings"]
        return Table(columns, tuple(tuple(_term(row.get(c)) for c in columns) for row in rows))


def _term(binding: Mapping[str, str] | None) -> Term | None:
    if binding is None:
        return None
    kind = {"uri": "iri", "bnode": "blank"}.get(binding["type"], "literal")
    language = binding.get("xml:lang", "")
    datatype = "" if kind != "literal" or language else binding.get("datatype", STRING)
    return Term(kind, binding["value"], datatype, language)
