"""Canaries in tables read by a column map: columns that the map does not name, and a day of birth that it does.

In a workbook there are further places: comments, properties, other sheets.
"""

import csv
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.api.intake.canaries import FORBIDDEN

MAP = """\
register: canaries
issuer: Somebody
title: A table
language: en
key: number
sheet: People
points:
  person: {type: person-registered}
  name: {type: named, fields: {text: {column: name}, language: en, script: Latn}}
  born: {type: birth-year-stated, optional: "true", fields: {year: {column: born, date: D/M/YYYY}}}
  again: {type: birth-year-stated, optional: "true", fields: {year: {column: again, date: YYYY-MM-DD}}}
"""


def lists(folder: Path, kept: str) -> list[str]:
    unread = {name: word for name, word in FORBIDDEN.items() if not name.startswith("born")}
    known = {"number": "1", "name": f"Somebody {kept}", "born": FORBIDDEN["born by day"], "again": FORBIDDEN["born"]}
    # The form of these is not the one of the map, so they are left out, and named by their place alone.
    unfit = {"number": "2", "name": "Somebody Else", "born": FORBIDDEN["born in words"], "again": FORBIDDEN["remark"]}
    with (folder / "table.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*known, *unread])
        writer.writeheader()
        writer.writerows([known | unread, unfit | unread])
    (folder / "map.yaml").write_text(MAP, encoding="utf-8")
    book = Workbook()
    sheet = book.create_sheet("People")
    for row in ([*known, *unread], [*(known | unread | {"number": "3"}).values()]):
        sheet.append(row)
    sheet["A2"].comment = Comment(FORBIDDEN["remark"], FORBIDDEN["lawyer"])
    book.create_sheet(FORBIDDEN["title"]).append([FORBIDDEN["address"]])
    book.properties.creator = FORBIDDEN["email"]
    book.save(folder / "book.xlsx")
    return [str(folder / "table.csv"), str(folder / "book.xlsx"), "--map", str(folder / "map.yaml")]
