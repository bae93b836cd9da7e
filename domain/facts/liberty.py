"""What bears on a person's liberty, in the order a life meets it."""

from enum import StrEnum
from typing import Final

from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.facts.base import Fact, Quoted
from domain.facts.people import PersonFact
from domain.people import FactId, PlaceId
from domain.terms import Term


class LibertyFact(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that bears on a person's liberty.

    ``deprivation`` names the fact that opened the stretch without liberty this one belongs to; without it a
    depriving fact opens one. ``follows`` are facts that the source puts before this one. Reports of one happening
    name its first report in ``happening``.
    """

    occurred: FuzzyDate
    deprivation: FactId | None = None
    follows: tuple[FactId, ...] = ()
    happening: FactId | None = None


class Punishment(StrEnum):
    """What a sentence imposes."""

    COLONY = "colony"
    PRISON = "prison"
    SHORT_TERM_ARREST = "short-term arrest"
    OPEN_TYPE = "open-type facility"
    HOME_CONFINEMENT = "home confinement"
    COMPULSORY_TREATMENT = "compulsory treatment"
    SUSPENDED = "suspended"
    DEFERRED = "deferred"
    FINE = "fine"

    # The enumeration's own hash is a call into Python for each look into a set.
    __hash__ = str.__hash__


class Regime(StrEnum):
    """How strict a colony is."""

    GENERAL = "general"
    REINFORCED = "reinforced"
    STRICT = "strict"
    SPECIAL = "special"


class ReleaseKind(StrEnum):
    """Why somebody was let out, as far as printed."""

    NOT_STATED = "not stated"
    WITHOUT_CHARGE = "without charge"
    MEASURE_CHANGED = "measure changed"
    ON_RECOGNIZANCE = "on recognizance"
    CASE_DROPPED = "case dropped"
    ACQUITTED = "acquitted"
    NON_CUSTODIAL = "non-custodial sentence"
    TERM_SERVED = "term served"
    PAROLE = "parole"
    PARDON = "pardon"
    AMNESTY = "amnesty"
    EXCHANGE = "exchange"


class Departure(StrEnum):
    """How somebody left the country."""

    NOT_STATED = "not stated"
    FLED = "fled"
    DEPORTED = "deported"
    EXPELLED = "expelled"
    EXCHANGED = "exchanged"


class Detained(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Held by anybody in authority; says nothing of the ground."""

    TOPIC = "khronika:detained"


class AdministrativelyArrested(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Punished with arrest in administrative proceedings; in absentia nobody is taken."""

    TOPIC = "khronika:administratively-arrested"
    term: Term | None = None
    in_absentia: bool = False


class CriminallyDetained(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Held as a suspect of a crime (Code of Criminal Procedure, art. 108)."""

    TOPIC = "khronika:criminally-detained"


class HeldAsSuspect(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Kept in custody as a suspect without charge (Code of Criminal Procedure, art. 118: a charge within ten days)."""

    TOPIC = "khronika:held-as-suspect"


class Remanded(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put or kept in custody before trial; ``term``: how long at most, as ordered, or as the law allows."""

    TOPIC = "khronika:remanded"
    term: Term | None = None


class PutUnderHouseArrest(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """House arrest as a measure before trial."""

    TOPIC = "khronika:put-under-house-arrest"


class Sentenced(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Sentenced by a court. ``custody``: the source prints that the person was taken into or kept in custody.

    ``court`` is the place registered for it.
    """

    TOPIC = "khronika:sentenced"
    punishment: Punishment
    term: Term | None = None
    custody: bool = False
    court: PlaceId | None = None


class PunishmentBegun(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A punishment began to be served, also after a suspension was revoked."""

    TOPIC = "khronika:punishment-begun"
    punishment: Punishment
    term: Term | None = None


class Transferred(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Moved to where another punishment is served; which place that is, is not said."""

    TOPIC = "khronika:transferred"
    punishment: Punishment


class RegimeChanged(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put under another regime: from colony to prison and back, or, with ``regime``, within a colony."""

    TOPIC = "khronika:regime-changed"
    punishment: Punishment
    regime: Regime | None = None


class Released(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Let out, for whatever reason; says nothing about the charge."""

    TOPIC = "khronika:released"
    kind: ReleaseKind = ReleaseKind.NOT_STATED


class ReleaseRevoked(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Taken back after the release that it names: the same deprivation goes on."""

    TOPIC = "khronika:release-revoked"
    release: FactId

    def __post_init__(self) -> None:
        """Refuse a revocation that does not name the deprivation it reopens."""
        Quoted.__post_init__(self)
        if self.deprivation is None:
            raise FactError("a revoked release names the deprivation that goes on", field="deprivation")


class LeftCountry(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Outside the country from that day."""

    TOPIC = "khronika:left-country"
    kind: Departure = Departure.NOT_STATED


class Returned(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Back in the country, at liberty."""

    TOPIC = "khronika:returned"


class Died(LibertyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Died, wherever; no cause is recorded."""

    TOPIC = "khronika:died"


KINDS: Final[tuple[type[Fact], ...]] = (
    Detained,
    AdministrativelyArrested,
    CriminallyDetained,
    HeldAsSuspect,
    Remanded,
    PutUnderHouseArrest,
    Sentenced,
    PunishmentBegun,
    Transferred,
    RegimeChanged,
    Released,
    ReleaseRevoked,
    LeftCountry,
    Returned,
    Died,
)
