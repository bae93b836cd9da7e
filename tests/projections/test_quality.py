"""Checks count while what they looked at stands; two voices that repeat each other are one."""

from typing import Any

import pytest

from domain import facts as f
from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.people import FactId, PassageId, PersonId, SourceId
from domain.sources import SourceKind
from ledger.events import Draft, new_id
from projections.quality import QualityAnswer
from tests.conftest import House
from tests.scribe import Scribe


def rated(house: House, size: int | None = None) -> tuple[int, int, int]:
    """Facts that cite passages, checked, confirmed."""
    house.projector.catch_up()
    found: QualityAnswer = house.questions.quality.on(size)
    return found.quality.facts, found.quality.checked, found.quality.confirmed


def record(scribe: Scribe, fact: f.Fact) -> FactId:
    identifier = new_id()
    scribe.ledger.record([scribe.draft(identifier, fact)])
    return identifier


def check(scribe: Scribe, *facts: FactId, outcome: f.CheckOutcome = f.CheckOutcome.AGREES) -> FactId:
    when = FuzzyDate.parse("2019-01-01")
    return record(scribe, f.CheckedAgainstSource(facts=facts, role="reviewer", checked_on=when, outcome=outcome))


def passage_by(scribe: Scribe, issuer: str) -> tuple[SourceId, PassageId]:
    made: dict[str, Any] = {"kind": SourceKind.NEWS, "title": "A page", "language": "en"}
    source = SourceId(record(scribe, f.SourceRegistered(issuer=issuer, **made)))
    return source, PassageId(record(scribe, f.PassageQuoted(source=source, pinpoint="paragraph 1", text="So.")))


def test_a_check_counts_until_the_fact_or_its_passage_is_corrected(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person()
    held = scribe.fact(f.Detained, person, occurred="2017-03-02")
    freed = scribe.fact(f.Released, person, occurred="2017-03-03")
    check(scribe, held, freed)
    assert rated(house) == (2, 2, 0)
    before = house.ledger.size()

    scribe.correct(held, f.Detained, person, occurred="2017-03-01")
    assert rated(house) == (2, 1, 0)

    scribe.retract(held)
    scribe.ledger.reinstate(held, reason="in error", expect=3, by="tester")
    assert rated(house) == (2, 1, 0)

    scribe.retract(held, version=2)
    assert rated(house) == (2, 2, 0), "the version that was looked at stands again"

    passage = f.PassageQuoted(source=scribe.source, pinpoint="paragraph 2", text="It is so.")
    house.ledger.correct(FactId(scribe.passage), passage, reason="another place", expect=1, by="tester")
    assert rated(house) == (2, 0, 0)
    assert rated(house, before) == (2, 2, 0)


def test_the_newest_check_decides_and_what_cannot_be_reached_is_not_checked(house: House) -> None:
    scribe = Scribe(house.ledger)
    held = scribe.fact(f.Detained, scribe.person(), occurred="2017-03-02")
    check(scribe, held)
    late = check(scribe, held, outcome=f.CheckOutcome.NOT_REACHABLE)

    assert rated(house) == (1, 0, 0)
    scribe.retract(late)
    assert rated(house) == (1, 1, 0)
    check(scribe, held, outcome=f.CheckOutcome.DIFFERS)
    assert rated(house) == (1, 1, 0)
    assert house.questions.quality.on().differ == (held,)


def test_a_check_recorded_together_with_its_fact_speaks_of_it(house: House) -> None:
    """A register may name the check first."""
    scribe = Scribe(house.ledger)
    person, held = scribe.person(), new_id()
    said = f.CheckedAgainstSource(
        facts=(held,), role="reviewer", checked_on=FuzzyDate.parse("2019"), outcome=f.CheckOutcome.AGREES
    )
    detained = scribe.make(f.Detained, person, occurred="2017-03-02")
    house.ledger.record([Draft(new_id(), 1, said, "tester", "one"), Draft(held, 1, detained, "tester", "one")])

    assert rated(house) == (1, 1, 0)


def test_a_source_that_repeats_another_is_no_second_origin(house: House) -> None:
    scribe = Scribe(house.ledger)
    (ours, first), (theirs, second) = passage_by(scribe, "Viasna"), passage_by(scribe, "A paper")
    scribe.fact(f.Detained, scribe.person(), occurred="2017-03-02", passages=(first, second))
    assert rated(house) == (1, 0, 1)

    elsewhere = record(scribe, f.SourceRequotes(source=theirs, origin=ours, reason="of another", passages=(first,)))
    assert rated(house) == (1, 0, 1), "that is said of another passage"

    scribe.retract(elsewhere)
    own = record(scribe, f.SourceRequotes(source=theirs, origin=ours, reason="it says so", passages=(second,)))
    assert rated(house) == (1, 0, 0)

    scribe.retract(own)
    for source, origin in ((theirs, ours), (ours, theirs)):
        record(scribe, f.SourceRequotes(source=source, origin=origin, reason="each names the other"))
    assert rated(house) == (1, 0, 0)


@pytest.mark.parametrize("issuer", ["Viasna", "FIDH and Viasna"])
def test_one_who_takes_part_in_both_sources_is_one_origin(house: House, issuer: str) -> None:
    scribe = Scribe(house.ledger)
    passages = tuple(passage_by(scribe, one)[1] for one in ("Viasna", issuer))
    scribe.fact(f.Detained, scribe.person(), occurred="2017-03-02", passages=passages)

    assert rated(house) == (1, 0, 0)


def test_the_same_seed_draws_the_same_and_nothing_that_is_hidden(house: House) -> None:
    scribe = Scribe(house.ledger)
    people = [scribe.person() for _ in range(4)]
    facts = [
        scribe.fact(f.Detained, one, occurred="2017-03-02", passages=(passage_by(scribe, "A")[1],)) for one in people
    ]
    house.projector.catch_up()
    size = house.ledger.size()

    def drawn(number: int, seed: int) -> list[FactId]:
        return [one.entry.id for one in house.questions.quality.sample(number, seed, size).facts]

    first = drawn(4, 7)
    assert sorted(first) == sorted(facts)
    assert len({tuple(drawn(4, seed)) for seed in range(20)}) > 1
    scribe.fact(f.PersonWithheld, people[facts.index(first[0])])
    check(scribe, first[0], first[1])
    house.projector.catch_up()

    assert drawn(4, 7) == first[1:]
    assert drawn(2, 7) == first[1:3]
    sampled = house.questions.quality.sample(1, 7).facts[0]
    assert sampled.rating.check is None, "the check names what is hidden"


@pytest.mark.parametrize(
    ("facts", "checked_on", "field"),
    [
        ((), "2019", "facts"),
        (("one", "one"), "2019", "facts"),
        (("passage",), "2019", "facts"),
        (("one",), "2099", "checked_on"),
    ],
)
def test_a_check_of_nothing_twice_of_what_cites_nothing_or_in_the_future_is_refused(
    house: House, facts: tuple[str, ...], checked_on: str, field: str
) -> None:
    scribe = Scribe(house.ledger)
    known = {"one": scribe.fact(f.Detained, scribe.person(), occurred="2017-03-02"), "passage": FactId(scribe.passage)}
    with pytest.raises(FactError) as refused:
        record(
            scribe,
            f.CheckedAgainstSource(
                facts=tuple(known[one] for one in facts),
                role="reviewer",
                checked_on=FuzzyDate.parse(checked_on),
                outcome=f.CheckOutcome.AGREES,
            ),
        )

    assert refused.value.field == field


def test_a_source_is_not_its_own_origin() -> None:
    with pytest.raises(FactError, match="nothing from itself"):
        f.SourceRequotes(source=SourceId("s"), origin=SourceId("s"), reason="?")


def test_a_person_is_no_fact_to_compare(house: House) -> None:
    scribe = Scribe(house.ledger)
    with pytest.raises(FactError, match="person-registered"):
        check(scribe, FactId(PersonId(scribe.person())))
