"""Story 8, on both databases, by rows and by replay: one case dropped, another charge remains."""

import pytest

from domain import facts as f
from domain.codes import Article
from domain.dates import day_of
from domain.folds.counts import DEFINITIONS
from domain.folds.holds import Holds
from domain.people import FactId, PersonId
from projections.breakdown import By
from projections.cases import OnDay, on_day
from projections.projector import reading
from projections.replay.cases import replay_articles, replay_cases
from tests.conftest import House
from tests.scribe import Scribe

RIOTS, ARMED = Article.parse("CC 293 part 3"), Article.parse("CC 287")
HELD = {one.value for one in DEFINITIONS["held"].liberties}
PEOPLE = 3


class Story:
    """Three of those who were detained in March 2017: one case on riots, one on an armed group."""

    def __init__(self, house: House) -> None:
        self.house, self.scribe = house, Scribe(house.ledger)
        self.people = [self.scribe.person() for _ in range(PEOPLE)]
        self.riots: list[FactId] = []
        self.armed: list[FactId] = []
        for person in self.people:
            held = self.scribe.fact(f.CriminallyDetained, person, occurred="[2017-03-21..2017-03-24]")
            more = {"occurred": "[2017-03-21..2017-03-24]", "deprivation": held}
            self.riots.append(self.scribe.fact(f.CaseOpened, person, **more, articles=(RIOTS,)))
            self.armed.append(self.scribe.fact(f.CaseOpened, person, **more, articles=(ARMED,)))
            self.step(f.Charged, person, self.riots[-1], "2017-03-30", articles=(RIOTS,))
            self.step(f.Charged, person, self.armed[-1], "[2017-03-30..2017-04-10]", articles=(ARMED,))
            self.scribe.fact(f.Released, person, occurred="[2017-06-20..2017-07-04]", deprivation=held)

    def step(self, kind: type[f.Fact], person: PersonId, case: FactId, occurred: str, **more: object) -> FactId:
        return self.scribe.fact(kind, person, occurred=occurred, case=case, **more)

    def rows(self, day: str, size: int | None = None) -> OnDay:
        """What the rows say of a day, once replay has said the same."""
        self.house.projector.catch_up()
        size = self.house.ledger.size() if size is None else size
        with reading(self.house.engine) as (connection, models):
            found = on_day(connection, models, day_of(day), size)
        again = replay_cases((event for page in self.house.ledger.read(upto=size) for event in page), day_of(day))
        assert {tuple(map(str, key)): values for key, values in found.states.items()} == again.states
        charged = {tuple(map(str, key)): holds.name.lower() for key, holds in found.charges.items()}
        assert charged == again.charges
        return found

    def state(self, case: FactId, day: str, size: int | None = None) -> set[str]:
        return {one for (_, of), states in self.rows(day, size).states.items() if of == case for one in states}

    def charged(self, case: FactId, day: str) -> dict[str, Holds]:
        return {article: holds for (_, of, article, _), holds in self.rows(day).charges.items() if of == case}

    def articles(self, day: str) -> dict[str, tuple[int, int]]:
        self.house.projector.catch_up()
        basis = self.house.questions.clock.basis(day_of(day), definition="held")
        breakdown = self.house.questions.count(basis, By.ARTICLE).breakdown
        assert breakdown is not None
        found = {group: (one.certain, one.possible) for group, one in breakdown.groups}
        events = (event for page in self.house.ledger.read() for event in page)
        assert found == replay_articles(events, basis.day, HELD)
        return found


@pytest.fixture
def story(house: House) -> Story:
    return Story(house)


def test_8_one_case_is_dropped_and_the_other_charge_remains(story: Story) -> None:
    """All released, the case on riots dropped, charges of an armed group in force (002)."""
    for person, riots, armed in zip(story.people, story.riots, story.armed, strict=True):
        story.step(f.CaseDropped, person, riots, "[2017-06-20..2017-07-04]")
        story.step(f.CaseReported, person, armed, "2017-07-04", articles=(ARMED,))

    assert story.articles("2017-04-10") == {"CC 293": (3, 3), "CC 287": (3, 3)}
    assert story.articles("2017-07-04") == {}
    for riots, armed in zip(story.riots, story.armed, strict=True):
        assert story.state(riots, "2017-07-04") == {"dropped"}
        assert story.charged(riots, "2017-07-04") == {}
        assert story.state(riots, "2017-06-25") == {"charged", "dropped"}
        assert story.charged(riots, "2017-06-25") == {str(RIOTS): Holds.POSSIBLY}
        assert story.state(armed, "2017-07-04") == {"charged"}
        assert story.charged(armed, "2017-07-04") == {str(ARMED): Holds.CERTAINLY}


def test_8_one_of_two_charges_of_one_case_is_dropped(story: Story) -> None:
    """The same, told as one case: a drop that names an article leaves the case and the other article."""
    person, case = story.people[0], story.riots[0]
    story.step(f.ChargesChanged, person, case, "2017-04-10", added=(ARMED,))
    story.step(f.CaseDropped, person, case, "2017-06-30", articles=(RIOTS,))

    assert story.charged(case, "2017-06-29") == {str(ARMED): Holds.CERTAINLY, str(RIOTS): Holds.CERTAINLY}
    assert story.charged(case, "2017-06-30") == {str(ARMED): Holds.CERTAINLY}
    assert story.state(case, "2017-06-30") == {"charged"}


def test_8_rival_reports_of_whether_the_case_was_closed_stand_side_by_side(story: Story) -> None:
    """Two reports that have no order both stay, until one of them is found to be in error."""
    person, case = story.people[0], story.armed[0]
    closed = story.step(f.CaseDropped, person, case, "[2017-06-20..2017-07-04]")
    before = story.house.ledger.size()
    story.step(f.CaseReported, person, case, "[2017-06-20..2017-07-04]", articles=(ARMED,))

    assert story.state(case, "2017-07-04") == {"dropped", "charged"}
    assert story.charged(case, "2017-07-04") == {str(ARMED): Holds.POSSIBLY}
    assert story.state(case, "2017-07-04", before) == {"dropped"}
    counts = dict(story.house.questions.cases.on(day_of("2017-07-04")).states)
    assert {state: (one.certain, one.possible) for state, one in counts.items()} == {
        "charged": (3, 3),
        "dropped": (0, 1),
    }
    story.scribe.retract(closed)
    assert story.state(case, "2017-07-04") == {"charged"}
    assert story.state(case, "2017-07-04", before) == {"dropped"}


def test_a_day_of_two_reports_of_one_rank_leaves_both(story: Story) -> None:
    """Of one printed day too: nothing says which came later."""
    person, case = story.people[0], story.armed[0]
    story.step(f.CaseDropped, person, case, "2017-07-04")
    story.step(f.CaseReported, person, case, "2017-07-04", articles=(ARMED,))

    assert story.state(case, "2017-07-04") == {"dropped", "charged"}
