"""Every kind of fact, past tense, in the order a life meets them. A fact says what its source says and no more.

Each class pins its ``TOPIC``: stored bytes are for ever. Fields that hold identifiers are listed in `REFERENCES`.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from domain.dates import FuzzyDate, FuzzyInterval
from domain.errors import FactError
from domain.people import FactId, Gender, Occupation, PassageId, PersonId, Script, SourceId
from domain.sources import SourceKind, Variant, Wording
from domain.terms import Term

Text = Annotated[str, Meta(min_length=1)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]


class Fact(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One sourced statement."""

    TOPIC: ClassVar[str]
    SCHEMA: ClassVar[int] = 1


class Quoted(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A fact that must cite: at least one passage."""

    passages: tuple[PassageId, ...]

    def __post_init__(self) -> None:
        """Refuse a fact without a passage (docs/adr/0001)."""
        if not self.passages:
            raise FactError("no passage is cited; at least one is needed", field="passages")


# ---------------------------------------------------------------- sources


class SourceRegistered(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A document that states something. ``digest`` is the SHA-256 (hex) of our copy, where we hold one."""

    TOPIC = "khronika:source-registered"
    kind: SourceKind
    issuer: Text
    title: Text
    language: Text
    published: FuzzyDate | None = None
    captured: FuzzyDate | None = None
    url: str | None = None
    signatories: tuple[str, ...] = ()
    digest: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse an address that a reader could not open as a page."""
        if self.url is not None and not self.url.startswith(("https://", "http://")):
            raise FactError("an address begins with https:// or http://", field="url")


class PassageQuoted(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A place in a source, what it says (``[…]`` marks a cut, docs/registers.md), and the people it mentions."""

    TOPIC = "khronika:passage-quoted"
    source: SourceId
    pinpoint: Text
    text: Text
    wording: Wording = Wording.AS_PRINTED
    mentions: tuple[PersonId, ...] = ()
    note: str | None = None


class CoverageDeclared(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A register states its scope, and inside which window, if any, its answers to one definition are complete.

    ``persons`` is how many that is: an answer with another number, after a retraction say, is not complete.
    """

    TOPIC = "khronika:coverage-declared"
    scope: Text
    definition: str | None = None
    variant: Variant | None = None
    window: FuzzyInterval | None = None
    persons: Annotated[int, Meta(ge=0)] | None = None
    passages: tuple[PassageId, ...] = ()

    def __post_init__(self) -> None:
        """Refuse half a declaration of completeness."""
        parts = (self.definition, self.variant, self.window)
        if any(part is None for part in parts) and any(part is not None for part in parts):
            raise FactError("completeness needs definition, variant and window together", field="window")
        if self.persons is not None and self.window is None:
            raise FactError("how many persons belongs to a declaration of completeness", field="persons")


# ---------------------------------------------------------------- people


class PersonRegistered(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The record speaks of a person; who that is, other facts say."""

    TOPIC = "khronika:person-registered"


class PersonFact(Quoted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A sourced statement about one person."""

    person: PersonId


class Named(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A name as printed, mixed schemes and all; ``romanization`` only where it is known."""

    TOPIC = "khronika:named"
    text: Name
    language: Text
    script: Script
    romanization: str | None = None


class BirthYearStated(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The year alone; no day of birth enters the record."""

    TOPIC = "khronika:birth-year-stated"
    year: Annotated[int, Meta(ge=1900, le=2100)]


class GenderStated(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Gender as published."""

    TOPIC = "khronika:gender-stated"
    gender: Gender


class OccupationStated(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The group word for what the person does."""

    TOPIC = "khronika:occupation-stated"
    group: Occupation


class ExternalIdStated(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A publisher's own key for the person: a claim, not an identity."""

    TOPIC = "khronika:external-id-stated"
    publisher: Text
    value: Text


# ---------------------------------------------------------------- liberty


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
    """Sentenced by a court. ``custody``: the source prints that the person was taken into or kept in custody."""

    TOPIC = "khronika:sentenced"
    punishment: Punishment
    term: Term | None = None
    custody: bool = False


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


# ---------------------------------------------------------------- recognition


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


# ---------------------------------------------------------------- cut off from the world


class HeldIncommunicado(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Cut off from lawyers, letters and visits, until contact is restored or the deprivation ends."""

    TOPIC = "khronika:held-incommunicado"
    occurred: FuzzyDate
    deprivation: FactId


class ContactRestored(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Heard of again, after the isolation that it names."""

    TOPIC = "khronika:contact-restored"
    occurred: FuzzyDate
    isolation: FactId


# ---------------------------------------------------------------- judgements of the recorder


class ReportPreferred(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Of several reports of one happening, the recorder follows this one, and says why."""

    TOPIC = "khronika:report-preferred"
    person: PersonId
    happening: FactId
    report: FactId
    reason: Text
    passages: tuple[PassageId, ...] = ()


KINDS: tuple[type[Fact], ...] = (
    SourceRegistered,
    PassageQuoted,
    CoverageDeclared,
    PersonRegistered,
    Named,
    BirthYearStated,
    GenderStated,
    OccupationStated,
    ExternalIdStated,
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
    RecognitionProposed,
    Recognized,
    RecognitionWithdrawn,
    RecognitionRestored,
    HeldIncommunicado,
    ContactRestored,
    ReportPreferred,
)

BY_TOPIC: dict[str, type[Fact]] = {kind.TOPIC: kind for kind in KINDS}

REFERENCES: dict[str, type[Fact]] = {
    "person": PersonRegistered,
    "mentions": PersonRegistered,
    "source": SourceRegistered,
    "passages": PassageQuoted,
    "deprivation": LibertyFact,
    "follows": LibertyFact,
    "happening": LibertyFact,
    "report": LibertyFact,
    "release": Released,
    "covers": LibertyFact,
    "recognition": Recognized,
    "withdrawal": RecognitionWithdrawn,
    "isolation": HeldIncommunicado,
}
"""Fields that hold identifiers of other facts, and the kind of fact they must name."""


_REFERRING = {
    kind: [(field, named) for field, named in REFERENCES.items() if field in kind.__struct_fields__] for kind in KINDS
}


def references(fact: Fact) -> Iterator[tuple[str, FactId, type[Fact]]]:
    """Yield each identifier that a fact holds: its field, the identifier, and the kind it must name."""
    for field, kind in _REFERRING[type(fact)]:
        value = getattr(fact, field)
        for identifier in (value,) if isinstance(value, str) else value or ():
            yield field, FactId(identifier), kind


def word(kind: type[Fact]) -> str:
    """Return the kind's word in registers and answers: the topic without its prefix."""
    return kind.TOPIC.removeprefix("khronika:")
