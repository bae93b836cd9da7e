"""Record small worlds of sanctions in tests: targets by short names, and the questions that rows and replay answer."""

from collections.abc import Iterable
from typing import Any

from domain import facts as f
from domain.dates import FuzzyDate, day_of
from domain.people import FactId, TargetId
from domain.quantities import Quantity
from domain.sanctions import Measure, TargetKind
from ledger.events import new_id
from projections.basis import AsKnown
from projections.replay.sanctions import Replayed, replay_sanctions
from projections.sanctions import SanctionsOfDay, Under
from tests.conftest import House
from tests.scribe import Scribe

BOTH = (Measure.ASSET_FREEZE, Measure.TRAVEL_BAN)
COMMON: dict[str, Any] = {"authority": "EU", "programme": "Belarus"}


class Clerk:
    """Writes facts about sanctions into a ledger."""

    def __init__(self, house: House) -> None:
        self.scribe = Scribe(house.ledger)

    def write(self, fact: f.Fact) -> FactId:
        identifier = new_id()
        self.scribe.ledger.record([self.scribe.draft(identifier, fact)])
        return identifier

    def target(self, kind: TargetKind = TargetKind.GROUP, **sizes: str) -> TargetId:
        """Register a target, and state the size of a group."""
        target = TargetId(self.write(f.TargetRegistered(kind=kind)))
        if sizes:
            self.size(target, **sizes)
        return target

    def size(self, target: TargetId, **sizes: str) -> FactId:
        stated = {unit: Quantity.parse(said) for unit, said in sizes.items()}
        return self.write(f.SizeStated(target=target, passages=(self.scribe.passage,), **stated))

    def part(self, target: TargetId, whole: TargetId) -> FactId:
        return self.write(f.PartStated(target=target, whole=whole, passages=(self.scribe.passage,)))

    def act(self, adopted: str, **dates: str) -> FactId:
        clocks = {name: FuzzyDate.parse(date) for name, date in dates.items()}
        passages = (self.scribe.passage,)
        adopted_on = FuzzyDate.parse(adopted)
        return self.write(f.ActAdopted(authority="EU", title="Act", adopted=adopted_on, passages=passages, **clocks))

    def measure(
        self,
        kind: type[f.MeasureFact],
        target: TargetId,
        occurred: str,
        measures: Iterable[Measure] = BOTH,
        **more: Any,
    ) -> FactId:
        return self.write(self.made(kind, target, occurred, measures, **more))

    def made(
        self,
        kind: type[f.MeasureFact],
        target: TargetId,
        occurred: str,
        measures: Iterable[Measure] = BOTH,
        **more: Any,
    ) -> f.MeasureFact:
        return measure_fact(kind, target, occurred, tuple(measures), passages=(self.scribe.passage,), **more)


def measure_fact(
    kind: type[f.MeasureFact], target: TargetId, occurred: str, measures: tuple[Measure, ...], **more: Any
) -> f.MeasureFact:
    for name in ("expires", "suspended_until"):
        if isinstance(more.get(name), str):
            more[name] = FuzzyDate.parse(more[name])
    return kind(target=target, occurred=FuzzyDate.parse(occurred), measures=measures, **(COMMON | more))


def asked(house: House, day: str, *, as_known: AsKnown = None, measure: Measure | None = None) -> SanctionsOfDay:
    """Ask the rows about one day, and replay the log: both must say the same."""
    house.projector.catch_up()
    answer = house.questions.sanctions.on([day_of(day)], as_known)
    replayed = replay_sanctions(
        (event for page in house.ledger.read(upto=answer.head.size) for event in page), day_of(day)
    )

    assert as_replayed(answer.days[0]) == without_stands(replayed)
    found = house.questions.sanctions.on([day_of(day)], as_known, measure=measure) if measure else answer
    return found.days[0]


Numbers = dict[str, dict[str, tuple[int, int | None]]]
"""Per way of counting and unit, (certain, possible)."""


def as_replayed(day: SanctionsOfDay) -> dict[tuple[str, ...], Numbers]:
    """Return the numbers of rows per measure; those of any measure stand under no name."""
    found: dict[tuple[str, ...], Numbers] = {(): _plain(day.any_measure)}
    for each, under in day.each:
        found[tuple(map(str, each))] = _plain(under)
    return found


def without_stands(replayed: Replayed) -> dict[tuple[str, ...], Numbers]:
    """Return the numbers of a replay in the same way."""
    found: dict[tuple[str, ...], Numbers] = {each: under for each, under in replayed.each.items()}  # noqa: C416 -- the keys widen
    found[()] = replayed.any_measure
    return found


def _plain(under: Under) -> Numbers:
    ways = {"either": under.either, "in force": under.in_force, "suspended": under.suspended}
    return {
        way: {unit.value: (total.certain, total.possible) for unit, total in totals.units.items()}
        for way, totals in ways.items()
    }
