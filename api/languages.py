"""The languages of pages and charts: messages from catalogs, days and lists as each language writes them.

What is recorded stays in the language of its source. A catalog is a file of GNU gettext, read when the program starts:
there is nothing to compile, and what a translator sees is what is used.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from domain.dates import FIRST_DAY, OPEN_DAY, Day, FuzzyDate, day_of

NAMES: Final[Mapping[str, str]] = {"en": "English", "be": "Беларуская", "ru": "Русский"}
"""Each language by its code (BCP 47), as it calls itself."""
SOURCE: Final = "en"
"""The language that messages are written in."""
FOLDER: Final = Path(__file__).parent / "locale"
WORD: Final = "word"
"""The gettext context of words of the record: kinds, fields and values, which are texts of their own."""
_LOCALES: Final = {"en": "en_GB"}
_DAY: Final = "d\N{NO-BREAK SPACE}MMMM y"
_MONTH: Final = "LLLL y"


def to_say(text: str) -> str:
    """Mark a text for the catalogs where it is written; it is said elsewhere."""
    return text


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its code, and all that is said differently in it."""

    code: str
    catalog: NullTranslations
    locale: Locale

    def say(self, message: str, /, **values: object) -> str:
        """Return a message in this language, with values in its ``%(name)s``."""
        return self.catalog.gettext(message) % values if values else self.catalog.gettext(message)

    def several(self, one: str, many: str, /, number: int, **values: object) -> str:
        """Return a message about ``%(num)s`` things, in the plural that the number asks for."""
        return self.catalog.ngettext(one, many, number) % {"num": number, **values}

    def word(self, text: str) -> str:
        """Return a word of the record: a kind, a field or a value. What no catalog has stands as it is."""
        return self.catalog.pgettext(WORD, text)

    def words(self, text: str) -> str:
        """Return words of the record that stand with commas between: EU, asset freeze."""
        return ", ".join(self.word(one) for one in text.split(", "))

    def day(self, ordinal: int) -> str:
        """Say a civil day: 4 July 2017."""
        return format_date(date.fromordinal(ordinal), _DAY, locale=self.locale)

    def month(self, first: date) -> str:
        """Say a month of a year: July 2017."""
        return format_date(first, _MONTH, locale=self.locale)

    def day_of_a_year(self, then: date) -> str:
        """Say a day without its year: 22 December."""
        return format_date(then, "d\N{NO-BREAK SPACE}MMMM", locale=self.locale)

    def when(self, text: str) -> str:
        """Say a date as its source gives it: a day, a month, a year, or the bounds between which it lies."""
        if re.fullmatch(r"[0-9]{4}", text):
            return text
        if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
            return self.month(date.fromisoformat(f"{text}-01"))
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return self.day(day_of(text))
        known = FuzzyDate.parse(text)
        if text.startswith("XXXX"):
            first = date.fromordinal(known.earliest)
            return self.say("%(day)s of a year that is not known", day=self.day_of_a_year(first))
        return self._between(known.earliest, known.latest)

    def decimal(self, number: float, digits: int) -> str:
        """Say a number with so many digits after its point, or its comma."""
        return format_decimal(number, f"0.{'0' * digits}", locale=self.locale)

    def field(self, text: str) -> str:
        """Return the name of a parameter, which is the same in every language."""
        return text

    def any_of(self, words: Iterable[str]) -> str:
        """Say that one of several is so: a, b or c."""
        return format_list(list(words), style="or", locale=self.locale)

    def _between(self, earliest: Day, latest: Day) -> str:
        day, say = self.day, self.say
        if earliest == latest:
            return day(earliest)
        if latest >= OPEN_DAY:
            return say("on or after %(day)s", day=day(earliest))
        if earliest <= FIRST_DAY:
            return say("on or before %(day)s", day=day(latest))
        return say("between %(start)s and %(end)s", start=day(earliest), end=day(latest))


@cache
def language(code: str) -> Language:
    """Return a language by its code; raise `KeyError` for one that there is not."""
    NAMES[code]
    return Language(code, _catalog(code), Locale.parse(_LOCALES.get(code, code)))


def _catalog(code: str) -> NullTranslations:
    if code == SOURCE:
        return NullTranslations()
    with (FOLDER / f"{code}.po").open("rb") as file:
        messages = read_po(file, locale=code, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)
