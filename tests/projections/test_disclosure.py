"""Whoever is withheld is in every total and in no answer, whenever and at whatever basis it is asked."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import day_of
from domain.errors import ConflictError, FactError, NotFoundError, QuestionError, WithheldError
from domain.people import FactId, Gender, Occupation, PersonId
from ledger.events import new_id
from projections.basis import Basis, Count
from projections.breakdown import By
from projections.disclosure import withheld
from projections.groups import Group
from projections.projector import Projector, reading
from projections.replay.disclosure import withheld_by
from tests.conftest import House, opened
from tests.fuzzing import examples
from tests.scribe import Scribe

DAY = day_of("2017-03-10")


def basis(house: House, as_known: int | None = None, definition: str = "in-custody") -> Basis:
    return house.questions.clock.basis(DAY, as_known=as_known, definition=definition)


def prisoner(scribe: Scribe, name: str, *bodies: str) -> PersonId:
    person = scribe.person(name)
    opening = scribe.fact(f.Detained, person, occurred="2017-03-01", passages=(scribe.passage_of("2017-03-02"),))
    passages = (scribe.passage_of("2017-03-03"),)
    scribe.fact(f.Recognized, person, occurred="2017-03-02", bodies=bodies, covers=opening, passages=passages)
    return person


def shown(house: House, at: Basis) -> tuple[list[str], int]:
    answer = house.questions.prisoners(at)
    return [one.name for one in answer.prisoners], answer.withheld


def test_who_is_withheld_stays_in_the_count_and_leaves_every_list_the_past_included(house: House) -> None:
    scribe = Scribe(house.ledger)
    people = [prisoner(scribe, name, "Viasna") for name in ("Ales", "Maria", "Zmicier")]
    house.projector.catch_up()
    before = house.ledger.size()
    old = basis(house)
    counted = house.questions.count(old)
    assert shown(house, old) == (["Ales", "Maria", "Zmicier"], 0)
    hiding = scribe.fact(f.PersonWithheld, people[1])
    house.projector.catch_up()

    for at in (old, basis(house, before), basis(house)):
        assert house.questions.count(at).count == counted.count == Count(3, 3)
        assert shown(house, at) == (["Ales", "Zmicier"], 1)
    assert shown(house, basis(house, 0)) == ([], 0)
    scribe.retract(hiding)
    house.projector.catch_up()
    for at in (old, basis(house)):
        assert shown(house, at) == (["Ales", "Maria", "Zmicier"], 0)


def test_pages_are_full_and_say_the_same_number_withheld(house: House) -> None:
    """Where a page ends tells nothing of who is left out; a cursor at somebody withheld is like any unknown one."""
    scribe = Scribe(house.ledger)
    people = [prisoner(scribe, name, "Viasna") for name in "ABCDEF"]
    for hidden in (people[0], people[2], people[5]):
        scribe.fact(f.PersonWithheld, hidden)
    house.projector.catch_up()
    at, after = basis(house), None
    pages: list[tuple[str, int]] = []
    while not pages or after:
        page = house.questions.prisoners(at, after=after, limit=2)
        after = page.after
        pages.append(("".join(one.name for one in page.prisoners), page.withheld))

    assert pages == [("BD", 3), ("E", 3)]
    refusals = set()
    for cursor in (people[2], PersonId(new_id())):
        with pytest.raises(NotFoundError) as refused:
            house.questions.prisoners(at, after=cursor)
        refusals.add((type(refused.value), str(refused.value)))
    assert len(refusals) == 1


def test_groups_put_who_is_withheld_into_unknown(house: House) -> None:
    scribe = Scribe(house.ledger)
    one, two = prisoner(scribe, "A", "Viasna", "FIDH"), prisoner(scribe, "B", "Viasna", "A body of its own")
    for person, gender, group in ((one, Gender.MALE, Occupation.LAWYER), (two, Gender.FEMALE, Occupation.STUDENT)):
        scribe.fact(f.GenderStated, person, gender=gender)
        scribe.fact(f.OccupationStated, person, group=group)
    scribe.fact(f.PersonWithheld, two)
    house.projector.catch_up()

    def groups(by: By) -> dict[str, Count]:
        found = house.questions.count(basis(house), by).breakdown
        assert found is not None
        return dict(found.groups)

    single = Count(1, 1)
    assert groups(By.GENDER) == {"male": single, "unknown": single}
    assert groups(By.OCCUPATION) == {"lawyer": single, "unknown": single}
    assert groups(By.RECOGNIZER) == {"FIDH": single, "Viasna": single, "unknown": single}
    narrowed = house.questions.prisoners(basis(house), group=Group(By.GENDER, "female"))
    assert (narrowed.prisoners, narrowed.withheld) == ((), 0)
    for at in (basis(house), house.questions.clock.published(basis(house), day_of("2017-04-01"))):
        for body in ("A body of its own", "Nobody at all"):
            with pytest.raises(
                QuestionError, match=r"^group has recognized nobody in this log; there are: FIDH, Viasna$"
            ):
                house.questions.prisoners(at, group=Group(By.RECOGNIZER, body))
    for by in (By.GENDER, By.OCCUPATION, By.RECOGNIZER, By.LIBERTY):
        narrowed = house.questions.prisoners(basis(house), group=Group(by, "unknown"))
        assert (narrowed.prisoners, narrowed.withheld) == ((), 1)


def test_bodies_that_are_sure_only_together_are_so_of_somebody_withheld(house: House) -> None:
    """Held in one of two ways, each recognized by another body: in custody for both of them together."""
    scribe = Scribe(house.ledger)
    person = scribe.person("A")
    for body in ("Viasna", "FIDH"):
        opening = scribe.fact(f.Detained, person, occurred="2017-03-01")
        scribe.fact(f.Recognized, person, occurred="2017-03-02", bodies=(body,), covers=opening)

    def groups() -> dict[str, Count]:
        house.projector.catch_up()
        return dict(house.questions.breakdown(basis(house), By.RECOGNIZER).groups)

    assert groups() == {"FIDH": Count(0, 1), "Viasna": Count(0, 1)}
    assert house.questions.count(basis(house)).count == Count(1, 1)
    scribe.fact(f.PersonWithheld, person)
    assert groups() == {"unknown": Count(1, 1)}


def test_it_holds_from_the_moment_it_is_recorded_though_nobody_projects(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = prisoner(scribe, "A", "Viasna")
    house.projector.catch_up()
    at = basis(house)
    scribe.fact(f.PersonWithheld, person)

    assert shown(house, at) == ([], 1)
    with pytest.raises(WithheldError):
        house.questions.timeline(person, DAY)


def test_everything_that_speaks_of_somebody_withheld_gives_one_and_the_same_refusal(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person()
    passage = scribe.passage_of("2017-03-02")
    quoted = house.ledger.stream(FactId(passage))[0].content
    assert isinstance(quoted, f.PassageQuoted)
    fact = scribe.fact(f.Detained, person, occurred="2017-03-01", passages=(passage,))
    hiding = scribe.fact(f.PersonWithheld, person)
    house.projector.catch_up()
    questions = house.questions
    asked: list[Callable[[], object]] = [
        *(partial(questions.fact, FactId(one)) for one in (person, fact, passage, quoted.source, hiding)),
        partial(questions.timeline, person, DAY),
        partial(questions.timeline, person, DAY, 0),
        partial(questions.source, quoted.source),
    ]
    said = set()
    for ask in asked:
        with pytest.raises(WithheldError) as refused:
            ask()
        said.add(str(refused.value))

    assert said == {"what has this identifier is withheld"}


def test_a_key_of_somebody_withheld_is_like_a_key_of_nobody(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("A")
    scribe.fact(f.ExternalIdStated, person, publisher="Viasna", value="1")
    house.projector.catch_up()
    assert [one.id for one in house.questions.with_external_id("Viasna", "1")[0]] == [person]
    scribe.fact(f.PersonWithheld, person)
    house.projector.catch_up()

    assert house.questions.with_external_id("Viasna", "1") == house.questions.with_external_id("Viasna", "2")


def test_who_is_withheld_stays_so_when_their_registration_is_retracted_though_judged_one_with_another(
    house: House,
) -> None:
    scribe = Scribe(house.ledger)
    first, second = scribe.person("A"), scribe.person("B")
    scribe.judge(f.JudgedSame, first, second)
    scribe.fact(f.PersonWithheld, second)
    house.projector.catch_up()
    with reading(house.engine) as (connection, models):
        assert withheld(connection, models) == {first, second}
    scribe.retract(FactId(second))
    house.projector.catch_up()

    with reading(house.engine) as (connection, models):
        assert withheld(connection, models) == {second}


def test_a_withholding_stays_one_when_it_is_corrected(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("A")
    hiding = scribe.fact(f.PersonWithheld, person)

    with pytest.raises(FactError, match="cannot make something else"):
        scribe.correct(hiding, f.PersonDisclosed, person, reason="x")
    scribe.correct(hiding, f.PersonWithheld, person, ground=f.Withholding.MINOR)


PEOPLE = st.sampled_from([0, 1])
SAID: st.SearchStrategy[Any] = st.one_of(
    st.tuples(st.just(f.PersonWithheld), PEOPLE, st.just({})),
    st.tuples(st.just(f.PersonDisclosed), PEOPLE, st.just({"reason": "willing"})),
    st.tuples(st.just(f.BirthYearStated), PEOPLE, st.integers(2002, 2004).map(lambda year: {"year": year})),
    st.tuples(
        st.just(f.Detained),
        PEOPLE,
        st.sampled_from(["2021-12-30", "2020", "[..2021-12-30]", "2022-01", "XXXX-12-22"]).map(
            lambda when: {"occurred": when}
        ),
    ),
)
CHANGED = st.tuples(st.sampled_from(["retract", "reinstate", "move"]), st.integers(0, 9))


@pytest.mark.fuzz
@examples(60)
@given(steps=st.lists(st.one_of(SAID, SAID, CHANGED), max_size=10), often=st.booleans())
def test_rows_and_replay_agree_on_who_is_withheld(steps: list[Any], *, often: bool, sqlite_template: Path) -> None:
    path = sqlite_template.with_name("disclosure.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        scribe = Scribe(house.ledger)
        people = [scribe.person(), scribe.person()]
        made = [FactId(one) for one in people]
        projector = Projector(house.ledger, house.engine, batch=3)
        for step in steps:
            _do(scribe, people, made, step)
            if often:
                projector.catch_up()
        projector.catch_up()
        events = [event for page in house.ledger.read() for event in page]
        with reading(house.engine) as (connection, models):
            assert withheld(connection, models) == withheld_by(events)


def _do(scribe: Scribe, people: list[PersonId], made: list[FactId], step: Any) -> None:
    if isinstance(step[0], type):
        kind, who, fields = step
        made.append(scribe.fact(kind, people[who], **fields))
        return
    what, number = step
    chosen = made[number % len(made)]
    newest = scribe.ledger.stream(chosen)[-1]
    first = scribe.ledger.stream(chosen)[0].content
    try:
        if what == "move" and isinstance(first, f.BirthYearStated | f.Detained | f.PersonWithheld):
            other = people[0] if first.person == people[1] else people[1]
            fields = {name: getattr(first, name) for name in first.__struct_fields__} | {"person": other}
            scribe.ledger.correct(chosen, type(first)(**fields), reason="x", expect=newest.version, by="tester")
        elif what != "move":
            getattr(scribe.ledger, what)(chosen, reason="x", expect=newest.version, by="tester")
    except (FactError, ConflictError):
        pass  # nothing there to change
