"""Whom sanctions aim at on a day, and how many that is: how each measure may stand, with the facts that decide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, select

from domain.dates import Day
from domain.errors import QuestionError
from domain.facts import ActAdopted, MeasureFact, PartStated, SizeStated, TargetIdStated
from domain.folds.anomalies import Anomaly
from domain.folds.coverage import Coverage
from domain.folds.holds import Holds
from domain.folds.sanctions import Measures, Sanction, odd
from domain.folds.standing import Standing, of_subject, standing, standing_of
from domain.folds.targets import Range, Target, Totals, totals
from domain.people import FactId
from domain.phrases import Phrase, listing
from domain.sanctions import Measure, Stand, TargetKind, Unit
from domain.sources import About
from ledger.log import Head, Log
from projections.basis import AsKnown
from projections.bitemporal import covers, known
from projections.disclosure import Disclosure
from projections.evidence import Evidence
from projections.prisoners import Reason
from projections.projector import reading
from projections.room import Room
from projections.tables import NO_LIMIT, Models

MOST_DAYS: Final = 366
"""How many days one question may ask about."""
UNDER: Final = frozenset({Stand.IN_FORCE, Stand.SUSPENDED})
ENDED: Final = frozenset({Stand.LAPSED, Stand.LIFTED})
Stands = Mapping[Sanction, frozenset[Stand]]


@dataclass(frozen=True, slots=True)
class Under:
    """How many are under a measure, in force or suspended; how many of them under one in force, and suspended."""

    either: Totals
    in_force: Totals
    suspended: Totals


@dataclass(frozen=True, slots=True)
class Sanctioned:
    """One target with a measure against it, how each may stand on the day, why, and what is odd in its record.

    ``ids`` are those that lists give it: publisher and value.
    """

    target: Target
    stands: Stands
    reasons: tuple[Reason, ...]
    ids: tuple[tuple[str, str], ...]
    anomalies: tuple[Anomaly, ...]


@dataclass(frozen=True, slots=True)
class SanctionsOfDay:
    """How many targets are under any measure asked about, and under each; which these are; which no longer are."""

    day: Day
    beyond: bool
    any_measure: Under
    each: tuple[tuple[Sanction, Under], ...]
    under: tuple[Sanctioned, ...]
    ended: tuple[Sanctioned, ...]


@dataclass(frozen=True, slots=True)
class SanctionsAnswer:
    """The sanctions on some days, with what the answer depends on and covers."""

    days: tuple[SanctionsOfDay, ...]
    authority: str | None
    measure: Measure | None
    coverage: Coverage
    head: Head


class Sanctions(Room):
    """Answers about sanctions over one ledger and its read models."""

    def on(
        self,
        days: Sequence[Day],
        as_known: AsKnown = None,
        *,
        authority: str | None = None,
        measure: Measure | None = None,
    ) -> SanctionsAnswer:
        """Return the sanctions on each of some days; raise `QuestionError` for an authority without any."""
        if len(days) > MOST_DAYS:
            many = Phrase("%(days)s days are more than %(most)s", days=str(len(days)), most=str(MOST_DAYS))
            raise QuestionError(many, field="on")
        size = self._clock.size(as_known)
        asked = {"authority": authority, "measure": measure}
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            if authority is not None:
                _check_authority(connection, models, authority)
            targets = _targets(connection, models, size)
            stands = [_stands(connection, models.measure, covers(models.measure, day, size), asked) for day in days]
        newest = self._clock.newest_day(size)
        reasons = _Reasons(self._ledger, size, disclosure, {one for each in stands for one in each})
        found = (_of_day(day, day > newest, each, targets, reasons) for day, each in zip(days, stands, strict=True))
        covered = self._declared.known_to_us(size, About.SANCTIONS)
        return SanctionsAnswer(tuple(found), authority, measure, covered, self._ledger.head(size))


class _Reasons:
    """Reads the facts of targets, each once per answer."""

    def __init__(self, ledger: Log, size: int, disclosure: Disclosure, targets: set[FactId]) -> None:
        self._ledger = ledger
        self._size = size
        self._evidence = Evidence(ledger, size, disclosure)
        self._adopted: dict[FactId, Standing | None] = {}
        tags = {f"target:{one}": one for one in sorted(targets)}
        histories = ledger.tagged_each(tags, upto=size)
        self._facts = {
            tags[tag]: of_subject("target", [tags[tag]], standing(found)) for tag, found in histories.items()
        }

    def odd(self, target: FactId) -> tuple[Anomaly, ...]:
        """Return what does not fit together in the record of a target."""
        facts = self._facts[target]
        return tuple(odd(facts, {one.id: one.fact for one in self._acts(facts) if isinstance(one.fact, ActAdopted)}))

    def ids(self, target: FactId) -> tuple[tuple[str, str], ...]:
        """Return the ids that lists give a target, by publisher and value."""
        said = (one.fact for one in self._facts[target])
        return tuple(sorted({(fact.publisher, fact.value) for fact in said if isinstance(fact, TargetIdStated)}))

    def of(self, target: FactId, sanctions: Iterable[Sanction], day: Day) -> tuple[Reason, ...]:
        """Return the facts that decide how measures stand on a day, the acts they name, and what is said of size."""
        facts = self._facts[target]
        measures = Measures(facts)
        deciding = {fact for sanction in sanctions for fact in measures.deciding(sanction, day)}
        told = [one for one in facts if one.id in deciding or isinstance(one.fact, SizeStated | PartStated)]
        return tuple(self._reason(one) for one in (*sorted(told, key=_when), *self._acts(told)))

    def _acts(self, facts: Iterable[Standing]) -> list[Standing]:
        """Return the acts that measures name, as they stand."""
        named = {one.fact.act for one in facts if isinstance(one.fact, MeasureFact) and one.fact.act}
        for act, history in self._ledger.streams(named - self._adopted.keys()).items():
            self._adopted[act] = standing_of([event for event in history if event.position <= self._size])
        return [one for one in map(self._adopted.get, sorted(named)) if one is not None]

    def _reason(self, one: Standing) -> Reason:
        passages = getattr(one.fact, "passages", ())
        return Reason(
            one.id,
            one.fact,
            tuple(self._evidence.quotes(passages)),
            later=False,
            missing=self._evidence.missing(passages),
            withheld=self._evidence.withheld(passages),
        )


def _when(one: Standing) -> tuple[bool, Day, Day]:
    """Put measures in the order of their days, before what is stated once for all."""
    return not isinstance(one.fact, MeasureFact), one.earliest, one.latest


def _of_day(
    day: Day,
    beyond: bool,  # noqa: FBT001 -- passed on by place within this module
    stands: Mapping[FactId, Stands],
    targets: Mapping[FactId, Target],
    reasons: _Reasons,
) -> SanctionsOfDay:
    def listed(some: Iterable[FactId]) -> tuple[Sanctioned, ...]:
        found = (
            Sanctioned(targets[one], stands[one], reasons.of(one, stands[one], day), reasons.ids(one), reasons.odd(one))
            for one in some
        )
        return tuple(sorted(found, key=lambda one: (one.target.name.casefold(), one.target.id)))

    said = {one: frozenset[Stand]().union(*each.values()) for one, each in stands.items()}
    every = sorted({sanction for each in stands.values() for sanction in each})
    return SanctionsOfDay(
        day=day,
        beyond=beyond,
        any_measure=_under(stands, targets, None),
        each=tuple((sanction, _under(stands, targets, sanction)) for sanction in every),
        under=listed(one for one in stands if said[one] & UNDER),
        ended=listed(one for one in stands if said[one] & ENDED and not said[one] & UNDER),
    )


def _under(stands: Mapping[FactId, Stands], targets: Mapping[FactId, Target], sanction: Sanction | None) -> Under:
    def counted(wanted: frozenset[Stand]) -> Totals:
        return totals({one: _holds(each, wanted, sanction) for one, each in stands.items()}, targets)

    return Under(counted(UNDER), counted(frozenset({Stand.IN_FORCE})), counted(frozenset({Stand.SUSPENDED})))


def _holds(stands: Stands, wanted: frozenset[Stand], sanction: Sanction | None) -> Holds:
    """Return whether a target has a measure that stands in a way that is wanted: one measure, or any."""
    found = [said for each, said in stands.items() if sanction in {None, each}]
    if any(said <= wanted for said in found):
        return Holds.CERTAINLY
    return Holds.POSSIBLY if any(said & wanted for said in found) else Holds.NO


def _targets(connection: Connection, models: Models, size: int) -> dict[FactId, Target]:
    sizes: defaultdict[str, dict[Unit, Range]] = defaultdict(dict)
    for row in connection.execute(select(models.size).where(known(models.size, size))):
        sizes[row.target][Unit(row.unit)] = row.low, None if row.high == NO_LIMIT else row.high
    wholes: defaultdict[str, set[FactId]] = defaultdict(set)
    for row in connection.execute(select(models.part).where(known(models.part, size))):
        wholes[row.target].add(FactId(row.whole))
    return {
        FactId(row.target): Target(
            FactId(row.target),
            TargetKind(row.kind),
            row.name,
            sizes[row.target],
            bool(row.sized),
            frozenset(wholes[row.target]),
        )
        for row in connection.execute(select(models.target).where(known(models.target, size)))
    }


def _stands(
    connection: Connection, table: Table, held: ColumnElement[bool], asked: Mapping[str, str | None]
) -> dict[FactId, Stands]:
    """Return how each measure asked about may stand, per target: the rows that are held."""
    chosen = [table.c[name] == value for name, value in asked.items() if value is not None]
    wanted = select(table).where(held, *chosen)
    found: defaultdict[FactId, defaultdict[Sanction, set[Stand]]] = defaultdict(lambda: defaultdict(set))
    for row in connection.execute(wanted):
        found[FactId(row.target)][Sanction(row.authority, row.programme, Measure(row.measure))].add(Stand(row.stand))
    return {
        target: {sanction: frozenset(said) for sanction, said in sorted(each.items())} for target, each in found.items()
    }


def _check_authority(connection: Connection, models: Models, named: str) -> None:
    there = {str(one) for one in connection.scalars(select(models.measure.c.authority).distinct())}
    if named not in there:
        none = Phrase(
            "%(authority)s has no measures in this log; there are: %(there)s",
            authority=repr(named),
            there=listing(sorted(there)),
        )
        raise QuestionError(none, field="authority")
