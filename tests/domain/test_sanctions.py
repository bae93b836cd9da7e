"""How a measure stands on a day: acts in the order of their days, terms and suspensions that end by themselves."""

from typing import Any

import pytest

from domain import facts as f
from domain.dates import Day, FuzzyDate, day_of
from domain.errors import FactError
from domain.folds.sanctions import Measures, Sanction
from domain.folds.standing import Standing
from domain.people import FactId, PassageId, TargetId
from domain.quantities import Quantity
from domain.sanctions import Measure

FREEZE = Sanction("EU", "Belarus", Measure.ASSET_FREEZE)
PASSAGES = (PassageId("passage"),)


def told(kind: type[f.MeasureFact], occurred: str, *, measures: tuple[Measure, ...] = (), **more: Any) -> f.MeasureFact:
    for name in ("expires", "suspended_until"):
        if name in more:
            more[name] = FuzzyDate.parse(more[name])
    return kind(
        target=TargetId("target"),
        authority="EU",
        programme="Belarus",
        measures=measures or (Measure.ASSET_FREEZE,),
        occurred=FuzzyDate.parse(occurred),
        passages=PASSAGES,
        **more,
    )


def measures(*facts: f.MeasureFact) -> Measures:
    recorded = day_of("2026-11-22")
    return Measures(
        Standing(FactId(f"f{number}"), 1, fact, *fact.occurred.bounds(Day(recorded)))
        for number, fact in enumerate(facts)
    )


def stands(day: str, *facts: f.MeasureFact) -> set[str]:
    return {str(stand) for stand in measures(*facts).stands(FREEZE, day_of(day))}


def test_a_measure_applies_from_the_day_it_is_in_force() -> None:
    imposed = told(f.MeasureImposed, "2015-10-31")

    assert stands("2015-10-30", imposed) == {"none"}
    assert stands("2015-10-31", imposed) == {"in force"}
    assert stands("2026-01-01", imposed) == {"in force"}


def test_a_day_that_is_not_printed_leaves_both_possible() -> None:
    imposed = told(f.MeasureImposed, "2014-01-01")
    lifted = told(f.MeasureLifted, "[2016-02-25..2016-02-27]")

    assert stands("2016-02-24", imposed, lifted) == {"in force"}
    assert stands("2016-02-25", imposed, lifted) == {"in force", "lifted"}
    assert stands("2016-02-27", imposed, lifted) == {"lifted"}


def test_a_term_lapses_after_its_last_day_unless_it_is_prolonged() -> None:
    imposed = told(f.MeasureImposed, "2014-10-31", expires="2015-10-31")
    prolonged = told(f.MeasureProlonged, "2015-10-31", expires="2016-02-29")
    late = told(f.MeasureProlonged, "2015-12-01", expires="2016-02-29")

    assert stands("2015-10-31", imposed) == {"in force"}
    assert stands("2015-11-01", imposed) == {"lapsed"}
    assert stands("2015-11-01", imposed, prolonged) == {"in force"}
    assert stands("2015-11-01", imposed, late) == {"lapsed"}
    assert stands("2015-12-01", imposed, late) == {"in force"}


def test_a_last_day_of_which_only_the_month_is_known_may_have_passed() -> None:
    imposed = told(f.MeasureImposed, "2014-10-31", expires="2015-10")

    assert stands("2015-10-01", imposed) == {"in force"}
    assert stands("2015-10-02", imposed) == {"in force", "lapsed"}
    assert stands("2015-11-01", imposed) == {"lapsed"}


def test_a_suspension_ends_by_itself_and_the_measure_applies_again() -> None:
    imposed = told(f.MeasureImposed, "2014-10-31")
    suspended = told(f.MeasureSuspended, "2015-10-31", suspended_until="2016-02-29")

    assert stands("2016-02-29", imposed, suspended) == {"suspended"}
    assert stands("2016-03-01", imposed, suspended) == {"in force"}


def test_a_prolongation_says_nothing_of_a_suspension() -> None:
    facts = [
        told(f.MeasureImposed, "2014-10-31", expires="2015-10-31"),
        told(f.MeasureSuspended, "2015-10-01", suspended_until="2016-02-29"),
        told(f.MeasureProlonged, "2015-10-31", expires="2016-12-31"),
    ]

    assert stands("2015-12-01", *facts) == {"suspended"}
    assert stands("2016-03-01", *facts) == {"in force"}


def test_what_is_imposed_again_is_not_suspended_any_more() -> None:
    facts = [
        told(f.MeasureImposed, "2006-04-10"),
        told(f.MeasureSuspended, "2008-10-13", suspended_until="2011-10-31"),
        told(f.MeasureImposed, "2011-01-31"),
    ]

    assert stands("2011-01-30", *facts) == {"suspended"}
    assert stands("2011-01-31", *facts) == {"in force"}
    lifted = told(f.MeasureLifted, "2012-01-01")
    assert stands("2013-01-01", *facts, lifted, told(f.MeasureImposed, "2012-06-01")) == {"in force"}


def test_what_one_act_did_it_did_on_one_day() -> None:
    """Prolonged and suspended at once: on no reading is the measure in force in between."""
    between = "[2015-10-30..2015-11-02]"
    imposed = told(f.MeasureImposed, "2014-10-31", expires="2015-10-31")
    act: dict[str, Any] = {"act": FactId("act")}
    prolonged = told(f.MeasureProlonged, between, expires="2016-02-29", **act)
    suspended = told(f.MeasureSuspended, between, suspended_until="2016-02-29", **act)

    assert stands("2015-11-01", imposed, prolonged, suspended) == {"lapsed", "suspended"}
    apart = told(f.MeasureSuspended, between, suspended_until="2016-02-29", act=FactId("other"))
    assert stands("2015-11-01", imposed, prolonged, apart) == {"lapsed", "suspended", "in force"}


def test_acts_of_one_day_have_no_order() -> None:
    imposed, lifted = told(f.MeasureImposed, "2015-10-31"), told(f.MeasureLifted, "2015-10-31")

    assert stands("2015-10-31", imposed, lifted) == {"in force", "lifted"}


def test_a_group_that_is_divided_is_under_the_measure_no_more_as_one() -> None:
    facts = told(f.MeasureImposed, "2014-10-31"), told(f.MeasureDivided, "2015-07-14")

    assert stands("2015-07-14", *facts) == {"divided"}


def test_measures_go_their_own_ways() -> None:
    both = (Measure.ASSET_FREEZE, Measure.TRAVEL_BAN)
    found = measures(
        told(f.MeasureImposed, "2006-05-18", measures=both),
        told(f.MeasureSuspended, "2008-10-13", measures=(Measure.TRAVEL_BAN,)),
    )
    spans = [(str(one.sanction.measure), one.start, {str(stand) for stand in one.stands}) for one in found.spans()]

    assert spans == [
        ("asset freeze", day_of("2006-05-18"), {"in force"}),
        ("travel ban", day_of("2006-05-18"), {"in force"}),
        ("travel ban", day_of("2008-10-13"), {"suspended"}),
    ]


def test_only_the_acts_that_may_come_last_decide() -> None:
    found = measures(
        told(f.MeasureImposed, "2014-10-31"),
        told(f.MeasureProlonged, "2015-10-31"),
        told(f.MeasureSuspended, "2015-10-31"),
        told(f.MeasureLifted, "[2016-02-25..2016-02-27]"),
    )

    assert found.deciding(FREEZE, day_of("2015-11-01")) == {"f1", "f2"}
    assert found.deciding(FREEZE, day_of("2016-02-26")) == {"f1", "f2", "f3"}
    assert found.deciding(FREEZE, day_of("2016-02-27")) == {"f3"}


@pytest.mark.parametrize("several", [(), (Measure.TRAVEL_BAN, Measure.TRAVEL_BAN)])
def test_a_fact_of_no_measure_or_of_one_twice_is_refused(several: tuple[Measure, ...]) -> None:
    with pytest.raises(FactError, match="each once") as caught:
        f.MeasureLifted(
            target=TargetId("t"),
            authority="EU",
            programme="Belarus",
            measures=several,
            occurred=FuzzyDate.parse("2016"),
            passages=PASSAGES,
        )

    assert caught.value.field == "measures"


def test_a_size_that_counts_nothing_is_refused() -> None:
    with pytest.raises(FactError, match="persons or entities"):
        f.SizeStated(target=TargetId("t"), passages=PASSAGES)
    assert f.SizeStated(target=TargetId("t"), passages=PASSAGES, entities=Quantity.parse("3")).persons is None
