"""Rows = replay for places: who is held where, at every day and every size of the log, over small worlds."""

import shutil
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.folds import RULES_VERSION
from domain.folds.counts import DEFINITIONS
from domain.folds.holds import Holds
from domain.people import FactId, PersonId, PlaceId
from domain.sources import Variant
from projections.basis import Basis, Count
from projections.breakdown import By
from projections.projector import Projector
from projections.replay.disclosure import withheld_by
from projections.replay.lives import what_stands
from projections.replay.places import NOWHERE, replay_by_place, replay_names, replay_places
from tests.conftest import House, opened
from tests.fuzzing import asked, examples
from tests.projections.test_rows_are_replay import record
from tests.scribe import Scribe
from tests.worlds import DAYS, PASSAGE, PERSON, World, day, edtf, lives

PLACES = [PlaceId(str(uuid5(NAMESPACE_OID, f"place {n}"))) for n in range(2)]
HOLDS = {Holds.POSSIBLY: "possibly", Holds.CERTAINLY: "certainly"}
few = settings(examples(15), phases=[Phase.explicit, Phase.reuse, Phase.generate])
dates = st.builds(
    lambda start, width: FuzzyDate.parse(edtf(start, width)), st.integers(0, DAYS - 1), st.sampled_from([0, 0, 1, 3])
)
somewhere = st.sampled_from([*PLACES, *PLACES, None])


@st.composite
def held_lives(draw: st.DrawFn) -> World:
    """A life with facts that say where, of any of its deprivations, in any order and on any days."""
    world = draw(lives())
    openings = [name for name, fact in world.facts if isinstance(fact, f.LibertyFact)]
    said = [
        f.HeldAt(
            person=PERSON,
            passages=PASSAGE,
            occurred=draw(dates),
            deprivation=FactId(draw(st.sampled_from(openings))),
            place=draw(somewhere),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return World((*world.facts, *((f"there{n}", fact) for n, fact in enumerate(said))))


@st.composite
def naming(draw: st.DrawFn) -> tuple[type[f.Fact], dict[str, Any]]:
    fields: dict[str, Any] = {"place": draw(st.sampled_from(PLACES))}
    if draw(st.integers(0, 3)) == 0:
        return f.PlaceClosed, fields | {"occurred": draw(dates)}
    said = {"text": draw(st.sampled_from(["Colony No. 1", "Colony No. 2"])), "language": "en"}
    return f.PlaceNamed, fields | said | {"since": draw(st.none() | dates), "until": draw(st.none() | dates)}


changes = st.tuples(st.sampled_from(["correct", "retract", "reinstate"]), st.integers(0, 20), dates, somewhere)
worlds = st.tuples(
    st.lists(held_lives(), min_size=1, max_size=3),
    st.lists(naming(), max_size=3),
    st.lists(changes, max_size=4),
    st.sampled_from([None, None, "withheld", "same"]),
)


def _id(name: str) -> FactId:
    return FactId(str(uuid5(NAMESPACE_OID, name)))


def build(house: House, world: Any, *, batch: int) -> None:
    """Record places and lives, then who is withheld or one with another, then changes of any of it."""
    people, named, changed, more = world
    scribe = Scribe(house.ledger)
    colony = f.PlaceRegistered(kind=f.PlaceKind.COLONY)
    names = [_id(f"naming {n}") for n in range(len(named))]
    drafts = [scribe.draft(FactId(place), colony) for place in PLACES]
    for identifier, (kind, fields) in zip(names, named, strict=True):
        drafts.append(scribe.draft(identifier, kind(**fields, passages=(scribe.passage,))))
    house.ledger.record(drafts)
    record(house, people, batch=batch)
    first, last = (PersonId(_id(f"{n} person")) for n in (0, len(people) - 1))
    if more == "withheld":
        scribe.fact(f.PersonWithheld, first)
    if more == "same" and first != last:
        scribe.judge(f.JudgedSame, first, last)
    there = [
        (_id(f"{n} {name}"), fact)
        for n, life in enumerate(people)
        for name, fact in life.facts
        if isinstance(fact, f.HeldAt)
    ]
    streams = [*there, *((identifier, None) for identifier in (*names, FactId(PLACES[1])))]
    for change, place, when, where in changed:
        identifier, held = streams[place % len(streams)]
        _change(house, change, identifier, {"occurred": when, "place": where} if held else None)
    Projector(house.ledger, house.engine, batch=batch).catch_up()


def _change(house: House, change: str, identifier: FactId, other: dict[str, Any] | None) -> None:
    first, newest = (house.ledger.stream(identifier)[place] for place in (0, -1))
    more: dict[str, Any] = {"reason": "in error", "expect": newest.version, "by": "tester"}
    try:
        if change != "correct":
            getattr(house.ledger, change)(identifier, **more)
        elif other is not None:
            assert isinstance(first.content, f.HeldAt)
            fields = {name: getattr(first.content, name) for name in first.content.__struct_fields__}
            house.ledger.correct(identifier, f.HeldAt(**fields | other), **more)
    except FactError:
        pass


def check(house: House, *, step: int = 5, world: Any = None) -> None:
    """Compare at every day, at sizes of the log that end with the newest; groups sum to the whole."""
    hidden = withheld_by(event for page in house.ledger.read() for event in page)
    for size in range(house.ledger.size(), 0, -step):
        events = [event for page in house.ledger.read(upto=size) for event in page]
        standing, head = what_stands(events), house.ledger.head(size)
        unseen = hidden | _one_with(events, hidden) if size == house.ledger.size() else hidden
        for number in asked(range(-1, DAYS + 3), world, most=1):
            answer = house.questions.places.on(day(number), as_known=size)
            told = {one.id: one.held for one in answer.places} | {PlaceId(NOWHERE): answer.unstated}
            names = {one.id: {name.id: HOLDS[name.holds] for name in one.names} for one in answer.places}

            assert told == replay_places(events, day(number), unseen)
            assert names == {one: replay_names(standing, one, day(number)) for one in names}
            for definition in ("held", "in-custody"):
                rule = DEFINITIONS[definition]
                basis = Basis(day(number), head, rule, Variant.THEN, frozenset(), RULES_VERSION, beyond=False)
                found = house.questions.count(basis, By.PLACE)
                assert found.breakdown is not None
                groups = dict(found.breakdown.groups)

                assert groups == replay_by_place(events, basis, unseen)
                assert found.count == _sum(groups.values())


def _one_with(events: Any, hidden: set[str]) -> set[str]:
    pairs = [fact.pair for fact, _ in what_stands(events).values() if isinstance(fact, f.JudgedSame)]
    return set(chain.from_iterable(pair for pair in pairs if hidden & set(pair)))


def _sum(counts: Any) -> Count:
    counts = list(counts)
    return Count(sum(one.certain for one in counts), sum(one.possible for one in counts))


@pytest.mark.fuzz
@few
@given(world=worlds, batch=st.sampled_from([1, 3, 5000]))
def test_rows_and_replay_tell_the_same_of_who_is_held_where(world: Any, batch: int, sqlite_template: Path) -> None:
    """Corrections, retractions, late facts, joined and withheld people included."""
    path = sqlite_template.with_name("places.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        build(house, world, batch=batch)
        check(house, world=world)


def test_both_databases_tell_the_same_of_who_is_held_where(house: House) -> None:
    """One fixed world: two moves, one of them to nobody knows where, and a place that changes its name and closes."""

    def on(start: int, width: int = 0) -> FuzzyDate:
        return FuzzyDate.parse(edtf(start, width))

    common: dict[str, Any] = {"person": PERSON, "passages": PASSAGE}
    there: dict[str, Any] = common | {"deprivation": FactId("o")}
    life = World(
        (
            ("o", f.Remanded(**common, occurred=on(0, 1))),
            ("c", f.Recognized(**common, occurred=on(1), bodies=("Viasna",), covers=FactId("o"))),
            ("there0", f.HeldAt(**there, occurred=on(0), place=PLACES[0])),
            ("there1", f.HeldAt(**there, occurred=on(2, 2), place=PLACES[1])),
            ("there2", f.HeldAt(**there, occurred=on(6))),
            ("r", f.Released(**common, occurred=on(7), deprivation=FactId("o"))),
        )
    )
    named: list[Any] = [
        (f.PlaceNamed, {"place": PLACES[0], "text": "Colony No. 1", "language": "en", "until": on(3)}),
        (f.PlaceNamed, {"place": PLACES[0], "text": "Colony No. 2", "language": "en", "since": on(3, 1)}),
        (f.PlaceClosed, {"place": PLACES[0], "occurred": on(5, 1)}),
    ]
    # Of what is retracted, the first says where somebody is held, the second registers a place.
    changed = [("retract", 1, on(0), None), ("retract", 9, on(0), None)]
    build(house, ([life, life], named, changed, "same"), batch=2)

    check(house, step=1)
