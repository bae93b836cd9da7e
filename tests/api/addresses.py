"""An address of every page: the application is asked which there are, and links lead to what has an identifier."""

from functools import cache
from typing import Final

from tests.api.conftest import Server
from tests.api.crawl import PAGES, _routes
from tests.api.html import Page

DAY: Final = "2017-07-04"
LINKED: Final = {
    "/people/{identifier}": "/",
    "/facts/{identifier}": "/",
    "/facts/{identifier}/impact": "/",
    "/sources/{identifier}": "/",
    "/incidents/{identifier}": "/incidents",
    "/demands/{identifier}": "/demands",
}
"""The page with a link to what an address names; a page that takes an identifier needs one here."""
MORE: Final = {"/bridge": "&from=2016-07-04"}
"""What a page has to be asked to show all it can."""
ROUTES: Final = sorted({route.path for route in _routes(PAGES) if "." not in route.path})


@cache
def address(route: str, served: Server) -> str:
    """Return a page's address on the day."""
    query = f"?as_of={DAY}{MORE.get(route, '')}"
    if "{" not in route:
        return route + query
    head, _, tail = route.partition("{identifier}")
    shown = Page(served.client.get(LINKED[route], params={"as_of": DAY}).text)
    found = next(link for link in shown.links if link.startswith(head)).partition("?")[0]
    return found + tail + query
