"""What stands of a stream, what is odd in a life, which questions have no answer, and what an answer covers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.changes import Content, Corrected, Reinstated, Retracted, stands
from domain.dates import Day, FuzzyDate, FuzzyInterval, day_of
from domain.errors import FactError, QuestionError
from domain.folds.anomalies import Oddity
from domain.folds.counts import check_combination, definition_of
from domain.folds.coverage import Extent, coverage, known_to_us
from domain.folds.standing import Standing
from domain.folds.status import Situation
from domain.people import FactId, PassageId, PersonId
from domain.sources import About, Variant

WHO: dict[str, Any] = {"person": PersonId("p"), "passages": (PassageId("q"),)}
BODIES = [f.BirthYearStated(**WHO, year=year) for year in (1950, 1951, 1952)]


def standing_version(*contents: Content) -> int | None:
    found = stands(enumerate(contents, start=1))
    return found.version if found else None


def test_the_newest_version_that_is_not_retracted_stands() -> None:
    first, second, third = BODIES
    corrected, again = Corrected(second, "r"), Corrected(third, "r")

    assert standing_version(first) == 1
    assert standing_version(first, corrected) == 2
    assert standing_version(first, corrected, Retracted("r", 2)) == 1
    assert standing_version(first, corrected, Retracted("r", 1)) == 2
    assert standing_version(first, corrected, Retracted("r")) is None
    assert standing_version(first, Retracted("r"), corrected) == 3
    assert standing_version(first, corrected, Retracted("r"), Reinstated("r")) == 2
    assert standing_version(first, corrected, Retracted("r"), Reinstated("r", 1)) == 1
    assert standing_version(first, corrected, again, Retracted("r", 3), Retracted("r", 2)) == 1


@given(st.lists(st.sampled_from(["correct", "retract"]), max_size=6))
def test_retracting_a_correction_restores_what_stood_before_it(changes: list[str]) -> None:
    contents: list[Content] = [BODIES[0]]
    for change in changes:
        contents.append(Corrected(BODIES[1], "r") if change == "correct" else Retracted("r", len(contents)))
    before = stands(enumerate(contents, start=1))

    corrected = [*contents, Corrected(BODIES[2], "r")]
    restored = stands(enumerate([*corrected, Retracted("r", len(corrected))], start=1))

    assert restored == before


def liberty(name: str, kind: type[f.Fact], occurred: str, **fields: Any) -> Standing:
    fact = kind(**WHO, occurred=FuzzyDate.parse(occurred), **fields)
    low, high = fact.occurred.bounds(Day(day_of("2020-01-01")))  # type: ignore[attr-defined]  # a liberty fact
    return Standing(FactId(name), 1, fact, low, high)


def oddities(*facts: Standing) -> list[tuple[Oddity, tuple[str, ...]]]:
    return [(anomaly.oddity, anomaly.facts) for anomaly in Situation(facts).anomalies]


def test_odd_links_are_reported_and_change_nothing() -> None:
    arrest = liberty("a", f.Detained, "2017-03-10")

    assert oddities(arrest, liberty("b", f.Released, "2017-03-12", deprivation=FactId("a"))) == []
    assert oddities(arrest, liberty("b", f.Released, "2017-03-12", deprivation=FactId("x"))) == [
        (Oddity.LINK_TO_NOTHING, ("b",))
    ]
    assert oddities(arrest, liberty("b", f.Released, "2017-03-12", follows=(FactId("x"),))) == [
        (Oddity.LINK_TO_NOTHING, ("b",))
    ]
    assert oddities(arrest, liberty("b", f.Released, "2017-03-08", deprivation=FactId("a"))) == [
        (Oddity.LINK_AGAINST_DATES, ("a", "b"))
    ]
    cycle = liberty("a", f.Detained, "2017-03", follows=(FactId("b"),))
    assert (Oddity.LINK_AGAINST_DATES, ("b", "a")) in oddities(
        cycle, liberty("b", f.Released, "2017-03", follows=(FactId("a"),))
    ) or (Oddity.LINK_AGAINST_DATES, ("a", "b")) in oddities(
        cycle, liberty("b", f.Released, "2017-03", follows=(FactId("a"),))
    )


def test_a_fact_that_follows_itself_is_reported_and_read_without_that_link() -> None:
    itself = liberty("b", f.Released, "2017-03-12", deprivation=FactId("a"), follows=(FactId("b"),))

    assert oddities(liberty("a", f.Detained, "2017-03-10"), itself) == [(Oddity.LINK_AGAINST_DATES, ("b",))]


def test_reports_of_one_happening_that_are_of_different_types_are_reported() -> None:
    arrest = liberty("a", f.Detained, "2017-03-10")

    assert oddities(arrest, liberty("b", f.Remanded, "2017-03-12", happening=FactId("a"))) == [
        (Oddity.HAPPENING_OF_OTHER_TYPE, ("a", "b"))
    ]


@pytest.mark.parametrize(("withdrawn", "odd"), [("2017-03-09", 1), ("2017-03-10", 0), ("2017-03", 0)])
def test_a_recognition_withdrawn_before_it_was_made_is_reported(withdrawn: str, odd: int) -> None:
    made = liberty("k", f.Recognized, "2017-03-10", bodies=("Viasna",))
    gone = liberty("w", f.RecognitionWithdrawn, withdrawn, recognition=FactId("k"))

    assert oddities(made, gone) == [(Oddity.RECOGNITION_OUT_OF_ORDER, ("k", "w"))] * odd


def test_a_withdrawal_taken_back_before_it_was_made_is_reported() -> None:
    made = liberty("k", f.Recognized, "2017-03-10", bodies=("Viasna",))
    gone = liberty("w", f.RecognitionWithdrawn, "2017-03-20", recognition=FactId("k"))
    back = liberty("z", f.RecognitionRestored, "2017-03-19", withdrawal=FactId("w"))

    assert oddities(made, gone, back) == [(Oddity.RECOGNITION_OUT_OF_ORDER, ("w", "z"))]


def test_two_preferred_reports_and_a_release_of_nothing_are_reported() -> None:
    first = liberty("a", f.Detained, "2017-03-10")
    second = liberty("b", f.Detained, "2017-03-12", happening=FactId("a"))
    judged: dict[str, Any] = {"person": PersonId("p"), "happening": FactId("a"), "reason": "r"}
    preferred = [f.ReportPreferred(**judged, report=FactId(report)) for report in ("a", "b")]
    prefer = [Standing(FactId(f"p{n}"), 1, fact, Day(0), Day(0)) for n, fact in enumerate(preferred)]
    released = liberty("r", f.Released, "2017-03-12")
    revoked = liberty("v", f.ReleaseRevoked, "2017-03-13", release=FactId("r"), deprivation=FactId("r"))

    assert oddities(first, second, *prefer) == [(Oddity.RIVAL_PREFERENCES, ("a", "b"))]
    assert oddities(released, revoked) == [(Oddity.RELEASE_UNKNOWN, ("v",))]


def test_structure_is_refused_when_a_fact_is_made() -> None:
    with pytest.raises(FactError, match="passage"):
        f.GenderStated(person=PersonId("p"), passages=(), gender="male")  # type: ignore[arg-type]  # never reached
    with pytest.raises(FactError, match="body"):
        f.Recognized(**WHO, occurred=FuzzyDate.parse("2017"), bodies=())
    with pytest.raises(FactError, match="deprivation"):
        f.ReleaseRevoked(**WHO, occurred=FuzzyDate.parse("2017"), release=FactId("r"))
    with pytest.raises(FactError, match="together"):
        f.CoverageDeclared(scope="s", definition="held")


def test_questions_without_an_answer_are_refused() -> None:
    with pytest.raises(QuestionError, match="there are held"):
        definition_of("jailed")
    with pytest.raises(QuestionError, match="hindsight"):
        check_combination(definition_of("held"), Variant.HINDSIGHT, ())
    with pytest.raises(QuestionError, match="recognition"):
        check_combination(definition_of("held"), Variant.THEN, ("Viasna",))
    check_combination(definition_of("in-custody"), Variant.HINDSIGHT, ("Viasna",))


def test_an_answer_is_complete_only_inside_a_declared_window() -> None:
    declared = f.CoverageDeclared(
        scope="two men",
        definition="in-custody",
        variant=Variant.THEN,
        window=FuzzyInterval.parse("2017-07-04/2017-07-06"),
        persons=2,
    )

    def extent(
        day: str,
        definition: str = "in-custody",
        variant: Variant = Variant.THEN,
        *bodies: str,
        found: tuple[int, int] = (2, 2),
    ) -> Extent:
        asked = {"definition": definition, "variant": variant, "day": day_of(day), "found": found}
        return coverage([declared], **asked, recognized_by=frozenset(bodies)).extent  # type: ignore[arg-type]  # see asked

    assert extent("2017-07-04") is extent("2017-07-06") is Extent.COMPLETE
    assert extent("2017-07-03") is extent("2017-07-07") is Extent.KNOWN_TO_US
    assert extent("2017-07-04", "held") is Extent.KNOWN_TO_US
    assert extent("2017-07-04", found=(1, 2)) is extent("2017-07-04", found=(1, 1)) is Extent.KNOWN_TO_US
    assert extent("2017-07-04", "in-custody", Variant.HINDSIGHT) is Extent.KNOWN_TO_US
    assert extent("2017-07-04", "in-custody", Variant.THEN, "Viasna") is Extent.KNOWN_TO_US


def test_a_scope_is_told_with_the_questions_that_it_is_about() -> None:
    declared = [
        f.CoverageDeclared(scope="everything"),
        f.CoverageDeclared(scope="two men", about=(About.PERSONS,)),
        f.CoverageDeclared(scope="no acts", about=(About.SANCTIONS, About.LAWS)),
    ]

    assert known_to_us(declared, About.SANCTIONS).scopes == ("everything", "no acts")
    assert known_to_us(declared, About.PUBLISHED_COUNTS, About.PERSONS).scopes == ("everything", "two men")
    asked = {"definition": "held", "variant": Variant.THEN, "day": day_of("2017-07-04"), "found": (2, 2)}
    assert coverage(declared, **asked).scopes == ("everything", "two men")  # type: ignore[arg-type]  # see asked
