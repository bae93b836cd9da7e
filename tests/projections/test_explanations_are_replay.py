"""What explains an answer agrees with the answer: digests and impacts against replay, on small worlds that change."""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import FuzzyDate, iso
from domain.errors import KhronikaError
from domain.folds import RULES_VERSION
from domain.folds.counts import DEFINITIONS, SERIES
from domain.people import FactId, PersonId
from ledger.events import Draft, Event, new_id
from projections.basis import Basis
from projections.replay.counts import replay
from tests.conftest import House, opened
from tests.fuzzing import examples
from tests.projections.test_rows_are_replay import QUESTIONS, bases, crowd, record, recordable
from tests.scribe import Scribe
from tests.worlds import DAYS, World, day, edtf, lives


@dataclass(frozen=True)
class Change:
    """What is done to one of the facts, or with the first people, after all is recorded."""

    what: str
    which: int
    start: int


changes = st.builds(
    Change,
    st.sampled_from(["retract", "retract", "correct", "correct", "move", "reinstate", "same", "different", "withhold"]),
    st.integers(0, 30),
    st.integers(0, DAYS - 1),
)


def person(number: int) -> PersonId:
    """Return the person that `record` makes of the world of this number."""
    return PersonId(str(uuid5(NAMESPACE_OID, f"{number} person")))


def change(house: House, people: list[World], one: Change) -> None:
    """Change the record; what cannot be done is left."""
    events = [event for page in house.ledger.read() for event in page]
    about = [event for event in events if getattr(event.content, "person", None)]
    if not about:
        return
    target = about[one.which % len(about)]
    newest = house.ledger.stream(target.id)[-1].version
    change_of: dict[str, Any] = {"reason": "looked again", "expect": newest, "by": "tester"}
    pair = (person(0), person(1))
    try:
        match one.what:
            case "retract":
                house.ledger.retract(target.id, **change_of)
            case "reinstate":
                house.ledger.reinstate(target.id, **change_of)
            case "correct" | "move":
                house.ledger.correct(target.id, _other(target, one, people), **change_of)
            case "same" | "different" if len(people) > 1:
                kind = f.JudgedSame if one.what == "same" else f.JudgedDifferent
                house.ledger.record([Draft(new_id(), 1, kind(pair=pair, reason="compared"), "tester", "batch")])
            case "withhold":
                hidden = f.PersonWithheld(person=person(one.which % len(people)))
                house.ledger.record([Draft(new_id(), 1, hidden, "tester", "batch")])
            case _:
                pass
    except KhronikaError:
        return


def _other(event: Event, one: Change, people: list[World]) -> f.Fact:
    fact: Any = event.content
    fields = {name: getattr(fact, name) for name in fact.__struct_fields__}
    if one.what == "move":
        fields["person"] = person(one.start % len(people))
    elif "occurred" in fields:
        fields["occurred"] = FuzzyDate.parse(edtf(one.start, one.which % 3))
    return type(fact)(**fields)  # type: ignore[no-any-return]  # any fact


@st.composite
def records(draw: st.DrawFn) -> tuple[list[World], list[Change]]:
    people = draw(st.lists(st.one_of(lives(), lives(), recordable()), min_size=1, max_size=3))
    return people, draw(st.lists(changes, max_size=4))


@pytest.mark.fuzz
@examples(25)
@given(written=records(), data=st.data())
def test_rows_and_events_give_the_same_digests_and_the_same_impacts(
    written: tuple[list[World], list[Change]], data: st.DataObject, sqlite_template: Path
) -> None:
    path = sqlite_template.with_name("explained.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        agree(house, *written, data)


def agree(house: House, people: list[World], changed: list[Change], data: st.DataObject) -> None:
    record(house, people)
    for one in changed:
        change(house, people, one)
    house.projector.catch_up()
    events = [event for page in house.ledger.read() for event in page]
    for _ in range(4):
        digests_agree(house, events, data)
    hidden = house.questions.disclosure().hidden(event.id for event in events)
    passages = (f.SourceRegistered, f.PassageQuoted, f.PersonWithheld)
    shown = sorted({one.id for one in events if one.version == 1 and not isinstance(one.content, passages)} - hidden)
    impacts_agree(house, events, shown, data)


GOLDEN = Path(__file__).with_name("golden_digests.json")
FIXED = [
    Change(what, number * 5, number) for number, what in enumerate(["retract", "correct", "same", "withhold", "move"])
]


def golden_digests(house: House) -> dict[str, str]:
    """Record a fixed crowd, change it, and return the digest of every question on some days."""
    people = [crowd(seed) for seed in range(12)]
    record(house, people)
    for one in FIXED:
        change(house, people, one)
    house.projector.catch_up()
    found = {}
    for basis in bases(house, house.ledger.size()):
        if (basis.day - day(0)) % 3 == 0:
            digest = house.questions.explanations.digest(basis).state.digest()
            name = f"{iso(basis.day)} {basis.definition.id} {basis.variant} {','.join(sorted(basis.recognized_by))}"
            found[name.strip()] = digest
            assert digest == house.questions.explanations.digest_again(basis)
    return found


def test_a_fixed_crowd_has_these_digests_on_each_database(house: House) -> None:
    found = golden_digests(house)

    assert len(set(found.values())) > 10
    assert found == json.loads(GOLDEN.read_text())


def test_a_fact_of_one_judged_the_same_as_another_moves_the_counts_of_both_as_one(house: House) -> None:
    scribe = Scribe(house.ledger)
    first, second = scribe.person(), scribe.person()
    scribe.fact(f.Detained, first, occurred="2017-03-02")
    scribe.judge(f.JudgedSame, first, second)
    released = scribe.fact(f.Released, second, occurred="2017-03-04")
    house.projector.catch_up()
    (moved,) = house.questions.explanations.impact(released).versions
    held = [one for one in moved.shifts if one.definition.id == "held"]

    assert moved.people == (first,)
    assert [(iso(one.start), one.certain, one.possible) for one in held] == [("2017-03-04", -1, -1)]


def digests_agree(house: House, events: list[Event], data: st.DataObject) -> None:
    definition, variant, bodies = data.draw(st.sampled_from(QUESTIONS))
    head = house.ledger.head(data.draw(st.integers(3, len(events))))
    at = Basis(
        day(data.draw(st.integers(0, DAYS + 3))),
        head,
        DEFINITIONS[definition],
        variant,
        bodies,
        RULES_VERSION,
        beyond=False,
    )
    answer = house.questions.explanations.digest(at)
    counted = house.questions.count(at).count

    assert answer.state.digest() == house.questions.explanations.digest_again(at), at
    assert len(answer.state.rows) + answer.state.withheld.possible == counted.possible
    assert sum(row.certain for row in answer.state.rows) + answer.state.withheld.certain == counted.certain


def impacts_agree(house: House, events: list[Event], shown: list[FactId], data: st.DataObject) -> None:
    """Each position's impact, on a few days, is what replay counts at its size less what it counts before."""
    definition, variant = data.draw(st.sampled_from(SERIES))
    some = data.draw(st.lists(st.sampled_from(shown), max_size=4, unique=True)) if shown else []
    impacts = [moved for one in some for moved in house.questions.explanations.impact(one).versions]
    for number in data.draw(st.lists(st.integers(0, DAYS + 4), min_size=1, max_size=2, unique=True)):
        at = Basis(day(number), house.ledger.head(), definition, variant, frozenset(), RULES_VERSION, beyond=False)
        heads = [house.ledger.head(size) for size in range(len(events) + 1)]
        counts = [replay(events[: head.size], replace(at, head=head)) for head in heads]
        for moved in impacts:
            before, after = counts[moved.event.position - 1], counts[moved.event.position]
            here = [
                one
                for one in moved.shifts
                if (one.definition, one.variant) == (definition, variant) and one.start <= at.day < one.end
            ]

            assert len(here) <= 1
            assert sum(one.certain for one in here) == after.certain - before.certain, at
            assert sum(one.possible for one in here) == after.possible - before.possible, at
            for one in here:
                if one.start == at.day:
                    assert (one.before, one.after) == (before, after)
