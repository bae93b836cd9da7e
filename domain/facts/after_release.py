"""What weighs on somebody after release: each measure is begun by one fact, whose identifier it bears."""

from enum import StrEnum
from typing import Final

from domain.dates import FuzzyDate
from domain.facts.base import Fact, Name
from domain.facts.people import PersonFact
from domain.people import FactId


class Ban(StrEnum):
    """What is forbidden."""

    LEAVING = "leaving the country"
    ENTERING = "entering the country"


class AfterRelease(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A measure after release, or its end. ``occurred`` is the day on which it begins to apply, or ceases to."""

    occurred: FuzzyDate


class ConvictionKept(AfterRelease, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Said to be convicted still, from that day: the conviction is not expunged, the person not rehabilitated."""

    TOPIC = "khronika:conviction-kept"
    sentence: FactId | None = None


class ConvictionExpunged(AfterRelease, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The conviction does not count any more."""

    TOPIC = "khronika:conviction-expunged"
    conviction: FactId


class SupervisionImposed(AfterRelease, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put under supervision, up to and with ``expires`` if that is stated."""

    TOPIC = "khronika:supervision-imposed"
    expires: FuzzyDate | None = None


class SupervisionEnded(AfterRelease, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Not under supervision any more."""

    TOPIC = "khronika:supervision-ended"
    supervision: FactId


class BanImposed(AfterRelease, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Forbidden to leave the country or to enter it, up to and with ``expires`` if that is stated."""

    TOPIC = "khronika:ban-imposed"
    ban_on: Ban
    expires: FuzzyDate | None = None


class BanLifted(AfterRelease, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Somebody decided that a ban is over."""

    TOPIC = "khronika:ban-lifted"
    ban: FactId


class BanExpired(AfterRelease, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A ban ran out; nobody lifted it."""

    TOPIC = "khronika:ban-expired"
    ban: FactId


class ListedAsExtremist(AfterRelease, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put on a list of extremists or terrorists by a body of the state; nothing is said of the reason."""

    TOPIC = "khronika:listed-as-extremist"
    list_of: Name


class RemovedFromList(AfterRelease, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Taken off the list."""

    TOPIC = "khronika:removed-from-list"
    listing: FactId


KINDS: Final[tuple[type[Fact], ...]] = (
    ConvictionKept,
    ConvictionExpunged,
    SupervisionImposed,
    SupervisionEnded,
    BanImposed,
    BanLifted,
    BanExpired,
    ListedAsExtremist,
    RemovedFromList,
)
