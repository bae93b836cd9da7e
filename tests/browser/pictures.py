"""Take the three pictures of README from a served instance of the shipped registers: ``make pictures``."""

import re
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from tests.api.conftest import ROOT, Command, serving
from tests.browser.conftest import ARGUMENTS, CHROMIUM

FOLDER: Final = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 820, 900
BRIDGE: Final = "/bridge?from=2015-08-21&as_of=2017-07-04"
OVERVIEW: Final = "/overview?as_of=2022-12-31&from=2010-08"
LIST: Final = "/?as_of=2017-07-04"


def take(page: Page, home: str) -> None:
    """Take each picture: the count over time, one person's record, and why a count became another."""
    page.goto(home + OVERVIEW)
    shoot(page, "overview", "#chart")
    page.goto(home + LIST)
    page.get_by_role("heading", level=3).get_by_role("link").first.click()
    shoot(page, "person", "h1")
    page.goto(home + BRIDGE)
    shoot(page, "bridge", "h1")


def shoot(page: Page, name: str, first: str) -> None:
    """Take what is seen from an element downwards."""
    page.wait_for_load_state("networkidle")
    top = page.locator(first).bounding_box()
    assert top is not None
    page.screenshot(
        path=FOLDER / f"{name}.png",
        full_page=True,
        clip={"x": 0, "y": top["y"] - 24, "width": WIDTH, "height": HEIGHT},
    )


def main() -> None:
    """Serve the registers from a folder of their own, and write the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command = Command(f"sqlite:///{Path(folder) / 'pictures.sqlite3'}")
        command.installed("migrate")
        command.installed("load", "registers/belarus")
        with serving(command) as server:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
            take(context.new_page(), re.sub("/$", "", str(server.client.base_url)))
            browser.close()


if __name__ == "__main__":
    main()
