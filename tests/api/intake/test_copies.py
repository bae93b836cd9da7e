"""Copies of a list in any order, with rows that wait for a review: each copy's date has exactly its ids."""

import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from api.bootstrap import Service
from api.intake.acceptance import accept
from api.intake.formats.ofac_sdn import OfacSdn
from api.intake.importing import Import
from api.intake.statements import ListFile
from domain.dates import Day, day_of
from tests.api.intake.lists import one, sdn
from tests.conftest import House, opened

FIRST = day_of("2021-01-01")
ALWAYS = {str(number): "BELARUS" for number in range(900, 904)}
"""Ids that are in each copy, so that none is much shorter than another."""
LISTED = st.dictionaries(st.sampled_from(["1", "22", "333"]), st.sampled_from(["BELARUS", "BELARUS-EO"]))
COPIES = st.dictionaries(st.integers(0, 9), LISTED, min_size=1, max_size=5)
DONE = settings(max_examples=25)


@DONE
@given(copies=COPIES, data=st.data())
def test_in_any_order_each_copys_date_has_exactly_its_ids(
    sqlite_template: Path, copies: dict[int, dict[str, str]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(sorted(copies)))
    with TemporaryDirectory() as folder, opened(world(sqlite_template, folder)) as house:
        files = {day: written(Path(folder), day, copies[day]) for day in copies}
        for day in order:
            imported(house, files[day])
        new = {day: imported(house, files[day]) for day in order}

        assert {day: listed(house, FIRST + day) for day in copies} == {
            day: (ALWAYS | copy, ALWAYS | copy) for day, copy in copies.items()
        }
        assert set(new.values()) == {(0, 0)}


@DONE
@given(copies=COPIES, data=st.data())
def test_rows_that_wait_for_a_review_change_nothing_in_the_end(
    sqlite_template: Path, copies: dict[int, dict[str, str]], data: st.DataObject
) -> None:
    """The copy alone is accepted, and its rows after all the others, whatever came of them in between."""
    order = data.draw(st.permutations(sorted(copies)))
    with TemporaryDirectory() as folder, opened(world(sqlite_template, folder)) as house:
        files = {day: written(Path(folder), day, copies[day]) for day in copies}
        for day in order:
            imported(house, files[day], rows=data.draw(st.booleans()))
        if waiting := house.ledger.proposals.open(limit=10_000):
            accept(service(house), waiting, by="archivist")
        house.projector.catch_up()

        assert {day: listed(house, FIRST + day) for day in copies} == {
            day: (ALWAYS | copy, ALWAYS | copy) for day, copy in copies.items()
        }


def world(template: Path, folder: str) -> str:
    shutil.copy(template, Path(folder, "one.sqlite3"))
    return f"sqlite:///{folder}/one.sqlite3"


def written(folder: Path, day: int, copy: dict[str, str]) -> ListFile:
    rows = [one(number, programme=programme) for number, programme in (ALWAYS | copy).items()]
    path = sdn(folder / f"{day}.csv", *rows)
    return ListFile(path, sha256(path.read_bytes()).hexdigest(), Day(FIRST + day))


def service(house: House) -> Service:
    return Service(house.ledger, house.projector, house.questions, house.clock, house.engine)


def imported(house: House, file: ListFile, *, rows: bool = True) -> tuple[int, int]:
    """Import a file and accept all, or what it says as a copy; return how many proposals rows made, and the rest."""
    found = Import(service(house), OfacSdn(), file, refusing=lambda _: None)
    for kept in found.chunks():
        chosen = [each for each in kept if rows or each.subject.startswith("copy/")]
        if chosen:
            accept(service(house), chosen, by="archivist")
    house.projector.catch_up()
    return found.summary.new + found.summary.changed, found.summary.whole


def listed(house: House, day: int) -> tuple[dict[str, str], dict[str, str]]:
    """Return the programme of each id that may be under measures, and that certainly is."""
    (answer,) = house.questions.sanctions.on([Day(day)], authority="OFAC").days
    said = [
        (number, sanction.programme, stands)
        for target in answer.under
        for _, number in target.ids
        for sanction, stands in target.stands.items()
        if "in force" in stands
    ]
    certain = {number: programme for number, programme, stands in said if stands == {"in force"}}
    return {number: programme for number, programme, _ in said}, certain
