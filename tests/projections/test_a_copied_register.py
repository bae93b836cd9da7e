"""The shipped register, copied from SQLite to PostgreSQL: on each, projected afresh, the same rows and every count."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from api.intake.load import load
from domain.dates import Day, day_of
from domain.errors import QuestionError
from domain.folds.counts import DEFINITIONS, check_combination
from domain.sources import Variant
from ledger.copying import copy
from projections.tables import MODELS
from tests.conftest import Databases, House, opened
from tests.projections.test_rows_are_replay import rows

REGISTER = Path(__file__).parents[2] / "registers" / "belarus"
FIRST, LAST = day_of("2010-01-01"), day_of("2022-12-31")


def _asked(definition: str, variant: Variant) -> bool:
    try:
        check_combination(DEFINITIONS[definition], variant, ())
    except QuestionError:
        return False
    return True


QUESTIONS = [(name, variant) for name in sorted(DEFINITIONS) for variant in Variant if _asked(name, variant)]


@pytest.fixture(scope="module")
def houses(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, House]]:
    """The register recorded in SQLite, and its log copied to PostgreSQL; each projected by itself."""
    folder = tmp_path_factory.mktemp("copied")
    here, there = (Databases(kind, request, folder) for kind in ("sqlite", "postgresql"))
    with opened(here.make()) as source, opened(there.make()) as target:
        load(source.ledger, REGISTER, by="tester")
        copy(source.ledger, target.ledger)
        source.projector.catch_up()
        target.projector.catch_up()
        yield source, target
    there.drop()


def turning_days(house: House) -> set[Day]:
    """The first day and the day after the last of every row about days."""
    with house.engine.connect() as connection:
        return {
            Day(found)
            for table in MODELS["a"].tables.values()
            if "valid_from" in table.c
            for row in connection.execute(select(table.c.valid_from, table.c.valid_to))
            for found in row
        }


def test_both_databases_hold_the_same_log_and_the_same_rows(houses: tuple[House, House]) -> None:
    source, target = houses

    assert target.ledger.head() == source.ledger.head()
    assert rows(target) == rows(source)


@pytest.mark.parametrize(("definition", "variant"), QUESTIONS)
def test_every_day_from_2010_to_2022_has_the_same_count_in_both(
    houses: tuple[House, House], definition: str, variant: Variant
) -> None:
    """A count reads the day only to ask which rows cover it: valid_from <= day < valid_to.

    So between two days on which a row of either database begins or ends, all days have the same count, and asking on
    each such day and on the first of all is asking on every day. The first days of months are asked besides, in case
    this should cease to be so.
    """
    turns = {day for house in houses for day in turning_days(house) if FIRST <= day <= LAST}
    months = {day_of(f"{year}-{month:02}-01") for year in range(2010, 2023) for month in range(1, 13)}
    counts = [
        {
            day: house.questions.count(house.questions.clock.basis(day, definition=definition, variant=variant)).count
            for day in sorted(turns | months | {FIRST, LAST})
        }
        for house in houses
    ]

    assert counts[0] == counts[1]
    assert len(turns) > 50
    assert len({(count.certain, count.possible) for count in counts[0].values()}) > 3
