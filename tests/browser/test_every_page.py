"""Every page in a real browser: with script and without, light and dark, wide and narrow, on screen and paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.api.addresses import ROUTES, address
from tests.api.conftest import Server
from tests.browser.conftest import NARROW, WIDE, Tab

AXE = Axe()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNSEEN = "partially obscured"
"""Why axe-core cannot tell the contrast of what a box scrolls to; its colours are those of the rest of the table."""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true)"
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important }"
    + "* { word-spacing: .16em !important } p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
}"""
"""The spacing that a reader may set, and a page must bear (WCAG 2.2, 1.4.12)."""
SHEET = 658
"""The width in CSS pixels of what is printed on a sheet of A4."""
CONTROLS = "form, button, input, nav, .skip, .screen"
CUT = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible"
    && !one.classList.contains("unseen"))
  .map(one => one.outerHTML.slice(0, 99))"""
"""What paper cuts off, for it cannot scroll."""
FOLDED = """() => [...document.querySelectorAll("details")]
  .filter(one => one.checkVisibility() && !one.lastElementChild.checkVisibility({contentVisibilityAuto: true}))
  .map(one => one.outerHTML.slice(0, 99))"""
OTHERS = [
    "/nothing",
    "/?as_of=2017-02-29",
    "/bridge?as_of=2017-07-04&from=2015-13-01",
    "/search?as_known=soon&lang=be",
    "/?as_of=2021-07-04&by=recognizer&group=Viasna",
    "/?as_of=2015-08-21&as_known=500",
    "/demands?as_of=2018-12-31&outcome=partly+met",
]
"""Refusals, a group, old knowledge, and a day whose dates leave something open."""


def findings(tab: Tab, only: dict[str, object]) -> list[str]:
    """What axe-core finds or cannot tell, of any impact. It comes over the debugger: the page keeps its policy."""
    found = AXE.run(tab.page, options={"runOnly": only, "resultTypes": ["violations", "incomplete"]}).response
    return [
        f"{one['id']} ({one['impact']}): {node['html']}"
        for one in (*found["violations"], *found["incomplete"])
        for node in one["nodes"]
        if UNSEEN not in node["failureSummary"]
    ]


def name(route: str) -> str:
    return route.strip("/").replace("{identifier}", "one").replace("/", "-") or "first"


@pytest.mark.parametrize("kind", ["plain", "scripted"])
@pytest.mark.parametrize("route", ROUTES)
def test_a_page_comes_whole_from_one_host_and_leaves_nothing(
    served: Server, route: str, kind: str, request: pytest.FixtureRequest
) -> None:
    tab: Tab = request.getfixturevalue(kind)

    status = tab.go(address(route, served))

    assert status == 200
    assert tab.wrong == []
    assert tab.elsewhere == []
    assert tab.context.cookies() == []


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_can_be_read_by_everybody(served: Server, scripted: Tab, route: str) -> None:
    scripted.page.emulate_media(color_scheme="light")
    scripted.go(address(route, served))
    scripted.shoot(f"{name(route)}-light")
    scripted.page.evaluate(UNFOLD)
    light = findings(scripted, {"type": "tag", "values": TAGS})
    scripted.page.emulate_media(color_scheme="dark")
    scripted.shoot(f"{name(route)}-dark")
    # A scheme changes nothing but colours.
    dark = findings(scripted, {"type": "rule", "values": ["color-contrast", "link-in-text-block"]})

    assert light == dark == []


@pytest.mark.parametrize("path", OTHERS)
def test_what_a_page_seldom_shows_can_be_read_by_everybody(scripted: Tab, path: str) -> None:
    scripted.page.emulate_media(color_scheme="dark")
    scripted.go(path)

    assert findings(scripted, {"type": "tag", "values": TAGS}) == []


@pytest.mark.parametrize("language", ["be", "ru"])
@pytest.mark.parametrize("route", ["/", "/overview", "/bridge", "/people/{identifier}", "/sanctions"])
def test_a_page_can_be_read_and_fits_in_every_language(
    served: Server, scripted: Tab, route: str, language: str
) -> None:
    """Words are longer there."""
    scripted.page.set_viewport_size({"width": NARROW, "height": 640})
    scripted.go(f"{address(route, served)}&lang={language}")
    too_wide = scripted.page.evaluate(OVERFLOW)
    scripted.shoot(f"{name(route)}-{language}-narrow")
    scripted.page.set_viewport_size({"width": WIDE, "height": 900})

    assert scripted.page.locator("html").get_attribute("lang") == language
    assert too_wide == 0
    assert findings(scripted, {"type": "tag", "values": TAGS}) == []


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_fits_a_narrow_window(served: Server, scripted: Tab, route: str) -> None:
    scripted.page.emulate_media(color_scheme="light")
    scripted.page.set_viewport_size({"width": NARROW, "height": 640})
    scripted.go(address(route, served))
    scripted.page.evaluate(UNFOLD)
    too_wide = scripted.page.evaluate(OVERFLOW)
    scripted.shoot(f"{name(route)}-narrow")
    scripted.page.evaluate(SPACED)
    spaced_too_wide = scripted.page.evaluate(OVERFLOW)
    scripted.page.set_viewport_size({"width": WIDE, "height": 900})

    assert too_wide == spaced_too_wide == 0


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_fits_paper_and_says_on_each_sheet_from_what_it_was_printed(
    served: Server, scripted: Tab, route: str
) -> None:
    """What is folded is printed, but for what a program reads; what only leads elsewhere is not."""
    scripted.page.emulate_media(media="print", color_scheme="dark")
    scripted.page.set_viewport_size({"width": SHEET, "height": 900})
    scripted.go(address(route, served))
    too_wide = scripted.page.evaluate(OVERFLOW)
    cut = scripted.page.evaluate(CUT)
    printed = [one.is_visible() for one in scripted.page.locator(CONTROLS).all()]
    folded = scripted.page.evaluate(FOLDED)
    foot = scripted.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--sheet')")
    ink = scripted.page.evaluate("getComputedStyle(document.body).color")
    scripted.shoot(f"{name(route)}-print")
    scripted.page.emulate_media(media="screen", color_scheme="light")
    scripted.page.set_viewport_size({"width": WIDE, "height": 900})

    assert (too_wide, cut, folded, ink) == (0, [], [], "rgb(0, 0, 0)")
    assert printed
    assert not any(printed)
    assert "root hash" in foot
    assert f"{address(route, served).partition('?')[0]}?as_of=" in foot
    assert "as_known=" in foot
