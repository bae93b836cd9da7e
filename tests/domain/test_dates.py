"""Dates as sources print them: exact bounds, the written form kept, and nothing else is accepted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import OPEN_DAY, Day, FuzzyDate, FuzzyInterval, day_of, iso, shifted
from domain.errors import DateError
from domain.terms import Duration, Term


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015-08", "2015-08-01", "2015-08-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015-08-22", "2015-08-22", "2015-08-22"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2015-XX", "2015-01-01", "2015-12-31"),
        ("2015-XX-XX", "2015-01-01", "2015-12-31"),
        ("2015-08-XX", "2015-08-01", "2015-08-31"),
        ("2015-21", "2015-03-01", "2015-05-31"),
        ("2015-22", "2015-06-01", "2015-08-31"),
        ("2015-23", "2015-09-01", "2015-11-30"),
        ("2015-24", "2015-01-01", "2016-02-29"),
        ("1937~", "1936-01-01", "1938-12-31"),
        ("2015-08?", "2015-07-01", "2015-09-30"),
        ("2015-08-22%", "2015-08-21", "2015-08-23"),
        ("2015-08~-22", "2015-07-22", "2015-09-22"),
        ("2015-?08-22", "2015-07-22", "2015-09-22"),
        ("2015?-08-22", "2014-08-22", "2016-08-22"),
        ("?2015-08-~22", "2014-08-22", "2016-08-22"),
        ("2015-01-31~", "2015-01-30", "2015-02-01"),
        ("2015-03-?31", "2015-03-30", "2015-04-01"),
        ("2015-?03-31", "2015-02-28", "2015-04-30"),
        ("[2017-03-21..2017-03-22]", "2017-03-21", "2017-03-22"),
        ("[2017-03-21,2017-03-25]", "2017-03-21", "2017-03-25"),
        ("[2017-03,2017-05..2017-06]", "2017-03-01", "2017-06-30"),
        ("[..2015-09]", "1900-01-01", "2015-09-30"),
        ("[2015-08..]", "2015-08-01", "2026-11-22"),
        ("XXXX-12-22", "1900-12-22", "2025-12-22"),
        ("XXXX-11-22", "1900-11-22", "2026-11-22"),
        ("XXXX-02-29", "1904-02-29", "2024-02-29"),
    ],
)
def test_bounds(written: str, earliest: str, latest: str) -> None:
    """An open end closes on the day of recording, here 22 November 2026."""
    low, high = FuzzyDate.parse(written).bounds(by=day_of("2026-11-22"))

    assert (iso(low), iso(high)) == (earliest, latest)


@pytest.mark.parametrize(
    "written",
    [
        "", " 2015", "2015 ", "15", "2015-8", "2015-08-1", "2015-13", "2015-00", "2015-02-29", "2015-08-32", "1899",
        "2101", "2015-25", "2015-21-01", "XXXX", "XXXX-12", "XXXX-XX-22", "XXXX-12-XX", "XXXX-12-22~", "2X15",
        "201X-05", "2015-XX-22", "~2015~",
        "2015-08-22~~", "2015-08-22T10:00", "2015/2016", "2015-08-11/2015-08-31", "[2015]",
        "[]", "[..]", "[2016..2015]", "[2015..2015]", "[2017-03-25,2017-03-21]", "[..2015,2016..]]", "[2015,..2016]",
        "[2014..,2015]", "[2015, 2016]", "{2015,2016}", "\uff12\uff10\uff11\uff15",
        "\u0662\u0660\u0661\u0665", "2015-08-22\n", "-2015", "Y20150", "unknown",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(DateError):
        FuzzyDate.parse(written)


parts = st.text("0123456789X-~?%[].,/ ", max_size=14)


@given(text=st.one_of(parts, st.text(max_size=10)))
def test_any_text_is_a_date_kept_as_written_or_one_kind_of_error(text: str) -> None:
    try:
        found = FuzzyDate.parse(text)
    except DateError:
        return

    assert str(found) == text
    assert found == FuzzyDate.parse(str(found))
    assert found.earliest <= found.latest <= OPEN_DAY


@given(day=st.dates(date(1900, 1, 2), date(2100, 12, 30)), mark=st.sampled_from(["", "~", "?", "%"]))
def test_a_day_round_trips_and_a_mark_widens_it_by_a_day(day: date, mark: str) -> None:
    found = FuzzyDate.parse(f"{day.isoformat()}{mark}")
    wider = timedelta(1 if mark else 0)

    assert (iso(found.earliest), iso(found.latest)) == ((day - wider).isoformat(), (day + wider).isoformat())


@given(start=st.dates(date(1950, 1, 1), date(2050, 1, 1)), days=st.integers(1, 2000))
def test_a_set_has_the_bounds_of_its_ends(start: date, days: int) -> None:
    end = start + timedelta(days)

    found = FuzzyDate.parse(f"[{start}..{end}]")

    assert (found.earliest, found.latest) == (day_of(start.isoformat()), day_of(end.isoformat()))


def test_values_do_not_change() -> None:
    found = FuzzyDate.parse("2015")

    with pytest.raises(AttributeError):
        found.written = "2016"
    assert len({found, FuzzyDate.parse("2015"), Duration.parse("P1Y")}) == 2


@pytest.mark.parametrize(
    ("written", "inside", "outside"),
    [
        ("2017-07-04/2017-07-04", ["2017-07-04"], ["2017-07-03", "2017-07-05"]),
        ("2017-03/2017-05", ["2017-03-31", "2017-05-01"], ["2017-03-30", "2017-05-02"]),
        ("../2017", ["1900-01-01", "2017-01-01"], ["2017-01-02"]),
        ("2017/..", ["2017-12-31", "2026-01-01"], ["2017-12-30"]),
    ],
)
def test_an_interval_contains_only_what_every_reading_does(written: str, inside: list[str], outside: list[str]) -> None:
    found = FuzzyInterval.parse(written)

    assert str(found) == written
    assert all(found.certainly_contains(day_of(day)) for day in inside)
    assert not any(found.certainly_contains(day_of(day)) for day in outside)


@pytest.mark.parametrize("written", ["2017", "../..", "2018/2017", "2017/2018/2019", "/2017", "2017/", "x/2017"])
def test_what_is_no_interval_is_refused(written: str) -> None:
    with pytest.raises(DateError):
        FuzzyInterval.parse(written)


@pytest.mark.parametrize("text", ["2017-7-4", "20170704", "2017-07-04T00:00", "2017-02-30", "4 July", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        day_of(text)


@pytest.mark.parametrize(
    ("term", "stated", "over"),
    [
        (Term(length=Duration.parse("P15D")), "2017-03-10", "2017-03-25"),
        (Term(length=Duration.parse("P6Y6M")), "2015-10-23", "2022-04-23"),
        (Term(length=Duration.parse("P1M")), "2015-01-31", "2015-02-28"),
        (Term(length=Duration.parse("P6Y"), starts=FuzzyDate.parse("2014-08-14")), "2015-07-10", "2020-08-14"),
        (Term(length=Duration.parse("P2Y"), credited=Duration.parse("P6M")), "2017-04-07", "2018-10-07"),
        (Term(ends=FuzzyDate.parse("2016-03")), "2015-02-26", "2016-03-01"),
    ],
)
def test_the_first_day_on_which_a_term_may_be_over(term: Term, stated: str, over: str) -> None:
    assert iso(term.may_be_over(day_of(stated))) == over


@pytest.mark.parametrize("text", ["", "P", "15D", "P15", "PT72H", "P1.5Y", "P0D", "P-1D", "P1D1Y", "p1d"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        Duration.parse(text)


def test_a_term_says_how_long_or_until_when() -> None:
    with pytest.raises(DateError):
        Term()
    with pytest.raises(DateError):
        Term(length=Duration.parse("P1Y"), ends=FuzzyDate.parse("2016"))


@given(months=st.integers(-500, 500), day=st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_moving_by_months_keeps_the_day_or_takes_the_last(months: int, day: date) -> None:
    found = date.fromordinal(shifted(Day(day.toordinal()), months=months))

    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(1)).day == 1)
