"""Rows = replay for sanctions: small worlds in which acts, figures and parts collide, are corrected and retracted."""

import shutil
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import Day, FuzzyDate
from domain.errors import FactError
from domain.people import FactId, TargetId
from domain.quantities import Quantity
from domain.sanctions import Measure, TargetKind
from ledger.events import Draft, new_id
from projections.projector import Projector
from projections.replay.sanctions import replay_sanctions
from projections.sanctions import SanctionsOfDay
from tests.conftest import House, opened
from tests.fuzzing import examples
from tests.sanctions import as_replayed, without_stands
from tests.scribe import Scribe

FIRST = date(2015, 10, 27)
DAYS = 9
TARGETS = 4
KINDS: tuple[type[f.MeasureFact], ...] = (
    f.MeasureImposed,
    f.MeasureImposed,
    f.MeasureProlonged,
    f.MeasureSuspended,
    f.MeasureSuspended,
    f.MeasureLapsed,
    f.MeasureLifted,
    f.MeasureDivided,
)
Change = tuple[str, int, Any]
"""What is done next: say a fact, or correct or retract the one with a number."""


def edtf(start: int, width: int) -> FuzzyDate:
    low, high = FIRST + timedelta(start), FIRST + timedelta(start + width)
    return FuzzyDate.parse(low.isoformat() if width == 0 else f"[{low}..{high}]")


dates = st.builds(edtf, st.integers(0, DAYS - 1), st.sampled_from([0, 0, 0, 1, 3]))
numbers = st.sampled_from(["none", "3", "4", "about 10", "more than 3", "2-5"]).map(Quantity.parse)


@st.composite
def told(draw: st.DrawFn) -> dict[str, Any]:
    """A fact about one of the targets, with numbers in place of identifiers."""
    target = draw(st.integers(0, TARGETS - 1))
    match draw(st.integers(0, 9)):
        case 0:
            return {"kind": f.SizeStated, "target": target, "persons": draw(numbers)}
        case 1:
            return {"kind": f.SizeStated, "target": target, "entities": draw(numbers), "persons": draw(numbers)}
        case 2:
            return {"kind": f.PartStated, "target": target, "whole": draw(st.integers(0, TARGETS - 1))}
        case _:
            kind = draw(st.sampled_from(KINDS))
            fact: dict[str, Any] = {"kind": kind, "target": target, "occurred": draw(dates), "authority": "EU"}
            fact["programme"] = "Belarus"
            fact["measures"] = draw(st.sampled_from([(Measure.ASSET_FREEZE,), tuple(Measure)[:2]]))
            fact["act"] = draw(st.sampled_from([None, None, 0, 1]))
            if kind in {f.MeasureImposed, f.MeasureProlonged}:
                fact["expires"] = draw(st.none() | dates)
            if kind is f.MeasureSuspended:
                fact["suspended_until"] = draw(st.none() | dates)
            return fact


changes = st.lists(
    st.one_of(
        told().map(lambda fact: ("say", 0, fact)),
        told().map(lambda fact: ("say", 0, fact)),
        st.tuples(st.just("correct"), st.integers(0, 9), told()),
        st.tuples(st.just("retract"), st.integers(0, 9), st.none()),
    ),
    min_size=1,
    max_size=9,
)


class World:
    """Targets, two acts and whatever changes are recorded, in order."""

    def __init__(self, house: House, kinds: list[TargetKind]) -> None:
        self.house, self.scribe = house, Scribe(house.ledger)
        self.targets = [TargetId(self.write(f.TargetRegistered(kind=kind))) for kind in kinds]
        self.acts = [self.write(self.act(day)) for day in (0, 4)]
        self.said = [FactId(one) for one in self.targets]

    def act(self, day: int) -> f.Fact:
        return f.ActAdopted(authority="EU", title="Act", adopted=edtf(day, 0), passages=(self.scribe.passage,))

    def write(self, fact: f.Fact) -> FactId:
        identifier = new_id()
        self.house.ledger.record([Draft(identifier, 1, fact, "tester", "batch")])
        return identifier

    def made(self, said: dict[str, Any]) -> f.Fact:
        fields = dict(said)
        kind: type[f.Fact] = fields.pop("kind")
        for name in ("target", "whole"):
            if name in fields:
                fields[name] = self.targets[fields[name]]
        if fields.get("act") is not None:
            fields["act"] = self.acts[fields["act"]]
        return kind(**fields, passages=(self.scribe.passage,))

    def do(self, change: Change) -> None:
        what, number, said = change
        if what == "say":
            self.said.append(self.write(self.made(said)))
            return
        identifier = self.said[number % len(self.said)]
        history = self.house.ledger.stream(identifier)
        if what == "retract":
            self.scribe.retract(identifier)
        elif number % len(self.said) >= TARGETS:
            self.house.ledger.correct(
                identifier, self.made(said), reason="so the source", expect=history[-1].version, by="tester"
            )


def agree(house: House) -> None:
    """Ask about every day of the world, at the last sizes of the log: rows and replay say the same."""
    Projector(house.ledger, house.engine, batch=3).catch_up()
    days = [Day((FIRST + timedelta(number)).toordinal()) for number in range(-1, DAYS + 4)]
    events = [event for page in house.ledger.read() for event in page]
    for size in range(max(0, len(events) - 3), len(events) + 1):
        answer = house.questions.sanctions.on(days, size)
        for day in answer.days:
            replayed = replay_sanctions(events[:size], day.day)

            assert as_replayed(day) == without_stands(replayed), (day.day, size)
            assert stands(day) == {key: said for key, said in replayed.stands.items() if said - {"divided", "none"}}


def stands(day: SanctionsOfDay) -> dict[tuple[str, tuple[str, ...]], set[str]]:
    found = {}
    for one in (*day.under, *day.ended):
        for sanction, said in one.stands.items():
            if set(map(str, said)) - {"divided", "none"}:
                found[str(one.target.id), tuple(map(str, sanction))] = set(map(str, said))
    return found


@pytest.mark.fuzz
@examples(40)
@given(kinds=st.lists(st.sampled_from(TargetKind), min_size=TARGETS, max_size=TARGETS), done=changes)
def test_rows_and_replay_give_the_same_sanctions(
    kinds: list[TargetKind], done: list[Change], sqlite_template: Path
) -> None:
    path = sqlite_template.with_name("sanctions.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        world = World(house, kinds)
        for change in done:
            with suppress(FactError):  # A second retraction, say: what the door refuses is not done.
                world.do(change)
        agree(house)


def test_rows_and_replay_agree_on_both_databases(house: House) -> None:
    """One fixed world: groups inside groups, an act that does two things, a figure corrected, an act retracted."""
    world = World(house, [TargetKind.GROUP, TargetKind.GROUP, TargetKind.PERSON, TargetKind.COUNTRY])
    common = {"authority": "EU", "programme": "Belarus", "measures": tuple(Measure)[:2], "act": None}
    steps: list[Change] = [
        ("say", 0, {"kind": f.SizeStated, "target": 0, "persons": Quantity.parse("about 10")}),
        ("say", 0, {"kind": f.PartStated, "target": 2, "whole": 0}),
        ("say", 0, {"kind": f.PartStated, "target": 0, "whole": 1}),
        *(("say", 0, common | {"kind": f.MeasureImposed, "target": n, "occurred": edtf(n, n)}) for n in range(4)),
        ("say", 0, common | {"kind": f.MeasureSuspended, "target": 0, "occurred": edtf(4, 1), "act": 1}),
        ("say", 0, common | {"kind": f.MeasureProlonged, "target": 0, "occurred": edtf(4, 1), "act": 1}),
        ("correct", 4, {"kind": f.SizeStated, "target": 0, "persons": Quantity.parse("4")}),
        ("say", 0, common | {"kind": f.MeasureLifted, "target": 1, "occurred": edtf(6, 1)}),
        ("retract", 11, None),
    ]
    for step in steps:
        world.do(step)

    agree(house)
    house.projector.rebuild()
    agree(house)
