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


def definition_of(name: str) -> Definition:
    """Return a definition by its id; raise `QuestionError` naming those there are."""
    try:
        return DEFINITIONS[name]
    except KeyError:
        known = ", ".join(DEFINITIONS)
        raise QuestionError(f"{name!r} is no definition; there are {known}", field="definition") from None


def check_combination(definition: Definition, variant: Variant, recognized_by: Iterable[str]) -> None:
    """Return quietly if the definition knows the variant and the bodies; raise `QuestionError` if not."""
    if variant is Variant.HINDSIGHT and definition.recognition is not Tests.THIS_DEPRIVATION:
        raise QuestionError(f"hindsight has no meaning for {definition.id!r}", field="variant")
    if tuple(recognized_by) and definition.recognition is Tests.NOTHING:
        raise QuestionError(f"{definition.id!r} asks for no recognition", field="recognized_by")


def counted(
    definition: Definition,
    *,
    variant: Variant,
    day: Day,
    elements: frozenset[Element],
    over: Mapping[FactId, Holds],
    recognitions: Iterable[Recognition],
    recognized_by: frozenset[str] = frozenset(),
) -> Holds:
    """Test one person on a day: ``elements`` of the day's set, deprivations that are ``over``, spans of recognition.

    Certainly if every element of the set is in the definition, possibly if some is; of deprivations that are over, one
    is enough.
    """
    said = [r for r in recognitions if not recognized_by or r.body in recognized_by]
    if definition.recognition is Tests.EVER:
        return max((r.ever for r in said if r.start <= day < r.end), default=Holds.NO)

    def recognized(deprivation: FactId | None) -> Holds:
        mine = [r for r in said if r.deprivation == deprivation]
        if variant is Variant.HINDSIGHT:
            return Holds.CERTAINLY if mine else Holds.NO
        return max((r.now for r in mine if r.start <= day < r.end), default=Holds.NO)

    if definition.over:
        return max((min(holds, recognized(which)) for which, holds in over.items()), default=Holds.NO)

    def of(element: Element) -> Holds:
        if element.liberty not in definition.liberties:
            return Holds.NO
        return Holds.CERTAINLY if definition.recognition is Tests.NOTHING else recognized(element.deprivation)

    held = [of(element) for element in elements]
    if all(one is Holds.CERTAINLY for one in held):
        return Holds.CERTAINLY
    return Holds.POSSIBLY if any(held) else Holds.NO
