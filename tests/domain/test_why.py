"""Explanations say what the folds say: on wild worlds, for every question, and word for word on a few small ones."""

import re
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import Day, FuzzyDate, day_of
from domain.folds.bearings import Bearing, Case, Question
from domain.folds.counts import DEFINITIONS, SERIES
from domain.folds.holds import Holds
from domain.folds.standing import Standing
from domain.folds.why import COUNTED, named, why
from domain.people import FactId
from domain.phrases import ENGLISH, spoken
from domain.sources import Variant
from domain.terms import Duration, Term
from tests.fuzzing import examples
from tests.worlds import DAYS, PASSAGE, PERSON, World, day, lives, worlds

TURN = re.compile(r"The answer changed on (\S+): the day before, (.*)\.|It changes on (\S+): (.*)\.")


@examples(200)
@given(world=st.one_of(lives(), worlds()), number=st.integers(-1, DAYS + 4), data=st.data())
def test_an_explanation_agrees_with_the_answer_that_it_explains(world: World, number: int, data: st.DataObject) -> None:
    """Every fact of liberty and recognition has one bearing; the days on which the answer changes are so."""
    definition, variant = data.draw(st.sampled_from(SERIES))
    case, asked = Case(world.standing()), Question(day(number), definition, variant)
    found = why(case, asked)

    assert found.holds is case.holds(asked)
    assert spoken(COUNTED[found.holds], ENGLISH) in found.conclusion.says
    assert sorted(use.fact.id for use in found.uses) == sorted(one.id for one in case.facts)
    opened = {one.deprivation for one in case.situation.elements(asked.day)} | case.situation.over(asked.day).keys()
    assert {one for said in (*found.because, *found.otherwise) for one in said.facts} <= case.by_id.keys() | opened
    for said in found.otherwise:
        if turn := TURN.fullmatch(said.says):
            at = Day(day_of(turn[1]) - 1) if turn[1] else day_of(turn[3])
            assert spoken(COUNTED[case.holds(replace(asked, day=at))], ENGLISH) == (turn[2] or turn[4])


@examples(200)
@given(world=st.one_of(lives(), worlds()), number=st.integers(-1, DAYS + 4))
def test_what_is_superseded_names_a_fact_that_has_happened_and_in_the_end_nothing_lies_ahead(
    world: World, number: int
) -> None:
    case = Case(world.standing())
    for at in (number, DAYS + 10):
        for use in case.uses(Question(day(at), DEFINITIONS["held"], Variant.THEN)):
            if use.bearing is Bearing.SUPERSEDED:
                assert use.by is not None
                assert case.by_id[use.by].earliest <= day(at)
            assert use.bearing is not Bearing.LATER or at == number


def told(facts: Sequence[tuple[str, f.Fact]], at: str) -> list[str]:
    """Explain, and return all sentences."""
    case = Case(World(tuple(facts)).standing())
    found = why(case, Question(day_of(at), DEFINITIONS["in-custody"], Variant.THEN))
    return [said.says for said in (*found.because, found.conclusion, *found.otherwise)]


def fact(kind: type[f.Fact], occurred: str, **fields: object) -> f.Fact:
    return kind(person=PERSON, passages=PASSAGE, occurred=FuzzyDate.parse(occurred), **fields)


DETAINED = ("d", fact(f.Detained, "2017-03-02"))
RECOGNIZED = ("r", fact(f.Recognized, "2017-03-05", bodies=("Viasna",), covers=FactId("d")))


def test_a_recognition_after_the_day_counts_in_hindsight() -> None:
    said = told([DETAINED, RECOGNIZED], "2017-03-03")

    assert said == [
        "The last word is: detained (2017-03-02), short detention.",
        "The deprivation that began with detained (2017-03-02) is not recognized by this day.",
        "So the person is not counted: nothing that may be so on this day is what in-custody counts.",
        "In hindsight counted certainly: Viasna recognized it after this day (2017-03-05).",
        "It changes on 2017-03-05: counted certainly.",
        "Under other definitions, on this day: held counted certainly.",
    ]


def test_a_release_in_a_month_leaves_the_answer_open_and_says_so() -> None:
    released = ("f", fact(f.Released, "2017-03", deprivation=FactId("d")))
    said = told([DETAINED, RECOGNIZED, released], "2017-03-10")

    assert said[:2] == [
        "The last word may be: detained (2017-03-02), short detention.",
        "The last word may be: released (2017-03), free.",
    ]
    assert "Free is not what in-custody counts." in said
    assert "Whether it was by this day is open: released (2017-03)." in said
    assert "It changes on 2017-03-31: not counted." in said


def test_a_term_that_may_be_over_and_a_withdrawal_are_said() -> None:
    arrested = ("d", fact(f.AdministrativelyArrested, "2017-03-02", term=Term(length=Duration.parse("P3D"))))
    withdrawn = ("w", fact(f.RecognitionWithdrawn, "2017-03-06", recognition=FactId("r")))
    said = told([arrested, RECOGNIZED, withdrawn], "2017-03-06")

    assert said[0].endswith("administrative arrest, or free, for its term may be over since 2017-03-05.")
    assert "This was withdrawn, by this day (2017-03-06)." in said


def test_the_reasons_for_which_facts_are_not_used_are_told_apart() -> None:
    earlier = ("e", fact(f.Detained, "2017-02-02"))
    of_that = ("q", fact(f.Recognized, "2017-02-03", bodies=("Viasna",), covers=FactId("e")))
    later = ("l", fact(f.Released, "2017-04-01", deprivation=FactId("d")))
    theirs = ("t", fact(f.Recognized, "2017-03-03", bodies=("Amnesty",), covers=FactId("d")))
    case = Case(World((earlier, of_that, DETAINED, RECOGNIZED, later, theirs)).standing())
    asked = Question(day_of("2017-03-04"), DEFINITIONS["in-custody"], Variant.THEN, frozenset({"Viasna"}))
    bearings = {use.fact.id: (use.bearing, use.by) for use in case.uses(asked)}

    assert bearings == {
        "e": (Bearing.SUPERSEDED, "d"),
        "q": (Bearing.OTHER_DEPRIVATION, None),
        "d": (Bearing.LAST_WORD, None),
        "r": (Bearing.RECOGNIZED_LATER, None),
        "l": (Bearing.LATER, None),
        "t": (Bearing.OTHER_BODY, None),
    }
    assert case.holds(asked) is Holds.NO


def test_a_report_that_is_not_followed_and_a_fact_that_changes_nothing_are_not_used() -> None:
    rival = ("v", fact(f.Detained, "2017-03-01", happening=FactId("d")))
    preferred = f.ReportPreferred(person=PERSON, happening=FactId("d"), report=FactId("d"), reason="nearer")
    absent = ("a", fact(f.AdministrativelyArrested, "2017-03-03", in_absentia=True))
    case = Case(World((DETAINED, rival, ("p", preferred), absent)).standing())
    uses = case.uses(Question(day_of("2017-03-04"), DEFINITIONS["held"], Variant.THEN))
    bearings = {str(use.fact.id): (use.bearing, use.by) for use in uses}

    assert bearings["v"] == (Bearing.SET_ASIDE, "d")
    assert bearings["p"] == (Bearing.PREFERS, "d")
    assert bearings["a"] == (Bearing.UNCHANGED, None)


def test_only_the_nearest_days_on_which_the_answer_changes_are_told() -> None:
    released = ("f", fact(f.Released, "2017-03-10", deprivation=FactId("d")))
    again = ("g", fact(f.Detained, "2017-04-01"))
    once_more = ("h", fact(f.Recognized, "2017-04-02", bodies=("Viasna",), covers=FactId("g")))
    said = told([DETAINED, RECOGNIZED, released, again, once_more], "2017-03-07")

    assert [one for one in said if "change" in one] == [
        "The answer changed on 2017-03-05: the day before, not counted.",
        "It changes on 2017-03-10: not counted.",
    ]


def test_a_fact_is_named_by_its_kind_and_its_day_as_written() -> None:
    written = fact(f.LeftCountry, "[..2015-09]")
    one = Standing(FactId("x"), 1, written, *written.occurred.bounds(Day(10**6)))  # type: ignore[attr-defined]

    assert spoken(named(one), ENGLISH) == "left country ([..2015-09])"
