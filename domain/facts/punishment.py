"""What became of a sentence after it was passed; where somebody is held meanwhile, facts of liberty say."""

from typing import Final

from domain.dates import FuzzyDate
from domain.facts.base import Fact
from domain.facts.liberty import Punishment
from domain.facts.people import PersonFact
from domain.people import FactId
from domain.terms import Duration, Term


class SentenceFact(PersonFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that changed the sentence that it names."""

    occurred: FuzzyDate
    sentence: FactId


class SentenceShortened(SentenceFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The term was made shorter; ``term`` is the whole of it from then on, if that is stated."""

    TOPIC = "khronika:sentence-shortened"
    term: Term | None = None


class SentenceIncreased(SentenceFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The term was made longer; ``term`` is the whole of it from then on, if that is stated."""

    TOPIC = "khronika:sentence-increased"
    term: Term | None = None


class _Replaced(SentenceFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Another punishment stands in its place; ``term`` is that of the new one, if it is stated."""

    punishment: Punishment
    term: Term | None = None


class ReplacedByStricter(_Replaced, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A stricter punishment took its place."""

    TOPIC = "khronika:replaced-by-stricter"


class ReplacedByMilder(_Replaced, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A milder punishment took its place."""

    TOPIC = "khronika:replaced-by-milder"


class TimeCredited(SentenceFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Time was counted towards the sentence, as much as is stated; the term stays as it is."""

    TOPIC = "khronika:time-credited"
    credited: Duration


KINDS: Final[tuple[type[Fact], ...]] = (
    SentenceShortened,
    SentenceIncreased,
    ReplacedByStricter,
    ReplacedByMilder,
    TimeCredited,
)
