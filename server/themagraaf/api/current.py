"""The release that is current now: opened once, opened again when another is published."""

import asyncio
import logging
import threading
import time
from pathlib import Path

from themagraaf.errors import ReleaseError
from themagraaf.release.current import Release, open_release
from themagraaf.release.folder import DataFolder

log = logging.getLogger(__name__)


class Current:
    """Gives each request the release that is current when it arrives.

    A request keeps the release it was given, so that an answer never mixes two;
    one that nobody uses any more is let go.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._opened: tuple[tuple[int, int], Release] | None = None

    def release(self) -> Release:
        """Return the current release.

        Raises:
            ReleaseError: Nothing has been published, or what was published is not whole.
        """
        stamp = self._stamp()
        if (opened := self._has_opened(stamp)) is not None:
            return opened
        with self._lock:
            # Another request may have opened it while this one waited.
            if self._opened is None or self._opened[0] != stamp:
                self._opened = stamp, _open(self._data)
            return self._opened[1]

    async def at_hand(self) -> Release:
        """Return the current release; it is opened aside, so that no other request waits for it."""
        if (opened := self._has_opened(self._stamp())) is not None:
            return opened
        return await asyncio.to_thread(self.release)

    def _stamp(self) -> tuple[int, int]:
        try:
            return DataFolder(self._data).stamp()
        except OSError as error:
            raise ReleaseError("nothing has been published") from error

    def _has_opened(self, stamp: tuple[int, int]) -> Release | None:
        opened = self._opened
        return opened[1] if opened is not None and opened[0] == stamp else None


def _open(data: Path) -> Release:
    started = time.perf_counter()
    release = open_release(data, audience="openbaar")
    aantal = len(release.model.kpis)  # reads the model now, not during the first answer
    elapsed_ms = round(1000 * (time.perf_counter() - started))
    log.info("opened release %s with %d KPIs in %d ms", release.id, aantal, elapsed_ms)
    return release
