"""What is in force for a time: mandates of mechanisms, and provisions of law; ``occurred`` is the first day in force.

A day up to which a mandate lasts (``expires``) is its last day.
"""

from typing import Final

from domain.dates import FuzzyDate
from domain.facts.base import Fact, Name, Quoted, Text
from domain.people import FactId


class ForceFact(Quoted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something from which a mandate or a provision is in force, or is not any more; ``text`` says more, if needed."""

    occurred: FuzzyDate
    text: Text | None = None


class MandateEstablished(ForceFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A body gave a ``mechanism``, named as printed, a mandate; without ``expires`` it lasts until it is ended.

    A mechanism that is invoked for one report is a mandate too.
    """

    TOPIC = "khronika:mandate-established"
    mechanism: Name
    body: Name
    expires: FuzzyDate | None = None


class MandateProlonged(ForceFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A mandate was given for a further time, which may begin before the one before it is over, or after."""

    TOPIC = "khronika:mandate-prolonged"
    mandate: FactId
    expires: FuzzyDate | None = None


class MandateEnded(ForceFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From that day on a mandate is over, whatever time it was given."""

    TOPIC = "khronika:mandate-ended"
    mandate: FactId


class _Enacted(ForceFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What an act did to a provision; the act's other clocks, each as far as it is known."""

    adopted: FuzzyDate | None = None
    published: FuzzyDate | None = None


class LawEnacted(_Enacted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A provision of law, as printed, came into force; ``adopted`` is the day on which the act was signed."""

    TOPIC = "khronika:law-enacted"
    provision: Name


class LawRepealed(_Enacted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From that day on a provision is not in force; that an act says so was signed and published before."""

    TOPIC = "khronika:law-repealed"
    law: FactId


class LawRestored(_Enacted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A provision that a ``repeal`` had struck out is in force again, perhaps in other words."""

    TOPIC = "khronika:law-restored"
    law: FactId
    repeal: FactId


KINDS: Final[tuple[type[Fact], ...]] = (
    MandateEstablished,
    MandateProlonged,
    MandateEnded,
    LawEnacted,
    LawRepealed,
    LawRestored,
)
