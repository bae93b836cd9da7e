"""How each fact of a person bears on one count: which decide, and why the others are not used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from domain.dates import Day
from domain.facts import LibertyFact, RecognitionRestored, RecognitionWithdrawn, Recognized, ReportPreferred
from domain.folds.counts import Definition, Tests, counted, recognized_on
from domain.folds.holds import Holds
from domain.folds.recognition import Recognition, recognitions
from domain.folds.standing import Standing
from domain.folds.status import Situation
from domain.people import FactId
from domain.sources import Variant


class Bearing(StrEnum):
    """What a fact has to do with the answer; the first five decide it."""

    LAST_WORD = "may be the last word on the day"
    BEGAN = "began what the day is asked about"
    RECOGNIZES = "recognizes it"
    WITHDRAWS = "withdraws such a recognition"
    RESTORES = "takes such a withdrawal back"
    LATER = "lies after the day"
    SUPERSEDED = "another fact came after it"
    UNCHANGED = "leaves liberty as it was"
    SET_ASIDE = "another report of the same is preferred"
    PREFERS = "prefers one report to others"
    OTHER_DEPRIVATION = "recognizes another deprivation, or none that is named"
    OTHER_BODY = "is by a body that is not asked about"
    RECOGNIZED_LATER = "recognizes it after the day"
    OF_UNUSED = "belongs to a recognition that is not used"
    NOT_ASKED = "says nothing that this count asks for"
    UNPUBLISHED = "cites no source published by then"
    RETRACTED = "is retracted"
    MOVED = "was corrected, and speaks of this person no more"

    @property
    def decides(self) -> bool:
        """Whether a fact that bears so is one of those that the answer rests on."""
        return self in _DECIDING


_DECIDING = frozenset({Bearing.LAST_WORD, Bearing.BEGAN, Bearing.RECOGNIZES, Bearing.WITHDRAWS, Bearing.RESTORES})


@dataclass(frozen=True, slots=True)
class Use:
    """One fact and how it bears; ``by`` is the fact that came after it, is preferred to it, or that it belongs to."""

    fact: Standing
    bearing: Bearing
    by: FactId | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one person: the count, and the day."""

    day: Day
    definition: Definition
    variant: Variant
    recognized_by: frozenset[str] = frozenset()


class Case:
    """Everything that stands of one person, to be held against questions."""

    def __init__(self, facts: Iterable[Standing]) -> None:
        """Read what stands."""
        self.facts = list(facts)
        self.situation = Situation(self.facts)
        self.by_id = {one.id: one for one in self.facts}

    @cached_property
    def recognitions(self) -> Sequence[Recognition]:
        """Return who recognized what, when."""
        return recognitions(self.facts, self.situation.deprivation)

    def holds(self, asked: Question) -> Holds:
        """Return whether the person is counted."""
        return counted(
            asked.definition,
            variant=asked.variant,
            elements=self.situation.elements(asked.day),
            over=self.situation.over(asked.day),
            recognized=recognized_on(asked.day, self.recognitions, asked.recognized_by),
        )

    def asked_about(self, asked: Question) -> set[FactId]:
        """Return the deprivations that a question tests: those that may last on the day, or that are over."""
        if asked.definition.over:
            return set(self.situation.over(asked.day))
        return {one.deprivation for one in self.situation.elements(asked.day) if one.deprivation}

    def uses(self, asked: Question) -> list[Use]:
        """Return how every fact of liberty and recognition bears on the answer, in the order of their days."""
        told = {one.id for one in self.facts if self._recognition(one, asked) is Bearing.RECOGNIZES}
        withdrawn = {
            one.id for one in self.facts if isinstance(one.fact, RecognitionWithdrawn) and one.fact.recognition in told
        }
        last = set(self.situation.last_words(asked.day))
        found = []
        for one in sorted(self.facts, key=lambda one: (*one.bounds, one.id)):
            match one.fact:
                case LibertyFact():
                    found.append(self._liberty(one, asked, last))
                case Recognized():
                    found.append(Use(one, self._recognition(one, asked)))
                case RecognitionWithdrawn(recognition=of):
                    found.append(Use(one, Bearing.WITHDRAWS if of in told else Bearing.OF_UNUSED, of))
                case RecognitionRestored(withdrawal=of):
                    found.append(Use(one, Bearing.RESTORES if of in withdrawn else Bearing.OF_UNUSED, of))
                case ReportPreferred(report=report):
                    found.append(Use(one, Bearing.PREFERS, report))
                case _:
                    pass
        return found

    def _liberty(self, one: Standing, asked: Question, last: set[FactId]) -> Use:
        if asked.definition.recognition is Tests.EVER:
            return Use(one, Bearing.NOT_ASKED)
        if one.id in last:
            return Use(one, Bearing.LAST_WORD)
        if one.id in self.asked_about(asked):
            return Use(one, Bearing.BEGAN)
        if one.id in self.situation.set_aside:
            return Use(one, Bearing.SET_ASIDE, self.situation.set_aside[one.id])
        if not self.situation.says(one.id):
            return Use(one, Bearing.UNCHANGED)
        after = self.situation.superseding(one.id, asked.day)
        return Use(one, Bearing.LATER) if after is None else Use(one, Bearing.SUPERSEDED, after)

    def _recognition(self, one: Standing, asked: Question) -> Bearing:
        if not isinstance(one.fact, Recognized) or asked.definition.recognition is Tests.NOTHING:
            return Bearing.NOT_ASKED
        if asked.recognized_by and not asked.recognized_by & set(one.fact.bodies):
            return Bearing.OTHER_BODY
        covered = None if one.fact.covers is None else self.situation.deprivation(one.fact.covers)
        if asked.definition.recognition is Tests.THIS_DEPRIVATION and covered not in self.asked_about(asked):
            return Bearing.OTHER_DEPRIVATION
        if asked.variant is Variant.HINDSIGHT or one.earliest <= asked.day:
            return Bearing.RECOGNIZES
        return Bearing.RECOGNIZED_LATER
