"""What is said of a kept copy of a source: how it was captured, when, and whether it may be passed on."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from domain.dates import Day, FuzzyDate
from domain.errors import DateError
from domain.written import Written

_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_NEXT_DAY_IN_MINSK: Final = 21
"""From this hour on, UTC, it may be the next day in Minsk, which is two or three hours ahead."""


def is_digest(text: str) -> bool:
    """Whether a text is a SHA-256 as ``sha256sum`` prints it."""
    return _DIGEST.fullmatch(text) is not None


class Terms(StrEnum):
    """Whether a copy may be passed on by whoever keeps it."""

    NEVER = "never"
    ON_REQUEST = "on request"
    PASSES_ON = "passes on"


class CaptureMethod(StrEnum):
    """How a copy was made."""

    NOT_STATED = "not stated"
    DOWNLOADED = "downloaded"
    PAGE_SAVED = "page saved"
    CRAWLED = "crawled"
    SCREENSHOT = "screenshot"
    SCANNED = "scanned"
    PHOTOGRAPHED = "photographed"
    RECEIVED = "received"


class CopyState(StrEnum):
    """What somebody found who compared a kept copy with its digest."""

    INTACT = "intact"
    CHANGED = "changed"
    MISSING = "missing"


class CaptureTime(Written):
    """When a copy was made: a date as elsewhere, or a second in UTC, ``2026-11-22T10:15:00Z``."""

    __slots__ = ("earliest", "latest")
    earliest: Day
    latest: Day

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a date or a second; raise `DateError` for anything else. The bounds are civil days in Minsk."""
        if "T" not in text:
            date = FuzzyDate.parse(text)
            return cls(text, earliest=date.earliest, latest=date.latest)
        if not _MOMENT.fullmatch(text):
            raise DateError("that is no time of capture; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ")
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise DateError("that is no time of the calendar; write YYYY-MM-DDThh:mm:ssZ") from error
        day = FuzzyDate.parse(text[:10]).earliest
        return cls(text, earliest=day, latest=Day(day + (moment.hour >= _NEXT_DAY_IN_MINSK)))
