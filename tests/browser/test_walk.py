"""A reader without script goes from the first page by links and forms alone, typing no address."""

import re

from playwright.sync_api import Locator

from tests.browser.conftest import Tab

DAY = "2017-07-04"


def said(one: Locator) -> str:
    """What an element says, with every space a plain one."""
    return " ".join(one.inner_text().split())


def test_a_reader_finds_a_person_cites_a_fact_and_compares_two_dates(plain: Tab) -> None:
    page = plain.page
    plain.go("/")
    page.get_by_label("On this day").fill(DAY)
    page.get_by_role("button", name="Ask").click()
    assert said(page.get_by_role("heading", level=1)) == "In custody on 4 July 2017"

    name = said(page.get_by_role("heading", level=3).first)
    page.get_by_role("link", name="Find a person by name").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=name).first.click()
    assert said(page.get_by_role("heading", level=1)) == name
    assert page.get_by_text("Days held up to this day").is_visible()

    page.get_by_role("region", name="Liberty").get_by_role("link").last.click()
    cited = said(page.get_by_role("region", name="Cite this").locator("blockquote"))
    assert page.url.rpartition("/")[2].partition("?")[0] in cited
    assert re.search(r"log size \d+", cited)
    assert page.get_by_role("link", name="BibTeX").is_visible()

    page.get_by_role("link", name="Why it changed").click()
    page.get_by_label("Compared with").fill("2016-07-04")
    page.get_by_role("button", name="Show").or_(page.get_by_role("button", name="Ask")).click()
    answer = said(page.locator("main"))
    assert "4 July 2016" in answer
    assert "4 July 2017" in answer
    assert plain.wrong + plain.elsewhere == []
    assert plain.context.cookies() == []
