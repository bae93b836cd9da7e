"""Tables as bytes: CSV that is safe to open in a spreadsheet, and Parquet with typed columns."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Final

from api.forms.table import Kind, Table, Value
from ledger.events import timestamp
from projections.bundle.sheets import cell

CSV: Final = "text/csv; charset=utf-8; header=present"
PREFIX: Final = "khronika."


def as_csv(table: Table) -> bytes:
    """Write RFC 4180, UTF-8. Identifiers in one cell have a space between them, texts a semicolon and a space.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are as they are.
    """
    file = StringIO()
    sheet = csv.writer(file, lineterminator="\r\n")
    sheet.writerow(table.columns)
    kinds = list(table.columns.values())
    sheet.writerows([_plain(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows)
    return file.getvalue().encode()


def _plain(value: Value, kind: Kind) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case datetime():
            return timestamp(value)
        case date():
            return value.isoformat()
        case tuple():
            return cell((" " if kind is Kind.IDS else "; ").join(value))
        case _:
            return cell(value)


def as_parquet(table: Table) -> bytes:
    """Write typed columns, compressed with Zstandard; the basis stands in the metadata of the file too."""
    import pyarrow as pa  # noqa: PLC0415 -- half a second that no other answer has to wait
    from pyarrow import parquet  # noqa: PLC0415

    text = pa.string()
    types = {
        Kind.TEXT: text,
        Kind.NUMBER: pa.int64(),
        Kind.DAY: pa.date32(),
        Kind.MOMENT: pa.timestamp("us", tz="UTC"),
        Kind.TRUTH: pa.bool_(),
        Kind.IDS: pa.list_(text),
        Kind.TEXTS: pa.list_(text),
    }
    about = {f"{PREFIX}{name}": str(value) for name, value in table.basis.items() if value is not None}
    schema = pa.schema([pa.field(name, types[kind]) for name, kind in table.columns.items()], metadata=about)
    columns = zip(*table.rows, strict=True)
    arrays = [pa.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)]
    file = BytesIO()
    parquet.write_table(pa.table(arrays, schema=schema), file, compression="zstd")
    return file.getvalue()
