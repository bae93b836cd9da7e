"""Review: what is decided at a terminal or in a workbook, and that the record cites the proposal's bytes."""

import json
import os
import pty
import select
import subprocess
import termios
import time
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

from api.bootstrap import now
from domain.changes import Corrected
from ledger.ledger import Ledger
from ledger.proposals import State
from tests.api.conftest import KHRONIKA, Command
from tests.api.intake.test_import import ROWS
from tests.api.intake.test_published_counts import table


@pytest.fixture
def proposed(khronika: Command, tmp_path: Path) -> Command:
    """Three rows proposed, of a publisher each."""
    khronika.ok("import", "published-counts", str(table(tmp_path / "t.tsv", *ROWS).path))
    return khronika


def answered(command: Command, *answers: tuple[str, str]) -> str:
    """Run the review on a terminal; type each answer once its prompt is there; return all that was printed."""
    lead, follow = pty.openpty()
    environment = {**os.environ, "KHRONIKA_DATABASE_URL": command.url, "TERM": "dumb"}
    process = subprocess.Popen(
        [KHRONIKA, "review", "--by", "archivist"],
        stdin=follow,
        stdout=follow,
        stderr=follow,
        env=environment,
        close_fds=True,
    )
    os.close(follow)
    said = ""
    try:
        for prompt, answer in answers:
            said += _until(lead, prompt)
            _ready(lead, line=answer.endswith("\n"))
            os.write(lead, answer.encode())
        said += _until(lead, "rejected")
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
        os.close(lead)
    return said


def _ready(terminal: int, *, line: bool) -> None:
    """Wait until the terminal takes lines, or single keys: what is typed before it changes is thrown away."""
    end = time.monotonic() + 60
    while bool(termios.tcgetattr(terminal)[3] & termios.ICANON) is not line:
        assert time.monotonic() < end
        time.sleep(0.01)


def _until(terminal: int, wanted: str) -> str:
    said, end = "", time.monotonic() + 60
    while wanted not in said:
        assert time.monotonic() < end, said
        if select.select([terminal], [], [], 1)[0]:
            try:
                said += os.read(terminal, 4096).decode()
            except OSError:
                break
    assert wanted in said, said
    return said


def test_proposals_are_decided_on_by_keyboard_alone(proposed: Command) -> None:
    said = answered(
        proposed,
        ("> ", "a"),
        ("> ", "r"),
        ("reason: ", "counts another thing\n"),
        ("> ", "m"),
        ("POINT.FIELD: ", "count.quantity\n"),
        ("says: ", "about 700\n"),
        ("reason: ", "the page says about\n"),
    )

    assert "2 accepted, 1 rejected" in said
    assert "printed: as_of: 2020-10-31" in said
    with Ledger(proposed.url, now=now) as ledger:
        kept = {
            one.place: one
            for found in ledger.proposals.about("published-counts", subjects(ledger)).values()
            for one in found
        }
        assert [kept[row].state for row in (2, 3, 4)] == [State.ACCEPTED, State.REJECTED, State.ACCEPTED]
        assert kept[3].reason == "counts another thing"
        assert ledger.proposals.one(kept[3].run, kept[3].subject, kept[3].digest).data is None
        corrected = [event for page in ledger.read() for event in page if event.version > 1]
        assert [event.content.reason for event in corrected if isinstance(event.content, Corrected)] == [
            "the page says about"
        ]


def subjects(ledger: Ledger) -> list[str]:
    (run,) = ledger.proposals.runs()
    return [str(row[0]) for row in ledger.recorder.ask("SELECT subject FROM proposal WHERE run = ?", [run.id])]


def test_what_is_recorded_cites_the_digest_of_the_proposals_bytes(proposed: Command) -> None:
    with Ledger(proposed.url, now=now) as ledger:
        (run,) = ledger.proposals.runs()
        digests = {sha256(one.data).hexdigest() for one in ledger.proposals.open() if one.data}
    answered(proposed, ("> ", "a"), ("> ", "a"), ("> ", "a"))
    with Ledger(proposed.url, now=now) as ledger:
        batches = {event.batch for page in ledger.read() for event in page}

    assert len(digests) == 3
    assert batches == {f"{run.id}/{digest}" for digest in digests}


def decided(file: Path, *rows: dict[str, str]) -> None:
    book = load_workbook(file)
    sheet = book["proposals"]
    columns = {cell.value: number for number, cell in enumerate(sheet[1], start=1)}
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            sheet.cell(number, columns[name]).value = value
    book.save(file)


def test_a_workbook_goes_out_and_its_decisions_come_in(proposed: Command, tmp_path: Path) -> None:
    out = tmp_path / "proposals.xlsx"
    said = proposed.ok("review", "--out", str(out)).out
    decided(
        out,
        {"decision": "accept"},
        {"decision": "reject", "reason": "counts another thing"},
        {"decision": "accept", "amend": "count.quantity=about 700", "reason": "the page says about"},
    )
    done = proposed.ok("review", "--in", str(out), "--by", "archivist").out
    again = proposed("review", "--in", str(out), "--by", "archivist")
    counts = json.loads(proposed.ok("reconcile", "--as-of", "2020-10-31", "--json").out)

    assert said == "proposals.xlsx: 3 proposals\n"
    assert done == "proposals.xlsx: 2 accepted, 1 rejected\n"
    assert (again.code, again.err) == (
        2,
        "khronika: proposals.xlsx: row 2: the proposal is accepted already; nothing was recorded\n",
    )
    assert "about 700" in json.dumps(counts)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"decision": "perhaps"}, "a decision is accept or reject"),
        ({"decision": "reject"}, "a rejection needs a reason"),
        ({"decision": "accept", "amend": "count.quantity=7"}, "an amendment needs a reason"),
        ({"decision": "accept", "amend": "quantity", "reason": "x"}, "POINT.FIELD=VALUE"),
        ({"decision": "accept", "amend": "other.quantity=7", "reason": "x"}, "nothing new under 'other'"),
        ({"decision": "accept", "same as": "somebody", "reason": "x"}, "not among the candidates"),
        ({"decision": "accept", "amend": "count.quantity=many many", "reason": "x"}, "quantity"),
    ],
)
def test_a_row_that_cannot_be_carried_out_is_named_and_nothing_is_recorded(
    proposed: Command, tmp_path: Path, row: dict[str, str], message: str
) -> None:
    out = tmp_path / "proposals.xlsx"
    proposed.ok("review", "--out", str(out))
    decided(out, row)
    done = proposed("review", "--in", str(out), "--by", "archivist")

    assert done.code == 2
    assert "row 2" in done.err
    assert message in done.err
    with Ledger(proposed.url, now=now) as ledger:
        assert ledger.size() == 0


@pytest.mark.parametrize("content", [b"no book", None], ids=["another file", "no file"])
def test_what_is_no_workbook_of_proposals_is_refused(proposed: Command, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "other.xlsx").write_bytes(content)
    done = proposed("review", "--in", str(tmp_path / "other.xlsx"))

    assert (done.code, done.err) == (2, "khronika: other.xlsx: this is no workbook of proposals\n")


def test_without_a_terminal_the_command_says_what_to_do(proposed: Command) -> None:
    done = proposed("review")

    assert done.code == 2
    assert "--out and --in" in done.err
