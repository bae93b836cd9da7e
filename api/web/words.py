"""How recorded values are said on a page, in its language: dates, lengths, fields. What is written stays beside it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from api.languages import Language
from api.schemas.evidence import RecognitionOut
from api.schemas.facts import FactOut
from api.schemas.incidents import BoundsOut, IncidentOut
from api.schemas.people import SpanOut
from api.schemas.places import StayOut
from api.web.vocabulary import ENUMERATED
from domain.codes import Article
from domain.dates import FuzzyInterval, day_of
from domain.errors import ArticleError
from domain.facts import REFERENCES, IncidentReported, PersonRegistered, SourceRegistered
from domain.phrases import Phrase, spoken
from domain.terms import Duration
from projections.breakdown import By

Spanning = TypeVar("Spanning", SpanOut, RecognitionOut)
_DATES: Final = (
    "occurred", "published", "captured", "starts", "ends", "stated_as_of",
    "announced", "adopted", "in_force", "expires", "suspended_until", "checked_on", "since", "until",
    "handed_on",
)  # fmt: skip
_ARTICLES: Final = ("articles", "added", "dropped", "article")
_LENGTHS: Final = ("length", "credited")
_LASTING: Final = ("during", "window")
_ROOMS: Final = {PersonRegistered: "people", SourceRegistered: "sources", IncidentReported: "incidents"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. Each public method is a filter of the templates, under its own name."""

    language: Language

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return what templates call, by name."""
        names = [name for name in vars(Words) if not name.startswith("_") and name not in {"language", "filters"}]
        return {name: getattr(self, name) for name in names}

    def word(self, text: str, name: str = "") -> str:
        """Say a kind, a field or a value of the record: ``in_absentia`` is in absentia.

        ``name`` is the field that a value stands in, where the same word means something else elsewhere.
        """
        special = f"{name}: {text}"
        said = self.language.word(special)
        said = self.language.word(text) if said == special else said
        return text.replace("_", " ") if said == text else said

    def words(self, text: str) -> str:
        """Say words of the record that stand with commas between."""
        return self.language.words(text)

    def label(self, name: str) -> str:
        """Say the name of a field."""
        return self.word(name, "field")

    def heading(self, text: str) -> str:
        """Say a kind of fact or a definition as the beginning of a line: Put under house arrest."""
        said = self.language.word(text)
        return _begun(text.replace("-", " ").replace("_", " ") if said == text else said)

    def begun(self, text: str) -> str:
        """Begin a line with a text."""
        return _begun(text)

    def any_of(self, several: Iterable[str], name: str = "") -> str:
        """Say that one of several is so: free or colony."""
        return self.language.any_of(self.word(one, name) for one in several)

    def article(self, text: str) -> str:
        """Say an article of a code as lawyers of the language cite it; what is none stands as it is."""
        try:
            known = Article.parse(text)
        except ArticleError:
            return text
        number = f"{known.article}-{known.sub}" if known.sub else known.article
        given = {"code": self.language.word(known.code), "number": number, "part": known.part, "item": known.paragraph}
        say = self.language.say
        match known.part, known.paragraph:
            case None, None:
                said = say("%(code)s %(number)s", **given)
            case _, None:
                said = say("%(code)s %(number)s part %(part)s", **given)
            case None, _:
                said = say("%(code)s %(number)s paragraph %(item)s", **given)
            case _:
                said = say("%(code)s %(number)s part %(part)s paragraph %(item)s", **given)
        further = [known.stage, "complicity" if known.complicity else None]
        return ", ".join([said, *(self.language.word(one) for one in further if one)])

    def group(self, name: str, by: str) -> str:
        """Say which group of a breakdown it is."""
        said = self.article(name) if by == By.ARTICLE else name
        return self.word(name) if said == name else said

    def terms(self, several: Iterable[str]) -> str:
        """Say which terms may be so, each as a length or by the day on which it ends."""
        return self.language.any_of(self._term(one) for one in several)

    def day(self, text: str) -> str:
        """Say ``2017-07-04`` as 4 July 2017."""
        return self.language.day(day_of(text))

    def when(self, written: str) -> str:
        """Say a date as its source gives it."""
        return self.language.when(written)

    def lasting(self, written: str) -> str:
        """Say a time as its source gives it: one day or month, or from one to another, an open side as such."""
        known, say = FuzzyInterval.parse(written), self.language.say
        if known.start == known.end:
            return self.when(str(known.start))
        if known.start is None:
            return say("to %(end)s", end=self.when(str(known.end)))
        start = self.when(str(known.start))
        if known.end is None:
            return say("from %(start)s on", start=start)
        return say("from %(start)s to %(end)s", start=start, end=self.when(str(known.end)))

    def moment(self, at: datetime) -> str:
        """Say when something was recorded, in UTC."""
        then = at.astimezone(UTC)
        return f"{self.language.day(then.toordinal())}, {then:%H:%M:%S} UTC"

    def captured(self, written: str) -> str:
        """Say when a copy was made: a date as elsewhere, or a second in UTC."""
        return self.moment(datetime.fromisoformat(written)) if "T" in written else self.when(written)

    def said(self, value: object, name: str = "") -> str:
        """Say the value of a field, whatever it is; ``name`` tells dates, lengths and words from other texts."""
        match value:
            case bool():
                return self.word("yes" if value else "no")
            case list() | tuple():
                return ", ".join(self.said(one, name) for one in value)
            case dict():
                return ", ".join(f"{self.word(str(key))} {self.said(one, str(key))}" for key, one in value.items())
            case str():
                return self._text(value, name)
            case _:
                return str(value)

    def told(self, phrase: Phrase) -> str:
        """Say a phrase of an explanation."""
        return spoken(phrase, self.language)

    def details(self, fields: dict[str, Any]) -> list[tuple[str, str]]:
        """Return what a fact says beside its day and its links, as pairs of field and text."""
        left_out = {*REFERENCES, "occurred", "type"}
        return [(name, self.said(value, name)) for name, value in fields.items() if name not in left_out]

    def numbers(self, certain: int, possible: int | None) -> str:
        """Say how many: one number if both bounds are the same, and that no source sets a limit if none does."""
        if possible is None:
            return self.language.say("at least %(certain)s, no source sets a limit", certain=certain)
        return str(certain) if certain == possible else self.bounds(certain, possible)

    def bounds(self, certain: int, possible: int) -> str:
        """Say both bounds of a count."""
        return self.language.say("%(certain)s certain, %(possible)s possible", certain=certain, possible=possible)

    def change(self, certain: int, possible: int) -> str:
        """Say by how much both bounds of a count changed."""
        says = "%(certain)s certain, %(possible)s possible"
        return self.language.say(says, certain=f"{certain:+d}", possible=f"{possible:+d}")

    def between(self, bounds: BoundsOut) -> str:
        """Say between which numbers something lies."""
        if bounds.high is None:
            return self.language.say("%(low)s or more", low=bounds.low)
        if bounds.low == bounds.high:
            return str(bounds.low)
        return self.language.say("%(low)s to %(high)s", low=bounds.low, high=bounds.high)

    def happened(self, one: IncidentOut) -> str:
        """Say what an incident is, as its first report has it."""
        first = one.reports[0]
        parts = (self.word(first.kind), self.lasting(first.window), first.location, first.text)
        return _begun(", ".join(part.rstrip(".") for part in parts if part))

    def happenings(self, several: Iterable[IncidentOut]) -> list[tuple[str, str]]:
        """Return what incidents are called on a page of many, each with its number there."""
        return [(one.id, f"{number}. {self.happened(one)}") for number, one in enumerate(several, start=1)]

    def sites(self, stays: Iterable[StayOut]) -> dict[str, str]:
        """Return what the places are called where a person was held."""
        return {one.place: one.title for one in stays if one.place and one.title}

    def titles(self, facts: Iterable[FactOut]) -> dict[str, str]:
        """Return what dated facts are called where another one of the page names them."""
        return {one.id: f"{self.heading(one.type)}, {self.when(one.fields['occurred'])}" for one in facts}

    def sentence(self, text: str) -> str:
        """Make a sentence of a refusal; what begins with the name of a parameter or a value stays as it is."""
        first = text.split(maxsplit=1)[0] if text else ""
        begun = text if "_" in first else _begun(text)
        return begun if begun.endswith(".") else f"{begun}."

    def machine(self, written: str) -> bool:
        """Whether HTML takes a written date as the value of a ``time`` element."""
        return re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", written) is not None

    def room(self, field: str) -> str | None:
        """Return under which address the things live that a field names; ``None`` where it names none."""
        kind = REFERENCES.get(field)
        return None if kind is None else _ROOMS.get(kind, "facts")

    def listed(self, value: object) -> list[object]:
        """Return one value or several as several."""
        return list(value) if isinstance(value, list | tuple) else [value]

    def on_day(self, spans: Sequence[Spanning], day: str) -> list[Spanning]:
        """Return the half-open spans that a day lies in."""
        return [one for one in spans if one.start <= day and (one.end is None or day < one.end)]

    def decimal(self, number: float, digits: int) -> str:
        """Say a number with so many digits after its point, or its comma."""
        return self.language.decimal(number, digits)

    def bodies(self, several: Iterable[RecognitionOut]) -> dict[str, str]:
        """Return each body that recognized, once, and the surer of what its recognitions hold."""
        found: dict[str, str] = {}
        for one in several:
            if one.holds != "no" and found.get(one.body) != "certainly":
                found[one.body] = one.holds
        return found

    def _text(self, text: str, name: str) -> str:
        if name in _DATES:
            return self.when(text)
        if name in _LENGTHS:
            return self._length(text)
        if name in _LASTING:
            return self.lasting(text)
        if name == "captured_at":
            return self.captured(text)
        if name in _ARTICLES:
            return self.article(text)
        return self.word(text, name) if name in ENUMERATED else text

    def _term(self, text: str) -> str:
        if text.startswith("until "):
            return self.language.say("until %(day)s", day=self.when(text.removeprefix("until ")))
        return self._length(text) if text.startswith("P") else self.word(text)

    def _length(self, written: str) -> str:
        known, several = Duration.parse(written), self.language.several
        parts = (
            known.years and several("%(num)s year", "%(num)s years", known.years),
            known.months and several("%(num)s month", "%(num)s months", known.months),
            known.days and several("%(num)s day", "%(num)s days", known.days),
        )
        return " ".join(part for part in parts if part)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
