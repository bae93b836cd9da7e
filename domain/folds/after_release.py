"""Whether each measure after release applies on a day: from its beginning until its last day or what ends it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.facts import (
    AfterRelease,
    Ban,
    BanExpired,
    BanImposed,
    BanLifted,
    ConvictionExpunged,
    ConvictionKept,
    Fact,
    ListedAsExtremist,
    RemovedFromList,
    SupervisionEnded,
    SupervisionImposed,
)
from domain.folds.force import InForce, lasting, spans
from domain.folds.standing import Standing
from domain.people import FactId


class Burden(StrEnum):
    """What weighs on somebody after release."""

    CONVICTION = "conviction not expunged"
    SUPERVISION = "supervision"
    BAN_ON_LEAVING = "ban on leaving the country"
    BAN_ON_ENTERING = "ban on entering the country"
    LISTED = "listed as extremist"


_BANNED: Final = {Ban.LEAVING: Burden.BAN_ON_LEAVING, Ban.ENTERING: Burden.BAN_ON_ENTERING}


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure, under the fact that began it: all facts on it in the order of their days, and when it applies."""

    id: FactId
    burden: Burden
    steps: tuple[FactId, ...]
    spans: tuple[InForce, ...]


def measures(facts: Iterable[Standing]) -> list[Measure]:
    """Return the measures after release of one person that stand, by their first days."""
    told = sorted((one for one in facts if isinstance(one.fact, AfterRelease)), key=lambda one: (*one.bounds, one.id))
    found = []
    for one in told:
        burden = _burden(one.fact)
        if burden is not None:
            ends = [other for other in told if ended_by(other.fact) == one.id]
            time = lasting(one.bounds, getattr(one.fact, "expires", None))
            applies = spans([time], [(other.bounds, ()) for other in ends])
            found.append(Measure(one.id, burden, (one.id, *(other.id for other in ends)), tuple(applies)))
    return found


def ended_by(fact: Fact) -> FactId | None:
    """Return the beginning of the measure that a fact ends; ``None`` if it ends none."""
    match fact:
        case ConvictionExpunged(conviction=begun) | SupervisionEnded(supervision=begun):
            return begun
        case BanLifted(ban=begun) | BanExpired(ban=begun) | RemovedFromList(listing=begun):
            return begun
    return None


def _burden(fact: Fact) -> Burden | None:
    match fact:
        case ConvictionKept():
            return Burden.CONVICTION
        case SupervisionImposed():
            return Burden.SUPERVISION
        case BanImposed(ban_on=what):
            return _BANNED[what]
        case ListedAsExtremist():
            return Burden.LISTED
    return None
