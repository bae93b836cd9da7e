"""What a verification reads, and what it finds: the words that all of its parts share (docs/adr/0035)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.errors import IntegrityError

Key = TypeVar("Key", bound=Any)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be: in which table, at which place, and what. It names no person."""

    table: str
    place: str
    what: str

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.table}, {self.place}: {self.what}" if self.place else f"{self.table}: {self.what}"


Report = Callable[[Finding], None]
"""Takes each finding as it is made; nothing stops at the first, unless whoever takes it raises."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one snapshot of a database: ``run`` yields the rows of a statement written with ``?``.

    It raises `IntegrityError` where the database cannot give them.
    """

    run: Callable[[str, Sequence[Any]], Iterator[Sequence[Any]]]
    postgres: bool

    def rows(
        self, report: Report, table: str, sql: str, values: Sequence[Any] = (), *, types: Sequence[type]
    ) -> Iterator[Sequence[Any]]:
        """Yield rows whose values are exactly of these types; report the others, and what cannot be read."""
        wanted = tuple(types)
        try:
            for row in self.run(sql, values):
                if tuple(map(type, row)) == wanted:
                    yield row
                else:
                    report(Finding(table, _numbered(row), "a row holds a value of another type than its column"))
        except IntegrityError as error:
            report(Finding(table, "", str(error)))


def _numbered(row: Sequence[Any]) -> str:
    """Say which row it is by its first whole number; texts could name somebody."""
    return next((f"near {value}" for value in row if type(value) is int), "")


def merged(
    expected: Iterable[tuple[Key, Value]], stored: Iterable[tuple[Key, Value]]
) -> Iterator[tuple[Key, Value | None, Value | None]]:
    """Yield each key with what is expected and what is stored there, ``None`` for nothing; both come in order of keys.

    If one does not, some pair differs: two streams are equal only if all that is yielded is.
    """
    theirs = iter(stored)
    other = next(theirs, None)
    for key, value in expected:
        while other is not None and other[0] < key:
            yield other[0], None, other[1]
            other = next(theirs, None)
        if other is not None and other[0] == key:
            yield key, value, other[1]
            other = next(theirs, None)
        else:
            yield key, value, None
    while other is not None:
        yield other[0], None, other[1]
        other = next(theirs, None)
