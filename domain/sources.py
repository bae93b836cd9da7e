"""What a source is: its kind, and how a register says how much of the world it covers."""

from enum import StrEnum


class SourceKind(StrEnum):
    """What sort of document states something."""

    STATEMENT = "statement"
    NEWS = "news"
    REPORT = "report"
    RESOLUTION = "resolution"
    LEGAL_ACT = "legal act"
    LIST = "list"


class About(StrEnum):
    """What a scope is about: it is told with the answers to these questions."""

    PERSONS = "persons"
    SANCTIONS = "sanctions"
    DEMANDS = "demands"
    PUBLISHED_COUNTS = "published counts"
    MANDATES = "mandates"
    LAWS = "laws"
    INCIDENTS = "incidents"


class Wording(StrEnum):
    """Whether a passage stands in the source's words or in the recorder's; the second is never shown as a quotation."""

    AS_PRINTED = "as printed"
    IN_OUR_WORDS = "in our words"


class Variant(StrEnum):
    """Which recognitions a count takes (docs/status.md)."""

    THEN = "then"
    HINDSIGHT = "hindsight"
