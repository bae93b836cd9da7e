"""Judgements of the recorder, each with its reason."""

from typing import Final

from domain.facts.base import Fact, Text
from domain.people import FactId, PassageId, PersonId


class ReportPreferred(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Of several reports of one happening, the recorder follows this one, and says why."""

    TOPIC = "khronika:report-preferred"
    person: PersonId
    happening: FactId
    report: FactId
    reason: Text
    passages: tuple[PassageId, ...] = ()


KINDS: Final[tuple[type[Fact], ...]] = (ReportPreferred,)
