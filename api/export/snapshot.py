"""A snapshot: what the doors answer at one log size, put into the rows of readable tables."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from api.export.tables import Row
from api.schemas.basis import DISCLOSURE, open_end
from api.schemas.demands import DemandOut
from api.schemas.evidence import elements_out, holds_word
from domain.dates import FIRST_DAY, OPEN_DAY, Day, FuzzyDate, iso
from domain.errors import InvalidError
from domain.facts import (
    CountPublished,
    CoverageDeclared,
    MeasureFact,
    Named,
    PassageQuoted,
    SourceRegistered,
    TargetNamed,
    TargetRegistered,
    word,
)
from domain.folds import RULES_VERSION
from domain.folds.counts import DEFINITIONS, SERIES, Tests
from domain.folds.holds import Holds
from domain.folds.status import Span
from domain.intervals import Interval, last_days
from ledger.events import minsk_day
from ledger.log import Head
from ledger.output import new_file
from ledger.progress import Progress, quietly
from projections.lives import Life
from projections.questions import Questions
from projections.sanctions import Sanctioned
from projections.snapshot.file import Snapshot, Value, written
from projections.snapshot.metadata import LICENSE, TITLE, metadata
from projections.timeline import Entry

FORMAT: Final = "khronika/snapshot/v1"
METADATA: Final = ".metadata.yaml"
"""How the name of the file with what datasette is told ends: it stands beside the snapshot."""
Cells = tuple[Value, ...]


def write(path: Path, questions: Questions, head: Head, progress: Progress = quietly) -> tuple[int, int]:
    """Write a snapshot into a new file, and its metadata beside it; return how many people and facts it holds.

    Raises `InvalidError` if either file exists or nothing is recorded, and `ConflictError` if who is withheld has
    changed meanwhile: then neither file is there.
    """
    if head.recorded_at is None:
        raise InvalidError("nothing is recorded yet", field="as_known")
    day = minsk_day(head.recorded_at)
    with ExitStack() as stack:
        file = stack.enter_context(new_file(path))
        beside = stack.enter_context(new_file(path.with_name(path.name + METADATA)))
        folder = stack.enter_context(TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent))
        built = Path(folder) / "snapshot"
        stack.enter_context(questions.exports.together(head))
        with written(built) as snapshot:
            counted = _fill(snapshot, questions, head, day, progress)
        says = f"As known at log size {head.size}, root {head.root.hex()}, up to {iso(day)}; {DISCLOSURE}."
        beside.write(metadata(path.stem, says).encode())
        with built.open("rb") as made:
            shutil.copyfileobj(made, file)
    return counted


def _fill(snapshot: Snapshot, questions: Questions, head: Head, day: Day, progress: Progress) -> tuple[int, int]:
    first, stated, people, facts = day, set[Day](), 0, 0
    snapshot.add("about", _about(head, day))
    snapshot.add("definitions", ((one.id, one.version, f"Persons {one.says}.") for one in DEFINITIONS.values()))
    for lives in questions.exports.lives(head, day):
        people += len(lives)
        first = min([first, *(span.start for life in lives for span in life.spans if span.start > FIRST_DAY)])
        _add_lives(snapshot, lives)
    for entries in questions.exports.facts(head, progress):
        facts += len(entries)
        _add_facts(snapshot, entries)
        stated |= _stated(entries)
    asked = {*last_days(first, day, Interval.MONTH), *stated}
    snapshot.add("counts", _counts(questions, head, sorted(one for one in asked if one <= day)))
    (sanctions,) = questions.sanctions.on([day], head.size).days
    for target in (*sanctions.under, *sanctions.ended):
        snapshot.add("sanctions", _stands(target))
    for demand in questions.demands.on(day, as_known=head.size).demands:
        printed, made = DemandOut.of(demand), demand.made
        bodies, may_be = "; ".join(printed.by), " or ".join(printed.may_be)
        said = (printed.id, printed.point, printed.text, bodies, printed.addressee, str(made.occurred), may_be)
        snapshot.add("demands", [(*said, made.statement, printed.part_of)])
    return people, facts


def _about(head: Head, day: Day) -> Iterator[Cells]:
    assert head.recorded_at is not None  # noqa: S101 -- sorted out by the caller
    yield "what", TITLE
    yield "format", FORMAT
    yield "day", iso(day)
    yield "log size", str(head.size)
    yield "root", head.root.hex()
    yield "recorded by", f"{head.recorded_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    yield "rules version", str(RULES_VERSION)
    yield "licence", " ".join(LICENSE)
    yield "withheld", DISCLOSURE


def _add_lives(snapshot: Snapshot, lives: Iterable[Life]) -> None:
    for life in lives:
        one, held = life.person, life.held
        gender = one.gender.value if one.gender else None
        snapshot.add("people", [(one.id, one.name, gender, one.birth_year, held.certain, held.possible)])
        snapshot.add("registrations", ((identifier, one.id) for identifier in life.registrations))
        snapshot.add("liberty", ((one.id, *_span(span)) for span in life.spans))
        snapshot.add(
            "recognitions",
            (
                (one.id, r.body, iso(r.start), open_end(r.end), holds_word(r.now), r.deprivation)
                for r in life.recognitions
            ),
        )


def _span(span: Span) -> Cells:
    held = [element.liberty in DEFINITIONS["held"].liberties for element in span.elements]
    holds = Holds.CERTAINLY if all(held) else Holds.POSSIBLY if any(held) else Holds.NO
    may_be = " or ".join(dict.fromkeys(one.liberty for one in elements_out(span.elements)))
    return iso(span.start), open_end(span.end), may_be, holds_word(holds)


def _add_facts(snapshot: Snapshot, entries: Iterable[Entry]) -> None:
    """Add facts, and what stands of them to the tables of its kind."""
    for entry in entries:
        row = Row.of(entry)
        dated = (row.occurred, _iso(row.earliest), _iso(row.latest))
        snapshot.add("facts", [_fact(row, dated)])
        snapshot.add("citations", ((row.id, passage) for passage in row.passages))
        match entry.fact:
            case Named(person=person, text=text, language=language, script=script):
                snapshot.add("names", [(entry.id, person, text, language, script.value)])
            case SourceRegistered() as said:
                published = None if said.published is None else str(said.published)
                kept = (said.title, said.issuer, said.kind.value, said.language, published, said.url)
                snapshot.add("sources", [(entry.id, *kept)])
            case PassageQuoted() as said:
                snapshot.add("passages", [(entry.id, said.source, said.pinpoint, said.text, said.wording.value)])
            case CoverageDeclared() as said:
                window = None if said.window is None else str(said.window)
                snapshot.add("coverage", [(entry.id, said.scope, ", ".join(one.value for one in said.about), window)])
            case TargetRegistered(kind=kind):
                snapshot.add("targets", [(entry.id, "", kind.value)])
            case TargetNamed(target=target, text=text):
                snapshot.name_target(target, text)
            case MeasureFact() as said:
                until = getattr(said, "expires", None) or getattr(said, "suspended_until", None)
                ends = None if until is None else str(until)
                done = word(type(said)).removeprefix("measure-")
                whose = (entry.id, said.target, said.authority, said.programme)
                snapshot.add("measures", ((*whose, one.value, done, *dated, ends) for one in said.measures))
            case CountPublished() as said:
                snapshot.add("published", [_published(entry.id, said)])
            case _:
                pass


def _stated(entries: Iterable[Entry]) -> set[Day]:
    """Return the days of which figures speak."""
    said = (entry.fact.stated_as_of for entry in entries if isinstance(entry.fact, CountPublished))
    return {one.earliest for one in said if one is not None and one.earliest == one.latest}


def _fact(row: Row, dated: Cells) -> Cells:
    recorded = (row.position, row.version, f"{row.recorded_at:%Y-%m-%dT%H:%M:%S.%fZ}", row.recorded_by, row.sha256)
    lost = (row.passages_missing, row.passages_withheld)
    return (row.id, row.type, row.status, row.person, row.target, *dated, row.says, *recorded, *lost)


def _published(identifier: str, said: CountPublished) -> Cells:
    counted = (identifier, said.publisher, said.counted.value, said.unit.value)
    number = (str(said.quantity), said.quantity.low, said.quantity.high)
    during = None if said.during is None else str(said.during)
    return (*counted, *number, *_days(said.stated_as_of), during, said.group, said.scope, said.definition)


def _days(when: FuzzyDate | None) -> Cells:
    if when is None:
        return None, None, None
    bounds = (None if day in {FIRST_DAY, OPEN_DAY} else iso(day) for day in (when.earliest, when.latest))
    return (str(when), *bounds)


def _counts(questions: Questions, head: Head, days: Sequence[Day]) -> Iterator[Cells]:
    for rule, variant in SERIES:
        basis = questions.clock.basis(
            days[-1], as_known=head.size, definition=rule.id, variant=variant, recognized_by=frozenset()
        )
        asked = variant.value if rule.recognition is Tests.THIS_DEPRIVATION else "none"
        for day, one in zip(days, questions.series(basis, days), strict=True):
            yield iso(day), rule.id, asked, one.count.certain, one.count.possible, one.coverage.extent.value


def _stands(found: Sanctioned) -> Iterator[Cells]:
    for sanction, may_be in sorted(found.stands.items()):
        yield found.target.id, *sanction, " or ".join(sorted(may_be))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
