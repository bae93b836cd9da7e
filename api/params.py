"""Parameters of questions, the same on the command line and over HTTP: texts in, values out, one clear error."""

import re
from collections.abc import Iterable
from datetime import datetime

from domain.dates import Day, day_of
from domain.errors import DateError, QuestionError
from domain.sources import Variant
from projections.basis import AsKnown

AS_OF = "The valid day asked about, YYYY-MM-DD in Minsk: on that day means at its end."
AS_KNOWN = "How much of the log to answer from: a log size, or an RFC 3339 time. Default: all that is projected."
DEFINITION = "What is counted: held, in-custody or ever-recognized."
VARIANT = "then: recognized by that day; hindsight: recognized at any time, as known at the basis."
RECOGNIZED_BY = "Count recognitions by these bodies only; repeat for several. Default: any body."


def as_of(text: str) -> Day:
    """Read a day; raise `QuestionError`."""
    try:
        return day_of(text)
    except DateError as error:
        raise QuestionError(f"as_of {error.message}", field="as_of") from error


def as_known(text: str | None) -> AsKnown:
    """Read a log size or a time with its offset; raise `QuestionError`."""
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{1,15}", text):
        return int(text)
    try:
        # A plus sign in a URL that was not escaped arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise QuestionError(
            f"as_known {text!r} is neither a log size nor a time such as 2026-01-31T12:00:00Z", field="as_known"
        )
    return moment


def variant(text: str) -> Variant:
    """Read a variant; raise `QuestionError` naming those there are."""
    try:
        return Variant(text)
    except ValueError:
        raise QuestionError(f"{text!r} is no variant; there are {', '.join(Variant)}", field="variant") from None


def bodies(texts: Iterable[str]) -> frozenset[str]:
    """Read the bodies whose recognitions count."""
    return frozenset(texts)
