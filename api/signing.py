"""Signing as the settings say: with which key, for which origin, into which journal, and how often."""

import logging
import time
from collections.abc import Sequence
from typing import Final

from api import states
from api.bootstrap import Service
from api.settings import Settings
from api.stamping import Authority, authorities, stamp
from domain.errors import BehindError, InvalidError, KhronikaError
from ledger.journal import Journal
from ledger.notary import Notary
from ledger.proofs.keys import SigningKey, read_key

TURN_SECONDS: Final = 0.5
"""How soon a wish to stop is noticed."""
_log = logging.getLogger("khronika")


def journal_of(settings: Settings) -> Journal | None:
    """Return the journal that the settings name, if they name one."""
    return None if settings.journal is None else Journal(settings.journal)


def key_of(settings: Settings) -> SigningKey:
    """Return the key that signs; raise `InvalidError` if none is set, or if it cannot be read."""
    if settings.key is None:
        raise _missing("key", "without a key nothing is signed; make one with khronika key new FILE, and name it here")
    if settings.origin is None:
        raise _missing("origin", "a key signs for an origin: the name of the log, such as example.org/log")
    return read_key(settings.key, settings.origin)


def notary_of(settings: Settings, service: Service) -> Notary:
    """Return what signs checkpoints; raise `InvalidError` naming the setting that is missing or cannot be used."""
    key, journal = key_of(settings), journal_of(settings)
    if journal is None:
        raise _missing("journal", "a key signs into a journal: a file outside the database, kept for good")
    return Notary(service.ledger, key, journal, now=service.now)


def signer_of(settings: Settings, service: Service) -> "Signer | None":
    """Return what signs beside a service, if the settings name a key; raise `InvalidError` as `notary_of` does."""
    if settings.key is None:
        return None
    stamping = authorities(settings.authorities)
    notary, key = notary_of(settings, service), key_of(settings)
    return Signer(service, notary, key, every=settings.checkpoint_seconds, stamping=stamping)


class Signer:
    """Signs a checkpoint now and then, where the log has grown, and has it time-stamped, until it is asked to stop."""

    def __init__(
        self, service: Service, notary: Notary, key: SigningKey, *, every: int, stamping: Sequence[Authority] = ()
    ) -> None:
        """Sign every so many seconds; ask the authorities for whatever of them the newest checkpoint lacks.

        With ``key`` the state of the day is signed, once a day.
        """
        self._service = service
        self._ledger = service.ledger
        self._key = key
        self._notary = notary
        self._every = every
        self._stamping = stamping
        self._now = service.now
        self._stopping = False

    def stop(self) -> None:
        """Ask it to end; a signal handler or another thread may."""
        self._stopping = True

    def follow(self) -> None:
        """Sign until asked to stop; log why nothing could be signed, and try again later."""
        while not self._stopping:
            try:
                if self._ledger.size():
                    self._notary.sign()
                    self._stamp()
                    states.record(self._service, self._key)
            except BehindError:
                _log.info("the state of the day waits for the read models")
            except KhronikaError as error:
                _log.error("no checkpoint was signed: %s", error)
            except Exception as error:  # noqa: BLE001 -- whatever it was, the next try may succeed
                _log.warning("no checkpoint was signed: %s", type(error).__name__)
            self._pause()

    def _stamp(self) -> None:
        for one in stamp(self._ledger, self._stamping, now=self._now):
            if one.failure is not None:
                _log.warning("%s gave no time stamp: %s", one.authority, one.failure)

    def _pause(self) -> None:
        until = time.monotonic() + self._every
        while not self._stopping and time.monotonic() < until:
            time.sleep(TURN_SECONDS)


def _missing(field: str, says: str) -> InvalidError:
    return InvalidError(f"it is not set; {says}", field=f"KHRONIKA_{field.upper()}")
