"""What datasette is told of a snapshot: titles, licence, what each table and column holds, labels and facets."""

from typing import Any, Final

import yaml

from projections.snapshot.file import SEARCHED
from projections.snapshot.shape import TABLES, Table
from projections.snapshot.views import VIEWS

TITLE: Final = "Khronika: a record of political imprisonment in Belarus"
LICENSE: Final = ("CC BY 4.0; quoted passages belong to their authors", "https://creativecommons.org/licenses/by/4.0/")


def metadata(database: str, says: str) -> str:
    """Write the metadata of a snapshot as YAML; ``database`` is what datasette calls it, its name without suffix."""
    tables: dict[str, Any] = {table.name: _table(table) for table in TABLES}
    tables[SEARCHED] |= {"fts_table": f"{SEARCHED}_fts", "fts_pk": "rowid"}
    tables |= {view.name: {"description": view.says} for view in VIEWS}
    told = {
        "title": TITLE,
        "description": says,
        "license": LICENSE[0],
        "license_url": LICENSE[1],
        "databases": {database: {"description": says, "tables": tables}},
    }
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=120)


def _table(table: Table) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": table.says,
        "columns": {column.name: column.says for column in table.columns},
    }
    if table.label:
        told["label_column"] = table.label
    if table.facets:
        told["facets"] = list(table.facets)
    return told
