"""The projector: derive, compare, append. It reads the log in batches and re-derives each person an event concerns.

Batches share decoding and commit, never derivation, so every batch size gives the same rows (docs/adr/0009).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, delete, false, select, true, update

from domain.errors import ModelsError
from ledger.log import Log
from ledger.progress import Progress, quietly
from projections.batch import Batch, Memory
from projections.tables import MODELS, Models, tracking

VERSION: Final = 5
"""Part of what a slot is filled by: a new way of deriving rows is a new version, rebuilt beside the old one."""
BATCH: Final = 5_000


def never() -> bool:
    """Ask for no stop."""
    return False


class Projector:
    """Keeps the read models up with the log; progress is the position reached, of the size of the log."""

    def __init__(self, ledger: Log, engine: Engine, *, batch: int = BATCH) -> None:
        """Project ``ledger`` into the tables of ``engine``, ``batch`` events to a transaction."""
        self._ledger = ledger
        self._engine = engine
        self._batch = batch
        self._memory = Memory()

    def position(self) -> int:
        """Return the position up to which the live read models add the log up.

        Raises `ModelsError` if another version of Khronika derived them.
        """
        with self._engine.begin() as connection:
            return reached(connection)[1]

    def catch_up(self, progress: Progress = quietly, stop: Callable[[], bool] = never) -> int:
        """Project everything that is in the log, or until asked to stop between batches; return the position."""
        while not stop() and self._step(progress):
            pass
        return self.position()

    def rebuild(self, progress: Progress = quietly) -> int:
        """Project the whole log from zero into the idle slot, beside what answers, then switch; return the position.

        Broken off, it leaves the live read models as they are; the next rebuild begins again.
        """
        idle = self._emptied()
        while not self._grow(idle, progress):
            pass
        return self.position()

    def _emptied(self) -> Models:
        """Empty the idle slot and return it; whoever switches the slots in between does not lose what answers."""
        wanted = select(tracking.c.slot).where(tracking.c.live == false())
        while True:
            with self._engine.begin() as connection:
                idle = MODELS[connection.execute(wanted).scalar_one()]
            with self._engine.begin() as connection:
                _take(connection, idle)
                if connection.execute(wanted).scalar_one() == idle.slot:
                    _empty(connection, idle)
                    return idle

    def _step(self, progress: Progress) -> bool:
        """Project one batch in one transaction; two projectors take turns on the row of the live slot."""
        with self._engine.begin() as connection:
            models, position = reached(connection)
        if self._ledger.size() <= position:
            return False
        with self._engine.begin() as connection:
            position = _take(connection, models)
            if reached(connection)[0] is not models:
                return True  # Somebody switched the slots in between; look again.
            return self._project(connection, models, position, progress)

    def _grow(self, idle: Models, progress: Progress) -> bool:
        """Project one batch into the idle slot; once it has come as far as the live one, switch, and return that."""
        with self._engine.begin() as connection:
            position = _take(connection, idle)
            if self._project(connection, idle, position, progress):
                return False
            # Nothing more to read. Taking every row keeps other projectors out while the slots change places.
            connection.execute(update(tracking).values(notification_id=tracking.c.notification_id))
            if self._project(connection, idle, position, progress):
                return False
            connection.execute(update(tracking).values(live=tracking.c.slot == idle.slot))
            return True

    def _project(self, connection: Connection, models: Models, position: int, progress: Progress) -> bool:
        events = self._ledger.page(after=position, limit=self._batch)
        if not events:
            return False
        subjects = self._memory.taken(models.slot, position)
        Batch(self._ledger, connection, models, subjects).project(events)
        at = {"notification_id": events[-1].position, "version": VERSION}
        connection.execute(update(tracking).where(tracking.c.slot == models.slot).values(at))
        # Subjects after a position of the log are the same whoever derived them: this need not wait for the commit.
        self._memory.keep(models.slot, subjects, events)
        progress(events[-1].position, max(self._ledger.size(), events[-1].position))
        return True


def reached(connection: Connection) -> tuple[Models, int]:
    """Return the live read models and their position; raise `ModelsError` if another version derived them."""
    wanted = select(tracking.c.slot, tracking.c.version, tracking.c.notification_id).where(tracking.c.live == true())
    slot, version, position = connection.execute(wanted).one()
    if version not in {0, VERSION}:
        raise ModelsError(
            f"the read models are of version {version}, this program needs {VERSION}; run: khronika rebuild"
        )
    return MODELS[slot], position


@contextmanager
def reading(engine: Engine) -> Iterator[tuple[Connection, Models]]:
    """Open one snapshot of the live read models: a switch of slots does not reach into an answer.

    It ends with a commit: after a rollback the driver forgets what it has prepared.
    """
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.execution_options(**options).begin() as connection:
        yield connection, reached(connection)[0]


def _take(connection: Connection, models: Models) -> int:
    """Take a slot's row until commit, and return its position; the first statement writes, so nobody overtakes."""
    mine = tracking.c.slot == models.slot
    connection.execute(update(tracking).where(mine).values(notification_id=tracking.c.notification_id))
    return int(connection.execute(select(tracking.c.notification_id).where(mine)).scalar_one())


def _empty(connection: Connection, models: Models) -> None:
    for table in models.tables.values():
        connection.execute(delete(table))
    blank = {"notification_id": 0, "version": 0}
    connection.execute(update(tracking).where(tracking.c.slot == models.slot).values(blank))
