"""A third opinion: enumerate every reading of a small world, a day for each fact, and look which fact comes last.

Written from docs/status.md and docs/adr/0006 alone; it borrows nothing from `domain.folds` or `projections.replay`.
"""

from itertools import product
from typing import Any

from domain import facts as f

RANKS = (
    "detained",
    "administratively-arrested",
    "criminally-detained",
    "held-as-suspect",
    "remanded",
    "put-under-house-arrest",
    "sentenced",
    "punishment-begun",
    "transferred",
    "regime-changed",
    "released",
    "release-revoked",
    "left-country",
    "returned",
    "died",
)
VALUES = {
    "detained": "short detention",
    "administratively-arrested": "administrative arrest",
    "criminally-detained": "criminal detention",
    "held-as-suspect": "custody without charge",
    "remanded": "pre-trial custody",
    "put-under-house-arrest": "house arrest",
    "released": "free",
    "returned": "free",
    "left-country": "outside the country",
    "died": "dead",
}
AT_LARGE = ("free", "outside the country", "dead")


def rank(fact: Any) -> int:
    return RANKS.index(f.word(type(fact)))


class Enumeration:
    """All readings of one person's facts."""

    def __init__(self, facts: list[tuple[str, Any, int]]) -> None:
        self.fact: dict[str, Any] = {}
        self.days: dict[str, range] = {}
        self.stand_in: dict[str, str] = {}
        self._lay_out(facts)
        self.names = list(self.fact)
        self.links: list[tuple[str, str]] = []
        for link in self._wishes():
            if (
                link not in self.links
                and not self._circular([*self.links, link])
                and self._readings([*self.links, link])
            ):
                self.links.append(link)
        self.readings = self._readings(self.links)
        self.later = {name: self._reachable(self.links, name) for name in self.names}
        self.place = self._places()
        self.first = {name: min(reading[name] for reading in self.readings) for name in self.names}
        self.latest = {name: max(reading[name] for reading in self.readings) for name in self.names}

    def on(self, day: int) -> set[tuple[str, str | None]]:
        found: set[tuple[str, str | None]] = set()
        for reading in self.readings:
            past = [name for name in self.names if reading[name] <= day and self.says(name)]
            if not past:
                found.add(("free", None))
                continue
            last = max((reading[name], self.place[name]) for name in past)
            for name in past:
                if (reading[name], self.place[name]) == last:
                    found |= self.says(name)
                    if self._over(name, day):
                        found.add(("free", None))
        return found

    def over(self, day: int) -> dict[str, str]:
        """Deprivations begun and over, the person living and at large: in each reading, or in some."""
        verdicts: dict[str, list[tuple[bool, bool]]] = {}
        groups = {group for name in self.names for group in self._custody_of(name)}
        for reading in self.readings:
            past = [name for name in self.names if reading[name] <= day and self.says(name)]
            last = max(((reading[name], self.place[name]) for name in past), default=None)
            outcomes: set[str] = set() if past else {"free"}
            for name in past:
                if (reading[name], self.place[name]) == last:
                    outcomes |= {liberty for liberty, _ in self.says(name)}
                    outcomes |= {"free"} if self._over(name, day) else set()
            begun = {group for name in past for group in self._custody_of(name)}
            large = [liberty in {"free", "outside the country"} for liberty in outcomes]
            for group in groups:
                verdicts.setdefault(group, []).append(
                    (
                        group in begun and all(large),
                        group in begun and any(large),
                    )
                )
        found = {group: "certainly" for group, all_ in verdicts.items() if all(sure for sure, _ in all_)}
        return {group: "possibly" for group, all_ in verdicts.items() if any(maybe for _, maybe in all_)} | found

    def _custody_of(self, name: str) -> set[str]:
        return {group for liberty, group in self.says(name) if liberty not in AT_LARGE and group}

    def _lay_out(self, facts: list[tuple[str, Any, int]]) -> None:
        liked: dict[str, set[str]] = {}
        reports: dict[str, list[tuple[str, Any, int]]] = {}
        for name, fact, recorded in facts:
            if isinstance(fact, f.ReportPreferred):
                liked.setdefault(fact.happening, set()).add(fact.report)
            elif isinstance(fact, f.LibertyFact):
                reports.setdefault(fact.happening or name, []).append((name, fact, recorded))
        for happening, group in reports.items():
            kept = [report for report in group if report[0] in liked.get(happening, ())] or group
            bounds = [fact.occurred.bounds(recorded) for _, fact, recorded in kept]
            days = range(min(low for low, _ in bounds), max(high for _, high in bounds) + 1)
            for report in group:
                if report in kept:
                    self.fact[report[0]], self.days[report[0]] = report[1], days
                else:
                    self.stand_in[report[0]] = min(name for name, *_ in kept)

    def group(self, name: str) -> str | None:
        fact = self.fact[name]
        if fact.deprivation:
            return str(fact.deprivation)
        opens = not isinstance(fact, f.Released | f.ReleaseRevoked | f.LeftCountry | f.Returned | f.Died)
        return str(fact.happening or name) if opens else None

    def _wishes(self) -> list[tuple[str, str]]:
        """Printed links first, then those of deprivations, each by what the facts say."""
        order = sorted(self.names, key=lambda n: (self.days[n].start, self.days[n].stop, rank(self.fact[n]), n))
        printed = []
        for name in order:
            named = list(self.fact[name].follows)
            if isinstance(self.fact[name], f.ReleaseRevoked):
                named.append(self.fact[name].release)
            for other in named:
                before = self.stand_in.get(other, other)
                if before in self.fact and before != name:
                    printed.append((before, name))
        revoked = {before for before, after in printed if isinstance(self.fact[after], f.ReleaseRevoked)}
        implied = []
        for group in dict.fromkeys(g for g in map(self.group, order) if g):
            members = [name for name in order if self.group(name) == group]
            implied += [(group, name) for name in members if group in self.fact and name != group]
            for end in members:
                if not isinstance(self.fact[end], f.Released | f.LeftCountry | f.Died):
                    continue
                for name in members:
                    fact = self.fact[name]
                    rival = isinstance(fact, f.Released) and name not in revoked
                    after_it = end in revoked and (
                        self.days[name].start > self.days[end][-1] or name in self._reachable(printed, end)
                    )
                    if (
                        name not in {group, end}
                        and not rival
                        and not after_it
                        and not isinstance(fact, f.LeftCountry | f.Died)
                    ):
                        implied.append((name, end))
        return printed + [(a, b) for a, b in implied if a not in self._reachable(printed, b)]

    def _readings(self, links: list[tuple[str, str]]) -> list[dict[str, int]]:
        found = []
        for days in product(*(self.days[name] for name in self.names)):
            reading = dict(zip(self.names, days, strict=True))
            if all(reading[before] <= reading[after] for before, after in links):
                found.append(reading)
        return found

    @staticmethod
    def _reachable(links: list[tuple[str, str]], name: str) -> set[str]:
        found: set[str] = set()
        size = -1
        while size != len(found):
            size = len(found)
            found |= {after for before, after in links if before == name or before in found}
        return found

    def _circular(self, links: list[tuple[str, str]]) -> bool:
        return any(name in self._reachable(links, name) for name in self.names)

    def _places(self) -> dict[str, tuple[int, ...]]:
        places: dict[str, tuple[int, ...]] = {name: (rank(self.fact[name]),) for name in self.names}
        for _ in self.names:
            for before, after in self.links:
                if places[after] <= places[before]:
                    own = rank(self.fact[after])
                    longer = [(*places[before][:n], own) for n in range(len(places[before]) + 1)]
                    places[after] = next(place for place in longer if place > places[before])
        return places

    def says(self, name: str) -> set[tuple[str, str | None]]:
        fact, word = self.fact[name], f.word(type(self.fact[name]))
        if isinstance(fact, f.ReleaseRevoked):
            return self._reopened(name)
        if getattr(fact, "in_absentia", False) or (isinstance(fact, f.Sentenced) and not fact.custody):
            return set()
        if isinstance(fact, f.Sentenced | f.PunishmentBegun | f.Transferred | f.RegimeChanged):
            outside = fact.punishment in {f.Punishment.SUSPENDED, f.Punishment.DEFERRED, f.Punishment.FINE}
            return set() if outside else {(fact.punishment.value, self.group(name))}
        return {(VALUES[word], None if VALUES[word] in AT_LARGE else self.group(name))}

    def _reopened(self, name: str) -> set[tuple[str, str | None]]:
        release = self.fact[name].release
        undone = release in self.fact and name in self.later[release]
        past = [other for other in self.names if undone and release in self.later[other] and self.says(other)]
        found: set[tuple[str, str | None]] = set()
        for reading in self.readings if past else []:
            last = max((reading[other], self.place[other]) for other in past)
            for other in past:
                if (reading[other], self.place[other]) == last:
                    found |= {element for element in self.says(other) if element[0] not in AT_LARGE}
        return found or {("short detention", self.group(name))}

    def _over(self, name: str, day: int) -> bool:
        if all(element[0] in AT_LARGE for element in self.says(name)):
            return False
        fact, stated = self.fact[name], name
        own_ground = isinstance(
            fact,
            f.AdministrativelyArrested
            | f.CriminallyDetained
            | f.HeldAsSuspect
            | f.Remanded
            | f.PutUnderHouseArrest
            | f.Sentenced,
        )
        if getattr(fact, "term", None) is None and not own_ground:
            same = [n for n in self.names if name in self.later[n] and self.group(n) == self.group(name)]
            carried = [n for n in same if getattr(self.fact[n], "term", None)]
            if carried:
                stated = max(carried, key=lambda n: (self.first[n], self.latest[n], self.place[n]))
        term = getattr(self.fact[stated], "term", None)
        if term is None or day < term.may_be_over(self.first[stated]):
            return False
        later = [other for other in self.later[name] if self.first[other] > day]
        released = [o for o in later if self.group(o) is None and isinstance(self.fact[o], f.Released)]
        return not released and all(self.group(other) != self.group(name) for other in later)
