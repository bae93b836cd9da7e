"""Small worlds of published figures: few days, few numbers, few things counted, so that they meet."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from domain import facts as f
from domain.dates import FuzzyDate, FuzzyInterval
from domain.published import Counted, Unit
from domain.quantities import Quantity
from tests.worlds import DAYS, PASSAGE, edtf

SMALL = ("0", "1", "2", "more than 1", "at least 2", "about 3", "2-3", "up to 2", "several", "none")
quantities = st.sampled_from(SMALL).map(Quantity.parse)
_STARTS = st.integers(0, DAYS - 1)
_WIDTHS = st.integers(0, 3)
_COUNTED = st.sampled_from(
    [Counted.POLITICAL_PRISONERS, Counted.POLITICAL_PRISONERS, Counted.BEHIND_BARS, Counted.DETAINED]
)


def stated(quantity: str, day: str, **fields: Any) -> f.CountPublished:
    """A figure of persons as of a day, by default of political prisoners."""
    fields = {"publisher": "Viasna", "unit": Unit.PERSONS, "counted": Counted.POLITICAL_PRISONERS} | fields
    fields.setdefault("passages", PASSAGE)
    return f.CountPublished(quantity=Quantity.parse(quantity), stated_as_of=FuzzyDate.parse(day), **fields)


@st.composite
def figures(draw: st.DrawFn) -> f.CountPublished:
    """A figure of a small world, as of a day or during a time."""
    start, width = draw(_STARTS), draw(_WIDTHS)
    fields: dict[str, Any] = {
        "passages": PASSAGE,
        "publisher": draw(st.sampled_from(["Viasna", "Dissidentby"])),
        "quantity": draw(quantities),
        "unit": draw(st.sampled_from([Unit.PERSONS, Unit.PERSONS, Unit.DETENTIONS])),
        "counted": draw(_COUNTED),
        "group": draw(st.sampled_from([None, None, "women"])),
    }
    when = draw(st.sampled_from(["as of", "during", "both"]))
    if when != "during":
        fields["stated_as_of"] = FuzzyDate.parse(edtf(start, width))
    if when == "as of":
        return f.CountPublished(**fields)
    ends = draw(st.sampled_from(["{0}/{1}", "../{1}", "{0}/.."]))
    during = ends.format(edtf(start, 0), edtf(start + width, 0))
    return f.CountPublished(**fields, during=FuzzyInterval.parse(during))


def adds_up(whole: Quantity, parts: Sequence[Quantity], most: int = 20) -> str:
    """Whether parts add up to a whole, by trying every number; ``most`` is larger than any sum of small worlds."""
    sums = {0}
    for part in parts:
        sums = {one + number for one in sums for number in numbers(part, most)}
    both = sums & numbers(whole, len(parts) * most)
    exact = len(sums) == 1 and len(numbers(whole, most)) == 1
    return "no" if not both else "certain" if exact else "possible"


def numbers(said: Quantity, most: int) -> set[int]:
    """Every number that a quantity may be, an open end cut."""
    return set(range(said.low, (most if said.high is None else said.high) + 1))
