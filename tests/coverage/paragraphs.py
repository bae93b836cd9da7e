"""The documents themselves, where somebody has them at hand: their lines, and the digest of a paragraph."""

import hashlib
import unicodedata
from pathlib import Path
from typing import Final

from tests.coverage.statements import Document

DIGITS: Final = 12


def lines_of(folder: Path, document: Document) -> list[str]:
    """Return the lines of the document's file; raise `ValueError` unless exactly one file is it."""
    found = sorted(folder.glob(f"{document.document}*"))
    if len(found) != 1:
        raise ValueError(f"{len(found)} files of the folder begin with {document.document}; one is the document")
    return found[0].read_text(encoding="utf-8").split("\n")


def digest(lines: list[str], span: tuple[int, int]) -> str:
    """Return the beginning of the SHA-256 of these lines in normal form C, runs of white space as one space."""
    text = " ".join(" ".join(lines[span[0] - 1 : span[1]]).split())
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:DIGITS]


def disagreements(lines: list[str], document: Document) -> list[str]:
    """Say where the file and the document differ: a paragraph with another digest, or a line in no paragraph."""
    found = [
        f"{document.source}, paragraph {one.number}: {one.digest} is {digest(lines, one.span)} here"
        for one in document.paragraphs
        if digest(lines, one.span) != one.digest
    ]
    inside = {line for one in document.paragraphs for line in range(one.span[0], one.span[1] + 1)}
    beyond = [number for number, line in enumerate(lines, start=1) if line.strip() and number not in inside]
    return found + [f"{document.source}: line {number} is in no paragraph" for number in beyond]
