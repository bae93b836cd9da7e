"""What the ledger adds to the log it reads: record, correct, retract, reinstate. Only structure is refused."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, Notification, PersistenceError
from eventsourcing.persistence import IntegrityError as RecordExistsError
from eventsourcing.utils import Environment

from domain.changes import Content, Corrected, Reinstated, Retracted, retracted_versions, stands
from domain.dates import iso
from domain.errors import ConflictError, FactError, IntegrityError, InvalidError, KhronikaError
from domain.facts import (
    BY_TOPIC,
    OPENS,
    CheckedAgainstSource,
    CopyCaptured,
    CopyChecked,
    CopyHandedOver,
    CountPublished,
    CoverageDeclared,
    Fact,
    PassageQuoted,
    PersonDisclosed,
    PersonWithheld,
    SourceRegistered,
    references,
    word,
)
from domain.folds.counts import definition_of
from domain.folds.standing import Dated
from domain.people import FactId
from ledger.events import Checked, Draft, Event, Position, is_id, minsk_day, tags_of
from ledger.fork import Guard
from ledger.journal import Journal
from ledger.log import Log
from ledger.mapper import EventMapper, checked, comparable, opened, topic_of
from ledger.proposals import Proposals
from ledger.recorder import Appended, Beside, LogRecorder
from ledger.sqlite import SQLiteLogFactory

LONGEST_KEY = 200

_SQLITE = "sqlite:///"
_SETTINGS = {
    "CREATE_TABLE": "no",
    # The library demands these; the connections themselves take the URL's own parameters.
    "POSTGRES_DBNAME": "-",
    "POSTGRES_HOST": "-",
    "POSTGRES_USER": "-",
    "POSTGRES_PASSWORD": "-",
    "POSTGRES_POOL_SIZE": "1",
    "POSTGRES_MAX_OVERFLOW": "9",
    "POSTGRES_PRE_PING": "yes",
    # A large batch is sealed between two statements of one transaction.
    "POSTGRES_IDLE_IN_TRANSACTION_SESSION_TIMEOUT": "600",
}


class _Kernel(Application[UUID]):
    """The library's application with its environment, factory and mapper pinned in one place."""

    name = "khronika"

    def __init__(self, url: str) -> None:
        self._url = url
        super().__init__()

    def construct_env(self, name: str, env: Any = None) -> Environment:  # noqa: ANN401, ARG002 -- the library's signature
        """Return our settings and nothing from the process environment."""
        return Environment(
            name, _SETTINGS | {"SQLITE_DBNAME": f"file:{quote(self._url.removeprefix(_SQLITE))}?mode=rw"}
        )

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """Choose the database by its URL."""
        if self._url.startswith(_SQLITE):
            return SQLiteLogFactory(env)
        from ledger.postgres import factory  # noqa: PLC0415 -- a driver that no command over SQLite has to wait for

        return factory(env, self._url)

    def construct_mapper(self) -> EventMapper:
        """Return our mapper; transcoder, cipher and compressor have no part in it."""
        return EventMapper()


class Ledger(Log):
    """The log of one database, to record in and to read."""

    def __init__(self, url: str, *, now: Callable[[], datetime], journal: Journal | None = None) -> None:
        """Open the log at ``sqlite:///FILE`` or ``postgresql://…``; ``now`` gives UTC times.

        With a ``journal``, a log that is not what was signed of it takes nothing in.
        """
        self.url = url
        self._guard = None if journal is None else Guard(journal)
        self._now = now
        self.appended: Appended | None = None
        """Where the last batch went that was recorded through this object."""
        if url.startswith(_SQLITE) and not Path(url.removeprefix(_SQLITE)).exists():
            raise KhronikaError("there is no database file yet; run: khronika migrate")
        try:
            self._kernel = _Kernel(url)
        except PersistenceError as error:
            raise KhronikaError("the database does not answer") from error
        recorder = self._kernel.recorder
        assert isinstance(recorder, LogRecorder)  # noqa: S101 -- the factories build no other
        mapper = self._kernel.mapper
        assert isinstance(mapper, EventMapper)  # noqa: S101 -- the kernel constructs no other
        super().__init__(recorder, mapper)
        self.proposals = Proposals(recorder)

    def __enter__(self) -> Self:
        """Return the open ledger."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self._kernel.close()

    def record(self, drafts: Sequence[Draft]) -> Appended:
        """Record new facts, all or none, or later versions made by `correct`, `retract` and `reinstate`.

        Raises `FactError` for a reference to nothing or a day in the future, and `ConflictError` if a version or a
        register's key exists with other content. Recording the same thing again, after a lost reply, succeeds. Raises
        `ForkError` if the log is not what was signed of it.
        """
        return self.append(self.check(drafts))

    def append(self, drafts: Sequence[Checked], *, beside: Beside | None = None) -> Appended:
        """Record what `check` let through; what it looked at, facts that exist and days that are past, stays so.

        What is written ``beside`` stands or falls with it.
        """
        if not drafts:
            raise FactError("there is nothing to record")
        if self._guard is not None:
            self._guard.check(self)
        try:
            self.appended = self._recorder.append(drafts, self._mapper.to_stored_event, self._now, beside)
        except RecordExistsError as error:
            known = self._already(drafts)
            if known is None:
                raise ConflictError("somebody recorded the same version or key first; read again and decide") from error
            self.appended = known
        return self.appended

    def receive(self, stored: Sequence[Notification], *, root: bytes) -> None:
        """Record events of another log as they are, all or none; this log must hold exactly those before them.

        Raises `IntegrityError` for bytes that are no events, or that do not give ``root``, the other log's root after
        them; `ConflictError` if this log holds something else.
        """
        events = [self._event(one) for one in stored]
        for event, one in zip(events, stored, strict=True):
            if one.topic != topic_of(event.content):
                raise IntegrityError(f"position {event.position} stands under another topic than its bytes name")
        tags = {
            identifier: frozenset[str]().union(*(tags_of(identifier, event.content) for event in history))
            for identifier, history in self.streams({event.id for event in events if event.version > 1}).items()
        }
        drafts = []
        for event in events:
            tags[event.id] = tags.get(event.id, frozenset()) | tags_of(event.id, event.content)
            drafts.append(_draft(event, tags[event.id]))
        times = [event.recorded_at for event in events]
        try:
            self._recorder.take(drafts, stored, times, before=events[0].position - 1, root=root)
        except RecordExistsError as error:
            raise ConflictError("the target holds one of these versions or keys already") from error

    def passed(self) -> tuple[int, datetime]:
        """Return the size of the log and the time that no later event will be earlier than, both of one moment."""
        return self._recorder.passed()

    def pass_time(self, when: datetime) -> None:
        """Let no event that is still to come bear a time earlier than ``when``: answers about it have been given."""
        self._recorder.pass_time(when)

    def check(self, drafts: Sequence[Draft]) -> list[Checked]:
        """Return facts that the log would take, with their bytes; raise `FactError` for what it refuses."""
        drafts = [draft if draft.tags else replace(draft, tags=tags_of(draft.id, draft.content)) for draft in drafts]
        found = []
        for draft in drafts:
            if not is_id(draft.id):
                raise FactError("that is no identifier of a fact; write it as it is printed", key=draft.key)
            if isinstance(draft.content, Fact) != (draft.version == 1):
                raise FactError(f"version {draft.version} of a stream cannot hold this", key=draft.key)
            if (draft.key is None) != (draft.register is None):
                raise FactError("a register and a key in it come together", key=draft.key)
            for name in ("register", "key"):
                if len(getattr(draft, name) or "") > LONGEST_KEY:
                    raise FactError(f"a {name} is longer than {LONGEST_KEY}", field=name, key=draft.key)
            found.append(_checked(draft))
        self._check_references(drafts)
        self._check_days(drafts)
        return found

    def correct(self, identifier: FactId, body: Fact, *, reason: str, expect: int, by: str, **more: Any) -> Appended:  # noqa: ANN401 -- Draft's own fields
        """Record a whole new body for a fact whose newest version is ``expect``."""
        return self._change(identifier, Corrected(body, _reason(reason)), expect=expect, by=by, **more)

    def retract(self, identifier: FactId, *, reason: str, expect: int, by: str, version: int | None = None) -> Appended:
        """Take back one version of a fact, or all of it."""
        return self._change(identifier, Retracted(_reason(reason), version), expect=expect, by=by)

    def reinstate(
        self, identifier: FactId, *, reason: str, expect: int, by: str, version: int | None = None
    ) -> Appended:
        """Take a retraction back."""
        return self._change(identifier, Reinstated(_reason(reason), version), expect=expect, by=by)

    def change(self, identifier: FactId, content: Content, *, expect: int, by: str, **more: Any) -> Draft:  # noqa: ANN401 -- Draft's own fields
        """Prepare the next version of a fact; raise if it is a change of nothing or not of what was read."""
        history = self.stream(identifier)
        if history[-1].version != expect:
            raise ConflictError(f"the fact is at version {history[-1].version}, not {expect}; read again and decide")
        _check_change(history, content)
        tags = tags_of(identifier, content).union(*(tags_of(event.id, event.content) for event in history))
        return Draft(identifier, expect + 1, content, by, more.pop("batch", str(uuid4())), tags=frozenset(tags), **more)

    def _change(self, identifier: FactId, content: Content, *, expect: int, by: str, **more: Any) -> Appended:  # noqa: ANN401 -- Draft's own fields
        return self.record([self.change(identifier, content, expect=expect, by=by, **more)])

    # ------------------------------------------------------------ the door

    def _check_references(self, drafts: Sequence[Draft]) -> None:
        """Raise `FactError` if a draft names a fact that does not exist, or one of another kind than it must be."""
        here = {draft.id: type(draft.content) for draft in drafts if isinstance(draft.content, Fact)}
        named = [(draft, *reference) for draft in drafts for reference in _references(draft.content)]
        elsewhere = {identifier for _, _, identifier, _ in named} - here.keys()
        known = self._recorder.first_versions(filter(is_id, elsewhere))
        for draft, field, identifier, wanted in named:
            kind: type[Fact] | None = here.get(identifier)
            if kind is None and identifier in known:
                kind = BY_TOPIC.get(known[identifier][1])
            if kind is None or not issubclass(kind, wanted):
                # That somebody is withheld is told to nobody, not even by the type of a fact.
                told = kind not in {None, PersonWithheld, PersonDisclosed}
                what = f"a fact of the type {word(kind)}" if kind and told else "no fact that is recorded"
                raise FactError(f"{field} names {what}", field=field, key=draft.key)

    def _check_days(self, drafts: Sequence[Draft]) -> None:
        today = minsk_day(self._now())
        for draft in drafts:
            fact = draft.content.body if isinstance(draft.content, Corrected) else draft.content
            if isinstance(fact, Dated) and fact.occurred.earliest > today:
                day = iso(fact.occurred.earliest)
                raise FactError(f"occurred lies in the future ({day})", field="occurred", key=draft.key)
            if isinstance(fact, CopyCaptured) and fact.captured_at and fact.captured_at.earliest > today:
                raise FactError("captured_at lies in the future", field="captured_at", key=draft.key)
            if isinstance(fact, CopyHandedOver) and fact.handed_on.earliest > today:
                day = iso(fact.handed_on.earliest)
                raise FactError(f"handed_on lies in the future ({day})", field="handed_on", key=draft.key)
            if isinstance(fact, CheckedAgainstSource | CopyChecked) and fact.checked_on.earliest > today:
                day = iso(fact.checked_on.earliest)
                raise FactError(f"checked_on lies in the future ({day})", field="checked_on", key=draft.key)
            if isinstance(fact, CountPublished) and fact.days(today)[0] > today:
                field = "during" if fact.during else "stated_as_of"
                raise FactError(f"{field} lies in the future ({iso(fact.days(today)[0])})", field=field, key=draft.key)

    def _already(self, drafts: Sequence[Checked]) -> Appended | None:
        """Return where these very drafts stand, if all of them do: the reply to an earlier append was lost."""
        found: list[tuple[int, datetime]] = []
        for one in drafts:
            same = [
                stored
                for stored in self._recorder.stream(UUID(one.draft.id))
                if stored.originator_version == one.draft.version
                and comparable(opened(stored.state)) == comparable(one.data)
            ]
            if not same:
                return None
            found.append((same[0].id, self._event(same[0]).recorded_at))
        return Appended(Position(min(found)[0]), Position(max(found)[0]), max(found)[1])


def _draft(event: Event, tags: frozenset[str]) -> Draft:
    """Return what was recorded as it was before."""
    return Draft(
        event.id,
        event.version,
        event.content,
        event.recorded_by,
        event.batch,
        event.register,
        event.key,
        tags,
        event.salt,
    )


def _checked(draft: Draft) -> Checked:
    """Raise `FactError`, with the register's key, for what cannot be stored or would not be understood."""
    fact = draft.content.body if isinstance(draft.content, Corrected) else draft.content
    try:
        if isinstance(fact, CoverageDeclared) and fact.definition is not None:
            definition_of(fact.definition)
        return checked(draft)
    except InvalidError as error:
        raise FactError(error.message, field=error.field, key=draft.key) from error


def _reason(text: str) -> str:
    if not text.strip():
        raise FactError("a change needs a reason", field="reason")
    return text


def _references(content: Content) -> Iterator[tuple[str, FactId, type[Fact]]]:
    fact = content.body if isinstance(content, Corrected) else content
    return references(fact) if isinstance(fact, Fact) else iter(())


_NAMED: tuple[type[Fact], ...] = (
    *OPENS, SourceRegistered, PassageQuoted, CopyCaptured, CoverageDeclared, PersonWithheld, PersonDisclosed
)  # fmt: skip
"""What other facts name, what speaks for a whole register, or what is never shown: a correction keeps its type."""


def _check_change(history: Sequence[Event], content: Content) -> None:
    """Raise `FactError` for a retraction of nothing, or a change that changes nothing."""
    told = [(event.version, event.content) for event in history]
    bodies = {version for version, body in told if isinstance(body, Fact | Corrected)}
    gone = retracted_versions(told)
    match content:
        case Retracted(version=version) | Reinstated(version=version) if version is not None and version not in bodies:
            raise FactError(f"version {version} holds nothing that could be taken back", field="version")
        case Retracted(version=version) if not ({version} if version else bodies) - gone:
            raise FactError("nothing of this fact stands that could be retracted")
        case Reinstated(version=version) if not ({version} if version else bodies) & gone:
            raise FactError("nothing of this fact is retracted that could be reinstated")
        case Corrected(body=body):
            stood, first = stands(told), history[0].content
            if stood is not None and stood.fact == body:
                raise FactError("this changes nothing that stands")
            if type(body) is not type(first) and (isinstance(first, _NAMED) or isinstance(body, _NAMED)):
                raise FactError(
                    "a correction cannot make something else of a person, demand, source, passage, copy or coverage"
                )
