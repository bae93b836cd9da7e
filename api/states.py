"""The state of the day, signed beside a checkpoint: once a day, at the size of the newest checkpoint."""

from api.bootstrap import Service
from domain.dates import iso
from domain.errors import NotFoundError
from ledger.events import minsk_day
from ledger.log import Log
from ledger.proofs import statement
from ledger.proofs.keys import SigningKey
from ledger.proofs.statement import Kind
from ledger.states import Recorded
from projections.states import state_of


def record(service: Service, key: SigningKey) -> Recorded | None:
    """Record the state of today (Minsk) at the newest checkpoint, unless a state of today is there; return the newest.

    Raises `BehindError` while the read models have not reached the checkpoint.
    """
    log, now = service.ledger, service.now()
    held, checkpoint = log.states.newest(), log.checkpoints.newest()
    day = minsk_day(now)
    if checkpoint is None or (held is not None and (held.day >= iso(day) or held.size == checkpoint.size)):
        return held
    size = service.questions.clock.size(checkpoint.size)
    says = state_of(log, service.engine, key.name, day=day, size=size)
    log.states.keep(Recorded(size, says.day, statement.sign(Kind.STATE, says.text, key).data, now))
    return log.states.newest()


def one(log: Log, size: int) -> Recorded:
    """Return the state beside the checkpoint of a size; raise `NotFoundError` if none was recorded there."""
    found = log.states.at(size)
    if found is None:
        raise NotFoundError("no state was recorded beside a checkpoint of this size; one is, once a day")
    return found
