"""A small record with every type of fact, so that no table is empty, and with changes to some facts."""

from itertools import count
from typing import Any
from uuid import UUID

from domain import facts as f
from domain.changes import Content, Corrected, Reinstated, Retracted
from domain.facts import references
from domain.people import FactId, PersonId
from ledger.events import Draft
from tests.conftest import House
from tests.ledger.test_bytes import SAMPLES
from tests.projections.test_rows_are_replay import crowd, record

BY = "tester"


def write(house: House, *, crowds: int = 12) -> None:
    """Record one fact of every type, which name one another, then a crowd, then changes; and project all of it."""
    numbers = count(1)
    house.clock.move(days=400)  # some samples speak of days to come
    drafts = [
        Draft(FactId(str(UUID(int=next(numbers), version=4))), 1, fact, BY, "batch", "tiny", f"p{number}")
        for number, fact in enumerate((*_more(), *SAMPLES))
    ]
    house.ledger.record([_bound(draft, drafts) for draft in drafts])
    record(house, [crowd(seed) for seed in range(crowds)])
    first = house.ledger.page(after=0, limit=len(drafts))
    for event in (one for one in first if isinstance(one.content, f.Detained | f.GenderStated | f.Named)):
        _change(house, event.id, Retracted("in error"))
        _change(house, event.id, Reinstated("in error after all"))
    named = next(one for one in first if isinstance(one.content, f.Named))
    assert isinstance(named.content, f.Named)
    other = f.Named(
        person=next(PersonId(one.id) for one in reversed(drafts) if isinstance(one.content, f.PersonRegistered)),
        passages=named.content.passages,
        text="Zhamchuzhny",
        language="en",
        script=named.content.script,
    )
    _change(house, named.id, Corrected(other, "it is of another person"))
    house.projector.catch_up()


def _more() -> list[f.Fact]:
    """Return more samples of what some fact names several of, or names another of its own kind."""
    found: list[f.Fact] = []
    for sample in SAMPLES:
        kinds = [kind for _, _, kind in references(sample)]
        for kind in sorted({one for one in kinds if kinds.count(one) > 1 or isinstance(sample, one)}, key=str):
            there = [one for one in (*SAMPLES, *found) if isinstance(one, kind)]
            found += there[:1] * (3 - len(there))
    return found


def _change(house: House, identifier: FactId, content: Content) -> None:
    expect = house.ledger.stream(identifier)[-1].version
    house.ledger.record([house.ledger.change(identifier, content, expect=expect, by=BY)])


def _bound(draft: Draft, drafts: list[Draft]) -> Draft:
    """Let a sample name others of the kinds that it must name."""
    fact = draft.content
    assert isinstance(fact, f.Fact)
    found: dict[str, list[str]] = {}
    for field, _, kind in references(fact):
        possible = [one.id for one in drafts if isinstance(one.content, kind) and one.id != draft.id]
        before = sum(map(len, found.values()))
        found.setdefault(field, []).append(possible[before % len(possible)])
    fields: dict[str, Any] = {name: getattr(fact, name) for name in fact.__struct_fields__}
    for field, named in found.items():
        fields[field] = tuple(named) if isinstance(fields[field], tuple) else named[0]
    return Draft(draft.id, 1, type(fact)(**fields), BY, "batch", draft.register, draft.key)
