"""Which of a person's names a reader is shown. Names stand as their facts have them: nothing is transliterated here."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from domain.facts import Named
from domain.people import Script


class Language(StrEnum):
    """What a reader reads (ISO 639-1)."""

    ENGLISH = "en"
    BELARUSIAN = "be"
    RUSSIAN = "ru"


LIKED: Final[Mapping[Language | None, tuple[Language, ...]]] = {
    None: (),
    Language.ENGLISH: (),
    Language.BELARUSIAN: (Language.BELARUSIAN, Language.RUSSIAN),
    Language.RUSSIAN: (Language.RUSSIAN, Language.BELARUSIAN),
}
"""In which languages a Cyrillic name is looked for before any other name, the best first."""


def name_in(names: Sequence[Named], language: Language | None) -> str | None:
    """Return the name that a reader is shown before any other, of names in the order of their recording.

    It is the first Cyrillic one in the reader's language, else in the other of Belarusian and Russian; ``None`` if no
    fact has one, or for whoever reads English or says nothing: then the name is the one that everybody is shown.
    """
    cyrillic = [name for name in names if name.script is Script.CYRILLIC]
    return next((name.text for wanted in LIKED[language] for name in cyrillic if name.language == wanted), None)
