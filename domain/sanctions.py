"""Words for sanctions: whom they aim at, what they do, and how a measure may stand on a day."""

from enum import StrEnum


class TargetKind(StrEnum):
    """What a measure aims at. A group is whom an act or a page counts without naming them: a fixed set."""

    PERSON = "person"
    ENTITY = "entity"
    GROUP = "group"
    COUNTRY = "country"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"


class Measure(StrEnum):
    """What a sanction does."""

    ASSET_FREEZE = "asset freeze"
    TRAVEL_BAN = "travel ban"
    ARMS_EMBARGO = "arms embargo"

    # The enumeration's own hash is a call into Python for each look into a set.
    __hash__ = str.__hash__


class Stand(StrEnum):
    """How a measure may stand on a day: none was imposed yet, it applies, or why it does not apply, or not to all."""

    NONE = "none"
    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    LIFTED = "lifted"
    DIVIDED = "divided"

    __hash__ = str.__hash__


class Unit(StrEnum):
    """What targets are counted in; craft are vessels and aircraft."""

    PERSONS = "persons"
    ENTITIES = "entities"
    COUNTRIES = "countries"
    CRAFT = "craft"

    __hash__ = str.__hash__
