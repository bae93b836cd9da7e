"""A bar with rate and time left for long work, on a terminal alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from ledger.progress import Progress


@contextmanager
def bar(what: str, unit: str) -> Iterator[Progress]:
    """Yield what is told how much of how much is done; where nobody watches, it prints nothing."""
    with tqdm(desc=what, unit=f" {unit}", disable=None, leave=False, dynamic_ncols=True) as shown:

        def tell(done: int, whole: int) -> None:
            shown.total = whole
            shown.update(done - shown.n)
            if done == whole:
                shown.refresh()

        yield tell
