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


class Variant(StrEnum):
    """Which recognitions a count takes (DOMAIN 9)."""

    THEN = "then"
    HINDSIGHT = "hindsight"
