"""Charts: valid specifications, a mark for each number, the table beside it, nobody's name, nothing from elsewhere."""

import csv
import io
import json
import re
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import params
from api.charts import grammar, sentences
from api.charts import overview as chart
from api.charts.publishers import OTHERS, SHAPES, told_apart
from api.charts.render import Drawings, svg
from api.charts.tidy import written
from api.cli.sparkline import BLOCKS, sparkline
from api.languages import language
from api.schemas.overview import OverviewOut, PublishedPointOut
from domain.dates import Day
from domain.folds.holds import Holds
from projections.spans import merged
from tests.api.conftest import Command, Server
from tests.api.html import Page
from tests.api.test_pages import contrast

DAY = "2017-07-04"
FORMS = {
    "svg": "image/svg+xml",
    "dark.svg": "image/svg+xml",
    "vl.json": "application/vnd.vegalite.v6+json",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
}
SVG = "{http://www.w3.org/2000/svg}"
ELSEWHERE = re.compile(r"https?://[^\"'\s<]+")


def overview(server: Server, **asked: str) -> OverviewOut:
    return OverviewOut.model_validate_json(server.client.get("/chart/overview.json", params=asked).text)


def marks(drawn: str, role: str) -> list[ET.Element]:
    """The marks of one kind, in all parts of a drawing."""
    groups = [one for one in ET.fromstring(drawn).iter(f"{SVG}g") if role in one.get("class", "").split()]  # noqa: S314 -- our own
    return [path for group in groups for path in group.iter(f"{SVG}path")]


def figures(drawn: str) -> list[ET.Element]:
    """The marks of published figures, without those of the legend."""
    groups = [one for one in ET.fromstring(drawn).iter(f"{SVG}g") if "mark-symbol" in one.get("class", "")]  # noqa: S314 -- our own
    return [path for group in groups if "role-mark" in group.get("class", "") for path in group.iter(f"{SVG}path")]


@pytest.fixture(scope="module")
def small(server: Server) -> OverviewOut:
    """Three months, two figures, and a span of each kind."""
    found = overview(server, as_of="2015-10-31", **{"from": "2015-08"})
    return found.model_copy(
        update={"points": found.points[:3], "published": found.published[:2], "sanctions": found.sanctions[:1]}
    )


def test_an_overview_is_valid_and_has_a_mark_for_each_number(small: OverviewOut) -> None:
    for dark in (False, True):
        made = chart.specification(small, language("en"), dark=dark)
        drawn = svg(made)

        assert alt.VConcatChart.from_dict(made).to_dict()
        assert len(marks(drawn, "role-mark")) > 0
        assert len(figures(drawn)) == len(small.published) == 2
        assert len(marks(drawn, "mark-rect")) == len(small.sanctions) + len(small.mandates)
        assert len(marks(drawn, "mark-area")) == 1
        assert len(marks(drawn, "mark-line")) == 2


def test_whose_a_published_figure_is_says_its_shape_its_colour_and_a_legend(server: Server) -> None:
    """Viasna and one other published many of these figures, thirteen others one each."""
    answer = overview(server, as_of="2022-12-31")
    called = told_apart(answer.published)
    for dark in (False, True):
        drawn = svg(chart.specification(answer, language("en"), dark=dark))
        ink = grammar.DARK if dark else grammar.LIGHT
        strokes = {one.get("stroke") for one in figures(drawn)}

        assert len(figures(drawn)) == len(answer.published)
        assert strokes == set(ink.publishers[:3])
        assert all(f">{name}<" in drawn for name in called.values())
    assert len(called) > 5
    assert set(called.values()) == {"Viasna", "Belarusian human rights organizations", OTHERS}


@given(names=st.lists(st.sampled_from("abcdefgh"), max_size=20))
def test_few_publishers_are_all_named_and_of_more_those_with_most_figures(names: list[str]) -> None:
    figure = {"id": "x", "quantity": "1", "low": 1, "high": 1, "first": DAY, "last": DAY}
    found = told_apart([PublishedPointOut(publisher=name, **figure) for name in names])  # type: ignore[arg-type]  # as above

    assert found.keys() == set(names)
    assert len(set(found.values())) <= len(SHAPES)
    if len(found) <= len(SHAPES):
        assert set(found.values()) == found.keys()
    else:
        named = [names.count(name) for name in found if found[name] == name]
        others = [names.count(name) for name in found if found[name] == OTHERS]
        assert len(others) > 1
        assert all(many == 1 or (len(named) == len(SHAPES) - 1 and many <= min(named)) for many in others)
        assert all(many > 1 for many in named)


@pytest.mark.parametrize(("ink", "paper"), [(grammar.LIGHT, "#faf9f6"), (grammar.DARK, "#16181a")])
def test_marks_are_told_from_the_paper(ink: grammar.Ink, paper: str) -> None:
    assert len(ink.publishers) == len(SHAPES) == len({*SHAPES}) == len({*ink.publishers})
    for colour in (ink.count, ink.other, *ink.publishers):
        assert contrast(colour, paper) >= 3, colour
    for colour in (ink.text, ink.quiet):
        assert contrast(colour, paper) >= 4.5, colour


def test_a_chart_loads_nothing_and_names_no_other_place(server: Server) -> None:
    """A namespace and the name of the grammar are names, and nothing is fetched by them."""
    for name, more in (("overview", {}), ("bridge", {"from": "2015-08-21"})):
        for form in ("svg", "dark.svg", "vl.json"):
            answer = server.client.get(f"/chart/{name}.{form}", params={"as_of": DAY} | more)
            known = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", alt.SCHEMA_URL}

            assert set(ELSEWHERE.findall(answer.text)) <= known
            assert not re.search(r"<script|<image|<foreignObject|@import|url\((?!#)", answer.text)


def test_a_specification_that_loads_something_is_not_drawn() -> None:
    loading: dict[str, object] = {
        "data": {"url": "https://example.org/a.json"},
        "mark": "point",
        "encoding": {"x": {"field": "a"}},
    }

    with pytest.raises(ValueError, match=r"[Aa]ccess|[Dd]enied|not allowed"):
        svg(loading)


def test_each_form_of_an_overview_holds_the_numbers_of_the_page(server: Server) -> None:
    asked = {"as_of": DAY, "from": "2016-11"}
    answers = {form: server.client.get(f"/chart/overview.{form}", params=asked) for form in FORMS}
    page = Page(server.client.get("/overview", params=asked).text)
    page.check()
    data = answers["json"].json()
    rows = list(csv.DictReader(io.StringIO(answers["csv"].text)))
    drawn = json.loads(answers["vl.json"].text)["datasets"]
    shown = [" ".join(row.text.split()) for row in page.all("tr")]

    assert {form: answer.headers["content-type"] for form, answer in answers.items()} == FORMS
    assert len(data["points"]) == 9
    counts = [(one["as_of"], one["certain"], one["possible"]) for one in data["points"]]
    assert [(one["first"], int(one["low"]), int(one["high"])) for one in rows if one["part"] == "count"] == counts
    assert [(one["day"], one["certain"], one["possible"]) for one in drawn["count"]] == counts
    for day, certain, possible in counts:
        of_day = server.client.get("/v1/counts", params={"as_of": day}).json()
        assert (of_day["certain"], of_day["possible"]) == (certain, possible)
        assert any(row.startswith(f"{sentences.day(day, language('en'))} {certain} {possible} ") for row in shown)
    for one in data["published"]:
        assert any(f"{one['quantity']} {one['publisher']}" in row for row in shown)
    for part in ("published", "sanctions", "mandates"):
        assert len([row for row in rows if row["part"] == part]) == len(data[part]) == len(drawn[part])
    assert data["published"]
    assert data["mandates"]
    assert page.one("img").attributes["alt"] == data["says"]


def test_what_is_published_is_comparable_and_nothing_else(server: Server) -> None:
    for definition, some in (("in-custody", True), ("held", True), ("restricted", False)):
        assert bool(overview(server, as_of="2022-01-01", definition=definition).published) is some


def test_an_overview_says_from_where_to_where_in_a_sentence(server: Server) -> None:
    found = overview(server, as_of=DAY, **{"from": "2015-08"})

    assert found.says.startswith("in-custody: 0 on 31 August 2015, 2 on 4 July 2017")
    assert overview(server, as_of=DAY, as_known="0").says == "in-custody: nothing is recorded for this time."


def test_without_a_month_an_overview_begins_just_before_anybody_is_counted(server: Server) -> None:
    points = overview(server, as_of=DAY).points

    assert points[0].possible == 0
    assert points[1].possible > 0


def test_an_overview_ends_where_the_record_does(server: Server) -> None:
    found = overview(server)

    assert not found.points[-1].beyond_newest_fact
    assert "the chart ends where the record does" in Page(server.client.get("/overview").text).text


def test_a_chart_names_nobody(server: Server) -> None:
    people = server.client.get("/v1/prisoners", params={"as_of": DAY, "definition": "ever-recognized"}).json()
    names = [one["name"] for one in people["prisoners"] if one["name"]]
    assert len(names) > 5
    for name, forms, more in (("overview", FORMS, {}), ("bridge", set(FORMS) - {"json"}, {"from": "2015-08-21"})):
        for form in forms:
            said = server.client.get(f"/chart/{name}.{form}", params={"as_of": DAY} | more).text

            assert not [one for one in names if one in said]


def test_a_waterfall_begins_each_step_where_the_last_one_ended(server: Server) -> None:
    asked = {"as_of": DAY, "from": "2015-08-21"}
    made: Any = json.loads(server.client.get("/chart/bridge.vl.json", params=asked).text)
    data = server.client.get("/v1/bridge", params={"from": "2015-08-21", "to": DAY}).json()
    rows = list(csv.reader(io.StringIO(server.client.get("/chart/bridge.csv", params=asked).text)))

    assert alt.VConcatChart.from_dict(made).to_dict()
    assert "before: 21 August 2015<" in server.client.get("/chart/bridge.svg", params=asked).text
    for bound in ("certain", "possible"):
        bars = made["datasets"][bound]
        assert [bars[0]["to"], bars[-1]["to"]] == [data["before"][bound], data["after"][bound]]
        assert [one["from"] for one in bars[1:-1]] == [one["to"] for one in bars[:-2]]
        assert bars[-2]["to"] == bars[-1]["to"]
        assert [one["to"] - one["from"] for one in bars[1:-1]] == [one[bound] for one in data["steps"]]
    assert rows[2] == ["knowledge", *(str(data["steps"][0][bound]) for bound in ("certain", "possible"))]


def test_a_text_in_a_table_is_no_formula() -> None:
    assert written(("a", "b"), [("=1+1", -3), ("plain", 2)]) == "a,b\r\n'=1+1,-3\r\nplain,2\r\n"


def test_only_the_last_drawings_are_kept() -> None:
    made: list[str] = []
    drawings = Drawings(kept=2)

    def specification(name: str) -> dict[str, object]:
        made.append(name)
        return {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a"}}}

    for name in ("a", "b", "a", "c", "a", "b"):
        drawings.of(name, lambda name=name: specification(name))  # type: ignore[misc]  # bound at once

    assert (made, len(drawings)) == (["a", "b", "c", "b"], 2)


stretches = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 4), st.sampled_from([Holds.POSSIBLY, Holds.CERTAINLY])), max_size=5
)


@given(some=stretches)
def test_merged_stretches_hold_on_each_day_what_the_strongest_of_them_does(some: list[tuple[int, int, Holds]]) -> None:
    given_ = [(Day(start), Day(start + length), holds) for start, length, holds in some]
    found = merged(given_)

    for day in range(15):
        wanted = max((holds for start, end, holds in given_ if start <= day < end), default=Holds.NO)
        assert [holds for start, end, holds in found if start <= day < end] == ([wanted] if wanted else [])
    for one, two in pairwise(found):
        assert one[1] <= two[0]
        assert one[1] < two[0] or one[2] is not two[2]


def test_a_sparkline_is_as_high_as_its_numbers() -> None:
    assert sparkline([0, 1, 4, 7], width=10) == "▁▂▅█"
    assert sparkline([0, 0], width=10) == "▁▁"
    assert sparkline([], width=10) == ""
    assert sparkline([1, 0, 0, 9, 0], width=3) == "▂█▁"


@given(numbers=st.lists(st.integers(0, 50), max_size=40), width=st.integers(1, 20))
def test_a_sparkline_fits_and_is_lowest_for_nobody_alone(numbers: list[int], width: int) -> None:
    line = sparkline(numbers, width=width)

    assert len(line) <= width
    assert (BLOCKS[-1] in line) == any(numbers)
    if len(numbers) <= width:
        assert [mark == BLOCKS[0] for mark in line] == [one == 0 for one in numbers]


def test_a_series_in_a_terminal_is_drawn_and_elsewhere_if_wanted(belarus: Command) -> None:
    asked = ("series", "--from", "2012-01-01", "--to", "2017-12-31", "--interval", "year")

    assert belarus.ok(*asked, "--sparkline").out.splitlines()[1] == "  ██▇▃▃▄  certain, 1 to 6"
    assert belarus.ok(*asked).out.splitlines()[1].startswith("  2012-12-31: ")


def test_the_engine_holds_the_letters_that_charts_are_measured_in() -> None:
    """Else it would look for them on the machine, which has others, and reckon what it does not find."""

    def width(font: str) -> int:
        mark = {"type": "text", "text": "Палітычныя зняволеныя", "font": font, "fontSize": 20}
        drawn = svg({"data": {"values": [{}]}, "mark": mark, "width": 1, "height": 1})
        return int(ET.fromstring(drawn).attrib["width"])  # noqa: S314 -- our own

    first = grammar.FONT.partition(",")[0]

    assert width(first) == width(grammar.FONT) != width("No Such Family")


def test_more_months_than_are_told_of_are_refused_and_never_cut(server: Server) -> None:
    """Once the first hundred years were told of, and the newest day beside them as if nothing had been between."""
    for path in ("/overview", "/overview.json", "/chart/overview.csv", "/chart/overview.svg", "/cycle"):
        answer = server.client.get(path, params={"as_of": "2021-12-31", "from": "1905-01"})

        assert answer.status_code == 400, path
        assert "months" in answer.text
    whole = overview(server, **{"as_of": "2021-12-31", "from": "1922-01"}).points
    months = [date.fromisoformat(one.as_of) for one in whole]

    assert len(months) == params.MOST_MONTHS
    assert {12 * (after.year - before.year) + after.month - before.month for before, after in pairwise(months)} == {1}


@pytest.mark.parametrize("lang", ["en", "be", "ru"])
def test_numbers_on_axes_have_no_comma_which_is_a_decimal_sign_elsewhere(server: Server, lang: str) -> None:
    drawn = server.client.get("/chart/overview.svg", params={"as_of": "2021-12-31", "lang": lang}).text
    texts = [str(one.text) for one in ET.fromstring(drawn).iter(f"{SVG}text")]  # noqa: S314 -- our own

    assert "1000" in texts
    assert [one for one in texts if re.fullmatch(r"[0-9]+[,.][0-9]+", one)] == []


def test_the_overview_says_how_far_the_record_of_measures_reaches(server: Server) -> None:
    """Where the register ends, so do the bars, though the measures may not."""
    asked = {"as_of": "2021-12-31"}
    scopes = [
        scope
        for of in ("sanctions", "mandates")
        for scope in server.client.get(f"/v1/{of}", params=asked).json()["coverage"]["scopes"]
    ]
    told = Page(server.client.get("/overview", params=asked).text).text

    assert len(scopes) > 1
    assert [scope for scope in scopes if scope not in told] == []
