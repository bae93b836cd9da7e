"""What is said of kept copies: when they were made, what became of them, and what does not fit together."""

from typing import Any

import pytest

from domain import facts as f
from domain.archive import CaptureTime, CopyState
from domain.dates import FuzzyDate, iso
from domain.errors import DateError, FactError
from domain.folds.anomalies import Oddity
from domain.folds.archive import Copy, copies
from domain.folds.standing import Standing
from domain.people import FactId, SourceId
from domain.sources import SourceKind
from ledger.mapper import fact_of

DIGEST = "ab" * 32


def source(**more: Any) -> f.SourceRegistered:
    return f.SourceRegistered(kind=SourceKind.NEWS, issuer="A paper", title="A page", language="en", **more)


def captured(at: str | None = None) -> f.CopyCaptured:
    when = CaptureTime.parse(at) if at else None
    return f.CopyCaptured(
        source=SourceId("s"), digest=DIGEST, size=1, media_type="text/html", role="recorder", captured_at=when
    )


def handed(giver: str, taker: str, on: str) -> f.CopyHandedOver:
    return f.CopyHandedOver(copy=FactId("c"), giver=giver, taker=taker, handed_on=FuzzyDate.parse(on))


def checked(on: str, found: CopyState) -> f.CopyChecked:
    return f.CopyChecked(copy=FactId("c"), role="archivist", checked_on=FuzzyDate.parse(on), found=found)


def folded(of: f.SourceRegistered | None, copy: f.CopyCaptured, *steps: f.Fact) -> Copy:
    told = [("c", copy), *((f"step-{number}", step) for number, step in enumerate(steps))]
    (found,) = copies(of, [Standing(FactId(name), 1, fact, 0, 0) for name, fact in told])  # type: ignore[arg-type]  # days that nothing reads
    return found


def odd(found: Copy) -> list[Oddity]:
    return [one.oddity for one in found.anomalies]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-22", "2026-11-22", "2026-11-22"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026-11-22T20:59:59Z", "2026-11-22", "2026-11-22"),
        ("2026-11-22T21:00:00Z", "2026-11-22", "2026-11-23"),
    ],
)
def test_a_time_of_capture_is_kept_as_written_with_its_days_in_minsk(text: str, first: str, last: str) -> None:
    found = CaptureTime.parse(text)

    assert (str(found), iso(found.earliest), iso(found.latest)) == (text, first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("", "T", "2026-11-22T10:15:00", "2026-11-22T10:15:00+03:00", "2026-11-22T10:15Z", "2026-11-22T25:00:00Z"),
        *("2026-02-30T10:15:00Z", "2026-11-22T10:15:00Z\n", "1800-01-01T10:15:00Z", "yesterday"),
    ],
)
def test_what_is_no_time_of_capture_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        CaptureTime.parse(text)


@pytest.mark.parametrize(
    ("field", "value"),
    [("digest", DIGEST.upper()), ("digest", DIGEST + "\n"), ("digest", "ab"), ("size", 0), ("size", -1), ("role", "")]
    + [("media_type", one) for one in ("html", "text/html; charset=utf-8", "text/html\n", "TEXT/html", "a/b\r\nX: y")]
    + [("terms", "always"), ("captured_at", "today")],
)
def test_a_copy_has_a_digest_a_size_and_a_media_type(field: str, value: object) -> None:
    body = {"source": "s", "digest": DIGEST, "size": 1, "media_type": "text/html", "role": "recorder"}
    assert fact_of(f.CopyCaptured.TOPIC, body) == captured()

    with pytest.raises((FactError, DateError)):
        fact_of(f.CopyCaptured.TOPIC, body | {field: value})


def test_a_copy_may_be_passed_on_only_if_somebody_says_so() -> None:
    assert captured().terms.value == "never"


def test_a_copy_that_fits_its_source_is_not_odd_and_is_held_by_whom_it_was_handed_to_last() -> None:
    fits = source(digest=DIGEST.upper(), captured=FuzzyDate.parse("2026-11"))
    steps = (handed("archivist", "court", "2026-12-02"), handed("recorder", "archivist", "2026-12-01"))
    found = folded(fits, captured("2026-11-22T10:15:00Z"), *steps, checked("2026-12-03", CopyState.INTACT))

    assert (odd(found), found.holder) == ([], "court")
    assert [one.id for one in found.steps] == ["step-1", "step-0", "step-2"]
    assert odd(folded(None, captured())) == odd(folded(source(), captured())) == []


@pytest.mark.parametrize(
    ("oddity", "of", "copy", "steps"),
    [
        (Oddity.COPY_WITH_OTHER_DIGEST, source(digest="cd" * 32), captured(), ()),
        (Oddity.COPY_OF_OTHER_DAY, source(captured=FuzzyDate.parse("2026-10")), captured("2026-11-22"), ()),
        (Oddity.COPY_OF_OTHER_DAY, source(captured=FuzzyDate.parse("2026-12")), captured("2026-11-22"), ()),
        (Oddity.CUSTODY_BROKEN, None, captured(), (handed("somebody else", "court", "2026-12-01"),)),
        (Oddity.CUSTODY_BEFORE_CAPTURE, None, captured("2026-11-22"), (handed("recorder", "court", "2026-11-21"),)),
        (Oddity.COPY_NOT_INTACT, None, captured(), (checked("2026-12-01", CopyState.CHANGED),)),
        (Oddity.COPY_NOT_INTACT, None, captured(), (checked("2026-12-01", CopyState.MISSING),)),
    ],
)
def test_what_does_not_fit_together_is_said_and_not_refused(
    oddity: Oddity, of: f.SourceRegistered | None, copy: f.CopyCaptured, steps: tuple[f.Fact, ...]
) -> None:
    assert odd(folded(of, copy, *steps)) == [oddity]


def test_a_copy_is_handed_from_one_role_to_another() -> None:
    with pytest.raises(FactError, match="to another"):
        handed("recorder", "recorder", "2026-12-01")
