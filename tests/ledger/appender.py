"""Append lives to a log and project them, for ever; acknowledge each batch only after it is recorded. To be killed."""

import sys
from datetime import UTC, datetime

from domain import facts as f
from domain.dates import FuzzyDate
from domain.people import PassageId, PersonId, SourceId
from domain.sources import SourceKind
from ledger.events import Draft, new_id
from ledger.ledger import Ledger
from projections.database import engine_of
from projections.projector import Projector


def life(batch: str, size: int) -> list[Draft]:
    """One person with a source, a passage, and ``size`` arrests, each with its release."""
    person, source, passage = new_id(), new_id(), new_id()
    facts: list[tuple[str, f.Fact]] = [
        (person, f.PersonRegistered()),
        (source, f.SourceRegistered(kind=SourceKind.NEWS, issuer="A paper", title="A page", language="en")),
        (passage, f.PassageQuoted(source=SourceId(source), pinpoint="paragraph 1", text="It is so.")),
    ]
    for number in range(size):
        arrest = new_id()
        common = {"person": PersonId(person), "passages": (PassageId(passage),)}
        held, freed = (FuzzyDate.parse(f"2017-03-{day:02}") for day in (number * 3 + 1, number * 3 + 2))
        facts.append((arrest, f.Detained(**common, occurred=held)))  # type: ignore[arg-type]  # see common
        facts.append((new_id(), f.Released(**common, occurred=freed, deprivation=arrest)))  # type: ignore[arg-type]  # see common
    return [Draft(new, 1, fact, "appender", batch) for new, fact in facts]  # type: ignore[arg-type]  # identifiers are texts


def main(url: str) -> None:
    """Append until killed."""
    engine = engine_of(url)
    with Ledger(url, now=lambda: datetime.now(UTC)) as ledger:
        projector = Projector(ledger, engine, batch=5)
        size = 0
        while True:
            size = size % 4 + 1
            batch = new_id()
            drafts = life(batch, size)
            ledger.record(drafts)
            sys.stdout.write(f"{batch} {len(drafts)}\n")
            sys.stdout.flush()
            projector.catch_up()


main(sys.argv[1])
