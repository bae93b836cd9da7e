"""The words of the record that pages say in every language: kinds of facts, their fields, and values that are listed.

Texts that somebody wrote (a passage, a reason, a name) are no words of this kind: they stand as they are.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final, get_args, get_type_hints

from api import params
from domain import archive, codes, incidents, people, published, sanctions, sources
from domain.changes import Status
from domain.editions import Force
from domain.facts import KINDS, after_release, demands, disclosure, liberty, places, procedure, quality, word
from domain.folds import after_release as burdens
from domain.folds import anomalies, bearings, bridge, coverage, cycle, punishment, status
from domain.folds import procedure as states
from domain.folds.counts import DEFINITIONS, Tests
from domain.likeness import How
from projections.breakdown import By

VALUES: Final[tuple[type[StrEnum], ...]] = (
    *(archive.Terms, archive.CaptureMethod, archive.CopyState, Status, codes.Code, codes.Stage, Force),
    *(after_release.Ban, demands.Answer, demands.Outcome, disclosure.Withholding, liberty.Punishment, liberty.Regime),
    *(liberty.ReleaseKind, liberty.Departure, places.PlaceKind, procedure.Proceedings, procedure.Hearing),
    *(
        procedure.Verdict,
        quality.CheckOutcome,
        burdens.Burden,
        anomalies.Oddity,
        bearings.Bearing,
        bridge.Step,
        bridge.Turn,
        Tests,
    ),
    *(coverage.Extent, cycle.Sort, cycle.Act, states.State, punishment.Aspect, status.Liberty, How),
    *(incidents.IncidentKind, people.Gender, people.Occupation, published.Unit, published.Counted),
    *(sanctions.TargetKind, sanctions.Measure, sanctions.Stand, sanctions.Unit, sources.SourceKind, sources.About),
    *(sources.Wording, sources.Variant, By),
)
"""Every list of values that a page shows one of."""
OTHERS: Final = (
    *("yes", "no", "certainly", "possibly", "length", "credited", "starts", "ends", "complicity"),
    *(
        "recorded",
        "reinstated",
        "withheld",
        "standing",
        "unknown",
        "several",
        "certain",
        "possible",
        "not counted",
        params.VARIANT,
    ),
)


ELSEWHERE: Final = ("field: dropped", "field: report", "punishment: suspended", "punishment: deferred")
"""What means something else as the name of a field, or as the value of one: that name stands before it."""


def words() -> Iterator[str]:
    """Yield every word once, in the order of the vocabulary: kinds, fields, values, definitions."""
    yield from dict.fromkeys(_words())


def _words() -> Iterator[str]:
    yield from (word(kind) for kind in KINDS)
    for kind in KINDS:
        yield from kind.__struct_fields__
    yield from ELSEWHERE
    for several in VALUES:
        yield from (one.value for one in several)
    for rule in DEFINITIONS.values():
        yield from (rule.id, rule.says)
    yield from OTHERS


def _listed(kind: Any) -> bool:  # noqa: ANN401 -- an annotation, which may be any form of type
    """Whether a field of this type holds one of the listed values, or several."""
    return (isinstance(kind, type) and issubclass(kind, StrEnum)) or any(_listed(one) for one in get_args(kind))


ENUMERATED: Final = frozenset(name for kind in KINDS for name, hint in get_type_hints(kind).items() if _listed(hint))
"""The fields of facts whose texts are words."""
