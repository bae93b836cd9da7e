"""How recorded values are said on a page: dates, lengths, fields. What is written stays beside what is said."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from api.schemas.evidence import RecognitionOut
from api.schemas.facts import FactOut
from api.schemas.incidents import BoundsOut, IncidentOut
from api.schemas.people import SpanOut
from domain.dates import FIRST_DAY, OPEN_DAY, Day, FuzzyDate, FuzzyInterval, day_of
from domain.facts import REFERENCES, IncidentReported, PersonRegistered, SourceRegistered
from domain.terms import Duration

Spanning = TypeVar("Spanning", SpanOut, RecognitionOut)
_DATES: Final = (
    "occurred", "published", "captured", "starts", "ends", "stated_as_of",
    "announced", "adopted", "in_force", "expires", "suspended_until", "checked_on", "since", "until",
    "handed_on",
)  # fmt: skip
_TOGETHER: Final = "\N{NO-BREAK SPACE}"
_ROOMS: Final = {PersonRegistered: "people", SourceRegistered: "sources", IncidentReported: "incidents"}


def day(text: str) -> str:
    """Say ``2017-07-04`` as 4 July 2017."""
    return _day(day_of(text))


def when(written: str) -> str:
    """Say a date as its source gives it: a day, a month, a year, or the bounds between which it lies."""
    known = FuzzyDate.parse(written)
    first = date.fromordinal(known.earliest)
    if re.fullmatch(r"[0-9]{4}", written):
        return written
    if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", written):
        return f"{first:%B %Y}"
    if written.startswith("XXXX"):
        return f"{first.day}{_TOGETHER}{first:%B} of a year that is not known"
    return _between(known.earliest, known.latest)


def lasting(written: str) -> str:
    """Say a time as its source gives it: one day or month, or from one to another, an open side as such."""
    known = FuzzyInterval.parse(written)
    if known.start == known.end:
        return when(str(known.start))
    start = f"from {when(str(known.start))} " if known.start else ""
    return f"{start}{'on' if known.end is None else f'to {when(str(known.end))}'}"


def machine(written: str) -> bool:
    """Whether HTML takes a written date as the value of a ``time`` element."""
    return re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", written) is not None


def moment(at: datetime) -> str:
    """Say when something was recorded, in UTC."""
    then = at.astimezone(UTC)
    return f"{_day(Day(then.toordinal()))}, {then:%H:%M:%S} UTC"


def captured(written: str) -> str:
    """Say when a copy was made: a date as elsewhere, or a second in UTC."""
    return moment(datetime.fromisoformat(written)) if "T" in written else when(written)


def plain(name: str) -> str:
    """Say an identifier of the code: ``pre-trial_custody`` is pre-trial custody, ``in_absentia`` is in absentia."""
    return name.replace("_", " ")


def heading(word: str) -> str:
    """Say a kind of fact or a definition as the beginning of a line: Put under house arrest."""
    text = word.replace("-", " ")
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Make a sentence of a refusal; what begins with the name of a parameter or a value stays as it is."""
    first = text.split(maxsplit=1)[0] if text else ""
    begun = text if "_" in first else text[:1].upper() + text[1:]
    return begun if begun.endswith(".") else f"{begun}."


def said(value: object, name: str = "") -> str:
    """Say the value of a field, whatever it is; ``name`` tells dates and lengths from other texts."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(said(one, name) for one in value)
        case dict():
            return ", ".join(f"{plain(str(key))} {said(one, str(key))}" for key, one in value.items())
        case str() if name in _SAID:
            return _SAID[name](value)
        case _:
            return str(value)


def details(fields: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a fact says beside its day and its links, as pairs of label and text."""
    left_out = {*REFERENCES, "occurred", "type"}
    return [(plain(name), said(value, name)) for name, value in fields.items() if name not in left_out]


def room(field: str) -> str | None:
    """Return under which address the things live that a field names; ``None`` where it names none."""
    kind = REFERENCES.get(field)
    return None if kind is None else _ROOMS.get(kind, "facts")


def listed(value: object) -> list[object]:
    """Return one value or several as several."""
    return list(value) if isinstance(value, list | tuple) else [value]


def numbers(certain: int, possible: int | None) -> str:
    """Say how many: one number if both bounds are the same, and that no source sets a limit if none does."""
    if possible is None:
        return f"at least {certain}, no source sets a limit"
    return str(certain) if certain == possible else f"{certain} certain, {possible} possible"


def between(bounds: BoundsOut) -> str:
    """Say between which numbers something lies."""
    if bounds.high is None:
        return f"{bounds.low} or more"
    return str(bounds.low) if bounds.low == bounds.high else f"{bounds.low} to {bounds.high}"


def happened(one: IncidentOut) -> str:
    """Say what an incident is, as its first report has it."""
    first = one.reports[0]
    parts = (first.kind, lasting(first.window), first.location, first.text)
    return heading(", ".join(part.rstrip(".") for part in parts if part))


def happenings(several: Iterable[IncidentOut]) -> list[tuple[str, str]]:
    """Return what incidents are called on a page of many, each with its number there."""
    return [(one.id, f"{number}. {happened(one)}") for number, one in enumerate(several, start=1)]


def titles(facts: Iterable[FactOut]) -> dict[str, str]:
    """Return what dated facts are called where another one of the page names them."""
    return {one.id: f"{heading(one.type)}, {when(one.fields['occurred'])}" for one in facts}


def on_day(spans: Iterable[Spanning], day: str) -> list[Spanning]:
    """Return the half-open spans that a day lies in."""
    return [one for one in spans if one.start <= day and (one.end is None or day < one.end)]


_ALL = (
    between,
    captured,
    day,
    details,
    happened,
    happenings,
    heading,
    lasting,
    listed,
    machine,
    moment,
    numbers,
    on_day,
    plain,
    room,
    said,
    sentence,
    titles,
    when,
)
FILTERS: Final = {one.__name__: one for one in _ALL}


def _day(ordinal: Day) -> str:
    then = date.fromordinal(ordinal)
    return f"{then.day}{_TOGETHER}{then:%B %Y}"


def _between(earliest: Day, latest: Day) -> str:
    if earliest == latest:
        return _day(earliest)
    if latest >= OPEN_DAY:
        return f"on or after {_day(earliest)}"
    if earliest <= FIRST_DAY:
        return f"on or before {_day(latest)}"
    return f"between {_day(earliest)} and {_day(latest)}"


def _length(written: str) -> str:
    known = Duration.parse(written)
    parts = (("year", known.years), ("month", known.months), ("day", known.days))
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for unit, number in parts if number)


_SAID: Final[dict[str, Callable[[str], str]]] = {
    **dict.fromkeys(_DATES, when),
    **dict.fromkeys(("length", "credited"), _length),
    **dict.fromkeys(("during", "window"), lasting),
    "captured_at": captured,
}
"""How the text of a field is said; other texts stand as they are."""
