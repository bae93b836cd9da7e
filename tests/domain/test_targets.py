"""How many some targets are: groups, their parts and rival figures are never added up."""

from domain.folds.holds import Holds
from domain.folds.targets import Range, Target, totals
from domain.people import FactId
from domain.sanctions import TargetKind, Unit

SURE, MAYBE = Holds.CERTAINLY, Holds.POSSIBLY
UNCOUNTED: Range = (0, None)


def group(persons: Range, *wholes: str) -> tuple[Range, tuple[str, ...]]:
    return persons, wholes


def persons(holds: dict[str, Holds], **groups: tuple[Range, tuple[str, ...]]) -> Range:
    """Count persons among groups, each with its size and the groups it is part of."""
    targets = {
        FactId(name): Target(
            FactId(name),
            TargetKind.GROUP,
            name,
            {Unit.PERSONS: size, Unit.ENTITIES: (0, 0), Unit.COUNTRIES: (0, 0)},
            size != UNCOUNTED,
            frozenset(map(FactId, wholes)),
        )
        for name, (size, wholes) in groups.items()
    }
    found = totals({FactId(name): one for name, one in holds.items()}, targets).units[Unit.PERSONS]
    return found.certain, found.possible


def test_groups_that_share_nobody_are_added() -> None:
    assert persons({"a": SURE, "b": SURE}, a=group((170, 170)), b=group((4, 4))) == (174, 174)
    assert persons({"a": MAYBE, "b": SURE}, a=group((170, 170)), b=group((4, 4))) == (4, 174)


def test_rival_figures_give_a_range() -> None:
    assert persons({"a": SURE}, a=group((170, 171))) == (170, 171)


def test_a_group_and_its_parts_are_as_many_as_the_larger() -> None:
    parts = {"a": group((201, 219)), "b": group((170, 171), "a"), "c": group((4, 4), "a")}

    assert persons({"a": SURE, "b": SURE, "c": SURE}, **parts) == (201, 219)
    assert persons({"a": MAYBE, "b": SURE, "c": SURE}, **parts) == (174, 219)
    assert persons({"b": SURE, "c": SURE}, **parts) == (174, 175)


def test_parts_are_certainly_no_more_than_sources_give_the_group() -> None:
    """Either a figure is wrong, or the parts share somebody."""
    parts = {"a": group((5, 6)), "b": group((4, 4), "a"), "c": group((3, 3), "a")}

    assert persons({"a": SURE, "b": SURE, "c": SURE}, **parts) == (6, 7)


def test_a_group_that_no_source_counts_has_no_limit_but_that_of_the_group_it_is_part_of() -> None:
    assert persons({"a": SURE}, a=group(UNCOUNTED)) == (0, None)
    assert persons({"a": SURE}, a=group(UNCOUNTED, "b"), b=group((37, 41))) == (0, 41)
    assert persons({"a": SURE, "b": SURE}, a=group(UNCOUNTED, "b"), b=group((37, 41))) == (37, 41)
    assert persons({"a": SURE, "b": SURE}, a=group((4, 4), "b"), b=group(UNCOUNTED)) == (4, None)
    beside = {"a": group(UNCOUNTED, "b"), "b": group((37, 41)), "c": group((4, 4), "b")}
    assert persons(dict.fromkeys("abc", SURE), **beside) == (37, 41)


def test_a_part_of_several_groups_is_counted_with_the_smallest() -> None:
    nested = {"z": group((192, 192)), "y": group((150, 160), "z"), "a": group((37, 41), "y", "z")}

    assert persons(dict.fromkeys("zya", SURE), **nested) == (192, 192)
    assert persons({"y": SURE, "a": SURE}, **nested) == (150, 160)


def test_groups_that_are_parts_of_one_another_count_each_for_itself() -> None:
    """Odd, and nobody is lost: what is part of itself through another is counted with neither."""
    round_ = {"a": group((3, 3), "b"), "b": group((2, 2), "a"), "c": group((1, 1), "a")}

    assert persons(dict.fromkeys("abc", SURE), **round_) == (5, 5)
