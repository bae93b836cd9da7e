"""The day's set, against two other opinions: replay's search for readings and a plain enumeration of all of them."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.folds.status import Element, Situation
from projections.replay import day_set
from tests.readings import Enumeration
from tests.worlds import DAYS, World, day, worlds


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
