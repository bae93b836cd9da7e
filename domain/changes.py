"""How a record changes without losing anything: later versions of a fact's stream, and what stands of it."""

from collections.abc import Iterable
from dataclasses import dataclass
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


def retracted_versions(history: Iterable[tuple[int, Content]]) -> set[int]:
    """Return the versions of a stream that are taken back, given its (version, content) in order."""
    return _fold(history)[1]


def stands(history: Iterable[tuple[int, Content]]) -> Stood | None:
    """Return the newest version of a stream that is not retracted, given its (version, content) in order."""
    bodies, retracted = _fold(history)
    left = bodies.keys() - retracted
    return Stood(max(left), bodies[max(left)]) if left else None


def _fold(history: Iterable[tuple[int, Content]]) -> tuple[dict[int, Fact], set[int]]:
    bodies: dict[int, Fact] = {}
    retracted: set[int] = set()
    for version, content in history:
        match content:
            case Corrected(body=body):
                bodies[version] = body
            case Retracted(version=None):
                retracted |= bodies.keys()
            case Retracted(version=int(number)):
                retracted.add(number)
            case Reinstated(version=None):
                retracted.clear()
            case Reinstated(version=int(number)):
                retracted.discard(number)
            case Fact():
                bodies[version] = content
    return bodies, retracted
