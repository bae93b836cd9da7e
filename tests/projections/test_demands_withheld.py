"""A demand that names somebody withheld is counted and not shown, and neither is anything that would name them."""

import pytest

from domain import facts as f
from domain.dates import FuzzyDate, day_of
from domain.errors import QuestionError
from domain.people import FactId, PersonId, SourceId
from ledger.events import Draft, new_id
from tests.conftest import House
from tests.scribe import Scribe

DAY = day_of("2020-01-01")


def made(scribe: Scribe, *people: PersonId, part_of: FactId | None = None, text: str = "Do it.") -> FactId:
    fact = f.DemandMade(
        passages=(scribe.passage,), occurred=FuzzyDate.parse("2019"), bodies=("Viasna",), addressee="The authorities",
        text=text, statement=SourceId(scribe.source), releases=people, part_of=part_of,
    )  # fmt: skip
    identifier = new_id()
    scribe.ledger.record([Draft(identifier, 1, fact, "tester", "batch")])
    return identifier


def withhold(house: House, person: PersonId) -> FactId:
    identifier = new_id()
    house.ledger.record([Draft(identifier, 1, f.PersonWithheld(person=person), "tester", "batch")])
    house.projector.catch_up()
    return identifier


def test_a_demand_that_names_somebody_withheld_is_counted_alone(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("Somebody")
    whole = made(scribe, text="All of it.")
    part = made(scribe, person, part_of=whole, text="Release them.")
    plain = made(scribe, text="Something else.")
    house.projector.catch_up()
    before = house.questions.demands.on(DAY)
    withheld = withhold(house, person)

    answer = house.questions.demands.on(DAY, as_known=before.head.size)

    assert {one.id for one in before.demands} == {whole, part, plain}
    assert {one.id for one in answer.demands} == {whole, plain}
    assert (before.withheld, answer.withheld) == (0, 1)
    assert (before.scores.demands.total, before.scores.parts.total) == (2, 1)
    assert (answer.scores.demands.total, answer.scores.parts.total) == (3, 0)
    assert sum(one.certain for one in answer.scores.demands.each.values()) == 2
    assert all(part not in one.parts and person not in str(one) for one in answer.demands)
    assert next(one for one in answer.demands if one.id == whole).outcomes == {f.Outcome.MET}
    house.ledger.retract(withheld, reason="grown up", expect=1, by="tester")
    house.projector.catch_up()
    assert {one.id for one in house.questions.demands.on(DAY).demands} == {whole, part, plain}


def test_what_is_said_of_a_hidden_demand_and_a_shown_one_names_the_shown_one_alone(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("Somebody")
    hidden, shown = made(scribe, person), made(scribe)
    said = f.DemandAssessed(
        passages=(scribe.passage_of("2019-05-01"),), occurred=FuzzyDate.parse("2019-05"), bodies=("Viasna",),
        demands=(hidden, shown), outcome=f.Outcome.REFUSED,
    )  # fmt: skip
    house.ledger.record([Draft(new_id(), 1, said, "tester", "batch")])
    withhold(house, person)

    answer = house.questions.demands.on(DAY)

    assert [one.id for one in answer.demands] == [shown]
    assert hidden not in str(answer)


def test_a_statement_all_of_whose_passages_are_hidden_demands_nothing(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("Somebody")
    made(scribe, person)
    withhold(house, person)

    with pytest.raises(QuestionError, match="nothing is demanded"):
        house.questions.demands.on(DAY, statement=scribe.source)
