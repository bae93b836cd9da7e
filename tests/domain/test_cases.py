"""How cases, sentences and measures after release stand on a day: small tables that show one rule each."""

from typing import Any

import pytest

from domain import facts as f
from domain.codes import Article
from domain.dates import FuzzyDate, day_of
from domain.errors import FactError
from domain.folds.after_release import measures
from domain.folds.holds import Holds
from domain.folds.procedure import State, cases
from domain.folds.punishment import sentences
from domain.folds.standing import Standing
from domain.people import FactId, PassageId, PersonId
from domain.terms import Duration, Term

BY = day_of("2026-01-01")
CASE, SENTENCE = FactId("case"), FactId("sentence")
RIOTS, GROUP = Article.parse("CC 293 part 2"), Article.parse("CC 342 part 1")


def stands(identifier: str, kind: type[f.Fact], occurred: str, **fields: Any) -> Standing:
    when = FuzzyDate.parse(occurred)
    for name in ("term", "expires"):
        if isinstance(fields.get(name), str):
            text = fields[name]
            fields[name] = Term(length=Duration.parse(text)) if name == "term" else FuzzyDate.parse(text)
    if issubclass(kind, f.CaseFact):
        fields.setdefault("case", CASE)
    if issubclass(kind, f.SentenceFact):
        fields.setdefault("sentence", SENTENCE)
    fact = kind(person=PersonId("person"), passages=(PassageId("passage"),), occurred=when, **fields)
    return Standing(FactId(identifier), 1, fact, *when.bounds(BY))


def state(facts: list[Standing], day: str) -> set[str]:
    (case,) = cases(facts)
    return {one.value for span in case.states if span.start <= day_of(day) < span.end for one in span.values}


def charged(facts: list[Standing], day: str) -> dict[str, Holds]:
    (case,) = cases(facts)
    return {str(one.article): one.holds for one in case.charges if one.start <= day_of(day) < one.end}


OPENED = stands("case", f.CaseOpened, "2021-01-10")


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        (f.MadeSuspect, {}, "suspect"),
        (f.Charged, {}, "charged"),
        (f.ChargesChanged, {"added": (GROUP,)}, "opened"),
        (f.CaseReported, {}, "under way"),
        (f.CaseReported, {"articles": (GROUP,)}, "charged"),
        (f.CaseSuspended, {}, "suspended"),
        (f.CaseDropped, {}, "dropped"),
        (f.CaseDropped, {"articles": (GROUP,)}, "opened"),
        (f.SentToCourt, {}, "in court"),
        (f.TrialBegun, {"hearing": f.Hearing.CLOSED}, "on trial"),
        (f.VerdictGiven, {"verdict": f.Verdict.GUILTY}, "convicted"),
        (f.VerdictGiven, {"verdict": f.Verdict.ACQUITTED}, "acquitted"),
        (f.VerdictGiven, {"verdict": f.Verdict.TERMINATED}, "terminated"),
        (f.AppealHeard, {}, "appeal heard"),
        (f.AppealHeard, {"verdict": f.Verdict.SENT_BACK}, "sent back"),
        (f.VerdictInForce, {}, "verdict in force"),
        (f.VerdictReviewed, {"verdict": f.Verdict.ACQUITTED}, "acquitted"),
        (f.CaseReopened, {}, "reopened"),
    ],
)
def test_each_step_makes_of_a_case_what_its_name_says(kind: type[f.Fact], more: dict[str, Any], expected: str) -> None:
    facts = [OPENED, stands("step", kind, "2021-02-01", **more)]

    assert [state(facts, day) for day in ("2021-01-09", "2021-01-31", "2021-02-01")] == [set(), {"opened"}, {expected}]


def test_every_state_is_reached_by_some_step() -> None:
    """The table above, the state before the first and the opening leave none out."""
    reached = {"none yet", "opened", "suspect", "charged", "under way", "suspended", "dropped", "in court", "on trial"}
    reached |= {"convicted", "acquitted", "terminated", "appeal heard", "sent back", "verdict in force", "reopened"}

    assert {one.value for one in State} - reached == {"verdict reviewed"}
    assert state([OPENED, stands("step", f.VerdictReviewed, "2021-02-01")], "2021-02-01") == {"verdict reviewed"}


def test_steps_of_one_day_come_in_the_order_of_a_case() -> None:
    day = "2021-02-01"
    facts = [
        stands("a", f.VerdictInForce, day),
        stands("b", f.AppealHeard, day),
        stands("c", f.Charged, day, articles=(RIOTS,)),
        OPENED,
    ]

    assert state(facts, day) == {"verdict in force"}
    assert charged(facts, day) == {str(RIOTS): Holds.CERTAINLY}


def test_nothing_comes_before_the_opening_of_its_case() -> None:
    """Opened at some time in January, charged between the 5th and the 20th: once charged it was opened before."""
    facts = [stands("case", f.CaseOpened, "2021-01"), stands("step", f.Charged, "[2021-01-05..2021-01-20]")]

    assert [state(facts, day) for day in ("2021-01-04", "2021-01-19", "2021-01-20")] == [
        {"none yet", "opened"},
        {"none yet", "opened", "charged"},
        {"charged"},
    ]


def test_dates_that_contradict_the_opening_are_kept_as_they_are() -> None:
    facts = [OPENED, stands("step", f.Charged, "2021-01-01", articles=(RIOTS,))]

    assert [state(facts, day) for day in ("2021-01-05", "2021-01-10")] == [{"charged"}, {"opened"}]


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        (f.CaseDropped, {}, set()),
        (f.CaseDropped, {"articles": (RIOTS,)}, {GROUP}),
        (f.ChargesChanged, {"dropped": (GROUP,)}, {RIOTS}),
        (f.VerdictGiven, {"verdict": f.Verdict.GUILTY}, {RIOTS, GROUP}),
        (f.VerdictGiven, {"verdict": f.Verdict.GUILTY, "articles": (GROUP,)}, {GROUP}),
        (f.VerdictGiven, {"verdict": f.Verdict.ACQUITTED}, set()),
        (f.AppealHeard, {"verdict": f.Verdict.TERMINATED}, set()),
        (f.AppealHeard, {"verdict": f.Verdict.SENT_BACK}, {RIOTS, GROUP}),
        (f.CaseSuspended, {}, {RIOTS, GROUP}),
    ],
)
def test_a_charge_stays_until_it_is_dropped_by_itself_or_with_its_case(
    kind: type[f.Fact], more: dict[str, Any], expected: set[Article]
) -> None:
    facts = [
        OPENED,
        stands("a", f.Charged, "2021-01-20", articles=(RIOTS, GROUP)),
        stands("b", kind, "2021-02", **more),
    ]

    assert set(charged(facts, "2021-02-28")) == set(map(str, expected))
    assert set(charged(facts, "2021-02-01").values()) <= {Holds.POSSIBLY, Holds.CERTAINLY}
    assert len(charged(facts, "2021-02-01")) == 2


def test_a_case_that_is_reopened_brings_back_the_charges_that_it_names() -> None:
    facts = [
        OPENED,
        stands("a", f.Charged, "2021-01-20", articles=(RIOTS, GROUP)),
        stands("b", f.CaseDropped, "2021-03-01"),
        stands("c", f.CaseReopened, "2022-03-01", articles=(GROUP,)),
    ]

    assert charged(facts, "2022-02-28") == {}
    assert charged(facts, "2022-03-01") == {str(GROUP): Holds.CERTAINLY}


def test_a_step_of_a_case_that_does_not_stand_is_left_out() -> None:
    assert cases([stands("step", f.Charged, "2021-01-01")]) == []


def test_a_change_of_charges_that_changes_nothing_is_refused() -> None:
    with pytest.raises(FactError, match="no article is added or dropped"):
        stands("step", f.ChargesChanged, "2021-01-01")


def aspects(facts: list[Standing], day: str) -> tuple[set[str], ...]:
    (sentence,) = sentences(facts)
    at = day_of(day)
    return tuple(
        {one for span in found if span.start <= at < span.end for one in span.values} for _, found in sentence.aspects
    )


PASSED = stands("sentence", f.Sentenced, "2021-07-01", punishment=f.Punishment.COLONY, term="P6Y")


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        (f.SentenceShortened, {"term": "P5Y"}, ({"colony"}, {"P5Y"})),
        (f.SentenceIncreased, {"term": "P6Y6M"}, ({"colony"}, {"P6Y6M"})),
        (f.SentenceShortened, {}, ({"colony"}, {"not stated"})),
        (f.ReplacedByStricter, {"punishment": f.Punishment.PRISON}, ({"prison"}, {"not stated"})),
        (f.ReplacedByMilder, {"punishment": f.Punishment.OPEN_TYPE, "term": "P2Y"}, ({"open-type facility"}, {"P2Y"})),
        (f.TimeCredited, {"credited": Duration.parse("P3M")}, ({"colony"}, {"P6Y"})),
    ],
)
def test_each_change_makes_of_a_sentence_what_it_says(
    kind: type[f.Fact], more: dict[str, Any], expected: tuple[set[str], set[str]]
) -> None:
    facts = [PASSED, stands("change", kind, "2022-01-01", **more)]

    assert aspects(facts, "2021-12-31") == ({"colony"}, {"P6Y"})
    assert aspects(facts, "2022-01-01") == expected


def test_two_reports_of_a_sentence_are_one_sentence_and_a_change_may_name_either() -> None:
    rival = stands("rival", f.Sentenced, "2021-07-03", punishment=f.Punishment.PRISON, happening=SENTENCE)
    change = stands("change", f.SentenceShortened, "2022-01-01", sentence="rival", term="P1Y")

    (sentence,) = sentences([PASSED, rival, change])

    assert (sentence.id, set(sentence.steps)) == (SENTENCE, {"sentence", "rival", "change"})
    assert aspects([PASSED, rival, change], "2021-12-31") == ({"colony", "prison"}, {"P6Y", "not stated"})
    assert aspects([PASSED, rival, change], "2022-01-01") == ({"colony", "prison"}, {"P1Y"})


def applies(facts: list[Standing], day: str) -> dict[str, Holds]:
    at = day_of(day)
    return {
        one.burden.value: span.holds for one in measures(facts) for span in one.spans if span.start <= at < span.end
    }


ENDS: list[tuple[type[f.Fact], dict[str, Any], type[f.Fact], str, str]] = [
    (f.ConvictionKept, {}, f.ConvictionExpunged, "conviction", "conviction not expunged"),
    (f.SupervisionImposed, {}, f.SupervisionEnded, "supervision", "supervision"),
    (f.BanImposed, {"ban_on": f.Ban.LEAVING}, f.BanLifted, "ban", "ban on leaving the country"),
    (f.BanImposed, {"ban_on": f.Ban.ENTERING}, f.BanExpired, "ban", "ban on entering the country"),
    (f.ListedAsExtremist, {"list_of": "A list"}, f.RemovedFromList, "listing", "listed as extremist"),
]


@pytest.mark.parametrize(("begins", "more", "ends", "field", "burden"), ENDS)
def test_a_measure_applies_from_its_first_day_until_the_day_that_ends_it(
    begins: type[f.Fact], more: dict[str, Any], ends: type[f.Fact], field: str, burden: str
) -> None:
    begun = stands("measure", begins, "2015-08-22", **more)
    over = stands("over", ends, "2018-02", **{field: FactId("measure")})
    other = stands("other", ends, "2016-01-01", **{field: FactId("gone")})

    facts = [begun, over, other]

    assert applies(facts, "2015-08-21") == {}
    assert applies(facts, "2018-01-31") == {burden: Holds.CERTAINLY}
    assert applies(facts, "2018-02-01") == {burden: Holds.POSSIBLY}
    assert applies(facts, "2018-02-28") == {burden: Holds.NO}


def test_a_ban_with_a_last_day_applies_through_that_day() -> None:
    facts = [stands("ban", f.BanImposed, "2015-02-21", ban_on=f.Ban.ENTERING, expires="2018-02-20")]

    assert [applies(facts, day)["ban on entering the country"] for day in ("2018-02-20", "2018-02-21")] == [
        Holds.CERTAINLY,
        Holds.NO,
    ]
