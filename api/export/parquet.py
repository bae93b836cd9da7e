"""Parquet: one row a fact, in typed columns, compressed with Zstandard."""

from collections.abc import Iterable
from typing import BinaryIO, Final

from api.export.tables import COLUMNS, Row, rows
from ledger.log import Head
from projections.timeline import Entry

_GROUP: Final = 10_000
"""Rows that are written together."""


def write(file: BinaryIO, pages: Iterable[list[Entry]], head: Head) -> int:
    """Write facts, and return how many; the size and root of the log stand in the metadata of the file."""
    import pyarrow as pa  # noqa: PLC0415 -- half a second that no other command has to wait
    from pyarrow import parquet  # noqa: PLC0415

    text, day = pa.string(), pa.date32()
    types = {
        "position": pa.int64(),
        "version": pa.int32(),
        "earliest": day,
        "latest": day,
        "passages": pa.list_(text),
        "passages_missing": pa.int32(),
        "passages_withheld": pa.int32(),
        "recorded_at": pa.timestamp("us", tz="UTC"),
    }
    optional = {"person", "target", "occurred", "earliest", "latest"}
    fields = [pa.field(name, types.get(name, text), nullable=name in optional) for name in COLUMNS]
    about = {"khronika.size": str(head.size), "khronika.root": head.root.hex()}
    schema = pa.schema(fields, metadata=about)

    def batch(some: list[Row]) -> object:
        return pa.record_batch([[getattr(row, name) for row in some] for name in COLUMNS], schema=schema)

    with parquet.ParquetWriter(file, schema, compression="zstd") as table:
        waiting: list[Row] = []
        written = 0
        for page in pages:
            waiting += rows(page)
            written += len(page)
            if len(waiting) >= _GROUP:
                table.write_batch(batch(waiting))
                waiting = []
        if waiting:
            table.write_batch(batch(waiting))
    return written
