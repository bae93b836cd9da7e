"""Articles as one written form each, and the editions in which they stand."""

from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.clauses import CLAUSES, clause_of
from domain.codes import Article, Code, Stage
from domain.dates import Day, FuzzyDate, day_of
from domain.editions import Force, edition_on, editions, force_on, registry
from domain.errors import ArticleError
from domain.folds.articles import not_in_force
from domain.folds.standing import Standing
from domain.people import FactId, PersonId
from ledger.mapper import parsed
from tests.worlds import PASSAGE

ROOT = Path(__file__).parents[2]
_NUMBERS = st.integers(1, 999)
_MAYBE = st.none() | _NUMBERS


@st.composite
def articles(draw: st.DrawFn) -> str:
    code = draw(st.sampled_from(Code))
    number = f"{draw(_NUMBERS)}.{draw(_NUMBERS)}" if code is Code.ADMINISTRATIVE_OFFENCES else f"{draw(_NUMBERS)}"
    parts = [
        f"{word}{n}" for word, n in (("-", draw(_MAYBE)), (" part ", draw(_MAYBE)), (" paragraph ", draw(_MAYBE))) if n
    ]
    stage = draw(st.sampled_from(["", ", preparation", ", attempt"]))
    return f"{code} {number}{''.join(parts)}{stage}{draw(st.sampled_from(['', ', complicity']))}"


def _parts(article: Article) -> tuple[object, ...]:
    return (
        article.code, article.article, article.sub, article.part, article.paragraph, article.stage, article.complicity,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("CC 293 part 2", (Code.CRIMINAL, "293", None, 2, None, None, False)),
        ("CC 193-1", (Code.CRIMINAL, "193", 1, None, None, None, False)),
        ("CAO 23.34 part 3", (Code.ADMINISTRATIVE_OFFENCES, "23.34", None, 3, None, None, False)),
        ("CC 293 part 1, attempt", (Code.CRIMINAL, "293", None, 1, None, Stage.ATTEMPT, False)),
        ("CC 289 part 2 paragraph 3, complicity", (Code.CRIMINAL, "289", None, 2, 3, None, True)),
        ("CC 293 part 1, preparation, complicity", (Code.CRIMINAL, "293", None, 1, None, Stage.PREPARATION, True)),
        ("CCP 108", (Code.CRIMINAL_PROCEDURE, "108", None, None, None, None, False)),
    ],
)
def test_an_article_is_read_into_its_parts_and_kept_as_written(written: str, expected: tuple[object, ...]) -> None:
    read = Article.parse(written)

    assert (_parts(read), str(read)) == (expected, written)


@pytest.mark.parametrize(
    "written",
    [
        "", "293", "CC", "CC  293", "cc 293", "CC 293 ", "CC 0293", "CC 193.1", "CC 193\u00b9", "CC 193-0", "CC 193-",
        "CC 293-1-1", "CAO 23", "CAO 23-34", "CC 293 part", "CC 293 part 0", "CC 293 part two", "CC 293 p. 2",
        "CC 293 paragraph 1 part 2", "CC 293, complicity, attempt", "CC 293 attempt", "CC 293, attempts", "UK 293",
        "CC 293\n", "CC \u0662\u0669\u0663", "CC 1000",
    ],
)  # fmt: skip
def test_anything_else_is_refused_by_its_text(written: str) -> None:
    with pytest.raises(ArticleError) as refused:
        Article.parse(written)

    assert repr(written) in refused.value.message


@given(written=articles())
def test_an_article_is_written_as_it_was_read(written: str) -> None:
    assert str(Article.parse(written)) == written


@given(text=st.text(alphabet="CAOP 0123456789.-,aeghimnoprt", max_size=20))
def test_only_the_written_form_is_read(text: str) -> None:
    """Whatever is accepted is printed back as it was; the rest is an error of one kind."""
    try:
        read = str(Article.parse(text))
    except ArticleError:
        read = text

    assert read == text


def test_a_fact_holds_it_as_text() -> None:
    class Held(msgspec.Struct):
        articles: tuple[Article, ...]

    held = msgspec.convert({"articles": ["CC 339 part 1"]}, Held, dec_hook=parsed)

    assert msgspec.to_builtins(held, enc_hook=str) == {"articles": ("CC 339 part 1",)}
    with pytest.raises(msgspec.ValidationError, match=r"'art. 339' is not an article.*\$\.articles"):
        msgspec.convert({"articles": ["art. 339"]}, Held, dec_hook=parsed)


@pytest.mark.parametrize(
    ("article", "first", "last", "expected"),
    [
        ("CAO 23.34 part 1", "2017-03-25", "2017-03-25", Force.CERTAINLY),
        ("CAO 23.34", "2021-02-28", "2021-02-28", Force.CERTAINLY),
        ("CAO 23.34", "2021-03-01", "2021-03-01", Force.NO),
        ("CAO 24.23", "2021-02-28", "2021-02-28", Force.NO),
        ("CAO 24.23 part 3", "2021-02-28", "2021-03-01", Force.POSSIBLY),
        ("CC 193-1", "2006-06-01", "2006-06-01", Force.POSSIBLY),
        ("CC 193-1", "2015-08-21", "2015-08-21", Force.CERTAINLY),
        ("CC 193-1", "2020-01-01", "2020-12-31", Force.NO),
        ("CC 193-1", "2022-01-18", "2022-01-18", Force.POSSIBLY),
        ("CC 193-1", "2022-02-01", "2022-02-01", Force.CERTAINLY),
        ("CC 193-1", "2018-01-01", "2023-01-01", Force.POSSIBLY),
        ("CC 999", "2017-03-25", "2017-03-25", Force.UNKNOWN),
    ],
)
def test_an_article_is_in_force_in_its_editions_alone(article: str, first: str, last: str, expected: Force) -> None:
    assert force_on(Article.parse(article), day_of(first), day_of(last)) is expected


def test_the_edition_on_a_day_is_the_newest_that_may_be_in_force() -> None:
    struck = Article.parse("CC 193-1 part 1")
    old, new = editions(struck)

    found = [edition_on(struck, day_of(day)) for day in ("2004-01-01", "2010-01-01", "2020-01-01", "2022-01-18")]
    assert found == [None, old, None, new]
    assert edition_on(Article.parse("CC 999"), day_of("2010-01-01")) is None


def test_each_line_of_the_registry_is_an_article_with_dates_a_page_and_no_gap_against_the_next() -> None:
    before: dict[str, Day] = {}
    for edition in registry():
        assert str(Article.parse(edition.article)) == edition.article
        assert edition.source.startswith("https://") or edition.source.startswith("http://")
        assert edition.end is None or edition.start.latest < edition.end.earliest
        assert before.get(edition.article, Day(0)) <= edition.start.earliest
        before[edition.article] = edition.end.latest if edition.end else Day(4_000_000)


def test_a_clause_is_known_as_its_statement_prints_it_and_else_a_key() -> None:
    found = clause_of("3.1 (a)")

    assert found in CLAUSES
    assert clause_of("3.2") is None
    assert all(one.source.startswith("https://") and one.covers for one in CLAUSES)


def test_the_registry_agrees_with_what_the_register_records_of_article_193_1() -> None:
    """The register has it as facts with passages; its bounds are ours."""
    recorded = yaml.safe_load((ROOT / "registers/belarus/laws/l01.yaml").read_text())["facts"]
    days = {one["key"]: str(one["occurred"]) for one in recorded if "occurred" in one}
    old, new = editions(Article.parse("CC 193-1"))

    assert (str(old.start), str(old.end), str(new.start)) == (days["l01"], days["l01-r1"], days["l01-b1"])


@pytest.mark.parametrize(
    ("article", "occurred", "expected"),
    [
        ("CAO 24.23 part 1", "2021-02-28", ["charge"]),
        ("CAO 24.23 part 1", "[2021-02-28..2021-03-01]", []),
        ("CAO 23.34 part 1", "2022-01-01", []),
        ("CC 361-4", "2017-03-25", ["charge"]),
        ("CC 999", "2017-03-25", []),
    ],
)
def test_an_article_that_came_later_is_odd_and_an_unknown_one_is_not(
    article: str, occurred: str, expected: list[str]
) -> None:
    """The act lies somewhere before the charge: what was struck out by then may have been in force when it was done."""
    when = FuzzyDate.parse(occurred)
    fact = f.Charged(
        person=PersonId("p"), passages=PASSAGE, occurred=when, case=FactId("case"), articles=(Article.parse(article),)
    )
    found = not_in_force([Standing(FactId("charge"), 1, fact, when.earliest, when.latest)])

    assert [one.facts[0] for one in found] == expected
