"""Identifiers and the few things that are said of a person. People first: no field that the questions do not need."""

from enum import StrEnum
from typing import NewType

FactId = NewType("FactId", str)
"""The stream of one fact: a random uuid4, written with hyphens."""
PersonId = NewType("PersonId", str)
"""The `FactId` of the fact that registered the person."""
TargetId = NewType("TargetId", str)
"""The `FactId` of the fact that registered the target of sanctions."""
PlaceId = NewType("PlaceId", str)
"""The `FactId` of the fact that registered a court or a place of detention."""
SourceId = NewType("SourceId", str)
PassageId = NewType("PassageId", str)


class Gender(StrEnum):
    """As an organization publishes it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class Occupation(StrEnum):
    """The group word is enough (docs/registers.md); workplaces and memberships are not recorded."""

    ACTIVIST = "activist"
    HUMAN_RIGHTS_DEFENDER = "human rights defender"
    JOURNALIST = "journalist"
    LAWYER = "lawyer"
    POLITICIAN = "politician"
    STUDENT = "student"
    OTHER = "other"


class Script(StrEnum):
    """ISO 15924 codes of the scripts that names in the records are printed in."""

    CYRILLIC = "Cyrl"
    LATIN = "Latn"
