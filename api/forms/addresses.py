"""Which pages can be had in which forms, and where each form is: beside its page, under an ending."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote

HTML: Final = "html"
JSON: Final = "json"
MEDIA: Final = {
    HTML: "text/html",
    JSON: "application/json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
"""The media type of each form, the one to be given among equals first."""
ENDINGS: Final = tuple(form for form in MEDIA if form != HTML)
TITLES: Final = {JSON: "JSON", "csv": "CSV", "parquet": "Parquet"}
LIST: Final = "/prisoners"
"""Where the forms of the list of a day are, whose page is at ``/``; /v1 calls it so."""
TABLES: Final = (
    *("/", "/sanctions", "/cycle", "/published", "/demands", "/mandates", "/laws", "/cases", "/places", "/incidents"),
    *("/bridge", "/overview", "/quality", "/definitions", "/log", "/demands/{identifier}"),
)
"""Pages that list things."""
IDENTIFIER: Final = "{identifier}"
RECORDS: Final = (
    *("/people/{identifier}", "/facts/{identifier}", "/facts/{identifier}/impact", "/sources/{identifier}"),
    "/incidents/{identifier}",
)
"""Pages of one thing that is no table: they come as JSON alone."""
APART: Final = frozenset({"/", "/cycle", "/incidents", "/bridge", "/overview", "/log"})
"""Pages that ask otherwise than the address of their name under /v1, if there is one."""
NEEDS: Final = {"/bridge": "from"}
"""Pages that answer only if this is asked; without it they show a form to fill in."""
CLOCKS: Final = frozenset({"as_of", "as_known"})
_KEPT: Final = "=&%:@+/,-._~"
"""Characters of a query that stand in a header as they are."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page with all its forms: ``path`` is where the page is, ``stem`` where its forms are but for their ending."""

    room: str
    path: str

    @property
    def stem(self) -> str:
        """Return what the addresses of the forms begin with."""
        return LIST if self.path == "/" else self.path

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the forms that there are, the page first."""
        return (HTML, *(ENDINGS if self.room in TABLES else (JSON,)))

    def of(self, form: str) -> str:
        """Return the address of a form."""
        return self.path if form == HTML else f"{self.stem}.{form}"

    def asked(self, form: str, query: str) -> str:
        """Return the address of a form with a query, for a header."""
        return quote(self.of(form)) + (f"?{quote(query, safe=_KEPT)}" if query else "")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page, for a link to it."""

    title: str
    address: str
    media: str


def read(path: str) -> tuple[Place, str] | None:
    """Return which page an address is of, and in which form; ``None`` if it is of no page that has several."""
    stem, _, ending = path.rpartition(".")
    if ending in ENDINGS:
        place = _page("/" if stem == LIST else stem)
        return (place, ending) if place and path == place.of(ending) and ending in place.forms else None
    place = _page(path)
    return (place, HTML) if place else None


def _page(path: str) -> Place | None:
    """Return the page at a path, whose second part may be an identifier."""
    return next((Place(room, path) for room in (*TABLES, *RECORDS) if _fits(room.split("/"), path.split("/"))), None)


def _fits(room: Sequence[str], path: Sequence[str]) -> bool:
    """Whether a path is an address of a room, part by part."""
    pairs = zip(room, path, strict=False)
    return len(room) == len(path) and all(there == here or (there == IDENTIFIER and here) for there, here in pairs)


def forms(path: str, **asked: str) -> list[Form]:
    """Return the forms of a page but for itself; none if it has none, or shows nothing for what is ``asked``."""
    found = read(path)
    if found is None or not asked.get(NEEDS.get(found[0].room, ""), True):
        return []
    return [Form(TITLES[one], found[0].of(one), MEDIA[one]) for one in found[0].forms[1:]]


def alternates(place: Place, given: str, query: str) -> Iterator[str]:
    """Yield a link (RFC 8288) to each form but the one given, with the same query, if that asks for an answer."""
    needed = NEEDS.get(place.room)
    if needed and not dict(parse_qsl(query)).get(needed):
        return
    for form in place.forms:
        if form != given:
            yield f'<{place.asked(form, query)}>; rel="alternate"; type="{MEDIA[form]}"'


def twin(path: str, query: str, names: frozenset[str]) -> list[str]:
    """Return links to the forms of the page that shows what an address under /v1 answers, if one is asked the same.

    ``names`` are the parameters that are given: both clocks mean the same to a page, and nothing else need.
    """
    place = _page(path.removeprefix("/v1"))
    same = place is not None and place.room not in APART and names <= CLOCKS
    return list(alternates(place, JSON, query)) if place and same else []
