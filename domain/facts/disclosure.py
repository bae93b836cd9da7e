"""Who must not be shown: judgements of the recorder, which no door ever prints (docs/adr/0024)."""

from enum import StrEnum
from typing import Final

from domain.facts.base import Fact, Text
from domain.people import PersonId


class Withholding(StrEnum):
    """Why somebody is withheld; no more than this is said, for the reason itself can harm."""

    NOT_STATED = "not stated"
    MINOR = "minor"
    OWN_REQUEST = "own request"
    DANGER = "danger"


class PersonWithheld(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The person is counted and not shown, at every basis asked from now on, until this is retracted."""

    TOPIC = "khronika:person-withheld"
    person: PersonId
    ground: Withholding = Withholding.NOT_STATED


class PersonDisclosed(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The person, withheld as a minor by default, may be shown: grown up and willing, or named by their own choice."""

    TOPIC = "khronika:person-disclosed"
    person: PersonId
    reason: Text


KINDS: Final[tuple[type[Fact], ...]] = (
    PersonWithheld,
    PersonDisclosed,
)
