"""Canaries in a table of published counts: columns that the format does not have."""

from pathlib import Path

from api.intake.formats.published_counts import COLUMNS
from tests.api.intake.canaries import FORBIDDEN
from tests.api.intake.test_published_counts import ROW


def lists(folder: Path, kept: str) -> list[str]:
    row = ROW | {"claimant": kept, "note": FORBIDDEN["remark"], "contact": FORBIDDEN["email"]}
    columns = [*COLUMNS, "note", "contact"]
    lines = [columns, [row.get(name, "") for name in columns]]
    path = folder / "counts.tsv"
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    return [str(path)]
