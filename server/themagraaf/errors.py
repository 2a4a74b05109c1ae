"""Every error a user can meet, sorted by who can put it right.

ThemagraafError
├── ModelError       the model's author: ontology, shapes, mappings, queries
│   └── DeadTermError      a query names a term that no record uses
│       └── NotDeliveredError  since a registration that it rests on was not delivered
├── DeliveryError    the operator: deliveries, configuration, data folder
│   ├── EmptyDeliveryError nothing of a registration can be published
│   └── ReleaseError       no such release, or a release that is not whole
└── RequestError     the caller: a query, a KPI, a dimension, a member
    ├── UnknownError       a name that does not exist
    ├── NotAdditiveError   a slice that would add up what can't be added up
    ├── QueryLimitError    a query whose answer is larger than one may be
    └── QueryTimeoutError  a query that took longer than one may take

Each message says where, what was found and what would do. Each class has a
heading in docs/errors.md, which `slug` names.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar


class ThemagraafError(Exception):
    """What every error of Themagraaf is.

    `exit_code` is what the command line ends with, `status` what HTTP answers.
    """

    slug: ClassVar[str] = "fout"
    title: ClassVar[str] = "Something went wrong"
    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 500


class ModelError(ThemagraafError):
    """A model file says something that can't be carried out."""

    slug = "model"
    title = "The model does not hold together"
    exit_code = 3


class DeadTermError(ModelError):
    """A query names a term that no record of the release uses."""

    slug = "term-zonder-gegevens"
    title = "A term of this KPI has no data"
    status = 404


class NotDeliveredError(DeadTermError):
    """A KPI or journey rests on a registration of which the release has no delivery."""

    slug = "niet-geleverd"
    title = "A registration was not delivered"


class DeliveryError(ThemagraafError):
    """A delivery or the configuration can't be read as the model expects."""

    slug = "levering"
    title = "The deliveries or their surroundings are not in order"
    exit_code = 4


class EmptyDeliveryError(DeliveryError):
    """Every record of a registration was kept out."""

    slug = "lege-levering"
    title = "Nothing of a registration can be published"


class ReleaseError(DeliveryError):
    """The release asked for is not there, or is not whole."""

    slug = "release"
    title = "There is no such release"
    status = 503


class RequestError(ThemagraafError):
    """The caller asked for something that can't be answered as asked."""

    slug = "verzoek"
    title = "The request can't be answered as asked"
    exit_code = 2
    status = 400


class UnknownError(RequestError):
    """The caller named something that does not exist."""

    slug = "onbekend"
    title = "There is no such thing"
    status = 404


class NotAdditiveError(RequestError):
    """The caller asked for a sum over a dimension that can't be added up."""

    slug = "niet-optelbaar"
    title = "This KPI can't be added up over that dimension"


class QueryLimitError(RequestError):
    """A query's answer is larger than one answer may be."""

    slug = "query-omvang"
    title = "The answer is too large"


class QueryTimeoutError(RequestError):
    """A query took longer than one query may take, or waited that long for its turn."""

    slug = "query-tijd"
    title = "The query took too long"
    status = 503


def choices(given: str, known: Iterable[str], most: int = 12) -> str:
    """Say what would do instead of `given`: the nearest names, or the first few."""
    names = sorted(set(known))
    if near := get_close_matches(given, names, n=3, cutoff=0.6):
        return f"did you mean {' or '.join(repr(name) for name in near)}?"
    shown = ", ".join(names[:most])
    rest = f", … ({len(names)} in all)" if len(names) > most else ""
    return f"known: {shown}{rest}" if names else "there are none"
