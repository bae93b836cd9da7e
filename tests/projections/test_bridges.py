"""Bridges in small: who is named, by which facts, and who is not."""

import pytest

from domain import facts as f
from domain.dates import day_of
from domain.folds.bridge import Change, Turn
from domain.folds.holds import Holds
from projections.strides import Moved, Stride
from tests.conftest import House
from tests.scribe import Scribe


@pytest.fixture
def scribe(house: House) -> Scribe:
    return Scribe(house.ledger)


def steps(house: House, first: str, last: str, sizes: tuple[int, int] | None = None) -> list[Stride]:
    """The three steps between two days under ``held``, at two sizes of the log, by default at all of it."""
    house.projector.catch_up()
    size = house.ledger.size()
    bases = [
        house.questions.clock.basis(day_of(day), as_known=known, definition="held")
        for day, known in zip((first, last), sizes or (size, size), strict=True)
    ]
    return list(house.questions.bridge(*bases).strides)


def turns(moved: Moved) -> list[tuple[str, Turn | None]]:
    return [(type(one.stands).__name__, one.turn) for one in moved.facts]


def test_two_who_became_one_are_named_together_and_count_once(house: House, scribe: Scribe) -> None:
    people = [scribe.person(name) for name in ("Palijenka", "Polijenka")]
    for person in people:
        scribe.fact(f.Detained, person, occurred="2017-03-20")
    apart = house.ledger.size()
    judgement = scribe.judge(f.JudgedSame, *people)
    knowledge = steps(house, "2017-04-01", "2017-04-01", (apart, house.ledger.size()))[0]

    assert (knowledge.change, len(knowledge.moved)) == (Change(-1, -1), 1)
    moved = knowledge.moved[0]
    assert {one.id for one in moved.before} == set(people)
    assert [(one.id, one.holds) for one in moved.after] == [(people[0], Holds.CERTAINLY)]
    assert [one.id for one in moved.facts] == [judgement]


def test_whoever_was_or_is_one_person_with_somebody_moves_together_with_all_of_them(
    house: House, scribe: Scribe
) -> None:
    """A chain of judgements joins three; and so do two, of which one stood before the step and one after it."""
    one, two, three = people = [scribe.person(name) for name in ("Palijenka", "Polijenka", "Paliyenka")]
    for person in people:
        scribe.fact(f.Detained, person, occurred="2017-03-20")
    apart = house.ledger.size()
    mistake = scribe.judge(f.JudgedSame, one, two)
    first_pair = house.ledger.size()
    scribe.judge(f.JudgedSame, two, three)
    chain = house.ledger.size()
    scribe.retract(mistake)
    other_pair = house.ledger.size()

    for sizes, before, after in (
        ((apart, chain), people, [one]),
        ((first_pair, other_pair), [one, three], [one, two]),
    ):
        knowledge = steps(house, "2017-04-01", "2017-04-01", sizes)[0]
        assert len(knowledge.moved) == 1
        moved = knowledge.moved[0]
        assert ({at.id for at in moved.before}, {at.id for at in moved.after}) == (set(before), set(after))
        assert moved.change == knowledge.change == Change(len(after) - len(before), len(after) - len(before))


def test_a_term_that_may_be_over_is_what_moved_somebody_and_a_release_is_where_it_is_known(
    house: House, scribe: Scribe
) -> None:
    person = scribe.person()
    arrest = scribe.fact(f.AdministrativelyArrested, person, occurred="2017-03-13", term="P15D")
    world = steps(house, "2017-03-27", "2017-03-28")[1]
    assert (world.change, turns(world.moved[0])) == (Change(-1, 0), [("AdministrativelyArrested", Turn.TERM)])

    scribe.fact(f.Released, person, occurred="[2017-03-22..2017-03-24]", deprivation=arrest)
    world = steps(house, "2017-03-20", "2017-03-31")[1]
    assert (world.change, turns(world.moved[0])) == (Change(-1, -1), [("Released", Turn.HAPPENED)])
    world = steps(house, "2017-03-20", "2017-03-23")[1]
    assert (world.change, turns(world.moved[0])) == (Change(-1, 0), [("Released", Turn.DATE)])


def test_a_preferred_report_is_what_was_learnt(house: House, scribe: Scribe) -> None:
    person = scribe.person()
    arrest = scribe.fact(f.Detained, person, occurred="2017-04-28")
    fifth = scribe.fact(f.Released, person, occurred="2017-05-05", deprivation=arrest)
    seventh = scribe.fact(f.Released, person, occurred="2017-05-07", deprivation=arrest, happening=fifth)
    before = house.ledger.size()
    chosen = scribe.fact(f.ReportPreferred, person, happening=fifth, report=seventh, reason="an eyewitness")
    knowledge = steps(house, "2017-05-06", "2017-05-06", (before, house.ledger.size()))[0]

    assert (knowledge.change, [one.id for one in knowledge.moved[0].facts]) == (Change(1, 0), [chosen])


def test_whoever_is_withheld_is_in_the_sums_alone_and_so_is_who_was_held_to_be_one_with_them(
    house: House, scribe: Scribe
) -> None:
    hidden, other, shown = (scribe.person(name) for name in ("Hidden", "Other", "Shown"))
    for person in (hidden, other, shown):
        scribe.fact(f.Detained, person, occurred="2017-03-20")
    mistake = scribe.judge(f.JudgedSame, hidden, other)
    joined = house.ledger.size()
    scribe.retract(mistake)
    scribe.fact(f.PersonWithheld, hidden)
    knowledge, world, _ = steps(house, "2017-03-19", "2017-04-01")
    assert (world.change, world.withheld, world.withheld_change) == (Change(3, 3), 1, Change(1, 1))
    assert {one.id for moved in world.moved for one in moved.after} == {other, shown}

    knowledge = steps(house, "2017-04-01", "2017-04-01", (joined, house.ledger.size()))[0]
    assert (knowledge.change, knowledge.moved, knowledge.withheld) == (Change(1, 1), (), 2)
    world = steps(house, "2017-03-19", "2017-04-01", (joined, house.ledger.size()))[1]
    assert ([one.id for moved in world.moved for one in moved.after], world.withheld) == ([shown], 2)


def test_what_was_published_later_is_what_was_learnt(house: House, scribe: Scribe) -> None:
    """The log took nothing in between: the page that says so came out between the two days of publication."""
    early, late = map(scribe.passage_of, ("2014-08-20", "2014-10-31"))
    first, second = scribe.person(), scribe.person()
    scribe.fact(f.Detained, first, occurred="2014-08-14", passages=(early,))
    arrest = scribe.fact(f.Detained, second, occurred="2014-08-14", passages=(late,))
    house.projector.catch_up()
    clock = house.questions.clock
    known = clock.basis(day_of("2014-09-01"), definition="held")
    then = clock.published(known, day_of("2014-09-30"))

    for start, end, sign in ((then, known, 1), (known, then, -1)):
        answer = house.questions.bridge(start, end)
        knowledge, *others = answer.strides
        assert (answer.start.count.certain, answer.end.count.certain) == ((1, 2) if sign > 0 else (2, 1))
        assert (knowledge.change, [one.change for one in others]) == (Change(sign, sign), [Change(0, 0)] * 2)
        assert [(one.id, bool(one.stands), one.events) for one in knowledge.moved[0].facts] == [(arrest, sign > 0, ())]
