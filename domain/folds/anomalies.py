"""What a fold found odd: shown beside the answer, never refused at the door."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.facts import KINDS, Fact, RecognitionRestored, RecognitionWithdrawn
from domain.folds.standing import Standing
from domain.people import FactId


class Oddity(StrEnum):
    """What kind of odd."""

    LINK_TO_NOTHING = "a link names a fact that does not stand, or that is about somebody else"
    LINK_AGAINST_DATES = "a link contradicts the dates or closes a cycle; it is ignored"
    RELEASE_UNKNOWN = "a revoked release has nothing before it; the kind of custody is unknown"
    RECOGNITION_OUT_OF_ORDER = "a recognition was withdrawn, or a withdrawal taken back, before it was made"
    HAPPENING_OF_OTHER_TYPE = "reports of one happening are of different types; they are read as one all the same"
    IDENTITY_VETOED = "two persons are judged the same, and judged different; they stay apart"
    IN_FORCE_BEFORE_ITS_ACT = "a measure is in force before the act that it names was adopted"
    ARTICLE_NOT_IN_FORCE = "an article is named in a case that was not in force on any day by then"
    HELD_OUTSIDE_DEPRIVATION = "a place of detention is stated for days on which its deprivation did not last"
    RIVAL_PREFERENCES = "two reports of one happening are both preferred"
    INCIDENTS_VETOED = "incidents are judged one and the same, and judged apart; they stay apart"
    INCIDENT_WITHIN_ITSELF = "incidents are each part of the other; that is ignored"
    INCIDENT_MORE_THAN_COUNTED = "the members or parts of an incident are more than any source counts"
    COPY_WITH_OTHER_DIGEST = "a source states another digest than a copy of it has"
    COPY_OF_OTHER_DAY = "a source states another day of capture than a copy of it"
    CUSTODY_BROKEN = "a copy was handed over by a role that did not hold it"
    CUSTODY_BEFORE_CAPTURE = "a copy was handed over or checked before it was captured"
    COPY_NOT_INTACT = "somebody found a copy changed or missing"


@dataclass(frozen=True, slots=True, order=True)
class Anomaly:
    """One oddity and the facts it concerns."""

    oddity: Oddity
    facts: tuple[FactId, ...]


_OF_A_LIFE = frozenset(
    {"deprivation", "happening", "follows", "release", "covers", "recognition", "withdrawal", "isolation", "report"}
    | {"case", "sentence", "conviction", "supervision", "ban", "listing"}
)
_NAMES_OWN = {kind: [name for name in kind.__struct_fields__ if name in _OF_A_LIFE] for kind in KINDS}
"""Per kind, the fields that name other facts of the same person."""


def _named(fact: Fact) -> Iterator[tuple[FactId, ...]]:
    for field in _NAMES_OWN[type(fact)]:
        value = getattr(fact, field)
        if value:
            yield (FactId(value),) if isinstance(value, str) else value


def dangling(facts: Iterable[Standing]) -> list[Anomaly]:
    """Return an anomaly for each fact of one person that names another which does not stand."""
    facts = list(facts)
    standing = {one.id for one in facts}
    return [
        Anomaly(Oddity.LINK_TO_NOTHING, (one.id,))
        for one in facts
        if _NAMES_OWN[type(one.fact)] and any(not standing.issuperset(named) for named in _named(one.fact))
    ]


def out_of_order(facts: Iterable[Standing]) -> list[Anomaly]:
    """Return an anomaly for each withdrawal of a recognition, and each restoration, that came before what it undoes."""
    facts = list(facts)
    bounds = {one.id: one.bounds for one in facts}
    found = []
    for one in facts:
        match one.fact:
            case RecognitionWithdrawn(recognition=undone) | RecognitionRestored(withdrawal=undone):
                if undone in bounds and one.latest < bounds[undone][0]:
                    found.append(Anomaly(Oddity.RECOGNITION_OUT_OF_ORDER, (undone, one.id)))
            case _:
                pass
    return found
