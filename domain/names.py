"""The folding of a name: what stays of it across scripts, romanizations, look-alike letters and spellings.

A name is kept as printed; what it is folded to is only for finding it. Each part of a name is read as a string of sounds,
in a small alphabet where sounds that romanizations, or Belarusian and Russian, write differently are one. A letter may stand
for two sounds: ``c`` is к in Victor and ц in Łacinka, ``ch`` is ч in English and х in Polish. So a part has a reading for
each of two habits of spelling.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

KEPT: Final = 65_536
"""How many parts of names are kept folded; a record of some thousand people has fewer."""

_CYRILLIC: Final = str.maketrans(
    dict(zip("абвгґдезийіклмнопрстуўфыэ", "abvggdeziiiklmnoprstuufie", strict=True))
    | {"ё": "io", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ts", "ш": "sh", "щ": "shts", "ю": "iu", "я": "ia"}
    | {"є": "ie", "ї": "i", "ь": None, "ъ": None}
)
_UNMARKED: Final = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "e"})
"""Latin letters whose mark Unicode does not take off."""
_LOOK_ALIKE: Final = ("асеіорхукмтвнјѕ", "aceiopxykmtbhjs")
"""Letters of the two scripts that look the same, small or capital."""
_TO_LATIN: Final = str.maketrans(*_LOOK_ALIKE)
_TO_CYRILLIC: Final = str.maketrans(*reversed(_LOOK_ALIKE))

_ENGLISH: Final = {
    **{"shch": "sts", "szcz": "sts", "tsch": "ts", "tch": "ts", "sch": "s", "cz": "ts", "ck": "k"},
    **{"ch": "ts", "c": "k"},
}
_VOWELS: Final = str.maketrans("ou", "av")
"""Unstressed о is а in Belarusian; у, ў and в change places."""

_APOSTROPHES: Final = re.compile("['`´’‘ʼʹʺ]")  # noqa: RUF001 -- these very characters
_AND: Final = re.compile(r"(?<=\s)[иій](?=\s)")  # noqa: RUF001 -- Cyrillic: the word "and" between two names
_BETWEEN: Final = re.compile(r"[\W\d_]+")
_PATRONYMIC: Final = re.compile("(?:vi[ct]i?|vna|icna)$")


def _writing(table: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that writes each thing in a table as another, the longest first."""
    any_of = re.compile("|".join(sorted(table, key=len, reverse=True)))
    return lambda text: any_of.sub(lambda found: table[found[0]], text)


_HABITS: Final = (_writing(_ENGLISH), _writing(_ENGLISH | {"ch": "kh", "c": "ts"}))
"""Of spelling: the English, and the Slavic and German."""
_as_sounds: Final = _writing(
    {
        **{"ts": "c", "tz": "c", "dzh": "d", "dz": "d", "zh": "z", "sh": "s", "sz": "s", "kh": "h", "gh": "h"},
        **{"ph": "f", "g": "h", "q": "k", "w": "v", "x": "ks", "j": "i", "y": "i"},
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name: its letters, small and composed, and the ways to read them as sounds."""

    letters: str
    readings: tuple[str, ...]

    @property
    def initial(self) -> bool:
        """Whether it is one letter only."""
        return len(self.letters) == 1


def parts(name: str) -> tuple[Part, ...]:
    """Split a name as printed into its parts, in their order; a text without letters has none."""
    text = _APOSTROPHES.sub("", _AND.sub(" ", unicodedata.normalize("NFKC", name))).casefold()
    found = ((letters, readings(letters)) for letters in _BETWEEN.split(text) if letters)
    return tuple(Part(letters, read) for letters, read in found if read)


@lru_cache(maxsize=KEPT)
def readings(letters: str) -> tuple[str, ...]:
    """Return how one part of a name may sound, the English way of reading first."""
    latin = _latin(letters)
    read = (sounds(habit(latin)) for habit in _HABITS)
    return tuple(dict.fromkeys(one for one in read if one))


def sounds(latin: str) -> str:
    """Fold small Latin letters to sounds; sounds folded again are the same."""
    while (folded := _folded(latin)) != latin:
        latin = folded
    return latin


def patronymic(of: tuple[Part, ...]) -> Part | None:
    """Return the part of a name that is its patronymic, which may be left out: it follows the given name.

    Surnames may end like one. So a name needs three parts to have one, and it is the first such part after the first.
    """
    if len(of) < 3:  # noqa: PLR2004 -- given name, patronymic, surname
        return None
    return next((part for part in of[1:] if any(map(_PATRONYMIC.search, part.readings))), None)


def bones(sounding: str) -> str:
    """Return the consonants of a reading alone, with ц as т: Цімафей is Тимофей."""  # noqa: RUF002 -- the names meant
    return re.sub("[aei]", "", sounding).replace("c", "t")


def _latin(letters: str) -> str:
    """Write a part in Latin letters without marks; of two scripts in one word, the one with more letters is meant."""
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if 0 < cyrillic < len(letters):
        letters = letters.translate(_TO_CYRILLIC if 2 * cyrillic >= len(letters) else _TO_LATIN)
    spread = unicodedata.normalize("NFKD", letters.translate(_CYRILLIC).translate(_UNMARKED))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def _folded(latin: str) -> str:
    read = _as_sounds(re.sub(r"(.)\1+", r"\1", latin))
    return re.sub("i+(?=[aeou])|(?<=i)i+", "", read).translate(_VOWELS)

