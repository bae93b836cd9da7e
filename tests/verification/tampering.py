"""What somebody who can write to the database may do to a table: each kind of tampering, on rows drawn at random.

A kind of tampering changes the table or raises `NothingToDoError`; what the database itself refuses is drawn again.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Column, Connection, MetaData, Table, and_, delete, insert, select, text, update

from domain import facts as f
from domain.people import FactId
from ledger.events import Draft, new_id
from ledger.mapper import PLAIN, encode, opened
from ledger.proofs import merkle
from ledger.recorder import moment

Row = dict[str, Any]
_UNIQUE = {"register_key": ("stream",)}
"""Columns beside the key of which no two rows may hold the same."""


UNSIGNED = {"published_at", "received_at"}
"""When a checkpoint or a time stamp came into its table: nothing is said of it elsewhere, and it proves nothing."""


class NothingToDoError(Exception):
    """This row cannot be tampered with in this way; another is drawn."""


_TABLES: dict[tuple[str, str], Table] = {}


def table_of(connection: Connection, name: str) -> Table:
    """Return a table as a database of this kind describes it, asked once."""
    key = connection.dialect.name, name
    if key not in _TABLES:
        _TABLES[key] = Table(name, MetaData(), autoload_with=connection)
    return _TABLES[key]


@dataclass
class Tampered:
    """One table of a database, with its rows as they were, and the dice that choose among them."""

    connection: Connection
    table: Table
    rows: list[Row]
    dice: random.Random

    @classmethod
    def of(cls, connection: Connection, table: str, dice: random.Random, where: Callable[[Row], bool]) -> "Tampered":
        """Read the rows that may be chosen, in order of their key."""
        found = table_of(connection, table)
        order = [*found.primary_key]
        rows = [dict(row) for row in connection.execute(select(found).order_by(*order)).mappings()]
        return cls(connection, found, [row for row in rows if where(row)], dice)

    @property
    def keys(self) -> list[str]:
        return [column.name for column in self.table.primary_key]

    @property
    def others(self) -> list[str]:
        return [column.name for column in self.table.c if not column.primary_key and column.name not in UNSIGNED]

    def row(self) -> Row:
        return self.dice.choice(self.rows)

    def two(self) -> tuple[Row, Row]:
        if len(self.rows) < 2:
            raise NothingToDoError
        one, other = self.dice.sample(self.rows, 2)
        return one, other

    def put(self, row: Row) -> None:
        self.connection.execute(insert(self.table).values(row))

    def take(self, row: Row) -> None:
        self.connection.execute(delete(self.table).where(self._is(row)))

    def set(self, row: Row, **values: Any) -> None:
        if all(row[name] == value for name, value in values.items()):
            raise NothingToDoError
        self.connection.execute(update(self.table).where(self._is(row)).values(**values))

    def other(self, value: Any) -> Any:
        """Another value of the same type."""
        match value:
            case bool():
                found: Any = not value
            case int():
                found = value + self.dice.choice([-1, 1, self.dice.randint(2, 9), 1 << self.dice.randint(0, 30)])
            case str():
                at = self.dice.randrange(len(value)) if value else 0
                found = value[:at] + self.dice.choice("0123456789abcdef") + value[at + 1 :]
            case bytes():
                at = self.dice.randrange(len(value))
                found = value[:at] + bytes([value[at] ^ 1 << self.dice.randrange(8)]) + value[at + 1 :]
            case UUID():
                found = uuid4()
            case _:
                raise NothingToDoError
        return found

    def number(self) -> Column[Any]:
        """The column that says a row's place: the last whole number of its key."""
        found = [column for column in self.table.primary_key if isinstance(self.rows[0][column.name], int)]
        if not found:
            raise NothingToDoError
        return found[-1]

    def _is(self, row: Row) -> Any:
        return and_(*(self.table.c[name] == row[name] for name in self.keys))


Tampering = Callable[[Tampered], None]


def update_(it: Tampered) -> None:
    row, name = it.row(), it.dice.choice(it.others or it.keys)
    it.set(row, **{name: it.other(row[name])})


def delete_(it: Tampered) -> None:
    it.take(it.row())


def insert_(it: Tampered) -> None:
    """A row that looks like others and is new."""
    row, new = it.row(), {*it.keys, *_UNIQUE.get(it.table.name, ())}
    it.put({name: it.other(value) if name in new else value for name, value in row.items()})


def duplicate(it: Tampered) -> None:
    """The same again, under the next number, or the last."""
    row, number = it.row(), it.number().name
    step = it.dice.choice([1, max(one[number] for one in it.rows) + 1 - row[number]])
    it.put(row | {number: row[number] + step} | _again(it, row))


def _again(it: Tampered, row: Row) -> Row:
    return {"originator_version": row["originator_version"] + 1} if it.table.name == "stored_events" else {}


def reorder(it: Tampered) -> None:
    """What three rows say goes round among them."""
    if len(it.rows) < 3 or not it.others:
        raise NothingToDoError
    _exchange(it, it.dice.sample(it.rows, 3), it.others)


def swap(it: Tampered) -> None:
    """Two rows exchange one value."""
    if not it.others:
        raise NothingToDoError
    _exchange(it, it.two(), [it.dice.choice(it.others)])


def _exchange(it: Tampered, rows: Sequence[Row], names: Sequence[str]) -> None:
    said = [{name: row[name] for name in names} for row in rows]
    turned = [*said[1:], said[0]]
    if said == turned:
        raise NothingToDoError
    for row in rows:
        it.take(row)
    for row, other in zip(rows, turned, strict=True):
        it.put(row | other)


def renumber(it: Tampered) -> None:
    row, number = it.row(), it.number().name
    it.set(row, **{number: it.other(row[number])})


def truncate(it: Tampered) -> None:
    """The newest rows are gone, from some row on."""
    number = it.number()
    it.connection.execute(delete(it.table).where(number >= it.row()[number.name], *_only(it)))


def _only(it: Tampered) -> list[Any]:
    """Where only some rows of a table may be chosen, only such go: those of the same level of the tree."""
    levels = {row["level"] for row in it.rows} if "level" in it.rows[0] else set()
    return [it.table.c.level.in_(levels)] if levels else []


ANY: dict[str, Tampering] = {
    "update": update_,
    "delete": delete_,
    "insert": insert_,
    "duplicate": duplicate,
    "reorder": reorder,
    "swap": swap,
    "renumber": renumber,
    "truncate": truncate,
}
"""What can be done to any table."""


# ---------------------------------------------------------------- events


def _column(name: str) -> Tampering:
    def tamper(it: Tampered) -> None:
        row = it.row()
        it.set(row, **{name: it.other(row[name])})

    return tamper


def topic(it: Tampered) -> None:
    """Another topic that exists."""
    it.set(it.row(), topic=it.dice.choice(it.rows)["topic"])


def said_anew(**values: Callable[[Tampered, Any], Any]) -> Tampering:
    """Write other values into the bytes themselves, which stay canonical."""

    def tamper(it: Tampered) -> None:
        row = it.row()
        event = msgspec.json.decode(opened(row["state"]))
        changed = event | {name: other(it, event[name]) for name, other in values.items()}
        if changed == event:
            raise NothingToDoError
        it.set(row, state=PLAIN + msgspec.json.encode(changed, order="sorted"))

    return tamper


def time_and_bytes(it: Tampered) -> None:
    """An earlier or later time, in the column and in the bytes."""
    row = it.row()
    at = row["recorded_at"] + it.dice.choice([-1, 1]) * it.dice.randint(1, 10**7)
    event = msgspec.json.decode(opened(row["state"]))
    event["recorded_at"] = moment(at).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    it.set(row, recorded_at=at, state=PLAIN + msgspec.json.encode(event, order="sorted"))


def author_and_leaf(it: Tampered) -> None:
    """Another author in the bytes, and the leaf that commits to them."""
    row = it.row()
    event = msgspec.json.decode(opened(row["state"])) | {"recorded_by": "somebody else"}
    data = msgspec.json.encode(event, order="sorted")
    it.set(row, state=PLAIN + data)
    nodes = table_of(it.connection, "log_node")
    leaf = and_(nodes.c.level == 0, nodes.c.place == row["notification_id"] - 1)
    it.connection.execute(update(nodes).where(leaf).values(hash=merkle.leaf_hash(merkle.leaf_entry(data))))


def author_and_tree(it: Tampered) -> None:
    """Another author in the bytes, and a tree that was made anew over all events."""
    row = it.row()
    event = msgspec.json.decode(opened(row["state"])) | {"recorded_by": "somebody else"}
    it.set(row, state=PLAIN + msgspec.json.encode(event, order="sorted"))
    _plant(it)


def older_copy(it: Tampered) -> None:
    """Everything is as it was earlier, as from a backup: events, tree, tags, keys and head."""
    size = it.dice.randrange(len(it.rows))
    it.connection.execute(delete(it.table).where(it.table.c.notification_id > size))
    for table, where in (("event_tag", "position > :size"), ("log_checkpoint", "size > :size")):
        it.connection.execute(text(f"DELETE FROM {table} WHERE {where}"), {"size": size})  # noqa: S608 -- our own names
    streams = {str(UUID(str(row["originator_id"]))) for row in it.rows[size:] if row["originator_version"] == 1}
    keys = table_of(it.connection, "register_key")
    it.connection.execute(delete(keys).where(keys.c.stream.in_(streams)))
    it.connection.execute(text("UPDATE log_head SET size = :size"), {"size": size})
    _plant(it)


def _plant(it: Tampered) -> None:
    """Make the tree anew from the events that are there."""
    number = it.table.c.notification_id
    states = it.connection.execute(select(it.table.c.state).order_by(number)).scalars()
    leaves = [merkle.leaf_hash(merkle.leaf_entry(opened(state))) for state in states]
    nodes = table_of(it.connection, "log_node")
    it.connection.execute(delete(nodes))
    grown = [{"level": level, "place": place, "hash": found} for (level, place), found in merkle.grow(0, [], leaves)]
    if grown:
        it.connection.execute(insert(nodes), grown)


def insert_event(it: Tampered) -> None:
    """A sound event that was never recorded, after some other; those behind it move up."""
    row = it.row()
    _move(it, after=row["notification_id"], by=1)
    identifier = new_id()
    state = PLAIN + encode(
        Draft(FactId(identifier), 1, f.PersonRegistered(), "tester", "b"), moment(row["recorded_at"])
    )
    stream: Any = UUID(identifier) if isinstance(row["originator_id"], UUID) else UUID(identifier).hex
    it.put(
        row
        | {"notification_id": row["notification_id"] + 1, "originator_id": stream, "originator_version": 1}
        | {"topic": "khronika:person-registered", "state": state}
    )


def close_gap(it: Tampered) -> None:
    """An event is gone, and those behind it move down."""
    row = it.row()
    it.take(row)
    _move(it, after=row["notification_id"], by=-1)


def _move(it: Tampered, *, after: int, by: int) -> None:
    # Twice, by way of numbers that are not taken: a key may not be doubled on the way.
    number = it.table.c.notification_id
    it.connection.execute(update(it.table).where(number > after).values(notification_id=-number - by))
    it.connection.execute(update(it.table).where(number < 0).values(notification_id=-number))


def swap_places(it: Tampered) -> None:
    """Two events exchange their positions, columns and all."""
    one, other = it.two()
    it.take(one)
    it.take(other)
    it.put(one | {"notification_id": other["notification_id"]})
    it.put(other | {"notification_id": one["notification_id"]})


def size(it: Tampered) -> None:
    row = it.row()
    it.set(row, size=it.other(row["size"]))


def time_back(it: Tampered) -> None:
    """A time before that of the last event; a later one binds those to come, and answers nothing."""
    row = it.row()
    it.set(row, recorded_at=row["recorded_at"] - it.dice.randint(1, 10**9))


OF_HEAD: dict[str, Tampering] = {"delete": delete_, "truncate": truncate, "size": size, "time back": time_back}
OF_CHECKPOINTS: dict[str, Tampering] = ANY
OF_STAMPS: dict[str, Tampering] = {
    **{kind: ANY[kind] for kind in ("insert", "duplicate", "reorder", "swap", "renumber")},
    "time": _column("stamped_at"),
}
"""Who takes a time stamp away leaves no trace; the bits of a token are flipped in its own test."""
OF_EVENTS: dict[str, Tampering] = ANY | {
    "insert": insert_event,
    "delete and close the gap": close_gap,
    "swap positions": swap_places,
    "topic": topic,
    "time": _column("recorded_at"),
    "time in column and bytes": time_and_bytes,
    "version": _column("originator_version"),
    "stream": _column("originator_id"),
    "author": said_anew(recorded_by=lambda it, value: it.other(value)),
    "author and leaf": author_and_leaf,
    "author and tree": author_and_tree,
    "older copy": older_copy,
    "salt": said_anew(salt=lambda it, value: it.other(value)),
    "batch": said_anew(batch=lambda it, value: it.other(value)),
}
