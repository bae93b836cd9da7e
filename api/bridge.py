"""The two ends of a bridge, the same on the command line and over HTTP."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from api import params
from api.bootstrap import Service
from domain.dates import iso
from domain.errors import QuestionError
from projections.basis import Basis

ANY: Final = "any"
"""Says for the end of a bridge that every body's recognition counts, or every source, where at its beginning not."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is counted at one end, as it was written; of the second end ``None`` is as at the first."""

    definition: str | None = None
    variant: str | None = None
    recognized_by: Iterable[str] = ()
    as_published: str | None = None


def ends(service: Service, first: str, last: str | None, rule: Rule, other: Rule) -> tuple[Basis, Basis]:
    """Read where a bridge begins and ends; raise `QuestionError` that names the parameter at fault.

    An end that does not say what is known is answered from all that is projected, both from the same.
    """
    clock = service.questions.clock
    today, now = clock.today(), str(clock.size(None))
    definition, variant = rule.definition or "in-custody", rule.variant or "then"
    start = _end(service, first, "from", Rule(definition, variant, rule.recognized_by, rule.as_published), now)
    bodies = tuple(other.recognized_by)
    at_the_end = Rule(
        other.definition or definition,
        other.variant or variant,
        () if bodies == (ANY,) else bodies or rule.recognized_by,
        None if other.as_published == ANY else other.as_published or rule.as_published,
    )
    with of_the_end("to"):
        end = _end(service, last or iso(today), "to", at_the_end, now)
    return start, end


def _end(service: Service, text: str, field: str, rule: Rule, now: str) -> Basis:
    clock = service.questions.clock
    written, known = params.clocks(text, None, field)
    found = clock.basis(
        params.past(written or "", field, clock.today()),
        as_known=params.as_known(known or now),
        definition=params.definition(rule.definition or ""),
        variant=params.variant(rule.variant or ""),
        recognized_by=params.bodies(rule.recognized_by),
    )
    return clock.published(found, params.published(rule.as_published))


@contextmanager
def of_the_end(which: str) -> Iterator[None]:
    """Name the parameters of one end as they are written: ``to_definition``, or on a page ``from_definition``."""
    try:
        yield
    except QuestionError as error:
        if error.field in {"definition", "variant", "recognized_by", "as_published"}:
            raise QuestionError(error.said, field=f"{which}_{error.field}") from error
        raise
