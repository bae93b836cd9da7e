"""What happened to many at once, how many sources count, and who is known to have been among them (docs/adr/0029)."""

from typing import Final

from domain.dates import FuzzyDate, FuzzyInterval
from domain.errors import FactError
from domain.facts.base import Fact, Name, Quoted, Text
from domain.facts.people import PersonFact
from domain.incidents import IncidentKind
from domain.people import FactId, PassageId
from domain.published import Unit
from domain.quantities import Quantity


class IncidentReported(Quoted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A source reports that something happened to many; when, in ``window``, and where, in ``location`` as printed.

    ``text`` says what makes it one, if kind, window and location do not. Whoever is counted in this incident is counted
    in the one that it lies ``within``. A release or pardon of people who are not named is an incident too; who is found
    later to have been among them is a member.
    """

    TOPIC = "khronika:incident-reported"
    kind: IncidentKind
    window: FuzzyInterval
    location: Name | None = None
    text: Text | None = None
    within: FactId | None = None


class IncidentFact(Quoted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A sourced statement about one incident."""

    incident: FactId


class IncidentPlaced(IncidentFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The incident is part of another one: whoever is counted in it is counted there; parts may share people."""

    TOPIC = "khronika:incident-placed"
    within: FactId


class IncidentCounted(IncidentFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A publisher says how many it was; ``printed`` is its own word for what happened to them, such as *arrested*.

    A figure ``stated_as_of`` a day before the incident was over is of those up to that day.
    """

    TOPIC = "khronika:incident-counted"
    publisher: Name
    quantity: Quantity
    unit: Unit
    printed: Name
    stated_as_of: FuzzyDate | None = None


class MemberIdentified(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A person was among those of an incident; ``membership`` is the fact of theirs that it is, if one is recorded.

    What happened to them that fact says: this one changes nothing of their liberty.
    """

    TOPIC = "khronika:member-identified"
    incident: FactId
    membership: FactId | None = None


class IncidentsJudgement(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A judgement on some incidents, two or more, for a reason."""

    incidents: tuple[FactId, ...]
    reason: Text
    passages: tuple[PassageId, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a judgement on fewer than two, or on one twice."""
        if len(self.incidents) < 2 or len(set(self.incidents)) != len(self.incidents):  # noqa: PLR2004 -- two
            raise FactError("a judgement is on two incidents or more, each once", field="incidents")


class IncidentsJudgedSame(
    IncidentsJudgement, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """They are one and the same, reported more than once: their windows and figures are rivals."""

    TOPIC = "khronika:incidents-judged-same"


class IncidentsJudgedApart(
    IncidentsJudgement, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """No two of them count anybody in common, so that they can be added."""

    TOPIC = "khronika:incidents-judged-apart"


KINDS: Final[tuple[type[Fact], ...]] = (
    IncidentReported,
    IncidentPlaced,
    IncidentCounted,
    MemberIdentified,
    IncidentsJudgedSame,
    IncidentsJudgedApart,
)
