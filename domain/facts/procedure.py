"""What happens in a case against one person, in the order in which a case usually goes (docs/cases.md).

A case is one person's: of a case against several, each has one of their own. Charges and verdicts name articles as
structured keys (`domain.codes.Article`).
"""

from enum import StrEnum
from typing import Final

from domain.codes import Article
from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.facts.base import Fact, Name, Quoted
from domain.facts.people import PersonFact
from domain.people import FactId


class Proceedings(StrEnum):
    """What kind of case it is."""

    CRIMINAL = "criminal"
    ADMINISTRATIVE = "administrative"


class Hearing(StrEnum):
    """How a trial is held, as far as printed."""

    NOT_STATED = "not stated"
    OPEN = "open"
    CLOSED = "closed"
    IN_ABSENTIA = "in absentia"


class Verdict(StrEnum):
    """What a court decided, or left in place; ``sent back`` is for a new trial or inquiry."""

    GUILTY = "guilty"
    ACQUITTED = "acquitted"
    TERMINATED = "terminated"
    SENT_BACK = "sent back"

    # The enumeration's own hash is a call into Python for each look into a set.
    __hash__ = str.__hash__


class ProcedureFact(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that bears on a case against one person."""

    occurred: FuzzyDate


class CaseOpened(ProcedureFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A case against the person is known of from that day; nobody is charged by that.

    ``called`` is what the press calls it; ``deprivation`` is the custody whose ground it is, where that is so.
    """

    TOPIC = "khronika:case-opened"
    proceedings: Proceedings = Proceedings.CRIMINAL
    articles: tuple[Article, ...] = ()
    called: Name | None = None
    deprivation: FactId | None = None


class CaseFact(ProcedureFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A step in the case that it names."""

    case: FactId


class MadeSuspect(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Declared a suspect, of ``articles`` if they are stated; that is no charge."""

    TOPIC = "khronika:made-suspect"
    articles: tuple[Article, ...] = ()


class Charged(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Charged, under ``articles`` if they are stated; what was charged before stays charged."""

    TOPIC = "khronika:charged"
    articles: tuple[Article, ...] = ()


class ChargesChanged(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Articles were added to the charge, or dropped from it."""

    TOPIC = "khronika:charges-changed"
    added: tuple[Article, ...] = ()
    dropped: tuple[Article, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a change of nothing."""
        Quoted.__post_init__(self)
        if not self.added and not self.dropped:
            raise FactError("no article is added or dropped; a change names one", field="added")


class CaseReported(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Said to go on, on that day; ``articles`` are said to be charged still. A rival of a report that it is closed."""

    TOPIC = "khronika:case-reported"
    articles: tuple[Article, ...] = ()


class CaseSuspended(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Suspended and not closed: no step is taken, and the charges stay."""

    TOPIC = "khronika:case-suspended"


class CaseDropped(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Dropped without a verdict: the whole case, or what it says of some ``articles`` alone."""

    TOPIC = "khronika:case-dropped"
    articles: tuple[Article, ...] = ()


class SentToCourt(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The inquiry is over, and the case is with a court."""

    TOPIC = "khronika:sent-to-court"


class TrialBegun(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The trial began."""

    TOPIC = "khronika:trial-begun"
    hearing: Hearing = Hearing.NOT_STATED


class VerdictGiven(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A court decided in first instance. ``articles``, if stated, are all that the verdict is on.

    ``sentence`` is the fact that says to what; that somebody was sentenced is said there.
    """

    TOPIC = "khronika:verdict-given"
    verdict: Verdict
    articles: tuple[Article, ...] = ()
    sentence: FactId | None = None


class AppealHeard(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An appeal was decided; ``verdict`` is what stands after it, if that is stated."""

    TOPIC = "khronika:appeal-heard"
    verdict: Verdict | None = None


class VerdictInForce(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The verdict came into force; ``verdict`` says which one."""

    TOPIC = "khronika:verdict-in-force"
    verdict: Verdict = Verdict.GUILTY


class VerdictReviewed(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A verdict in force was reviewed; ``verdict`` is what stands after it, if that is stated."""

    TOPIC = "khronika:verdict-reviewed"
    verdict: Verdict | None = None


class CaseReopened(CaseFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A case that was closed or suspended goes on; ``articles`` are charged from then on, if that is stated."""

    TOPIC = "khronika:case-reopened"
    articles: tuple[Article, ...] = ()


KINDS: Final[tuple[type[Fact], ...]] = (
    CaseOpened,
    MadeSuspect,
    Charged,
    ChargesChanged,
    CaseReported,
    CaseSuspended,
    CaseDropped,
    SentToCourt,
    TrialBegun,
    VerdictGiven,
    AppealHeard,
    VerdictInForce,
    VerdictReviewed,
    CaseReopened,
)
