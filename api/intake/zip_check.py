"""A workbook is a zip of XML files: what is looked at before anything of it is opened."""

import zlib
from pathlib import Path
from typing import Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from domain.errors import RegisterError

MOST_ENTRIES: Final = 1_000
LARGEST_SHEET: Final = 2**30
LARGEST_OTHER: Final = 2**26
"""Bytes: sheets are read as a stream, all else at once."""
LARGEST: Final = 2 * LARGEST_SHEET
RATIO: Final = 200
"""How many times smaller an entry may be packed, if it is larger than `SMALL`; tables come to some dozens."""
SMALL: Final = 2**20
_SHEETS: Final = "xl/worksheets/"
_AT_ONCE: Final = 65_536


def check_workbook(path: Path) -> None:
    """Raise `RegisterError` for a file that is no zip, unpacks to more than a table is, or declares entities."""
    try:
        with ZipFile(path) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_ENTRIES:
                raise RegisterError(f"{path.name}: the workbook holds more than {MOST_ENTRIES} files")
            if sum(one.file_size for one in entries) > LARGEST or any(map(_is_bomb, entries)):
                raise RegisterError(f"{path.name}: the workbook unpacks to more than a table is")
            for one in entries:
                if one.filename.endswith((".xml", ".rels")) and _declares(packed, one):
                    raise RegisterError(f"{path.name}: the workbook declares a document type; no table needs one")
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise RegisterError(f"{path.name}: the file is no workbook of Excel, or is protected") from error


def _is_bomb(one: ZipInfo) -> bool:
    largest = LARGEST_SHEET if one.filename.startswith(_SHEETS) else LARGEST_OTHER
    return one.file_size > largest or (one.file_size > SMALL and one.file_size > RATIO * one.compress_size)


class _Root(Exception):  # noqa: N818 -- it says that there is nothing more to look at
    """The root element has begun: what could declare an entity is over."""


def _declares(packed: ZipFile, one: ZipInfo) -> bool:
    """Whether a document has a document type, the one place where entities are declared; read up to its root alone."""
    found: list[bool] = []

    def declared(*_: object) -> None:
        found.append(True)
        raise _Root

    def begun(*_: object) -> None:
        raise _Root

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        with packed.open(one) as data:
            while some := data.read(_AT_ONCE):
                parser.Parse(some)
    except _Root:
        pass
    except expat.ExpatError as error:
        raise BadZipFile from error
    return bool(found)
