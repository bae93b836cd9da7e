"""Parameters of questions, the same on the command line and over HTTP: texts in, values out, one clear error."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TypeVar

from domain.dates import Day, day_of, iso, shifted
from domain.errors import DateError, QuestionError
from domain.facts import Outcome
from domain.folds import RULES_VERSION
from domain.folds.counts import DEFINITIONS, definition_of
from domain.folds.cycle import Month
from domain.incidents import IncidentKind
from domain.intervals import Interval, last_days
from domain.phrases import Field, Phrase, When, listing
from domain.sanctions import Measure
from domain.sources import Variant
from projections.basis import AsKnown, to_come
from projections.breakdown import By
from projections.groups import Group
from projections.questions import MOST_POINTS

AS_OF = (
    "The valid day asked about, YYYY-MM-DD in Minsk: on that day means at its end."
    " 2015-08-21@1200, or @ and a time, says as_known too."
)
AS_KNOWN = "How much of the log to answer from: a log size, or an RFC 3339 time. Default: all that is projected."
AS_PUBLISHED = (
    "Only what cites a source certainly published by this day, YYYY-MM-DD: what could be known then. Made from the"
    " facts when it is asked, so slower than other answers."
)
DEFINITION = f"What is counted: {', '.join(DEFINITIONS)}. With a version, as in in-custody/1, another one is refused."
VARIANT = "then: recognized by that day; hindsight: recognized at any time, as known at the basis."
RECOGNIZED_BY = "Count recognitions by these bodies only; repeat for several. Default: any body."
RULES = "The version of the rules that read status and dates. Another one than this program's is refused."
BY = (
    "Break the count down by recognizer (groups overlap: several bodies recognize one person), by gender, by"
    " occupation, by liberty, what may be so of them on that day, or by place where they are held on it (these groups"
    " sum; who has none stated is in unknown, who has several in several), or by article charged in a case that stands"
    " (groups overlap)."
)
LIST_BY = f"What the list is narrowed by: {', '.join(By)}. It needs group."
GROUP = (
    "List those in this group alone, of those that the count with the same `by` has: a value, a body, an article, the"
    " identifier of a place, several or unknown. It needs by."
)
FROM = "The first day of a series, YYYY-MM-DD."
TO = "The last day of a series, YYYY-MM-DD. Default: today."
INTERVAL = (
    "day, week (ends on Sunday), month, quarter or year; the value is that of the last day of each. Default: month."
)
FROM_DAY = "The first day of the time asked about, YYYY-MM-DD."
TO_DAY = "The last day of the time asked about, YYYY-MM-DD. Default: today."
KIND = f"Only incidents of this kind: {', '.join(IncidentKind)}. Default: any."
ON = "A day, YYYY-MM-DD, instead of a range; repeat for several."
ON_INSTEAD = "A day, YYYY-MM-DD, instead of as_of; repeat for several."
AUTHORITY = "Count the measures of this authority only, such as EU. Default: anybody's."
MEASURE = f"Count this measure only: {', '.join(Measure)}. Default: any."
MONTHS = "How many months without evidence are silence."
STATEMENT = (
    "Only demands made or made again in this statement: a source's identifier, or a register and its key there, as in"
    " belarus:s02."
)
DEMANDED_BY = "Only demands made or made again by this body, as recorded."
OUTCOME = f"List only demands that may have come to this by the end of the day: {', '.join(Outcome)}. Default: any."
BRIDGE_FROM = (
    "Where the bridge begins: a day, YYYY-MM-DD, and after an @ how much of the log was known, a size or an RFC 3339"
    " time, as in 2015-08-21@1200. Without it: all that is projected."
)
BRIDGE_TO = "Where the bridge ends, written as where it begins. Default: today."
TO_DEFINITION = "What is counted at the end of the bridge. Default: the same as at its beginning."
TO_VARIANT = "The variant at the end of the bridge. Default: the same as at its beginning."
TO_RECOGNIZED_BY = (
    "Whose recognitions count at the end of the bridge; repeat for several; any is any body."
    " Default: as at its beginning."
)
TO_AS_PUBLISHED = (
    "At the end of the bridge, count only facts that cite a source certainly published by this day, YYYY-MM-DD; any is"
    " every source. Default: as at its beginning."
)
FIRST_MONTH = "The first month, YYYY-MM."
LAST_MONTH = "The last month, YYYY-MM. Default: this month."
SINCE = "A log position: what came after it is listed. 0 is from the beginning."
DAYS = "How many days back the nearest earlier figures are looked for."
NAME = "A name, or a part of it, in Latin or Cyrillic letters: any spelling, parts in any order."
AT = "@"
"""Between a valid day and how much of the log is known, where both are written as one."""
VERSION = "Which version of the fact, from 1. Default: the one that stands, or that said something last."
CITATION = "csl (CSL-JSON), bibtex or text, whatever Accept says. Default: what Accept likes best of them, else csl."
PROVENANCE = "prov (PROV-JSON) or jsonld, whatever Accept says. Default: what Accept likes best of them, else prov."
CHECKPOINT = "Over the checkpoint of this log size. Default: the first that covers the event."
MOST_MONTHS = 1200
MOST_DAYS = 36_600
LONGEST_NAME = 200
LARGEST = 10**15 - 1
"""The largest number that is read."""
SIZE = "[0-9]{1,15}"
DATE = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
"""A day; the calendar lacks some of these."""
_MINUTES = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
TIME = rf"{DATE}T{_MINUTES}:[0-5][0-9](?:\.[0-9]+)?(?:Z|[+-]{_MINUTES})"
"""A time as RFC 3339 has it, but for leap seconds."""
_RFC3339 = re.compile(TIME)
PRINTED = r"[^\u0000-\u001f\u007f-\u009f]+"
"""What `key` reads."""
SPELT = r"[^\u0000-\u001f\u007f-\u009f]*[^\u0000-\u001f\u007f-\u009f\s][^\u0000-\u001f\u007f-\u009f]*"
"""What `name` reads."""

SIZE_OR_TIME = f"^(?:{SIZE}|{TIME})$"
"""What `as_known` reads, for a door that must not repeat what it refuses."""

Choice = TypeVar("Choice", Variant, By, Interval, Measure, IncidentKind, Outcome)


def day(text: str, field: str) -> Day:
    """Read a day; raise `QuestionError`."""
    try:
        return day_of(text)
    except DateError as error:
        wrong = Phrase("%(field)s %(fault)s", field=Field(field), fault=error.said)
        raise QuestionError(wrong, field=field) from error


def as_of(text: str) -> Day:
    """Read the valid day asked about, without what follows its @; raise `QuestionError`."""
    return day(text.partition(AT)[0], "as_of")


def clocks(given: str | None, apart: str | None, field: str = "as_of") -> tuple[str | None, str | None]:
    """Tell the clocks of ``DAY@KNOWN`` apart; raise `QuestionError` if ``as_known``, given ``apart``, says otherwise.

    What stands before and after the @ is returned as it was written, for `as_of` and `as_known` to read.
    """
    if given is None or AT not in given:
        return given, apart
    before, _, known = given.partition(AT)
    try:
        moment = _size_or_time(known)
    except ValueError:
        no = Phrase(
            "%(field)s %(given)s: after the @ stands no log size and no time", field=Field(field), given=repr(given)
        )
        raise QuestionError(no, field=field) from None
    if apart is not None and as_known(apart) != moment:
        two = Phrase(
            "%(field)s says as known at %(known)s, %(other)s says %(apart)s: give one",
            field=Field(field),
            known=repr(known),
            other=Field("as_known"),
            apart=repr(apart),
        )
        raise QuestionError(two, field=field)
    return before, known


def up_to_today(text: str | None, *, today: Day) -> Day:
    """Read the valid day asked about, by default today; raise `QuestionError` for a day still to come."""
    if text is None:
        return today
    return past(text.partition(AT)[0], "as_of", today)


def past(text: str, field: str, today: Day) -> Day:
    """Read a day; raise `QuestionError` for one still to come."""
    found = day(text, field)
    if found > today:
        raise to_come(field, iso(found), today)
    return found


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a series, in order, and the parameters that ask for them again, defaults written out."""

    days: tuple[Day, ...]
    query: dict[str, str | list[str]]


def days(first: str | None, last: str | None, every: str | None, on: Sequence[str], *, today: Day) -> Days:
    """Read which days a series is about: those of ``on``, or of a range; raise `QuestionError` for none."""
    if on:
        if any(one is not None for one in (first, last, every)):
            raise QuestionError(Phrase("give either days with on, or a range with from, to and interval"), field="on")
        given = sorted({past(one, "on", today) for one in on})
        return Days(tuple(given), {"on": [iso(one) for one in given]})
    if first is None:
        raise QuestionError(Phrase("a series needs from, or days with on"), field="from")
    start, end = past(first, "from", today), today if last is None else past(last, "to", today)
    if end < start:
        raise _reversed(iso(start), iso(end))
    step = Interval.MONTH if every is None else interval(every)
    found = tuple(islice(last_days(start, end, step), MOST_POINTS + 1))
    if len(found) > MOST_POINTS:
        many = Phrase("those are more than %(most)s days; ask for longer intervals", most=str(MOST_POINTS))
        raise QuestionError(many, field="interval")
    return Days(found, {"from": iso(start), "to": iso(end), "interval": step.value})


def window(first: str | None, last: str | None, *, today: Day) -> tuple[Day, Day]:
    """Read the first and the last day of a time; raise `QuestionError` without a first one, or if reversed."""
    if first is None:
        raise QuestionError(Phrase("this question needs from, the first day"), field="from")
    start, end = past(first, "from", today), today if last is None else past(last, "to", today)
    if end < start:
        raise _reversed(iso(start), iso(end))
    return start, end


def _reversed(start: str, end: str) -> QuestionError:
    says = Phrase(
        "%(last)s %(end)s lies before %(first)s %(start)s",
        last=Field("to"),
        end=When(end),
        first=Field("from"),
        start=When(start),
    )
    return QuestionError(says, field="to")


def months(first: str, last: str | None, *, today: Day) -> list[Month]:
    """Read from which month to which, by default the present one; raise `QuestionError`, for too many too."""
    start = _month(first, "from", today)
    end = _month(iso(today)[:7] if last is None else last, "to", today)
    if end.first < start.first:
        raise _reversed(iso(start.first)[:7], iso(end.first)[:7])
    days = list(islice(last_days(start.first, end.last, Interval.MONTH), MOST_MONTHS + 1))
    if len(days) > MOST_MONTHS:
        many = Phrase(
            "%(field)s %(start)s: those are more than %(most)s months",
            field=Field("from"),
            start=When(iso(start.first)[:7]),
            most=str(MOST_MONTHS),
        )
        raise QuestionError(many, field="from")
    return [Month(Day(one - date.fromordinal(one).day + 1), one) for one in days]


def _month(text: str, field: str, today: Day) -> Month:
    if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text) is None:
        no = Phrase("%(field)s %(text)s is not a month; write YYYY-MM", field=Field(field), text=repr(text))
        raise QuestionError(no, field=field)
    first = day(f"{text}-01", field)
    if first > today:
        raise to_come(field, text, today)
    return Month(first, next(last_days(first, shifted(first, months=1), Interval.MONTH)))


def each_day(as_of: str | None, on: Sequence[str], *, today: Day) -> list[Day]:
    """Read which days a question is about: each of ``on``, in order, or ``as_of``; raise `QuestionError` for both."""
    if not on:
        return [up_to_today(as_of, today=today)]
    if as_of is not None:
        raise QuestionError(
            Phrase("give either %(day)s, or days with %(days)s", day=Field("as_of"), days=Field("on")), field="on"
        )
    return sorted({past(one, "on", today) for one in on})


def as_known(text: str | None) -> AsKnown:
    """Read a log size or a time with its offset; raise `QuestionError`."""
    if text is None:
        return None
    try:
        return _size_or_time(text)
    except ValueError:
        neither = Phrase(
            "%(field)s %(text)s is neither a log size nor a time such as 2026-01-31T12:00:00Z",
            field=Field("as_known"),
            text=repr(text),
        )
        raise QuestionError(neither, field="as_known") from None


def _size_or_time(text: str) -> int | datetime:
    """Read a log size or a time; raise `ValueError`."""
    if is_size(text):
        return int(text)
    # A plus sign in a URL that was not escaped arrives as a space.
    if moment := _RFC3339.fullmatch(text.replace(" ", "+")):
        return datetime.fromisoformat(moment[0])
    raise ValueError


def is_size(text: str) -> bool:
    """Whether a text is a log size, and not a time."""
    return re.fullmatch(SIZE, text) is not None


def definition(text: str) -> str:
    """Read a definition's id, with its version or without; raise `QuestionError` for a version that is not ours."""
    name, slash, version = text.partition("/")
    rule = definition_of(name)
    if slash and version != str(rule.version):
        other = Phrase(
            "%(name)s has version %(ours)s here, not %(version)s",
            name=repr(name),
            ours=str(rule.version),
            version=repr(version),
        )
        raise QuestionError(other, field="definition")
    return name


def rules(text: str | None) -> None:
    """Return quietly if the rules asked for are ours; raise `QuestionError` if not."""
    if text is not None and text != str(RULES_VERSION):
        other = Phrase("the rules have version %(ours)s here, not %(text)s", ours=str(RULES_VERSION), text=repr(text))
        raise QuestionError(other, field="rules")


def _choice(kind: type[Choice], text: str, what: Phrase, field: str) -> Choice:
    try:
        return kind(text)
    except ValueError:
        no = Phrase("%(text)s is no %(what)s; there are %(choices)s", text=repr(text), what=what, choices=listing(kind))
        raise QuestionError(no, field=field) from None


def variant(text: str) -> Variant:
    """Read a variant; raise `QuestionError` naming those there are."""
    return _choice(Variant, text, Phrase("variant"), "variant")


def by(text: str | None) -> By | None:
    """Read what to break a count down by; raise `QuestionError` naming what there is."""
    return None if text is None else _choice(By, text, Phrase("breakdown"), "by")


def group(by_: str | None, name: str | None) -> Group | None:
    """Read what a list is narrowed to; raise `QuestionError` if only half of it is given."""
    if by_ is None and name is None:
        return None
    if by_ is None:
        raise QuestionError(Phrase("a group is named, and not by what people are grouped: say both"), field="by")
    if name is None:
        raise QuestionError(Phrase("a list is narrowed to one group: say which, too"), field="group")
    return Group(_choice(By, by_, Phrase("breakdown"), "by"), key(name, "group"))


def interval(text: str) -> Interval:
    """Read an interval; raise `QuestionError` naming those there are."""
    return _choice(Interval, text, Phrase("interval"), "interval")


def incident_kind(text: str | None) -> IncidentKind | None:
    """Read a kind of incident; raise `QuestionError` naming those there are."""
    return None if text is None else _choice(IncidentKind, text, Phrase("kind of incident"), "kind")


def outcome(text: str | None) -> Outcome | None:
    """Read what became of a demand; raise `QuestionError` naming the outcomes there are."""
    return None if text is None else _choice(Outcome, text, Phrase("outcome"), "outcome")


def measure(text: str | None) -> Measure | None:
    """Read a measure; raise `QuestionError` naming those there are."""
    return None if text is None else _choice(Measure, text, Phrase("measure"), "measure")


def authority(text: str | None) -> str | None:
    """Read an authority as recorded; raise `QuestionError` for what no record can hold."""
    return None if text is None else key(text, "authority")


def number(text: str, field: str, *, least: int = 0, most: int) -> int:
    """Read a whole number within bounds; raise `QuestionError`."""
    if re.fullmatch(SIZE, text) and least <= int(text) <= most:
        return int(text)
    no = Phrase(
        "%(field)s %(text)s is not a whole number from %(least)s to %(most)s",
        field=Field(field),
        text=repr(text),
        least=str(least),
        most=str(most),
    )
    raise QuestionError(no, field=field)


def version(text: str | None) -> int | None:
    """Read the version of a fact; raise `QuestionError`."""
    return None if text is None else number(text, "version", least=1, most=LARGEST)


def checkpoint(text: str | None) -> int | None:
    """Read the size of a checkpoint; raise `QuestionError`."""
    return None if text is None else number(text, "size", most=LARGEST)


def key(text: str, field: str) -> str:
    """Read a publisher or its key, in the normal form of the log; raise `QuestionError` for what no record can hold."""
    if not text or any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise _unwritable(field)
    return unicodedata.normalize("NFC", text)


def _unwritable(field: str) -> QuestionError:
    return QuestionError(Phrase("%(field)s is empty or holds a control character", field=Field(field)), field=field)


def name(text: str) -> str:
    """Read a name to search for; raise `QuestionError`, which does not repeat it."""
    if not text.strip() or any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise _unwritable("name")
    if len(text) > LONGEST_NAME:
        long = Phrase("%(field)s is longer than %(most)s characters", field=Field("name"), most=str(LONGEST_NAME))
        raise QuestionError(long, field="name")
    return text


def named(text: str | None, field: str) -> str | None:
    """Read an optional key or name as `key` does."""
    return None if text is None else key(text, field)


def published(text: str | None) -> Day | None:
    """Read the day by which something had to be published to count; raise `QuestionError`."""
    return None if text is None else day(text, "as_published")


def bodies(texts: Iterable[str]) -> frozenset[str]:
    """Read the bodies whose recognitions count."""
    return frozenset(texts)
