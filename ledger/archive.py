"""The archive: captured copies of sources as files that bear their SHA-256 as a name.

A file is written beside, brought to disk, and given its name only then; it is never written again. Whoever reads one
reads what has that digest, or gets an error.
"""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from domain.archive import is_digest
from domain.errors import IntegrityError, InvalidError, NotFoundError

LARGEST: Final = 2**30
"""Bytes of one copy; a larger one is refused."""
CHUNK: Final = 2**18
_UNFINISHED: Final = "unfinished"


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy in the archive; ``new`` if it was not there before."""

    digest: str
    size: int
    new: bool


class Archive:
    """The copies in one folder."""

    def __init__(self, folder: Path, *, largest: int = LARGEST) -> None:
        """Keep copies in a folder, which need not exist yet, of up to ``largest`` bytes each."""
        self._folder = folder
        self._largest = largest

    def keep(self, path: Path) -> Kept:
        """Keep the content of a file.

        Raises `InvalidError` for what is no file, empty or too large, `IntegrityError` if the archive holds something
        else under this digest. Errors do not say the file's name, which may name somebody.
        """
        with _opened(path) as content:
            waiting = self._folder / _UNFINISHED
            waiting.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=waiting)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    digest, size = self._copy(content, file)
                new = self._name(Path(name), digest)
            finally:
                with suppress(FileNotFoundError):
                    Path(name).unlink()
        return Kept(digest, size, new)

    @contextmanager
    def opened(self, digest: str) -> Iterator[BinaryIO]:
        """Open a copy after a look at all of its bytes.

        Raises `NotFoundError` if it is not held here, `IntegrityError` if its bytes are not those of its digest.
        """
        try:
            file = self._path(digest).open("rb")
        except FileNotFoundError as error:
            raise NotFoundError("this copy is not held here") from error
        with file:
            if _digest_of(file) != digest:
                raise IntegrityError("the file under this digest has other bytes")
            file.seek(0)
            yield file

    def check(self, digest: str) -> None:
        """Return quietly if a copy is held and intact; raise as `opened` does."""
        with self.opened(digest):
            pass

    def held(self) -> Iterator[str]:
        """Yield the digest of each file that has one for a name, in order, whatever it holds."""
        for path in sorted(self._folder.glob("[0-9a-f][0-9a-f]/*")):
            if is_digest(path.name) and path.name[:2] == path.parent.name:
                yield path.name

    def unfinished(self) -> int:
        """Return how many files were begun and never got their name: of runs that go on, or were killed."""
        waiting = self._folder / _UNFINISHED
        return sum(1 for _ in waiting.iterdir()) if waiting.is_dir() else 0

    def _path(self, digest: str) -> Path:
        if not is_digest(digest):
            raise NotFoundError("that is no digest of a copy; write 64 hexadecimal digits, small letters")
        return self._folder / digest[:2] / digest

    def _copy(self, content: BinaryIO, file: BinaryIO) -> tuple[str, int]:
        """Copy all bytes and bring them to disk; return their digest and how many they are."""
        found, size = sha256(), 0
        while chunk := content.read(CHUNK):
            size += len(chunk)
            if size > self._largest:
                raise InvalidError(f"the file is larger than {self._largest} bytes", field="FILE")
            found.update(chunk)
            file.write(chunk)
        if not size:
            raise InvalidError("the file is empty", field="FILE")
        file.flush()
        os.fchmod(file.fileno(), stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        os.fsync(file.fileno())
        return found.hexdigest(), size

    def _name(self, written: Path, digest: str) -> bool:
        """Give a finished file its name, and return whether nothing had it yet; what has it is looked at again."""
        path = self._path(digest)
        path.parent.mkdir(exist_ok=True)
        try:
            path.hardlink_to(written)
        except FileExistsError:
            self.check(digest)
            return False
        for folder in (path.parent, self._folder):
            _to_disk(folder)
        return True


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file; raise `InvalidError` for anything else."""
    try:
        # What is no file could make the opening wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise InvalidError("that is no file", field="FILE")
        file = path.open("rb")
    except FileNotFoundError as error:
        raise InvalidError("there is no such file", field="FILE") from error
    except OSError as error:
        raise InvalidError("the file cannot be read", field="FILE") from error
    with file:
        yield file


def _digest_of(file: BinaryIO) -> str:
    found = sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
