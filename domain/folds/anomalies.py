"""What a fold found odd: shown beside the answer, never refused at the door."""

from dataclasses import dataclass
from enum import StrEnum

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
