"""What the register holds of the documents: which facts cite which passages, and what is wrong with a statement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from api.intake.register import TYPES, Entry, read_register
from tests.coverage.statements import Document, Paragraph, Reason, Statement

BELARUS: Final = Path(__file__).parents[2] / "registers" / "belarus"
PLAIN: Final = frozenset({Reason.HEADING, Reason.REFERENCE})
"""Reasons that need no further word."""
WORDS: Final = {kind.TOPIC: name for name, kind in TYPES.items()}


def _text(entry: Entry, name: str) -> str:
    return str(entry.fields[name].plain()) if name in entry.fields else ""


def _texts(entry: Entry, name: str) -> tuple[str, ...]:
    listed = entry.fields[name].plain() if name in entry.fields else []
    return tuple(str(one) for one in listed) if isinstance(listed, list) else ()


@dataclass(frozen=True, slots=True)
class Record:
    """The register by key: types of facts, passages by source, facts by passage."""

    types: Mapping[str, str]
    titles: Mapping[str, str]
    source_of: Mapping[str, str]
    passages_of: Mapping[str, tuple[str, ...]]
    citing: Mapping[str, tuple[str, ...]]
    names: frozenset[str]

    @classmethod
    def read(cls, folder: Path = BELARUS) -> Self:
        """Read the register."""
        entries = read_register(folder).entries
        cited = {one.key: _texts(one, "passages") for one in entries}
        citing: dict[str, list[str]] = {}
        for key, passages in cited.items():
            for passage in passages:
                citing.setdefault(passage, []).append(key)
        return cls(
            types={one.key: WORDS[one.topic] for one in entries},
            titles={one.key: _text(one, "title") for one in entries if WORDS[one.topic] == "source-registered"},
            source_of={one.key: _text(one, "source") for one in entries if WORDS[one.topic] == "passage-quoted"},
            passages_of=cited,
            citing={passage: tuple(keys) for passage, keys in citing.items()},
            names=frozenset(_text(one, "text") for one in entries if WORDS[one.topic] == "named"),
        )

    def facts(self, statement: Statement) -> tuple[str, ...]:
        """Return the keys of the facts that record it, each once."""
        cited = (key for passage in statement.passages for key in self.citing.get(passage, ()))
        return tuple(dict.fromkeys((*statement.facts, *cited)))

    def unlisted(self, document: Document) -> tuple[str, ...]:
        """Return the facts that cite the document and that no statement lists."""
        listed = {key for one in document.statements() for key in self.facts(one)}
        own = (passage for passage, source in self.source_of.items() if source == document.source)
        return tuple(dict.fromkeys(key for one in own for key in self.citing.get(one, ()) if key not in listed))

    def cites(self, key: str, source: str) -> bool:
        """Whether a fact cites a passage of a source, or is the source."""
        return key == source or any(self.source_of.get(one) == source for one in self.passages_of[key])


def faults(document: Document, record: Record) -> Iterator[str]:
    """Yield whatever is wrong with the file of a document, each with its place."""
    here = document.source
    if record.types.get(here) != "source-registered":
        yield f"{here} is no source of the register"
    if [one.number for one in document.paragraphs] != list(range(1, len(document.paragraphs) + 1)):
        yield f"{here}: the paragraphs are not numbered from 1 on, each once"
    last = 0
    for paragraph in document.paragraphs:
        place = f"{here}, paragraph {paragraph.number}"
        first, end = paragraph.span
        if not last < first <= end:
            yield f"{place}: lines {paragraph.lines} do not come after line {last}"
        last = end
        if not paragraph.statements:
            yield f"{place}: neither a fact nor a reason"
        for number, one in enumerate(paragraph.statements, start=1):
            yield from (f"{place}, statement {number}: {wrong}" for wrong in _wrong(one, document, paragraph, record))


def _wrong(one: Statement, document: Document, paragraph: Paragraph, record: Record) -> Iterator[str]:
    if one.recorded is (one.left_out is not None):
        yield "it needs facts or a reason, and not both"
    if one.left_out is not None and one.left_out not in PLAIN and not one.why:
        yield f"left out as {one.left_out.value}, without a word why"
    if one.left_out is Reason.REPEATS and (one.why or "") not in {
        f"paragraph {other.number}" for other in document.paragraphs if other is not paragraph
    }:
        yield f"it repeats {one.why!r}, which is no other paragraph"
    for passage in one.passages:
        if record.source_of.get(passage) != document.source:
            yield f"{passage} is no passage of the document"
        elif passage not in record.citing:
            yield f"{passage} is cited by no fact"
    for key in one.facts:
        if key not in record.types:
            yield f"{key} is no key of the register"
        elif not record.cites(key, document.source):
            yield f"{key} cites no passage of the document"
