"""Series, breakdowns, days held, keys, news and the worklist say what counts, folds and the log say."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from domain import facts as f
from domain.dates import Day, FuzzyDate, day_of, iso
from domain.errors import NotFoundError, QuestionError
from domain.folds.counts import DEFINITIONS
from domain.folds.days import days_in
from domain.folds.holds import Holds
from domain.folds.isolation import incommunicado
from domain.folds.status import Situation
from domain.intervals import Interval, last_days
from domain.people import FactId, Gender, Occupation, PersonId
from projections import projector
from projections.breakdown import By
from projections.database import engine_of
from projections.projector import Projector, reading
from projections.series import sweep, tallied
from projections.tables import Models
from projections.worklist import Concern
from tests.conftest import House, opened
from tests.projections.test_rows_are_replay import bases, record, recordable
from tests.scribe import Scribe
from tests.worlds import DAYS, PASSAGE, PERSON, World, day, lives

pytestmark = pytest.mark.long

few = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def scribe(house: House) -> Scribe:
    return Scribe(house.ledger)


@few
@given(people=st.lists(st.one_of(lives(), recordable()), min_size=1, max_size=4))
def test_a_sweep_over_many_days_gives_the_count_of_each(people: list[World], sqlite_template: Path) -> None:
    path = sqlite_template.with_name("sweep.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        record(house, people)
        days = [day(number) for number in range(-1, DAYS + 4)]
        for basis in [one for one in bases(house, house.ledger.size()) if one.day == day(0)]:
            expected = [house.questions.count(replace(basis, day=one)).count for one in days]

            with reading(house.engine) as (connection, models):
                assert sweep(connection, models, basis, days) == expected, basis
                assert basis.recognized_by or tallied(connection, models, basis, days) == expected, basis
            assert [one.count for one in house.questions.series(basis, days)] == expected


def test_a_series_of_many_days_on_each_database(house: House, scribe: Scribe) -> None:
    arrest = scribe.fact(f.Detained, person := scribe.person(), occurred="2017-03-10")
    scribe.fact(f.Released, person, occurred="[2017-04-01..2017-04-03]", deprivation=arrest)
    house.projector.catch_up()
    basis = house.questions.clock.basis(day_of("2017-05-31"), definition="held")
    days = [Day(n) for n in range(day_of("2017-03-01"), day_of("2017-05-31") + 1)]

    counts = [one.count for one in house.questions.series(basis, days)]

    assert counts == [house.questions.count(replace(basis, day=one)).count for one in days]
    assert sum(one.certain for one in counts) == 22
    assert sum(one.possible for one in counts) == 24


@given(start=st.dates(date(2000, 1, 1), date(2030, 1, 1)), long=st.integers(0, 900), every=st.sampled_from(Interval))
def test_intervals_cover_the_range_without_gap_and_end_where_calendars_end(
    start: date, long: int, every: Interval
) -> None:
    first, last = Day(start.toordinal()), Day(start.toordinal() + long)
    ends = [date.fromordinal(one) for one in last_days(first, last, every)]

    assert ends == sorted(set(ends))
    assert ends[-1].toordinal() == last
    for end in ends[:-1]:
        after = end + timedelta(days=1)
        begins = {
            Interval.DAY: True,
            Interval.WEEK: after.weekday() == 0,
            Interval.MONTH: after.day == 1,
            Interval.QUARTER: after.day == 1 and after.month % 3 == 1,
            Interval.YEAR: (after.day, after.month) == (1, 1),
        }
        assert begins[every], end
    turns = sum(1 for n in range(first, last) if _begins(date.fromordinal(n + 1), every))
    assert len(ends) == turns + 1


def _begins(then: date, every: Interval) -> bool:
    match every:
        case Interval.DAY:
            return True
        case Interval.WEEK:
            return then.isocalendar().weekday == 1
        case Interval.MONTH:
            return then.day == 1
        case Interval.QUARTER:
            return then.day == 1 and then.month in {1, 4, 7, 10}
        case Interval.YEAR:
            return then.timetuple().tm_yday == 1


def test_groups_of_an_attribute_sum_to_the_count(house: House, scribe: Scribe) -> None:
    stated: list[dict[str, Any]] = [
        {"gender": [Gender.FEMALE], "group": [Occupation.JOURNALIST]},
        {"gender": [Gender.MALE], "group": [Occupation.JOURNALIST, Occupation.ACTIVIST]},
        {"gender": [Gender.MALE, Gender.MALE], "group": []},
        {"gender": [], "group": [Occupation.ACTIVIST]},
    ]
    for number, one in enumerate(stated):
        person = scribe.person()
        scribe.fact(f.Detained, person, occurred="2017-03-10" if number else "[2017-03-10..2017-03-12]")
        for gender in one["gender"]:
            scribe.fact(f.GenderStated, person, gender=gender)
        for group in one["group"]:
            scribe.fact(f.OccupationStated, person, group=group)
    house.projector.catch_up()
    basis = house.questions.clock.basis(day_of("2017-03-10"), definition="held")

    def groups(by: By) -> dict[str, tuple[int, int]]:
        answer = house.questions.count(basis, by)
        assert answer.breakdown is not None
        assert not answer.breakdown.overlapping
        found = {name: (one.certain, one.possible) for name, one in answer.breakdown.groups}
        assert sum(certain for certain, _ in found.values()) == answer.count.certain
        assert sum(possible for _, possible in found.values()) == answer.count.possible
        return found

    assert groups(By.GENDER) == {"male": (2, 2), "female": (0, 1), "unknown": (1, 1)}
    assert groups(By.OCCUPATION) == {"journalist": (0, 1), "several": (1, 1), "activist": (1, 1), "unknown": (1, 1)}
    with pytest.raises(QuestionError, match="asks for no recognition"):
        house.questions.count(basis, By.RECOGNIZER)


def test_groups_of_recognizers_overlap_and_are_the_counts_of_each(house: House, scribe: Scribe) -> None:
    for bodies in (("Viasna", "Amnesty"), ("Viasna",), ("Nobody else",)):
        person = scribe.person()
        arrest = scribe.fact(f.Detained, person, occurred="2017-03-10")
        scribe.fact(f.Recognized, person, occurred="2017-03-11", bodies=bodies, covers=arrest)
    house.projector.catch_up()
    basis = house.questions.clock.basis(day_of("2017-03-12"), definition="in-custody")

    answer = house.questions.count(basis, By.RECOGNIZER)

    assert answer.breakdown is not None
    assert answer.breakdown.overlapping
    found = dict(answer.breakdown.groups)
    assert {name: one.possible for name, one in found.items()} == {"Amnesty": 1, "Nobody else": 1, "Viasna": 2}
    for body, expected in found.items():
        assert house.questions.count(replace(basis, recognized_by=frozenset({body}))).count == expected


@settings(max_examples=200, deadline=None)
@given(world=lives())
def test_days_held_are_the_days_whose_set_is_one_of_custody(world: World) -> None:
    situation = Situation(world.standing())
    through = day(DAYS)
    held = DEFINITIONS["held"].liberties
    sets = [{e.liberty in held for e in situation.elements(Day(n))} for n in range(day(-3), through + 1)]

    found = days_in(held, situation.spans(), through)

    assert found.certain == sum(one == {True} for one in sets)
    assert found.possible == sum(True in one for one in sets)


def test_incommunicado_lasts_until_contact_or_the_end_of_the_deprivation() -> None:
    common: dict[str, Any] = {"person": PERSON, "passages": PASSAGE}

    def on(number: int, *more: tuple[str, f.Fact]) -> Holds:
        facts = (
            ("o", f.Detained(**common, occurred=_dated("2017-03-01"))),
            ("i", f.HeldIncommunicado(**common, occurred=_dated("[2017-03-02..2017-03-03]"), deprivation=FactId("o"))),
            ("r", f.Released(**common, occurred=_dated("[2017-03-07..2017-03-08]"), deprivation=FactId("o"))),
            *more,
        )
        standing = World(facts).standing()
        return incommunicado(standing, Situation(standing), day(number - 1))

    contact = ("c", f.ContactRestored(**common, occurred=_dated("2017-03-05"), isolation=FactId("i")))
    yes, may, no = Holds.CERTAINLY, Holds.POSSIBLY, Holds.NO
    assert [on(number) for number in range(1, 9)] == [no, may, yes, yes, yes, yes, may, no]
    assert [on(number, contact) for number in range(1, 9)] == [no, may, yes, yes, no, no, no, no]


def _dated(text: str) -> FuzzyDate:
    return FuzzyDate.parse(text)


def test_only_what_cites_a_source_published_by_then_counts_as_published(house: House, scribe: Scribe) -> None:
    """The same as a log that holds nothing else; and what could be known then never grows with later sources."""
    sources = {
        "2014-08-20": scribe.passage_of("2014-08-20"),
        "2014-10": scribe.passage_of("2014-10"),
        "": scribe.passage,
    }
    for known, passage in sources.items():
        person = scribe.person()
        scribe.fact(f.Detained, person, occurred="2014-08-14", passages=(passage,))
        if known:
            scribe.fact(f.Released, person, occurred="2014-08-30", passages=(sources["2014-10"],))
    house.projector.catch_up()
    clock = house.questions.clock
    basis = clock.basis(day_of("2014-09-01"), definition="held")

    def published(by: str) -> tuple[int, int]:
        found = house.questions.count(clock.published(basis, day_of(by))).count
        return found.certain, found.possible

    assert house.questions.count(basis).count.certain == 1
    assert [published(by) for by in ("2014-08-19", "2014-08-20", "2014-10-30", "2014-10-31")] == [
        (0, 0),
        (1, 1),
        (1, 1),
        (0, 0),
    ]
    with pytest.raises(QuestionError, match="future"):
        clock.published(basis, day_of("2100-01-01"))


def test_a_key_leads_to_whom_it_is_stated_for_as_known_then(house: House, scribe: Scribe) -> None:
    one, other = scribe.person("One"), scribe.person("Other")
    claim = scribe.fact(f.ExternalIdStated, one, publisher="Viasna", value="17")
    scribe.fact(f.ExternalIdStated, other, publisher="Viasna", value="17")
    before = house.ledger.size()
    scribe.correct(claim, f.ExternalIdStated, one, publisher="Viasna", value="18")
    house.projector.catch_up()

    def found(value: str, size: int | None = None) -> set[str]:
        return {person.id for person in house.questions.with_external_id("Viasna", value, size)[0]}

    assert found("17", before) == {one, other}
    assert (found("17"), found("18"), found("19")) == ({other}, {one}, set())


def test_news_gives_every_event_once_and_all_whom_a_fact_was_ever_about(house: House, scribe: Scribe) -> None:
    one, other = scribe.person("One"), scribe.person("Other")
    arrest = scribe.fact(f.Detained, one, occurred="2017-03-10")
    scribe.correct(arrest, f.Detained, other, occurred="2017-03-10")
    house.ledger.retract(arrest, reason="r", expect=2, by="tester")
    house.projector.catch_up()
    size = house.ledger.size()

    seen, since = [], 0
    while True:
        page, _ = house.questions.news(since=since, limit=2)
        if not page:
            break
        seen += page
        since = page[-1].event.position

    assert [one.event.position for one in seen] == list(range(1, size + 1))
    assert [set(found.people) for found in seen[-3:]] == [{one}, {one, other}, {one, other}]
    assert house.questions.news(since=0, limit=99, as_known=3)[0][-1].event.position == 3
    with pytest.raises(QuestionError, match="beyond"):
        house.questions.news(since=size + 1, limit=1)


def test_the_worklist_names_terms_that_are_over_silence_and_oddities(house: House, scribe: Scribe) -> None:
    over, silent, odd, free = (scribe.person(name) for name in ("Over", "Silent", "Odd", "Free"))
    short = scribe.fact(f.AdministrativelyArrested, over, occurred="2017-03-10", term="P15D")
    jail = scribe.fact(f.Remanded, silent, occurred="2017-03-10")
    bad = scribe.fact(f.Detained, odd, occurred="2017-03-20")
    late = scribe.fact(f.Released, odd, occurred="2017-03-10", deprivation=bad)
    gone = scribe.fact(f.Detained, free, occurred="2017-03-10")
    scribe.fact(f.Released, free, occurred="2017-03-11", deprivation=gone)
    house.projector.catch_up()

    def tasks(on: str, months: int) -> list[tuple[object, ...]]:
        found, _ = house.questions.worklist(day_of(on), months=months)
        return [(one.concern, one.person, one.since and iso(one.since), one.facts) for one in found.tasks]

    oddity = (Concern.ODD, odd, None, (bad, late))
    assert tasks("2017-03-12", 1) == [oddity]
    assert tasks("2017-03-24", 1) == [oddity]
    assert tasks("2017-03-25", 1) == [oddity, (Concern.TERM_OVER, over, "2017-03-25", (short,))]
    assert tasks("2017-04-12", 1) == [
        oddity,
        (Concern.TERM_OVER, over, "2017-03-25", (short,)),
        (Concern.SILENCE, over, "2017-03-10", (short,)),
        (Concern.SILENCE, silent, "2017-03-10", (jail,)),
    ]


def test_pages_of_a_list_joined_are_the_list(house: House, scribe: Scribe) -> None:
    for name in ("b", "a", "C", "c", "d"):
        scribe.fact(f.Detained, scribe.person(name), occurred="2017-03-10")
    house.projector.catch_up()
    basis = house.questions.clock.basis(day_of("2017-03-10"), definition="held")
    whole = [one.name for one in house.questions.prisoners(basis).prisoners]

    pages, after = [], None
    while True:
        page = house.questions.prisoners(basis, after=after, limit=2)
        pages.append([one.name for one in page.prisoners])
        after = page.after
        if after is None:
            break

    assert [len(page) for page in pages] == [2, 2, 1]
    assert [name for page in pages for name in page] == whole == ["a", "b", *[one for one in whole if one in "Cc"], "d"]
    with pytest.raises(NotFoundError):
        house.questions.prisoners(basis, after=PersonId("nobody"))


def test_a_rebuild_that_another_overtakes_empties_nothing_that_answers(
    house: House, scribe: Scribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one switches the slots between the look for the idle slot and its lock."""
    scribe.fact(f.Detained, scribe.person(), occurred="2017-03-10")
    house.projector.catch_up()
    take, empty = projector._take, projector._empty
    emptied_live: list[bool] = []

    def overtaken(connection: Connection, models: Models) -> int:
        monkeypatch.setattr(projector, "_take", take)
        engine = engine_of(house.url)
        Projector(house.ledger, engine).rebuild()
        engine.dispose()
        return take(connection, models)

    def watched(connection: Connection, models: Models) -> None:
        emptied_live.append(projector.reached(connection)[0] is models)
        empty(connection, models)

    monkeypatch.setattr(projector, "_take", overtaken)
    monkeypatch.setattr(projector, "_empty", watched)
    house.projector.rebuild()

    assert emptied_live == [False, False]
    assert (
        house.questions.count(house.questions.clock.basis(day_of("2017-03-10"), definition="held")).count.certain == 1
    )


def test_a_preference_that_cites_nothing_published_is_not_known_then(house: House, scribe: Scribe) -> None:
    person, passage = scribe.person(), scribe.passage_of("2014-08-20")
    one = scribe.fact(f.Detained, person, occurred="2014-08-10", passages=(passage,))
    other = scribe.fact(f.Detained, person, occurred="2014-08-20", happening=one, passages=(passage,))
    scribe.fact(f.ReportPreferred, person, happening=one, report=other, reason="nearer")
    house.projector.catch_up()
    clock = house.questions.clock
    basis = clock.basis(day_of("2014-08-15"), definition="held")

    assert house.questions.count(basis).count.possible == 0
    assert house.questions.count(clock.published(basis, day_of("2014-09-01"))).count.possible == 1
