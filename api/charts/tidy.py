"""The numbers of a chart as one flat table: a row for each thing drawn, for spreadsheets and other programs."""

import csv
from io import StringIO
from typing import Final

from api.schemas.bridge import BridgeOut
from api.schemas.overview import OverviewOut
from projections.bundle.sheets import cell

Row = tuple[str | int, ...]
COLUMNS: Final = ("part", "what", "first", "last", "low", "high", "state", "holds")
"""``low`` and ``high`` are certain and possible of ours; an empty ``high`` of a figure and an empty ``last`` are open.

``last`` is the last day itself.
"""
STEPS: Final = ("step", "certain", "possible")


def of_overview(answer: OverviewOut) -> list[Row]:
    """Return a row for each point, figure and span."""
    ours = answer.basis.definition.id
    rows: list[Row] = [
        ("count", ours, one.as_of, one.as_of, one.certain, one.possible, "", one.extent) for one in answer.points
    ]
    rows += [
        ("published", one.publisher, one.first, one.last, one.low, "" if one.high is None else one.high, "", "")
        for one in answer.published
    ]
    for part, spans in (("sanctions", answer.sanctions), ("mandates", answer.mandates)):
        rows += [(part, one.what, one.start, one.last or "", "", "", one.state, one.holds) for one in spans]
    return rows


def of_bridge(answer: BridgeOut) -> list[Row]:
    """Return the count at either end and the change of each step between."""
    return [
        ("before", answer.before.certain, answer.before.possible),
        *((one.step, one.certain, one.possible) for one in answer.steps),
        ("after", answer.after.certain, answer.after.possible),
    ]


def written(columns: tuple[str, ...], rows: list[Row]) -> str:
    """Write a table as CSV (RFC 4180); a text that a spreadsheet would take for a formula gets an apostrophe."""
    file = StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([cell(value) if isinstance(value, str) else value for value in row] for row in rows)
    return file.getvalue()
