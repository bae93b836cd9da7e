"""Every kind of fact, past tense, in the order a life meets them. A fact says what its source says and no more.

Each class pins its ``TOPIC``: stored bytes are for ever. Fields that hold identifiers are listed in `REFERENCES`, those
that say whom or what a fact is about in `SUBJECTS`.
"""

from collections.abc import Iterator
from typing import Final

from domain.facts import (
    after_release,
    archive,
    demands,
    disclosure,
    force,
    incidents,
    isolation,
    judgements,
    liberty,
    people,
    places,
    procedure,
    published,
    punishment,
    quality,
    recognition,
    sanctions,
    signing,
    sources,
)
from domain.facts.after_release import (
    AfterRelease,
    Ban,
    BanExpired,
    BanImposed,
    BanLifted,
    ConvictionExpunged,
    ConvictionKept,
    ListedAsExtremist,
    RemovedFromList,
    SupervisionEnded,
    SupervisionImposed,
)
from domain.facts.archive import CopyCaptured, CopyChecked, CopyHandedOver, CustodyFact
from domain.facts.base import Fact, Name, Quoted, Text
from domain.facts.demands import (
    Answer,
    ConditionStated,
    DemandAnswered,
    DemandAssessed,
    DemandFact,
    DemandMade,
    DemandRestated,
    Outcome,
)
from domain.facts.disclosure import PersonDisclosed, PersonWithheld, Withholding
from domain.facts.force import (
    ForceFact,
    LawEnacted,
    LawRepealed,
    LawRestored,
    MandateEnded,
    MandateEstablished,
    MandateProlonged,
)
from domain.facts.incidents import (
    IncidentCounted,
    IncidentFact,
    IncidentPlaced,
    IncidentReported,
    IncidentsJudgedApart,
    IncidentsJudgedSame,
    IncidentsJudgement,
    MemberIdentified,
)
from domain.facts.isolation import ContactRestored, HeldIncommunicado
from domain.facts.judgements import IdentityJudgement, JudgedDifferent, JudgedSame, JudgedUndecided, ReportPreferred
from domain.facts.liberty import (
    AdministrativelyArrested,
    CriminallyDetained,
    Departure,
    Detained,
    Died,
    HeldAsSuspect,
    LeftCountry,
    LibertyFact,
    Punishment,
    PunishmentBegun,
    PutUnderHouseArrest,
    Regime,
    RegimeChanged,
    Released,
    ReleaseKind,
    ReleaseRevoked,
    Remanded,
    Returned,
    Sentenced,
    Transferred,
)
from domain.facts.people import (
    BirthYearStated,
    ExternalIdStated,
    GenderStated,
    Named,
    OccupationStated,
    PersonFact,
    PersonRegistered,
)
from domain.facts.places import HeldAt, PlaceClosed, PlaceFact, PlaceKind, PlaceNamed, PlaceRegistered
from domain.facts.procedure import (
    AppealHeard,
    CaseDropped,
    CaseFact,
    CaseOpened,
    CaseReopened,
    CaseReported,
    CaseSuspended,
    Charged,
    ChargesChanged,
    Hearing,
    MadeSuspect,
    ProcedureFact,
    Proceedings,
    SentToCourt,
    TrialBegun,
    Verdict,
    VerdictGiven,
    VerdictInForce,
    VerdictReviewed,
)
from domain.facts.published import CountPublished
from domain.facts.punishment import (
    ReplacedByMilder,
    ReplacedByStricter,
    SentenceFact,
    SentenceIncreased,
    SentenceShortened,
    TimeCredited,
)
from domain.facts.quality import CheckedAgainstSource, CheckOutcome, SourceRequotes
from domain.facts.recognition import RecognitionProposed, RecognitionRestored, RecognitionWithdrawn, Recognized
from domain.facts.sanctions import (
    ActAdopted,
    MeasureDivided,
    MeasureFact,
    MeasureImposed,
    MeasureLapsed,
    MeasureLifted,
    MeasureProlonged,
    MeasureSuspended,
    PartStated,
    SizeStated,
    TargetFact,
    TargetIdStated,
    TargetNamed,
    TargetRegistered,
)
from domain.facts.signing import KeyRotated
from domain.facts.sources import CoverageDeclared, PassageQuoted, SourceRegistered
from domain.people import FactId

__all__ = [
    "BY_TOPIC",
    "KINDS",
    "OPENS",
    "REFERENCES",
    "SUBJECTS",
    "ActAdopted",
    "AdministrativelyArrested",
    "AfterRelease",
    "Answer",
    "AppealHeard",
    "Ban",
    "BanExpired",
    "BanImposed",
    "BanLifted",
    "BirthYearStated",
    "CaseDropped",
    "CaseFact",
    "CaseOpened",
    "CaseReopened",
    "CaseReported",
    "CaseSuspended",
    "Charged",
    "ChargesChanged",
    "CheckOutcome",
    "CheckedAgainstSource",
    "ConditionStated",
    "ContactRestored",
    "ConvictionExpunged",
    "ConvictionKept",
    "CopyCaptured",
    "CopyChecked",
    "CopyHandedOver",
    "CountPublished",
    "CoverageDeclared",
    "CriminallyDetained",
    "CustodyFact",
    "DemandAnswered",
    "DemandAssessed",
    "DemandFact",
    "DemandMade",
    "DemandRestated",
    "Departure",
    "Detained",
    "Died",
    "ExternalIdStated",
    "Fact",
    "ForceFact",
    "GenderStated",
    "Hearing",
    "HeldAsSuspect",
    "HeldAt",
    "HeldIncommunicado",
    "IdentityJudgement",
    "IncidentCounted",
    "IncidentFact",
    "IncidentPlaced",
    "IncidentReported",
    "IncidentsJudgedApart",
    "IncidentsJudgedSame",
    "IncidentsJudgement",
    "JudgedDifferent",
    "JudgedSame",
    "JudgedUndecided",
    "KeyRotated",
    "LawEnacted",
    "LawRepealed",
    "LawRestored",
    "LeftCountry",
    "LibertyFact",
    "ListedAsExtremist",
    "MadeSuspect",
    "MandateEnded",
    "MandateEstablished",
    "MandateProlonged",
    "MeasureDivided",
    "MeasureFact",
    "MeasureImposed",
    "MeasureLapsed",
    "MeasureLifted",
    "MeasureProlonged",
    "MeasureSuspended",
    "MemberIdentified",
    "Name",
    "Named",
    "OccupationStated",
    "Outcome",
    "PartStated",
    "PassageQuoted",
    "PersonDisclosed",
    "PersonFact",
    "PersonRegistered",
    "PersonWithheld",
    "PlaceClosed",
    "PlaceFact",
    "PlaceKind",
    "PlaceNamed",
    "PlaceRegistered",
    "ProcedureFact",
    "Proceedings",
    "Punishment",
    "PunishmentBegun",
    "PutUnderHouseArrest",
    "Quoted",
    "RecognitionProposed",
    "RecognitionRestored",
    "RecognitionWithdrawn",
    "Recognized",
    "Regime",
    "RegimeChanged",
    "ReleaseKind",
    "ReleaseRevoked",
    "Released",
    "Remanded",
    "RemovedFromList",
    "ReplacedByMilder",
    "ReplacedByStricter",
    "ReportPreferred",
    "Returned",
    "SentToCourt",
    "SentenceFact",
    "SentenceIncreased",
    "SentenceShortened",
    "Sentenced",
    "SizeStated",
    "SourceRegistered",
    "SourceRequotes",
    "SupervisionEnded",
    "SupervisionImposed",
    "TargetFact",
    "TargetIdStated",
    "TargetNamed",
    "TargetRegistered",
    "Text",
    "TimeCredited",
    "Transferred",
    "TrialBegun",
    "Verdict",
    "VerdictGiven",
    "VerdictInForce",
    "VerdictReviewed",
    "Withholding",
    "references",
    "subjects",
    "word",
]

KINDS: Final[tuple[type[Fact], ...]] = (
    *sources.KINDS,
    *people.KINDS,
    *liberty.KINDS,
    *recognition.KINDS,
    *isolation.KINDS,
    *judgements.KINDS,
    *disclosure.KINDS,
    *sanctions.KINDS,
    *published.KINDS,
    *demands.KINDS,
    *force.KINDS,
    *places.KINDS,
    *procedure.KINDS,
    *punishment.KINDS,
    *after_release.KINDS,
    *incidents.KINDS,
    *quality.KINDS,
    *signing.KINDS,
    *archive.KINDS,
)

BY_TOPIC: Final[dict[str, type[Fact]]] = {kind.TOPIC: kind for kind in KINDS}

REFERENCES: Final[dict[str, type[Fact]]] = {
    "person": PersonRegistered,
    "pair": PersonRegistered,
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
    "target": TargetRegistered,
    "whole": TargetRegistered,
    "act": ActAdopted,
    "parts": CountPublished,
    "releases": PersonRegistered,
    "statement": SourceRegistered,
    "part_of": DemandMade,
    "demands": DemandMade,
    "mandate": MandateEstablished,
    "law": LawEnacted,
    "repeal": LawRepealed,
    "place": PlaceRegistered,
    "court": PlaceRegistered,
    "case": CaseOpened,
    "sentence": Sentenced,
    "conviction": ConvictionKept,
    "supervision": SupervisionImposed,
    "ban": BanImposed,
    "listing": ListedAsExtremist,
    "incident": IncidentReported,
    "within": IncidentReported,
    "incidents": IncidentReported,
    "membership": LibertyFact,
    "facts": Quoted,
    "origin": SourceRegistered,
    "copy": CopyCaptured,
}
"""Fields that hold identifiers of other facts, and the kind of fact they must name."""


OPENS: Final[dict[type[Fact], str]] = {
    PersonRegistered: "person",
    TargetRegistered: "target",
    CountPublished: "figure",
    DemandMade: "demand",
    MandateEstablished: "mandate",
    LawEnacted: "law",
    PlaceRegistered: "place",
    IncidentReported: "incident",
}
"""Facts that open a subject of the read models, and its kind: the subject's identifier is the fact's own."""

SUBJECTS: Final[dict[str, str]] = {
    "person": "person",
    "pair": "person",
    "releases": "person",
    "target": "target",
    "demands": "demand",
    "mandate": "mandate",
    "law": "law",
    "place": "place",
    "incident": "incident",
    "incidents": "incident",
}
"""Fields that say whom or what a fact is about, and the kind of subject."""

_ABOUT = {
    kind: [(field, about) for field, about in SUBJECTS.items() if field in kind.__struct_fields__] for kind in KINDS
}

_REFERRING = {
    kind: [(field, named) for field, named in REFERENCES.items() if field in kind.__struct_fields__] for kind in KINDS
}


def references(fact: Fact) -> Iterator[tuple[str, FactId, type[Fact]]]:
    """Yield each identifier that a fact holds: its field, the identifier, and the kind it must name."""
    for field, kind in _REFERRING[type(fact)]:
        value = getattr(fact, field)
        for identifier in (value,) if isinstance(value, str) else value or ():
            yield field, FactId(identifier), kind


def subjects(identifier: FactId, fact: Fact) -> Iterator[tuple[str, FactId]]:
    """Yield whom or what a fact is about: the kind of subject and its identifier, the fact's own if it opens one."""
    if type(fact) in OPENS:
        yield OPENS[type(fact)], identifier
    for field, kind in _ABOUT[type(fact)]:
        value = getattr(fact, field)
        for one in (value,) if isinstance(value, str) else value or ():
            yield kind, FactId(one)


def word(kind: type[Fact]) -> str:
    """Return the kind's word in registers and answers: the topic without its prefix."""
    return kind.TOPIC.removeprefix("khronika:")
