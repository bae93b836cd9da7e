"""What lies beside the log in a bundle: kept copies of sources, where their terms allow it, and time stamps."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from domain.errors import NotFoundError
from ledger.archive import CHUNK, Archive
from ledger.log import Log
from projections.archive import all_passed_on, named
from projections.disclosure import Disclosure


def copies_of(log: Log, disclosure: Disclosure, size: int) -> frozenset[str]:
    """Return the digests of copies that a log of a size names, and that may be passed on now."""
    return named(log, size).standing & {one.digest for one in all_passed_on(log, disclosure)}


def write_copies(bag: Path, archive: Archive, digests: Iterable[str]) -> int:
    """Write copies, each under its digest, and return how many are not held here.

    Raises `IntegrityError` for one whose bytes have another digest.
    """
    missing = 0
    folder = bag / "copies"
    for digest in sorted(digests):
        try:
            with archive.opened(digest) as file:
                folder.mkdir(exist_ok=True)
                with (folder / digest).open("wb") as copy:
                    shutil.copyfileobj(file, copy, CHUNK)
        except NotFoundError:
            missing += 1
    return missing


def write_timestamps(bag: Path, log: Log, sizes: Iterable[int]) -> int:
    """Write the authorities' tokens on some checkpoints, and return how many there are."""
    stamps = [one for size in sorted(sizes) for one in log.timestamps.of(size)]
    if stamps:
        (bag / "timestamps").mkdir()
    for one in stamps:
        (bag / "timestamps" / f"{one.size}.{one.authority}.tsr").write_bytes(one.token)
    return len(stamps)
