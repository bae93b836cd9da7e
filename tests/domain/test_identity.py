"""Who is whom: joined by judgements, kept apart by vetoes, whatever the chain."""

from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.dates import Day
from domain.folds.identity import Identities, identities
from domain.folds.standing import Standing
from domain.people import FactId, PersonId

PEOPLE = tuple(PersonId(name) for name in "abcde")
Judged = tuple[type[f.IdentityJudgement], str]


def judged(*said: Judged) -> Identities:
    """Each judgement is a kind and two letters."""
    facts = [
        Standing(FactId(f"j{n}"), 1, kind(pair=tuple(map(PersonId, pair)), reason="r"), Day(1), Day(1))
        for n, (kind, pair) in enumerate(said)
    ]
    return identities(PEOPLE, facts)


def groups(found: Identities) -> set[str]:
    """Write who is together, where more than one is."""
    together = ("".join(found.members(person)) for person in PEOPLE)
    return {group for group in together if len(group) > 1}


def test_the_earliest_registered_stands_for_all() -> None:
    found = judged((f.JudgedSame, "cb"), (f.JudgedSame, "ac"))

    assert groups(found) == {"abc"}
    assert found.canonical[PersonId("c")] == "a"


def test_two_that_are_different_stay_apart_whatever_the_chain_and_it_is_reported() -> None:
    found = judged((f.JudgedSame, "ab"), (f.JudgedSame, "bc"), (f.JudgedDifferent, "ac"))

    assert groups(found) == {"ab"}
    assert [(person, odd.facts) for person, odd in found.vetoed] == [("b", ("j1", "j2")), ("c", ("j1", "j2"))]


def test_an_undecided_pair_stays_as_it_is() -> None:
    assert groups(judged((f.JudgedUndecided, "ab"))) == set()
    assert groups(judged((f.JudgedSame, "ab"), (f.JudgedUndecided, "ab"))) == {"ab"}


def test_a_judgement_on_somebody_who_does_not_stand_joins_nobody() -> None:
    assert groups(judged((f.JudgedSame, "ax"), (f.JudgedSame, "xb"))) == set()


kinds = st.sampled_from([f.JudgedSame, f.JudgedSame, f.JudgedDifferent, f.JudgedUndecided])
pairs = st.permutations("abcde").map(lambda letters: "".join(letters[:2]))


@given(said=st.lists(st.tuples(kinds, pairs), max_size=8))
def test_nobody_is_joined_with_one_they_are_judged_to_differ_from(said: list[Judged]) -> None:
    found = judged(*said)

    for kind, pair in said:
        if kind is f.JudgedDifferent:
            assert found.canonical[PersonId(pair[0])] != found.canonical[PersonId(pair[1])]


@given(said=st.lists(st.tuples(kinds, pairs), max_size=8), data=st.data())
def test_without_contradiction_the_order_of_judging_does_not_matter(said: list[Judged], data: st.DataObject) -> None:
    found = judged(*said)
    again = judged(*data.draw(st.permutations(said)))

    assert bool(found.vetoed) == bool(again.vetoed)
    assert found.vetoed or groups(found) == groups(again)
