"""Rows = replay for the cycle: what a stretch of days saw, under every reading of the dates or under some."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import Day, FuzzyDate
from domain.errors import FactError
from domain.folds.cycle import Month
from domain.people import FactId
from domain.sanctions import TargetKind
from ledger.events import Event
from projections.cycle import MonthOfCycle
from projections.replay.cycle import replay_cycle
from tests import worlds
from tests.conftest import House, opened
from tests.fuzzing import examples
from tests.projections import test_sanctions_are_replay as sanctions
from tests.projections.test_bridges_close import PEOPLE, Doing, Record, doings
from tests.worlds import DAYS, day, edtf


@st.composite
def comebacks(draw: st.DrawFn) -> worlds.World:
    """Recognized, released and detained again within a few days, in an order that the dates may leave open."""
    facts: list[tuple[str, f.Fact]] = []

    def add(kind: type[f.Fact], first: int, last: int, **fields: Any) -> FactId:
        name = FactId(f"{kind.__name__}{len(facts)}")
        occurred = FuzzyDate.parse(edtf(draw(st.integers(first, last)), draw(st.sampled_from([0, 0, 1, 2]))))
        facts.append((name, kind(person=worlds.PERSON, passages=worlds.PASSAGE, occurred=occurred, **fields)))
        return name

    opening = add(f.Detained, 0, 2)
    add(f.Recognized, 1, 5, bodies=("Viasna",), covers=draw(st.sampled_from([opening, None])))
    named = draw(st.sampled_from([opening, None]))
    out = add(f.Released, 2, 5, deprivation=named, follows=(opening,) if draw(st.booleans()) else ())
    again = add(f.Detained, 2, 6, follows=(out,) if draw(st.integers(0, 3)) == 0 else ())
    if draw(st.booleans()):
        add(f.Recognized, 3, 6, bodies=("Amnesty",), covers=again)
    return worlds.World(tuple(facts))


def _comeback(again: str, *follows: str) -> Doing:
    """Recognized, released on the 3rd or the 4th, and detained again."""
    common: dict[str, Any] = {"person": worlds.PERSON, "passages": worlds.PASSAGE}
    out = FuzzyDate.parse("[2017-03-03..2017-03-04]")
    facts: tuple[tuple[str, f.Fact], ...] = (
        ("o", f.Detained(**common, occurred=FuzzyDate.parse("2017-03-01"))),
        ("c", f.Recognized(**common, occurred=FuzzyDate.parse("2017-03-02"), bodies=("Viasna",), covers=FactId("o"))),
        ("r", f.Released(**common, occurred=out, deprivation=FactId("o"))),
        ("again", f.Detained(**common, occurred=FuzzyDate.parse(again), follows=tuple(map(FactId, follows)))),
    )
    return Doing("live", 1, 0, worlds.World(facts))


EITHER = [_comeback("[2017-03-03..2017-03-04]", "r"), _comeback("2017-03-04")]
"""On the 4th one of two detentions follows a release in every reading, but neither does in all of them."""
returning = st.builds(Doing, st.just("live"), st.integers(0, PEOPLE - 1), st.just(0), comebacks())
cuts = st.lists(st.integers(-1, DAYS + 7), min_size=2, max_size=5, unique=True).map(sorted)
"""Where stretches of days that follow one another begin; the last one ends there."""


def agree(house: House, events: Sequence[Event], seen: MonthOfCycle) -> None:
    """Rows and replay saw the same: how many, who, and how surely; whoever is withheld is counted and not shown."""
    replayed = replay_cycle(events, seen.month.first, seen.month.last)
    hidden = house.questions.disclosure().people
    for sort, happened in seen.people.items():
        verdicts = replayed.people.get(sort.value, {})
        shown = {group: verdict for group, verdict in verdicts.items() if group.isdisjoint(hidden)}

        assert happened.count.possible == len(verdicts), sort
        assert happened.count.certain == list(verdicts.values()).count("certain"), sort
        assert happened.withheld == len(verdicts) - len(shown)
        assert len(happened.people) == len(shown)
        for one in happened.people:
            verdict = next(verdict for group, verdict in shown.items() if one.id in group)
            assert one.holds.name.lower().startswith(verdict[:6])
            assert one.reasons or hidden
    for act, turned in seen.sanctions.items():
        found = {unit.value: (total.certain, total.possible) for unit, total in turned.totals.units.items()}
        assert found == replayed.sanctions[act.value], act
        assert all(one.reasons for one in turned.targets)


@pytest.mark.fuzz
@examples(50)
@given(
    back_again=st.lists(returning, max_size=3),
    done=st.lists(doings, min_size=1, max_size=5),
    asked=cuts,
    back=st.integers(0, 9),
)
@example(back_again=EITHER, done=[_comeback("2017-03-04")], asked=[2, 3, 4], back=0)
@example(back_again=EITHER, done=[_comeback("2017-03-04")], asked=[2, 4], back=0)
def test_rows_and_replay_see_the_same_people(
    back_again: list[Doing], done: list[Doing], asked: list[int], back: int, sqlite_template: Path
) -> None:
    """Months are stretches of a few days here, so that every bound of a date falls on every side of them."""
    path = sqlite_template.with_name("cycle.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        record = Record(house)
        for doing in (*back_again, *done):
            with suppress(FactError):
                record.do(doing)
        house.projector.catch_up()
        events = [event for page in house.ledger.read() for event in page]
        size = max(0, len(events) - back)
        months = [Month(day(start), day(end - 1)) for start, end in pairwise(asked)]
        for seen in house.questions.cycle.over(months, size).months:
            agree(house, events[:size], seen)


@pytest.mark.fuzz
@examples(25)
@given(
    kinds=st.lists(st.sampled_from(TargetKind), min_size=sanctions.TARGETS, max_size=sanctions.TARGETS),
    done=sanctions.changes,
    asked=cuts,
)
def test_rows_and_replay_see_the_same_sanctions(
    kinds: list[TargetKind], done: list[sanctions.Change], asked: list[int], sqlite_template: Path
) -> None:
    path = sqlite_template.with_name("cycle-sanctions.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    first = sanctions.FIRST.toordinal()
    with opened(f"sqlite:///{path}") as house:
        world = sanctions.World(house, kinds)
        for change in done:
            with suppress(FactError):
                world.do(change)
        house.projector.catch_up()
        events = [event for page in house.ledger.read() for event in page]
        months = [Month(Day(first + start), Day(first + end - 1)) for start, end in pairwise(asked)]
        for seen in house.questions.cycle.over(months).months:
            agree(house, events, seen)
