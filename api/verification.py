"""Verify a whole database in one snapshot: every part, whatever the parts before it found."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import IntegrityError, KhronikaError
from ledger.events import ROTATION_TAG
from ledger.journal import Entry, Journal
from ledger.log import Log
from ledger.progress import Progress, quietly
from ledger.proofs.keys import VerifierKey
from ledger.proofs.rotation import reigns
from ledger.proofs.timestamp import Pinned
from ledger.verify.checkpoints import Evidence
from ledger.verify.findings import Finding, Report
from ledger.verify.log import Log as VerifiedLog
from ledger.verify.log import verify_log
from migrations.verification import verify_file, verify_schema
from projections.database import snapshot
from projections.sampling import verify_sample
from projections.states import verify_states
from projections.verification import reader_of, verify_rows


@dataclass(slots=True)
class Verified:
    """How much was looked at; what a part could not look at stays at nothing."""

    log: VerifiedLog = field(default_factory=VerifiedLog)
    schema: str = ""
    rows: int = 0
    states: int = 0
    bases: int = 0


def verify(
    log: Log,
    engine: Engine,
    report: Report,
    *,
    journal: Journal | None = None,
    key: VerifierKey | None = None,
    pinned: Mapping[str, Pinned] | None = None,
    bases: int,
    seed: int,
    progress: Progress = quietly,
) -> Verified:
    """Verify schema, file, log, rows and ``bases`` answers drawn with ``seed``; report all that is wrong."""
    found = Verified()
    with ExitStack() as stack:
        with nullcontext() if journal is None else journal.still():
            connection = stack.enter_context(snapshot(engine))
            evidence = Evidence(_signed(journal, report), key, pinned or {})
        reader = reader_of(connection)

        def schema_part() -> None:
            found.schema = verify_schema(connection, reader, report)
            verify_file(reader, report)

        def log_part() -> None:
            found.log = verify_log(reader, report, evidence, progress=progress)

        def rows_part() -> None:
            found.rows = verify_rows(reader, log, report, found.log.size, progress)

        def states_part() -> None:
            ours = () if key is None else reigns(log.tagged(ROTATION_TAG, upto=log.size()), key)
            found.states = verify_states(log, engine, report, keys=[one.key for one in ours])

        def sample_part() -> None:
            found.bases = verify_sample(connection, log, report, number=bases, seed=seed)

        _attempt(connection, "schema", schema_part, report)
        _attempt(connection, "log", log_part, report)
        _attempt(connection, "rows", rows_part, report)
        _attempt(connection, "replay", sample_part, report)
        _attempt(connection, "log_state", states_part, report)
    return found


def _signed(journal: Journal | None, report: Report) -> tuple[Entry, ...] | None:
    try:
        return None if journal is None else tuple(journal.entries())
    except IntegrityError as error:
        report(Finding("journal", "", str(error)))
        return ()


def _attempt(connection: Connection, name: str, part: Callable[[], None], report: Report) -> None:
    """Verify one part; one that cannot be verified is a finding, and the next part is."""
    before = connection.begin_nested()
    try:
        part()
    except KhronikaError as error:
        report(Finding(name, "", f"not verified to its end: {error}"))
    except SQLAlchemyError as error:
        report(Finding(name, "", f"not verified to its end: the database does not answer ({type(error).__name__})"))
    except Exception as error:  # noqa: BLE001 -- whatever altered data do to those who read them
        report(Finding(name, "", f"not verified to its end ({type(error).__name__})"))
    finally:
        # Nothing was written; where a statement failed, PostgreSQL takes no other until it is undone.
        before.rollback()
