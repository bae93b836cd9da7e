"""Rows = replay for demands: every day and every size of the log, over small worlds where everything collides."""

import shutil
from itertools import product
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.folds.holds import Holds
from domain.people import FactId, PersonId
from ledger.events import Draft, new_id
from projections.demands import Demand, DemandsAnswer
from projections.projector import Projector
from projections.replay.demands import Replayed, replay_demands, replay_scores
from tests.conftest import House, opened
from tests.fuzzing import asked, examples
from tests.scribe import Scribe
from tests.worlds import DAYS, day, edtf

DEMANDS = [FactId(str(uuid5(NAMESPACE_OID, f"demand {n}"))) for n in range(3)]
PEOPLE = [PersonId(str(uuid5(NAMESPACE_OID, f"person {n}"))) for n in range(2)]
OUTCOMES = [one for one in f.Outcome if one is not f.Outcome.NOT_ASSESSED]
HOLDS = {Holds.NO: "no", Holds.POSSIBLY: "possibly", Holds.CERTAINLY: "certainly"}
few = settings(examples(40), phases=[Phase.explicit, Phase.reuse, Phase.generate])

dates = st.builds(
    lambda start, width: FuzzyDate.parse(edtf(start, width)), st.integers(0, DAYS - 1), st.sampled_from([0, 0, 1, 3])
)
bodies = st.lists(st.sampled_from(["Viasna", "Amnesty"]), min_size=1, max_size=2, unique=True).map(tuple)
several = st.lists(st.sampled_from(DEMANDS), min_size=1, max_size=2, unique=True).map(tuple)
Said = tuple[FactId | None, type[f.Fact], dict[str, Any]]
"""A fact to be recorded: under which identifier, its type, and its fields but for those that cite."""


@st.composite
def making(draw: st.DrawFn, number: int) -> Said:
    """A demand, perhaps to release people, perhaps a part of another one, or of itself."""
    people = draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True))
    fields = {
        "occurred": draw(dates),
        "bodies": draw(bodies),
        "addressee": "The authorities",
        "text": "Do it.",
        "releases": tuple(people) if draw(st.booleans()) else (),
        "part_of": draw(st.none() | st.sampled_from(DEMANDS[: number + 1])),
    }
    return DEMANDS[number], f.DemandMade, fields


@st.composite
def speaking(draw: st.DrawFn) -> Said:
    """Something said of demands, or something that happens to a person."""
    kinds: list[type[f.Fact]] = [f.DemandAssessed] * 4
    kinds += [f.DemandAnswered, f.DemandRestated, f.Detained, f.Detained, f.Released, f.JudgedSame]
    kind = draw(st.sampled_from(kinds))
    if kind is f.JudgedSame:
        return None, kind, {"pair": tuple(PEOPLE), "reason": "compared"}
    if issubclass(kind, f.LibertyFact):
        return None, kind, {"occurred": draw(dates), "person": draw(st.sampled_from(PEOPLE))}
    fields: dict[str, Any] = {"occurred": draw(dates), "bodies": draw(bodies), "demands": draw(several)}
    if kind is f.DemandAssessed:
        fields["outcome"] = draw(st.sampled_from(OUTCOMES))
    elif kind is f.DemandAnswered:
        fields["answer"] = draw(st.sampled_from(list(f.Answer)))
    else:
        fields["text"] = "Do it again."
    return None, kind, fields


changes = st.tuples(st.sampled_from(["correct", "retract", "reinstate"]), st.integers(0, 20), speaking(), making(1))
worlds = st.tuples(
    st.tuples(*(making(number) for number in range(len(DEMANDS)))),
    st.lists(speaking(), max_size=6),
    st.lists(changes, max_size=3),
)


def record(house: House, world: Any, *, batch: int) -> None:
    """Record people, demands, what is said, then changes of any of it; project in batches of any size."""
    scribe = Scribe(house.ledger)
    demands, said, changed = world

    def fact(kind: type[f.Fact], fields: dict[str, Any]) -> f.Fact:
        where = {"statement": scribe.source} if "statement" in kind.__struct_fields__ else {}
        return kind(**fields, **where, passages=(scribe.passage,))

    drafts = [Draft(FactId(one), 1, f.PersonRegistered(), "tester", "batch") for one in PEOPLE]
    drafts += [
        Draft(id_ or new_id(), 1, fact(kind, fields), "tester", "batch") for id_, kind, fields in demands + tuple(said)
    ]
    house.ledger.record(drafts)
    Projector(house.ledger, house.engine, batch=batch).catch_up()
    for change, place, (_, kind, fields), (_, _, remade) in changed:
        draft = drafts[place % len(drafts)]
        newest = house.ledger.stream(draft.id)[-1].version
        more: dict[str, Any] = {"reason": "in error", "expect": newest, "by": "tester"}
        body = fact(f.DemandMade, remade) if isinstance(draft.content, f.DemandMade) else fact(kind, fields)
        try:
            if change == "correct":
                house.ledger.correct(draft.id, body, **more)
            else:
                getattr(house.ledger, change)(draft.id, **more)
        except FactError:
            continue
    Projector(house.ledger, house.engine, batch=batch).catch_up()


def told(one: Demand, listed: set[FactId]) -> Replayed:
    """A demand of the rows in the words of the replay."""
    return Replayed(
        outcomes=frozenset(outcome.value for outcome in one.outcomes),
        assessed={held.assessor: frozenset(outcome.value for outcome in held.outcomes) for held in one.assessed},
        named={who.person: HOLDS[who.at_liberty] for who in one.named},
        acts=tuple(act.id for act in one.acts),
        surely=one.made_by_then is Holds.CERTAINLY,
        whole=one.part_of if one.part_of in listed else None,
    )


def scores(answer: DemandsAnswer, outcome: f.Outcome) -> list[tuple[int, int, int]]:
    """What the scoreboard says of an outcome: of demands, and of their parts."""
    boards = answer.scores.demands, answer.scores.parts
    return [(one.each[outcome].certain, one.each[outcome].possible, one.total) for one in boards]


def check(house: House, world: Any = None) -> None:
    """Compare at every day, at sizes of the log that end with the newest."""
    events = [event for page in house.ledger.read() for event in page]
    for size, number in asked(product(range(len(events), -1, -2), range(-1, DAYS + 4)), world):
        answer = house.questions.demands.on(day(number), as_known=size)
        replayed = replay_demands(events[:size], day(number))

        listed = {one.id for one in answer.demands}

        assert {one.id: told(one, listed) for one in answer.demands} == replayed
        for outcome in f.Outcome:
            expected = [replay_scores(replayed, outcome.value, parts=parts) for parts in (False, True)]
            assert scores(answer, outcome) == expected


@pytest.mark.fuzz
@few
@given(world=worlds, batch=st.sampled_from([1, 3, 5000]))
def test_rows_and_replay_tell_the_same_of_demands(world: Any, batch: int, sqlite_template: Path) -> None:
    """Corrections, retractions and late facts included."""
    path = sqlite_template.with_name("demands.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        record(house, world, batch=batch)
        check(house, world)


@settings(few, max_examples=4)
@given(world=worlds)
def test_a_rebuild_gives_the_same_answers(world: Any, sqlite_template: Path) -> None:
    path = sqlite_template.with_name("demands-again.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        record(house, world, batch=5000)
        house.projector.rebuild()
        check(house)


def test_both_databases_tell_the_same_of_demands(house: House) -> None:
    """One fixed world, with a demand in parts, people, rival assessors and a correction."""
    on = {"bodies": ("Viasna",), "occurred": FuzzyDate.parse(edtf(0, 0))}
    words = {"addressee": "The authorities", "text": "Do it."}
    demands = (
        (DEMANDS[0], f.DemandMade, on | words | {"releases": tuple(PEOPLE)}),
        (DEMANDS[1], f.DemandMade, on | words),
        (DEMANDS[2], f.DemandMade, on | words | {"part_of": DEMANDS[1]}),
    )
    held = {"bodies": ("Amnesty",), "demands": (DEMANDS[2],), "outcome": f.Outcome.MET}
    said = [
        (None, f.Detained, {"occurred": FuzzyDate.parse(edtf(0, 2)), "person": PEOPLE[0]}),
        (None, f.DemandAssessed, held | {"occurred": FuzzyDate.parse(edtf(1, 3))}),
        (None, f.DemandAssessed, held | {"occurred": FuzzyDate.parse(edtf(2, 0)), "outcome": f.Outcome.REFUSED}),
    ]
    record(house, (demands, said, [("retract", 7, said[1], demands[0])]), batch=2)

    check(house)
