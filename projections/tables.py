"""The tables of the read models. Their schema belongs to `migrations/`; a test holds the two together."""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table

OPEN_POSITION: Final = 2**53 - 1
"""The open end of a half-open span of positions: until further notice."""

metadata = MetaData()


def _both_times() -> list[Column[int]]:
    return [
        Column("valid_from", Integer, primary_key=True),
        Column("valid_to", Integer, nullable=False),
        Column("known_from", BigInteger, primary_key=True),
        Column("known_to", BigInteger, nullable=False),
    ]


tracking = Table(
    "tracking",
    metadata,
    Column("application_name", String, primary_key=True),
    Column("notification_id", BigInteger, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("person", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("known_from", BigInteger, primary_key=True),
    Column("known_to", BigInteger, nullable=False),
)
"""Who is registered, and the name to print and sort by."""

liberty = Table(
    "liberty",
    metadata,
    Column("person", String, primary_key=True),
    Column("liberty", String, primary_key=True),
    Column("deprivation", String, primary_key=True),
    *_both_times(),
    Column("choices", Integer, nullable=False),
)
"""One row for each element of the day's set; ``choices`` is how many elements the set has. Plainly free has no row."""

recognition = Table(
    "recognition",
    metadata,
    Column("person", String, primary_key=True),
    Column("deprivation", String, primary_key=True),
    Column("body", String, primary_key=True),
    *_both_times(),
    Column("now", Integer, nullable=False),
    Column("ever", Integer, nullable=False),
)
"""Per body and deprivation ('' where none is named): whether recognition holds, and whether it ever held (`Holds`)."""

newest_day = Table(
    "newest_day",
    metadata,
    Column("known_from", BigInteger, primary_key=True),
    Column("day", Integer, nullable=False),
)
"""The newest day that any fact recorded up to a position speaks of."""

_spans = ("known_to", "known_from", "valid_to", "valid_from")
Index("liberty_by_basis", *(liberty.c[c] for c in (*_spans, "liberty", "person", "deprivation", "choices")))
Index("recognition_by_basis", *(recognition.c[c] for c in ("person", "deprivation", *_spans, "body", "now", "ever")))
Index("recognition_by_time", *(recognition.c[c] for c in (*_spans, "person", "deprivation", "body", "now", "ever")))
