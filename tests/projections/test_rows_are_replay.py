"""Rows = replay = the pure fold, for every day, definition, variant and body, over plausible and over wild lives."""

import json
import shutil
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select

from domain import facts as f
from domain.dates import FuzzyDate, iso
from domain.folds import RULES_VERSION
from domain.folds.counts import DEFINITIONS, counted, recognized_on
from domain.folds.holds import Holds
from domain.folds.recognition import recognitions
from domain.folds.standing import Standing
from domain.folds.status import Situation
from domain.people import FactId, PersonId
from domain.sources import Variant
from ledger.events import Draft
from projections.basis import Basis, Count
from projections.bitemporal import REACHES
from projections.counts import members
from projections.projector import Projector
from projections.replay.counts import replay
from projections.tables import MODELS, OPEN_POSITION
from tests.conftest import House, opened
from tests.fuzzing import asked, examples
from tests.scribe import Scribe
from tests.worlds import DAYS, PASSAGE, PERSON, World, day, edtf, lives, worlds

pytestmark = pytest.mark.long

QUESTIONS = [
    (definition, variant, bodies)
    for definition in DEFINITIONS
    for variant in Variant
    for bodies in (frozenset[str](), frozenset({"Viasna"}))
    if not (variant is Variant.HINDSIGHT and definition in {"held", "ever-recognized"})
    and not (bodies and definition == "held")
]
CUSTODY = ("liberty", "past", "recognition", "tally")


def record(
    house: House, people: list[World], *, batch: int = 5000, project_between: bool = False, first: int = 0
) -> None:
    """Record small worlds, each as one person, under identifiers that depend on nothing but their place."""
    scribe = Scribe(house.ledger)
    for number, world in enumerate(people, start=first):
        ids = _identifiers(world, number)
        person = PersonId(str(uuid5(NAMESPACE_OID, f"{number} person")))
        drafts = [Draft(FactId(person), 1, f.PersonRegistered(), "tester", "batch")]
        drafts += [
            Draft(ids[name], 1, _bound(fact, ids, person, scribe), "tester", "batch") for name, fact in world.facts
        ]
        house.ledger.record(drafts)
        if project_between:
            Projector(house.ledger, house.engine, batch=batch).catch_up()
    Projector(house.ledger, house.engine, batch=batch).catch_up()


def _identifiers(world: World, number: int) -> dict[str, FactId]:
    return {name: FactId(str(uuid5(NAMESPACE_OID, f"{number} {name}"))) for name, _ in world.facts}


def _bound(fact: f.Fact, ids: dict[str, FactId], person: PersonId, scribe: Scribe) -> f.Fact:
    fields = _linked(fact, ids) | {"person": person}
    fields |= {"passages": (scribe.passage,)} if "passages" in fields else {}
    return type(fact)(**fields)


def _linked(fact: f.Fact, ids: dict[str, FactId]) -> dict[str, Any]:
    """Return the fields of a fact as it is recorded: with identifiers for names, and without links to what is not."""
    fields = {name: getattr(fact, name) for name in fact.__struct_fields__}
    for name in ("deprivation", "happening", "covers", "recognition", "release", "report", "withdrawal"):
        if fields.get(name) is not None:
            fields[name] = ids.get(fields[name])
    if "follows" in fields:
        fields["follows"] = tuple(ids[one] for one in fields["follows"] if one in ids)
    return fields


def bases(house: House, size: int) -> list[Basis]:
    head = house.ledger.head(size)
    return [
        Basis(day(number), head, DEFINITIONS[definition], variant, bodies, RULES_VERSION, beyond=False)
        for number in range(-1, DAYS + 4)
        for definition, variant, bodies in QUESTIONS
    ]


@st.composite
def recordable(draw: st.DrawFn) -> World:
    """A wild world whose links name facts that exist, as the door demands."""
    world = draw(worlds(max_size=4))
    releases = {name for name, fact in world.facts if isinstance(fact, f.Released)}

    def keeps(fact: f.Fact, names: set[str]) -> bool:
        return not isinstance(fact, f.ReleaseRevoked) or (fact.release in releases and fact.deprivation in names)

    kept, left = world.facts, {name for name, _ in world.facts}
    # A revocation may name one that is dropped.
    while len(kept) > len(kept := tuple(one for one in kept if keeps(one[1], left))):
        left = {name for name, _ in kept}
    named = ("report", "happening")
    return World(
        tuple(
            (name, fact)
            for name, fact in kept
            if not isinstance(fact, f.ReportPreferred) or all(getattr(fact, one) in left for one in named)
        )
    )


_ON: Final[dict[str, Any]] = {"passages": PASSAGE, "person": PERSON, "occurred": FuzzyDate.parse(edtf(0, 0))}
TWINS = World(
    (
        ("f0", f.Released(**_ON, deprivation=FactId("f2"), happening=FactId("f0"))),
        ("f1", f.Detained(**_ON, deprivation=FactId("f2"))),
        ("f2", f.Detained(**_ON, happening=FactId("f0"))),
    )
)
"""A release in one happening with what opened the stretch that it ends: its links close a cycle."""


@pytest.mark.fuzz
@examples(150)
@example(people=[TWINS])
@given(people=st.lists(st.one_of(lives(), lives(), recordable()), min_size=1, max_size=3))
def test_rows_replay_and_fold_give_the_same_count(people: list[World], sqlite_template: Path) -> None:
    path = sqlite_template.with_name("again.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        record(house, people)
        size = house.ledger.size()
        events = [event for page in house.ledger.read() for event in page]
        for basis in asked(bases(house, size), people):
            answer = house.questions.count(basis).count

            assert answer == replay(events, basis), basis
            assert answer == folded(people, basis), basis


def folded(people: list[World], basis: Basis) -> Count:
    """Count with the pure functions of the domain, over the worlds as they were drawn.

    Under the identifiers of the record: where links close a cycle, those of twins decide which is ignored.
    """
    verdicts = []
    for number, world in enumerate(people):
        ids = _identifiers(world, number)
        standing = [
            Standing(ids[one.id], 1, type(one.fact)(**_linked(one.fact, ids)), one.earliest, one.latest)
            for one in world.standing()
        ]
        situation = Situation(standing)
        verdicts.append(
            counted(
                basis.definition,
                variant=basis.variant,
                elements=situation.elements(basis.day),
                over=situation.over(basis.day),
                recognized=recognized_on(basis.day, recognitions(standing, situation.deprivation), basis.recognized_by),
            )
        )
    return Count(verdicts.count(Holds.CERTAINLY), sum(one is not Holds.NO for one in verdicts))


@examples(25)
@given(people=st.lists(st.one_of(lives(), recordable()), min_size=1, max_size=3), data=st.data())
def test_batches_of_1_7_and_5000_and_interrupted_ones_give_identical_rows(
    people: list[World], data: st.DataObject, sqlite_template: Path
) -> None:
    """Rebuild = catch-up, wherever it was interrupted."""
    made = []
    for batch, between in ((1, False), (7, False), (5000, False), (data.draw(st.integers(1, 9)), True)):
        path = sqlite_template.with_name(f"batch-{batch}-{between}.sqlite3")
        path.unlink(missing_ok=True)
        shutil.copy(sqlite_template, path)
        with opened(f"sqlite:///{path}") as house:
            record(house, people, batch=batch, project_between=between)
            made.append(rows(house))

    assert made[0] == made[1] == made[2] == made[3]
    assert_rows_never_overlap(made[0])


@examples(40)
@given(world=st.one_of(lives(), recordable()), data=st.data())
def test_facts_recorded_in_any_order_end_in_the_same_rows(
    world: World, data: st.DataObject, sqlite_template: Path
) -> None:
    """What is known in the end does not depend on the order in which it was learnt."""
    shuffled = World(tuple(data.draw(st.permutations(world.facts))))
    made = []
    for number, order in enumerate((world, shuffled)):
        path = sqlite_template.with_name(f"order-{number}.sqlite3")
        path.unlink(missing_ok=True)
        shutil.copy(sqlite_template, path)
        with opened(f"sqlite:///{path}") as house:
            record(house, [order])
            made.append({table: sorted(_without_knowledge(house, table)) for table in CUSTODY})

    assert made[0] == made[1]


@examples(20)
@given(people=st.lists(st.one_of(lives(), recordable()), min_size=1, max_size=3), more=lives())
def test_a_rebuild_gives_the_rows_of_catching_up_and_answers_from_them(
    people: list[World], more: World, sqlite_template: Path
) -> None:
    path = sqlite_template.with_name("rebuilt.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        record(house, people)
        before = [house.questions.count(basis).count for basis in bases(house, house.ledger.size())]
        Projector(house.ledger, house.engine, batch=7).rebuild()

        assert rows(house, "b") == rows(house, "a")
        assert [house.questions.count(basis).count for basis in bases(house, house.ledger.size())] == before
        record(house, [more], first=len(people))
        house.projector.rebuild()
        assert rows(house, "a") == rows(house, "b")


def _without_knowledge(house: House, name: str) -> list[tuple[object, ...]]:
    """The rows that hold now, without when they came to be known."""
    table = MODELS["a"].tables[name]
    columns = [column for column in table.c if not column.name.startswith("known_")]
    with house.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).where(table.c.known_to == OPEN_POSITION))]


def rows(house: House, slot: str = "a") -> dict[str, list[tuple[object, ...]]]:
    with house.engine.connect() as connection:
        return {
            name: sorted(tuple(row) for row in connection.execute(select(table)))
            for name, table in MODELS[slot].tables.items()
        }


def assert_rows_never_overlap(tables: dict[str, list[tuple[object, ...]]]) -> None:
    """No two rows of one value hold on one day at one size of the log."""
    for table, width in (("liberty", 3), ("past", 2), ("recognition", 3), ("tally", 2)):
        for one in tables[table]:
            for other in tables[table]:
                if one is not other and one[:width] == other[:width]:
                    (vf, vt, kf, kt), (wf, wt, lf, lt) = one[width : width + 4], other[width : width + 4]
                    assert vt <= wf or wt <= vf or kt <= lf or lt <= kf, (one, other)  # type: ignore[operator]  # integers


def test_both_databases_hold_the_same_rows(house: House, sqlite_template: Path, tmp_path: Path) -> None:
    """One fixed crowd of lives, in each database and in a fresh SQLite file."""
    people = [crowd(seed) for seed in range(25)]
    record(house, people)
    path = tmp_path / "other.sqlite3"
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as other:
        record(other, people)

        assert rows(other) == rows(house)
        for basis in bases(house, house.ledger.size()):
            assert house.questions.count(basis).count == other.questions.count(basis).count


def crowd(seed: int) -> World:
    """A life made by arithmetic alone, so that it is the same in each run."""
    common: dict[str, Any] = {"person": PERSON, "passages": PASSAGE}
    facts: list[tuple[str, f.Fact]] = [("o", f.Detained(**common, occurred=_when(seed % 4, seed % 2)))]
    if seed % 3:
        facts.append(("r", f.Released(**common, occurred=_when(seed % 4 + 2, seed % 3), deprivation=FactId("o"))))
    if seed % 5:
        said = f.Recognized(**common, occurred=_when(seed % 6, 0), bodies=("Viasna",), covers=FactId("o"))
        facts.append(("c", said))
    return World(tuple(facts))


def _when(start: int, width: int) -> FuzzyDate:
    return FuzzyDate.parse(edtf(start, width))


GOLDEN = Path(__file__).with_name("golden_answers.json")


def golden_answers(house: House) -> dict[str, object]:
    """Every answer about a fixed crowd, under the rules that gave it."""
    answers = {
        f"{iso(basis.day)} {basis.definition.id} v{basis.definition.version} {basis.variant} "
        f"{','.join(sorted(basis.recognized_by)) or 'any'}": [count.certain, count.possible]
        for basis in bases(house, house.ledger.size())
        for count in [house.questions.count(basis).count]
    }
    return {"rules": RULES_VERSION, "answers": answers}


def test_the_answers_of_a_rules_version_do_not_change(house: House) -> None:
    """If this fails, how status or dates are read has changed: raise RULES_VERSION and say so in the changelog."""
    record(house, [crowd(seed) for seed in range(25)])

    assert golden_answers(house) == json.loads(GOLDEN.read_text())


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("definition", sorted(DEFINITIONS))
def test_a_count_by_any_body_reads_short_ranges_of_one_covering_index(house: House, definition: str) -> None:
    """On SQLite, whose plan does not depend on how full the tables are."""
    basis = house.questions.clock.basis(day(1), definition=definition)
    statement = str(members(MODELS["a"], basis).compile(house.engine, compile_kwargs={"literal_binds": True}))
    with house.engine.connect() as connection:
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    read = [step for step in plan if "_a" in step]

    ranges = "(series=? AND reach=? AND valid_from>? AND valid_from<?)"
    assert read == [f"SEARCH tally_a USING COVERING INDEX tally_by_reach_a {ranges}"] * len(REACHES)
