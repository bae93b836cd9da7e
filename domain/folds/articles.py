"""Whether the articles that a case names had been in force by then: an act comes before what is made of it."""

from collections.abc import Iterable, Iterator

from domain.codes import Article
from domain.dates import FIRST_DAY
from domain.editions import Force, force_on
from domain.facts import Fact, ProcedureFact
from domain.folds.anomalies import Anomaly, Oddity
from domain.folds.standing import Standing


def not_in_force(facts: Iterable[Standing]) -> list[Anomaly]:
    """Return an anomaly for each fact of a case that names an article which the registry has only for later days.

    The day of the act is mostly not known, so an article that had been struck out again is not told from one in force.
    """
    return [
        Anomaly(Oddity.ARTICLE_NOT_IN_FORCE, (one.id,))
        for one in facts
        if isinstance(one.fact, ProcedureFact)
        and any(force_on(article, FIRST_DAY, one.latest) is Force.NO for article in _named(one.fact))
    ]


def _named(fact: Fact) -> Iterator[Article]:
    for field in ("articles", "added"):
        yield from getattr(fact, field, ())
