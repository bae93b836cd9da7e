"""What stands of each person, from events alone: the first step of every replay (docs/adr/0010)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from domain import facts as f
from domain.changes import Corrected, Reinstated, Retracted
from domain.dates import Day
from ledger.events import Event
from projections.basis import Basis

Facts = dict[str, tuple[Any, int]]
"""What stands: by identifier, the fact and the day on which it was recorded."""
Life = list[tuple[str, Any, int]]
"""What is said of one person: identifiers, facts, days recorded."""


def known_to(events: Iterable[Event], basis: Basis) -> Facts:
    """Return what stands, or what of it was published by then if the basis asks for that."""
    standing = what_stands(events)
    return standing if basis.as_published is None else published_by(standing, basis.as_published)


def lives(standing: Facts) -> list[tuple[set[str], Life]]:
    """Return each person, as all of their registrations, with what is said of them."""
    people: set[str] = set()
    said: defaultdict[str, Life] = defaultdict(list)
    for identifier, (fact, recorded) in standing.items():
        if isinstance(fact, f.PersonRegistered):
            people.add(identifier)
        elif getattr(fact, "person", None):
            said[fact.person].append((identifier, fact, recorded))
    groups = persons(people, [fact for fact, _ in standing.values()])
    return [(group, [one for person in group for one in said[person]]) for group in groups]


def what_stands(events: Iterable[Event]) -> Facts:
    """Walk the log; per stream keep all bodies and which are taken back; answer the newest that is not."""
    bodies: defaultdict[str, dict[int, tuple[Any, int]]] = defaultdict(dict)
    gone: defaultdict[str, set[int]] = defaultdict(set)
    for event in events:
        content, mine = event.content, bodies[event.id]
        if isinstance(content, Retracted):
            gone[event.id] |= set(mine) if content.version is None else {content.version}
        elif isinstance(content, Reinstated):
            gone[event.id] -= set(mine) if content.version is None else {content.version}
        else:
            body = content.body if isinstance(content, Corrected) else content
            mine[event.version] = body, event.recorded_day
    standing = {}
    for stream, mine in bodies.items():
        for version in sorted(mine, reverse=True):
            if version not in gone[stream]:
                standing[stream] = mine[version]
                break
    return standing


def persons(registered: set[str], facts: list[Any]) -> list[set[str]]:
    """Put registrations together that are one person: judgement by judgement, in the order of the log."""
    groups = [{person} for person in sorted(registered)]
    for same in (fact for fact in facts if isinstance(fact, f.JudgedSame)):
        joined = [group for group in groups if group & set(same.pair)]
        together = set().union(*joined)
        # Groups are of people who stand, so both must; and nobody may hold two of them to be different.
        if not set(same.pair) <= together:
            continue
        if any(isinstance(fact, f.JudgedDifferent) and set(fact.pair) <= together for fact in facts):
            continue
        groups = [group for group in groups if group not in joined] + [together]
    return groups


def passages_by(standing: Facts, by: Day) -> set[str]:
    """Return the passages of sources that were certainly published by a day."""
    out = {i for i, (fact, _) in standing.items() if isinstance(fact, f.SourceRegistered) and _out(fact, by)}
    return {i for i, (fact, _) in standing.items() if isinstance(fact, f.PassageQuoted) and fact.source in out}


def published_by(standing: Facts, by: Day) -> Facts:
    """Keep what could be known by a day: people, and facts of which some cited passage is from a source of by then."""
    read = passages_by(standing, by)
    return {
        identifier: (fact, recorded)
        for identifier, (fact, recorded) in standing.items()
        # Who is whom is the recorder's judgement, whatever was published when.
        if isinstance(fact, f.PersonRegistered | f.IdentityJudgement)
        or any(one in read for one in getattr(fact, "passages", ()))
    }


def _out(source: f.SourceRegistered, by: Day) -> bool:
    return source.published is not None and source.published.latest <= by
