"""The verifier of bundles = rows = replay: a third implementation, which shares nothing with the other two."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import FuzzyDate
from domain.errors import DateError, FactError
from domain.folds.counts import SERIES
from domain.folds.status import Situation
from domain.people import FactId, PersonId
from ledger.events import Draft, new_id
from ledger.ledger import Ledger
from projections.basis import Basis
from projections.replay.counts import replay
from projections.replay.digest import replayed_digest
from tests.bundles import counted, facts_of, standing, verifier
from tests.conftest import opened
from tests.fuzzing import asked, examples
from tests.projections.test_rows_are_replay import bases, record, recordable
from tests.worlds import DAYS, PASSAGE, PERSON, RECORDED, World, day, edtf, lives, terms, worlds


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


BEGUN: list[type[f.Fact]] = [f.AdministrativelyArrested, f.Sentenced, f.Remanded, f.PunishmentBegun]
CARRIED: list[type[f.Fact]] = [
    *(f.PunishmentBegun, f.Transferred, f.RegimeChanged, f.Detained, f.Sentenced),
    *(f.Released, f.Released, f.ReleaseRevoked, f.ReleaseRevoked),
]


@st.composite
def stretches(draw: st.DrawFn) -> World:
    """One stretch without liberty under a term: facts that carry it on, releases from it, releases taken back."""
    facts: list[tuple[str, f.Fact]] = []
    for number in range(draw(st.integers(2, 6))):
        released = [name for name, fact in facts if isinstance(fact, f.Released)]
        kind = draw(st.sampled_from(CARRIED if number else BEGUN))
        if kind is f.ReleaseRevoked and not released:
            continue
        when = min(DAYS - 1, number + draw(st.integers(0, 2)))
        fields: dict[str, Any] = {
            "person": PERSON,
            "passages": PASSAGE,
            "occurred": FuzzyDate.parse(edtf(when, draw(st.sampled_from([0, 0, 1, 2])))),
            "deprivation": "f0" if number and draw(st.integers(0, 5)) else None,
            "follows": tuple(draw(st.lists(st.sampled_from([name for name, _ in facts]), max_size=1)) if facts else ()),
            "punishment": draw(st.sampled_from([f.Punishment.COLONY, f.Punishment.OPEN_TYPE])),
            "custody": True,
            "term": draw(terms.filter(bool) if number == 0 else terms),
            "release": draw(st.sampled_from(released)) if released else None,
        }
        if kind is f.ReleaseRevoked:
            fields["deprivation"] = "f0"
        known = {name: value for name, value in fields.items() if name in kind.__struct_fields__}
        facts.append((f"f{number}", kind(**known)))
    return World(tuple(facts))


@pytest.mark.fuzz
@examples(500)
@given(world=st.one_of(lives(), worlds(max_size=6), worlds(max_size=4), stretches(), stretches()))
def test_on_each_day_the_verifier_finds_the_same_set_and_the_same_that_is_over(world: World) -> None:
    """Without a database there is time for many more worlds, wild ones too."""
    life, situation = verifier.Life(facts_of(world)), Situation(world.standing())
    for number in range(-1, DAYS + 4):
        found = {(str(one.liberty), one.deprivation) for one in situation.elements(day(number))}

        assert life.on(day(number))[1] == found
        assert life.over(day(number)) == {one: int(holds) for one, holds in situation.over(day(number)).items()}
    for identifier, _ in world.facts:
        assert life.deprivation(identifier) == situation.deprivation(FactId(identifier))


dates = st.one_of(
    st.from_regex(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2]|2[1-4])(-(0[1-9]|1[0-9]|2[0-9]|3[01]))?)?", fullmatch=True),
    st.from_regex(
        r"[~?%]?(19|20)[0-9X]{2}[~?%]?(-[~?%]?([01X][0-9X])[~?%]?(-[~?%]?[0-3X][0-9X][~?%]?)?)?", fullmatch=True
    ),
    st.from_regex(r"XXXX-[01][0-9]-[0-3][0-9]", fullmatch=True),
    st.from_regex(r"[-0-9X~?%.,\[\]]{1,12}", fullmatch=True),
)
sets = st.lists(st.one_of(dates, st.tuples(dates, dates).map("..".join)), min_size=1, max_size=3).map(
    lambda items: f"[{','.join(items)}]"
)


@pytest.mark.fuzz
@examples(600)
@given(text=st.one_of(dates, sets, dates.map(lambda one: f"[..{one}]"), dates.map(lambda one: f"[{one}..]")))
def test_the_verifier_reads_every_date_as_we_do_or_refuses_it_as_we_do(text: str) -> None:
    assert bounds(lambda: verifier.days_of(text, RECORDED)) == bounds(lambda: FuzzyDate.parse(text).bounds(RECORDED))


def bounds(read: Callable[[], tuple[int, int]]) -> tuple[int, int] | None:
    try:
        return read()
    except (DateError, ValueError):
        return None


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
