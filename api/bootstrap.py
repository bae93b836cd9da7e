"""Put the rooms together over one database."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from ledger.journal import Journal
from ledger.ledger import Ledger
from migrations import schema
from projections.database import engine_of
from projections.projector import Projector
from projections.questions import Questions


def now() -> datetime:
    """Return the time; the only clock of the house."""
    return datetime.now(UTC)


def spare_the_collector() -> None:
    """Let Python look for cycles less often: facts hold none, and there are so many that it walks them for nothing."""
    gc.set_threshold(100_000)


@dataclass(frozen=True, slots=True)
class Service:
    """Everything a door needs; ``address`` is where readers find the record, ``contact`` whom they write to."""

    ledger: Ledger
    projector: Projector
    questions: Questions
    now: Callable[[], datetime]
    engine: Engine
    address: str | None = None
    contact: str | None = None


@contextmanager
def service(
    url: str, *, journal: Journal | None = None, address: str | None = None, contact: str | None = None
) -> Iterator[Service]:
    """Open a service over a database with the right schema, and close it at the end.

    With the ``journal`` of what was signed, nothing is recorded in a database that is not what was signed. ``address``
    is where readers find the record, ``contact`` where they report errors in it.
    """
    engine = engine_of(url)
    try:
        schema.check(engine)
        with Ledger(url, now=now, journal=journal) as ledger:
            questions = Questions(ledger, engine, now=now)
            yield Service(ledger, Projector(ledger, engine), questions, now, engine, address, contact)
    finally:
        engine.dispose()
