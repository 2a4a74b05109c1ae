"""What a build says when the disk or memory is full."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from themagraaf.errors import DeliveryError
from themagraaf.mapping.sql import lacks_room


@contextmanager
def telling_of_no_room() -> Iterator[None]:
    """Turn what the system and the engine say of a full disk or memory into an error of ours.

    Raises:
        DeliveryError: There is no room left, or the disk can't be read or written.
    """
    try:
        yield
    except OSError as error:
        raise DeliveryError(f"the build stopped: {error.strerror or error}") from error
    except duckdb.Error as error:
        if not lacks_room(error):
            raise
        # The engine's own words may quote a record.
        raise DeliveryError(
            "the build stopped: no room left on disk or in memory;"
            " THEMAGRAAF_MEMORY_LIMIT_MB says how much memory mapping may use"
        ) from error
