"""People on any day as a hand count of a list has them: of one of our own, and of the real one if it is at hand."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.dates import day_of
from domain.sources import Variant
from tests.api.conftest import Command
from tests.api.intake.test_viasna import OPEN_TYPE, ROW, flat
from tests.conftest import opened
from tests.real import real

SEEN = "2023-03-31"
FIRST = date(2010, 12, 1)

Row = dict[str, Any]


def by_hand(rows: Sequence[Row], day: str, *, restricted: bool) -> tuple[int, int]:
    """How many recognized people the list has in custody at the end of a day: for certain, and at most.

    Read off the file with nothing of ours, and by these rules alone:

    - Who has the status ``np`` is not recognized. Everybody else is.
    - Custody begins on ``arrested``; where that is empty, on ``penalty_start_date``; where both are, it is not known.
    - From ``penalty_start_date`` on, an open-type facility or home confinement is a restriction and no custody.
      A verdict by itself, even one to such a punishment, to a suspended one or a fine, takes and frees nobody.
    - On ``release_date`` nobody is held any more.
    - Who is ``former``, or awaits the sentence at large, and has no ``release_date`` was let out at some time from the
      last printed day of arrest, verdict or start of the punishment to the day on which the list was seen: meanwhile
      they are possible.
    """
    certain = possible = 0
    for row in rows:
        begun = row["arrested"] or row["penalty_start_date"]
        if row["status"] == "np" or not begun or day < begun:
            continue
        start = row["penalty_start_date"]
        at_large_or_home = "open penal facility" in row["penalty"] or "home confinement" in row["penalty"]
        if at_large_or_home and start and day >= start and not restricted:
            continue
        if row["release_date"]:
            let_out, let_out_by = row["release_date"], row["release_date"]
        elif row["status"] == "former" or "awaiting" in row["prison_title"]:
            let_out, let_out_by = max(row["arrested"], row["verdict_date"], start), SEEN
        else:
            let_out, let_out_by = "9999", "9999"
        certain += day < let_out
        possible += day < let_out_by
    return certain, possible


def days_of(rows: Sequence[Row]) -> list[str]:
    """Every first and fifteenth of a month, and each day on which something happens."""
    regular = [f"{year}-{month:02}-{day:02}" for year in range(2010, 2024) for month in range(1, 13) for day in (1, 15)]
    names = ("arrested", "verdict_date", "appeal_date", "penalty_start_date", "release_date")
    told = [row[name] for row in rows for name in names if row[name]]
    return sorted({day for day in [*regular, *told, SEEN] if FIRST.isoformat() <= day <= SEEN})


@pytest.fixture
def sample() -> Path:
    return real("viasna_prisoners", "sample.json")


def imported(khronika: Command, path: Path, *more: str) -> str:
    return khronika.ok("import", "viasna", str(path), "--observed", SEEN, *more).out


def check_each_day(khronika: Command, path: Path) -> list[tuple[int, int]]:
    """Compare every day with the hand count of a list that is recorded; return what ``restricted`` counts."""
    rows = json.loads(path.read_bytes())
    imported(khronika, path, "--accept", "--by", "archivist")
    days = days_of(rows)
    with opened(khronika.url) as house:
        for definition in ("in-custody", "restricted"):
            basis = house.questions.clock.basis(day_of(days[-1]), definition=definition, variant=Variant.HINDSIGHT)
            found = house.questions.series(basis, [day_of(day) for day in days])
            counted = {day: (one.count.certain, one.count.possible) for day, one in zip(days, found, strict=True)}
            expected = {day: by_hand(rows, day, restricted=definition == "restricted") for day in days}

            assert expected == counted
    assert len(days) > 300
    return list(counted.values())


def test_the_people_of_a_list_of_our_own_are_on_any_day_those_of_a_hand_count(
    khronika: Command, tmp_path: Path
) -> None:
    home = {"penalty": 'restricted freedom under home confinement ("domashnyaya khimiya")', "prison_title": ""}
    kinds: list[Row] = [
        {},
        {"status": "former"},
        {"status": "former", "release_date": "2022-08-31"},
        {"status": "former", "verdict_date": "", "release_date": "2021-03-01"},
        {"status": "former", "verdict_date": "2021-01-01"},
        {"status": "former", "prison_title": "Released awaiting the commencement of the sentence"},
        {"prison_title": "Released awaiting the commencement of the sentence", "penalty": OPEN_TYPE},
        {"prison_title": "House arrest", "penalty": "", "decision": "", "verdict_date": ""},
        {"prison_title": "Pre-trial detention center No. 1", "penalty": "", "decision": "", "verdict_date": ""},
        {"penalty": OPEN_TYPE, "prison_title": "", "penalty_start_date": "2022-02-01"},
        {"penalty": OPEN_TYPE, "prison_title": "", "penalty_start_date": "2021-03-01", "arrested": ""},
        {"penalty": OPEN_TYPE, "penalty_start_date": "2022-02-01", "status": "former", "verdict_date": ""},
        {"penalty_start_date": "2022-02-01"},
        home,
        home | {"status": "former"},
        home | {"status": "former", "penalty_start_date": "2021-12-31"},
        home | {"penalty": "suspended imprisonment", "status": "former"},
        home | {"penalty": "fine", "decision": "500 base value", "status": "former", "release_date": "2021-09-06"},
        {"arrested": "", "status": "former"},
        {"status": "np"},
    ]
    rows = [ROW | {"id": number} | cells for number, cells in enumerate(kinds, start=1)]
    (tmp_path / "list.json").write_text(json.dumps(rows))
    counted = check_each_day(khronika, tmp_path / "list.json")

    assert {possible - certain for certain, possible in counted} == {0, 1, 6, 7, 8}


def test_the_people_of_the_real_list_are_on_any_day_those_of_a_hand_count(khronika: Command, sample: Path) -> None:
    counted = check_each_day(khronika, sample)

    assert max(possible for _, possible in counted) > 20


def test_every_row_is_accounted_for_and_a_second_import_records_nothing(
    khronika: Command, sample: Path, tmp_path: Path
) -> None:
    rows = json.loads(sample.read_bytes())
    refused = sum(row["status"] == "np" for row in rows)
    first = khronika.ok("import", "viasna", str(sample), "--observed", SEEN, "--accept", "--by", "archivist")
    orders = {"sorted": sorted(rows, key=lambda row: row["name"]), "flat": [flat(row) for row in reversed(rows)]}
    again = [imported(khronika, sample, "--accept", "--by", "archivist")]
    for name, order in orders.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(order, ensure_ascii=False))
        again.append(imported(khronika, tmp_path / f"{name}.json", "--accept", "--by", "archivist"))

    assert f"{len(rows)} rows: {len(rows) - refused} new, 0 changed, 0 known, {refused} refused" in first.out
    assert "left out" not in first.out
    assert first.err.count("status: not recognized as a political prisoner") == refused
    assert [said.split(": ", 1)[1] for said in again] == [
        f"{len(rows)} rows: 0 new, 0 changed, {len(rows) - refused} known, {refused} refused\n"
    ] * 3


def test_what_is_not_to_be_kept_of_the_real_list_is_not_in_the_record(khronika: Command, sample: Path) -> None:
    rows = json.loads(sample.read_bytes())
    imported(khronika, sample, "--accept", "--by", "archivist")
    with opened(khronika.url) as house:
        kept = "\n".join(str(event.content) for events in house.ledger.read() for event in events)
    told = {row["description"] for row in rows if " " in row["description"]}

    assert not {text for text in told if text in kept}
