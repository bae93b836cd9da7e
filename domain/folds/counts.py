"""Definitions of counts (docs/status.md), each with a version, and how one person is tested by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.dates import Day
from domain.errors import QuestionError
from domain.folds.holds import Holds
from domain.folds.recognition import Recognition
from domain.folds.status import LIVING_AT_LARGE, Element, Liberty
from domain.people import FactId
from domain.phrases import Phrase, Word, listing
from domain.sources import Variant


class Tests(StrEnum):
    """What a definition asks of recognition."""

    NOTHING = "nothing"
    THIS_DEPRIVATION = "this deprivation"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a count counts: persons with one of ``liberties`` on the day, who pass the test of recognition.

    With ``over`` it asks for a deprivation that is over, and tests recognition for that one.
    """

    id: str
    version: int
    says: str
    liberties: frozenset[Liberty]
    recognition: Tests
    over: bool = False


_CUSTODY = frozenset(
    {
        Liberty.SHORT_DETENTION,
        Liberty.ADMINISTRATIVE_ARREST,
        Liberty.CRIMINAL_DETENTION,
        Liberty.SUSPECT_CUSTODY,
        Liberty.PRE_TRIAL_CUSTODY,
        Liberty.HOUSE_ARREST,
        Liberty.COLONY,
        Liberty.PRISON,
        Liberty.SHORT_TERM_ARREST,
    }
)

DEFINITIONS = {
    definition.id: definition
    for definition in (
        Definition(
            "held",
            1,
            "deprived of liberty as far as known to us, recognized or not",
            _CUSTODY | {Liberty.COMPULSORY_TREATMENT},
            Tests.NOTHING,
        ),
        Definition(
            "in-custody",
            1,
            "in custody, and recognized as a political prisoner for this deprivation",
            _CUSTODY,
            Tests.THIS_DEPRIVATION,
        ),
        Definition(
            "restricted",
            1,
            "in custody, in an open-type facility or confined at home, and recognized for this deprivation",
            _CUSTODY | {Liberty.OPEN_TYPE, Liberty.HOME_CONFINEMENT},
            Tests.THIS_DEPRIVATION,
        ),
        Definition(
            "ever-recognized",
            1,
            "recognized as a political prisoner at any time up to the day",
            frozenset(),
            Tests.EVER,
        ),
        Definition(
            "former",
            1,
            "recognized as a political prisoner for a deprivation that is over, and living at liberty",
            LIVING_AT_LARGE,
            Tests.THIS_DEPRIVATION,
            over=True,
        ),
    )
}


SERIES = tuple(
    (definition, variant)
    for definition in DEFINITIONS.values()
    for variant in Variant
    if variant is Variant.THEN or definition.recognition is Tests.THIS_DEPRIVATION
)
"""Every question that a count by any body can be: a definition and a variant that it knows."""


def definition_of(name: str) -> Definition:
    """Return a definition by its id; raise `QuestionError` naming those there are."""
    try:
        return DEFINITIONS[name]
    except KeyError:
        no = Phrase("%(name)s is no definition; there are %(known)s", name=repr(name), known=listing(DEFINITIONS))
        raise QuestionError(no, field="definition") from None


def check_combination(definition: Definition, variant: Variant, recognized_by: Iterable[str]) -> None:
    """Return quietly if the definition knows the variant and the bodies; raise `QuestionError` if not."""
    if variant is Variant.HINDSIGHT and definition.recognition is not Tests.THIS_DEPRIVATION:
        no = Phrase("%(variant)s has no meaning for '%(rule)s'", variant=Word(variant.value), rule=Word(definition.id))
        raise QuestionError(no, field="variant")
    if tuple(recognized_by) and definition.recognition is Tests.NOTHING:
        raise QuestionError(
            Phrase("'%(rule)s' asks for no recognition", rule=Word(definition.id)), field="recognized_by"
        )


@dataclass(frozen=True, slots=True)
class Recognized:
    """One person's recognitions on a day, by any body or by some: per deprivation now, at any time, and ever."""

    now: Mapping[FactId | None, Holds]
    anytime: frozenset[FactId | None]
    ever: Holds

    def of(self, deprivation: FactId | None, variant: Variant) -> Holds:
        """Return whether a deprivation is recognized: by then, or at any time."""
        if variant is Variant.HINDSIGHT:
            return Holds.CERTAINLY if deprivation in self.anytime else Holds.NO
        return self.now.get(deprivation, Holds.NO)


def recognized_on(day: Day, recognitions: Iterable[Recognition], by: frozenset[str] = frozenset()) -> Recognized:
    """Read spans of recognition on a day; of several statements the best decides."""
    said = [one for one in recognitions if not by or one.body in by]
    now: dict[FactId | None, Holds] = {}
    ever = Holds.NO
    for one in said:
        if one.start <= day < one.end:
            now[one.deprivation] = max(one.now, now.get(one.deprivation, Holds.NO))
            ever = max(ever, one.ever)
    return Recognized(now, frozenset(one.deprivation for one in said), ever)


def counted(
    definition: Definition,
    *,
    variant: Variant,
    elements: frozenset[Element],
    over: Mapping[FactId, Holds],
    recognized: Recognized,
) -> Holds:
    """Test one person on a day: the ``elements`` of its set, deprivations that are ``over``, and recognition.

    Certainly if every element of the set is in the definition, possibly if some is; of deprivations that are over, one
    is enough.
    """
    if definition.recognition is Tests.EVER:
        return recognized.ever
    if definition.over:
        return max((min(surely, recognized.of(which, variant)) for which, surely in over.items()), default=Holds.NO)
    sure, some = True, False
    for liberty, deprivation in elements:
        holds = Holds.NO
        if liberty in definition.liberties:
            asked = definition.recognition is Tests.THIS_DEPRIVATION
            holds = recognized.of(deprivation, variant) if asked else Holds.CERTAINLY
        sure, some = sure and holds is Holds.CERTAINLY, some or holds is not Holds.NO
    if sure:
        return Holds.CERTAINLY
    return Holds.POSSIBLY if some else Holds.NO
