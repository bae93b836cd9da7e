"""Rows = replay for what is in force: every day and every size of the log, over small worlds where all collides."""

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
from domain.people import FactId
from ledger.events import Draft
from projections.force import Kind, Standpoint
from projections.projector import Projector
from projections.replay.force import Replayed, replay_force
from tests.conftest import House, opened
from tests.fuzzing import asked, examples
from tests.scribe import Scribe
from tests.worlds import DAYS, day, edtf

MANDATES, LAWS, REPEALS, OTHERS = (
    [FactId(str(uuid5(NAMESPACE_OID, f"{kind} {n}"))) for n in range(many)]
    for kind, many in (("mandate", 2), ("law", 2), ("repeal", 2), ("other", 8))
)
HOLDS = {Holds.NO: "no", Holds.POSSIBLY: "possibly", Holds.CERTAINLY: "certainly"}
few = settings(examples(40), phases=[Phase.explicit, Phase.reuse, Phase.generate])

dates = st.builds(
    lambda start, width: FuzzyDate.parse(edtf(start, width)), st.integers(0, DAYS - 1), st.sampled_from([0, 0, 1, 3])
)
Said = tuple[type[f.Fact], dict[str, Any]]
"""A fact to be recorded: its type, and its fields but for those that cite."""


@st.composite
def opening(draw: st.DrawFn, kind: Kind) -> Said:
    """A mandate, perhaps with a last day, perhaps one before its first; or a law."""
    if kind is Kind.LAW:
        return f.LawEnacted, {"occurred": draw(dates), "provision": "Article 1", "adopted": draw(st.none() | dates)}
    more = {"mechanism": "Rapporteur", "body": "Council", "expires": draw(st.none() | dates)}
    return f.MandateEstablished, {"occurred": draw(dates)} | more


@st.composite
def repealing(draw: st.DrawFn) -> Said:
    return f.LawRepealed, {"occurred": draw(dates), "law": draw(st.sampled_from(LAWS))}


@st.composite
def speaking(draw: st.DrawFn) -> Said:
    """Something said of a mandate or a law; a restoration may name another law's repeal."""
    kinds: list[type[f.Fact]] = [f.MandateProlonged, f.MandateProlonged, f.MandateEnded, f.LawRestored, f.LawRepealed]
    kind = draw(st.sampled_from(kinds))
    fields: dict[str, Any] = {"occurred": draw(dates)}
    if kind is f.LawRepealed:
        return draw(repealing())
    if kind is f.LawRestored:
        return kind, fields | {"law": draw(st.sampled_from(LAWS)), "repeal": draw(st.sampled_from(REPEALS))}
    fields["mandate"] = draw(st.sampled_from(MANDATES))
    if kind is f.MandateProlonged:
        fields["expires"] = draw(st.none() | dates)
    return kind, fields


changes = st.tuples(
    st.sampled_from(["correct", "retract", "reinstate"]),
    st.integers(0, 20),
    speaking(),
    opening(Kind.MANDATE),
    opening(Kind.LAW),
)
worlds = st.tuples(
    st.tuples(*(opening(Kind.MANDATE) for _ in MANDATES), *(opening(Kind.LAW) for _ in LAWS)),
    st.tuples(*(repealing() for _ in REPEALS)),
    st.lists(speaking(), max_size=6),
    st.lists(changes, max_size=4),
)


def record(house: House, world: Any, *, batch: int) -> None:
    """Record what begins, what is said, then changes of any of it; project in batches of any size."""
    scribe = Scribe(house.ledger)
    opened_, repealed, said, changed = world

    def fact(kind: type[f.Fact], fields: dict[str, Any]) -> f.Fact:
        return kind(**fields, passages=(scribe.passage,))

    every = zip([*MANDATES, *LAWS, *REPEALS, *OTHERS], [*opened_, *repealed, *said], strict=False)
    drafts = [Draft(identifier, 1, fact(*one), "tester", "batch") for identifier, one in every]
    house.ledger.record(drafts)
    Projector(house.ledger, house.engine, batch=batch).catch_up()
    for change, place, other, mandate, law in changed:
        draft = drafts[place % len(drafts)]
        newest = house.ledger.stream(draft.id)[-1].version
        more: dict[str, Any] = {"reason": "in error", "expect": newest, "by": "tester"}
        first = type(draft.content)
        body = fact(*(mandate if first is f.MandateEstablished else law if first is f.LawEnacted else other))
        try:
            if change == "correct":
                house.ledger.correct(draft.id, body, **more)
            else:
                getattr(house.ledger, change)(draft.id, **more)
        except FactError:
            continue
    Projector(house.ledger, house.engine, batch=batch).catch_up()


def told(one: Standpoint) -> Replayed:
    """A mandate or law of the rows in the words of the replay."""
    return Replayed(HOLDS[one.in_force], tuple(step.id for step in one.steps))


def check(house: House, world: Any = None) -> None:
    """Compare at every day, at sizes of the log that end with the newest."""
    events = [event for page in house.ledger.read() for event in page]
    for size, kind, number in asked(product(range(len(events), -1, -2), Kind, range(-1, DAYS + 4)), world):
        answer = house.questions.force.on(kind, day(number), as_known=size)

        assert {one.id: told(one) for one in answer.found} == replay_force(events[:size], kind, day(number))


@pytest.mark.fuzz
@few
@given(world=worlds, batch=st.sampled_from([1, 3, 5000]))
def test_rows_and_replay_tell_the_same_of_what_is_in_force(world: Any, batch: int, sqlite_template: Path) -> None:
    """Corrections, retractions and late facts included."""
    path = sqlite_template.with_name("force.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        record(house, world, batch=batch)
        check(house, world)


@settings(few, max_examples=4)
@given(world=worlds)
def test_a_rebuild_gives_the_same_answers(world: Any, sqlite_template: Path) -> None:
    path = sqlite_template.with_name("force-again.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        record(house, world, batch=5000)
        house.projector.rebuild()
        check(house)


def test_both_databases_tell_the_same_of_what_is_in_force(house: House) -> None:
    """One fixed world: a mandate given again, a law repealed and restored, and a repeal that is retracted."""

    def on(start: int, width: int = 0) -> dict[str, Any]:
        return {"occurred": FuzzyDate.parse(edtf(start, width))}

    last = {"expires": FuzzyDate.parse(edtf(2, 1))}
    mandate = (f.MandateEstablished, on(0) | last | {"mechanism": "Rapporteur", "body": "Council"})
    law = (f.LawEnacted, on(0, 3) | {"provision": "Article 1"})
    repeals = tuple((f.LawRepealed, on(2, 1) | {"law": one}) for one in LAWS)
    said = [
        (f.MandateProlonged, on(4) | {"mandate": MANDATES[0]}),
        (f.MandateEnded, on(5, 1) | {"mandate": MANDATES[0]}),
        (f.LawRestored, on(5, 1) | {"law": LAWS[0], "repeal": REPEALS[0]}),
    ]
    record(house, ((mandate, mandate, law, law), repeals, said, [("retract", 5, said[0], mandate, law)]), batch=2)

    check(house)
