"""When a mandate or a provision of law is in force: days that an act bears are not the days on which it acts."""

from typing import Any

import pytest

from domain import facts as f
from domain.dates import Day, FuzzyDate, day_of
from domain.folds.force import in_force
from domain.folds.holds import Holds
from domain.folds.standing import Standing
from domain.people import FactId, PassageId

BY = day_of("2026-01-01")
LAW, REPEAL = FactId("law"), FactId("repeal")


def stands(identifier: str, kind: type[f.ForceFact], occurred: str, **fields: Any) -> Standing:
    dates: dict[str, Any] = {
        name: FuzzyDate.parse(fields.pop(name)) for name in ("adopted", "published", "expires") if name in fields
    }
    when = FuzzyDate.parse(occurred)
    fact = kind(occurred=when, passages=(PassageId("passage"),), **dates, **fields)
    return Standing(FactId(identifier), 1, fact, *when.bounds(BY))


def holds(facts: list[Standing], day: str) -> Holds | None:
    """Whether it is in force on a day; ``None`` before its first possible day."""
    at: Day = day_of(day)
    return next((one.holds for one in in_force(facts) if one.start <= at < one.end), None)


ARTICLE = [
    stands(LAW, f.LawEnacted, "2005-12", provision="Article 193.1"),
    stands(REPEAL, f.LawRepealed, "2019-07-19", law=LAW, adopted="2019-01-09", published="2019-01-18"),
    stands("restored", f.LawRestored, "[2022-01-14..2022-01-22]", law=LAW, repeal=REPEAL, published="2022-01-04"),
]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2005-11-30", None),
        ("2005-12-15", Holds.POSSIBLY),
        ("2005-12-31", Holds.CERTAINLY),
        ("2019-01-09", Holds.CERTAINLY),
        ("2019-01-18", Holds.CERTAINLY),
        ("2019-07-18", Holds.CERTAINLY),
        ("2019-07-19", Holds.NO),
        ("2022-01-04", Holds.NO),
        ("2022-01-14", Holds.POSSIBLY),
        ("2022-01-22", Holds.CERTAINLY),
    ],
)
def test_a_repeal_that_is_signed_and_published_leaves_the_article_in_force_until_its_own_day(
    day: str, expected: Holds | None
) -> None:
    assert holds(ARTICLE, day) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2012-07-05", Holds.CERTAINLY),
        ("2013-07-04", Holds.CERTAINLY),
        ("2013-07-05", Holds.NO),
        ("2014-01-01", Holds.CERTAINLY),
        ("2014-06-15", Holds.POSSIBLY),
        ("2014-07-01", Holds.NO),
    ],
)
def test_a_mandate_lasts_through_its_last_day_and_again_when_it_is_given_again(day: str, expected: Holds) -> None:
    facts = [
        stands(
            "mandate", f.MandateEstablished, "2012-07-05", mechanism="Rapporteur", body="Council", expires="2013-07-04"
        ),
        stands("again", f.MandateProlonged, "2014-01-01", mandate=FactId("mandate"), expires="2014-06"),
    ]

    assert holds(facts, day) is expected


def test_an_end_cuts_every_time_that_was_given() -> None:
    facts = [
        stands("mandate", f.MandateEstablished, "2012-07-05", mechanism="Rapporteur", body="Council"),
        stands("more", f.MandateProlonged, "2013-07-05", mandate=FactId("mandate"), expires="2014-07-05"),
        stands("over", f.MandateEnded, "2014-01-01", mandate=FactId("mandate")),
    ]

    assert [holds(facts, day) for day in ("2013-12-31", "2014-01-01")] == [Holds.CERTAINLY, Holds.NO]


def test_a_restoration_undoes_the_repeal_that_it_names_and_no_later_one() -> None:
    again = stands("again", f.LawRepealed, "2024-01-01", law=LAW)

    assert [holds([*ARTICLE, again], day) for day in ("2023-12-31", "2024-01-01")] == [Holds.CERTAINLY, Holds.NO]
