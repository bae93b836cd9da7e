"""Which articles stand in which edition of the codes, from when to when: a registry, generated into docs/codes.md.

Only what a page was found for stands here; an article that does not is an opaque key, shown as it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from domain.codes import Article
from domain.dates import Day, FuzzyDate
from domain.editions_data import LINES


class Force(StrEnum):
    """Whether an article was in force when an act was done."""

    UNKNOWN = "not in the registry"
    NO = "not in force"
    POSSIBLY = "possibly in force"
    CERTAINLY = "in force"


@dataclass(frozen=True, slots=True)
class Edition:
    """An article as one act has it, in force from ``start`` until before ``end``; ``title`` is in our words.

    ``source`` is the address of the page that was read.
    """

    article: str
    title: str
    act: str
    start: FuzzyDate
    end: FuzzyDate | None
    source: str

    def force_on(self, earliest: Day, latest: Day) -> Force:
        """Return whether it was in force on a day that lies between these two."""
        if latest < self.start.earliest or (self.end and earliest >= self.end.latest):
            return Force.NO
        if earliest >= self.start.latest and (self.end is None or latest < self.end.earliest):
            return Force.CERTAINLY
        return Force.POSSIBLY


@cache
def registry() -> tuple[Edition, ...]:
    """Return every edition of the registry, in the order of the file."""
    return tuple(
        Edition(article, title, act, FuzzyDate.parse(start), FuzzyDate.parse(end) if end else None, source)
        for article, title, act, start, end, source in LINES
    )


@cache
def _by_article() -> dict[str, tuple[Edition, ...]]:
    found: dict[str, tuple[Edition, ...]] = {}
    for edition in registry():
        found[edition.article] = (*found.get(edition.article, ()), edition)
    return found


def editions(article: Article) -> Sequence[Edition]:
    """Return the editions of an article, earliest first; none for an article that the registry does not have."""
    return _by_article().get(article.whole, ())


def edition_on(article: Article, day: Day) -> Edition | None:
    """Return the edition in force on a day, the newest that may be so; none if there is none or none is known."""
    in_force = [one for one in editions(article) if one.force_on(day, day) is not Force.NO]
    return in_force[-1] if in_force else None


def force_on(article: Article, earliest: Day, latest: Day) -> Force:
    """Return whether an article was in force when an act was done, on some day between these two.

    An article that was struck out and came back in between is ``possibly in force``.
    """
    found = [one.force_on(earliest, latest) for one in editions(article)]
    if not found:
        return Force.UNKNOWN
    return next((force for force in (Force.CERTAINLY, Force.POSSIBLY) if force in found), Force.NO)
