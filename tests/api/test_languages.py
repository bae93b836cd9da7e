"""Pages in each language: that which the address names, or which a browser asks for; the same answer in all."""

# ruff: noqa: RUF001 -- Cyrillic letters that look like Latin ones are what these pages are written with

import re
from datetime import date

import pytest

from api import negotiation
from api.languages import NAMES, language
from api.schemas.evidence import RecognitionOut
from api.schemas.incidents import BoundsOut
from api.web.words import Words
from tests.api.conftest import Server
from tests.api.html import Page

DAY = "2017-07-04"
PAGES = ("/", "/overview", "/sanctions", "/cycle", "/published", "/demands", "/places", "/cases", "/log", "/about")


@pytest.mark.parametrize(
    ("wanted", "accept"),
    [
        ("en", ""),
        ("en", "*"),
        ("en", "de, fr;q=0.8"),
        ("en", "en-US,en;q=0.5"),
        ("be", "be"),
        ("be", "be-BY, ru;q=0.9, en;q=0.8"),
        ("be", "BE-tarask;q=0.7, ru;q=0.6"),
        ("ru", "de, ru;q=0.3, be;q=0.1"),
        ("ru", "be;q=0, ru;q=0.1"),
        ("en", "ru;q=nonsense"),
    ],
)
def test_a_browser_is_answered_in_the_language_that_it_likes_best_of_ours(wanted: str, accept: str) -> None:
    assert wanted == negotiation.spoken(accept, list(NAMES))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", ["be", "ru"])
def test_a_page_is_in_the_language_of_its_address_or_of_its_reader(server: Server, path: str, code: str) -> None:
    named = server.client.get(path, params={"as_of": DAY, "lang": code}, headers={"Accept-Language": "en"})
    liked = server.client.get(path, params={"as_of": DAY}, headers={"Accept-Language": f"{code}, en;q=0.1"})
    page = Page(named.text)

    assert named.status_code == liked.status_code == 200
    page.check()
    assert page.one("html").attributes["lang"] == Page(liked.text).one("html").attributes["lang"] == code
    assert named.headers["content-language"] == liked.headers["content-language"] == code
    assert "Accept-Language" in named.headers["vary"]
    assert language(code).say("The log") in page.text
    assert "The log" not in page.text


def test_the_numbers_are_the_same_in_every_language(server: Server) -> None:
    shown = {
        code: [one.text for one in Page(server.client.get("/", params={"as_of": DAY, "lang": code}).text).all("b")[1:3]]
        for code in NAMES
    }

    assert shown["be"] == shown["ru"] == shown["en"]


def test_data_is_in_no_language(server: Server) -> None:
    given = server.client.get("/v1/counts", params={"as_of": DAY}, headers={"Accept-Language": "be"})

    assert "content-language" not in given.headers
    assert "Accept-Language" not in given.headers.get("vary", "")
    assert all("lang=" not in link for link in Page(server.client.get("/?lang=be").text).links if "/v1/" in link)


def test_what_others_wrote_says_in_which_language_it_is(server: Server) -> None:
    """A passage, a title and a sentence of ours that no catalog holds keep their language, and say so."""
    people = server.client.get("/v1/prisoners", params={"as_of": DAY}).json()["prisoners"]
    page = Page(server.client.get(f"/people/{people[0]['id']}", params={"lang": "be"}).text)

    assert page.all("blockquote")
    assert all(one.attributes.get("lang") for one in (*page.all("blockquote"), *page.all("cite")))


def test_a_chart_says_its_words_in_the_language_of_the_page(server: Server) -> None:
    asked = {"as_of": DAY, "lang": "be"}
    chart = server.client.get("/chart/overview.svg", params=asked)
    page = Page(server.client.get("/overview", params=asked).text)

    measure = f"EU, {language('be').word('asset freeze')}"
    assert language("be").say("Sanctions") in chart.text
    assert measure in chart.text
    assert measure in [one.text for one in page.all("th")]
    assert "EU, asset freeze" not in chart.text + page.text
    assert "Accept-Language" in chart.headers["vary"]
    assert all("lang=be" in one.attributes["src"] for one in page.all("img"))


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("en", 1, "1 year"), ("en", 2, "2 years"),
        ("be", 1, "1 год"), ("be", 2, "2 гады"), ("be", 5, "5 гадоў"), ("be", 11, "11 гадоў"), ("be", 21, "21 год"),
        ("ru", 1, "1 год"), ("ru", 3, "3 года"), ("ru", 12, "12 лет"), ("ru", 22, "22 года"),
    ],
)  # fmt: skip
def test_plurals_are_those_of_the_language(code: str, number: int, said: str) -> None:
    assert said == Words(language(code)).said(f"P{number}Y", "length")


@pytest.mark.parametrize(
    ("code", "written", "said"),
    [
        ("en", "2017-07-04", "4 July 2017"),
        ("be", "2017-07-04", "4 ліпеня 2017"),
        ("ru", "2017-07-04", "4 июля 2017"),
        ("en", "2017-07", "July 2017"),
        ("be", "2017-07", "ліпень 2017"),
        ("ru", "2017-07", "июль 2017"),
        ("be", "2017", "2017"),
        ("be", "[2017-03-21..2017-03-22]", "паміж 21 сакавіка 2017 і 22 сакавіка 2017"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(code: str, written: str, said: str) -> None:
    assert said == re.sub("\N{NO-BREAK SPACE}", " ", Words(language(code)).when(written))


def test_what_may_be_is_listed_as_the_language_lists_it() -> None:
    assert language("en").any_of(["free", "colony", "dead"]) == "free, colony or dead"
    assert language("ru").any_of(["a", "b"]) == "a или b"
    assert Words(language("en")).between(BoundsOut(low=3, high=None)) == "3 or more"
    assert language("be").month(date(2017, 5, 1)) == "май 2017"


@pytest.mark.parametrize(
    ("written", "be", "ru"),
    [
        ("CC 342", "арт. 342 КК", "ст. 342 УК"),
        ("CC 193-1", "арт. 193-1 КК", "ст. 193-1 УК"),
        ("CC 293 part 2", "ч. 2 арт. 293 КК", "ч. 2 ст. 293 УК"),
        ("CC 14 paragraph 1, attempt", "п. 1 арт. 14 КК, замах", "п. 1 ст. 14 УК, покушение"),
        (
            "CAO 23.34 part 3 paragraph 1, complicity",
            "п. 1 ч. 3 арт. 23.34 КаАП, саўдзел",
            "п. 1 ч. 3 ст. 23.34 КоАП, соучастие",
        ),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_articles_are_cited_as_the_lawyers_of_the_language_do(written: str, be: str, ru: str) -> None:
    said = {code: Words(language(code)) for code in NAMES}

    assert (written, be, ru) == tuple(said[code].article(written) for code in ("en", "be", "ru"))
    assert said["be"].said([written], "articles") == be


def test_groups_by_article_are_called_so_too(server: Server) -> None:
    page = Page(server.client.get("/?as_of=2021-11-01&definition=held&by=article&lang=ru").text)
    groups = [one.text for one in page.all("td")]

    assert "ст. 342 УК" in groups
    assert "CC 342" not in page.text
    assert any("group=CC+342" in link for link in page.links)


def test_a_reason_says_its_days_as_its_page_does(server: Server) -> None:
    """No page prints a date in the form in which the record writes it."""
    people = server.client.get("/v1/prisoners?definition=ever-recognized&limit=200").json()["prisoners"]
    imprecise = [one for one in people if "[" in str([fact["fields"] for fact in one["because"]])]
    reasons = re.compile(r"\((?:\[[^)]*|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)\)")

    assert imprecise
    for one in imprecise[:3]:
        assert reasons.search(server.client.get(f"/v1/people/{one['id']}/why?definition=ever-recognized").text)
        assert not reasons.search(Page(server.client.get(f"/people/{one['id']}?definition=ever-recognized").text).text)


def test_a_body_that_recognized_twice_is_named_once() -> None:
    """With the surer of both, in whichever order they come."""
    start, open_end = "2017-01-01", None
    given = [
        RecognitionOut(body=body, deprivation=None, start=start, end=open_end, holds=holds)
        for body, holds in [("a", "possibly"), ("b", "certainly"), ("a", "certainly"), ("b", "possibly"), ("c", "no")]
    ]

    assert Words(language("en")).bodies(given) == {"a": "certainly", "b": "certainly"}
