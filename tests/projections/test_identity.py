"""Rows = replay while people are joined and parted again, at every size of the log, in batches of any size."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import day_of
from domain.errors import FactError, MovedError
from domain.people import FactId, PersonId
from ledger.events import new_id
from projections.projector import Projector
from projections.replay.counts import replay
from tests.conftest import House, opened
from tests.fuzzing import asked, examples
from tests.projections.test_rows_are_replay import bases, rows
from tests.scribe import Scribe, ask

pytestmark = pytest.mark.long

PEOPLE = 4
Step = tuple[str, int, int]

steps = st.lists(
    st.tuples(
        st.sampled_from(["same", "same", "same", "different", "undecided", "retract", "arrest", "free", "recognize"]),
        st.integers(0, PEOPLE - 1),
        st.integers(0, PEOPLE - 1),
    ),
    min_size=2,
    max_size=9,
)


class Story:
    """Takes steps: judgements on people and, as people are arrested and freed, facts about them."""

    def __init__(self, house: House) -> None:
        self.scribe = Scribe(house.ledger)
        self.people = [self.scribe.person(f"Person {number}") for number in range(PEOPLE)]
        self.open: dict[PersonId, FactId] = {}
        self.judged: list[FactId] = []

    def take(self, step: Step) -> None:
        kind, one, other = step
        person, day = self.people[one], f"2017-03-0{other + 1}"
        match kind:
            case "arrest":
                self.open[person] = self.scribe.fact(f.Detained, person, occurred=day)
            case "free" | "recognize":
                arrest = self.open.get(person)
                if kind == "free":
                    self.scribe.fact(f.Released, person, occurred=day, deprivation=arrest)
                else:
                    self.scribe.fact(f.Recognized, person, occurred=day, bodies=("Viasna",), covers=arrest)
            case "retract":
                if one < len(self.judged):
                    self.scribe.retract(self.judged.pop(one))
            case _ if one != other:
                self.judged.append(self.scribe.judge(KINDS[kind], self.people[one], self.people[other]))


KINDS = {"same": f.JudgedSame, "different": f.JudgedDifferent, "undecided": f.JudgedUndecided}


@pytest.mark.fuzz
@examples(60)
@given(taken=steps, batch=st.integers(1, 5))
def test_rows_and_replay_agree_at_every_size(taken: list[Step], batch: int, sqlite_template: Path) -> None:
    made = sqlite_template.with_name("identity.sqlite3")
    made.unlink(missing_ok=True)
    shutil.copy(sqlite_template, made)
    with opened(f"sqlite:///{made}") as house:
        story = Story(house)
        sizes = [house.ledger.size()]
        for step in taken:
            story.take(step)
            sizes.append(house.ledger.size())
            if batch > 2:  # a projector that begins here remembers nobody
                Projector(house.ledger, house.engine, batch=batch).catch_up()
        Projector(house.ledger, house.engine, batch=batch).catch_up()
        events = [event for page in house.ledger.read() for event in page]
        every = (basis for size in sizes for basis in bases(house, size)[::3])
        for basis in asked(every, taken):
            assert house.questions.count(basis).count == replay(events[: basis.head.size], basis), basis
        house.projector.rebuild()
        assert rows(house, "b") == rows(house, "a")


@pytest.fixture
def scribe(house: House) -> Scribe:
    return Scribe(house.ledger)


def test_a_registration_that_another_stands_for_leads_there(house: House, scribe: Scribe) -> None:
    first, second = scribe.person("Ales"), scribe.person("Aleś")
    apart = house.ledger.size()
    scribe.judge(f.JudgedSame, second, first)
    house.projector.catch_up()
    day = day_of("2017-03-01")

    assert house.questions.timeline(first, day)[0].identifiers == (first, second)
    with pytest.raises(MovedError) as moved:
        house.questions.timeline(second, day)
    assert moved.value.to == first
    assert house.questions.timeline(second, day, apart)[0].identifiers == (second,)


def test_a_joined_person_is_listed_once_with_the_facts_of_both(house: House, scribe: Scribe) -> None:
    first, second = scribe.person("Ales"), scribe.person("Aleś")
    arrest = scribe.fact(f.Detained, second, occurred="2017-03-10")
    scribe.judge(f.JudgedSame, first, second)
    house.projector.catch_up()

    basis = house.questions.clock.basis(day_of("2017-03-11"), definition="held")
    (listed,) = house.questions.prisoners(basis).prisoners
    assert (listed.id, [reason.id for reason in listed.reasons]) == (first, [arrest])
    (silent,) = house.questions.worklist(day_of("2019-01-01"), months=1)[0].tasks
    assert (silent.person, silent.facts) == (first, (arrest,))


def test_a_vetoed_judgement_is_shown_with_both(house: House, scribe: Scribe) -> None:
    people = [scribe.person(name) for name in "AB"]
    judged = [scribe.judge(kind, *people) for kind in (f.JudgedSame, f.JudgedDifferent)]
    house.projector.catch_up()

    for person in people:
        (odd,) = house.questions.timeline(person, day_of("2017-03-11"))[0].anomalies
        assert odd.facts == tuple(judged)


def test_a_judgement_is_on_two_people(house: House, scribe: Scribe) -> None:
    person = scribe.person("A")
    for pair in ((person,), (person, person), (person, person, person)):
        with pytest.raises(FactError, match="two different persons"):
            f.JudgedSame(pair=pair, reason="r")
    with pytest.raises(FactError, match="pair names no fact that is recorded"):
        scribe.judge(f.JudgedSame, person, PersonId(new_id()))
    assert ask(house.questions, house.ledger, "2017-03-11") == (0, 0)
