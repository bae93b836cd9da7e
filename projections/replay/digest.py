"""The digest of a state from events alone, written with the standard library: the check of `projections.digest`."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from domain import facts as f
from ledger.events import Event
from projections.basis import Basis
from projections.replay.counts import day_set, over_set, persons, recognition_of, verdict, what_stands
from projections.replay.disclosure import withheld_by
from projections.replay.lives import known_to

Said = list[tuple[str, Any, int]]

_HELD = {
    "short detention", "administrative arrest", "criminal detention", "custody without charge", "pre-trial custody",
    "house arrest", "colony", "prison", "short-term arrest",
}  # fmt: skip
_COUNTED = {
    "held": _HELD | {"compulsory treatment"},
    "in-custody": _HELD,
    "restricted": _HELD | {"open-type facility", "home confinement"},
}


def replayed_digest(events: Iterable[Event], basis: Basis) -> str:
    """Return the digest at a basis; ``events`` are all of the log, for who is withheld is so at every basis."""
    rows, unseen = replayed_state(events, basis)
    text = "khronika/state/v1\n" + "".join(map(_line, rows)) + _line({"withheld": unseen})
    return sha256(text.encode()).hexdigest()


def replayed_state(events: Iterable[Event], basis: Basis) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return the rows of the state at a basis, by person, and how many withheld persons it counts."""
    events = list(events)
    hidden = _hidden(events)
    standing = known_to([event for event in events if event.position <= basis.head.size], basis)
    rows, unseen = {}, {"certain": 0, "possible": 0}
    for group in _groups(standing):
        said = [
            (identifier, fact, recorded)
            for identifier, (fact, recorded) in standing.items()
            if getattr(fact, "person", None) in group
        ]
        grade = verdict(said, basis)
        if grade == "no":
            continue
        if hidden & set(group):
            unseen["possible"] += 1
            unseen["certain"] += grade == "certain"
            continue
        deprivations, bodies = _counted_for(said, basis)
        rows[group[0]] = {
            "person": group[0],
            "certain": grade == "certain",
            "deprivations": deprivations,
            "bodies": bodies,
        }
    return [rows[person] for person in sorted(rows)], unseen


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def _groups(standing: dict[str, tuple[Any, int]]) -> list[list[str]]:
    """Return the registrations of each person, in the order of the log: the first stands for them all."""
    order = [identifier for identifier, (fact, _) in standing.items() if isinstance(fact, f.PersonRegistered)]
    groups = persons(set(order), [fact for fact, _ in standing.values()])
    return [[one for one in order if one in group] for group in groups]


def _hidden(events: list[Event]) -> set[str]:
    """Return every registration of whoever is withheld now."""
    groups = _groups(what_stands(events))
    first = {one: group[0] for group in groups for one in group}
    said = withheld_by(events, first)
    return said | {one for one in first if first[one] in said}


def _counted_for(said: Said, basis: Basis) -> tuple[list[str], list[str]]:
    """Return the deprivations for which a person is counted, and the bodies whose recognition counts."""
    named = {body for _, fact, _ in said if isinstance(fact, f.Recognized) for body in fact.bodies}
    asked = sorted(named & basis.recognized_by if basis.recognized_by else named)
    by_body = {body: replace(basis, recognized_by=frozenset({body})) for body in asked}
    if basis.definition.id == "ever-recognized":
        return [], [body for body in asked if verdict(said, by_body[body]) != "no"]
    if basis.definition.id == "former":
        there = set(over_set(said, basis.day))
    else:
        there = {
            which for liberty, which in day_set(said, basis.day) if which and liberty in _COUNTED[basis.definition.id]
        }
    if basis.definition.id == "held":
        return sorted(there), []
    found: defaultdict[str, set[str]] = defaultdict(set)
    for which in there:
        for body in asked:
            if recognition_of(said, by_body[body], which) != "no":
                found[which].add(body)
    return sorted(found), sorted(set().union(*found.values()))
