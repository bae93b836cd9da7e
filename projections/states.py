"""The digests that are recorded beside checkpoints: made from rows, and checked from rows and by replay.

Who is withheld is read at the log size itself, and not as it is now: what was recorded stays reproducible.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import Connection, Engine, select

from domain.dates import Day, day_of, iso
from domain.errors import InvalidError, KhronikaError
from domain.folds import RULES_VERSION
from domain.folds.counts import SERIES, Tests
from domain.people import PersonId
from ledger.log import Log
from ledger.proofs import statement
from ledger.proofs.keys import VerifierKey
from ledger.proofs.state import Digest, State
from ledger.proofs.statement import Kind
from ledger.states import Recorded
from ledger.verify.findings import Finding, Report
from projections.basis import Basis
from projections.bitemporal import known
from projections.digest import state
from projections.disclosure import one_with
from projections.projector import reading
from projections.replay.digest import replayed_digest
from projections.tables import Models

TABLE: Final = "log_state"
PAGE: Final = 1000


def state_of(log: Log, engine: Engine, origin: str, *, day: Day, size: int) -> State:
    """Return the digests of every default count on a day, from rows, which must have reached the log size."""
    head = log.head(size)
    with reading(engine) as (connection, models):
        hidden = _withheld_at(connection, models, size)
        digests = tuple(
            _digest(basis, state(connection, models, basis, hidden).digest()) for basis in _bases(log, day, size)
        )
    return State(origin, iso(day), size, head.root, RULES_VERSION, digests)


def replayed(log: Log, *, day: Day, size: int) -> tuple[Digest, ...]:
    """Return the same digests from the events alone."""
    events = [event for page in log.read(upto=size) for event in page]
    return tuple(_digest(basis, replayed_digest(events, basis)) for basis in _bases(log, day, size))


def verify_states(
    log: Log, engine: Engine, report: Report, *, keys: Iterable[VerifierKey] = (), replays: int = 1
) -> int:
    """Report what is wrong with recorded states, and return how many there are: each against the log and its rows.

    ``keys`` are the log's own that are trusted; without any, signatures are not looked at. ``replays`` says how many of
    the newest are replayed, which takes about as long as eight replayed counts each.
    """
    trusted = list(keys)
    recorded = list(_all(log))
    for at, one in enumerate(recorded):
        for what in _wrong(log, engine, one, trusted, again=at >= len(recorded) - replays):
            report(Finding(TABLE, f"size {one.size}", what))
    return len(recorded)


def _wrong(log: Log, engine: Engine, one: Recorded, keys: list[VerifierKey], *, again: bool) -> Iterator[str]:
    try:
        says = one.says
        day = day_of(says.day)
        if keys:
            statement.check_signed(Kind.STATE, one.signed, origin=says.origin, keys=keys)
    except (InvalidError, KhronikaError) as error:
        yield f"it is no signed state: {error}"
        return
    if (says.size, says.day) != (one.size, one.day):
        yield "the note is of another size or day than the row"
    if says.size > log.size() or log.root(says.size) != says.root:
        yield "the note is of another log"
        return
    if says.rules != RULES_VERSION:
        # Other rules may read the same facts otherwise; what they read cannot be made again here.
        return
    if state_of(log, engine, says.origin, day=day, size=says.size).digests != says.digests:
        yield "the rows give other digests"
    if again and replayed(log, day=day, size=says.size) != says.digests:
        yield "the events alone give other digests"


def _all(log: Log) -> Iterator[Recorded]:
    after = 0
    while page := log.states.page(after=after, limit=PAGE):
        yield from page
        after = page[-1].size


def _bases(log: Log, day: Day, size: int) -> Iterator[Basis]:
    head = log.head(size)
    for definition, variant in SERIES:
        yield Basis(day, head, definition, variant, frozenset(), RULES_VERSION, beyond=False)


def _digest(basis: Basis, sha256: str) -> Digest:
    rule = basis.definition
    knows = rule.recognition is Tests.THIS_DEPRIVATION
    return Digest(f"{rule.id}/{rule.version}", basis.variant.value if knows else "none", sha256)


def _withheld_at(connection: Connection, models: Models, size: int) -> frozenset[PersonId]:
    table = models.withheld
    said = connection.scalars(select(table.c.person).where(known(table, size)))
    return one_with(connection, models, frozenset(map(PersonId, said)), size)
