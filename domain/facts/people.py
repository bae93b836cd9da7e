"""People: registered once, named and described by facts of their own."""

from typing import Annotated, Final

from msgspec import Meta

from domain.facts.base import Fact, Name, Quoted, Text
from domain.people import Gender, Occupation, PersonId, Script


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


KINDS: Final[tuple[type[Fact], ...]] = (
    PersonRegistered,
    Named,
    BirthYearStated,
    GenderStated,
    OccupationStated,
    ExternalIdStated,
)
