"""Who called whom a political prisoner."""

from typing import Final

from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.facts.base import Fact, Name, Quoted
from domain.facts.people import PersonFact
from domain.people import FactId


class RecognitionProposed(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Bodies announced that they may recognize the person; that is no recognition and counts nowhere."""

    TOPIC = "khronika:recognition-proposed"
    occurred: FuzzyDate
    bodies: tuple[Name, ...]
    covers: FactId | None = None

    def __post_init__(self) -> None:
        """Refuse a proposal by nobody."""
        Quoted.__post_init__(self)
        if not self.bodies:
            raise FactError("no body is named; a proposal is somebody's", field="bodies")


class Recognized(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Bodies named the person a political prisoner in a statement of their own, for the deprivation it ``covers``.

    Press calling somebody a likely political prisoner, or people listing names, is no recognition.
    """

    TOPIC = "khronika:recognized"
    occurred: FuzzyDate
    bodies: tuple[Name, ...]
    covers: FactId | None = None
    clause: str | None = None
    demand: str | None = None

    def __post_init__(self) -> None:
        """Refuse a recognition by nobody."""
        Quoted.__post_init__(self)
        if not self.bodies:
            raise FactError("no body is named; a recognition is somebody's", field="bodies")


class RecognitionWithdrawn(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The bodies of an earlier recognition took it back from that day."""

    TOPIC = "khronika:recognition-withdrawn"
    occurred: FuzzyDate
    recognition: FactId


class RecognitionRestored(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The bodies took back the withdrawal that it names: the recognition holds again from that day."""

    TOPIC = "khronika:recognition-restored"
    occurred: FuzzyDate
    withdrawal: FactId


KINDS: Final[tuple[type[Fact], ...]] = (
    RecognitionProposed,
    Recognized,
    RecognitionWithdrawn,
    RecognitionRestored,
)
