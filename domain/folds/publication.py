"""What could be known by a day: what sources that were certainly published by then carry (DOMAIN 11)."""

from collections.abc import Mapping

from domain.dates import Day
from domain.facts import CoverageDeclared, Fact, IdentityJudgement, PassageQuoted, SourceRegistered
from domain.people import FactId


def published(standing: Mapping[FactId, Fact], by: Day) -> frozenset[FactId]:
    """Return which of the facts that stand could be known by a day, given all of them.

    A fact that cites could if some passage it cites is from a source of by then. Registrations, decisions about what
    is shown, judgements on identity and declared coverage are the recorder's own, whatever was published when.
    """
    sources = {one for one, fact in standing.items() if isinstance(fact, SourceRegistered) and _out(fact, by)}
    passages = {
        one for one, fact in standing.items() if isinstance(fact, PassageQuoted) and FactId(fact.source) in sources
    }
    cited = {
        one
        for one, fact in standing.items()
        if not isinstance(fact, SourceRegistered | PassageQuoted)
        and (_own(fact) or not passages.isdisjoint(getattr(fact, "passages", ())))
    }
    return frozenset(sources | passages | cited)


def _own(fact: Fact) -> bool:
    return isinstance(fact, IdentityJudgement | CoverageDeclared) or not hasattr(fact, "passages")


def _out(source: SourceRegistered, by: Day) -> bool:
    return source.published is not None and source.published.latest <= by
