"""Courts and places of detention: registered once, named for a time, and who is held there. Never an address."""

from enum import StrEnum
from typing import Final

from domain.dates import FuzzyDate
from domain.facts.base import Fact, Name, Quoted, Text
from domain.facts.people import PersonFact
from domain.people import FactId, PlaceId


class PlaceKind(StrEnum):
    """What sort of place it is."""

    POLICE = "police department"
    HOLDING = "temporary holding facility"
    ARRESTS = "detention centre for administrative arrest"
    REMAND_PRISON = "remand prison"
    PRISON = "prison"
    COLONY = "colony"
    OPEN_TYPE = "open-type facility"
    COURT = "court"
    OTHER = "other"


class PlaceRegistered(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The record speaks of a court or a place of detention; how it is called, other facts say."""

    TOPIC = "khronika:place-registered"
    kind: PlaceKind


class PlaceFact(Quoted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A sourced statement about one place."""

    place: PlaceId


class PlaceNamed(PlaceFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A name as printed. ``since`` is its first day and ``until`` its last; without them no source sets an end."""

    TOPIC = "khronika:place-named"
    text: Name
    language: Text
    since: FuzzyDate | None = None
    until: FuzzyDate | None = None


class PlaceClosed(PlaceFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From that day on the place is not what it was registered as."""

    TOPIC = "khronika:place-closed"
    occurred: FuzzyDate


class HeldAt(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Held at a place from that day on, until the deprivation ends or another such fact of it says otherwise.

    Without ``place``: moved, and the source does not say where. It says nothing of the kind of custody.
    """

    TOPIC = "khronika:held-at"
    occurred: FuzzyDate
    deprivation: FactId
    place: PlaceId | None = None


KINDS: Final[tuple[type[Fact], ...]] = (
    PlaceRegistered,
    PlaceNamed,
    PlaceClosed,
    HeldAt,
)
