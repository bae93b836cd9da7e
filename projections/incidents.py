"""What happened to many at once: figures side by side, who is known to have been among them, and totals of a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from domain.dates import Day
from domain.errors import NotFoundError, QuestionError
from domain.facts import Fact, IncidentReported, LibertyFact, MemberIdentified
from domain.folds.anomalies import Anomaly, Oddity
from domain.folds.coverage import Coverage
from domain.folds.incidents import Incident, Member, Report, Said, incidents
from domain.folds.naming import Language
from domain.folds.standing import Standing, of_subject, standing
from domain.folds.totals import Number, Numbers, Total, total, touches
from domain.incidents import IncidentKind
from domain.people import FactId, PersonId
from domain.phrases import Phrase
from domain.published import Unit
from domain.sources import About
from ledger.log import Head, Log
from projections.basis import AsKnown
from projections.bitemporal import known
from projections.evidence import Evidence
from projections.naming import Naming
from projections.prisoners import Reason
from projections.projector import reading
from projections.room import Room
from projections.tables import NO_LIMIT, Models


@dataclass(frozen=True, slots=True)
class Among:
    """Somebody who was among those of an incident, with the facts that say so."""

    id: PersonId
    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """An incident with its numbers, wholes and parts, members, and all that is said of it.

    ``named`` is how many are known to have been among those of the incident or a part of it; ``members`` are those of
    the incident itself, ``withheld`` how many more of these must not be shown.
    """

    incident: Incident
    numbers: tuple[Number, ...]
    wholes: tuple[FactId, ...]
    parts: tuple[FactId, ...]
    named: int
    members: tuple[Among, ...]
    withheld: int
    reasons: tuple[Reason, ...]
    anomalies: tuple[Anomaly, ...]

    @property
    def reports(self) -> tuple[tuple[FactId, IncidentReported], ...]:
        """What reports it, in the order of the windows."""
        return tuple((one.id, one.fact) for one in self.reasons if isinstance(one.fact, IncidentReported))


@dataclass(frozen=True, slots=True)
class IncidentsAnswer:
    """The incidents that may lie in a time, with totals of each kind and unit; ``withheld`` more are hidden."""

    start: Day
    end: Day
    kind: IncidentKind | None
    totals: tuple[Total, ...]
    found: tuple[Described, ...]
    withheld: int
    coverage: Coverage
    head: Head


@dataclass(frozen=True, slots=True)
class IncidentAnswer:
    """One incident, with what an answer about incidents covers."""

    found: Described
    coverage: Coverage
    head: Head


class Incidents(Room):
    """Questions about what happened to many."""

    def between(
        self,
        start: Day,
        end: Day,
        *,
        kind: IncidentKind | None = None,
        as_known: AsKnown = None,
        language: Language | None = None,
    ) -> IncidentsAnswer:
        """Return what may have happened between two days, both included; raise `QuestionError` if they are reversed."""
        if end < start:
            raise QuestionError(Phrase("the last day lies before the first"), field="to")
        size = self._clock.size(as_known)
        record = self._record(size, language)
        there = [
            one for one in record.found.values() if touches(one, (start, end)) and (kind is None or kind in one.kinds)
        ]
        hidden = record.evidence.disclosure.hidden(one.id for one in there)
        shown = [one for one in there if one.id not in hidden]
        record.read(shown)
        found = tuple(map(record.described, shown))
        made = (
            total(record.found, record.numbers, (start, end), each, unit)
            for each in ([kind] if kind else IncidentKind)
            for unit in Unit
        )
        totals = tuple(_shown(one, hidden) for one in made if one is not None)
        covered = self._declared.known_to_us(size, About.INCIDENTS)
        return IncidentsAnswer(start, end, kind, totals, found, len(hidden), covered, self._ledger.head(size))

    def one(self, identifier: FactId, *, as_known: AsKnown = None, language: Language | None = None) -> IncidentAnswer:
        """Return the incident that a report is of; raise `NotFoundError` for an unknown one."""
        size = self._clock.size(as_known)
        record = self._record(size, language)
        record.evidence.disclosure.check(identifier)
        for incident in record.found.values():
            if identifier in {report.id for report in incident.reports}:
                covered = self._declared.known_to_us(size, About.INCIDENTS)
                record.read([incident])
                return IncidentAnswer(record.described(incident), covered, self._ledger.head(size))
        raise NotFoundError(Phrase("no incident has this identifier at this basis"))

    def _record(self, size: int, language: Language | None) -> "_Record":
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            found = incidents(_reports(connection, models, size))
            names, same = _people(connection, models, size)
            hidden = disclosure.at(connection, models, size)
            shown = {one: disclosure.name(one, name, size) for one, name in names.items() if one not in hidden}
            called = Naming(connection, models, self._ledger, disclosure, language).of(shown, size)
        people = _People(names | shown, called, same, hidden)
        return _Record(self._ledger, size, found, people, Evidence(self._ledger, size, disclosure))


@dataclass(frozen=True, slots=True)
class _People:
    """Members at a basis: their names, what they are called, who is the same as whom, and who must not be shown.

    The order is that of ``names`` in every language.
    """

    names: Mapping[PersonId, str]
    called: Mapping[PersonId, str]
    same: Mapping[PersonId, PersonId]
    hidden: frozenset[PersonId]

    def canonical(self, person: PersonId) -> PersonId | None:
        """Return who stands for a person; ``None`` if the registration does not stand."""
        one = self.same.get(person, person)
        return one if one in self.names else None


class _Record:
    """All incidents of one basis, and the facts that say what is said of them."""

    def __init__(
        self, ledger: Log, size: int, found: Mapping[FactId, Incident], people: _People, evidence: Evidence
    ) -> None:
        self.found = found
        self.numbers = Numbers(found, people.canonical)
        self.evidence = evidence
        self._ledger = ledger
        self._size = size
        self._people = people
        self._told: dict[FactId, list[Standing]] = {}

    def read(self, several: Iterable[Incident]) -> None:
        """Read at once what is said of some incidents, and what that cites."""
        identifiers = [report.id for one in several for report in one.reports]
        histories = self._ledger.tagged_each([f"incident:{one}" for one in identifiers], upto=self._size)
        for one in identifiers:
            self._told[one] = of_subject("incident", [one], standing(histories[f"incident:{one}"]))
        self.evidence.preload_of(fact.fact for one in identifiers for fact in self._told[one])

    def described(self, incident: Incident) -> Described:
        """Return an incident that was read, with everything that may be shown of it."""
        disclosure = self.evidence.disclosure
        identifiers = [report.id for report in incident.reports]
        told = {fact.id: fact for one in identifiers for fact in self._told[one]}
        hidden = disclosure.hidden(told)
        facts = [one for one in told.values() if one.id not in hidden and not isinstance(one.fact, MemberIdentified)]
        facts.sort(key=lambda one: (one.id not in identifiers, one.id in identifiers and identifiers.index(one.id)))
        members, odd = self._members(incident, told)
        own = {self._people.canonical(member.person) for member in incident.members} - {None}
        return Described(
            incident=incident,
            numbers=tuple(self.numbers.number(incident.id, unit) for unit in self.numbers.units(incident.id)),
            wholes=disclosure.shown(sorted(incident.wholes)),
            parts=disclosure.shown(self.numbers.parts(incident.id)),
            named=len(self.numbers.people(incident.id)),
            members=members,
            withheld=len(own) - len(members),
            reasons=tuple(self._reason(one.id, one.fact) for one in facts),
            anomalies=tuple(
                Anomaly(one.oddity, disclosure.shown(one.facts)) for one in (*self.numbers.anomalies(incident.id), *odd)
            ),
        )

    def _members(self, incident: Incident, told: Mapping[FactId, Standing]) -> tuple[tuple[Among, ...], list[Anomaly]]:
        """Return who may be shown, by name, and an anomaly for each membership that names no fact of theirs."""
        said: defaultdict[PersonId, list[Reason]] = defaultdict(list)
        odd: list[Anomaly] = []
        hidden = self.evidence.disclosure.hidden(one.fact for one in incident.members)
        for member in incident.members:
            person = self._people.canonical(member.person)
            if person is None or person in self._people.hidden or member.fact in hidden:
                continue
            one = told[member.fact]
            said[person].append(self._reason(one.id, one.fact))
            meant = one.fact.membership if isinstance(one.fact, MemberIdentified) else None
            if meant is not None and not self.evidence.disclosure.hides(meant):
                fact = self._of(person, meant)
                if fact is None:
                    odd.append(Anomaly(Oddity.LINK_TO_NOTHING, (member.fact,)))
                else:
                    said[person].append(self._reason(meant, fact))
        names, called = self._people.names, self._people.called
        found = [Among(one, called[one], tuple(reasons)) for one, reasons in said.items()]
        return tuple(sorted(found, key=lambda one: (names[one.id].casefold(), one.id))), odd

    def _of(self, person: PersonId, identifier: FactId) -> LibertyFact | None:
        """Return the fact of a person's liberty that has an identifier, if it stands and is about them."""
        fact = self._ledger.standing([identifier], upto=self._size).get(identifier)
        return fact if isinstance(fact, LibertyFact) and self._people.canonical(fact.person) == person else None

    def _reason(self, identifier: FactId, fact: Fact) -> Reason:
        passages = getattr(fact, "passages", ())
        return Reason(
            identifier,
            self.evidence.disclosure.redacted(fact),
            tuple(self.evidence.quotes(passages)),
            later=False,
            missing=self.evidence.missing(passages),
            withheld=self.evidence.withheld(passages),
        )


def _shown(one: Total, hidden: frozenset[str]) -> Total:
    """Return a total without the identifiers of what is hidden."""
    return Total(
        one.kind,
        one.unit,
        one.certain,
        one.possible,
        added=tuple(each for each in one.added if each.id not in hidden),
        left_out=tuple(pair for pair in one.left_out if hidden.isdisjoint(pair)),
        uncounted=tuple(each for each in one.uncounted if each not in hidden),
        overlaps=tuple(pair for pair in one.overlaps if hidden.isdisjoint(pair)),
    )


def _reports(connection: Connection, models: Models, size: int) -> Iterable[Report]:
    """Read every report that stands at a log size."""
    wholes: defaultdict[str, set[tuple[FactId, FactId]]] = defaultdict(set)
    figures: defaultdict[str, list[Said]] = defaultdict(list)
    members: defaultdict[str, list[Member]] = defaultdict(list)
    judged: defaultdict[tuple[str, str], set[tuple[FactId, FactId]]] = defaultdict(set)
    part, figure, member, verdict = (
        models.incident_part, models.incident_figure, models.incident_member, models.incident_judged,
    )  # fmt: skip
    for row in connection.execute(select(part).where(known(part, size))):
        wholes[row.incident].add((FactId(row.whole), FactId(row.fact)))
    for row in connection.execute(select(figure).where(known(figure, size)).order_by(figure.c.fact)):
        high = None if row.high == NO_LIMIT else row.high
        figures[row.incident].append(Said(FactId(row.fact), Unit(row.unit), (row.low, high), Day(row.stated) or None))
    for row in connection.execute(select(member).where(known(member, size)).order_by(member.c.fact)):
        members[row.incident].append(Member(FactId(row.fact), PersonId(row.person)))
    for row in connection.execute(select(verdict).where(known(verdict, size))):
        judged[row.incident, row.verdict].add((FactId(row.other), FactId(row.fact)))
    table = models.incident
    for row in connection.execute(select(table).where(known(table, size))):
        one = row.incident
        yield Report(
            FactId(one),
            IncidentKind(row.kind),
            Day(row.first),
            Day(row.last),
            frozenset(wholes[one]),
            tuple(figures[one]),
            tuple(members[one]),
            same=frozenset(judged[one, "same"]),
            apart=frozenset(judged[one, "apart"]),
        )


def _people(connection: Connection, models: Models, size: int) -> tuple[dict[PersonId, str], dict[PersonId, PersonId]]:
    """Return the names of the people who are members of anything, and who stands for whom of them."""
    member, identity, person = models.incident_member, models.identity, models.person
    of_members = select(member.c.person).where(known(member, size))
    joined = select(identity.c.person, identity.c.canonical).where(
        known(identity, size), identity.c.person.in_(of_members)
    )
    same = {PersonId(row.person): PersonId(row.canonical) for row in connection.execute(joined)}
    first = select(identity.c.canonical).where(known(identity, size), identity.c.person.in_(of_members))
    named = select(person.c.person, person.c.name).where(
        known(person, size), person.c.person.in_(of_members) | person.c.person.in_(first)
    )
    return {PersonId(row.person): row.name for row in connection.execute(named)}, same
