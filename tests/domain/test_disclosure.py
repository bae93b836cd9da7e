"""Who is withheld by what stands: what was said goes first, and minors are withheld by default."""

import pytest

from domain import facts as f
from domain.dates import FuzzyDate, day_of
from domain.facts import Withholding
from domain.folds.disclosure import withheld_as
from domain.folds.standing import Standing
from domain.people import FactId, PassageId, PersonId

WHO = PersonId("person")
RECORDED = day_of("2026-01-01")
PASSAGES = (PassageId("passage"),)


def facts(*said: f.Fact) -> list[Standing]:
    found = []
    for number, fact in enumerate((f.PersonRegistered(), *said)):
        bounds = fact.occurred.bounds(RECORDED) if isinstance(fact, f.LibertyFact) else (RECORDED, RECORDED)
        found.append(Standing(FactId(f"f{number}"), 1, fact, *bounds))
    return found


def born(year: int) -> f.Fact:
    return f.BirthYearStated(person=WHO, passages=PASSAGES, year=year)


def detained(occurred: str) -> f.Fact:
    return f.Detained(person=WHO, passages=PASSAGES, occurred=FuzzyDate.parse(occurred))


@pytest.mark.parametrize(
    ("years", "occurred", "minor"),
    [
        ((2003,), "2021-12-30", True),  # born on the last day of 2003, seventeen
        ((2003,), "2021-12-31", False),
        ((2003,), "2021", True),
        ((2003,), "2022", False),
        ((2001, 2004), "2021-12-31", True),
        ((2003,), "[..2021-12-31]", False),  # a date without a beginning says nothing of childhood
        ((2003,), "[..2021-12-30]", True),
        ((1980,), "XXXX-12-22", False),
        ((2008,), "[2025-12-01..]", True),
        ((2009,), "2025-12-31", True),
        ((), "2021-12-30", False),
    ],
)
def test_who_may_have_been_a_child_is_withheld_also_when_grown(
    years: tuple[int, ...], occurred: str, *, minor: bool
) -> None:
    said = facts(*map(born, years), detained(occurred))

    assert withheld_as(said) == (Withholding.MINOR if minor else None)


def test_who_is_a_child_when_recorded_is_withheld_without_any_date() -> None:
    assert withheld_as(facts(born(2010))) is Withholding.MINOR
    assert withheld_as(facts(born(2007))) is None


def test_what_was_said_goes_before_the_age_and_withheld_before_disclosed() -> None:
    child, shown = (born(2010), f.PersonDisclosed(person=WHO, reason="of age and willing"))
    hidden = f.PersonWithheld(person=WHO, ground=Withholding.DANGER)

    assert withheld_as(facts(child, shown)) is None
    assert withheld_as(facts(child, shown, hidden)) is Withholding.DANGER
    assert withheld_as(facts(hidden)) is Withholding.DANGER
    assert withheld_as(facts(shown)) is None
