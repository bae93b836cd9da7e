"""Story 6, suspended and lifted: asked before, between and after the acts, by rows and by replay, on both databases."""

import pytest

from domain import facts as f
from domain.folds.anomalies import Oddity
from domain.people import TargetId
from domain.sanctions import Measure, TargetKind, Unit
from tests.conftest import House
from tests.sanctions import Clerk, asked

Both = tuple[tuple[int, int | None], tuple[int, int | None]]


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house)


def of_persons(house: House, day: str, **more: object) -> Both:
    """Return (certain, possible) persons under a measure in force, and under one that is suspended."""
    under = asked(house, day, **more).any_measure  # type: ignore[arg-type]  # passed through
    found = (under.in_force.units[Unit.PERSONS], under.suspended.units[Unit.PERSONS])
    first, second = ((one.certain, one.possible) for one in found)
    return first, second


def october_and_february(clerk: Clerk) -> dict[str, TargetId]:
    """Prolonged and suspended at once for 170 persons and 3 entities; then lifted, on a day that is not printed."""
    many, four = clerk.target(persons="170"), clerk.target(persons="4")
    few, country = clerk.target(entities="3"), clerk.target(TargetKind.COUNTRY)
    embargo, freeze = (Measure.ARMS_EMBARGO,), (Measure.ASSET_FREEZE,)
    for target, measures in ((many, None), (four, None), (few, freeze), (country, embargo)):
        chosen = {"measures": measures} if measures else {}
        clerk.measure(f.MeasureImposed, target, "2014-10-31", expires="2015-10-31", **chosen)
    october = clerk.act("2015-10-29", published="2015-10-30", in_force="2015-10-31")
    february = clerk.act("2016-02-25", announced="2016-02-15", published="2016-02-27")
    for target, measures in ((many, None), (four, None), (few, freeze), (country, embargo)):
        chosen = {"measures": measures} if measures else {}
        clerk.measure(f.MeasureProlonged, target, "2015-10-31", act=october, expires="2016-02-29", **chosen)
    clerk.measure(f.MeasureSuspended, many, "2015-10-31", act=october, suspended_until="2016-02-29")
    clerk.measure(f.MeasureSuspended, few, "2015-10-31", freeze, act=october, suspended_until="2016-02-29")
    between = "[2016-02-25..2016-02-27]"
    clerk.measure(f.MeasureLifted, many, between, act=february)
    clerk.measure(f.MeasureLifted, few, between, freeze, act=february)
    clerk.measure(f.MeasureProlonged, four, between, act=february, expires="2017-02-28")
    clerk.measure(f.MeasureProlonged, country, between, embargo, act=february, expires="2017-02-28")
    return {"many": many, "four": four, "few": few, "country": country}


def test_6_suspended_and_lifted_asked_between_the_acts(house: House, clerk: Clerk) -> None:
    october_and_february(clerk)

    assert of_persons(house, "2014-10-30") == ((0, 0), (0, 0))
    assert of_persons(house, "2015-10-01") == ((174, 174), (0, 0))
    assert of_persons(house, "2015-10-30") == ((174, 174), (0, 0))
    assert of_persons(house, "2015-10-31") == ((4, 4), (170, 170))
    assert of_persons(house, "2015-11-01") == ((4, 4), (170, 170))
    assert of_persons(house, "2016-02-24") == ((4, 4), (170, 170))
    assert of_persons(house, "2016-02-26") == ((4, 4), (0, 170))
    assert of_persons(house, "2016-02-27") == ((4, 4), (0, 0))
    assert of_persons(house, "2016-03-01") == ((4, 4), (0, 0))
    assert of_persons(house, "2017-03-01") == ((0, 0), (0, 0))


def test_6_the_embargo_on_the_country_stays_untouched(house: House, clerk: Clerk) -> None:
    october_and_february(clerk)
    for day in ("2015-10-01", "2015-11-01", "2016-02-26", "2016-03-01"):
        found = asked(house, day, measure=Measure.ARMS_EMBARGO).any_measure.in_force

        assert found.units[Unit.COUNTRIES].certain == 1
        assert found.units[Unit.PERSONS].possible == 0


def test_6_without_the_act_of_february_everything_lapses_by_itself(house: House, clerk: Clerk) -> None:
    """A suspension ends on its day; here the measures end on the same one, so that they never apply again."""
    target = clerk.target(persons="170")
    act = clerk.act("2015-10-29")
    clerk.measure(f.MeasureProlonged, target, "2015-10-31", act=act, expires="2016-02-29")
    clerk.measure(f.MeasureSuspended, target, "2015-10-31", act=act, suspended_until="2016-02-15")

    assert of_persons(house, "2016-02-15") == ((0, 0), (170, 170))
    assert of_persons(house, "2016-02-16") == ((170, 170), (0, 0))
    assert of_persons(house, "2016-02-29") == ((170, 170), (0, 0))
    assert of_persons(house, "2016-03-01") == ((0, 0), (0, 0))


def test_6_rival_figures_stand_side_by_side(house: House, clerk: Clerk) -> None:
    targets = october_and_february(clerk)
    before = house.ledger.size()
    rival = clerk.size(targets["many"], persons="171")
    clerk.size(targets["few"], entities="10")
    found = asked(house, "2015-11-01").any_measure.suspended.units

    assert (found[Unit.PERSONS].certain, found[Unit.PERSONS].possible) == (170, 171)
    assert (found[Unit.ENTITIES].certain, found[Unit.ENTITIES].possible) == (3, 10)
    assert of_persons(house, "2015-11-01", as_known=before) == ((4, 4), (170, 170))
    clerk.scribe.retract(rival)
    assert of_persons(house, "2015-11-01") == ((4, 4), (170, 170))


def test_6_known_late_an_act_changes_only_what_is_known_later(house: House, clerk: Clerk) -> None:
    target = clerk.target(persons="170")
    clerk.measure(f.MeasureImposed, target, "2014-10-31")
    before = house.ledger.size()
    suspended = clerk.measure(f.MeasureSuspended, target, "2015-10-31", suspended_until="2016-02-29")
    known = house.ledger.size()
    clerk.scribe.retract(suspended)

    assert of_persons(house, "2015-11-01", as_known=before) == ((170, 170), (0, 0))
    assert of_persons(house, "2015-11-01", as_known=known) == ((0, 0), (170, 170))
    assert of_persons(house, "2015-11-01") == ((170, 170), (0, 0))


def test_what_does_not_fit_is_recorded_and_shown_as_odd(house: House, clerk: Clerk) -> None:
    target = clerk.target(persons="170")
    act, other = clerk.act("2015-10-29"), clerk.act("2014-10-30")
    early = clerk.measure(f.MeasureImposed, target, "2015-10-28", act=act)
    lost = clerk.measure(f.MeasureProlonged, target, "2014-10-31", act=other)
    clerk.scribe.retract(other)
    (found,) = asked(house, "2015-11-01").under

    assert {(one.oddity, one.facts) for one in found.anomalies} == {
        (Oddity.IN_FORCE_BEFORE_ITS_ACT, (early, act)),
        (Oddity.LINK_TO_NOTHING, (lost,)),
    }
