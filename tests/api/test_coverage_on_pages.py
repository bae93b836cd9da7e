"""Coverage beside every number: on every page that says something of the world, and in the answer behind it."""

import re
from typing import Final

from tests.api.addresses import ROUTES, address
from tests.api.conftest import Server
from tests.api.html import Page

OF_THE_RECORD: Final = {
    *("/quality", "/log", "/facts/{identifier}", "/sources/{identifier}"),
    *("/about", "/definitions", "/report", "/search"),
}
"""Pages whose numbers are of the record itself, or that have none."""
SAYS: Final = re.compile(
    r"Coverage: (complete|known to us)|: [0-9,]+ certain, [0-9,]+ possible \((complete|known to us)\)"
)


def test_every_page_about_the_world_says_how_much_of_it_is_covered(server: Server) -> None:
    """Beside the numbers and in the citation; a new page is one of these, or has to be named above."""
    silent, uncited = set(), set()
    for route in ROUTES:
        shown = Page(server.client.get(address(route, server)).text)
        beside = " ".join(one.text for one in shown.all("main")).partition("Cite this")[0]
        silent |= set() if SAYS.search(" ".join(beside.split())) else {route}
        cited = [one.text for one in shown.all("div", **{"class": "cited"})]
        uncited |= set() if any("Coverage: " in one for one in cited) else {route}

    assert silent == OF_THE_RECORD
    # The page of definitions has a section on coverage, and cites that.
    assert uncited == OF_THE_RECORD - {"/definitions"}
