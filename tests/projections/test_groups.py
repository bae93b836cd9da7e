"""A list narrowed to a group is that group, to the person, for every breakdown; and groups are replay."""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.codes import Article
from domain.dates import FuzzyDate
from domain.errors import QuestionError
from domain.folds.holds import Holds
from domain.people import FactId, Gender, Occupation, PersonId
from projections.basis import Basis, Count
from projections.breakdown import OVERLAPPING, By, check_by
from projections.groups import Group
from projections.replay.disclosure import withheld_by
from projections.replay.groups import replay_by
from tests.conftest import House, opened
from tests.fuzzing import asked, examples
from tests.projections import test_places_are_replay as places
from tests.scribe import Scribe
from tests.worlds import DAYS, PASSAGE, PERSON, World, day, edtf

stated = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(
            [
                (f.GenderStated, {"gender": Gender.FEMALE}),
                (f.GenderStated, {"gender": Gender.MALE}),
                (f.OccupationStated, {"group": Occupation.LAWYER}),
                (f.OccupationStated, {"group": Occupation.STUDENT}),
                (f.Charged, {"articles": (Article.parse("CC 293 part 2"), Article.parse("CC 342"))}),
                (f.Charged, {"articles": (Article.parse("CC 293"),)}),
            ]
        ),
    ),
    max_size=5,
)


def build(house: House, world: Any, said: list[tuple[int, tuple[type[f.Fact], dict[str, Any]]]]) -> None:
    """Record lives at places, who is withheld or one with another, and attributes and cases of some."""
    people, *_ = world
    scribe = Scribe(house.ledger)
    places.build(house, world, batch=5000)
    for number, (kind, fields) in said:
        person = PersonId(places._id(f"{number % len(people)} person"))
        more: dict[str, Any] = {}
        if kind is f.Charged:
            opened_on, more["occurred"] = FuzzyDate.parse(edtf(0, 0)), FuzzyDate.parse(edtf(1, 1))
            more["case"] = scribe.fact(f.CaseOpened, person, occurred=opened_on)
        scribe.fact(kind, person, **fields, **more)
    house.projector.catch_up()


def check(house: House, world: Any = None) -> None:
    events = [event for page in house.ledger.read() for event in page]
    hidden = withheld_by(events)
    unseen = hidden | places._one_with(events, hidden)
    wanted = [(number, rule) for number in range(-1, DAYS + 3, 2) for rule in ("held", "in-custody", "former")]
    for number, rule in asked(wanted, world, most=2):
        basis = house.questions.clock.basis(day(number), definition=rule)
        whole = {one.id for one in house.questions.prisoners(basis).prisoners}
        for by in By:
            with suppress(QuestionError):
                check_by(basis, by)
                groups = _groups_are_their_lists(house, basis, by, whole)
                if by is not By.ARTICLE:
                    assert groups == replay_by(events, basis, by.value, unseen)


def _groups_are_their_lists(house: House, basis: Basis, by: By, whole: set[PersonId]) -> dict[str, Count]:
    answer = house.questions.count(basis, by)
    assert answer.breakdown is not None
    assert answer.breakdown.overlapping is (by in OVERLAPPING)
    listed: list[PersonId] = []
    for name, count in answer.breakdown.groups:
        narrowed = house.questions.prisoners(basis, group=Group(by, name))
        sure = sum(one.holds is Holds.CERTAINLY for one in narrowed.prisoners)
        listed += [one.id for one in narrowed.prisoners]

        assert narrowed.within is not None
        assert narrowed.within.count == count
        assert len(narrowed.prisoners) + narrowed.withheld == count.possible
        assert sure <= count.certain <= sure + narrowed.withheld
        assert name == "unknown" or not narrowed.withheld
    groups = dict(answer.breakdown.groups)
    if by not in OVERLAPPING:
        assert sorted(listed) == sorted(whole)
        assert Count(sum(g.certain for g in groups.values()), sum(g.possible for g in groups.values())) == answer.count
    assert set(listed) == whole
    return groups


@pytest.mark.fuzz
@examples(25)
@given(world=places.worlds, said=stated)
def test_a_list_narrowed_to_a_group_is_that_group(world: Any, said: Any, sqlite_template: Path) -> None:
    """Whoever is withheld is in `unknown` as a number, and in no narrowed list."""
    path = sqlite_template.with_name("groups.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house:
        build(house, world, said)
        check(house, (world, said))


def test_both_databases_narrow_a_list_to_the_same_groups(house: House) -> None:
    """Two bodies, two articles, two genders, a move between places, and somebody withheld."""

    def on(start: int, width: int = 0) -> FuzzyDate:
        return FuzzyDate.parse(edtf(start, width))

    common: dict[str, Any] = {"person": PERSON, "passages": PASSAGE}
    there: dict[str, Any] = common | {"deprivation": FactId("o")}
    life = World(
        (
            ("o", f.CriminallyDetained(**common, occurred=on(0, 1))),
            ("m", f.Remanded(**there, occurred=on(2, 2))),
            ("c", f.Recognized(**common, occurred=on(1), bodies=("Viasna", "FIDH"), covers=FactId("o"))),
            ("there0", f.HeldAt(**there, occurred=on(0), place=places.PLACES[0])),
            ("there1", f.HeldAt(**there, occurred=on(2, 2), place=places.PLACES[1])),
            ("r", f.Released(**common, occurred=on(7), deprivation=FactId("o"))),
        )
    )
    articles = (Article.parse("CC 293 part 2"), Article.parse("CC 342"))
    said: list[Any] = [
        (1, (f.Charged, {"articles": articles})),
        (1, (f.GenderStated, {"gender": Gender.FEMALE})),
        (1, (f.GenderStated, {"gender": Gender.MALE})),
        (2, (f.OccupationStated, {"group": Occupation.LAWYER})),
    ]
    build(house, ([life, life, life], [], [], "withheld"), said)

    check(house)
    basis = house.questions.clock.basis(day(3), definition="in-custody")
    several = house.questions.prisoners(basis, group=Group(By.LIBERTY, "several"))
    assert (len(several.prisoners), several.withheld) == (2, 0)
    unknown = house.questions.prisoners(basis, group=Group(By.LIBERTY, "unknown"))
    assert (len(unknown.prisoners), unknown.withheld) == (0, 1)
    with pytest.raises(QuestionError, match=r"^group has recognized nobody in this log; there are: \w"):
        house.questions.prisoners(basis, group=Group(By.RECOGNIZER, "Nobody"))


@pytest.mark.parametrize(
    ("by", "name"),
    [
        (By.LIBERTY, "castle"),
        (By.GENDER, "lawyer"),
        (By.OCCUPATION, "human_rights_defender"),
        (By.PLACE, "Colony No. 1"),
        (By.ARTICLE, "CC 293 part 2"),
        (By.ARTICLE, "several"),
    ],
)
def test_a_group_that_no_count_can_have_is_refused_without_repeating_it(house: House, by: By, name: str) -> None:
    basis = house.questions.clock.basis(day(3), definition="in-custody")

    with pytest.raises(QuestionError) as refused:
        house.questions.prisoners(basis, group=Group(by, name))
    assert refused.value.field == "group"
    assert f"{name!r}" not in str(refused.value)


def test_a_group_of_what_a_count_does_not_ask_is_refused(house: House) -> None:
    basis = house.questions.clock.basis(day(3), definition="former")

    with pytest.raises(QuestionError, match="does not ask who is held"):
        house.questions.prisoners(basis, group=Group(By.PLACE, "unknown"))
