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
from domain.phrases import ENGLISH, AllOf, AnyOf, Begun, Kind, Phrase, Said, When, Word, spoken
from domain.sources import Variant

THEN = Variant.THEN
COUNTED = {
    Holds.CERTAINLY: Phrase("counted certainly"),
    Holds.POSSIBLY: Phrase("counted possibly"),
    Holds.NO: Phrase("not counted"),
}
_BY = {
    Holds.CERTAINLY: Phrase("by this day"),
    Holds.POSSIBLY: Phrase("possibly by this day"),
    Holds.NO: Phrase("after this day"),
}
_EVER = {
    Holds.CERTAINLY: Phrase("a recognition had been made by this day"),
    Holds.POSSIBLY: Phrase("possibly a recognition had been made by this day"),
    Holds.NO: Phrase("no recognition had been made by this day"),
}
_OVER = {
    Holds.CERTAINLY: Phrase("some recognized deprivation is over"),
    Holds.POSSIBLY: Phrase("possibly some recognized deprivation is over"),
    Holds.NO: Phrase("no recognized deprivation is over"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What can be said, and the facts that it is said of."""

    phrase: Phrase
    facts: tuple[FactId, ...] = ()

    @property
    def says(self) -> str:
        """Say it in English."""
        return spoken(self.phrase, ENGLISH)


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
    conclusion = Sentence(
        Phrase("So the person is %(counted)s: %(since)s.", counted=COUNTED[holds], since=_since(asked, holds)), deciding
    )
    return Why(holds, tuple(uses), tuple(said), conclusion, tuple(_otherwise(case, asked, uses, holds)))


def named(one: Standing) -> Said:
    """Name a fact in a sentence: its kind, and its day as written."""
    kind = Kind(word(type(one.fact)))
    return Phrase("%(kind)s (%(day)s)", kind=kind, day=_written(one)) if isinstance(one.fact, Dated) else kind


def _since(asked: Question, holds: Holds) -> Phrase:
    rule = Word(asked.definition.id)
    if asked.definition.recognition is Tests.EVER:
        return _EVER[holds]
    if asked.definition.over:
        return _OVER[holds]
    return {
        Holds.CERTAINLY: Phrase("all that may be so on this day is what %(rule)s counts", rule=rule),
        Holds.POSSIBLY: Phrase(
            "some, and not surely all, that may be so on this day is what %(rule)s counts", rule=rule
        ),
        Holds.NO: Phrase("nothing that may be so on this day is what %(rule)s counts", rule=rule),
    }[holds]


def _liberty(case: Case, asked: Question) -> Iterator[Sentence]:
    """Say which facts may be the last word, and which values that leaves."""
    if asked.definition.recognition is Tests.EVER:
        return
    situation, day = case.situation, asked.day
    last, over = situation.last_words(day), dict(situation.overdue(day))
    elements = situation.elements(day)
    if not last:
        yield Sentence(Phrase("No fact of liberty lies on this day or before: free, as far as this record goes."))
    given = {FREE} if over else set[Element]()
    alone = len(last) == 1 and len(elements) == 1
    for identifier in last:
        values = situation.says(identifier)
        given |= values
        may_be: Said = _values(values)
        if identifier in over:
            since_day = When(iso(over[identifier]))
            may_be = Phrase("%(values)s, or free, for its term may be over since %(day)s", values=may_be, day=since_day)
        fact = named(case.by_id[identifier])
        if alone:
            said = Phrase("The last word is: %(fact)s, %(values)s.", fact=fact, values=may_be)
        else:
            said = Phrase("The last word may be: %(fact)s, %(values)s.", fact=fact, values=may_be)
        yield Sentence(said, (identifier,))
    if last and FREE in elements - given:
        yield Sentence(Phrase("All facts of liberty may lie after this day, which leaves free possible."), tuple(last))
    if asked.definition.over:
        yield from _over(case, asked, last)
        return
    for liberty in sorted({one.liberty for one in elements}):
        if liberty not in asked.definition.liberties:
            facts = tuple(one for one in last if liberty in {element.liberty for element in situation.says(one)})
            what, rule = Begun(Word(liberty)), Word(asked.definition.id)
            yield Sentence(Phrase("%(what)s is not what %(rule)s counts.", what=what, rule=rule), facts or tuple(last))


def _over(case: Case, asked: Question, last: list[FactId]) -> Iterator[Sentence]:
    over = case.situation.over(asked.day)
    for deprivation, holds in sorted(over.items()):
        what = Begun(_deprivation(case, deprivation))
        if holds is Holds.CERTAINLY:
            said = Phrase("%(what)s is over.", what=what)
        else:
            said = Phrase("%(what)s is possibly over.", what=what)
        yield Sentence(said, (deprivation, *last))
    if not over:
        yield Sentence(Phrase("No deprivation is over with the person living and at large."), tuple(last))


def _recognition(case: Case, asked: Question, uses: list[Use]) -> Iterator[Sentence]:
    """Say which recognition covers what by then, or that none does."""
    if asked.definition.recognition is Tests.NOTHING:
        return
    bodies = AnyOf(tuple(sorted(asked.recognized_by)))
    made = [use.fact for use in uses if use.bearing is Bearing.RECOGNIZES]
    if asked.definition.recognition is Tests.EVER:
        yield from (_made(one, asked, Phrase("the person")) for one in made)
        if not made and asked.recognized_by:
            yield Sentence(Phrase("No recognition by %(bodies)s had been made by this day.", bodies=bodies))
        elif not made:
            yield Sentence(Phrase("No recognition had been made by this day."))
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
            yield Sentence(_unrecognized(Begun(_deprivation(case, deprivation)), asked, bodies), (deprivation,))
    for use in uses:
        if use.bearing is Bearing.OTHER_DEPRIVATION:
            theirs, fact = _bodies(use.fact), named(use.fact)
            said = Phrase("%(bodies)s: %(fact)s is of another deprivation.", bodies=theirs, fact=fact)
            yield Sentence(said, (use.fact.id,))


def _unrecognized(what: Said, asked: Question, bodies: AnyOf) -> Phrase:
    if asked.variant is Variant.HINDSIGHT:
        if asked.recognized_by:
            return Phrase("%(what)s is not recognized by %(bodies)s.", what=what, bodies=bodies)
        return Phrase("%(what)s is not recognized.", what=what)
    if asked.recognized_by:
        return Phrase("%(what)s is not recognized by %(bodies)s by this day.", what=what, bodies=bodies)
    return Phrase("%(what)s is not recognized by this day.", what=what)


def _made(one: Standing, asked: Question, what: Said, *whose: FactId) -> Sentence:
    by = _BY[since(one.bounds, asked.day)]
    bodies, day = _bodies(one), _written(one)
    said = Phrase("%(bodies)s recognized %(what)s, %(by)s (%(day)s).", bodies=bodies, what=what, by=by, day=day)
    return Sentence(said, (one.id, *whose))


def _undone(one: Standing, asked: Question, uses: list[Use]) -> Iterator[Sentence]:
    if asked.variant is Variant.HINDSIGHT:
        return
    for use in uses:
        if use.bearing is Bearing.WITHDRAWS and use.by == one.id:
            by, day = _BY[since(use.fact.bounds, asked.day)], _written(use.fact)
            yield Sentence(Phrase("This was withdrawn, %(by)s (%(day)s).", by=by, day=day), (use.fact.id, one.id))
            for back in uses:
                if back.bearing is Bearing.RESTORES and back.by == use.fact.id:
                    by, day = _BY[since(back.fact.bounds, asked.day)], _written(back.fact)
                    said = Phrase("The withdrawal was taken back, %(by)s (%(day)s).", by=by, day=day)
                    yield Sentence(said, (back.fact.id, use.fact.id))


def _otherwise(case: Case, asked: Question, uses: list[Use], holds: Holds) -> Iterator[Sentence]:
    """Say what would give another answer: dates that are open, other days, variants, bodies and definitions."""
    bearing = [use.fact for use in uses if use.bearing not in {Bearing.NOT_ASKED, Bearing.OTHER_BODY, Bearing.PREFERS}]
    if holds is Holds.POSSIBLY:
        for one in bearing:
            if one.earliest <= asked.day < one.latest:
                yield Sentence(Phrase("Whether it was by this day is open: %(fact)s.", fact=named(one)), (one.id,))
    late = tuple(use.fact for use in uses if use.bearing is Bearing.RECOGNIZED_LATER)
    for variant in Variant:
        other = replace(asked, variant=variant)
        if asked.definition.recognition is not Tests.THIS_DEPRIVATION or case.holds(other) is holds:
            continue
        counted = COUNTED[case.holds(other)]
        if variant is Variant.THEN:
            yield Sentence(Phrase("By recognitions of the day itself %(counted)s.", counted=counted))
        elif late:
            after = AllOf(tuple(_later(one) for one in late))
            yield Sentence(Phrase("In hindsight %(counted)s: %(after)s.", counted=counted, after=after), _ids(late))
        else:
            yield Sentence(Phrase("In hindsight %(counted)s.", counted=counted))
    if asked.recognized_by and (anybody := case.holds(replace(asked, recognized_by=frozenset()))) is not holds:
        theirs = _ids(use.fact for use in uses if use.bearing is Bearing.OTHER_BODY)
        yield Sentence(Phrase("By any body's recognition %(counted)s.", counted=COUNTED[anybody]), theirs)
    yield from _other_days(case, asked, bearing)
    others = [(rule, case.holds(Question(asked.day, rule, variant))) for rule, variant in SERIES if variant is THEN]
    found = tuple(
        Phrase("%(rule)s %(counted)s", rule=Word(rule.id), counted=COUNTED[then])
        for rule, then in others
        if rule is not asked.definition and then is not holds
    )
    if found:
        yield Sentence(Phrase("Under other definitions, on this day: %(answers)s.", answers=AllOf(found)))


def _later(one: Standing) -> Phrase:
    bodies, day = _bodies(one), _written(one)
    return Phrase("%(bodies)s recognized it after this day (%(day)s)", bodies=bodies, day=day)


def _other_days(case: Case, asked: Question, bearing: list[Standing]) -> Iterator[Sentence]:
    """Say from which day on, and up to which day, the answer is another one."""
    turns = {*case.situation.turns(), *(day for one in case.recognitions for day in (one.start, one.end))} - {OPEN_DAY}
    # Before the first turn nobody is counted.
    answers = [(Day(0), Holds.NO), *((day, case.holds(replace(asked, day=day))) for day in sorted(turns))]
    changed = [(day, now, then) for (_, then), (day, now) in pairwise(answers) if now is not then]
    for day, _, then in [one for one in changed if one[0] <= asked.day][-1:]:
        said = Phrase(
            "The answer changed on %(day)s: the day before, %(counted)s.", day=When(iso(day)), counted=COUNTED[then]
        )
        yield Sentence(said, _turning(bearing, day))
    for day, now, _ in [one for one in changed if one[0] > asked.day][:1]:
        said = Phrase("It changes on %(day)s: %(counted)s.", day=When(iso(day)), counted=COUNTED[now])
        yield Sentence(said, _turning(bearing, day))


def _turning(facts: Iterable[Standing], day: Day) -> tuple[FactId, ...]:
    return tuple(one.id for one in facts if day in one.bounds)


def _covers(case: Case, one: Standing) -> FactId | None:
    assert isinstance(one.fact, Recognized)  # noqa: S101 -- the caller sorted them out
    return one.fact.covers and case.situation.deprivation(one.fact.covers)


def _bodies(one: Standing) -> AllOf:
    return AllOf(tuple(getattr(one.fact, "bodies", ())))


def _written(one: Standing) -> Said:
    return When(str(one.fact.occurred)) if isinstance(one.fact, Dated) else ""


def _deprivation(case: Case, identifier: FactId) -> Phrase:
    opening = case.by_id.get(identifier)
    if opening is None:
        return Phrase("a deprivation whose opening is lost")
    return Phrase("the deprivation that began with %(fact)s", fact=named(opening))


def _values(elements: Iterable[Element]) -> AnyOf:
    return AnyOf(tuple(Word(one) for one in sorted(each.liberty for each in elements)))


def _ids(facts: Iterable[Standing]) -> tuple[FactId, ...]:
    return tuple(one.id for one in facts)
