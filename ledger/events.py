"""What the log holds: one event, as it is about to be recorded and as it was."""

import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import NewType
from uuid import uuid4
from zoneinfo import ZoneInfo

from domain.changes import Content, Corrected
from domain.dates import Day
from domain.facts import (
    CheckedAgainstSource,
    CopyCaptured,
    CoverageDeclared,
    CustodyFact,
    Fact,
    KeyRotated,
    PassageQuoted,
    PersonWithheld,
    SourceRequotes,
    subjects,
)
from domain.people import FactId

Position = NewType("Position", int)
"""The number of an event in the log, from 1, without gaps; the leaf index is one less."""

MINSK = ZoneInfo("Europe/Minsk")
COVERAGE_TAG = "coverage"
DISCLOSURE_TAG = "disclosure"
REQUOTES_TAG = "requotes"
ROTATION_TAG = "rotation"
COPIES_TAG = "copies"


_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def is_id(text: str) -> bool:
    """Whether a text is an identifier exactly as the log writes them: one identifier has one form."""
    return _ID.fullmatch(text) is not None


def new_id() -> FactId:
    """Make the identifier of a new stream: random, so that nobody can guess it from a public key."""
    return FactId(str(uuid4()))


def new_salt() -> str:
    """Make 32 random bytes, base64url without padding: an unpublished event cannot be guessed from its leaf."""
    return urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


def minsk_day(moment: datetime) -> Day:
    """Return the civil day in Minsk at a moment."""
    return Day(moment.astimezone(MINSK).date().toordinal())


@lru_cache(maxsize=64)
def timestamp(moment: datetime) -> str:
    """Write a moment as the log does: RFC 3339, UTC, microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before the log has given it a time and a position."""

    id: FactId
    version: int
    content: Content
    recorded_by: str
    batch: str
    register: str | None = None
    key: str | None = None
    tags: frozenset[str] = frozenset()
    salt: str = field(default_factory=new_salt)


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that the log would take, with its canonical bytes but for the time, which the log's head will give."""

    draft: Draft
    data: bytes


@dataclass(frozen=True, slots=True)
class Event:
    """A recorded event. ``sha256`` is the digest of its canonical bytes, as ``sha256sum`` prints it."""

    position: Position
    id: FactId
    version: int
    content: Content
    recorded_at: datetime
    recorded_by: str
    batch: str
    register: str | None
    key: str | None
    salt: str
    sha256: str

    @property
    def recorded_day(self) -> Day:
        """The civil day in Minsk on which it was recorded."""
        return minsk_day(self.recorded_at)


def tags_of(identifier: FactId, content: Content) -> frozenset[str]:
    """Return the tags of one event: whom or what it concerns, which source a passage is from, what was checked."""
    fact: object = content.body if isinstance(content, Corrected) else content
    match fact:
        case PassageQuoted(source=source):
            found = [f"source:{source}"]
        case CoverageDeclared() | SourceRequotes():
            found = [COVERAGE_TAG if isinstance(fact, CoverageDeclared) else REQUOTES_TAG]
        case CheckedAgainstSource(facts=facts):
            found = [f"checked:{one}" for one in facts]
        case KeyRotated():
            found = [ROTATION_TAG]
        case CopyCaptured(source=source, digest=digest):
            found = [COPIES_TAG, f"copies:{source}", f"digest:{digest}"]
        case CustodyFact(copy=copy):
            found = [f"custody:{copy}"]
        case PersonWithheld(person=person):
            found = [DISCLOSURE_TAG, f"person:{person}"]
        case Fact():
            found = [f"{kind}:{subject}" for kind, subject in subjects(identifier, fact)]
        case _:
            found = []
    return frozenset(found)
