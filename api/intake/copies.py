"""Dated copies of one list: what each names, and what became of each id between them.

A copy is recorded as passages that print its ids, so that from the log alone one can tell which ids any copy held. All
that is said of listing and delisting follows from the copies that are known, in whatever order they were read.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from api.intake.compared import standing_of
from api.intake.statements import ListFile, Statement, Subject, short
from domain.dates import Day, day_of, iso
from domain.errors import RegisterError
from domain.facts import PassageQuoted
from domain.people import FactId
from ledger.ledger import Ledger

IMPOSED: Final = "measure-imposed"
LIFTED: Final = "measure-lifted"
COPY: Final = "copy/"
PART: Final = 10
"""Ids in one passage: few enough to be read where it is cited."""
DAY: Final = len("YYYY-MM-DD")
_KEY = re.compile(r"copy/([0-9-]{10}/[0-9a-f]+)/(ids|some-ids)-([0-9]+)-of-([0-9]+)")

Reading = Callable[[str], Mapping[str, str | None]]
"""Reads what a copy prints of an id: programmes, each with the day of designation if one is printed."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The list as it was seen on a day: each id with what is printed of its listing.

    ``whole`` is false if rows could not be read: such a copy says who was listed, and not who was not.
    """

    day: Day
    listed: Mapping[str, str]
    whole: bool = True
    _ids: list[str] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        """Put the ids in order."""
        self._ids.extend(sorted(self.listed, key=_order))

    @property
    def subject(self) -> str:
        """The key of the copy among the subjects of its register: its day, and a digest of what it lists."""
        return f"{COPY}{iso(self.day)}/{short(self._text(self._ids))}"

    def passage(self, identifier: str) -> str:
        """Return the key of the passage in which an id stands, or would."""
        place = bisect_right(self._ids, _order(identifier), key=_order) - 1
        return f"{self.subject}/{self._point(max(place, 0) // PART)}"

    def proposed(self, file: ListFile, columns: str) -> Subject:
        """Return the copy as what a file says as a whole: its ids, in passages."""
        said = []
        for number in range(self._parts):
            ids = self._ids[number * PART : (number + 1) * PART]
            pinpoint = f"{columns}; ids from {ids[0]} to {ids[-1]}"
            fields = {"source": file.key, "pinpoint": pinpoint, "text": self._text(ids)}
            said.append(Statement(self._point(number), "passage-quoted", fields))
        return Subject(self.subject, 0, said)

    def _text(self, ids: Iterable[str]) -> str:
        return "; ".join(f"{one}: {self.listed[one]}" for one in ids)

    @property
    def _parts(self) -> int:
        return -(-len(self._ids) // PART)

    def _point(self, part: int) -> str:
        return f"{'ids' if self.whole else 'some-ids'}-{part + 1}-of-{self._parts}"


@dataclass(frozen=True, slots=True)
class Turn:
    """A listing or a delisting: its point, the day or the bounds of it, and the passages that say so."""

    programme: str
    point: str
    type: str
    occurred: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Copies in a row that list an id under a programme, between those that do not."""

    before: Copy | None
    copies: list[Copy]
    after: Copy | None = None


def _order(identifier: str) -> tuple[int, str]:
    return len(identifier), identifier


def known_copies(ledger: Ledger, keys: Mapping[str, FactId]) -> list[Copy]:
    """Return the copies whose passages all stand in the log, oldest first; ``keys`` are the register's."""
    found: dict[tuple[str, bool, int], dict[int, FactId]] = {}
    for key, identifier in keys.items():
        if match := _KEY.fullmatch(key):
            found.setdefault((match[1], match[2] == "ids", int(match[4])), {})[int(match[3])] = identifier
    standing = standing_of(ledger, (one for parts in found.values() for one in parts.values()))
    copies = []
    for (day, whole, count), parts in found.items():
        texts = [fact.text for one in parts.values() if isinstance(fact := standing.get(one), PassageQuoted)]
        if len(texts) == count:
            lines = (line.partition(": ") for text in texts for line in text.split("; "))
            copies.append(Copy(day_of(day[:DAY]), {one: said for one, _, said in lines}, whole))
    return sorted(copies, key=lambda one: one.day)


def with_this(copies: Sequence[Copy], this: Copy, name: str) -> list[Copy]:
    """Return the known copies and the one of a file, oldest first.

    Raises `RegisterError` for what is a failed download rather than a list, or another list of the same day.
    """
    if not this.listed:
        raise RegisterError(f"{name}: no row is of this list; that is a failed download, and nothing is proposed")
    if any(one.day == this.day for one in copies):
        if this not in copies:
            raise RegisterError(
                f"{name}: another copy of {iso(this.day)} is recorded; say with --observed when it was seen"
            )
        return list(copies)
    newest = max((one for one in copies if one.day < this.day), key=lambda one: one.day, default=None)
    if newest is not None and 2 * len(this.listed) < len(newest.listed):
        raise RegisterError(
            f"{name}: {len(this.listed)} ids, and the copy of {iso(newest.day)} has {len(newest.listed)}; that is a"
            " failed download, and nothing is proposed"
        )
    return sorted([*copies, this], key=lambda one: one.day)


def turns(identifier: str, copies: Sequence[Copy], read: Reading) -> list[Turn]:
    """Return every listing and delisting of an id, as far as copies tell, by programme and in order."""
    programmes = {one for copy in copies if identifier in copy.listed for one in read(copy.listed[identifier])}
    return [turn for one in sorted(programmes) for turn in _turns(identifier, one, copies, read)]


def _turns(identifier: str, programme: str, copies: Sequence[Copy], read: Reading) -> Iterator[Turn]:
    for number, one in enumerate(_stretches(identifier, programme, copies, read), 1):
        first, last = one.copies[0], one.copies[-1]
        occurred, printed = _listed_on(identifier, programme, one, read)
        cited = [copy.passage(identifier) for copy in (one.before, first, printed) if copy is not None]
        yield Turn(programme, f"{programme}/imposed/{number}", IMPOSED, occurred, tuple(dict.fromkeys(cited)))
        if one.after is not None:
            cited = [copy.passage(identifier) for copy in (last, one.after)]
            yield Turn(programme, f"{programme}/lifted/{number}", LIFTED, _between(last, one.after), tuple(cited))


def _stretches(identifier: str, programme: str, copies: Sequence[Copy], read: Reading) -> Iterator[_Stretch]:
    before: Copy | None = None
    inside: list[Copy] = []
    for copy in copies:
        if programme in read(copy.listed.get(identifier, "")):
            inside.append(copy)
        elif identifier in copy.listed or copy.whole:
            if inside:
                yield _Stretch(before, inside, copy)
            before, inside = copy, []
    if inside:
        yield _Stretch(before, inside)


def _listed_on(identifier: str, programme: str, one: _Stretch, read: Reading) -> tuple[str, Copy | None]:
    """Return the day that the newest copy prints, if copies allow it, with the first copy that prints it; or bounds."""
    days = [(copy, read(copy.listed[identifier])[programme]) for copy in one.copies]
    newest = next((day for _, day in reversed(days) if day is not None), None)
    earliest = "" if one.before is None else iso(Day(one.before.day + 1))
    if newest is not None and earliest <= newest <= iso(one.copies[0].day):
        return newest, next(copy for copy, day in days if day == newest)
    return _between(one.before, one.copies[0]), None


def _between(before: Copy | None, after: Copy) -> str:
    """Write the days after one copy, up to another."""
    if before is None:
        return f"[..{iso(after.day)}]"
    first, last = iso(Day(before.day + 1)), iso(after.day)
    return first if first == last else f"[{first}..{last}]"
