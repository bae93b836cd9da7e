"""What folds found of somebody who may be shown, without the identifiers of what is hidden."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from domain.folds.after_release import Measure
from domain.folds.anomalies import Anomaly
from domain.folds.procedure import Case
from domain.folds.punishment import Sentence
from domain.folds.recognition import Recognition
from domain.folds.status import Element, Span
from domain.people import FactId
from projections.disclosure import Disclosure

Lane = TypeVar("Lane", Case, Sentence, Measure)


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


def cases_shown(disclosure: Disclosure, cases: Iterable[Case]) -> tuple[Case, ...]:
    """Return the cases that may be shown, with those of their steps that may be."""
    found = _not_hidden(disclosure, cases)
    return tuple(
        replace(one, opened=disclosure.redacted(one.opened), steps=disclosure.shown(one.steps)) for one in found
    )


def sentences_shown(disclosure: Disclosure, sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences that may be shown, with those of the facts on them that may be."""
    return tuple(replace(one, steps=disclosure.shown(one.steps)) for one in _not_hidden(disclosure, sentences))


def measures_shown(disclosure: Disclosure, measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Return the measures after release that may be shown, with those of the facts on them that may be."""
    return tuple(replace(one, steps=disclosure.shown(one.steps)) for one in _not_hidden(disclosure, measures))


def _not_hidden(disclosure: Disclosure, lanes: Iterable[Lane]) -> list[Lane]:
    lanes = list(lanes)
    hidden = disclosure.hidden(one.id for one in lanes)
    return [one for one in lanes if one.id not in hidden]


def _shown(disclosure: Disclosure, identifier: FactId | None) -> FactId | None:
    return None if identifier is not None and disclosure.hides(identifier) else identifier
