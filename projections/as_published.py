"""Answers as published by a day: replayed from the facts, for the read models hold everything that is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.dates import Day
from domain.errors import QuestionError
from domain.folds.holds import Holds
from domain.people import PersonId
from domain.phrases import Phrase
from ledger.events import Event
from ledger.log import Log
from projections.basis import Basis, Count
from projections.digest import State, StateRow
from projections.replay.digest import replayed_state
from projections.replay.groups import replay_people, replay_series
from projections.replay.lives import passages_by, published_by, what_stands

MOST_DAYS: Final = 400
"""How many days one question as published may ask about: each is replayed."""
_HOLDS: Final = {"certain": Holds.CERTAINLY, "possible": Holds.POSSIBLY}


@dataclass(frozen=True, slots=True)
class Published:
    """Whom a basis counts by what could be known then, and the facts and passages that this is."""

    people: Mapping[PersonId, Holds]
    known: frozenset[str]

    @property
    def count(self) -> Count:
        """How many these are."""
        sure = sum(holds is Holds.CERTAINLY for holds in self.people.values())
        return Count(sure, len(self.people))


class AsPublished:
    """Replays a ledger for bases that ask what had been published by a day."""

    def __init__(self, ledger: Log) -> None:
        """Read from a ledger alone."""
        self._ledger = ledger

    def people(self, basis: Basis) -> Published:
        """Return whom a basis counts."""
        assert basis.as_published is not None  # noqa: S101 -- the caller has looked
        events = self._events(basis)
        standing = what_stands(events)
        known = published_by(standing, basis.as_published).keys() | passages_by(standing, basis.as_published)
        said = replay_people(events, basis)
        return Published({PersonId(one): _HOLDS[word] for one, word in said.items()}, frozenset(known))

    def count(self, basis: Basis) -> Count:
        """Return how many a basis counts."""
        return self.series(basis, [basis.day])[0]

    def series(self, basis: Basis, days: Sequence[Day]) -> list[Count]:
        """Return how many a basis counts on each of some days; raise `QuestionError` for more than `MOST_DAYS`."""
        if len(days) > MOST_DAYS:
            raise QuestionError(
                Phrase(
                    "%(days)s days are more than %(most)s, the most as published; ask for longer intervals",
                    days=str(len(days)),
                    most=str(MOST_DAYS),
                ),
                field="interval",
            )
        return replay_series(self._events(basis), basis, days)

    def state(self, basis: Basis) -> State:
        """Return the state that a basis counts; who is withheld now is so in it."""
        rows, hidden = replayed_state(self._events(basis, whole=True), basis)
        return State(
            tuple(
                StateRow(PersonId(row["person"]), row["certain"], tuple(row["deprivations"]), tuple(row["bodies"]))
                for row in rows
            ),
            Count(hidden["certain"], hidden["possible"]),
        )

    def _events(self, basis: Basis, *, whole: bool = False) -> list[Event]:
        return [event for page in self._ledger.read(upto=None if whole else basis.head.size) for event in page]
