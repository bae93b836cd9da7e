"""docs/viasna.md is held to what the importer does: its example, its points, its columns."""

import re
from pathlib import Path

from api.intake.formats.viasna import Viasna
from api.intake.formats.viasna_cells import COLUMNS
from api.intake.json_file import LONGEST_ROW
from tests.api.conftest import ROOT, Command

TEXT = (ROOT / "docs" / "viasna.md").read_text()
STATES = {"house-arrest", "awaiting", "remand", "serving"}


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_example_is_imported_as_the_document_says(khronika: Command, tmp_path: Path) -> None:
    (tmp_path / "prisoners.json").write_text(block("json"), encoding="utf-8")
    (arguments,) = re.findall("`(--observed [^`]*)`, that prints", TEXT)
    done = khronika.ok("import", "viasna", str(tmp_path / "prisoners.json"), *arguments.split())

    assert block("text") == done.err + done.out


def test_the_document_names_every_point_and_every_column() -> None:
    rows = [line.split("|")[1:5] for line in TEXT.splitlines() if re.match(r"\| `[a-z]", line)]
    points = {name for row in rows for name in re.findall("`([^`]*)`", row[0])}
    columns = {name for row in rows for name in re.findall("`([^`]*)`", row[2])}

    assert points == {*Viasna.points, *STATES}
    assert columns >= COLUMNS | {"articles/0"}
    assert f"{LONGEST_ROW:,} characters" in TEXT
