"""How a record changes without losing anything: later versions of a fact's stream, and what stands of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from domain.facts import Fact

CORRECTED: Final = "khronika:corrected"
RETRACTED: Final = "khronika:retracted"
REINSTATED: Final = "khronika:reinstated"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A whole new body; it may even move the fact to another person or kind."""

    body: Fact
    reason: str


@dataclass(frozen=True, slots=True)
class Retracted:
    """Taken back: one version of the stream, or with no ``version`` all of it so far."""

    reason: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Reinstated:
    """A retraction taken back: of one version, or with no ``version`` of all of it so far."""

    reason: str
    version: int | None = None


Content = Fact | Corrected | Retracted | Reinstated


@dataclass(frozen=True, slots=True)
class Stood:
    """The version of a fact that stands, and the fact it says."""

    version: int
    fact: Fact


class Status(StrEnum):
    """What has become of something that a version says."""

    STANDING = "standing"
    CORRECTED = "corrected"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Fate:
    """The status of one version, and ``by`` which later version it came about; ``None`` while it stands."""

    status: Status
    by: int | None = None


def fates(history: Iterable[tuple[int, Content]]) -> dict[int, Fate]:
    """Return what has become of each version that says something, given a stream's (version, content) in order.

    A version that is not taken back is corrected by the first later one that is not taken back itself.
    """
    bodies, retracted = _fold(history)
    left = sorted(bodies.keys() - retracted.keys())
    corrected = {one: Fate(Status.CORRECTED, by) for one, by in pairwise(left)}
    taken_back = {one: Fate(Status.RETRACTED, by) for one, by in retracted.items() if one in bodies}
    return {one: corrected.get(one) or taken_back.get(one) or Fate(Status.STANDING) for one in sorted(bodies)}


def retracted_versions(history: Iterable[tuple[int, Content]]) -> set[int]:
    """Return the versions of a stream that are taken back, given its (version, content) in order."""
    return set(_fold(history)[1])


def stands(history: Iterable[tuple[int, Content]]) -> Stood | None:
    """Return the newest version of a stream that is not retracted, given its (version, content) in order."""
    bodies, retracted = _fold(history)
    left = bodies.keys() - retracted.keys()
    return Stood(max(left), bodies[max(left)]) if left else None


def _fold(history: Iterable[tuple[int, Content]]) -> tuple[dict[int, Fact], dict[int, int]]:
    """Return what each version says, and of each that is taken back, by which version."""
    bodies: dict[int, Fact] = {}
    retracted: dict[int, int] = {}
    for version, content in history:
        match content:
            case Corrected(body=body):
                bodies[version] = body
            case Retracted(version=None):
                retracted = dict.fromkeys(bodies, version) | retracted
            case Retracted(version=int(number)):
                retracted.setdefault(number, version)
            case Reinstated(version=None):
                retracted.clear()
            case Reinstated(version=int(number)):
                retracted.pop(number, None)
            case Fact():
                bodies[version] = content
    return bodies, retracted
