"""The verifier of bundles = rows = replay: a third implementation, which shares nothing with the other two."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.errors import FactError
from domain.folds.counts import SERIES
from domain.people import FactId, PersonId
from ledger.events import Draft, new_id
from ledger.ledger import Ledger
from projections.basis import Basis
from projections.replay import replay
from projections.replay_digest import replayed_digest
from tests.bundles import counted, standing
from tests.conftest import opened
from tests.fuzzing import asked, examples
from tests.projections.test_rows_are_replay import bases, record, recordable
from tests.worlds import World, lives


@pytest.mark.fuzz
@examples(60)
@given(
    people=st.lists(st.one_of(lives(), lives(), recordable()), min_size=1, max_size=3),
    changes=st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["retract", "reinstate", "move"])), max_size=4),
    judged=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans()), max_size=3),
)
def test_the_verifier_counts_as_the_rows_and_the_replay_do(
    people: list[World], changes: list[tuple[int, str]], judged: list[tuple[int, int, bool]], sqlite_template: Path
) -> None:
    path = sqlite_template.with_name("verifier.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        record(house, people)
        change(house.ledger, changes, judged)
        house.projector.catch_up()
        size = house.ledger.size()
        events = [event for page in house.ledger.read() for event in page]
        every = [one for one in bases(house, size) if not one.recognized_by and known(one)]
        wanted = asked(every, people, most=40)
        found = counted(standing(house.ledger, size), wanted)
        for basis, (certain, possible, digest) in zip(wanted, found, strict=True):
            state = house.questions.explanations.digest(basis).state

            assert (certain, possible) == (sum(row.certain for row in state.rows), len(state.rows)), basis
            assert digest == state.digest(), basis
        for basis, (certain, possible, digest) in list(zip(wanted, found, strict=True))[:6]:
            again = replay(events, basis)

            assert (certain, possible) == (again.certain, again.possible), basis
            assert digest == replayed_digest(events, basis), basis


def known(basis: Basis) -> bool:
    return (basis.definition, basis.variant) in SERIES


def change(ledger: Ledger, changes: list[tuple[int, str]], judged: list[tuple[int, int, bool]]) -> None:
    """Retract, reinstate and correct some facts, and judge some persons to be one, or two."""
    events = [event for page in ledger.read() for event in page]
    people = [PersonId(event.id) for event in events if isinstance(event.content, f.PersonRegistered)]
    about = [event.id for event in events if hasattr(event.content, "person")]
    for one, other, same in judged:
        pair = people[one % len(people)], people[other % len(people)]
        if pair[0] != pair[1]:
            kind = f.JudgedSame if same else f.JudgedDifferent
            _recorded(ledger, kind(pair=pair, reason="compared"))
    for number, what in changes if about else ():
        identifier = about[number % len(about)]
        history = ledger.stream(identifier)
        try:
            if what == "retract":
                ledger.retract(identifier, reason="in error", expect=len(history), by="tester")
            elif what == "reinstate":
                ledger.reinstate(identifier, reason="it was right", expect=len(history), by="tester")
            else:
                first = history[0].content
                assert isinstance(first, f.Fact)
                fields = {name: getattr(first, name) for name in first.__struct_fields__}
                moved = type(first)(**fields | {"person": people[number % len(people)]})
                ledger.correct(identifier, moved, reason="another", expect=len(history), by="tester")
        except FactError:
            continue


def _recorded(ledger: Ledger, fact: f.Fact) -> None:
    ledger.record([Draft(FactId(new_id()), 1, fact, "tester", "batch")])
