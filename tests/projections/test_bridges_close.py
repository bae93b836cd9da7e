"""Every bridge closes, and replay finds the same people and facts, in worlds corrected, joined and hidden."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.errors import FactError
from domain.folds.counts import DEFINITIONS
from domain.people import FactId, PersonId
from domain.sources import Variant
from ledger.events import Event
from projections.basis import Basis
from projections.replay.bridge import Place, Replayed, replay_bridge
from projections.strides import Moved
from tests import worlds
from tests.conftest import House, opened
from tests.fuzzing import examples
from tests.scribe import Scribe
from tests.worlds import DAYS, day

pytestmark = pytest.mark.long

RULES = [
    (definition, variant, bodies)
    for definition in DEFINITIONS
    for variant in Variant
    for bodies in (frozenset[str](), frozenset({"Viasna"}))
    if not (variant is Variant.HINDSIGHT and definition in {"held", "ever-recognized"})
    and not (bodies and definition == "held")
]
PEOPLE = 3
WORDS = {0: "no", 1: "possible", 2: "certain"}


@dataclass(frozen=True)
class Doing:
    """What is done next to the record: ``what``, and numbers that choose whom and which fact."""

    what: str
    whom: int
    other: int
    life: worlds.World


doings = st.builds(
    Doing,
    st.sampled_from(["live", "live", "correct", "retract", "reinstate", "same", "different", "withhold", "unregister"]),
    st.integers(0, PEOPLE - 1),
    st.integers(0, 30),
    worlds.lives(),
)


class Record:
    """Three people whose record is made and unmade; what the door refuses is not done."""

    def __init__(self, house: House) -> None:
        self.house, self.scribe = house, Scribe(house.ledger)
        self.people = [self.scribe.person(f"Person {number}") for number in range(PEOPLE)]
        self.said: list[FactId] = []
        self.pages = [self.scribe.passage, *map(self.scribe.passage_of, ("2017-03-02", "2017-03-05"))]

    def do(self, doing: Doing) -> None:
        person = self.people[doing.whom]
        match doing.what:
            case "live":
                self.live(person, doing.life, doing.other)
            case "same" | "different" if doing.other % PEOPLE != doing.whom:
                kind = f.JudgedSame if doing.what == "same" else f.JudgedDifferent
                self.said.append(self.scribe.judge(kind, person, self.people[doing.other % PEOPLE]))
            case "withhold" if doing.other % 3 == 0:
                self.scribe.fact(f.PersonWithheld, person)
            case "unregister" if doing.other % 3 == 0:
                self.scribe.retract(FactId(person))
            case "correct" | "retract" | "reinstate" if self.said:
                self.change(doing, self.said[doing.other % len(self.said)], person)

    def live(self, person: PersonId, life: worlds.World, page: int) -> None:
        """Record a life, its facts by turns from a source of no day and from two of other days."""
        ids: dict[str, FactId] = {}
        for number, (name, fact) in enumerate(life.facts, start=page):
            cited = {"passages": (self.pages[number % len(self.pages)],)} if isinstance(fact, f.Quoted) else {}
            ids[name] = self.scribe.fact(type(fact), person, **self.fields(fact, ids), **cited)
        self.said += ids.values()

    def change(self, doing: Doing, identifier: FactId, person: PersonId) -> None:
        if doing.what == "correct":
            name, fact = doing.life.facts[0]
            self.scribe.correct(identifier, type(fact), person, **self.fields(fact, {name: identifier}))
        elif doing.what == "retract":
            self.scribe.retract(identifier)
        else:
            newest = self.house.ledger.stream(identifier)[-1].version
            self.house.ledger.reinstate(identifier, reason="r", expect=newest, by="tester")

    @staticmethod
    def fields(fact: f.Fact, ids: dict[str, FactId]) -> dict[str, Any]:
        """The fields of a fact of a drawn life, with links to what is recorded."""
        found = {name: getattr(fact, name) for name in fact.__struct_fields__ if name not in {"person", "passages"}}
        for name in ("deprivation", "happening", "covers", "recognition", "release", "report", "withdrawal"):
            if found.get(name) is not None:
                found[name] = ids[found[name]]
        return found | ({"follows": tuple(ids[one] for one in found["follows"])} if "follows" in found else {})


def basis_of(house: House, number: int, size: int, rule: int) -> Basis:
    """Return a basis; of the rules, one in four asks what was published by a day."""
    definition, variant, bodies = RULES[rule % len(RULES)]
    basis = house.questions.clock.basis(day(number), as_known=size, definition=definition, variant=variant)
    found = Basis(basis.day, basis.head, basis.definition, variant, bodies, basis.rules, basis.beyond)
    return house.questions.clock.published(found, day(rule % 5) if rule % 4 == 0 else None)


def placed(moved: Moved) -> tuple[Place, Place]:
    return tuple(  # type: ignore[return-value]  # two sides
        frozenset((str(one.id), WORDS[one.holds]) for one in side) for side in (moved.before, moved.after)
    )


def check(house: House, events: Sequence[Event], start: Basis, end: Basis) -> None:
    """Ask for one bridge; it closes, and replay takes the same steps."""
    answer = house.questions.bridge(start, end)
    replayed = replay_bridge(events, start, end)
    counts = [house.questions.count(basis).count for basis in (start, end)]

    assert [answer.start.count, answer.end.count] == counts
    for number in ("certain", "possible"):
        steps = sum(getattr(stride.change, number) for stride in answer.strides)
        assert getattr(counts[0], number) + steps == getattr(counts[1], number)
        for stride in answer.strides:
            named = sum(getattr(moved.change, number) for moved in stride.moved)
            assert named + getattr(stride.withheld_change, number) == getattr(stride.change, number)
    hidden = house.questions.disclosure().people
    for stride, expected in zip(answer.strides, replayed, strict=True):
        assert (stride.change.certain, stride.change.possible) == expected.change
        same(stride.step.value, stride.moved, expected, nobody_hidden=not hidden)
        assert hidden.isdisjoint(one.id for moved in stride.moved for one in (*moved.before, *moved.after))
        assert bool(stride.withheld) == (len(stride.moved) < len(expected.moved))
    some = house.questions.bridge(start, end, most=1).strides
    assert [replace(one, moved=one.moved[:1], more=len(one.moved[1:])) for one in answer.strides] == list(some)


def same(step: str, moved: Sequence[Moved], expected: Replayed, *, nobody_hidden: bool) -> None:
    """Whom a step names, replay does; and each is moved by facts, those which stand otherwise if knowledge moved."""
    for one in moved:
        assert placed(one) in expected.moved
        if nobody_hidden:
            assert one.facts
            if step == "knowledge":
                assert {fact.id for fact in one.facts} == expected.moved[placed(one)]


@pytest.mark.fuzz
@examples(60)
@given(
    done=st.lists(doings, min_size=1, max_size=7),
    asked=st.lists(st.tuples(*[st.integers(-1, DAYS + 3)] * 2, *[st.integers(0, 99)] * 4), min_size=3, max_size=6),
)
def test_every_bridge_closes_and_is_the_one_that_replay_gives(
    done: list[Doing], asked: list[tuple[int, ...]], sqlite_template: Path
) -> None:
    """For any two days, sizes of the log, definitions, variants and bodies, in either order."""
    path = sqlite_template.with_name("bridges.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        record = Record(house)
        for doing in done:
            with suppress(FactError):
                record.do(doing)
        house.projector.catch_up()
        events = [event for page in house.ledger.read() for event in page]
        for first, last, known, later, rule, other in asked:
            sizes = [len(events) - one % len(events) for one in (known, later)]
            start, end = basis_of(house, first, sizes[0], rule), basis_of(house, last, sizes[1], other)
            check(house, events, start, end)
