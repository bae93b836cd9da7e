"""The slow, obvious answer from facts alone. It shares no code with the folds or the read models that it checks.

For one person it looks for *readings*: a day for each fact within its bounds, so that what the links say is true.
The last word of a reading on a day is the fact that comes last, by day and then by the same-day order. Whatever is
the last word of some reading may have been so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from domain import facts as f
from domain.dates import Day
from ledger.events import Event
from projections.basis import Basis, Count
from projections.replay.lives import Life, known_to, lives, persons, what_stands

__all__ = [
    "Bench",
    "day_set",
    "group_of",
    "over_set",
    "persons",
    "recognition_of",
    "replay",
    "root_of",
    "verdict",
    "verdicts",
    "verdicts_on",
    "what_stands",
]

Key = tuple[int, ...]

_ORDER: list[type] = [
    f.Detained, f.AdministrativelyArrested, f.CriminallyDetained, f.HeldAsSuspect, f.Remanded, f.PutUnderHouseArrest,
    f.Sentenced, f.PunishmentBegun, f.Transferred, f.RegimeChanged, f.Released, f.ReleaseRevoked, f.LeftCountry,
    f.Returned, f.Died,
]  # fmt: skip
_PLAIN = {
    f.Detained: "short detention", f.CriminallyDetained: "criminal detention",
    f.HeldAsSuspect: "custody without charge", f.Remanded: "pre-trial custody",
    f.PutUnderHouseArrest: "house arrest", f.Released: "free", f.Returned: "free",
    f.LeftCountry: "outside the country", f.Died: "dead",
}  # fmt: skip
_LOCKED = {"colony", "prison", "short-term arrest", "open-type facility", "home confinement", "compulsory treatment"}
_AT_LARGE = {"free", "outside the country", "dead"}
_LIVING_AT_LARGE = {"free", "outside the country"}
_ENDS = (f.Released, f.LeftCountry, f.Died)
_NEW_GROUND = (
    f.AdministrativelyArrested, f.CriminallyDetained, f.HeldAsSuspect, f.Remanded, f.PutUnderHouseArrest, f.Sentenced,
)  # fmt: skip
_CUSTODY = {
    "short detention", "administrative arrest", "criminal detention", "custody without charge", "pre-trial custody",
    "house arrest", "colony", "prison", "short-term arrest",
}  # fmt: skip
_COUNTED = {
    "held": _CUSTODY | {"compulsory treatment"},
    "in-custody": _CUSTODY,
    "restricted": _CUSTODY | {"open-type facility", "home confinement"},
}


@dataclass
class _Happened:
    """A liberty fact on the bench: its bounds move while links are tried."""

    id: str
    fact: Any
    low: int
    high: int


def replay(events: Iterable[Event], basis: Basis) -> Count:
    """Count from the events of the log up to the basis' size; reads no table.

    With ``as_published`` only facts count that cite a source certainly published by that day.
    """
    found = verdicts(events, basis).values()
    return Count(sum(v == "certain" for v in found), sum(v != "no" for v in found))


def verdicts(events: Iterable[Event], basis: Basis) -> dict[frozenset[str], str]:
    """Return, per person, as all registrations of them, whether a basis counts them: certain, possible or no."""
    return {frozenset(group): verdict(life, basis) for group, life in lives(known_to(events, basis))}


def root_of(events: Iterable[Event]) -> str:
    """Return the root hash that the events' own bytes give: RFC 6962, section 2.1, word for word."""
    entries = [f"khronika/leaf/v1\n{event.sha256}\n".encode() for event in events]
    return _tree([sha256(b"\x00" + entry).digest() for entry in entries]).hex()


def _tree(leaves: list[bytes]) -> bytes:
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + _tree(leaves[:split]) + _tree(leaves[split:])).digest()


def day_set(facts: Iterable[tuple[str, Any, int]], day: int) -> set[tuple[str, str | None]]:
    """Return the elements (liberty, deprivation) that some reading of one person's facts gives on a day.

    Each fact comes with its identifier and the day it was recorded, on which an open date closes.
    """
    return Bench(facts).on(day)


def group_of(facts: Life, identifier: str) -> str:
    """Return the deprivation of one person that a fact belongs to; what does not stand is its own."""
    return Bench(facts).deprivation_of(identifier)


def over_set(facts: Iterable[tuple[str, Any, int]], day: int) -> dict[str, str]:
    """Return the deprivations of one person that were over on a day, each ``certain`` or ``possible``."""
    return Bench(facts).over(day)


def verdicts_on(facts: Life, bases: Iterable[Basis]) -> list[str]:
    """Return whether each basis counts a person: certain, possible or no."""
    bench = Bench(facts)
    return [_verdict(facts, bench, basis) for basis in bases]


def verdict(facts: Life, basis: Basis) -> str:
    """Return whether a basis counts a person."""
    return verdicts_on(facts, [basis])[0]


def _verdict(facts: Life, bench: "Bench", basis: Basis) -> str:
    recognized = _Recognized(facts, basis)
    if basis.definition.id == "ever-recognized":
        return recognized.ever()
    if basis.definition.id == "former":
        both = [{holds, recognized.of(deprivation, bench)} for deprivation, holds in bench.over(basis.day).items()]
        if {"certain"} in both:
            return "certain"
        return "possible" if any("no" not in pair for pair in both) else "no"
    grades = []
    for liberty, deprivation in bench.on(basis.day):
        if liberty not in _COUNTED[basis.definition.id]:
            grades.append("no")
        elif basis.definition.id == "held":
            grades.append("certain")
        else:
            grades.append(recognized.of(deprivation, bench))
    if set(grades) == {"certain"}:
        return "certain"
    return "no" if set(grades) == {"no"} else "possible"


def recognition_of(facts: Life, basis: Basis, deprivation: str) -> str:
    """Return whether one person's deprivation is recognized at a basis: ``certain``, ``possible`` or ``no``."""
    return _Recognized(facts, basis).of(deprivation, Bench(facts))


class _Recognized:
    """Recognition, statement by statement."""

    def __init__(self, facts: Life, basis: Basis) -> None:
        self._basis = basis
        bodies = basis.recognized_by
        self._said = self._dated(facts, f.Recognized)
        if bodies:
            self._said = [one for one in self._said if bodies & set(one[1].bodies)]
        self._withdrawn = self._dated(facts, f.RecognitionWithdrawn)
        self._restored = self._dated(facts, f.RecognitionRestored)

    @staticmethod
    def _dated(facts: Life, kind: type[Any]) -> list[tuple[str, Any, int, int]]:
        return [(i, fact, *fact.occurred.bounds(Day(day))) for i, fact, day in facts if isinstance(fact, kind)]

    def ever(self) -> str:
        day = self._basis.day
        if any(high <= day for *_, high in self._said):
            return "certain"
        return "possible" if any(low <= day for *_, low, _ in self._said) else "no"

    def of(self, deprivation: str | None, bench: "Bench") -> str:
        day, best = self._basis.day, "no"
        for identifier, fact, low, high in self._said:
            if fact.covers is None or bench.deprivation_of(fact.covers) != deprivation:
                continue
            if self._basis.variant.value == "hindsight":
                return "certain"
            gone = {self._gone(*one) for one in self._withdrawn if one[1].recognition == identifier}
            if low > day or "certain" in gone:
                continue
            if high <= day and gone <= {"no"}:
                return "certain"
            best = "possible"
        return best

    def _gone(self, withdrawal: str, _fact: object, early: int, late: int) -> str:
        """Whether a withdrawal was in effect on the day: made, and not itself taken back."""
        day = self._basis.day
        back = [(low, high) for _, fact, low, high in self._restored if fact.withdrawal == withdrawal]
        if early > day or any(high <= day for _, high in back):
            return "no"
        return "certain" if late <= day and all(low > day for low, _ in back) else "possible"


class Bench:
    """One person's liberty facts, laid out to look for readings; `projections.replay_cycle` tries all of them."""

    def __init__(self, facts: Iterable[tuple[str, Any, int]]) -> None:
        """Lay them out: reports of one happening together, links that can hold."""
        facts = list(facts)
        preferred: defaultdict[str, set[str]] = defaultdict(set)
        for _, fact, _ in facts:
            if isinstance(fact, f.ReportPreferred):
                preferred[fact.happening].add(fact.report)
        groups: defaultdict[str, list[_Happened]] = defaultdict(list)
        for identifier, fact, recorded in facts:
            if isinstance(fact, f.LibertyFact):
                low, high = fact.occurred.bounds(Day(recorded))
                groups[fact.happening or identifier].append(_Happened(identifier, fact, low, high))
        self._facts: dict[str, _Happened] = {}
        self._alias: dict[str, str] = {}
        for happening, reports in groups.items():
            kept = [report for report in reports if report.id in preferred[happening]] or reports
            start, end = min(r.low for r in kept), max(r.high for r in kept)
            for report in reports:
                if report in kept:
                    self._facts[report.id] = _Happened(report.id, report.fact, start, end)
                else:
                    self._alias[report.id] = min(r.id for r in kept)
        self._links = self._true_links()
        self._settle(self._links)
        self._keys = self._day_keys()

    def deprivation_of(self, identifier: str) -> str:
        """Return the deprivation that a fact belongs to; an identifier that is none of them is its own."""
        known = self._facts.get(identifier)
        return (self._group(known) if known else None) or identifier

    def on(self, day: int) -> set[tuple[str, str | None]]:
        """Every element that is the last word on ``day`` in some reading."""
        found: set[tuple[str, str | None]] = set()
        speaking = [h for h in self._facts.values() if self._elements(h)]
        for happened in speaking:
            if any(self._reading(happened, when, day) for when in self._candidates(happened, day)):
                found |= self._elements(happened)
                if self._term_may_be_over(happened, day):
                    found.add(("free", None))
        if all(h.high > day for h in speaking):
            found.add(("free", None))
        return found

    def over(self, day: int) -> dict[str, str]:
        """Deprivations that had begun and were over, the person living and at large: certainly or possibly."""
        speaking = [h for h in self._facts.values() if self._elements(h)]
        surely = all(liberty in _LIVING_AT_LARGE for liberty, _ in self.on(day))
        ends = [
            h
            for h in speaking
            if self._term_may_be_over(h, day) or {e[0] for e in self._elements(h)} & _LIVING_AT_LARGE
        ]
        found: dict[str, str] = {}
        for word in speaking:
            for liberty, group in self._elements(word):
                if liberty in _AT_LARGE or group is None or found.get(group) == "certain":
                    continue
                if surely and word.high <= day:
                    found[group] = "certain"
                elif any(self._reading(e, when, day, past=word) for e in ends for when in self._candidates(e, day)):
                    found[group] = "possible"
        return found

    def readings(self) -> Iterator[dict[str, int]]:
        """Yield every choice of a day for each fact that keeps the links."""
        facts = self._topological()

        def chosen(number: int, days: dict[str, int]) -> Iterator[dict[str, int]]:
            if number == len(facts):
                yield days
                return
            happened = facts[number]
            floor = max([happened.low, *(days[before] for before, after in self._links if after == happened.id)])
            for day in range(floor, happened.high + 1):
                yield from chosen(number + 1, {**days, happened.id: day})

        return chosen(0, {})

    def holding(self) -> dict[str, set[str]]:
        """Return, per deprivation, the facts that set a kind of custody or restriction within it."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for happened in self._facts.values():
            for liberty, group in self._elements(happened):
                if liberty not in _AT_LARGE and group:
                    found[group].add(happened.id)
        return found

    def before(self, identifier: str) -> set[str]:
        """Return all facts that links put before one."""
        return self._before(identifier)

    def ends(self) -> dict[str, str | None]:
        """Return the facts that let somebody out, and the deprivation that each ends, if it names one."""
        return {
            h.id: self._group(h)
            for h in self._facts.values()
            if isinstance(h.fact, f.Released) or (isinstance(h.fact, f.LeftCountry) and h.fact.deprivation)
        }

    def _candidates(self, happened: _Happened, day: int) -> list[int]:
        """Days worth trying for a fact: only where some bound lies can the order of things change."""
        turns = {day} | {bound for other in self._facts.values() for bound in (other.low, other.high)}
        return [turn for turn in turns if happened.low <= turn <= min(happened.high, day)]

    def _reading(self, last: _Happened, when: int, day: int, past: _Happened | None = None) -> bool:
        """Whether, with ``last`` on ``when``, all others find days that keep the links and leave it the last word.

        ``past`` is a fact that must have happened by then.
        """
        chosen: dict[str, int] = {}
        for happened in self._topological():
            floor = max([happened.low, *(chosen[before] for before, after in self._links if after == happened.id)])
            days = [
                turn
                for turn in sorted({floor, when, when + 1, day + 1, happened.high})
                if floor <= turn <= happened.high
            ]
            if happened is last:
                days = [turn for turn in days if turn == when]
            elif self._elements(happened):
                ends_before = (when, self._keys[last.id])
                days = [
                    turn
                    for turn in days
                    if (turn > day and happened is not past) or (turn, self._keys[happened.id]) <= ends_before
                ]
            if not days:
                return False
            chosen[happened.id] = days[0]
        return True

    def _topological(self) -> list[_Happened]:
        return sorted(self._facts.values(), key=lambda h: len(self._before(h.id)))

    def _before(self, identifier: str) -> set[str]:
        found: set[str] = set()
        waiting = [identifier]
        while waiting:
            now = waiting.pop()
            for before, after in self._links:
                if after == now and before not in found:
                    found.add(before)
                    waiting.append(before)
        return found

    def _group(self, happened: _Happened) -> str | None:
        if happened.fact.deprivation:
            return str(happened.fact.deprivation)
        if isinstance(happened.fact, (*_ENDS, f.ReleaseRevoked, f.Returned)):
            return None
        return happened.fact.happening or happened.id

    def _elements(self, happened: _Happened) -> set[tuple[str, str | None]]:
        fact, group = happened.fact, self._group(happened)
        if isinstance(fact, f.ReleaseRevoked):
            return self._reopened(happened)
        if isinstance(fact, f.AdministrativelyArrested):
            return set() if fact.in_absentia else {("administrative arrest", group)}
        if isinstance(fact, f.Sentenced | f.PunishmentBegun | f.Transferred | f.RegimeChanged):
            serves = fact.punishment.value in _LOCKED and (not isinstance(fact, f.Sentenced) or fact.custody)
            return {(fact.punishment.value, group)} if serves else set()
        value = _PLAIN[type(fact)]
        return {(value, None if value in _AT_LARGE else group)}

    def _reopened(self, happened: _Happened) -> set[tuple[str, str | None]]:
        """Return what may have been the last word before the release that a revocation names."""
        release = happened.fact.release
        settled = release in self._before(happened.id)
        past = [h for h in self._facts.values() if settled and h.id in self._before(release) and self._elements(h)]
        found: set[tuple[str, str | None]] = set()
        for one in past:
            later = [o for o in past if o is not one]
            beaten = any(
                one.id in self._before(o.id) or (o.low, self._keys[o.id]) > (one.high, self._keys[one.id])
                for o in later
            )
            if not beaten:
                found |= {e for e in self._elements(one) if e[0] not in _AT_LARGE}
        return found or {("short detention", self._group(happened))}

    def _term_may_be_over(self, happened: _Happened, day: int) -> bool:
        if all(e[0] in _AT_LARGE for e in self._elements(happened)):
            return False
        term, stated = getattr(happened.fact, "term", None), happened.low
        if term is None and not isinstance(happened.fact, _NEW_GROUND):
            carried = [
                h
                for h in self._facts.values()
                if h.id in self._before(happened.id)
                and self._group(h) == self._group(happened)
                and getattr(h.fact, "term", None)
            ]
            if carried:
                newest = max(carried, key=lambda h: (h.low, h.high, self._keys[h.id]))
                term, stated = newest.fact.term, newest.low
        if term is None or day < term.may_be_over(stated):
            return False
        return not any(
            happened.id in self._before(h.id)
            and h.low > day
            and (self._group(h) or (isinstance(h.fact, f.Released) and self._group(happened))) == self._group(happened)
            for h in self._facts.values()
        )

    # ---------------------------------------------------------------- links

    def _true_links(self) -> list[tuple[str, str]]:
        """Take links one after another, printed ones first, as long as they contradict nothing taken before."""
        taken: list[tuple[str, str]] = []
        for link in self._wanted_links():
            if link not in taken and self._possible([*taken, link]):
                taken.append(link)
        return taken

    def _wanted_links(self) -> list[tuple[str, str]]:  # noqa: C901 -- the rule is one paragraph, told in one place
        ranked = sorted(self._facts.values(), key=lambda h: (h.low, h.high, _ORDER.index(type(h.fact)), h.id))
        printed = []
        for happened in ranked:
            revoked = [happened.fact.release] if isinstance(happened.fact, f.ReleaseRevoked) else []
            for name in (*happened.fact.follows, *revoked):
                target = self._alias.get(name, name)
                if target in self._facts and target != happened.id:
                    printed.append((target, happened.id))
        follows = _reach(printed)
        undone = {before for before, after in printed if isinstance(self._facts[after].fact, f.ReleaseRevoked)}
        implied = []
        for group in dict.fromkeys(filter(None, map(self._group, ranked))):
            members = [h for h in ranked if self._group(h) == group]
            implied += [(group, h.id) for h in members if group in self._facts and h.id != group]
            for end in members:
                if not isinstance(end.fact, _ENDS):
                    continue
                for h in members:
                    if h.id in {group, end.id} or isinstance(h.fact, f.LeftCountry | f.Died):
                        continue
                    if isinstance(h.fact, f.Released) and h.id not in undone:
                        continue
                    if end.id in undone and (h.low > end.high or h.id in follows.get(end.id, ())):
                        continue
                    implied.append((h.id, end.id))
        return printed + [(a, b) for a, b in implied if a not in follows.get(b, ())]

    def _possible(self, links: list[tuple[str, str]]) -> bool:
        bounds = _tightened({h.id: (h.low, h.high) for h in self._facts.values()}, links)
        return bounds is not None

    def _settle(self, links: list[tuple[str, str]]) -> None:
        bounds = _tightened({h.id: (h.low, h.high) for h in self._facts.values()}, links)
        assert bounds is not None  # noqa: S101 -- _true_links took only what is possible
        for happened in self._facts.values():
            happened.low, happened.high = bounds[happened.id]

    def _day_keys(self) -> dict[str, Key]:
        """Within a day: by rank, but never before what a fact follows."""
        keys: dict[str, Key] = {}
        for happened in self._topological():
            rank = _ORDER.index(type(happened.fact))
            floor = max((keys[before] for before, after in self._links if after == happened.id), default=())
            keys[happened.id] = next(k for n in range(len(floor) + 1) if (k := (*floor[:n], rank)) > floor)
        return keys


def _reach(links: list[tuple[str, str]]) -> Mapping[str, set[str]]:
    reach: dict[str, set[str]] = {}
    for start in {before for before, _ in links}:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            now = waiting.pop()
            for before, after in links:
                if before == now and after not in seen:
                    seen.add(after)
                    waiting.append(after)
        reach[start] = seen
    return reach


def _tightened(bounds: dict[str, tuple[int, int]], links: list[tuple[str, str]]) -> dict[str, tuple[int, int]] | None:
    """Pull bounds tight along links; nothing if a day is left without room, or a link comes back to itself."""
    reach = _reach(links)
    if any(start in reach[start] for start in reach):
        return None
    for _ in range(len(bounds) + 1):
        for before, after in links:
            (low, high), (start, end) = bounds[before], bounds[after]
            bounds = {**bounds, before: (low, min(high, end)), after: (max(start, low), end)}
    return None if any(low > high for low, high in bounds.values()) else bounds
