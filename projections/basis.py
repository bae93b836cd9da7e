"""A question and its basis: the whole of what an answer depends on (docs/adr/0004)."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, select

from domain.dates import Day, iso
from domain.errors import BehindError, QuestionError
from domain.folds import RULES_VERSION
from domain.folds.counts import Definition, check_combination, definition_of
from domain.phrases import Field, Phrase, When, listing
from domain.sources import Variant
from ledger.events import minsk_day
from ledger.log import Head, Log, StoreError
from projections.disclosure import one_with, withheld
from projections.projector import Projector, reached
from projections.tables import Models

PATIENCE_SECONDS: Final = 2.0
_AS_KNOWN: Final = Field("as_known")
"""How long a question waits for the read models to reach the log size it asks for."""

AsKnown = int | datetime | None


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer depends on. ``beyond`` marks a day later than the newest day that any fact speaks of.

    With ``as_published`` only facts count that cite a source certainly published by that day.
    """

    day: Day
    head: Head
    definition: Definition
    variant: Variant
    recognized_by: frozenset[str]
    rules: int
    beyond: bool
    as_published: Day | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Persons: ``certain`` under every reading of the dates, ``possible`` under some; certain <= possible."""

    certain: int
    possible: int


class Clock:
    """Resolves what is asked about both clocks into a basis, or refuses it."""

    def __init__(self, ledger: Log, engine: Engine, now: Callable[[], datetime]) -> None:
        """Answer over a ledger and its read models; ``now`` gives UTC times."""
        self._ledger = ledger
        self._engine = engine
        self._now = now
        self._projector = Projector(ledger, engine)

    def size(self, as_known: AsKnown) -> int:
        """Return the log size to answer from: the projector's position, or what was asked for.

        Raises `QuestionError` above the log or for a moment still to come, and `BehindError` when the read models
        do not get there in time.
        """
        if as_known is None:
            return self._projector.position()
        if isinstance(as_known, datetime):
            if as_known >= self._now():
                future = Phrase("%(field)s lies in the future; what will be known then is not known", field=_AS_KNOWN)
                raise QuestionError(future, field=_AS_KNOWN.text)
            try:
                as_known = self._ledger.size_at(as_known)
            except StoreError as error:
                raise BehindError(Phrase("the log is being written; ask again shortly")) from error
        size = self._ledger.size()
        if not 0 <= as_known <= size:
            raise QuestionError(
                Phrase(
                    "%(field)s %(known)s is not a size of the log, which holds %(size)s",
                    field=_AS_KNOWN,
                    known=str(as_known),
                    size=str(size),
                ),
                field=_AS_KNOWN.text,
            )
        patience = time.monotonic() + PATIENCE_SECONDS
        while self._projector.position() < as_known:
            if time.monotonic() > patience:
                raise BehindError(
                    Phrase("the read models have not reached %(known)s yet; ask again shortly", known=str(as_known))
                )
            time.sleep(0.02)
        return as_known

    def today(self) -> Day:
        """Return the civil day in Minsk."""
        return minsk_day(self._now())

    def newest_day(self, size: int) -> int:
        """Return the newest day that any fact of a log of this size speaks of; 0 if none does."""
        with self._engine.begin() as connection:
            return _newest(connection, reached(connection)[0], size)

    def check_published(self, day: Day) -> None:
        """Return quietly if a question may ask what was published by a day; raise `QuestionError` for one to come."""
        if day > self.today():
            future = Phrase("%(field)s %(day)s lies in the future", field=Field("as_published"), day=When(iso(day)))
            raise QuestionError(future, field="as_published")

    def published(self, basis: Basis, day: Day | None) -> Basis:
        """Return a basis that asks what was published by a day; raise `QuestionError` for a day still to come."""
        if day is None:
            return basis
        self.check_published(day)
        return replace(basis, head=replace(basis.head, published_by=day), as_published=day)

    def basis(
        self,
        day: Day,
        *,
        as_known: AsKnown = None,
        definition: str,
        variant: Variant = Variant.THEN,
        recognized_by: frozenset[str] = frozenset(),
    ) -> Basis:
        """Return the basis of a question; raise `QuestionError` for one that has no answer."""
        rule = definition_of(definition)
        check_combination(rule, variant, recognized_by)
        today = self.today()
        if day > today:
            raise to_come("as_of", iso(day), today)
        size = self.size(as_known)
        with self._engine.begin() as connection:
            models, _ = reached(connection)
            _check_bodies(connection, models, recognized_by)
            newest = _newest(connection, models, size)
        return Basis(
            day=day,
            head=self._ledger.head(size),
            definition=rule,
            variant=variant,
            recognized_by=recognized_by,
            rules=RULES_VERSION,
            beyond=day > newest,
        )


def to_come(field: str, text: str, today: Day) -> QuestionError:
    """Return why a day or a month cannot be asked about that is still to come."""
    says = Phrase(
        "%(field)s %(day)s lies in the future; today is %(today)s in Minsk",
        field=Field(field),
        day=When(text),
        today=When(iso(today)),
    )
    return QuestionError(says, field=field)


def _newest(connection: Connection, models: Models, size: int) -> int:
    column = models.newest_day.c
    wanted = select(column.day).where(column.known_from <= size).order_by(column.known_from.desc()).limit(1)
    return connection.scalar(wanted) or 0


def recognizers(connection: Connection, models: Models, hidden: Collection[str]) -> list[str]:
    """Return the bodies that have ever recognized anybody but those who are ``hidden``, in the order of their names."""
    bodies = select(models.recognition.c.body).where(models.recognition.c.person.not_in(hidden))
    return sorted(map(str, connection.scalars(bodies.distinct())))


def _check_bodies(connection: Connection, models: Models, named: frozenset[str]) -> None:
    if not named:
        return
    known = recognizers(connection, models, one_with(connection, models, withheld(connection, models), None))
    for body in sorted(named.difference(known)):
        nobody = Phrase(
            "%(body)s has recognized nobody in this log; there are: %(there)s",
            body=repr(body),
            there=listing(known),
        )
        raise QuestionError(nobody, field="recognized_by")
