"""Who was held incommunicado: an overlay on a deprivation, which ends with contact or with the deprivation."""

from collections import defaultdict
from collections.abc import Iterable

from domain.dates import Day
from domain.facts import ContactRestored, HeldIncommunicado
from domain.folds.holds import Ending, Holds, until
from domain.folds.standing import Standing
from domain.folds.status import Situation
from domain.people import FactId


def incommunicado(facts: Iterable[Standing], situation: Situation, day: Day) -> Holds:
    """Return whether the person was held incommunicado at the end of a day."""
    facts = list(facts)
    contacts: defaultdict[FactId, list[Ending]] = defaultdict(list)
    for one in facts:
        if isinstance(one.fact, ContactRestored):
            contacts[one.fact.isolation].append((one.bounds, ()))
    held = {element.deprivation for element in situation.elements(day)}
    found = Holds.NO
    for one in facts:
        if isinstance(one.fact, HeldIncommunicado):
            deprivation = situation.deprivation(one.fact.deprivation)
            if deprivation in held:
                there = Holds.CERTAINLY if held == {deprivation} else Holds.POSSIBLY
                found = max(found, min(there, until(one.bounds, contacts[one.id], day)))
    return found
