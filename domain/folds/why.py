"""Why a person is counted on a day, or not: the readings of `bearings` in sentences, each with the facts it names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.dates import OPEN_DAY, Day, iso
from domain.facts import Recognized, word
from domain.folds.bearings import Bearing, Case, Question, Use
from domain.folds.counts import SERIES, Tests
from domain.folds.holds import Holds, since
from domain.folds.standing import Dated, Standing
from domain.folds.status import FREE, Element
from domain.people import FactId
from domain.sources import Variant

THEN = Variant.THEN
COUNTED = {Holds.CERTAINLY: "counted certainly", Holds.POSSIBLY: "counted possibly", Holds.NO: "not counted"}
_BY = {Holds.CERTAINLY: "by this day", Holds.POSSIBLY: "possibly by this day", Holds.NO: "after this day"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What can be said, and the facts that it is said of."""

    says: str
    facts: tuple[FactId, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """Whether a person is counted, how each fact bears on that, why, and what would have to be otherwise."""

    holds: Holds
    uses: tuple[Use, ...]
    because: tuple[Sentence, ...]
    conclusion: Sentence
    otherwise: tuple[Sentence, ...]


def why(case: Case, asked: Question) -> Why:
    """Explain one answer about one person, whose registration stands."""
    holds, uses = case.holds(asked), case.uses(asked)
    said = [*_liberty(case, asked), *_recognition(case, asked, uses)]
    deciding = tuple(use.fact.id for use in uses if use.bearing.decides)
    conclusion = Sentence(f"So the person is {COUNTED[holds]}: {_since(asked, holds)}.", deciding)
    return Why(holds, tuple(uses), tuple(said), conclusion, tuple(_otherwise(case, asked, uses, holds)))


def named(one: Standing) -> str:
    """Name a fact in a sentence: its kind, and its day as written."""
    kind = word(type(one.fact)).replace("-", " ")
    return f"{kind} ({one.fact.occurred})" if isinstance(one.fact, Dated) else kind


def _since(asked: Question, holds: Holds) -> str:
    rule = asked.definition
    if rule.recognition is Tests.EVER:
        words = {Holds.CERTAINLY: "a recognition", Holds.POSSIBLY: "possibly a recognition", Holds.NO: "no recognition"}
        return f"{words[holds]} had been made by this day"
    if rule.over:
        words = {Holds.CERTAINLY: "some", Holds.POSSIBLY: "possibly some", Holds.NO: "no"}
        return f"{words[holds]} recognized deprivation is over"
    words = {Holds.CERTAINLY: "all", Holds.POSSIBLY: "some, and not surely all,", Holds.NO: "nothing"}
    return f"{words[holds]} that may be so on this day is what {rule.id} counts"


def _liberty(case: Case, asked: Question) -> Iterator[Sentence]:
    """Say which facts may be the last word, and which values that leaves."""
    if asked.definition.recognition is Tests.EVER:
        return
    situation, day = case.situation, asked.day
    last, over = situation.last_words(day), dict(situation.overdue(day))
    elements = situation.elements(day)
    if not last:
        yield Sentence("No fact of liberty lies on this day or before: free, as far as this record goes.")
    given = {FREE} if over else set[Element]()
    alone = len(last) == 1 and len(elements) == 1
    for identifier in last:
        values = situation.says(identifier)
        given |= values
        ended = f", or free, for its term may be over since {iso(over[identifier])}" if identifier in over else ""
        verb = "is" if alone else "may be"
        yield Sentence(
            f"The last word {verb}: {named(case.by_id[identifier])}, {_values(values)}{ended}.", (identifier,)
        )
    if last and FREE in elements - given:
        yield Sentence("All facts of liberty may lie after this day, which leaves free possible.", tuple(last))
    if asked.definition.over:
        yield from _over(case, asked, last)
        return
    for liberty in sorted({one.liberty for one in elements}):
        if liberty not in asked.definition.liberties:
            facts = tuple(one for one in last if liberty in {element.liberty for element in situation.says(one)})
            yield Sentence(f"{_begun(liberty)} is not what {asked.definition.id} counts.", facts or tuple(last))


def _over(case: Case, asked: Question, last: list[FactId]) -> Iterator[Sentence]:
    over = case.situation.over(asked.day)
    for deprivation, holds in sorted(over.items()):
        surely = "is over" if holds is Holds.CERTAINLY else "is possibly over"
        yield Sentence(f"{_begun(_deprivation(case, deprivation))} {surely}.", (deprivation, *last))
    if not over:
        yield Sentence("No deprivation is over with the person living and at large.", tuple(last))


def _recognition(case: Case, asked: Question, uses: list[Use]) -> Iterator[Sentence]:
    """Say which recognition covers what by then, or that none does."""
    if asked.definition.recognition is Tests.NOTHING:
        return
    by = f" by {' or '.join(sorted(asked.recognized_by))}" if asked.recognized_by else ""
    made = [use.fact for use in uses if use.bearing is Bearing.RECOGNIZES]
    if asked.definition.recognition is Tests.EVER:
        yield from (_made(one, asked, "the person") for one in made)
        if not made:
            yield Sentence(f"No recognition{by} had been made by this day.")
        return
    counted = {
        one.deprivation for one in case.situation.elements(asked.day) if one.liberty in asked.definition.liberties
    }
    tested = case.asked_about(asked) & (case.asked_about(asked) if asked.definition.over else counted)
    for deprivation in sorted(one for one in tested if one):
        mine = [one for one in made if _covers(case, one) == deprivation]
        for one in mine:
            yield _made(one, asked, _deprivation(case, deprivation), deprivation)
            yield from _undone(one, asked, uses)
        if not mine:
            when = "" if asked.variant is Variant.HINDSIGHT else " by this day"
            yield Sentence(f"{_begun(_deprivation(case, deprivation))} is not recognized{by}{when}.", (deprivation,))
    for use in uses:
        if use.bearing is Bearing.OTHER_DEPRIVATION:
            yield Sentence(f"{_bodies(use.fact)}: {named(use.fact)} is of another deprivation.", (use.fact.id,))


def _made(one: Standing, asked: Question, what: str, *whose: FactId) -> Sentence:
    return Sentence(
        f"{_bodies(one)} recognized {what}, {_BY[since(one.bounds, asked.day)]} ({_written(one)}).", (one.id, *whose)
    )


def _undone(one: Standing, asked: Question, uses: list[Use]) -> Iterator[Sentence]:
    if asked.variant is Variant.HINDSIGHT:
        return
    for use in uses:
        if use.bearing is Bearing.WITHDRAWS and use.by == one.id:
            when = _BY[since(use.fact.bounds, asked.day)]
            yield Sentence(f"This was withdrawn, {when} ({_written(use.fact)}).", (use.fact.id, one.id))
            for back in uses:
                if back.bearing is Bearing.RESTORES and back.by == use.fact.id:
                    then = _BY[since(back.fact.bounds, asked.day)]
                    says = f"The withdrawal was taken back, {then} ({_written(back.fact)})."
                    yield Sentence(says, (back.fact.id, use.fact.id))


def _otherwise(case: Case, asked: Question, uses: list[Use], holds: Holds) -> Iterator[Sentence]:
    """Say what would give another answer: dates that are open, other days, variants, bodies and definitions."""
    bearing = [use.fact for use in uses if use.bearing not in {Bearing.NOT_ASKED, Bearing.OTHER_BODY, Bearing.PREFERS}]
    if holds is Holds.POSSIBLY:
        for one in bearing:
            if one.earliest <= asked.day < one.latest:
                yield Sentence(f"Whether it was by this day is open: {named(one)}.", (one.id,))
    late = tuple(use.fact for use in uses if use.bearing is Bearing.RECOGNIZED_LATER)
    for variant in Variant:
        other = replace(asked, variant=variant)
        if asked.definition.recognition is not Tests.THIS_DEPRIVATION or case.holds(other) is holds:
            continue
        if variant is Variant.HINDSIGHT:
            after = ", ".join(f"{_bodies(one)} recognized it after this day ({_written(one)})" for one in late)
            yield Sentence(f"In hindsight {COUNTED[case.holds(other)]}{f': {after}' if after else ''}.", _ids(late))
        else:
            yield Sentence(f"By recognitions of the day itself {COUNTED[case.holds(other)]}.")
    if asked.recognized_by and (anybody := case.holds(replace(asked, recognized_by=frozenset()))) is not holds:
        theirs = _ids(use.fact for use in uses if use.bearing is Bearing.OTHER_BODY)
        yield Sentence(f"By any body's recognition {COUNTED[anybody]}.", theirs)
    yield from _other_days(case, asked, bearing)
    others = [(rule, case.holds(Question(asked.day, rule, variant))) for rule, variant in SERIES if variant is THEN]
    found = [
        f"{rule.id} {COUNTED[then]}" for rule, then in others if rule is not asked.definition and then is not holds
    ]
    if found:
        yield Sentence(f"Under other definitions, on this day: {', '.join(found)}.")


def _other_days(case: Case, asked: Question, bearing: list[Standing]) -> Iterator[Sentence]:
    """Say from which day on, and up to which day, the answer is another one."""
    turns = {*case.situation.turns(), *(day for one in case.recognitions for day in (one.start, one.end))} - {OPEN_DAY}
    # Before the first turn nobody is counted.
    answers = [(Day(0), Holds.NO), *((day, case.holds(replace(asked, day=day))) for day in sorted(turns))]
    changed = [(day, now, then) for (_, then), (day, now) in pairwise(answers) if now is not then]
    for day, _, then in [one for one in changed if one[0] <= asked.day][-1:]:
        yield Sentence(f"The answer changed on {iso(day)}: the day before, {COUNTED[then]}.", _turning(bearing, day))
    for day, now, _ in [one for one in changed if one[0] > asked.day][:1]:
        yield Sentence(f"It changes on {iso(day)}: {COUNTED[now]}.", _turning(bearing, day))


def _turning(facts: Iterable[Standing], day: Day) -> tuple[FactId, ...]:
    return tuple(one.id for one in facts if day in one.bounds)


def _covers(case: Case, one: Standing) -> FactId | None:
    assert isinstance(one.fact, Recognized)  # noqa: S101 -- the caller sorted them out
    return one.fact.covers and case.situation.deprivation(one.fact.covers)


def _bodies(one: Standing) -> str:
    return ", ".join(getattr(one.fact, "bodies", ()))


def _written(one: Standing) -> str:
    return str(one.fact.occurred) if isinstance(one.fact, Dated) else ""


def _deprivation(case: Case, identifier: FactId) -> str:
    opening = case.by_id.get(identifier)
    return f"the deprivation that began with {named(opening)}" if opening else "a deprivation whose opening is lost"


def _values(elements: Iterable[Element]) -> str:
    return " or ".join(sorted(one.liberty for one in elements))


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _ids(facts: Iterable[Standing]) -> tuple[FactId, ...]:
    return tuple(one.id for one in facts)
