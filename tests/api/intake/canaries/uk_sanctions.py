"""Canaries in the UK Sanctions List: columns that are not read, in both of its files."""

import csv
from pathlib import Path

from tests.api.intake.canaries import FORBIDDEN


def lists(folder: Path, kept: str) -> list[str]:
    subjects = {
        "unique_id": "BEL0001",
        "subject_type": "individual",
        "ofsi_group_id": "1",
        "date_designated": "1/2/2021",
    }
    names = {"name_id": "1", "unique_id": "BEL0001", "name_type": "primary", "full_name": f"Somebody {kept}"}
    for name, row in (("subjects", subjects), ("names", names)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, [*row, *FORBIDDEN])
            writer.writeheader()
            writer.writerow(row | FORBIDDEN)
    return [str(folder / "subjects.csv"), str(folder / "names.csv")]
