"""What can be said of facts: messages with values, which each language puts into words and an order of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the record: a value that is listed, or a definition."""

    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact, by its word in registers: ``put-under-house-arrest``."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """What a question is asked with: a parameter, by its name; a page says what stands above it there."""

    text: str


@dataclass(frozen=True, slots=True)
class When:
    """A date as it is written: EDTF, a day among others."""

    text: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Several of which one is so."""

    several: tuple["Said", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Several that are all so."""

    several: tuple["Said", ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """What begins a sentence."""

    what: "Said"


@dataclass(frozen=True, slots=True, init=False)
class Phrase:
    """A message with the values that stand in its ``%(name)s``."""

    message: str
    values: tuple[tuple[str, "Said"], ...]

    def __init__(self, message: str, **values: "Said") -> None:
        """Make a phrase; a message is a literal, so that a catalog of messages can be read from where it stands."""
        object.__setattr__(self, "message", message)
        object.__setattr__(self, "values", tuple(values.items()))


Said: TypeAlias = str | Word | Kind | Field | When | AnyOf | AllOf | Begun | Phrase
"""Whatever can stand in a phrase; a text is what a source or a recorder wrote."""


def listing(words: Iterable[str]) -> Said:
    """Return words as they are written, with commas between, or that there are none."""
    return ", ".join(words) or Phrase("none")


class Speaker(Protocol):
    """Who says it: a language, with its messages, its words of the record, and its way to list what may be so."""

    def say(self, message: str, /, **values: object) -> str:
        """Return a message with its values."""

    def word(self, text: str) -> str:
        """Return a word of the record, or the same text if there is no other for it."""

    def any_of(self, words: Iterable[str]) -> str:
        """Say that one of several is so."""

    def field(self, text: str) -> str:
        """Return what a parameter is called."""

    def when(self, text: str) -> str:
        """Say a date."""


def spoken(said: Said, speaker: Speaker) -> str:  # noqa: PLR0911 -- one for each sort of what is said
    """Say it as a speaker does."""
    match said:
        case str(text):
            return text
        case Word(text):
            return speaker.word(text)
        case Field(text):
            return speaker.field(text)
        case When(text):
            return speaker.when(text)
        case Kind(text):
            word = speaker.word(text)
            return text.replace("-", " ") if word == text else word
        case AnyOf(several) | AllOf(several):
            words = [spoken(one, speaker) for one in several]
            return speaker.any_of(words) if isinstance(said, AnyOf) else ", ".join(words)
        case Begun(what):
            text = spoken(what, speaker)
            return f"{text[:1].upper()}{text[1:]}"
    return speaker.say(said.message, **{name: spoken(value, speaker) for name, value in said.values})


class English:
    """The language that messages are written in, for programs: parameters by their names, dates as they are written."""

    def say(self, message: str, /, **values: object) -> str:
        """Return a message with its values."""
        return message % values

    def word(self, text: str) -> str:
        """Return a word of the record as it stands there."""
        return text

    def any_of(self, words: Iterable[str]) -> str:
        """Say that one of several is so."""
        return " or ".join(words)

    def field(self, text: str) -> str:
        """Return the name of a parameter."""
        return text

    def when(self, text: str) -> str:
        """Return a date as it is written."""
        return text


ENGLISH: Final = English()
