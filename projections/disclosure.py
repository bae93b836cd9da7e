"""What no reader may see: who is withheld now, whatever basis is asked, and all that speaks of them (docs/adr/0024)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from msgspec.structs import asdict
from sqlalchemy import Connection, Engine, select

from domain.changes import Corrected
from domain.errors import WithheldError
from domain.facts import (
    REFERENCES,
    CheckedAgainstSource,
    CopyCaptured,
    CustodyFact,
    Fact,
    Named,
    PersonDisclosed,
    PersonRegistered,
    PersonWithheld,
    SourceRegistered,
    references,
)
from domain.folds.standing import standing
from domain.people import FactId, PersonId
from ledger.events import DISCLOSURE_TAG, Event, is_id
from ledger.log import Log
from projections.bitemporal import known
from projections.projector import reading
from projections.rows import display_name
from projections.tables import OPEN_POSITION, Models

SILENT = (PersonWithheld, PersonDisclosed)
"""Facts that no door shows, whomever they are about."""
HIDDEN = FactId("withheld")
"""What stands where a fact names one that is withheld."""

AnyFact = TypeVar("AnyFact", bound=Fact)


def withheld(connection: Connection, models: Models) -> frozenset[PersonId]:
    """Return who is withheld at the newest position that is projected."""
    table = models.withheld
    said = connection.scalars(select(table.c.person).where(table.c.known_to == OPEN_POSITION))
    return one_with(connection, models, frozenset(map(PersonId, said)))


NOW: Final = OPEN_POSITION - 1
"""A log size that is known now and will be."""


def one_with(
    connection: Connection, models: Models, people: frozenset[PersonId], size: int | None = NOW
) -> frozenset[PersonId]:
    """Return people, and all whom judgements make one person with any of them at a log size; with ``None`` at any."""
    if not people:
        return people
    identity = models.identity
    wanted = select(identity.c.canonical, identity.c.person)
    wanted = wanted if size is None else wanted.where(known(identity, size))
    together: defaultdict[str, set[PersonId]] = defaultdict(set)
    for first, person in connection.execute(wanted).all():
        together[first] |= {PersonId(first), PersonId(person)}
    return people.union(*(group for group in together.values() if group & people))


class Disclosure:
    """What is hidden while some people are withheld, as the log is now. Decisions are kept: the log of a size is one.

    Hidden are these people, every fact that was in any version about one of them or named one, every passage that
    names one or that a fact about one cites, a source all of whose passages are hidden, what is recorded of its copies,
    and a check of a hidden fact.
    """

    def __init__(self, ledger: Log, people: frozenset[PersonId], size: int) -> None:
        """Look into a ledger of ``size`` events, the newest."""
        self.people = people
        self.size = size
        self._ledger = ledger
        self._decided: dict[str, bool] | None = None
        self._names: set[str] = set()

    def hides(self, identifier: str) -> bool:
        """Whether what has an identifier is hidden."""
        return identifier in self.hidden([identifier])

    def hidden(self, identifiers: Iterable[str]) -> frozenset[str]:
        """Return which of some identifiers are of something hidden."""
        if not self.people:
            return frozenset()
        wanted, decided = set(identifiers), self._known()
        # The difference of a set and a view would walk through all that is decided.
        unknown = {FactId(one) for one in wanted if one not in decided and is_id(one)}
        if unknown:
            for identifier, history in self._ledger.streams(unknown).items():
                decided[identifier] = self._decide(identifier, history)
        return frozenset(one for one in wanted if decided.get(one, False))

    def speaks_of_hidden(self, source: str) -> bool:
        """Whether any passage ever quoted from a source is hidden: then its bytes speak of somebody withheld."""
        if not self.people:
            return False
        passages = {event.id for event in self._ledger.tagged(f"source:{source}", upto=self.size)}
        return bool(self.hidden(passages))

    def check(self, identifier: str) -> None:
        """Return quietly if what has an identifier may be shown; raise `WithheldError` if not."""
        if self.hides(identifier):
            raise WithheldError

    def shown(self, identifiers: Iterable[FactId]) -> tuple[FactId, ...]:
        """Return those identifiers, in their order, that may be printed."""
        given = tuple(identifiers)
        hidden = self.hidden(given)
        return tuple(one for one in given if one not in hidden)

    def redacted(self, fact: AnyFact) -> AnyFact:
        """Return a fact with `HIDDEN` in place of every identifier of something hidden."""
        hidden = self.hidden(identifier for _, identifier, _ in references(fact))
        if not hidden:
            return fact
        fields = asdict(fact)
        for name in REFERENCES.keys() & fields.keys():
            value = fields[name]
            if isinstance(value, str):
                fields[name] = HIDDEN if value in hidden else value
            elif value:
                fields[name] = tuple(HIDDEN if one in hidden else one for one in value)
        return type(fact)(**fields)

    def at(self, connection: Connection, models: Models, size: int) -> frozenset[PersonId]:
        """Return who is hidden in answers at a log size: then other people may have been held to be one with some."""
        return one_with(connection, models, self.people, size)

    def name(self, person: str, name: str, size: int) -> str:
        """Return the name to print of somebody shown: ``name``, unless by mistake it was that of one who is not."""
        if not self.people or not self._known() or name not in self._names:
            return name
        facts = standing(self._ledger.tagged(f"person:{person}", upto=size))
        hidden = self.hidden(one.id for one in facts)
        return display_name([one for one in facts if one.id not in hidden])

    def names(self, called: Mapping[PersonId, str], size: int) -> dict[PersonId, str]:
        """Return the names to print of many who are shown, as `name` does of one."""
        if not self.people or not self._known():
            return dict(called)
        return {one: self.name(one, name, size) if name in self._names else name for one, name in called.items()}

    def _known(self) -> dict[str, bool]:
        if self._decided is None:
            self._decided = self._spoken_of()
        return self._decided

    def _spoken_of(self) -> dict[str, bool]:
        """Return what is hidden without a look at it: the people, the facts about them, the passages these cite."""
        found: dict[str, bool] = dict.fromkeys(self.people, True)
        events = self._ledger.tagged_each((f"person:{one}" for one in sorted(self.people)), upto=self.size)
        # Whole streams: what was once said of somebody else by mistake may name whom it was meant for.
        streams = self._ledger.streams({event.id for each in events.values() for event in each})
        for event in (event for history in streams.values() for event in history):
            found[event.id] = True
            if isinstance(body := _body(event), Named):
                self._names.add(body.text)
            found |= dict.fromkeys(getattr(_body(event), "passages", ()), True)
        return found

    def _decide(self, identifier: FactId, history: list[Event]) -> bool:
        if isinstance(history[0].content, SourceRegistered):
            passages = {event.id for event in self._ledger.tagged(f"source:{identifier}", upto=self.size)}
            return bool(passages) and passages == self.hidden(passages)
        bodies = [body for body in map(_body, history) if body is not None]
        # What was found of a fact can say what the fact says.
        if self.hidden(one for body in bodies if isinstance(body, CheckedAgainstSource) for one in body.facts):
            return True
        if self.hidden(one for body in bodies for one in _kept_of(body)):
            return True
        named = {PersonId(one) for body in bodies for _, one, kind in references(body) if kind is PersonRegistered}
        return not named.isdisjoint(self.people)


class Disclosures:
    """The disclosure of each moment; that of the last one serves again while nothing has changed."""

    def __init__(self, ledger: Log, engine: Engine | None = None) -> None:
        """Look into a ledger; if an ``engine`` is given, into its read models, whichever are asked."""
        self._ledger = ledger
        self._engine = engine
        self._last = Disclosure(ledger, frozenset(), 0)
        self._read: tuple[int, frozenset[PersonId]] = (0, frozenset())

    def now(self, connection: Connection, models: Models) -> Disclosure:
        """Return what is hidden now: what the read models say, and what is recorded though not projected yet."""
        if self._engine is None:
            return self._now(connection, models)
        with reading(self._engine) as whole:
            return self._now(*whole)

    def _now(self, connection: Connection, models: Models) -> Disclosure:
        size, recorded = self._recorded()
        people = withheld(connection, models) | one_with(connection, models, recorded)
        if (people, size) != (self._last.people, self._last.size):
            self._last = Disclosure(self._ledger, people, size)
        return self._last

    def _recorded(self) -> tuple[int, frozenset[PersonId]]:
        size = self._ledger.size()
        if size != self._read[0]:
            said = standing(self._ledger.tagged(DISCLOSURE_TAG, upto=size))
            self._read = size, frozenset(one.fact.person for one in said if isinstance(one.fact, PersonWithheld))
        return self._read


def _kept_of(body: Fact) -> tuple[str, ...]:
    """Return the source of which a fact says that there is a copy, or the copy of which it says what became of it."""
    match body:
        case CopyCaptured(source=source):
            return (source,)
        case CustodyFact():
            return (body.copy,)
        case _:
            return ()


def _body(event: Event) -> Fact | None:
    content = event.content.body if isinstance(event.content, Corrected) else event.content
    return content if isinstance(content, Fact) else None
