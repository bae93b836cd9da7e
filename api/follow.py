"""Keep the read models up with the log, in a process of its own or in a thread beside the service."""

import logging
import time
from typing import Final, Self

from ledger.ledger import Ledger
from ledger.progress import Progress, quietly
from ledger.recorder import News
from projections.database import engine_of
from projections.projector import Projector

TURN_SECONDS: Final = 0.5
"""How soon a wish to stop is noticed."""
TURNS: Final = 60
"""After so many turns without news it looks by itself: a connection can be lost without a word."""
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
_log = logging.getLogger("khronika")


class Follower:
    """Projects what is recorded, until it is asked to stop. Several may work on one database: they take turns."""

    def __init__(self, ledger: Ledger) -> None:
        """Follow a ledger into the read models of its database, on connections that nobody else uses."""
        self._ledger = ledger
        self._engine = engine_of(ledger.url)
        self._projector = Projector(ledger, self._engine)
        # A plain attribute: a signal may come while a lock is held.
        self._stopping = False

    def __enter__(self) -> Self:
        """Return the follower."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give back all connections."""
        self._engine.dispose()

    def stop(self) -> None:
        """Ask it to end after the transaction it is in; a signal handler or another thread may."""
        self._stopping = True

    def catch_up(self, progress: Progress = quietly) -> None:
        """Project everything that is in the log, or as much as is done when it is asked to stop."""
        self._projector.catch_up(progress, stop=lambda: self._stopping)

    def follow(self) -> None:
        """Project what is recorded, as it is recorded, until asked to stop; log the type of what goes wrong."""
        pause = FIRST_PAUSE
        while not self._stopping:
            try:
                with self._ledger.listening() as news:
                    while not self._stopping:
                        self.catch_up()
                        pause = FIRST_PAUSE
                        self._wait(news)
            except Exception as error:  # noqa: BLE001 -- whatever it was, the next try may succeed; health says "behind"
                _log.warning("the read models could not follow the log: %s", type(error).__name__)
                self._pause(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _wait(self, news: News) -> None:
        """Wait for news, but not for ever."""
        for _ in range(TURNS):
            if self._stopping or news(TURN_SECONDS):
                return

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < until:
            time.sleep(min(TURN_SECONDS, seconds))
