"""Debian's Chromium, driven by Playwright, over one served instance of the shipped registers."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.api.conftest import Command, Server, serving
from tests.conftest import Databases

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
WIDE, NARROW = 1200, 320
"""Widths in CSS pixels; the second is what WCAG 2.2 asks of reflow (1.4.10)."""
SCREENSHOTS = os.environ.get("KHRONIKA_SCREENSHOTS", "")
"""A folder that screenshots are written to; without it, none are."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, before anything is started for it."""
    if not CHROMIUM:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="needs Debian's chromium"))


@dataclass
class Tab:
    """One tab of a browser, and what went wrong in it since it was last asked."""

    page: Page
    context: BrowserContext
    home: str
    wrong: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def go(self, path: str) -> int:
        """Open a page of the instance, and return its status."""
        self.wrong.clear()
        self.elsewhere.clear()
        answer = self.page.goto(self.home + path, wait_until="load")
        assert answer
        return answer.status

    def shoot(self, name: str) -> None:
        if SCREENSHOTS:
            self.page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", full_page=True)

    def hold(self, route: Route) -> None:
        """Let a request go to the instance, and none to anybody else."""
        if route.request.url.startswith((self.home, "data:")):
            route.continue_()
        else:
            self.elsewhere.append(route.request.url)
            route.abort()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser with a new folder of user data, which Playwright makes and removes."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``khronika serve`` over the shipped registers, on SQLite alone: a browser sees no database."""
    command = Command(Databases("sqlite", request, tmp_path_factory.mktemp("browser")).make())
    command.ok("load", "registers/belarus")
    with serving(command) as found:
        yield found


def opened(browser: Browser, served: Server, *, script: bool) -> Tab:
    context = browser.new_context(java_script_enabled=script, viewport={"width": WIDE, "height": 900})
    context.set_default_timeout(30_000)
    tab = Tab(context.new_page(), context, str(served.client.base_url).rstrip("/"))
    context.route("**/*", tab.hold)
    tab.page.on("console", lambda said: tab.wrong.append(said.text) if said.type == "error" else None)
    tab.page.on("pageerror", lambda error: tab.wrong.append(str(error)))
    return tab


@pytest.fixture(scope="module")
def scripted(browser: Browser, served: Server) -> Tab:
    """A tab that runs scripts, as most do."""
    return opened(browser, served, script=True)


@pytest.fixture(scope="module")
def plain(browser: Browser, served: Server) -> Tab:
    """A tab that runs none, as Tor Browser at its safest does."""
    return opened(browser, served, script=False)
