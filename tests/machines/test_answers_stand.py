"""The promise auditors rely on: an answer once given never changes, and rows say what replay says."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain import facts as f
from domain.errors import FactError
from domain.folds.counts import DEFINITIONS
from domain.people import FactId, PersonId
from domain.sources import Variant
from ledger.ledger import Ledger
from projections.basis import Basis, Count
from projections.projector import Projector
from projections.replay.counts import replay
from tests import worlds
from tests.conftest import Databases, opened
from tests.scribe import Scribe

PEOPLE = 3


class AnswersStand(RuleBasedStateMachine):
    """Three people, eight days: record, correct, retract, reinstate and ask in any order."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.door = opened(url)
        self.house = self.door.house
        self.ledger: Ledger = self.house.ledger
        self.facts: dict[FactId, PersonId] = {}
        self.answers: dict[Basis, Count] = {}

    @initialize()
    def begin(self) -> None:
        self.scribe = Scribe(self.ledger)
        self.people = [self.scribe.person(f"Person {n}") for n in range(PEOPLE)]

    def _fresh(self, data: st.DataObject) -> tuple[f.Fact, PersonId]:
        person = data.draw(st.sampled_from(self.people))
        mine = [fact for fact, whose in self.facts.items() if whose == person and self._is(fact, f.LibertyFact)]
        said = [fact for fact, whose in self.facts.items() if whose == person and self._is(fact, f.Recognized)]
        choices = [self._liberty(mine)] * 4
        if mine:
            choices += [worlds.preferences(mine), worlds.recognitions(mine), worlds.recognitions(mine)]
        if said:
            choices.append(worlds.withdrawals(said))
        if gone := [
            one for one, whose in self.facts.items() if whose == person and self._is(one, f.RecognitionWithdrawn)
        ]:
            choices.append(worlds.restorations(gone))
        drawn: Any = data.draw(st.one_of(choices))
        fields = {name: getattr(drawn, name) for name in drawn.__struct_fields__} | {"person": person}
        fields |= {"passages": (self.scribe.passage,)}
        if fields.get("covers") == "gone":
            fields["covers"] = None
        return type(drawn)(**fields), person

    def _liberty(self, mine: list[FactId]) -> st.SearchStrategy[f.Fact]:
        """Links must name facts that are recorded; ones that no longer stand come by retraction."""
        releases = [fact for fact in mine if self._is(fact, f.Released)]

        def recordable(fact: Any) -> bool:
            known = "gone" not in (fact.deprivation, fact.happening, *fact.follows)
            return known and (not isinstance(fact, f.ReleaseRevoked) or fact.release in releases)

        return worlds.liberty_facts(mine or ["gone"]).filter(recordable)

    def _is(self, fact: FactId, kind: type[f.Fact]) -> bool:
        return isinstance(self.ledger.stream(fact)[0].content, kind)

    @rule(data=st.data())
    def record(self, data: st.DataObject) -> None:
        fact, person = self._fresh(data)
        identifier = self.scribe.fact(type(fact), person, **_fields(fact))
        self.facts[identifier] = person

    @precondition(lambda self: self.facts)
    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        """A correction may move a fact to another person and another kind."""
        target = data.draw(st.sampled_from(sorted(self.facts)))
        fact, person = self._fresh(data)
        try:
            self.scribe.correct(target, type(fact), person, **_fields(fact))
        except FactError:
            return

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), reinstate=st.booleans(), whole=st.booleans())
    def take_back(self, data: st.DataObject, reinstate: bool, whole: bool) -> None:  # noqa: FBT001 -- Hypothesis fills it
        target = data.draw(st.sampled_from([*sorted(self.facts), *map(FactId, self.people)]))
        newest = self.ledger.stream(target)[-1].version
        version = None if whole else data.draw(st.integers(1, newest))
        change = self.ledger.reinstate if reinstate else self.ledger.retract
        try:
            change(target, reason="r", expect=newest, by="tester", version=version)
        except FactError:
            return

    @rule(batch=st.sampled_from([1, 7, 5000]))
    def project(self, batch: int) -> None:
        Projector(self.ledger, self.house.engine, batch=batch).catch_up()

    @rule()
    def rebuild(self) -> None:
        self.house.projector.rebuild()

    @rule(
        number=st.integers(-1, worlds.DAYS + 5),
        back=st.integers(0, 6),
        definition=st.sampled_from(sorted(DEFINITIONS)),
        hindsight=st.booleans(),
        body=st.sampled_from([None, None, "Viasna"]),
    )
    def ask(self, number: int, back: int, definition: str, hindsight: bool, body: str | None) -> None:  # noqa: FBT001 -- Hypothesis fills it
        self.house.projector.catch_up()
        size = max(0, self.ledger.size() - back)
        basis = self.house.questions.clock.basis(worlds.day(number), as_known=size, definition=definition)
        if definition not in {"held", "ever-recognized"} and hindsight:
            basis = replace(basis, variant=Variant.HINDSIGHT)
        if definition != "held" and body:
            basis = replace(basis, recognized_by=frozenset({body}))
        answer = self.house.questions.count(basis).count

        assert answer.certain <= answer.possible <= PEOPLE
        assert replay((event for page in self.ledger.read(upto=size) for event in page), basis) == answer
        assert len(self.house.questions.prisoners(basis).prisoners) == answer.possible
        self.answers[basis] = answer

    @invariant()
    def past_answers_stand(self) -> None:
        for basis, answer in list(self.answers.items())[-8:]:
            assert self.house.questions.count(basis).count == answer

    def teardown(self) -> None:
        for basis, answer in self.answers.items():
            assert self.house.questions.count(basis).count == answer
        self.door.__exit__()


def _fields(fact: f.Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in fact.__struct_fields__ if name != "person"}


def test_an_answer_once_given_never_changes(databases: Databases) -> None:
    examples, steps = (40, 25) if databases.kind == "sqlite" else (12, 25)
    run_state_machine_as_test(
        lambda: AnswersStand(databases.make()),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
