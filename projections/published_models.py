"""Read models of what could be known by a day, made when it is asked: the same questions are answered from them."""

import itertools
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from sqlalchemy import Engine, QueuePool, create_engine, insert, true, update

from domain.dates import Day
from domain.folds.publication import published
from domain.folds.standing import standing
from ledger.log import Log
from ledger.published_part import PublishedPart
from projections.projector import Projector
from projections.tables import MODELS, metadata, tracking

KEPT: Final = 2
"""How many are kept for the next question; each takes a second or so for some thousands of facts."""
_NUMBER = itertools.count()


@dataclass(frozen=True, slots=True)
class PublishedModels:
    """Part of a log, and the read models of it."""

    log: PublishedPart
    engine: Engine


class AsPublishedModels:
    """Keeps the read models that were asked for last, in memory: names of people go into no file for them."""

    def __init__(self, log: Log) -> None:
        """Read from a log."""
        self._log = log
        self._kept: OrderedDict[tuple[int, Day], PublishedModels] = OrderedDict()
        self._lock = Lock()

    def at(self, size: int, by: Day) -> PublishedModels:
        """Return those of a log size and a day."""
        with self._lock:
            found = self._kept.pop((size, by), None) or _made(self._log, size, by)
            self._kept[size, by] = found
            if len(self._kept) > KEPT:
                _, old = self._kept.popitem(last=False)
                old.engine.dispose()
        return found


def _made(log: Log, size: int, by: Day) -> PublishedModels:
    events = (event for page in log.read(upto=size) for event in page)
    part = PublishedPart(log, size, by, published({one.id: one.fact for one in standing(events)}, by))
    address = f"sqlite:///file:published{next(_NUMBER)}?mode=memory&cache=shared&uri=true"
    # It lives as long as a connection to it: the pool keeps one.
    engine = create_engine(address, poolclass=QueuePool, connect_args={"check_same_thread": False})
    metadata.create_all(engine)
    with engine.begin() as connection:
        slots = [{"slot": slot, "version": 0, "notification_id": 0, "live": slot == "a"} for slot in MODELS]
        connection.execute(insert(tracking), slots)
    Projector(part, engine).catch_up()
    with engine.begin() as connection:
        # The last events may not be part of it.
        connection.execute(update(tracking).where(tracking.c.live == true()).values(notification_id=size))
    return PublishedModels(part, engine)
