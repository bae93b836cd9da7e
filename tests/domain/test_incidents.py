"""Totals of incidents: what is added, what is left out, what may count somebody twice."""

from dataclasses import replace

import pytest

from domain.dates import Day, day_of
from domain.folds.anomalies import Oddity
from domain.folds.incidents import Incident, Member, Report, Said, agreed, hull, incidents
from domain.folds.totals import Numbers, Total, total
from domain.incidents import IncidentKind
from domain.people import FactId, PersonId
from domain.published import Unit
from domain.quantities import Bounds, Quantity

MARCH = (day_of("2017-03-01"), day_of("2017-03-31"))


def report(
    name: str,
    first: str,
    last: str,
    *figures: str,
    within: tuple[str, ...] = (),
    same: tuple[str, ...] = (),
    apart: tuple[str, ...] = (),
    people: tuple[str, ...] = (),
) -> Report:
    """An incident of detentions in March 2017, counted in persons."""

    def named(others: tuple[str, ...], how: str) -> frozenset[tuple[FactId, FactId]]:
        return frozenset((FactId(other), FactId(f"{name} {how} {other}")) for other in others)

    bounds = [Quantity.parse(figure) for figure in figures]
    return Report(
        FactId(name),
        IncidentKind.DETENTIONS,
        day_of(f"2017-{first}"),
        day_of(f"2017-{last}"),
        named(within, "within"),
        tuple(Said(FactId(f"{name} {one.written}"), Unit.PERSONS, (one.low, one.high)) for one in bounds),
        tuple(Member(FactId(f"{name} {person}"), PersonId(person)) for person in people),
        named(same, "same"),
        named(apart, "apart"),
    )


def found(*reports: Report) -> dict[FactId, Incident]:
    return incidents(reports)


def together(*reports: Report, window: tuple[Day, Day] = MARCH) -> Total:
    """Add up persons detained in a window."""
    some = found(*reports)
    summed = total(some, Numbers(some, lambda person: person), window, IncidentKind.DETENTIONS, Unit.PERSONS)
    assert summed is not None
    return summed


def bounds(*reports: Report) -> dict[str, Bounds]:
    some = found(*reports)
    numbers = Numbers(some, lambda person: person)
    return {str(one): numbers.bounds(one, Unit.PERSONS) for one in some}


def test_the_march_of_2017_adds_no_part_to_its_whole_and_says_what_may_be_double() -> None:
    """300 before Freedom Day and more than 700 on it; 57 at one office may be among them, 150 of them certainly are."""
    summed = together(
        report("before", "03-03", "03-24", "300"),
        report("freedom day", "03-25", "03-26", "more than 700"),
        report("overnight", "03-25", "03-26", "around 100", within=("freedom day",)),
        report("office", "03-25", "03-25", "57", "more than 50"),
    )

    assert (summed.certain, summed.possible) == (1001, None)
    assert [one.id for one in summed.added] == ["before", "office", "freedom day"]
    assert summed.left_out == (("overnight", "freedom day"),)
    assert summed.overlaps == (("office", "freedom day"),)


def test_what_nobody_says_is_apart_is_the_larger_for_certain_and_both_possibly() -> None:
    one, other = report("one", "03-25", "03-25", "57"), report("other", "03-25", "03-26", "40")

    assert (together(one, other).certain, together(one, other).possible) == (57, 97)
    parted = report("other", "03-25", "03-26", "40", apart=("one",))
    assert (together(one, parted).certain, together(one, parted).possible) == (97, 97)
    assert together(one, parted).overlaps == ()


def test_the_certain_sum_is_the_heaviest_of_separate_incidents() -> None:
    """A long one overlaps two that are apart in time: the two together, or the long one, whichever is more."""
    two = (report("early", "03-03", "03-05", "30"), report("late", "03-20", "03-22", "30"))

    assert together(*two, report("long", "03-04", "03-21", "50")).certain == 60
    assert together(*two, report("long", "03-04", "03-21", "70")).certain == 70


def test_a_whole_is_at_least_its_largest_part_and_the_sum_of_those_judged_apart() -> None:
    whole = report("whole", "03-01", "03-31", "dozens")
    first = report("first", "03-03", "03-03", "30", within=("whole",))
    second = report("second", "03-20", "03-20", "25", within=("whole",))
    parted = report("second", "03-20", "03-20", "25", within=("whole",), apart=("first",))

    assert bounds(whole, first, second)["whole"] == (30, None)
    assert bounds(whole, first, parted)["whole"] == (55, None)
    assert together(whole, first, parted).left_out == (("first", "whole"), ("second", "whole"))


def test_a_part_without_a_limit_is_at_most_its_whole() -> None:
    some = bounds(
        report("whole", "03-25", "03-25", "57"), report("part", "03-25", "03-25", "dozens", within=("whole",))
    )

    assert some == {"whole": (57, 57), "part": (24, 57)}


def test_what_may_lie_outside_the_time_adds_nothing_for_certain_and_hides_no_part() -> None:
    """Spring is longer than March: its part of March is added beside it."""
    spring = report("spring", "03-01", "05-31", "more than 1,000")
    summed = together(spring, report("part", "03-25", "03-26", "more than 700", within=("spring",)))

    assert (summed.certain, summed.possible) == (701, None)
    assert [(one.id, one.bounds) for one in summed.added] == [("spring", (0, None)), ("part", (701, None))]
    assert summed.overlaps == (("spring", "part"),)


def test_an_incident_without_a_number_leaves_the_possible_open() -> None:
    summed = together(report("counted", "03-03", "03-03", "5"), report("not counted", "03-10", "03-10"))

    assert (summed.certain, summed.possible, summed.uncounted) == (5, None, ("not counted",))
    inside = report("not counted", "03-03", "03-03", within=("counted",))
    assert together(report("counted", "03-03", "03-03", "5"), inside).possible == 5


def test_members_of_parts_are_members_of_the_whole_each_once() -> None:
    whole = report("whole", "03-25", "03-25", "at least 1", people=("a", "b"))
    part = report("part", "03-25", "03-25", within=("whole",), people=("b", "c"))

    assert bounds(whole, part) == {"whole": (3, None), "part": (2, None)}


def test_reports_judged_one_stand_side_by_side_in_the_hull_of_their_windows() -> None:
    """21-22 March in one document, 22-24 in another."""
    some = found(
        report("of 000", "03-21", "03-22", "26", same=("of 002",)), report("of 002", "03-22", "03-24", "more than 30")
    )

    (one,) = some.values()

    assert (one.id, one.first, one.last) == ("of 000", day_of("2017-03-21"), day_of("2017-03-24"))
    assert bounds(*one.reports) == {"of 000": (26, None)}


def test_a_figure_of_a_day_before_the_incident_was_over_leaves_room_above() -> None:
    """Over is over by all reports: 26 by the 22nd, of what another document sees go on to the 24th."""
    early = report("early", "03-21", "03-22", same=("late",))
    early = replace(early, figures=(Said(FactId("26"), Unit.PERSONS, (26, 26), day_of("2017-03-22")),))

    assert bounds(early) == {"early": (26, 26)}
    assert bounds(early, report("late", "03-22", "03-24")) == {"early": (26, None)}


def test_judgements_that_contradict_join_nobody() -> None:
    some = found(
        report("a", "03-21", "03-21", "5", same=("b",)),
        report("b", "03-21", "03-21", "5", same=("a", "c")),
        report("c", "03-21", "03-21", "5", same=("b",), apart=("a",)),
    )

    assert list(some) == ["a", "b", "c"]
    assert {odd.oddity for one in some.values() for odd in one.anomalies} == {Oddity.INCIDENTS_VETOED}


def test_parts_in_a_circle_are_no_parts() -> None:
    some = found(
        report("a", "03-21", "03-21", "5", within=("b",)),
        report("b", "03-21", "03-21", "6", within=("a",)),
        report("c", "03-21", "03-21", "2", within=("a",)),
    )

    assert {str(one): sorted(each.wholes) for one, each in some.items()} == {"a": [], "b": [], "c": ["a"]}
    assert [odd.oddity for odd in some[FactId("a")].anomalies] == [Oddity.INCIDENT_WITHIN_ITSELF]


@pytest.mark.parametrize(
    ("figures", "side_by_side", "all_allow"),
    [
        (["57", "more than 50"], (51, None), (57, 57)),
        (["26", "more than 30"], (26, None), None),
        (["300"], (300, 300), (300, 300)),
        (["10-20", "15-30"], (10, 30), (15, 20)),
        ([], (0, None), (0, None)),
    ],
)
def test_rival_figures_give_a_hull_and_what_all_of_them_allow(
    figures: list[str], side_by_side: Bounds, all_allow: Bounds | None
) -> None:
    some = [(one.low, one.high) for one in map(Quantity.parse, figures)]

    assert hull(some) == side_by_side
    assert agreed(some) == all_allow
