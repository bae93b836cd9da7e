"""Every question that can be asked as published: what rows give once all that was not out by then is taken back."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from api.intake.load import load
from domain.changes import Retracted
from domain.dates import Day, day_of
from domain.folds.cycle import Month
from domain.people import FactId
from ledger.copying import copy
from ledger.ledger import Ledger
from projections.force import Kind
from projections.questions import Questions
from projections.replay.lives import passages_by, published_by, what_stands
from tests.conftest import Databases, House, opened

REGISTER: Final = Path(__file__).parents[2] / "registers" / "belarus"
OUT_BY: Final = day_of("2017-06-30")
DAYS: Final = tuple(map(day_of, ("2015-08-21", "2016-02-26", "2017-03-26", "2017-06-01")))
OURS: Final = {"head", "coverage", "basis", "missing", "passages", "known_from", "known_to", "recorded_at", "position"}
"""What is of the log and not of the world; and passages, of which one log keeps the number and the other does not."""


@pytest.fixture(scope="module")
def houses(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, House]]:
    """The shipped register, and once more with all taken back that replay holds was not out."""
    made = Databases("sqlite", request, tmp_path_factory.mktemp("published"))
    with opened(made.make()) as whole, opened(made.make()) as early:
        load(whole.ledger, REGISTER, by="tester")
        copy(whole.ledger, early.ledger)
        _take_back(early.ledger)
        whole.projector.catch_up()
        early.projector.catch_up()
        yield whole, early


def _take_back(ledger: Ledger) -> None:
    stood = what_stands(event for page in ledger.read() for event in page)
    kept = published_by(stood, OUT_BY).keys() | passages_by(stood, OUT_BY)
    cites = {one for one, (fact, _) in stood.items() if hasattr(fact, "passages") or hasattr(fact, "source")}
    coverage = {one for one, (fact, _) in stood.items() if type(fact).__name__ == "CoverageDeclared"}
    late = sorted(cites - kept - coverage)
    ledger.record([ledger.change(FactId(one), Retracted("not out yet"), expect=1, by="tester") for one in late])


def told(questions: Questions, day: Day, person: Any) -> dict[str, Any]:
    """Everything that has a day and a log size."""
    record, _ = questions.timeline(person, day)
    standing = tuple(one for one in record.entries if one.fact is not None)
    return {
        "sanctions": questions.sanctions.on([day]),
        "demands": questions.demands.on(day),
        "mandates": questions.force.on(Kind.MANDATE, day),
        "laws": questions.force.on(Kind.LAW, day),
        "cases": questions.cases.on(day),
        "places": questions.places.on(day),
        "incidents": questions.incidents.between(Day(day - 400), day),
        "cycle": questions.cycle.over([Month(Day(day - 200), day)]),
        "published": questions.published.on(day),
        "person": dataclasses.replace(record, entries=standing),
    }


def plain(answer: Any) -> Any:
    """Return an answer as plain values, without what is ours."""
    if dataclasses.is_dataclass(answer):
        fields = {one.name: getattr(answer, one.name) for one in dataclasses.fields(answer)}
        return {name: plain(value) for name, value in fields.items() if name not in OURS}
    if isinstance(answer, msgspec.Struct):
        return {name: plain(getattr(answer, name)) for name in answer.__struct_fields__ if name not in OURS}
    if isinstance(answer, dict):
        return {str(name): plain(value) for name, value in answer.items()}
    if isinstance(answer, (set, frozenset)):
        return sorted(map(repr, answer))
    return [plain(one) for one in answer] if isinstance(answer, (list, tuple)) else answer


@pytest.mark.parametrize("day", DAYS)
def test_as_published_is_what_is_told_once_the_rest_is_taken_back(houses: tuple[House, House], day: Day) -> None:
    whole, early = houses
    then = whole.questions.as_published(OUT_BY)
    person = early.questions.prisoners(early.questions.clock.basis(DAYS[0], definition="held")).prisoners[0].id
    expected = told(early.questions, day, person)

    for name, answer in told(then, day, person).items():
        assert plain(answer) == plain(expected[name]), name
    assert plain(told(whole.questions, day, person)) != plain(expected)
