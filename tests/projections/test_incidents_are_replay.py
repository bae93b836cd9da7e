"""Rows = replay for incidents: small worlds in which windows, figures, parts and members collide and change."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import Day, FuzzyDate, FuzzyInterval
from domain.errors import FactError
from domain.incidents import IncidentKind
from domain.people import FactId
from domain.published import Unit
from domain.quantities import Quantity
from ledger.events import Draft, new_id
from projections.incidents import IncidentsAnswer
from projections.projector import Projector
from projections.replay.incidents import Replayed, replay_incidents
from tests.conftest import House, opened
from tests.fuzzing import examples
from tests.scribe import Scribe

FIRST = date(2017, 3, 20)
DAYS = 8
INCIDENTS = 4
PEOPLE = 3
Change = tuple[str, int, Any]
"""What is done next: say a fact, or correct, retract or reinstate the one with a number."""


def written(start: int, width: int) -> str:
    low, high = FIRST + timedelta(start), FIRST + timedelta(start + width)
    return low.isoformat() if width == 0 else f"[{low}..{high}]"


dates = st.builds(written, st.integers(0, DAYS - 1), st.sampled_from([0, 0, 0, 1, 2]))
numbers = st.sampled_from(["none", "3", "4", "about 10", "more than 3", "2-5", "dozens"]).map(Quantity.parse)
which = st.integers(0, INCIDENTS - 1)


@st.composite
def windows(draw: st.DrawFn) -> FuzzyInterval:
    start = draw(st.integers(0, DAYS - 1))
    sides = written(start, draw(st.sampled_from([0, 0, 1]))), written(start + 1 + draw(st.integers(0, 3)), 0)
    shapes = [f"{sides[0]}/{sides[1]}", f"{sides[1]}/{sides[1]}", f"../{sides[1]}", f"{sides[0]}/.."]
    return FuzzyInterval.parse(draw(st.sampled_from(shapes[:2] * 3 + shapes[2:])))


@st.composite
def reports(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from([IncidentKind.DETENTIONS, IncidentKind.DETENTIONS, IncidentKind.ARRESTS]))
    return {"type": f.IncidentReported, "kind": kind, "window": draw(windows()), "within": draw(st.none() | which)}


@st.composite
def told(draw: st.DrawFn) -> dict[str, Any]:
    """A fact about some of the incidents, with numbers in place of identifiers."""
    match draw(st.integers(0, 9)):
        case 0 | 1 | 2:
            unit = draw(st.sampled_from([Unit.PERSONS, Unit.PERSONS, Unit.DETENTIONS]))
            said = draw(st.none() | dates.map(FuzzyDate.parse))
            figure = {"quantity": draw(numbers), "unit": unit, "stated_as_of": said}
            return {"type": f.IncidentCounted, "incident": draw(which), **figure}
        case 3:
            return {"type": f.IncidentPlaced, "incident": draw(which), "within": draw(which)}
        case 4 | 5 | 6:
            return {"type": f.MemberIdentified, "incident": draw(which), "person": draw(st.integers(0, PEOPLE - 1))}
        case 7:
            pair = draw(st.permutations(range(PEOPLE)))[:2]
            return {"type": draw(st.sampled_from([f.JudgedSame, f.JudgedDifferent])), "pair": pair}
        case _:
            judged = draw(st.permutations(range(INCIDENTS)))[: draw(st.integers(2, 3))]
            return {"type": draw(st.sampled_from([f.IncidentsJudgedSame, f.IncidentsJudgedApart])), "incidents": judged}


changes = st.lists(
    st.one_of(
        told().map(lambda fact: ("say", 0, fact)),
        told().map(lambda fact: ("say", 0, fact)),
        st.tuples(st.just("correct"), st.integers(0, 11), st.tuples(told(), reports())),
        st.tuples(st.sampled_from(["retract", "reinstate"]), st.integers(0, 11), st.none()),
    ),
    min_size=2,
    max_size=10,
)


class World:
    """Incidents, people and whatever changes are recorded, in order."""

    def __init__(self, house: House, first: list[dict[str, Any]]) -> None:
        self.house, self.scribe = house, Scribe(house.ledger)
        self.people = [self.scribe.person(f"Person {n}") for n in range(PEOPLE)]
        self.incidents = [new_id() for _ in first]
        self.said: list[FactId] = []
        drafts = zip(self.incidents, map(self.made, first), strict=True)
        house.ledger.record([Draft(one, 1, fact, "tester", "batch") for one, fact in drafts])
        self.said += [*self.incidents, *map(FactId, self.people)]

    def made(self, said: Mapping[str, Any]) -> f.Fact:
        fields = dict(said)
        kind: type[f.Fact] = fields.pop("type")
        for name in ("incident", "within"):
            if fields.get(name) is not None:
                fields[name] = self.incidents[fields[name]]
        if "person" in fields:
            fields["person"] = self.people[fields["person"]]
        for name, some in (("pair", self.people), ("incidents", self.incidents)):
            if name in fields:
                fields |= {name: tuple(some[one] for one in fields[name]), "reason": "compared"}
        if kind is f.IncidentCounted:
            fields |= {"publisher": "Viasna", "printed": "arrested"}
        return kind(**fields, passages=(self.scribe.passage,))

    def do(self, change: Change) -> None:
        what, number, said = change
        if what == "say":
            self.said.append(new_id())
            self.house.ledger.record([Draft(self.said[-1], 1, self.made(said), "tester", "batch")])
            return
        identifier = self.said[number % len(self.said)]
        newest = self.house.ledger.stream(identifier)[-1].version
        more: dict[str, Any] = {"reason": "in error", "expect": newest, "by": "tester"}
        if what != "correct":
            getattr(self.house.ledger, what)(identifier, **more)
        elif identifier not in map(str, self.people):
            body = self.made(said[identifier in self.incidents])
            self.house.ledger.correct(identifier, body, **more)


def of_rows(answer: IncidentsAnswer) -> Replayed:
    """An answer in the words of the replay."""
    reports = {one.incident.id: frozenset(map(str, (each.id for each in one.incident.reports))) for one in answer.found}
    totals = {
        (str(one.kind), str(one.unit)): (
            one.certain,
            one.possible,
            frozenset(reports[each.id] for each in one.added),
            frozenset(reports[part] for part, _ in one.left_out),
        )
        for one in answer.totals
    }
    numbers = {
        reports[one.incident.id]: ({str(each.unit): each.bounds for each in one.numbers}, one.named)
        for one in answer.found
    }
    return Replayed(totals, numbers)


def agree(house: House) -> None:
    """Ask about some times of the world, at the last sizes of the log: rows and replay say the same."""
    Projector(house.ledger, house.engine, batch=3).catch_up()
    events = [event for page in house.ledger.read() for event in page]
    days = [Day((FIRST + timedelta(number)).toordinal()) for number in (-1, 2, 5, DAYS + 4)]
    for size in range(max(0, len(events) - 3), len(events) + 1):
        for start, end in ((days[0], days[3]), (days[1], days[2]), (days[2], days[2])):
            answer = house.questions.incidents.between(start, end, as_known=size)

            assert of_rows(answer) == replay_incidents(events[:size], start, end), (start, end, size)
            check(answer)


def check(answer: IncidentsAnswer) -> None:
    """What holds of every answer: bounds are bounds, and each incident is added, left out or not counted, once."""
    for total in answer.totals:
        assert total.possible is None or total.certain <= total.possible
        lows = [one.bounds[0] for one in total.added]
        assert max(lows, default=0) <= total.certain <= sum(lows)
        placed = [*(one.id for one in total.added), *(part for part, _ in total.left_out), *total.uncounted]
        there = [one.incident.id for one in answer.found if total.kind in one.incident.kinds]
        assert sorted(placed) == sorted(there)
        assert {whole for _, whole in total.left_out} <= {one.id for one in total.added}


@pytest.mark.fuzz
@examples(40)
@given(first=st.lists(reports(), min_size=INCIDENTS, max_size=INCIDENTS), done=changes)
def test_rows_and_replay_give_the_same_incidents(
    first: list[dict[str, Any]], done: list[Change], sqlite_template: Path
) -> None:
    """Corrections, retractions, people found to be one and members found late included."""
    path = sqlite_template.with_name("incidents.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        world = World(house, first)
        for change in done:
            with suppress(FactError):  # What the door refuses is not done.
                world.do(change)
        agree(house)


def test_rows_and_replay_agree_on_incidents_on_both_databases(house: House) -> None:
    """One fixed world: parts of parts, reports that are one, members who are one, a whole that is retracted."""
    month, day = FuzzyInterval.parse("2017-03-20/2017-03-27"), FuzzyInterval.parse("2017-03-25/2017-03-25")
    same = {"type": f.IncidentReported, "kind": IncidentKind.DETENTIONS, "within": None}
    world = World(house, [same | {"window": month}, *(same | {"window": day} for _ in range(3))])
    counted = {"type": f.IncidentCounted, "unit": Unit.PERSONS, "stated_as_of": None}
    steps: list[Change] = [
        *(("say", 0, {"type": f.MemberIdentified, "incident": n, "person": n % PEOPLE}) for n in range(INCIDENTS)),
        ("say", 0, counted | {"incident": 0, "quantity": Quantity.parse("dozens")}),
        ("say", 0, counted | {"incident": 1, "quantity": Quantity.parse("57")}),
        ("say", 0, counted | {"incident": 2, "quantity": Quantity.parse("more than 50")}),
        ("say", 0, {"type": f.IncidentsJudgedSame, "incidents": (1, 2)}),
        ("say", 0, {"type": f.IncidentPlaced, "incident": 1, "within": 0}),
        ("say", 0, {"type": f.IncidentPlaced, "incident": 3, "within": 2}),
        ("say", 0, {"type": f.JudgedSame, "pair": (0, 1)}),
        ("say", 0, {"type": f.IncidentsJudgedApart, "incidents": (0, 3)}),
        ("correct", 12, (counted | {"incident": 1, "quantity": Quantity.parse("4")}, {})),
        ("retract", 0, None),
    ]
    for step in steps:
        world.do(step)
        agree(house)
    house.projector.rebuild()

    agree(house)
