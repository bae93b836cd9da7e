"""Canaries in the list of the US Treasury: titles and remarks, which hold days of birth, numbers and contacts."""

import csv
from pathlib import Path

from tests.api.intake.canaries import FORBIDDEN


def lists(folder: Path, kept: str) -> list[str]:
    remarks = "; ".join(word for name, word in FORBIDDEN.items() if name != "title")
    rows = [[str(number), f"PRYKLAD, {kept}", "individual", "BELARUS", FORBIDDEN["title"]] for number in (1, 2, 3)]
    names = [["1", "1", "aka", f"PRYKLAD, Other {kept}", FORBIDDEN["remark"]]]
    for path, lines in (
        (folder / "sdn.csv", [[*row, *["-0-"] * 6, remarks] for row in rows]),
        (folder / "alt.csv", names),
    ):
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(lines)
    return [str(folder / "sdn.csv"), str(folder / "alt.csv")]
