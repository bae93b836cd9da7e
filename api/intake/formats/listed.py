"""Lists of whom sanctions aim at, read as dated copies: the way that all such lists take, each with its own columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from api.intake.cells import Row
from api.intake.compared import standing_of
from api.intake.copies import COPY, DAY, Copy, Reading, Turn, known_copies, turns, with_this
from api.intake.csv_file import rows
from api.intake.statements import (
    Aside,
    Entry,
    ListFile,
    Place,
    Reads,
    Refused,
    Statement,
    Subject,
    passage_key,
    printed,
    ref,
    short,
)  # fmt: skip
from domain.errors import RegisterError
from domain.facts import TargetNamed
from domain.people import FactId
from domain.sanctions import TargetKind
from ledger.ledger import Ledger

LONGEST_NAME: Final = 200
"""Characters of a name, as the record holds them."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A name as a list prints it, and the column; ``place`` if it stands in a file beside the list."""

    text: str
    column: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of a list: the list's own id, what is aimed at, its names, the first of which the list uses for it."""

    id: str
    row: int
    kind: TargetKind
    names: Sequence[Printed]
    noted: Sequence[Refused] = ()


@dataclass(slots=True)
class Contents:
    """What a file holds: its rows, what was refused, and each id with what is printed of its listing.

    An id is among ``listed`` whatever else of its row was refused. ``lost`` rows were refused with their id.
    """

    rows: list[Listing | Refused | Aside] = field(default_factory=list)
    listed: dict[str, str] = field(default_factory=dict)
    lost: int = 0

    def lose(self, refused: Refused) -> None:
        """Take a row that may have had any id."""
        self.lost += 1
        self.rows.append(refused)


@dataclass(frozen=True, slots=True)
class Beside:
    """The columns of files that hold names beside a list: of the id that a row goes with, and of the name."""

    columns: tuple[str, ...]
    id: str
    name: str

    def read(self, file: ListFile, described: Entry, found: Contents) -> Iterator[tuple[Mapping[str, str], Printed]]:
        """Yield each row with its name; a row without one is refused, and loses nobody."""
        source = file.source(described)
        for row in rows(file.path, columns=self.columns, headless=True):
            said = row if isinstance(row, Refused) else name(row.cells[self.name], row.number, self.name)
            if isinstance(said, Refused):
                where = f"{file.path.name}, {said.column}" if said.column else file.path.name
                found.rows.append(replace(said, column=where))
            elif isinstance(row, Row):
                yield row.cells, Printed(said, self.name, Place(source, row.number))


def account(found: Contents, names: Mapping[str, Sequence[Printed]]) -> None:
    """Say how many names beside a list are of whom it lists, and of nobody there."""
    taken = {one.id for one in found.rows if isinstance(one, Listing)}
    ours = sum(len(each) for one, each in names.items() if one in taken)
    others = sum(map(len, names.values())) - ours
    found.rows += [Aside(ours, "rows of names, taken with whom they name")] * bool(ours)
    found.rows += [Aside(others, "rows of names of nobody who is taken")] * bool(others)


@dataclass(frozen=True, slots=True)
class List:
    """What all copies of one list have in common: whose it is, the column of its ids, and how a listing is read."""

    register: str
    authority: str
    id_column: str
    columns: str
    read: Reading


def subjects(of: List, found: Contents, file: ListFile, ledger: Ledger) -> Reads:
    """Yield the copy, its rows, and what it no longer lists, with all that the known copies say of their listing.

    Raises `RegisterError` for a failed download, and while an earlier copy waits for a decision.
    """
    this = Copy(file.observed, found.listed, whole=not found.lost)
    waiting = [one for one in ledger.proposals.waiting(of.register, COPY) if one != this.subject]
    if waiting:
        day = waiting[0].removeprefix(COPY)[:DAY]
        raise RegisterError(
            f"{file.path.name}: the copy of {day} is proposed and not decided on; accept or reject it first"
        )
    keys = ledger.register_keys(of.register)
    copies = with_this(known_copies(ledger, keys), this, file.path.name)
    one_list = _Told(of, copies, keys, _names(ledger, keys))
    yield this.proposed(file, of.columns)
    if found.lost:
        yield Aside(found.lost, "rows may have named anybody: this copy is taken to delist nobody")
    for row in found.rows:
        yield one_list.subject(row, this) if isinstance(row, Listing) else row
    yield from one_list.gone(this, set(ledger.proposals.waiting(of.register, "")))


@dataclass(frozen=True, slots=True)
class _Told:
    """What known copies and the log say of the ids of a list."""

    of: List
    copies: Sequence[Copy]
    keys: Mapping[str, FactId]
    names: Mapping[FactId, str]

    def subject(self, row: Listing, this: Copy) -> Subject:
        """Return what a row says, and the copies say of its id."""
        aims = {"target": ref(row.id, "target")}
        said = [
            Statement("target", "target-registered", {"kind": row.kind.value}),
            Statement(
                "id", "target-id-stated", aims | {"publisher": self.of.authority, "value": row.id},
                {self.of.id_column: row.id},
            ),
            *self._named(row, this, aims),
        ]  # fmt: skip
        turned = turns(row.id, self.copies, self.of.read)
        noted = [*row.noted, *self._unused(row, this, turned)]
        return Subject(row.id, row.row, [*said, *self._turned(turned, aims)], noted=noted, adds=True)

    def gone(self, this: Copy, waiting: set[str]) -> Iterator[Subject]:
        """Yield what the copies say of ids that this one does not list, if their targets are recorded or proposed."""
        for one in sorted({one for copy in self.copies for one in copy.listed} - this.listed.keys()):
            if ref(one, "target") in self.keys or one in waiting:
                said = self._turned(turns(one, self.copies, self.of.read), {"target": ref(one, "target")})
                yield Subject(one, 0, said, adds=True)

    def _turned(self, turned: Iterable[Turn], aims: Mapping[str, str]) -> list[Statement]:
        measure = {"authority": self.of.authority, "measures": ["asset freeze"]}
        return [
            Statement(
                one.point,
                one.type,
                {**aims, **measure, "programme": one.programme, "occurred": one.occurred, "passages": one.passages},
            )
            for one in turned
        ]

    def _unused(self, row: Listing, this: Copy, turned: Iterable[Turn]) -> Iterator[Refused]:
        """Yield a printed day of designation that other copies contradict, or that is later than this one."""
        printed_days = {day for day in self.of.read(this.listed[row.id]).values() if day is not None}
        if printed_days - {one.occurred for one in turned}:
            yield Refused(row.row, "copies of the list contradict the day that is printed")

    def _named(self, row: Listing, this: Copy, aims: Mapping[str, Any]) -> Iterator[Statement]:
        """Yield the name that the newest copy uses, and under points of their own all others.

        A copy older than the newest with the id changes nothing of how the newest calls it.
        """
        first, *others = row.names
        newest = max(copy.day for copy in self.copies if row.id in copy.listed) == this.day
        recorded = self.keys.get(ref(row.id, "name"))
        now = self.names.get(recorded) if recorded is not None else None
        seen = {first.text} if newest else {now}
        if newest or first.text == now:
            yield _name("name", first, aims)
        for one in others if first.text in seen else row.names:
            if one.text not in seen:
                seen.add(one.text)
                yield _name(f"name-{short(one.text)}", one, aims)
        passage = passage_key(row.id, "name", printed({first.column: now or ""}))
        if newest and now is not None and now not in seen and passage in self.keys:
            former = {**aims, "text": now, "language": language(now), "passages": [passage]}
            yield Statement(f"name-{short(now)}", "target-named", former)


def _name(point: str, one: Printed, aims: Mapping[str, Any]) -> Statement:
    fields = {**aims, "text": one.text, "language": language(one.text)}
    return Statement(point, "target-named", fields, {one.column: one.text}, quoted="name", place=one.place)


def _names(ledger: Ledger, keys: Mapping[str, FactId]) -> dict[FactId, str]:
    """Return how the log calls each target of a list."""
    named = [identifier for key, identifier in keys.items() if key.endswith("/name")]
    standing = standing_of(ledger, named)
    return {one: fact.text for one, fact in standing.items() if isinstance(fact, TargetNamed)}


def language(text: str) -> str:
    """Return the language of a list in English, and ``und`` for a name that it prints in another script."""
    return "en" if all(not letter.isalpha() or letter < "\u0250" for letter in text) else "und"


def name(text: str, row: int, column: str) -> str | Refused:
    """Return a name as printed, with its spaces collapsed, or why it is none."""
    text = " ".join(text.split())
    if text in {"", "-0-"}:
        return Refused(row, "no name is printed", column)
    if len(text) > LONGEST_NAME:
        return Refused(row, f"the name is longer than {LONGEST_NAME} characters", column)
    return text
