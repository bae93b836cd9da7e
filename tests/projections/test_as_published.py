"""As published by a day: the same as rows give once everything else is retracted."""

import shutil
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as with_fields

from domain import facts as f
from domain.dates import Day, day_of
from domain.errors import QuestionError
from domain.folds.holds import Holds
from domain.people import FactId, Gender, PersonId
from ledger.events import Draft
from projections.as_published import MOST_DAYS
from projections.basis import Basis
from projections.breakdown import By
from projections.replay.disclosure import withheld_by
from projections.replay.groups import replay_by
from tests.conftest import House, opened
from tests.fuzzing import asked, examples
from tests.projections.test_places_are_replay import PLACES, held_lives
from tests.projections.test_rows_are_replay import _bound, _when
from tests.scribe import Scribe
from tests.worlds import DAYS, PASSAGE, PERSON, World, day

few = settings(examples(12), phases=[Phase.explicit, Phase.reuse, Phase.generate])
OUT_BY = day_of("2017-05-01")
SHAPES = (By.GENDER, By.RECOGNIZER, By.PLACE)
GROUPS = (*SHAPES, By.ARTICLE)


@st.composite
def told_lives(draw: st.DrawFn) -> tuple[World, list[bool]]:
    """A life, and for each of its facts whether the source was out early."""
    life = draw(held_lives())
    genders = draw(st.lists(st.sampled_from(Gender), max_size=2))
    stated = [(f"gender{n}", f.GenderStated(person=PERSON, passages=PASSAGE, gender=g)) for n, g in enumerate(genders)]
    facts = (*life.facts, *stated)
    return World(facts), draw(st.lists(st.booleans(), min_size=len(facts), max_size=len(facts)))


worlds = st.tuples(st.lists(told_lives(), min_size=1, max_size=3), st.sampled_from([None, None, "withheld", "same"]))


def build(house: House, people: list[tuple[World, list[bool]]], more: str | None) -> list[FactId]:
    """Record everything, and return what cites a source that was not out by `OUT_BY`."""
    scribe, late = Scribe(house.ledger), []
    early, later = scribe.passage_of("2017-04-30"), scribe.passage_of("2017-05-02")
    house.ledger.record([scribe.draft(FactId(one), f.PlaceRegistered(kind=f.PlaceKind.PRISON)) for one in PLACES])
    registered = []
    for number, (world, out) in enumerate(people):
        ids = {name: FactId(str(uuid5(NAMESPACE_OID, f"{number} {name}"))) for name, _ in world.facts}
        person = PersonId(str(uuid5(NAMESPACE_OID, f"{number} person")))
        drafts = [Draft(FactId(person), 1, f.PersonRegistered(), "tester", "batch")]
        for (name, fact), early_one in zip(world.facts, out, strict=True):
            bound = _bound(fact, ids, person, scribe)
            # A preference cites what it likes, or nothing.
            cites = isinstance(bound, f.Quoted | f.ReportPreferred)
            bound = with_fields(bound, passages=(early,) if early_one else (later,)) if cites else bound
            drafts.append(scribe.draft(ids[name], bound))
            late += [] if early_one else [ids[name]]
        house.ledger.record(drafts)
        registered.append(person)
    if more == "withheld":
        scribe.fact(f.PersonWithheld, registered[0])
    if more == "same" and len(registered) > 1:
        scribe.judge(f.JudgedSame, registered[0], registered[-1])
    house.projector.catch_up()
    return late


def told(house: House, basis: Basis) -> list[Any]:
    """Everything that can be asked of people at a basis."""
    listed = house.questions.prisoners(basis)
    people = [(one.id, one.holds, one.elements, set(one.recognitions), one.reasons) for one in listed.prisoners]
    why = [(*who, [(one.id, one.later) for one in reasons]) for *who, reasons in people]
    shapes = [by for by in GROUPS if not (by is By.RECOGNIZER and basis.definition.id == "held")]
    groups = [house.questions.count(basis, by).breakdown for by in shapes]
    series = [one.count for one in house.questions.series(basis, [Day(basis.day - 1), basis.day])]
    explained = house.questions.explanations.facts(basis).page.people
    because = {one.id: (one.holds, one.because, one.otherwise) for one in explained}
    counted = {one: said for one, said in because.items() if said[0] is not Holds.NO}
    state = house.questions.explanations.digest(basis).state
    return [house.questions.count(basis).count, why, listed.withheld, groups, series, counted, state]


@pytest.mark.fuzz
@few
@given(world=worlds)
def test_as_published_is_what_rows_give_of_what_was_out(world: Any, sqlite_template: Path) -> None:
    path = sqlite_template.with_name("published.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        late = build(house, *world)
        check(house, late, world)


def check(house: House, late: list[FactId], world: Any = None) -> None:
    clock, scribe = house.questions.clock, Scribe(house.ledger)
    days = [(day(number), definition) for number in range(0, DAYS + 1, 2) for definition in ("held", "in-custody")]
    wanted = asked(days, world, most=1)
    found = []
    for when, definition in wanted:
        basis = clock.basis(when, definition=definition)
        found.append(told(house, clock.published(basis, OUT_BY)))
        _rows_and_replay_give_the_same_groups(house, basis)
    for one in late:
        scribe.retract(one)
    house.projector.catch_up()
    for (when, definition), expected in zip(wanted, found, strict=True):
        assert told(house, clock.basis(when, definition=definition)) == expected


def _rows_and_replay_give_the_same_groups(house: House, basis: Basis) -> None:
    """The replay of groups is held by rows where everything counts."""
    events = [event for page in house.ledger.read() for event in page]
    with_others = set(withheld_by(events))
    judged = [event.content.pair for event in events if isinstance(event.content, f.JudgedSame)]
    with_others |= {one for pair in judged for one in pair if with_others & set(pair)}
    for by in SHAPES:
        if by is By.RECOGNIZER and basis.definition.id == "held":
            continue
        found = house.questions.count(basis, by).breakdown
        assert found is not None

        assert dict(found.groups) == replay_by(events, basis, by.value, with_others)


def test_both_databases_say_what_was_published(house: House) -> None:
    """Known early: an arrest; known later: that it was over, by whom it was recognized, and where."""
    common: dict[str, Any] = {"person": PERSON, "passages": PASSAGE}
    life = World(
        (
            ("o", f.Remanded(**common, occurred=_when(0, 1))),
            ("there", f.HeldAt(**common, occurred=_when(0, 0), deprivation=FactId("o"), place=PLACES[0])),
            ("c", f.Recognized(**common, occurred=_when(1, 0), bodies=("Viasna",), covers=FactId("o"))),
            ("r", f.Released(**common, occurred=_when(4, 0), deprivation=FactId("o"))),
        )
    )
    late = build(house, [(life, [True, False, True, False]), (life, [True, True, False, True])], "same")

    check(house, late)


def test_a_question_as_published_asks_about_few_days(house: House) -> None:
    basis = house.questions.clock.published(house.questions.clock.basis(OUT_BY, definition="held"), OUT_BY)
    days = [Day(OUT_BY - back) for back in range(MOST_DAYS, -1, -1)]

    with pytest.raises(QuestionError, match=f"{MOST_DAYS + 1} days are more than {MOST_DAYS}"):
        house.questions.series(basis, days)
    assert len(house.questions.series(basis, days[1:])) == MOST_DAYS
    with pytest.raises(QuestionError, match="asks for no recognition"):
        house.questions.count(basis, By.RECOGNIZER)
    former = house.questions.clock.basis(OUT_BY, definition="former")
    with pytest.raises(QuestionError, match="does not ask who is held"):
        house.questions.count(former, By.PLACE)


def test_a_list_as_published_shows_no_passage_of_a_later_source(house: House) -> None:
    scribe = Scribe(house.ledger)
    early, later = scribe.passage_of("2017-03-02"), scribe.passage_of("2018-03-02")
    scribe.fact(f.Detained, scribe.person("A"), occurred="2017-03-01", passages=(early, later))
    scribe.fact(f.Detained, scribe.person("B"), occurred="2017-03-01", passages=(later,))
    house.projector.catch_up()
    basis = house.questions.clock.published(house.questions.clock.basis(day(3), definition="held"), OUT_BY)
    listed = house.questions.prisoners(basis).prisoners

    assert [one.name for one in listed] == ["A"]
    assert [str(quote.id) for reason in listed[0].reasons for quote in reason.quotes] == [early]
