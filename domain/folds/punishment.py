"""What each sentence is on a day: its punishment and its term, each the last word on it (docs/cases.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.facts import (
    ReplacedByMilder,
    ReplacedByStricter,
    Sentenced,
    SentenceFact,
    SentenceIncreased,
    SentenceShortened,
)
from domain.folds.happenings import happening_of, merged
from domain.folds.lasts import Stretch, Word, opened, stretches
from domain.folds.standing import Standing
from domain.people import FactId
from domain.terms import Term

BEFORE: Final = "not passed yet"
NOT_STATED: Final = "not stated"


class Aspect(StrEnum):
    """What of a sentence is followed."""

    PUNISHMENT = "punishment"
    TERM = "term"


RANK: Final[dict[type[object], int]] = {
    Sentenced: 0,
    SentenceIncreased: 1,
    SentenceShortened: 1,
    ReplacedByStricter: 2,
    ReplacedByMilder: 2,
}
"""The order within a day; credited time changes neither aspect."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, under the first report of it: all facts on it in the order of their days, and both aspects."""

    id: FactId
    steps: tuple[FactId, ...]
    aspects: tuple[tuple[Aspect, tuple[Stretch[str], ...]], ...]


def sentences(facts: Iterable[Standing]) -> list[Sentence]:
    """Return the sentences of one person that stand; several reports of one are one sentence."""
    facts = list(facts)
    reports = {one.id: one for one in merged(facts)[0] if isinstance(one.fact, Sentenced)}
    known = {one.id: happening_of(one) for one in facts if isinstance(one.fact, Sentenced)}
    changes = [one for one in facts if isinstance(one.fact, SentenceFact)]
    found = []
    for sentence in dict.fromkeys(happening_of(one) for one in reports.values()):
        passed = [one for one in reports.values() if happening_of(one) == sentence]
        later = [one for one in changes if _sentence(one, known) == sentence]
        steps = [one.id for one in sorted([*passed, *later], key=lambda one: (*one.bounds, one.id))]
        aspects = tuple((aspect, tuple(_stretches(aspect, passed, later))) for aspect in Aspect)
        found.append((min(one.bounds for one in passed), Sentence(sentence, tuple(steps), aspects)))
    return [one for _, one in sorted(found, key=lambda found: (found[0], found[1].id))]


def written(term: Term | None) -> str:
    """Return a term in a line: its length as ISO 8601 writes it, or the day on which it ends."""
    if term is None:
        return NOT_STATED
    return str(term.length) if term.length is not None else f"until {term.ends}"


def _sentence(change: Standing, known: dict[FactId, FactId]) -> FactId | None:
    assert isinstance(change.fact, SentenceFact)  # noqa: S101 -- sorted out by the caller
    return known.get(change.fact.sentence)


def _stretches(aspect: Aspect, passed: Sequence[Standing], later: Sequence[Standing]) -> list[Stretch[str]]:
    words = [[_word(one, aspect) for one in some] for some in (passed, later)]
    openings, others = ([word for word in some if word is not None] for some in words)
    return stretches(opened(openings, others), BEFORE)


def _word(one: Standing, aspect: Aspect) -> Word[str] | None:
    match one.fact:
        case Sentenced(punishment=kind) | ReplacedByStricter(punishment=kind) | ReplacedByMilder(punishment=kind) if (
            aspect is Aspect.PUNISHMENT
        ):
            value = kind.value
        case (
            Sentenced(term=term)
            | SentenceIncreased(term=term)
            | SentenceShortened(term=term)
            | ReplacedByStricter(term=term)
            | ReplacedByMilder(term=term)
        ) if aspect is Aspect.TERM:
            value = written(term)
        case _:
            return None
    return Word(one.bounds, value, RANK[type(one.fact)])
