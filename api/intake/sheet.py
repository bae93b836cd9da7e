"""Proposals as a workbook that a spreadsheet opens, with columns to decide in; and the decisions read back."""

import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from api.intake.matching import reasons
from api.intake.reviewing import Decision, View
from domain.errors import InvalidError, RegisterError

TITLE: Final = "proposals"
COLUMNS: Final = (
    ("decision", 12), ("same as", 38), ("amend", 34), ("reason", 34), ("row", 7), ("subject", 16),
    ("says", 70), ("printed", 50), ("may be", 70), ("import", 38), ("proposal", 68),
)  # fmt: skip
"""Each column and its width in characters; the first four are to be filled in."""
ACCEPT: Final = "accept"
REJECT: Final = "reject"
LARGEST: Final = 50_000
"""Rows that are read back; a workbook of ours has no more."""
_AMENDED = re.compile(r"(?P<point>[^\s.=]+)\.(?P<field>[a-z_]+)=(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Decided:
    """A row of a workbook that was decided: its number, which proposal it is, and the decision."""

    row: int
    run: str
    subject: str
    digest: str
    decision: Decision


def write(path: Path, views: Iterable[View]) -> int:
    """Write a new workbook, and return how many proposals it holds; every cell is text, so none is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(TITLE)
    sheet.freeze_panes = "A2"
    for number, (_, width) in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    choices = DataValidation(type="list", formula1=f'"{ACCEPT},{REJECT}"', allow_blank=True)
    sheet.data_validations.append(choices)
    sheet.append([_cell(sheet, name, bold=True) for name, _ in COLUMNS])
    count = 0
    for one in views:
        sheet.append([_cell(sheet, text) for text in _row(one)])
        count += 1
    choices.add(f"A2:A{max(2, count + 1)}")
    with path.open("xb") as file:
        book.save(file)
    return count


def read(path: Path) -> list[Decided]:
    """Return the rows that are decided; raise `RegisterError` with the first that cannot be."""
    try:
        with path.open("rb") as file, closing(load_workbook(file, read_only=True)) as book:
            rows = list(book[TITLE].iter_rows(values_only=True, max_row=LARGEST))
    except (BadZipFile, KeyError, OSError, ValueError) as error:
        raise RegisterError(f"{path.name}: this is no workbook of proposals") from error
    header = [_text(cell) for cell in rows[0]] if rows else []
    for name, _ in COLUMNS:
        if header.count(name) != 1:
            raise RegisterError(f"{path.name}: row 1: the column {name!r} is not there, or twice")
    found = []
    for number, cells in enumerate(rows[1:], start=2):
        row = dict(zip(header, map(_text, cells), strict=False))
        if row["decision"] or row["same as"] or row["amend"]:
            try:
                found.append(Decided(number, row["import"], row["subject"], row["proposal"], _decision(row)))
            except InvalidError as error:
                raise RegisterError(f"{path.name}: row {number}: {error.message}", field=error.field) from error
    return found


def _row(one: View) -> Sequence[str]:
    said = [f"{line.point}: {line.type}{f', {line.says}' if line.says else ''}" for line in one.lines]
    said += [f"{point}: to be retracted, {reason}" for point, reason in one.withdrawn]
    printed = [f"{line.point}: {line.printed}" for line in one.lines if line.printed]
    may_be = [f"{who.id} {who.score:.2f} {reasons(who)}" for who in one.candidates]
    row = [str(one.proposal.row), one.proposal.subject]
    return ["", "", "", "", *row, "\n".join(said), "\n".join(printed), "\n".join(may_be), one.kept.run, one.kept.digest]


def _decision(row: dict[str, str]) -> Decision:
    if row["decision"].casefold() not in {ACCEPT, REJECT}:
        raise InvalidError(f"a decision is {ACCEPT} or {REJECT}", field="decision")
    amended = {}
    for line in row["amend"].splitlines():
        match = _AMENDED.fullmatch(line.strip())
        if match is None:
            raise InvalidError("an amendment is written POINT.FIELD=VALUE, one a line", field="amend")
        amended[match["point"], match["field"]] = match["value"].strip()
    return Decision(row["decision"].casefold() == ACCEPT, row["reason"], amended, row["same as"] or None)


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:  # noqa: ANN401 -- the library exports neither type
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)
    return cell


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
