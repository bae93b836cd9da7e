"""Where somebody is held, and what is odd in it: cases that the random worlds meet seldom."""

from typing import Any

import pytest

from domain import facts as f
from domain.dates import Day, FuzzyDate, day_of
from domain.folds.anomalies import Oddity
from domain.folds.holds import Holds
from domain.folds.places import held_at, names_of
from domain.folds.standing import Standing
from domain.folds.status import Situation
from domain.people import FactId, PlaceId
from tests.worlds import PASSAGE, PERSON, RECORDED

PRISON, COLONY = PlaceId("prison"), PlaceId("colony")


def told(kind: type[f.Fact], identifier: str, **fields: Any) -> Standing:
    if kind is not f.PlaceNamed:
        fields |= {"person": PERSON, "occurred": FuzzyDate.parse(fields["occurred"])}
    fact = kind(passages=PASSAGE, **fields)
    bounds = fact.occurred.bounds(RECORDED) if hasattr(fact, "occurred") else (RECORDED, RECORDED)
    return Standing(FactId(identifier), 1, fact, *bounds)


def there(facts: list[Standing], day: str) -> dict[str | None, Holds]:
    spans = held_at(facts, Situation(facts))[0]
    return {one.place: one.holds for one in spans if one.start <= day_of(day) < one.end}


def odd(facts: list[Standing]) -> list[Oddity]:
    return [one.oddity for one in held_at(facts, Situation(facts))[1]]


def test_somebody_is_held_at_a_place_until_moved_or_released() -> None:
    facts = [
        told(f.Remanded, "d", occurred="2017-03-01"),
        told(f.HeldAt, "h1", occurred="2017-03-01", deprivation=FactId("d"), place=PRISON),
        told(f.HeldAt, "h2", occurred="[2017-03-05..2017-03-07]", deprivation=FactId("d"), place=COLONY),
        told(f.HeldAt, "h3", occurred="2017-03-09", deprivation=FactId("d")),
        told(f.Released, "r", occurred="2017-03-12", deprivation=FactId("d")),
    ]
    sure, may = Holds.CERTAINLY, Holds.POSSIBLY

    assert there(facts, "2017-02-28") == {}
    assert there(facts, "2017-03-04") == {PRISON: sure}
    assert there(facts, "2017-03-06") == {PRISON: may, COLONY: may}
    assert there(facts, "2017-03-07") == {COLONY: sure}
    assert there(facts, "2017-03-09") == there(facts, "2017-03-12") == {}
    assert odd(facts) == []


def test_a_place_of_one_deprivation_says_nothing_of_the_next() -> None:
    facts = [
        told(f.Detained, "d", occurred="2017-03-01"),
        told(f.HeldAt, "h", occurred="2017-03-01", deprivation=FactId("d"), place=PRISON),
        told(f.Released, "r", occurred="2017-03-02", deprivation=FactId("d")),
        told(f.Detained, "e", occurred="2017-03-05"),
    ]

    assert there(facts, "2017-03-01") == {PRISON: Holds.CERTAINLY}
    assert there(facts, "2017-03-05") == {}


@pytest.mark.parametrize(
    ("occurred", "expected"),
    [
        ("2017-03-01", []),
        ("2017-03-04", []),
        ("[2017-03-06..2017-03-20]", []),
        ("2017-03-08", [Oddity.HELD_OUTSIDE_DEPRIVATION]),
        ("[2017-02-01..2017-02-28]", [Oddity.HELD_OUTSIDE_DEPRIVATION]),
    ],
)
def test_a_place_outside_its_deprivation_is_odd(occurred: str, expected: list[Oddity]) -> None:
    facts = [
        told(f.Detained, "d", occurred="2017-03-01"),
        told(f.Released, "r", occurred="2017-03-06", deprivation=FactId("d")),
        told(f.HeldAt, "h", occurred=occurred, deprivation=FactId("d"), place=PRISON),
    ]

    assert odd(facts) == expected


def test_who_is_taken_and_let_go_on_one_day_was_somewhere_and_nothing_is_odd() -> None:
    facts = [
        told(f.Detained, "d", occurred="2017-03-01"),
        told(f.Released, "r", occurred="2017-03-01", deprivation=FactId("d")),
        told(f.HeldAt, "h", occurred="2017-03-01", deprivation=FactId("d"), place=PRISON),
    ]

    assert (there(facts, "2017-03-01"), odd(facts)) == ({}, [])


def test_a_name_is_borne_from_its_first_day_to_its_last() -> None:
    since, until = FuzzyDate.parse("[2005-01-01..2005-01-03]"), FuzzyDate.parse("2015-12-31")
    named = told(f.PlaceNamed, "n", place=PRISON, text="Colony", language="en", since=since, until=until)
    spans = [(one.start, one.end, one.holds) for one in names_of([named])]
    first, sure, last = day_of("2005-01-01"), day_of("2005-01-03"), day_of("2015-12-31")

    assert spans == [(first, sure, Holds.POSSIBLY), (sure, Day(last + 1), Holds.CERTAINLY)]
