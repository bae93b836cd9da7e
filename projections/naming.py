"""What people are called for a reader: the names of an answer, each in the reader's script where a fact has it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, select

from domain.facts import Named
from domain.folds.bridge import Step
from domain.folds.naming import LIKED, Language, name_in
from domain.folds.standing import standing
from domain.people import FactId, PersonId
from ledger.log import Log
from projections.bitemporal import known
from projections.disclosure import Disclosure
from projections.strides import Placed, Stride
from projections.tables import Models

LEAST: Final = 2
"""Of one name there is nothing to choose."""


class Naming:
    """Names people for a reader, from what is recorded up to a log size and may be shown."""

    def __init__(
        self,
        connection: Connection,
        models: Models,
        ledger: Log,
        disclosure: Disclosure,
        language: Language | None,
    ) -> None:
        """Read from the read models and from the log."""
        self._connection = connection
        self._models = models
        self._ledger = ledger
        self._disclosure = disclosure
        self._language = language

    def of(self, called: Mapping[PersonId, str], size: int) -> dict[PersonId, str]:
        """Return what people are called, given what they are called by default, which stays where nothing is liked.

        One query for all of them, and one look into the log for those with more than one name.
        """
        if not LIKED[self._language] or not called:
            return dict(called)
        named = self._models.named
        wanted = select(named.c.person, named.c.fact).where(named.c.person.in_(called), known(named, size))
        facts: defaultdict[PersonId, list[FactId]] = defaultdict(list)
        for person, fact in self._connection.execute(wanted):
            facts[PersonId(person)].append(FactId(fact))
        several = {person: some for person, some in facts.items() if len(some) >= LEAST}
        said = self._said({one for some in several.values() for one in some}, size)
        return dict(called) | {
            person: name_in([name for one, name in said.items() if one in some], self._language) or called[person]
            for person, some in several.items()
        }

    def strides(self, strides: Iterable[Stride], sizes: tuple[int, int]) -> tuple[Stride, ...]:
        """Return the steps of a bridge between two log sizes; what was learnt is all that changes in the first one."""
        first, last = sizes
        return tuple(self._stride(one, first if one.step is Step.KNOWLEDGE else last, last) for one in strides)

    def _stride(self, stride: Stride, before: int, after: int) -> Stride:
        was = self.of({one.id: one.name for moved in stride.moved for one in moved.before}, before)
        now = self.of({one.id: one.name for moved in stride.moved for one in moved.after}, after)
        moved = (replace(one, before=_placed(one.before, was), after=_placed(one.after, now)) for one in stride.moved)
        return replace(stride, moved=tuple(moved))

    def _said(self, identifiers: set[FactId], size: int) -> dict[FactId, Named]:
        """Return names by their facts, those that stand and may be shown, in the order of their recording."""
        shown = identifiers - self._disclosure.hidden(identifiers)
        histories = self._ledger.streams(sorted(shown)).values()
        events = [event for history in histories for event in history if event.position <= size]
        events.sort(key=lambda event: event.position)
        return {one.id: one.fact for one in standing(events) if isinstance(one.fact, Named)}


def _placed(people: Iterable[Placed], names: Mapping[PersonId, str]) -> tuple[Placed, ...]:
    return tuple(replace(one, name=names[one.id]) for one in people)
