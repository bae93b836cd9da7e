"""What a fold found odd: shown beside the answer, never refused at the door."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.facts import references
from domain.folds.standing import Standing
from domain.people import FactId


class Oddity(StrEnum):
    """What kind of odd."""

    LINK_TO_NOTHING = "a link names a fact that does not stand"
    LINK_AGAINST_DATES = "a link contradicts the dates or closes a cycle; it is ignored"
    RELEASE_UNKNOWN = "a revoked release has nothing before it; the kind of custody is unknown"
    RIVAL_PREFERENCES = "two reports of one happening are both preferred"


@dataclass(frozen=True, slots=True, order=True)
class Anomaly:
    """One oddity and the facts it concerns."""

    oddity: Oddity
    facts: tuple[FactId, ...]


_NAMES_OWN = (
    "deprivation",
    "happening",
    "follows",
    "release",
    "covers",
    "recognition",
    "withdrawal",
    "isolation",
    "report",
)


def dangling(facts: Iterable[Standing]) -> list[Anomaly]:
    """Return an anomaly for each fact of one person that names another which does not stand."""
    facts = list(facts)
    standing = {one.id for one in facts}
    return [
        Anomaly(Oddity.LINK_TO_NOTHING, (one.id,))
        for one in facts
        if any(field in _NAMES_OWN and named not in standing for field, named, _ in references(one.fact))
    ]
