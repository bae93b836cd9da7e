"""The sound of a name: what stays of it across scripts, romanizations, look-alike letters and spellings.

A name is kept as printed; its sound is only for finding it. Each part of a name is written in a small alphabet where
sounds are one that romanizations, or Belarusian and Russian, write differently. A letter may stand for two sounds:
``c`` is к in Victor and ц in Łacinka, ``ch`` is ч in English and х in Polish. So a part has a sounding for each of two
habits of spelling.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

KEPT: Final = 65_536
"""How many names, and parts of names with their soundings, are kept; a record of some thousand people has fewer."""


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in pairs.split())


def _writing(table: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that writes each thing in a table as another, the longest first."""
    any_of = re.compile("|".join(sorted(table, key=len, reverse=True)))
    return lambda text: any_of.sub(lambda found: table[found[0]], text)


_CYRILLIC: Final = str.maketrans(
    dict(zip("абвгґдезийіклмнопрстуўфыэ", "abvggdeziiiklmnoprstuufie", strict=True))
    | _table("ё:io ж:zh х:kh ц:ts ч:ts ш:sh щ:shts ю:iu я:ia є:ie ї:i ь: ъ:")
)
_UNMARKED: Final = str.maketrans(_table("ł:l đ:d ø:o ı:i ß:ss æ:e"))
"""Latin letters whose mark Unicode does not take off."""
_LOOK_ALIKE: Final = ("асеіорхукмтвнјѕ", "aceiopxykmtbhjs")
"""Letters of the two scripts that look the same, small or capital."""
_TO_LATIN: Final = str.maketrans(*_LOOK_ALIKE)
_TO_CYRILLIC: Final = str.maketrans(*reversed(_LOOK_ALIKE))

_ENGLISH: Final = _table("shch:sts szcz:sts tsch:ts tch:ts sch:s cz:ts ck:k ch:ts c:k")
_HABITS: Final = (_writing(_ENGLISH), _writing(_ENGLISH | _table("ch:kh c:ts")))
"""Of spelling: the English one, then the Slavic and German one."""
_as_sounds: Final = _writing(
    _table("ts:c tz:c dzh:d dz:d zh:z sh:s sz:s kh:h gh:h ph:f g:h q:k w:v x:ks j:i y:i"),
)
_VOWELS: Final = str.maketrans("ou", "av")
"""Unstressed о is а in Belarusian; у, ў and в change places."""

_APOSTROPHES: Final = re.compile("['`´’‘ʼʹʺ]")
_AND: Final = re.compile(r"(?<=\s)[иій](?=\s)")
"""The Cyrillic word "and" between two names."""
_BETWEEN: Final = re.compile(r"[\W\d_]+")
_PATRONYMIC: Final = re.compile("(?:vi[ct]i?|vna|icna)$")
"""As sounds: -вич, -віч, -witsch, -vitj; -вна, -ўна, -ична."""


@lru_cache(maxsize=KEPT)
def parts(name: str) -> tuple[str, ...]:
    """Split a name as printed into its parts, in their order, in small letters; a text without letters has none."""
    text = _AND.sub(" ", _APOSTROPHES.sub("", unicodedata.normalize("NFKC", name).casefold()))
    return tuple(part for part in _BETWEEN.split(text) if part and soundings(part))


@lru_cache(maxsize=KEPT)
def soundings(part: str) -> tuple[str, ...]:
    """Return how one part of a name may sound, first by the English habit."""
    latin = _latin(part)
    found = (sounds(habit(latin)) for habit in _HABITS)
    return tuple(dict.fromkeys(one for one in found if one))


def sounds(latin: str) -> str:
    """Write small Latin letters as sounds; sounds written so again are the same."""
    while (once := _sounds_once(latin)) != latin:
        latin = once
    return latin


def patronymic(of: Sequence[str]) -> int | None:
    """Return the place of a name's patronymic among its parts, which may be left out: it follows the given name.

    Surnames may end like one. So a name needs three parts to have one, and it is the first such part after the first.
    """
    if len(of) < 3:  # noqa: PLR2004 -- given name, patronymic, surname
        return None
    places = (place for place, part in enumerate(of) if place and any(map(_PATRONYMIC.search, soundings(part))))
    return next(places, None)


def bones(sounding: str) -> str:
    """Return the consonants of a sounding alone, with ц as т: Цімафей is Тимофей."""
    return re.sub("[aei]", "", sounding).replace("c", "t")


def _latin(letters: str) -> str:
    """Write a part in Latin letters without marks."""
    spread = unicodedata.normalize("NFKD", _one_script(letters).translate(_CYRILLIC).translate(_UNMARKED))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def _one_script(letters: str) -> str:
    """Write a part that mixes the scripts in the one that is meant: where the letters of the other look like its own.

    If that says nothing, the one with more letters is meant.
    """
    cyrillic = [letter for letter in letters if "\u0400" <= letter <= "\u04ff"]
    if not 0 < len(cyrillic) < len(letters):
        return letters
    latin_fits = all(letter in _LOOK_ALIKE[0] for letter in cyrillic)
    cyrillic_fits = all(letter in _LOOK_ALIKE[1] or letter in cyrillic for letter in letters)
    meant = cyrillic_fits if latin_fits != cyrillic_fits else 2 * len(cyrillic) >= len(letters)
    return letters.translate(_TO_CYRILLIC if meant else _TO_LATIN)


def _sounds_once(latin: str) -> str:
    spelled = _as_sounds(re.sub(r"(.)\1+", r"\1", latin))
    return re.sub("i+(?=[aeou])|(?<=i)i+", "", spelled).translate(_VOWELS)
