"""Quantities as sources print them: the words kept, bounds read from them, and nothing else accepted."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import QuantityError
from domain.quantities import _QUALIFIERS, _WORDS, Quantity, total
from ledger.mapper import parsed

_NUMBERS = st.integers(1, 50_000)
_QUALIFIED = st.builds(lambda word, n: f"{word}{n:,}", st.sampled_from(["", *(f"{w} " for w in _QUALIFIERS)]), _NUMBERS)
_RANGES = st.builds(lambda low, more: f"{low:,}-{low + more:,}", _NUMBERS, _NUMBERS)
quantities = st.one_of(_QUALIFIED, _RANGES, st.sampled_from(sorted(_WORDS)))


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("57", 57, 57),
        ("0", 0, 0),
        ("35,000", 35_000, 35_000),
        ("more than 700", 701, None),
        ("over 35,000", 35_001, None),
        ("slightly over 1,000", 1_001, 2_000),
        ("at least 29", 29, None),
        ("no fewer than 29", 29, None),
        ("fewer than 50", 0, 49),
        ("under 50", 0, 49),
        ("up to 40", 0, 40),
        ("at most 40", 0, 40),
        ("about 1,000", 0, 2_000),
        ("around 1,200", 1_100, 1_300),
        ("approximately 57", 56, 58),
        ("estimated 14,000", 13_000, 15_000),
        ("some 23,000", 22_000, 24_000),
        ("almost 4,700", 4_600, 4_699),
        ("nearly 3", 2, 2),
        ("almost 1", 0, 0),
        ("5-15", 5, 15),
        ("900-1,000", 900, 1_000),
        ("several", 2, None),
        ("dozens", 24, None),
        ("hundreds", 200, None),
        ("thousands", 2_000, None),
        ("tens of thousands", 20_000, None),
        ("none", 0, 0),
    ],
)
def test_words_give_bounds_and_stay(written: str, low: int, high: int | None) -> None:
    read = Quantity.parse(written)

    assert (read.low, read.high, str(read)) == (low, high, written)


@pytest.mark.parametrize(
    "written",
    [
        "", " 57", "57 ", "057", "4700", "1,00", "1,0000", "+57", "-57", "5.5", "57\n", "\u0665", "More than 700",
        "more  than 700", "more than", "morethan 700", "about", "about none", "about 0", "almost 0", "fewer than 0",
        "dozens of", "many", "5-5", "15-5", "5 - 15", "5\u201315", "about 5-15", "more than 5-15", "1,000,000,001",
    ],
)  # fmt: skip
def test_anything_else_is_refused_by_its_text(written: str) -> None:
    with pytest.raises(QuantityError) as refused:
        Quantity.parse(written)

    assert repr(written) in refused.value.message


@given(written=quantities)
def test_a_quantity_is_written_as_it_was_read(written: str) -> None:
    read = Quantity.parse(written)

    assert Quantity.parse(str(read)) == read
    assert read.low >= 0
    assert read.high is None or read.low <= read.high


@given(text=st.text(alphabet="0123456789,- abemnorstu", max_size=16))
def test_only_the_written_form_is_read(text: str) -> None:
    """Whatever is accepted is printed back as it was; the rest is an error of one kind."""
    try:
        read = str(Quantity.parse(text))
    except QuantityError:
        read = text

    assert read == text


@given(written=quantities)
def test_exact_is_one_number(written: str) -> None:
    read = Quantity.parse(written)

    assert read.exact == (read.low == read.high)


def test_a_sum_adds_bounds() -> None:
    """1,131 held and 3,208 released are the 4,339 recognized; an open part leaves the sum open."""
    held, released = Quantity.parse("1,131"), Quantity.parse("3,208")

    assert total([held, released]) == (4_339, 4_339)
    assert total([held, Quantity.parse("about 1,200")]) == (2_231, 2_431)
    assert total([held, Quantity.parse("more than 700")]) == (1_832, None)
    assert total([]) == (0, 0)


@pytest.mark.parametrize(
    ("written", "low", "high", "expected"),
    [
        ("57", 57, 57, True),
        ("57", 58, None, False),
        ("57", 0, 56, False),
        ("more than 700", 0, 700, False),
        ("more than 700", 0, 701, True),
        ("5-15", 15, 20, True),
        ("5-15", 16, None, False),
        ("dozens", 3, None, True),
    ],
)
def test_bounds_that_meet_may_be_equal(written: str, low: int, high: int | None, expected: bool) -> None:  # noqa: FBT001
    assert Quantity.parse(written).may_equal(low, high) is expected


def test_a_fact_holds_it_as_text() -> None:
    """The codec reads it by the same hook as dates, and names the field at fault."""

    class Held(msgspec.Struct):
        quantity: Quantity

    held = msgspec.convert({"quantity": "more than 700"}, Held, dec_hook=parsed)

    assert msgspec.to_builtins(held, enc_hook=str) == {"quantity": "more than 700"}
    with pytest.raises(msgspec.ValidationError, match=r"'plenty' is not a quantity.*\$\.quantity"):
        msgspec.convert({"quantity": "plenty"}, Held, dec_hook=parsed)
