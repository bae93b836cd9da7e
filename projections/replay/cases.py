"""Cases, sentences and measures after release on a day from the facts alone, the slow way.

It shares no code with the folds or the rows. Of each matter every reading is tried: a day for each fact within its
bounds, such that nothing comes before what opens the matter, if that can be. What comes last by the day, by day and
then by the order within a day, says what is so; of several that come last at once each may.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from domain import facts as f
from domain.dates import Day
from ledger.events import Event
from projections.replay.counts import day_set, group_of, persons, what_stands

Said = tuple[str, Any, int]
"""A fact of one person: its identifier, what it says, and the day it was recorded."""
Spoken = tuple[tuple[int, int], int, Any]
"""Bounds, rank within a day, and the value set."""

_ORDER: list[tuple[type, ...]] = [
    (f.CaseOpened, f.Sentenced), (f.MadeSuspect, f.SentenceShortened, f.SentenceIncreased),
    (f.Charged, f.ReplacedByStricter, f.ReplacedByMilder), (f.ChargesChanged,), (f.SentToCourt,), (f.TrialBegun,),
    (f.VerdictGiven,), (f.AppealHeard,), (f.VerdictInForce,), (f.VerdictReviewed,),
    (f.CaseReported, f.CaseSuspended, f.CaseDropped), (f.CaseReopened,),
]  # fmt: skip
_WORDS: dict[Any, str] = {
    f.MadeSuspect: "suspect", f.Charged: "charged", f.SentToCourt: "in court", f.TrialBegun: "on trial",
    f.CaseSuspended: "suspended", f.CaseReopened: "reopened",
}  # fmt: skip
_RULED: dict[Any, str] = {
    f.VerdictGiven: "convicted", f.AppealHeard: "appeal heard", f.VerdictInForce: "verdict in force",
    f.VerdictReviewed: "verdict reviewed",
}  # fmt: skip
_CLOSING = ("acquitted", "terminated")
_NOTHING = object()


@dataclass(frozen=True)
class OnDay:
    """What was so on one day, by person: states of cases, articles charged, sentences, measures."""

    states: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    charges: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    sentences: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)
    burdens: dict[tuple[str, str, str], str] = field(default_factory=dict)


def replay_cases(events: Iterable[Event], day: Day) -> OnDay:
    """Return what every person's record says of a day; reads no table."""
    found = OnDay()
    for person, facts in _people(what_stands(events)):
        _cases(found, person, facts, day)
        _sentences(found, person, facts, day)
        _burdens(found, person, facts, day)
    return found


def replay_articles(events: Iterable[Event], day: Day, liberties: set[str]) -> dict[str, tuple[int, int]]:
    """Return how many persons with one of some values of liberty are charged under each article, or ``unknown``."""
    events = list(events)
    counted: defaultdict[str, list[bool]] = defaultdict(list)
    charged = replay_cases(events, day).charges
    for person, facts in _people(what_stands(events)):
        elements = day_set(facts, int(day))
        if not any(liberty in liberties for liberty, _ in elements):
            continue
        held = all(liberty in liberties for liberty, _ in elements)
        grades: defaultdict[str, bool] = defaultdict(bool)
        for (who, _, article, ground), holds in charged.items():
            here = {ground in ("", deprivation) for _, deprivation in elements}
            if who == person and True in here:
                whole = article.partition(" part ")[0].partition(" paragraph ")[0].partition(",")[0]
                grades[whole] |= held and holds == "certainly" and here == {True}
        for group, certain in (grades or {"unknown": held}).items():
            counted[group].append(certain)
    return {group: (sum(each), len(each)) for group, each in counted.items()}


def _people(standing: dict[str, tuple[Any, int]]) -> Iterable[tuple[str, list[Said]]]:
    registered = [i for i, (fact, _) in standing.items() if isinstance(fact, f.PersonRegistered)]
    for group in persons(set(registered), [fact for fact, _ in standing.values()]):
        said = [(i, fact, by) for i, (fact, by) in standing.items() if getattr(fact, "person", None) in group]
        yield next(person for person in registered if person in group), said


def _bounds(fact: Any, by: int) -> tuple[int, int]:  # noqa: ANN401 -- any fact
    return fact.occurred.bounds(Day(by))  # type: ignore[no-any-return]


def _spoken(fact: Any, by: int, value: object) -> Spoken:  # noqa: ANN401 -- any fact
    return _bounds(fact, by), next(n for n, kinds in enumerate(_ORDER) if isinstance(fact, kinds)), value


def _readings(first: Sequence[Spoken], later: Sequence[Spoken], day: int) -> set[Any]:
    """Return every value that is last on a day in some reading; `_NOTHING` where nothing has been said by then."""
    said = [*first, *later]
    keeps = all(one[0][0] <= other[0][1] for one in first for other in later)
    found = set()
    # Nothing turns on other days than those that bound something, the one asked about and the next.
    turns = {day, day + 1, *(edge for bounds, _, _ in said for edge in bounds)}
    for days in product(*([one for one in turns if low <= one <= high] for (low, high), _, _ in said)):
        begun, rest = days[: len(first)], days[len(first) :]
        if keeps and begun and rest and max(begun) > min(rest):
            continue
        by_then = [(when, rank, value) for when, (_, rank, value) in zip(days, said, strict=True) if when <= day]
        last = max(((when, rank) for when, rank, _ in by_then), default=None)
        # Where the dates keep what opens a matter first, it is so within a day too.
        found |= {value for when, rank, value in by_then if (when, rank) == last} or {_NOTHING}
    return found


def _cases(found: OnDay, person: str, facts: list[Said], day: int) -> None:
    for case, opened, by in facts:
        if not isinstance(opened, f.CaseOpened):
            continue
        steps = [(fact, recorded) for _, fact, recorded in facts if getattr(fact, "case", None) == case]
        words = [_spoken(fact, on, state) for fact, on in steps for state in _state(fact)]
        states = _readings([_spoken(opened, by, "opened")], words, day)
        if states != {_NOTHING}:
            found.states[person, case] = frozenset("none yet" if one is _NOTHING else one for one in states)
        ground = group_of(facts, opened.deprivation) if opened.deprivation else ""
        for article in {str(one) for fact, _ in steps for one in _may_charge(fact)}:
            words = [_spoken(fact, on, said) for fact, on in steps for said in _says(fact, article)]
            charged = _readings([_spoken(opened, by, _NOTHING)], words, day)
            if True in charged:
                found.charges[person, case, article, ground] = "certainly" if charged == {True} else "possibly"


def _state(fact: Any) -> list[str]:  # noqa: ANN401 -- any step
    if type(fact) in _RULED:
        verdict = fact.verdict.value if fact.verdict else "guilty"
        return [_RULED[type(fact)] if verdict == "guilty" else verdict]
    if isinstance(fact, f.CaseReported):
        return ["charged" if fact.articles else "under way"]
    if isinstance(fact, f.CaseDropped):
        return [] if fact.articles else ["dropped"]
    return [_WORDS[type(fact)]] if type(fact) in _WORDS else []


def _may_charge(fact: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- any step
    if isinstance(fact, f.Charged | f.CaseReported | f.CaseReopened):
        return fact.articles
    if isinstance(fact, f.VerdictGiven):
        return fact.articles if fact.verdict.value == "guilty" else ()
    return fact.added if isinstance(fact, f.ChargesChanged) else ()


def _says(fact: Any, article: str) -> list[bool]:  # noqa: ANN401 -- any step
    if article in map(str, _may_charge(fact)):
        return [True]
    if isinstance(fact, f.ChargesChanged):
        return [False] if article in map(str, fact.dropped) else []
    if isinstance(fact, f.CaseDropped):
        return [False] if not fact.articles or article in map(str, fact.articles) else []
    if type(fact) in _RULED:
        verdict = fact.verdict.value if fact.verdict else ""
        convicted_of_others = isinstance(fact, f.VerdictGiven) and verdict == "guilty" and fact.articles
        return [False] if verdict in _CLOSING or convicted_of_others else []
    return []


def _sentences(found: OnDay, person: str, facts: list[Said], day: int) -> None:
    preferred = {(fact.happening, fact.report) for _, fact, _ in facts if isinstance(fact, f.ReportPreferred)}
    groups: defaultdict[str, list[Said]] = defaultdict(list)
    for identifier, fact, by in facts:
        if isinstance(fact, f.LibertyFact):
            groups[fact.happening or identifier].append((identifier, fact, by))
    for sentence, reports in groups.items():
        kept = [one for one in reports if (sentence, one[0]) in preferred] or reports
        edges = [_bounds(fact, by) for _, fact, by in kept]
        hull = min(low for low, _ in edges), max(high for _, high in edges)
        passed = [fact for _, fact, _ in kept if isinstance(fact, f.Sentenced)]
        names = {identifier for identifier, fact, _ in reports if isinstance(fact, f.Sentenced)}
        if not passed:
            continue
        changes = [(fact, by) for _, fact, by in facts if isinstance(fact, f.SentenceFact) and fact.sentence in names]
        for aspect in ("punishment", "term"):
            first = [(hull, 0, said) for fact in passed for said in _part(fact, aspect)]
            later = [_spoken(fact, by, said) for fact, by in changes for said in _part(fact, aspect)]
            values = _readings(first, later, day)
            if values != {_NOTHING}:
                said = frozenset("not passed yet" if one is _NOTHING else one for one in values)
                found.sentences[person, sentence, aspect] = said


def _part(fact: Any, aspect: str) -> list[str]:  # noqa: ANN401 -- any fact on a sentence
    if isinstance(fact, f.TimeCredited):
        return []
    if aspect == "punishment":
        return [fact.punishment.value] if hasattr(fact, "punishment") else []
    if fact.term is None:
        return ["not stated"]
    return [str(fact.term.length) if fact.term.length else f"until {fact.term.ends}"]


def _burdens(found: OnDay, person: str, facts: list[Said], day: int) -> None:
    for identifier, fact, by in facts:
        burden = _burden(fact)
        if burden is None:
            continue
        ends = [
            _bounds(other, on)
            for _, other, on in facts
            if isinstance(other, f.AfterRelease)
            and identifier in (getattr(other, name, None) for name in ("conviction", "supervision", "ban", "listing"))
        ]
        expires = getattr(fact, "expires", None)
        lasts = [expires.earliest, expires.latest] if expires else [day]
        readings = {
            begun <= day <= last and not any(end <= day for end in ended)
            for begun, last, *ended in product(_bounds(fact, by), lasts, *ends)
        }
        if True in readings:
            found.burdens[person, identifier, burden] = "certainly" if readings == {True} else "possibly"


def _burden(fact: Any) -> str | None:  # noqa: ANN401 -- any fact
    match fact:
        case f.ConvictionKept():
            return "conviction not expunged"
        case f.SupervisionImposed():
            return "supervision"
        case f.BanImposed():
            return f"ban on {fact.ban_on.value}"
        case f.ListedAsExtremist():
            return "listed as extremist"
    return None
