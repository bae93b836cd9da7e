"""The day's set, against two other opinions: replay's search for readings and a plain enumeration of all of them."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from domain import facts as f
from domain.dates import Day
from domain.folds.status import Element, Situation
from projections.replay.counts import day_set, over_set
from tests.readings import Enumeration
from tests.worlds import DAYS, World, day, worlds

pytestmark = pytest.mark.long


def plain(elements: frozenset[Element]) -> set[tuple[str, str | None]]:
    return {(element.liberty.value, element.deprivation) for element in elements}


@settings(max_examples=1500, deadline=None)
@given(world=worlds())
def test_fold_replay_and_enumeration_agree_on_every_day_of_a_small_world(world: World) -> None:
    situation, enumeration = Situation(world.standing()), Enumeration(world.recorded())

    for number in range(-1, DAYS + 8):
        expected = enumeration.on(day(number))

        assert plain(situation.elements(day(number))) == expected, number
        assert day_set(world.recorded(), day(number)) == expected, number


@settings(max_examples=1500, deadline=None)
@given(world=worlds())
def test_fold_replay_and_enumeration_agree_on_what_is_over(world: World) -> None:
    situation, enumeration = Situation(world.standing()), Enumeration(world.recorded())
    words = {"certain": "certainly", "possible": "possibly"}

    for number in range(-1, DAYS + 8):
        expected = enumeration.over(day(number))

        found = situation.over(day(number)).items()
        assert {which: holds.name.lower() for which, holds in found} == expected, number
        replayed = over_set(world.recorded(), day(number)).items()
        assert {which: words[holds] for which, holds in replayed} == expected, number


@settings(max_examples=500, deadline=None)
@given(world=worlds())
def test_spans_of_what_is_over_say_what_each_day_says(world: World) -> None:
    situation = Situation(world.standing())
    spans = situation.past()

    for number in range(-1, DAYS + 8):
        found = {span.deprivation: span.holds for span in spans if span.start <= day(number) < span.end}

        assert found == situation.over(day(number)), number


@settings(max_examples=800, deadline=None)
@given(world=worlds(max_size=9))
def test_the_set_is_never_empty(world: World) -> None:
    situation = Situation(world.standing())

    assert all(situation.elements(day(number)) for number in range(-1, DAYS + 8))


@settings(max_examples=800, deadline=None)
@given(world=worlds(max_size=9))
def test_fold_and_replay_agree_where_enumeration_is_too_slow(world: World) -> None:
    situation = Situation(world.standing())

    for number in range(-1, DAYS + 6, 2):
        assert plain(situation.elements(day(number))) == day_set(world.recorded(), day(number))


@settings(max_examples=500, deadline=None)
@given(world=worlds(max_size=7), data=st.data())
def test_the_order_of_recording_does_not_change_what_we_end_up_believing(world: World, data: st.DataObject) -> None:
    """A late arrest report counts the same as a prompt one."""
    shuffled = World(tuple(data.draw(st.permutations(world.facts))))

    assert Situation(world.standing()).spans() == Situation(shuffled.standing()).spans()


@settings(max_examples=500, deadline=None)
@given(world=worlds(max_size=7))
def test_spans_say_what_each_day_says_and_are_maximal(world: World) -> None:
    situation = Situation(world.standing())
    spans = situation.spans()

    for number in range(-1, DAYS + 8):
        inside = [span.elements for span in spans if span.start <= day(number) < span.end]
        assert inside in ([situation.elements(day(number))], [])
        if not inside:
            assert plain(situation.elements(day(number))) == {("free", None)}
    assert all(a.elements != b.elements for a, b in pairwise(spans) if a.end == b.start)


@settings(max_examples=500, deadline=None)
@given(world=worlds(max_size=5), data=st.data())
def test_finer_dates_only_narrow_what_may_be_so(world: World, data: st.DataObject) -> None:
    """Without links, which a finer date may contradict: with one date finer, each day's set is part of the former."""
    wide = [
        replace(one, fact=_unlinked(one.fact))
        for one in world.standing()
        if isinstance(one.fact, f.LibertyFact) and not isinstance(one.fact, f.ReleaseRevoked)
    ]
    fine = list(wide)
    if wide:
        chosen = data.draw(st.integers(0, len(wide) - 1))
        low = data.draw(st.integers(wide[chosen].earliest, wide[chosen].latest))
        high = data.draw(st.integers(low, wide[chosen].latest))
        fine[chosen] = replace(wide[chosen], earliest=Day(low), latest=Day(high))

    for number in range(-1, DAYS + 8):
        assert Situation(fine).elements(day(number)) <= Situation(wide).elements(day(number))


def _unlinked(fact: f.Fact) -> f.Fact:
    return structs.replace(fact, deprivation=None, follows=(), happening=None)
