"""A page as a strict reader sees it: tags nested and closed, and what accessibility and the site's policy ask of it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from api.languages import NAMES as LANGUAGES

VOID = frozenset({"br", "img", "input", "link", "meta", "source"})
BLOCKS = frozenset(
    re.findall(r"\w+", "aside blockquote div dl figure form h1 h2 h3 h4 main nav ol p pre section table ul")
)
PARTS = frozenset(re.findall(r"\w+", "body caption dd dt figcaption header html li tbody td tfoot th thead title tr"))
INLINE = frozenset(re.findall(r"\w+", "a article b bdi button cite code data details head label option s select span"))
KNOWN = VOID | BLOCKS | PARTS | INLINE | {"picture", "summary", "time"}
"""Every element that a page is made of: no script, style or frame, and no image but a chart of ours."""
CHART = r"/chart/[a-z]+(\.dark)?\.svg(\?[^ ]*)?"


@dataclass
class Tag:
    name: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """Parses on creation; asserts that tags are known, nested and closed, and attributes given once."""

    source: str
    tags: list[Tag] = field(default_factory=list)
    text: str = ""
    _open: list[Tag] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)
        self.close()
        assert not self._open
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN, tag
        assert tag not in BLOCKS or all(one.name != "p" for one in self._open), f"{tag} in a paragraph"
        assert len(attrs) == len(dict(attrs)), attrs
        found = Tag(tag, {name: value or "" for name, value in attrs})
        self.tags.append(found)
        if tag not in VOID:
            self._open.append(found)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop().name == tag
        if tag in BLOCKS | PARTS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        self.text += data
        for one in self._open:
            one.text += data

    def all(self, name: str, /, **attributes: str) -> list[Tag]:
        wanted = attributes.items()
        return [one for one in self.tags if one.name == name and wanted <= one.attributes.items()]

    def one(self, name: str, /, **attributes: str) -> Tag:
        found = self.all(name, **attributes)
        assert len(found) == 1, (name, attributes, len(found))
        return found[0]

    @property
    def links(self) -> list[str]:
        """Addresses of this site that the page leads to, without those of its own parts."""
        found = [one.attributes["href"] for one in self.all("a")]
        return [href for href in found if not href.startswith(("#", "http://", "https://"))]

    def check(self) -> None:
        """Assert what every page promises to its readers."""
        ids = [one.attributes["id"] for one in self.tags if "id" in one.attributes]

        assert self.source.lstrip().lower().startswith("<!doctype html>")
        assert self.one("html").attributes["lang"] in LANGUAGES
        assert self.one("title").text.partition(" \N{EN DASH} ")[0].strip()
        assert self.one("h1").text.strip()
        assert self.one("main").attributes["id"] in ids
        assert len(ids) == len(set(ids))
        self._check_headings()
        self._check_form(ids)
        self._check_nothing_is_loaded()
        for one in self.tags:
            for name in ("aria-labelledby", "aria-describedby"):
                assert set(one.attributes.get(name, "").split()) <= set(ids), one
        for one in self.all("a"):
            assert one.text.strip(), one
            assert not one.attributes["href"].startswith("#") or one.attributes["href"][1:] in ids, one
        for table in self.all("table"):
            assert table.text.strip()
        assert len(self.all("table")) == len(self.all("caption"))
        assert all(one.attributes.get("scope") for one in self.all("th"))

    def _check_headings(self) -> None:
        """No level is left out on the way down."""
        levels = [int(one.name[1]) for one in self.tags if re.fullmatch("h[1-6]", one.name)]
        assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False)), levels

    def _check_form(self, ids: list[str]) -> None:
        form = self.one("form", method="get")
        posts = self.all("form", method="post")
        labelled = {one.attributes["for"] for one in self.all("label") if one.text.strip()}
        controls = [one for one in (*self.all("input"), *self.all("select")) if one.attributes.get("type") != "hidden"]

        assert len(self.all("form")) == 1 + len(posts)
        assert all(one.attributes["action"].partition("?")[0] == "/search" for one in posts)
        assert all(one.attributes["autocomplete"] == "off" for one in posts)
        assert form.attributes.get("action", "/") == "/"
        assert {"as_of", "as_known"} <= {one.attributes["name"] for one in controls}
        assert all(one.attributes["id"] in labelled for one in controls)
        assert labelled <= set(ids)

    def _check_nothing_is_loaded(self) -> None:
        """The policy allows one style sheet of this site, and charts of it, each with what it says in words."""
        assert [one.attributes["href"] for one in self.all("link", rel="stylesheet")] == ["/static/khronika.css"]
        assert [one.attributes["href"] for one in self.all("link", rel="alternate")] == ["/v1/changes.atom"]
        assert len(self.all("link")) == 2
        for one in self.tags:
            assert not {"style", "background", "ping"} & one.attributes.keys(), one
            for name in {"src", "srcset"} & one.attributes.keys():
                assert re.fullmatch(CHART, one.attributes[name]), one
            assert one.name != "img" or one.attributes["alt"].endswith("."), one
            assert not [name for name in one.attributes if name.startswith("on")], one
        for one in self.all("a"):
            to = urlsplit(one.attributes["href"])
            assert to.scheme in {"", "http", "https"}
            assert not to.netloc or "noreferrer" in one.attributes["rel"]
