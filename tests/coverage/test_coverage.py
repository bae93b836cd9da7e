"""Each paragraph of the first documents is recorded or explained, and the page says what the files say."""

import os
from pathlib import Path

import msgspec
import pytest

from tests.coverage.__main__ import PAGE
from tests.coverage.page import rendered
from tests.coverage.paragraphs import digest, disagreements, lines_of
from tests.coverage.record import Record, faults
from tests.coverage.statements import Document, Paragraph, Reason, Statement, documents

RECORD = Record.read()
READ = documents()


def test_the_five_documents_are_covered_without_a_gap() -> None:
    """Numbers from 1 on, lines in order, keys that exist, facts that cite the document itself, a reason elsewhere."""
    assert [one.source for one in READ] == ["s01", "s02", "s03", "s460", "s250"]
    assert [fault for document in READ for fault in faults(document, RECORD)] == []


def test_the_page_is_the_one_that_the_files_and_the_register_give() -> None:
    """To renew it: ``make coverage``."""
    assert PAGE.read_text(encoding="utf-8") == rendered(READ, RECORD)


def test_the_page_names_nobody_whose_name_is_recorded() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert RECORD.names
    assert [name for name in RECORD.names if name in page] == []


@pytest.mark.parametrize("document", READ, ids=lambda one: one.source)
def test_numbers_and_digests_are_those_of_the_document(document: Document) -> None:
    folder = os.environ.get("KHRONIKA_SEEDS")
    if folder is None:
        pytest.skip("KHRONIKA_SEEDS names no folder with the documents")

    assert disagreements(lines_of(Path(folder), document), document) == []


def test_a_changed_word_and_a_line_in_no_paragraph_are_both_seen() -> None:
    lines = ["A first", "paragraph.", "", "Another."]
    one = Paragraph(number=1, lines="1-2", digest=digest(["A  first paragraph."], (1, 1)), at="start", statements=())
    document = Document(source="s1", document="000", paragraphs=(one,))

    assert disagreements(lines, document) == ["s1: line 4 is in no paragraph"]
    assert len(disagreements(["A last", *lines[1:]], document)) == 2


def paragraph(number: int, *statements: Statement, lines: str | None = None) -> Paragraph:
    return Paragraph(number=number, lines=lines or str(number), digest="", at="somewhere", statements=statements)


SAID = Statement(says="something", facts=("f1",))
TINY = Record(
    types={"s1": "source-registered", "f1": "detained", "f2": "detained"},
    titles={"s1": "A document"},
    source_of={"q1": "s1", "q2": "s2", "q3": "s1"},
    passages_of={"s1": (), "f1": ("q1",), "f2": ("q2",)},
    citing={"q1": ("f1",), "q2": ("f2",)},
    names=frozenset(),
)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (Statement(says="nothing"), "facts or a reason"),
        (Statement(says="both", facts=("f1",), left_out=Reason.OPINION, why="both"), "facts or a reason"),
        (Statement(says="no word", left_out=Reason.OPINION), "without a word why"),
        (Statement(says="again", left_out=Reason.REPEATS, why="paragraph 9"), "no other paragraph"),
        (Statement(says="itself", left_out=Reason.REPEATS, why="paragraph 1"), "no other paragraph"),
        (Statement(says="no key", facts=("x1",)), "no key of the register"),
        (Statement(says="another's", facts=("f2",)), "cites no passage of the document"),
        (Statement(says="another's words", passages=("q2",)), "no passage of the document"),
        (Statement(says="quoted for nothing", passages=("q3",)), "cited by no fact"),
    ],
    ids=lambda value: value.says if isinstance(value, Statement) else "",
)
def test_each_way_to_leave_a_statement_unexplained_is_a_fault(statement: Statement, message: str) -> None:
    sound = Document(source="s1", document="000", paragraphs=(paragraph(1, SAID), paragraph(2, SAID)))
    broken = msgspec.structs.replace(sound, paragraphs=(paragraph(1, statement), paragraph(2, SAID)))
    told = list(faults(broken, TINY))

    assert list(faults(sound, TINY)) == []
    assert len(told) == 1
    assert told[0].startswith("s1, paragraph 1, statement 1")
    assert message in told[0]


@pytest.mark.parametrize(
    ("paragraphs", "message"),
    [
        ((paragraph(2, SAID),), "not numbered from 1"),
        ((paragraph(1, SAID), paragraph(3, SAID)), "not numbered from 1"),
        ((paragraph(1, SAID, lines="4-6"), paragraph(2, SAID, lines="6")), "do not come after line 6"),
        ((paragraph(1, SAID, lines="6-4"),), "do not come after line 0"),
        ((paragraph(1),), "neither a fact nor a reason"),
    ],
)
def test_a_paragraph_that_is_missing_or_empty_or_twice_is_a_fault(
    paragraphs: tuple[Paragraph, ...], message: str
) -> None:
    document = Document(source="s1", document="000", paragraphs=paragraphs)

    assert [message in fault for fault in faults(document, TINY)] == [True]


def test_a_passage_stands_for_all_facts_that_cite_it_and_none_is_forgotten() -> None:
    said = Statement(says="something", passages=("q1",))
    document = Document(source="s1", document="000", paragraphs=(paragraph(1, said),))
    silent = msgspec.structs.replace(document, paragraphs=(paragraph(1),))

    assert TINY.facts(said) == ("f1",)
    assert TINY.unlisted(document) == ()
    assert TINY.unlisted(silent) == ("f1",)
