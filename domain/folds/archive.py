"""A source's kept copies: which there are, what became of each, and what does not fit together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.archive import CopyState
from domain.dates import Day
from domain.facts import CopyCaptured, CopyChecked, CopyHandedOver, SourceRegistered
from domain.folds.anomalies import Anomaly, Oddity
from domain.folds.standing import Standing
from domain.people import FactId


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a copy: handed over, or checked."""

    id: FactId
    fact: CopyHandedOver | CopyChecked

    @property
    def bounds(self) -> tuple[Day, Day]:
        """The earliest and the latest day."""
        date = self.fact.handed_on if isinstance(self.fact, CopyHandedOver) else self.fact.checked_on
        return date.earliest, date.latest


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that stands, its steps of custody by day, and the role that holds it now as far as is recorded."""

    id: FactId
    fact: CopyCaptured
    steps: tuple[Step, ...]
    holder: str
    anomalies: tuple[Anomaly, ...]


def copies(source: SourceRegistered | None, facts: Iterable[Standing]) -> tuple[Copy, ...]:
    """Return the copies among the facts that stand, in their order; ``source`` is as it stands, if it does."""
    facts = list(facts)
    found = []
    for one in facts:
        if isinstance(one.fact, CopyCaptured):
            steps = [
                Step(step.id, step.fact)
                for step in facts
                if isinstance(step.fact, CopyHandedOver | CopyChecked) and step.fact.copy == one.id
            ]
            found.append(_copy(source, one.id, one.fact, sorted(steps, key=lambda step: step.bounds)))
    return tuple(found)


def _copy(source: SourceRegistered | None, identifier: FactId, fact: CopyCaptured, steps: Sequence[Step]) -> Copy:
    odd = []
    if source is not None:
        if source.digest is not None and source.digest.lower() != fact.digest:
            odd.append(Anomaly(Oddity.COPY_WITH_OTHER_DIGEST, (identifier,)))
        if source.captured and fact.captured_at and _apart(source, fact):
            odd.append(Anomaly(Oddity.COPY_OF_OTHER_DAY, (identifier,)))
    holder = fact.role
    for step in steps:
        if fact.captured_at and step.bounds[1] < fact.captured_at.earliest:
            odd.append(Anomaly(Oddity.CUSTODY_BEFORE_CAPTURE, (identifier, step.id)))
        match step.fact:
            case CopyHandedOver(giver=giver, taker=taker):
                if giver != holder:
                    odd.append(Anomaly(Oddity.CUSTODY_BROKEN, (identifier, step.id)))
                holder = taker
            case CopyChecked(found=found) if found is not CopyState.INTACT:
                odd.append(Anomaly(Oddity.COPY_NOT_INTACT, (identifier, step.id)))
            case _:
                pass
    return Copy(identifier, fact, tuple(steps), holder, tuple(odd))


def _apart(source: SourceRegistered, fact: CopyCaptured) -> bool:
    """Whether no day can be the day of capture that both state."""
    if source.captured is None or fact.captured_at is None:
        return False
    return source.captured.latest < fact.captured_at.earliest or fact.captured_at.latest < source.captured.earliest
