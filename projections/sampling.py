"""A sample of answers, given by the rows and counted again by replay, which shares no code with them."""

import random
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from domain.dates import Day
from domain.errors import KhronikaError
from domain.folds import RULES_VERSION
from domain.folds.counts import DEFINITIONS, check_combination
from domain.folds.standing import Dated
from domain.sources import Variant
from ledger.events import Event
from ledger.log import Head, Log
from ledger.verify.findings import Finding, Report
from projections.basis import Basis
from projections.counts import count
from projections.digest import state
from projections.disclosure import one_with, withheld
from projections.projector import reached
from projections.replay.counts import replay
from projections.replay.digest import replayed_digest

NEAR: Final = 2
"""How many days a day that is asked about lies, at most, from one that a fact speaks of: there answers turn."""


def drawn(events: Sequence[Event], number: int, seed: int) -> list[Basis]:
    """Draw bases, the same for the same seed and log: days near those of facts, sizes of the log, definitions."""
    dice = random.Random(seed)  # noqa: S311 -- drawn so that anybody can draw the same
    days = [event.content.occurred.bounds(event.recorded_day) for event in events if isinstance(event.content, Dated)]
    rules = [(rule, variant) for rule in DEFINITIONS.values() for variant in Variant if _asked(rule.id, variant)]
    found = []
    for _ in range(number if days else 0):
        # Half of them at the newest size, where most questions are asked.
        size = dice.choice([len(events), dice.randint(1, len(events))])
        day = Day(dice.choice(dice.choice(days)) + dice.randint(-NEAR, NEAR))
        rule, variant = dice.choice(rules)
        head = Head(size, events[size - 1].recorded_at, b"")
        found.append(Basis(day, head, rule, variant, frozenset(), RULES_VERSION, beyond=False))
    return found


def _asked(definition: str, variant: Variant) -> bool:
    try:
        check_combination(DEFINITIONS[definition], variant, frozenset())
    except KhronikaError:
        return False
    return True


def verify_sample(connection: Connection, log: Log, report: Report, *, number: int, seed: int) -> int:
    """Compare counts and states at drawn bases with a replay of the events; return how many bases were drawn."""
    models, position = reached(connection)
    events = [event for page in log.read(upto=position) for event in page]
    bases = drawn(events, number, seed)
    hidden = withheld(connection, models)
    for basis in bases:
        unseen = one_with(connection, models, hidden, basis.head.size)
        place = f"{basis.definition.id} {basis.variant.value} on day {basis.day} at size {basis.head.size}"
        counted, again = count(connection, models, basis), replay(events[: basis.head.size], basis)
        if counted != again:
            report(Finding("replay", place, f"the rows count {counted}, the events alone {again}"))
        if state(connection, models, basis, unseen).digest() != replayed_digest(events, basis):
            report(Finding("replay", place, "the rows give another state than the events alone"))
    return len(bases)
