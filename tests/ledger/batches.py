"""Batches of the smallest fact there is."""

from domain import facts as f
from ledger.events import Draft, new_id


def drafts(count: int, key: str = "") -> list[Draft]:
    people = (Draft(new_id(), 1, f.PersonRegistered(), "tester", "batch") for _ in range(count))
    return [
        Draft(d.id, 1, d.content, d.recorded_by, d.batch, "tiny", f"{key}{n}") if key else d
        for n, d in enumerate(people)
    ]
