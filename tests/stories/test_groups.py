"""Story 5, a group pardon without names: asked before and after people are matched to it, on both databases."""

from typing import Any

import pytest

from domain import facts as f
from domain.dates import FuzzyInterval, day_of
from domain.folds.anomalies import Oddity
from domain.folds.totals import Number
from domain.incidents import IncidentKind
from domain.people import FactId, PersonId
from domain.published import Unit
from domain.quantities import Quantity
from ledger.events import new_id
from projections.incidents import Described, IncidentsAnswer
from projections.replay.incidents import replay_incidents
from tests.conftest import House
from tests.scribe import Scribe, ask

DAY = "2024-08-16"


@pytest.fixture
def scribe(house: House) -> Scribe:
    return Scribe(house.ledger)


def told(scribe: Scribe, kind: type[f.Fact], /, **fields: Any) -> FactId:
    identifier = new_id()
    scribe.ledger.record([scribe.draft(identifier, kind(**fields, passages=(scribe.passage,)))])
    return identifier


def pardon(scribe: Scribe, number: str, day: str = DAY) -> FactId:
    """A group that the president's office counts and does not name."""
    window = FuzzyInterval.parse(f"{day}/{day}")
    opening: dict[str, Any] = {"kind": IncidentKind.PARDONS, "window": window}
    incident = told(scribe, f.IncidentReported, **opening)
    more: dict[str, Any] = {"publisher": "office of the president", "printed": "pardoned", "unit": Unit.PERSONS}
    told(scribe, f.IncidentCounted, incident=incident, quantity=Quantity.parse(number), **more)
    return incident


def prisoner(scribe: Scribe, name: str) -> tuple[PersonId, FactId]:
    person = scribe.person(name)
    opening = scribe.fact(f.Remanded, person, occurred="2021-03-01")
    scribe.fact(f.Recognized, person, occurred="2021-04-01", bodies=("Viasna",), covers=opening)
    return person, opening


def on_the_day(house: House, as_known: int | None = None) -> IncidentsAnswer:
    """Ask about the one day, and see that the facts alone say the same."""
    house.projector.catch_up()
    day = day_of(DAY)
    answer = house.questions.incidents.between(day, day, as_known=as_known)
    events = [event for page in house.ledger.read(upto=answer.head.size) for event in page]
    replayed = replay_incidents(events, day, day)
    assert {(str(one.kind), str(one.unit)): (one.certain, one.possible) for one in answer.totals} == {
        key: found[:2] for key, found in replayed.totals.items()
    }
    return answer


def in_custody(house: House, day: str, **more: Any) -> tuple[int, int]:
    house.projector.catch_up()
    return ask(house.questions, house.ledger, day, "in-custody", **more)


def persons(found: Described) -> Number:
    return next(one for one in found.numbers if one.unit is Unit.PERSONS)


def test_5_a_group_pardon_without_names(house: House, scribe: Scribe) -> None:
    """Five are pardoned, nobody is named; months later two are found to have been among them: five, never seven."""
    one, arrest = prisoner(scribe, "Anna")
    other, second_arrest = prisoner(scribe, "Boris")
    prisoner(scribe, "Vera")
    incident = pardon(scribe, "5")
    announced = house.ledger.size()

    def match(person: PersonId, opening: FactId, day: str) -> FactId:
        released = scribe.fact(f.Released, person, occurred=day, deprivation=opening, kind=f.ReleaseKind.PARDON)
        scribe.fact(f.MemberIdentified, person, incident=incident, membership=released)
        return released

    assert in_custody(house, DAY) == (3, 3)
    assert persons(on_the_day(house).found[0]).unnamed == (5, 5)

    match(one, arrest, DAY)
    first = house.ledger.size()
    match(other, second_arrest, DAY)

    for size, held, named in ((announced, 3, 0), (first, 2, 1), (None, 1, 2)):
        answer = on_the_day(house, size)
        (total,), (found,) = answer.totals, answer.found
        assert (total.certain, total.possible) == (5, 5)
        assert (found.named, persons(found).unnamed) == (named, (5 - named, 5 - named))
        assert in_custody(house, DAY, as_known=size) == (held, held)
        assert in_custody(house, "2024-08-15", as_known=size) == (3, 3)
        assert in_custody(house, "2025-06-01", as_known=size) == (held, held)
    assert [among.name for among in on_the_day(house).found[0].members] == ["Anna", "Boris"]


def test_two_registrations_of_one_member_are_one(house: House, scribe: Scribe) -> None:
    """Matched twice under two spellings: two until somebody judges them one, and the total is five all the time."""
    incident = pardon(scribe, "at least 1")
    pair = [scribe.person(name) for name in ("Palijenka", "Polijenka")]
    for person in pair:
        scribe.fact(f.MemberIdentified, person, incident=incident)
    apart = house.ledger.size()
    joined = scribe.judge(f.JudgedSame, *pair)
    together = house.ledger.size()
    scribe.retract(joined)

    assert [on_the_day(house, size).found[0].named for size in (apart, together, None)] == [2, 1, 2]
    assert [on_the_day(house, size).totals[0].certain for size in (apart, together, None)] == [2, 1, 2]


def test_a_match_that_was_wrong_is_taken_back(house: House, scribe: Scribe) -> None:
    """Then nobody is a member any more; what was known before stays answerable."""
    person, arrest = prisoner(scribe, "Anna")
    incident = pardon(scribe, "5")
    released = scribe.fact(f.Released, person, occurred=DAY, deprivation=arrest)
    member = scribe.fact(f.MemberIdentified, person, incident=incident, membership=released)
    matched = house.ledger.size()
    scribe.retract(released)
    house.projector.catch_up()
    lost = on_the_day(house).found[0]
    scribe.retract(member)

    assert [one.oddity for one in lost.anomalies] == [Oddity.LINK_TO_NOTHING]
    assert [on_the_day(house, size).found[0].named for size in (matched, None)] == [1, 0]
    assert in_custody(house, DAY) == (1, 1)
    assert in_custody(house, DAY, as_known=matched) == (0, 0)


def test_a_membership_that_names_a_fact_of_somebody_else_is_odd(house: House, scribe: Scribe) -> None:
    incident = pardon(scribe, "5")
    (person, _), (_, other) = prisoner(scribe, "Anna"), prisoner(scribe, "Boris")
    member = scribe.fact(f.MemberIdentified, person, incident=incident, membership=other)

    found = on_the_day(house).found[0]

    assert [(one.oddity, one.facts) for one in found.anomalies] == [(Oddity.LINK_TO_NOTHING, (member,))]
    assert [len(among.reasons) for among in found.members] == [1]


def test_more_members_than_counted_are_odd_and_counted(house: House, scribe: Scribe) -> None:
    incident = pardon(scribe, "1")
    for name in ("Anna", "Boris"):
        scribe.fact(f.MemberIdentified, scribe.person(name), incident=incident)

    found = on_the_day(house).found[0]

    assert [one.oddity for one in found.anomalies] == [Oddity.INCIDENT_MORE_THAN_COUNTED]
    assert (persons(found).bounds, persons(found).unnamed) == ((2, 2), (0, 0))
