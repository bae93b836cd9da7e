"""What the Viasna list prints, read strictly: articles, punishments, terms, places. ``None`` is not understood."""

import re
from typing import Final

from domain.dates import FuzzyDate
from domain.errors import DateError
from domain.facts import Punishment
from domain.people import Script

_ARTICLE = re.compile(
    r"(?:Part [1-9][0-9]? of Art(?:icle|\.) (?P<general>13|14|16) and )?"
    r"(?:Part (?P<part>[1-9][0-9]?) of )?Art(?:icle|\.) (?P<number>[1-9][0-9]{0,2})(?:-(?P<sub>[1-9][0-9]?))?"
    r" of the Criminal [Cc]ode(?: — .+)?"
)
_GENERAL: Final = {"13": ", preparation", "14": ", attempt", "16": ", complicity"}
"""Articles of the general part of the Criminal Code, which are named with the one that was not completed or shared."""
_COLONY = re.compile(
    r"imprisonment in an? (?:general|medium|reinforced|strict|maximum|high|special)-security penal colony"
)
_PENALTIES: Final = {
    "suspended imprisonment": Punishment.SUSPENDED,
    'restricted freedom in an open penal facility ("khimiya")': Punishment.OPEN_TYPE,
    'restricted freedom under home confinement ("domashnyaya khimiya")': Punishment.HOME_CONFINEMENT,
    "arrest": Punishment.SHORT_TERM_ARREST,
    "fine": Punishment.FINE,
}
_TERM = re.compile(
    r"(?:(?P<years>[1-9][0-9]?)(?P<half> 1/2|\.5)? years?)?"
    r"(?:(?:^| (?:and |adn )?)(?P<months>[1-9][0-9]?) months?)?"
    r"(?:(?:^| (?:and |adn )?)(?P<days>[1-9][0-9]{0,2}) days?)?"
)
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_BIRTH = re.compile(r"((?:19|20)[0-9]{2})(-[0-9]{2}-[0-9]{2})?")
_BELARUSIAN: Final = re.compile("[іўІЎ]")
_RUSSIAN: Final = re.compile("[ищъИЩЪ]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")


def article(printed: str) -> str | None:
    """Return the key of an article, such as CC 293 part 2 or CC 293, preparation."""
    match = _ARTICLE.fullmatch(printed)
    if match is None:
        return None
    sub = f"-{match['sub']}" if match["sub"] else ""
    part = f" part {match['part']}" if match["part"] else ""
    return f"CC {match['number']}{sub}{part}{_GENERAL.get(match['general'], '')}"


def punishment(printed: str) -> Punishment | None:
    """Return the kind of a punishment; its regime is not kept."""
    return Punishment.COLONY if _COLONY.fullmatch(printed) else _PENALTIES.get(printed)


def term(printed: str) -> str | None:
    """Return a length as ISO 8601 writes it: P2Y6M for 2 1/2 years, P1Y6M for 1 year adn 6 months, P15M."""
    match = _TERM.fullmatch(printed)
    if match is None or not printed or (match["half"] and match["months"]):
        return None
    months = "6" if match["half"] else match["months"]
    parts = {"Y": match["years"], "M": months, "D": match["days"]}
    return "P" + "".join(f"{number}{unit}" for unit, number in parts.items() if number)


def date(printed: str) -> FuzzyDate | None:
    """Return a day, a month or a year of the calendar."""
    try:
        return FuzzyDate.parse(printed) if _DATE.fullmatch(printed) else None
    except DateError:
        return None


def birth_year(printed: str) -> tuple[int, str] | None:
    """Return the year, and what may be kept of the cell: of a day of birth no more than its year."""
    match = _BIRTH.fullmatch(printed)
    if match is None:
        return None
    return int(match[1]), match[1] + ("-[…]" if match[2] else "")


def writing(name: str) -> tuple[str, Script] | None:
    """Return language and script of a name, as far as its letters tell: ``und`` where they do not.

    A name that mixes the scripts is in the one with more letters.
    """
    cyrillic, latin = len(_CYRILLIC.findall(name)), len(_LATIN.findall(name))
    if not cyrillic and not latin:
        return None
    if latin >= cyrillic:
        return "en", Script.LATIN
    belarusian, russian = bool(_BELARUSIAN.search(name)), bool(_RUSSIAN.search(name))
    return ("und" if belarusian == russian else "be" if belarusian else "ru"), Script.CYRILLIC
