"""Published counts: rows = replay on both databases, whatever is corrected, retracted or late; sums and residuals."""

import shutil
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import Day, FuzzyDate, day_of
from domain.errors import FactError
from domain.folds.holds import Holds
from domain.folds.published import closes, residual
from domain.people import FactId
from domain.published import Counted, Unit
from domain.quantities import Quantity
from ledger.events import Draft, Event, new_id
from projections.published import Published, PublishedCounts
from projections.replay.published import definition_beside, replay_published, replay_residual
from tests.conftest import House, opened
from tests.figures import adds_up, figures, quantities, stated
from tests.fuzzing import asked, examples
from tests.projections.test_rows_are_replay import record
from tests.scribe import Scribe
from tests.worlds import DAYS, World, day, lives

Change = tuple[str, int, f.CountPublished]
changes = st.lists(
    st.tuples(st.sampled_from(["record", "correct", "retract", "reinstate"]), st.integers(0, 3), figures()), max_size=9
)


def write(house: House, changed: list[Change]) -> list[FactId]:
    """Record figures and change them, whatever of it the ledger takes."""
    scribe = Scribe(house.ledger)
    ids: list[FactId] = []
    for what, which, fact in changed:
        said = _citing(fact, scribe)
        if what == "record" or not ids:
            ids.append(new_id())
            house.ledger.record([Draft(ids[-1], 1, said, "tester", "batch")])
            continue
        identifier = ids[which % len(ids)]
        newest = house.ledger.stream(identifier)[-1].version
        try:
            if what == "correct":
                house.ledger.correct(identifier, said, reason="r", expect=newest, by="t")
            else:
                getattr(house.ledger, what)(identifier, reason="r", expect=newest, by="t")
        except FactError:
            pass  # Nothing stands that could be retracted, or nothing is retracted.
    return ids


def _citing(fact: f.CountPublished, scribe: Scribe) -> f.CountPublished:
    fields = {name: getattr(fact, name) for name in fact.__struct_fields__} | {"passages": (scribe.passage,)}
    return f.CountPublished(**fields)


def events_of(house: House, size: int) -> list[Event]:
    return [event for page in house.ledger.read(upto=size) for event in page]


def answered(questions: PublishedCounts, on: Day, days: int, size: int) -> dict[Any, Any]:
    """The answer of the read models in the words of the replay."""
    found = questions.on(on, days=days, as_known=size).lines
    return {
        (line.line.counted.value, line.line.unit.value, line.line.group, line.line.scope): {
            "on the day": _ids(line.on_the_day),
            "before": _ids(line.before),
        }
        for line in found
    }


def _ids(several: tuple[Published, ...]) -> tuple[str, ...]:
    return tuple(sorted(one.figure.id for one in several))


def check_every_answer(house: House, world: Any = None) -> None:
    """Ask on each day, at each size, with a short reach and a longer one; compare with the replay."""
    events = events_of(house, house.ledger.size())
    sizes = range(0, len(events) + 1, max(len(events) // 4, 1))
    for size, number, days in asked(product(sizes, range(-1, DAYS + 3), (0, 4)), world):
        expected = replay_published(events[:size], day(number), days)

        assert answered(house.questions.published, day(number), days, size) == expected


@pytest.mark.fuzz
@examples(60)
@given(changed=changes)
def test_rows_and_replay_give_the_same_figures(changed: list[Change], sqlite_template: Path) -> None:
    path = sqlite_template.with_name("published.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        write(house, changed)
        house.projector.catch_up()
        check_every_answer(house, changed)


def test_rows_and_replay_agree_on_each_database_in_small_batches(house: House) -> None:
    """A fixed history, projected event by event while it grows."""
    history: list[Change] = [
        ("record", 0, stated("2", "2017-03-02")),
        ("record", 0, stated("more than 2", "2017-03-02", publisher="Dissidentby")),
        ("correct", 0, stated("about 3", "[2017-03-02..2017-03-04]")),
        ("record", 0, stated("1", "2017-03-01", group="women")),
        ("retract", 1, stated("1", "2017-03-01")),
        ("reinstate", 1, stated("1", "2017-03-01")),
        ("record", 0, stated("several", "2017-03", counted=Counted.DETAINED, unit=Unit.DETENTIONS)),
    ]
    for number in range(1, len(history) + 1):
        write(house, history[:number])
        house.projector.catch_up()
    check_every_answer(house)


@pytest.mark.fuzz
@examples(60)
@given(changed=changes, people=st.lists(lives(), max_size=2))
def test_a_residual_is_the_figure_less_the_replayed_counts(
    changed: list[Change], people: list[World], sqlite_template: Path
) -> None:
    path = sqlite_template.with_name("beside.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        write(house, changed)
        record(house, people)
        size = house.ledger.size()
        events = events_of(house, size)
        found = house.questions.published.reconciled(day(DAYS - 1), days=4, as_known=size).figures
        for one in found:
            figure, definition = one.published.figure, definition_beside(one.published.said)
            assert one.definition == definition
            assert (one.beside is not None) == (definition is not None and figure.last - figure.first < 366)
            if one.beside is not None and definition is not None:
                basis = house.questions.clock.basis(figure.first, as_known=size, definition=definition)
                bases = [replace(basis, day=Day(number)) for number in range(figure.first, figure.last + 1)]

                assert one.beside.residual == replay_residual(events, figure.id, bases)


@given(whole=quantities, parts=st.lists(quantities, min_size=2, max_size=3))
def test_a_sum_closes_as_trying_every_number_says(whole: Quantity, parts: list[Quantity]) -> None:
    words = {Holds.CERTAINLY: "certain", Holds.POSSIBLY: "possible", Holds.NO: "no"}

    assert words[closes(whole, parts)] == adds_up(whole, parts)


def test_a_printed_sum_is_checked_and_a_lost_part_is_said(house: House) -> None:
    """1,131 held and 3,208 released are the 4,339 ever recognized; 1,413 and 1,452 are not 2,866."""
    scribe = Scribe(house.ledger)
    ids = [new_id() for _ in range(4)]
    said = [
        stated("1,131", "2025-12-31", passages=(scribe.passage,)),
        stated("3,208", "2025-12-31", passages=(scribe.passage,), counted=Counted.FORMER),
    ]
    ever = {"passages": (scribe.passage,), "counted": Counted.EVER_RECOGNIZED, "parts": (ids[0], ids[1])}
    said += [stated("4,339", "2025-12-31", **ever), stated("4,340", "2025-12-31", **ever)]
    house.ledger.record([Draft(one, 1, fact, "tester", "batch") for one, fact in zip(ids, said, strict=True)])
    house.projector.catch_up()

    assert sums(house, ids) == {ids[2]: (Holds.CERTAINLY, 0), ids[3]: (Holds.NO, 0)}
    house.ledger.retract(ids[1], reason="in error", expect=1, by="t")
    house.projector.catch_up()
    assert sums(house, ids) == {ids[2]: (None, 1), ids[3]: (None, 1)}


def sums(house: House, ids: list[FactId]) -> dict[FactId, tuple[Holds | None, int]]:
    found = house.questions.published.on(day_of("2025-12-31")).lines
    shown = [one for line in found for one in line.on_the_day]
    return {one.figure.id: (one.sum.closes, one.sum.missing) for one in shown if one.sum and one.figure.id in ids}


def test_rival_figures_stand_side_by_side_with_the_nearest_before(house: House) -> None:
    """831 and 1,021 of one month, 970 and 969 two days apart: all are kept, none is preferred."""
    scribe = Scribe(house.ledger)
    told = [("831", "2021-10"), ("1,021", "2021-10"), ("970", "2021-12-30"), ("969", "2022-01-01")]
    for quantity, when in told:
        house.ledger.record([Draft(new_id(), 1, stated(quantity, when, passages=(scribe.passage,)), "t", "b")])
    house.projector.catch_up()

    def shown(on: str, days: int = 31) -> tuple[set[str], set[str]]:
        found = house.questions.published.on(day_of(on), days=days).lines
        assert len(found) <= 1
        return (
            {str(one.said.quantity) for line in found for one in line.on_the_day},
            {str(one.said.quantity) for line in found for one in line.before},
        )

    assert shown("2021-10-01") == ({"831", "1,021"}, set())
    assert shown("2021-11-26") == (set(), {"831", "1,021"})
    assert shown("2021-11-26", days=7) == (set(), set())
    assert shown("2022-01-01") == ({"969"}, {"970"})
    assert shown("2022-01-20") == (set(), {"969"})


def test_a_residual_has_both_bounds() -> None:
    """More than 20 beside 3 certain and 5 possible: 16 or more; 2 beside 2 is nothing."""
    assert residual((21, None), [(3, 5)]) == (16, None)
    assert residual((2, 2), [(2, 2)]) == (0, 0)
    assert residual((6, 6), [(6, 6), (0, 0)]) == (0, 6)
    assert residual((1, 1), [(2, 3)]) == (-2, -1)


def test_a_figure_of_no_time_or_of_the_future_is_refused(house: House) -> None:
    scribe = Scribe(house.ledger)
    fields: dict[str, Any] = {
        "publisher": "Viasna",
        "quantity": Quantity.parse("2"),
        "unit": Unit.PERSONS,
        "counted": Counted.DETAINED,
        "passages": (scribe.passage,),
    }
    with pytest.raises(FactError, match="as of a day, or during a time"):
        f.CountPublished(**fields)
    with pytest.raises(FactError, match="two parts or more"):
        f.CountPublished(**fields, stated_as_of=FuzzyDate.parse("2017"), parts=(new_id(),))
    late = f.CountPublished(**fields, stated_as_of=FuzzyDate.parse("2027"))
    with pytest.raises(FactError, match="stated_as_of lies in the future") as refused:
        house.ledger.record([Draft(new_id(), 1, late, "tester", "batch")])

    assert refused.value.field == "stated_as_of"


def test_a_part_must_be_a_published_count(house: House) -> None:
    scribe = Scribe(house.ledger)
    parts = (FactId(scribe.person()), FactId(scribe.person("Somebody")))
    said = stated("2", "2017-03-01", passages=(scribe.passage,), parts=parts)

    with pytest.raises(FactError, match="parts names a fact of the type person-registered"):
        house.ledger.record([Draft(new_id(), 1, said, "tester", "batch")])
