"""What the first five documents state, paragraph by paragraph: ``registers/coverage``, one file for each document.

The documents are not in the repository. A paragraph is named by its number, by its lines, and by a short digest.
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
import yaml

FOLDER: Final = Path(__file__).parents[2] / "registers" / "coverage"


class Reason(StrEnum):
    """Why a statement is not recorded; what each word means stands on the page."""

    HEADING = "heading"
    REFERENCE = "reference"
    OPINION = "opinion"
    PREDICTION = "prediction"
    SAFETY = "safety"
    ELSEWHERE = "elsewhere"
    NO_QUESTION = "no question"
    UNSPECIFIC = "unspecific"
    NEARER_SOURCE = "nearer source"
    REPEATS = "repeats"


MEANINGS: Final = {
    Reason.HEADING: "a title, a caption, a page number, or the words that lead to a list",
    Reason.REFERENCE: "a footnote or a pointer that states nothing but where to read more",
    Reason.OPINION: "a judgement, a reading of motives, a comparison or an aim",
    Reason.PREDICTION: "what may or shall come",
    Reason.SAFETY: "health, kin, work, membership or an act that could be punished",
    Reason.ELSEWHERE: "other countries, or a region as a whole",
    Reason.NO_QUESTION: "a fact that no question of this record asks for",
    Reason.UNSPECIFIC: "a fact without the number, day, person or provision that a record needs",
    Reason.NEARER_SOURCE: "recorded from a source that is nearer to it and says more",
    Reason.REPEATS: "said again; another paragraph has it",
}


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that a paragraph says, in our words, and the facts that record it or why none does.

    ``passages`` stand for all facts that cite them.
    """

    says: str
    facts: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    left_out: Reason | None = None
    why: str | None = None

    @property
    def recorded(self) -> bool:
        """Whether facts are named for it."""
        return bool(self.facts or self.passages)


class Paragraph(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paragraph: ``lines`` such as ``9`` or ``24-38`` of the document, from 1 on; ``at`` says where it stands."""

    number: int
    lines: str
    digest: str
    at: str
    statements: tuple[Statement, ...]

    @property
    def span(self) -> tuple[int, int]:
        """Its first and its last line."""
        first, _, last = self.lines.partition("-")
        return int(first), int(last or first)


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document: its key as a source of the register, how its file's name begins, and its paragraphs."""

    source: str
    document: str
    paragraphs: tuple[Paragraph, ...]

    def statements(self) -> Iterator[Statement]:
        """Yield each statement, in the order of the document."""
        for paragraph in self.paragraphs:
            yield from paragraph.statements


def documents(folder: Path = FOLDER) -> tuple[Document, ...]:
    """Read the files, in the order of the documents."""
    read = (yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader) for path in folder.glob("*.yaml"))  # noqa: S506 -- every value is text
    return tuple(sorted((msgspec.convert(one, Document, strict=False) for one in read), key=lambda one: one.document))
