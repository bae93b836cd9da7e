"""The order of a person's liberty facts: bounds narrowed by links, and which fact comes after which (docs/status.md).

A fact never ranks before one that it follows: its place within a day is a path of ranks that extends, as little as
needed, the path of what it follows. So links override the same-day order, through chains too, and no cycle of
link and rank can arise.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.dates import Day
from domain.facts import (
    AdministrativelyArrested,
    CriminallyDetained,
    Detained,
    Died,
    HeldAsSuspect,
    LeftCountry,
    LibertyFact,
    PunishmentBegun,
    PutUnderHouseArrest,
    RegimeChanged,
    Released,
    ReleaseRevoked,
    Remanded,
    Returned,
    Sentenced,
    Transferred,
)
from domain.folds.anomalies import Anomaly, Oddity
from domain.folds.standing import Standing
from domain.people import FactId

SAME_DAY: tuple[type[LibertyFact], ...] = (
    Detained,
    AdministrativelyArrested,
    CriminallyDetained,
    HeldAsSuspect,
    Remanded,
    PutUnderHouseArrest,
    Sentenced,
    PunishmentBegun,
    Transferred,
    RegimeChanged,
    Released,
    ReleaseRevoked,
    LeftCountry,
    Returned,
    Died,
)
RANK = {kind: rank for rank, kind in enumerate(SAME_DAY)}

Link = tuple[FactId, FactId]
"""Before and after."""
Bounds = dict[FactId, tuple[Day, Day]]
Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Narrowed bounds, place within a day, and all facts that follow each fact."""

    bounds: Bounds
    place: dict[FactId, Place]
    after: dict[FactId, frozenset[FactId]]


def ordered(facts: Sequence[Standing], instead: dict[FactId, FactId]) -> tuple[Order, list[Anomaly]]:
    """Order the liberty facts of one person; links that cannot hold are ignored and reported."""
    by_id = {fact.id: fact for fact in facts}
    bounds: Bounds = {fact.id: (fact.earliest, fact.latest) for fact in facts}
    printed = _printed_links(by_id, instead)
    links = printed + [link for link in _deprivation_links(by_id, printed) if link not in set(printed)]
    oddities = [Anomaly(Oddity.LINK_AGAINST_DATES, (fact.id,)) for fact in facts if _follows_itself(fact)]
    kept = links
    narrowed = _narrowed(bounds, links)
    if narrowed is None:
        kept, narrowed = [], bounds
        for link in links:
            tried = _narrowed(bounds, [*kept, link])
            if tried is None:
                oddities.append(Anomaly(Oddity.LINK_AGAINST_DATES, link))
            else:
                kept, narrowed = [*kept, link], tried
    return Order(narrowed, _places(by_id, kept), _closure(by_id, kept)), oddities


def _follows_itself(fact: Standing) -> bool:
    assert isinstance(fact.fact, LibertyFact)  # noqa: S101 -- see ordered
    return fact.id in fact.fact.follows


def deprivation_of(fact: Standing) -> FactId | None:
    """Return the deprivation that a liberty fact belongs to: the one it names, or the one it opens.

    Another report of an opening opens nothing else.
    """
    assert isinstance(fact.fact, LibertyFact)  # noqa: S101 -- callers pass liberty facts only
    if fact.fact.deprivation is not None:
        return fact.fact.deprivation
    if isinstance(fact.fact, Released | ReleaseRevoked | LeftCountry | Returned | Died):
        return None
    return fact.fact.happening or fact.id


def _content_order(fact: Standing) -> tuple[Day, Day, int, str]:
    """Sort by what is said, so that neither the order of recording nor (but for twins) a random id decides."""
    return fact.earliest, fact.latest, RANK[type(fact.fact)], fact.id  # type: ignore[index]  # liberty facts only


def _printed_links(by_id: dict[FactId, Standing], instead: dict[FactId, FactId]) -> list[Link]:
    links: list[Link] = []
    for fact in sorted(by_id.values(), key=_content_order):
        assert isinstance(fact.fact, LibertyFact)  # noqa: S101 -- see ordered
        named = [*fact.fact.follows, *([fact.fact.release] if isinstance(fact.fact, ReleaseRevoked) else [])]
        for name in named:
            before = instead.get(name, name)
            if before in by_id and before != fact.id:
                links.append((before, fact.id))
    return links


def _deprivation_links(by_id: dict[FactId, Standing], printed: Iterable[Link]) -> list[Link]:
    """Within a deprivation the opening comes first and a release follows the others; a revocation reopens it."""
    members: defaultdict[FactId, list[Standing]] = defaultdict(list)
    for fact in sorted(by_id.values(), key=_content_order):
        deprivation = deprivation_of(fact)
        if deprivation is not None:
            members[deprivation].append(fact)
    revoked = {before for before, after in printed if isinstance(by_id[after].fact, ReleaseRevoked)}
    after = _closure(by_id, printed) if printed else dict.fromkeys(by_id, frozenset[FactId]())
    links: list[Link] = []
    for opening, group in members.items():
        links += [(opening, fact.id) for fact in group if opening in by_id and fact.id != opening]
        for end in (fact for fact in group if isinstance(fact.fact, Released | LeftCountry | Died)):
            for fact in group:
                if fact.id in (opening, end.id) or isinstance(fact.fact, LeftCountry | Died):
                    continue
                later_life = end.id in revoked and (fact.earliest > end.latest or fact.id in after[end.id])
                rival = isinstance(fact.fact, Released) and fact.id not in revoked
                if not later_life and not rival:
                    links.append((fact.id, end.id))
    return [link for link in links if link[0] not in after[link[1]]]


def _narrowed(bounds: Bounds, links: Sequence[Link]) -> Bounds | None:
    """Narrow bounds along links to a fixed point; ``None`` if some day is left empty or the links close a cycle."""
    if _cyclic(links):
        return None
    narrow = dict(bounds)
    moving = True
    while moving:
        moving = False
        for before, after in links:
            (early, late), (low, high) = narrow[before], narrow[after]
            if low < early:
                low, moving = early, True
            if late > high:
                late, moving = high, True
            if low > high or early > late:
                return None
            narrow[before], narrow[after] = (early, late), (low, high)
    return narrow


def _cyclic(links: Sequence[Link]) -> bool:
    waiting = set(links)
    while waiting:
        starts = {before for before, _ in waiting}
        loose = {link for link in waiting if link[1] not in starts}
        if not loose:
            return True
        waiting -= loose
    return False


def _closure(by_id: dict[FactId, Standing], links: Iterable[Link]) -> dict[FactId, frozenset[FactId]]:
    following: dict[FactId, set[FactId]] = {identifier: set() for identifier in by_id}
    for before, after in links:
        following[before].add(after)
    moving = True
    while moving:
        moving = False
        for found in following.values():
            more = {last for identifier in found for last in following[identifier]} - found
            found.update(more)
            moving = moving or bool(more)
    return {identifier: frozenset(found) for identifier, found in following.items()}


def _places(by_id: dict[FactId, Standing], links: Sequence[Link]) -> dict[FactId, Place]:
    places: dict[FactId, Place] = {i: (RANK[type(fact.fact)],) for i, fact in by_id.items()}  # type: ignore[index]
    moving = True
    while moving:
        moving = False
        for before, after in links:
            if places[after] <= places[before]:
                places[after], moving = _extended(places[before], places[after][-1]), True
    return places


def _extended(before: Place, rank: int) -> Place:
    """Return the shortest beginning of ``before`` with ``rank`` added that comes after ``before``."""
    return next((*before[:n], rank) for n in range(len(before) + 1) if (*before[:n], rank) > before)
