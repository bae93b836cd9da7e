"""What became of a demand: of people and of parts, every small case counted out."""

from dataclasses import replace
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.folds.demands import Stood, Tally, of_parts, of_people, scoreboard
from domain.folds.holds import Holds
from domain.people import FactId, PassageId

SURE = [frozenset({one}) for one in f.Outcome]
"""Each outcome, certain."""


@pytest.mark.parametrize("named", range(1, 4))
def test_people_come_to_what_some_reading_of_each_gives(named: int) -> None:
    for states in product([(True,), (False,), (True, False)], repeat=named):
        certain, possible = sum(one == (True,) for one in states), sum(True in one for one in states)
        expected = {
            f.Outcome.MET if all(free) else f.Outcome.PARTLY_MET if any(free) else f.Outcome.NOT_MET
            for free in product(*states)
        }

        assert of_people(named, certain, possible) == expected, states


def test_nobody_named_is_not_assessed() -> None:
    assert of_people(0, 0, 0) == {f.Outcome.NOT_ASSESSED}


def test_parts_come_to_the_same_in_any_order_and_any_grouping() -> None:
    for several in product(SURE, repeat=3):
        found = {of_parts(order) for order in permutations(several)}

        assert found == {of_parts([of_parts(several[:2]), several[2]])}


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["met", "met"], "met"),
        (["met", "not met"], "partly met"),
        (["met", "not assessed"], "partly met"),
        (["partly met", "refused"], "partly met"),
        (["refused", "refused"], "refused"),
        (["refused", "lapsed"], "not met"),
        (["refused", "not assessed"], "not assessed"),
        (["not assessed"], "not assessed"),
    ],
)
def test_a_demand_is_as_its_parts_are(parts: list[str], whole: str) -> None:
    assert of_parts([frozenset({f.Outcome(one)}) for one in parts]) == {f.Outcome(whole)}


def test_parts_that_may_be_two_things_leave_the_whole_so() -> None:
    repealed = frozenset({f.Outcome.MET, f.Outcome.NOT_MET})

    assert of_parts([repealed, frozenset({f.Outcome.NOT_MET})]) == {f.Outcome.PARTLY_MET, f.Outcome.NOT_MET}


stood = st.builds(
    Stood,
    made=st.sampled_from([Holds.POSSIBLY, Holds.CERTAINLY]),
    outcomes=st.frozensets(st.sampled_from(list(f.Outcome)), min_size=1, max_size=3),
    part=st.booleans(),
)


@given(listed=st.lists(stood, max_size=6), withheld=st.integers(0, 3))
def test_a_scoreboard_counts_each_demand_once_and_never_more_certain_than_possible(
    listed: list[Stood], withheld: int
) -> None:
    board = scoreboard(listed, withheld)

    for scores in (board.demands, board.parts):
        assert list(scores.each) == list(f.Outcome)
        assert sum(one.certain for one in scores.each.values()) + scores.open + scores.withheld == scores.total
        assert all(one.certain <= one.possible <= scores.total for one in scores.each.values())
    assert board.demands.total + board.parts.total == len(listed) + withheld


@given(listed=st.lists(stood, max_size=6), data=st.data())
def test_finer_dates_only_narrow_a_scoreboard(listed: list[Stood], data: st.DataObject) -> None:
    finer = [
        replace(one, made=Holds.CERTAINLY, outcomes=frozenset({data.draw(st.sampled_from(sorted(one.outcomes)))}))
        for one in listed
    ]

    before, after = scoreboard(listed, 0), scoreboard(finer, 0)

    for wide, narrow in ((before.demands, after.demands), (before.parts, after.parts)):
        assert narrow.open == 0
        for outcome in f.Outcome:
            assert wide.each[outcome].certain <= narrow.each[outcome].certain <= wide.each[outcome].possible


def test_a_demand_that_may_not_have_been_made_yet_is_open() -> None:
    """Its outcome would be sure."""
    board = scoreboard([Stood(Holds.POSSIBLY, frozenset({f.Outcome.MET}), part=False)], 0)

    assert board.demands.each[f.Outcome.MET] == Tally(0, 1)
    assert (board.demands.open, board.demands.total, board.parts.total) == (1, 1, 0)


def test_what_is_said_by_nobody_of_nothing_or_assesses_nothing_is_refused() -> None:
    said: dict[str, Any] = {
        "passages": (PassageId("passage"),),
        "occurred": FuzzyDate.parse("2017"),
        "outcome": f.Outcome.MET,
    }
    demands = (FactId("demand"),)

    with pytest.raises(FactError, match="no body"):
        f.DemandAssessed(**said, bodies=(), demands=demands)
    with pytest.raises(FactError, match="no demand"):
        f.DemandAssessed(**said, bodies=("Viasna",), demands=())
    with pytest.raises(FactError, match="nobody has assessed"):
        f.DemandAssessed(**said | {"outcome": f.Outcome.NOT_ASSESSED}, bodies=("Viasna",), demands=demands)
