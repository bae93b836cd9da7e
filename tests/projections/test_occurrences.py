"""Of whom the cycle tells where it may not tell of everybody."""

from hypothesis import given
from hypothesis import strategies as st

from domain.folds.cycle import Sort
from domain.folds.holds import Holds
from domain.people import PersonId
from projections.occurrences import Lot, Lots, told


def called(one: Lot) -> str:
    """One name stands for many people, and small letters are no other names than large ones."""
    return "aBc"[int(one.person) % 3]


people = st.lists(st.integers(0, 30), unique=True, max_size=8)
"""Who was seen."""


def lots(seen: list[list[int]]) -> Lots:
    """Return what befell some people, one month for each list."""
    return {
        (at, Sort.RELEASED): [Lot(PersonId(f"{one:02}"), "", Holds.CERTAINLY, ()) for one in each]
        for at, each in enumerate(seen)
    }


@given(seen=st.lists(people, min_size=1, max_size=4), hidden=st.sets(st.integers(0, 30)), most=st.integers(0, 40))
def test_each_month_tells_of_equally_many_and_all_together_of_no_more_than_asked(
    seen: list[list[int]], hidden: set[int], most: int
) -> None:
    """Unless there is not even room for one in each month."""
    away = frozenset(PersonId(f"{one:02}") for one in hidden)
    everybody = told(lots(seen), away, called, None)
    some = told(lots(seen), away, called, most)
    lengths = {where: len(each) for where, each in some.items()}
    longest = max(lengths.values())

    assert all(each == everybody[where][: len(each)] for where, each in some.items())
    assert all(length == min(longest, len(everybody[where])) for where, length in lengths.items())
    assert sum(lengths.values()) <= most or longest <= 1
    more = sum(min(longest + 1, len(each)) for each in everybody.values())
    assert some == everybody or more > most


@given(seen=people, hidden=st.sets(st.integers(0, 30)))
def test_people_are_told_of_in_the_order_of_names_and_never_one_who_is_withheld(
    seen: list[int], hidden: set[int]
) -> None:
    found = told(lots([seen]), frozenset(PersonId(f"{one:02}") for one in hidden), called, None)

    assert [int(one.person) for one in found[0, Sort.RELEASED]] == sorted(
        (one for one in seen if one not in hidden), key=lambda one: (one % 3, one)
    )
