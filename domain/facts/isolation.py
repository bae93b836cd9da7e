"""Cut off from the world while held."""

from typing import Final

from domain.dates import FuzzyDate
from domain.facts.base import Fact
from domain.facts.people import PersonFact
from domain.people import FactId


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


KINDS: Final[tuple[type[Fact], ...]] = (
    HeldIncommunicado,
    ContactRestored,
)
