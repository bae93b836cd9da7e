"""What folds found of somebody who may be shown, without the identifiers of what is hidden."""

from collections.abc import Iterable
from dataclasses import replace

from domain.folds.anomalies import Anomaly
from domain.folds.recognition import Recognition
from domain.folds.status import Element, Span
from domain.people import FactId
from projections.disclosure import Disclosure


def elements_shown(disclosure: Disclosure, elements: frozenset[Element]) -> frozenset[Element]:
    """Return what may be so on a day; a deprivation that is hidden is not named."""
    hidden = disclosure.hidden(one.deprivation for one in elements if one.deprivation)
    return frozenset(Element(one.liberty) if one.deprivation in hidden else one for one in elements)


def spans_shown(disclosure: Disclosure, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans of liberty."""
    return tuple(replace(one, elements=elements_shown(disclosure, one.elements)) for one in spans)


def recognitions_shown(disclosure: Disclosure, recognitions: Iterable[Recognition]) -> tuple[Recognition, ...]:
    """Return spans of recognition."""
    return tuple(replace(one, deprivation=_shown(disclosure, one.deprivation)) for one in recognitions)


def anomalies_shown(disclosure: Disclosure, anomalies: Iterable[Anomaly]) -> tuple[Anomaly, ...]:
    """Return what is odd, with those of the facts concerned that may be shown."""
    return tuple(replace(one, facts=disclosure.shown(one.facts)) for one in anomalies)


def _shown(disclosure: Disclosure, identifier: FactId | None) -> FactId | None:
    return None if identifier is not None and disclosure.hides(identifier) else identifier
