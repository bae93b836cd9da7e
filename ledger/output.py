"""Files and folders that are there whole or not at all, and never in the place of another."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from domain.errors import InvalidError


@contextmanager
def new_folder(folder: Path, *, mode: int = 0o755) -> Iterator[Path]:
    """Yield a folder to write into, which gets its name when all is written; raise `InvalidError` if it exists."""
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidError("there is something at that place already; this goes into a new folder", field="folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise InvalidError(f"the folder cannot be made: {error.strerror}", field="folder") from error
    try:
        beside.chmod(mode)
        yield beside
        beside.replace(folder)
    except OSError as error:
        raise InvalidError(f"the folder cannot be written: {error.strerror}", field="folder") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a file to write into, which gets its name when all is written; raise `InvalidError` if it exists."""
    if path.exists() or path.is_symlink():
        raise InvalidError("there is something at that place already; this goes into a new file", field="file")
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        raise InvalidError(f"the file cannot be made: {error.strerror}", field="file") from error
    beside = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
        _named(beside, path)
    except OSError as error:
        raise InvalidError(f"the file cannot be written: {error.strerror}", field="file") from error
    finally:
        beside.unlink(missing_ok=True)


def _named(beside: Path, path: Path) -> None:
    """Give a file its name, unless somebody else took it meanwhile."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise InvalidError("somebody wrote a file at that place meanwhile; nothing is replaced", field="file") from None
    except OSError:  # Some disks know no second name for a file.
        beside.rename(path)
