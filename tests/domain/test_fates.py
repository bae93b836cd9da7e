"""What has become of each version of a fact, after any history of changes."""

from hypothesis import given
from hypothesis import strategies as st

from domain.changes import Content, Corrected, Fate, Reinstated, Retracted, Status, fates, retracted_versions, stands
from domain.facts import PersonRegistered

BODY = PersonRegistered()
STANDING = Fate(Status.STANDING)


def history(*changes: Content) -> list[tuple[int, Content]]:
    return list(enumerate((BODY, *changes), start=1))


def corrected(by: int) -> Fate:
    return Fate(Status.CORRECTED, by)


def retracted(by: int) -> Fate:
    return Fate(Status.RETRACTED, by)


AGAIN = Corrected(BODY, "again")


def test_a_version_is_corrected_by_the_next_that_is_not_taken_back_itself() -> None:
    assert fates(history()) == {1: STANDING}
    assert fates(history(AGAIN, AGAIN)) == {1: corrected(2), 2: corrected(3), 3: STANDING}
    assert fates(history(AGAIN, AGAIN, Retracted("x", 2))) == {1: corrected(3), 2: retracted(4), 3: STANDING}
    assert fates(history(AGAIN, Retracted("x", 2))) == {1: STANDING, 2: retracted(3)}


def test_what_is_taken_back_is_so_by_the_first_that_did_until_it_is_restored() -> None:
    gone = [Retracted("x"), Retracted("x", 1)]

    assert fates(history(*gone)) == {1: retracted(2)}
    assert fates(history(*gone, Reinstated("y"))) == {1: STANDING}
    assert fates(history(*gone, Reinstated("y", 1), Retracted("z"))) == {1: retracted(5)}
    assert fates(history(gone[0], AGAIN)) == {1: retracted(2), 3: STANDING}


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, Content]]:
    """Draw changes of what there is: no version is taken back before it is recorded."""
    told: list[Content] = []
    for newest in range(1, draw(st.integers(1, 8))):
        version = draw(st.one_of(st.none(), st.integers(1, newest)))
        kinds: list[Content] = [AGAIN, Retracted("x", version), Reinstated("x", version)]
        told.append(draw(st.sampled_from(kinds)))
    return history(*told)


@given(histories())
def test_fates_say_of_each_version_what_stands_and_what_is_taken_back(told: list[tuple[int, Content]]) -> None:
    found = fates(told)
    stood = stands(told)

    assert [one for one, fate in found.items() if fate == STANDING] == ([stood.version] if stood else [])
    gone = {one for one, fate in found.items() if fate.status is Status.RETRACTED}
    assert gone == retracted_versions(told) & set(found)
    assert all(fate.by is None or fate.by > one for one, fate in found.items())
    assert all(found[fate.by].status is not Status.RETRACTED for fate in found.values() if fate.by in found)
