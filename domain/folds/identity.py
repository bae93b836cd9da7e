"""Who is whom: registrations joined by judgements into one person each (docs/adr/0025)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.facts import JudgedDifferent, JudgedSame
from domain.folds.anomalies import Anomaly, Oddity
from domain.folds.standing import Standing
from domain.people import PersonId


@dataclass(frozen=True, slots=True)
class Identities:
    """Per registered person the one who stands for all that are the same: the earliest registered of them.

    ``vetoed`` are the judgements that join nobody, since others say that two of those they would join are different;
    each is given with one of the persons whom it is on.
    """

    canonical: Mapping[PersonId, PersonId]
    vetoed: tuple[tuple[PersonId, Anomaly], ...]

    def members(self, person: PersonId) -> tuple[PersonId, ...]:
        """Return the persons whom a canonical one stands for, in the order of their registrations."""
        return tuple(one for one, first in self.canonical.items() if first == person)


def identities(people: Sequence[PersonId], facts: Iterable[Standing]) -> Identities:
    """Join people, in the order of their registrations, by what stands, in the order of recording.

    An older judgement holds against a younger one, and a judgement that two are different against any that would join
    them, however long the chain: who is left apart can still be joined, who is joined wrongly has got somebody's facts.
    """
    place = {person: place for place, person in enumerate(people)}
    judged = [(one.id, one.fact) for one in facts if isinstance(one.fact, JudgedSame | JudgedDifferent)]
    judged = [(identifier, fact) for identifier, fact in judged if place.keys() >= set(fact.pair)]
    apart = [(identifier, fact.pair) for identifier, fact in judged if isinstance(fact, JudgedDifferent)]
    canonical = {person: person for person in people}
    vetoed: list[tuple[PersonId, Anomaly]] = []
    for identifier, fact in judged:
        pair = {canonical[person] for person in fact.pair}
        if isinstance(fact, JudgedDifferent) or len(pair) == 1:
            continue
        against = sorted(other for other, two in apart if {canonical[person] for person in two} == pair)
        if against:
            vetoed += [(person, Anomaly(Oddity.IDENTITY_VETOED, (identifier, *against))) for person in fact.pair]
            continue
        first = min(pair, key=place.__getitem__)
        canonical = {person: first if now in pair else now for person, now in canonical.items()}
    return Identities(canonical, tuple(vetoed))
