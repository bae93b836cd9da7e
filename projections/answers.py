"""Whether one person was counted, with what carries the answer: the places in the log, and the events themselves."""

from dataclasses import dataclass
from typing import Final

from domain.changes import Corrected, stands
from domain.facts import Fact
from domain.folds.bearings import Bearing
from domain.people import FactId
from ledger.events import Event
from ledger.log import Log
from ledger.mapper import opened
from projections.basis import Basis
from projections.disclosure import Disclosure
from projections.explanations import WhyAnswer

_NOT_LOOKED_AT: Final = frozenset({Bearing.NOT_ASKED, Bearing.UNPUBLISHED, Bearing.RETRACTED, Bearing.MOVED})
REGISTERED: Final = "registers the person"
"""What the registration has to do with every answer about somebody."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """One version of a fact, how it bears, and its canonical bytes: ``None`` where they name something hidden."""

    event: Event
    bearing: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class CarriedAnswer:
    """An answer about one person with what carries it, in the order of the log; ``withheld`` if hidden facts bear, too.

    Of somebody whose registration is retracted nothing carries the answer.
    """

    why: WhyAnswer
    carriers: tuple[Carrier, ...]
    withheld: bool

    @property
    def basis(self) -> Basis:
        """What the answer depends on."""
        return self.why.basis


def carried(ledger: Log, disclosure: Disclosure, answer: WhyAnswer) -> CarriedAnswer:
    """Return what carries an answer: the registration, and every fact that the count looks at, as each stands.

    Facts that do not decide are among them: that one lies after the day can be all there is to carry a negative answer.
    """
    size, person = answer.basis.head.size, answer.person
    bearings = {FactId(person.id): REGISTERED} if person.registered else {}
    bearings |= {used.id: used.bearing.value for used in person.facts if used.bearing not in _NOT_LOOKED_AT}
    each = (_carrier(ledger, disclosure, ledger.stream(one, upto=size), said) for one, said in bearings.items())
    found = sorted((one for one in each if one is not None), key=lambda one: one.event.position)
    return CarriedAnswer(answer, tuple(found), person.withheld)


def _carrier(ledger: Log, disclosure: Disclosure, history: list[Event], bearing: str) -> Carrier | None:
    stood = stands((event.version, event.content) for event in history)
    if stood is None:
        # Of several registrations of one person the first need not stand.
        return None
    event = next(one for one in history if one.version == stood.version)
    body = event.content.body if isinstance(event.content, Corrected) else event.content
    assert isinstance(body, Fact)  # noqa: S101 -- what stands says something
    if disclosure.redacted(body) != body:
        return Carrier(event, bearing, None)
    (stored,) = next(ledger.stored(after=event.position - 1, upto=event.position))
    return Carrier(event, bearing, opened(stored.state))
