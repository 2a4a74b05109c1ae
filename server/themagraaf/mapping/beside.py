"""Does pieces of work side by side, and gives back what each gave in the order asked."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def side_by_side(
    work: Sequence[Callable[[], Result]],
    threads: int,
    tell: Callable[[int], None],
    weights: Sequence[int] = (),
) -> list[Result]:
    """Return what each piece gives; `tell` is given the place of each that is waited for.

    What weighs most begins first, so that it is not what the rest waits for. Of several errors
    the first is raised, in the order of the pieces, and what has not begun then never does.
    """
    order = sorted(range(len(work)), key=lambda place: -weights[place] if weights else place)
    with ThreadPoolExecutor(threads) as pool:
        futures = {place: pool.submit(work[place]) for place in order}
        results: list[Result] = []
        try:
            for place in range(len(work)):
                tell(place)
                results.append(futures[place].result())
        finally:
            for future in futures.values():
                future.cancel()
        return results
