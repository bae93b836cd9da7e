"""Fact to canonical bytes and back. The leaf commits to these bytes: RFC 8785 for the subset of docs/adr/0008."""

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, cast
from uuid import UUID

import msgspec
from eventsourcing.persistence import Mapper, Notification, StoredEvent

from domain.changes import CORRECTED, REINSTATED, RETRACTED, Content, Corrected, Reinstated, Retracted
from domain.errors import DateError, FactError, IntegrityError, InvalidError
from domain.facts import BY_TOPIC, Fact
from domain.people import FactId
from domain.written import Written
from ledger.events import Checked, Draft, Event, Position, timestamp

CONTEXT: Final = "khronika/event/v1"
PLAIN: Final = b"\x00"
"""The first byte of a stored column: how the canonical bytes are enveloped; 0 is as they are."""
MAX_BYTES: Final = 64 * 1024
MAX_DEPTH: Final = 16
MAX_INTEGER: Final = 2**53 - 1

_NO_TIME: Final = "0000-00-00T00:00:00.000000Z"
"""Stands for the time in bytes that are encoded before the head of the log gives it; as long as any other."""
_TIMELESS: Final = f'"recorded_at":"{_NO_TIME}"'.encode()

_ENVELOPE: Final = frozenset(
    {"ctx", "id", "v", "type", "schema", "register", "key", "recorded_at", "recorded_by", "batch", "salt"}
)
_UNCOMPARED: Final = frozenset({"recorded_at", "recorded_by", "batch", "salt"})
_encoder = msgspec.json.Encoder(order="sorted")
LONE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069]")
"""No text in the records needs them: what ends a string, rings a bell or turns the direction of other text."""


def body_of(fact: Fact) -> dict[str, Any]:
    """Return a fact's fields as JSON values; defaults are left out, dates stand as written."""
    return cast("dict[str, Any]", msgspec.to_builtins(fact, enc_hook=str))


def fact_of(topic: str, body: dict[str, Any], *, text_only: bool = False) -> Fact:
    """Build a fact from JSON values, or with ``text_only`` from texts; raise `FactError` with the field at fault."""
    kind = BY_TOPIC.get(topic)
    if kind is None:
        raise FactError(f"{topic.removeprefix('khronika:')!r} is no type of fact", field="type")
    try:
        return msgspec.convert(body, kind, dec_hook=parsed, strict=not text_only)
    except msgspec.ValidationError as error:
        cause = error.__cause__
        message, _, path = str(error).partition(" - at `$")
        field = path.rstrip("`").lstrip(".") or getattr(cause, "field", None)
        raise FactError(message, field=field) from error
    except DateError as error:
        raise FactError(error.message, field="term") from error


def canonical(value: dict[str, Any]) -> bytes:
    """Encode JSON values canonically; raise `FactError` for what the format does not allow."""
    _check_json(value, 1)
    found = _encoder.encode(value)
    if len(found) > MAX_BYTES:
        raise FactError(f"an event of {len(found)} bytes is longer than {MAX_BYTES}")
    return found


def encode(draft: Draft, recorded_at: datetime) -> bytes:
    """Return the canonical bytes of an event."""
    return stamped(_encoded(draft), recorded_at)


def stamped(data: bytes, recorded_at: datetime) -> bytes:
    """Put the time into canonical bytes; no text in them can hold the same words, for its quotes would be escaped."""
    before, after = data.split(_TIMELESS)
    return b'%s"recorded_at":"%s"%s' % (before, timestamp(recorded_at).encode(), after)


def checked(draft: Draft) -> Checked:
    """Encode a draft but for its time; raise `FactError` if it cannot be stored, or would not read back the same."""
    data = _encoded(draft)
    event = msgspec.json.decode(data)
    if _content(event["type"], _fields(event)) != draft.content:
        raise FactError("this would not read back as what it says")
    return Checked(draft, data)


def _encoded(draft: Draft) -> bytes:
    topic, fields = _content_fields(draft.content)
    event = fields | {
        "ctx": CONTEXT,
        "id": draft.id,
        "v": draft.version,
        "type": topic,
        "schema": draft.content.SCHEMA if isinstance(draft.content, Fact) else 1,
        "recorded_at": _NO_TIME,
        "recorded_by": draft.recorded_by,
        "batch": draft.batch,
        "salt": draft.salt,
    }
    if draft.key is not None:
        event |= {"register": draft.register, "key": draft.key}
    return canonical(event)


def decode(position: Position, data: bytes) -> Event:
    """Read canonical bytes; raise `IntegrityError` if they are not what `encode` writes."""
    try:
        event: dict[str, Any] = msgspec.json.decode(data)
        if event.get("ctx") != CONTEXT:
            raise IntegrityError(f"position {position} holds no event of this format")
        return Event(
            position=position,
            id=FactId(event["id"]),
            version=event["v"],
            content=_content(event["type"], _fields(event)),
            recorded_at=datetime.fromisoformat(event["recorded_at"]),
            recorded_by=event["recorded_by"],
            batch=event["batch"],
            register=event.get("register"),
            key=event.get("key"),
            salt=event["salt"],
            sha256=sha256(data).hexdigest(),
        )
    except (msgspec.DecodeError, FactError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise IntegrityError(f"position {position} holds bytes that cannot be read as an event") from error


def comparable(data: bytes) -> bytes:
    """Return what two recordings of the same thing have in common: all but who, when, in which batch, and the salt."""
    event = msgspec.json.decode(data)
    return _encoder.encode({name: value for name, value in event.items() if name not in _UNCOMPARED})


class EventMapper(Mapper[UUID]):
    """The kernel's mapper: stored events are enveloped canonical bytes under explicit topics, never an import."""

    def __init__(self) -> None:
        """Take no transcoder, cipher or compressor: they have no part in these bytes."""

    def to_stored_event(self, domain_event: Checked, recorded_at: datetime) -> StoredEvent:  # type: ignore[override]  # our drafts are no library events
        """Stamp a draft with the time that the head of the log gave it."""
        draft = domain_event.draft
        return StoredEvent(
            originator_id=UUID(draft.id),
            originator_version=draft.version,
            topic=topic_of(draft.content),
            state=PLAIN + stamped(domain_event.data, recorded_at),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Event:  # type: ignore[override]  # see to_stored_event
        """Open and decode a stored event; its columns must agree with its bytes."""
        position = Position(stored_event.id if isinstance(stored_event, Notification) else 0)
        event = decode(position, opened(stored_event.state))
        if (str(stored_event.originator_id), stored_event.originator_version) != (event.id, event.version):
            raise IntegrityError(f"position {position} stands under another stream than its bytes name")
        return event


class _Names(msgspec.Struct, frozen=True):
    """What the columns beside an event repeat of its bytes."""

    id: UUID
    v: int
    type: str


def received(position: int, data: bytes) -> Notification:
    """Return canonical bytes that came from elsewhere as they are stored; raise `IntegrityError` if they are none."""
    try:
        names = msgspec.json.decode(data, type=_Names)
    except msgspec.DecodeError as error:
        raise IntegrityError(f"position {position} holds bytes that cannot be read as an event") from error
    return Notification(
        id=position,
        originator_id=names.id,
        originator_version=names.v,
        topic=names.type,
        state=PLAIN + data,
    )


def opened(state: bytes) -> bytes:
    """Take canonical bytes out of their envelope; raise `IntegrityError` for an unknown one."""
    if state[:1] != PLAIN:
        raise IntegrityError(f"unknown envelope {state[:1].hex()!r}")
    return bytes(state[1:])


def topic_of(content: Content) -> str:
    """Return the topic under which an event is stored."""
    match content:
        case Fact():
            return content.TOPIC
        case Corrected():
            return CORRECTED
        case Retracted():
            return RETRACTED
        case Reinstated():
            return REINSTATED


def _fields(event: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name not in _ENVELOPE}


def _content_fields(content: Content) -> tuple[str, dict[str, Any]]:
    match content:
        case Fact():
            return topic_of(content), body_of(content)
        case Corrected(body=fact, reason=reason):
            body = body_of(fact) | {"type": fact.TOPIC, "schema": fact.SCHEMA}
            return topic_of(content), {"reason": reason, "body": body}
        case Retracted(reason=reason, version=version) | Reinstated(reason=reason, version=version):
            return topic_of(content), {"reason": reason} | ({} if version is None else {"version": version})


def _content(topic: str, fields: dict[str, Any]) -> Content:
    match topic:
        case "khronika:corrected":
            body = dict(fields["body"])
            body.pop("schema")
            return Corrected(fact_of(body.pop("type"), body), fields["reason"])
        case "khronika:retracted":
            return Retracted(**fields)
        case "khronika:reinstated":
            return Reinstated(**fields)
        case _:
            return fact_of(topic, fields)


@lru_cache(maxsize=65_536)
def _parse(kind: type[Written], text: str) -> Written:
    """Read a written value once: the days of a record repeat, and values do not change."""
    return kind.parse(text)


def parsed(kind: type, value: Any) -> Any:  # noqa: ANN401 -- the hook's own signature
    """Read a written value where the codec meets one."""
    if issubclass(kind, Written) and isinstance(value, str):
        try:
            return _parse(kind, value)
        except InvalidError as error:
            raise ValueError(error.message) from error  # the codec adds the place to this kind of error alone
    raise TypeError(f"expected text, got {type(value).__name__}")


def _check_json(value: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise FactError(f"an event nests deeper than {MAX_DEPTH}")
    match value:
        case str():
            _check_text(value)
        case bool() | None:
            pass
        case int():
            if abs(value) > MAX_INTEGER:
                raise FactError("an integer is larger than 2^53 - 1")
        case dict():
            for name, item in value.items():
                _check_json(name, depth)
                _check_json(item, depth + 1)
        case list() | tuple():
            for item in value:
                _check_json(item, depth + 1)
        case _:
            raise FactError(f"an event cannot hold a {type(value).__name__}")


def _check_text(value: str) -> None:
    if value.isprintable() and (value.isascii() or unicodedata.is_normalized("NFC", value)):
        return  # Nothing printable is refused below.
    if LONE.search(value):
        raise FactError("a text holds half of a surrogate pair")
    if CONTROL.search(value):
        raise FactError("a text holds a control character")
    if not unicodedata.is_normalized("NFC", value):
        raise FactError("a text is not in Unicode normal form C")
