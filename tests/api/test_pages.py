"""The pages over the shipped register: they hold what the JSON holds, lead on to one another, and refuse in words."""

import re
from collections import deque
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.folds.counts import DEFINITIONS
from tests.api.conftest import Server
from tests.api.html import Page

pytestmark = pytest.mark.long

DAY = "2017-07-04"
NOBODY = "00000000-0000-4000-8000-000000000000"
BOUND = 600
"""Addresses that the crawl visits, nearest first."""
ADDRESSES = re.compile(
    r"/|/(sanctions|cycle|bridge|overview|mandates|laws|cases|places|search|definitions|log|about|report)"
    r"|(/v1)?/(people|facts|sources)/[0-9a-f-]{36}(/timeline)?|/v1/[a-z]+"
    r"|(/v1)?/published(/reconciliation)?|/demands(/[0-9a-f-]{36})?|(/v1)?/incidents(/[0-9a-f-]{36})?"
    r"|(/v1)?/facts/[0-9a-f-]{36}/impact|/v1/people/[0-9a-f-]{36}/why|/v1/counts/(facts|digest)|/quality"
    r"|/(prisoners|sanctions|cycle|published|demands|mandates|laws|cases|places|incidents|bridge|overview|quality"
    r"|definitions|log|demands/[0-9a-f-]{36})\.(json|csv|parquet)"
    r"|/(people|facts|sources|incidents)/[0-9a-f-]{36}\.json|/facts/[0-9a-f-]{36}/impact\.json"
    r"|/chart/(overview|bridge)\.(svg|vl\.json|json|csv)|/v1/facts/[0-9a-f-]{36}/(citation|provenance|proof|event)"
)
"""What links of pages lead to; a page that the site gets has its address added here."""
DATA = re.compile(
    r"application/(json|ld\+json|vnd\.vegalite\.v6\+json|x-bibtex|vnd\.citationstyles\.csl\+json)"
    r"|application/vnd\.apache\.parquet|image/svg\+xml"
    r"|text/plain; charset=utf-8|text/csv; charset=utf-8; header=present"
)
"""The media types of what pages link to as data."""


def page(server: Server, path: str, **asked: str | int) -> Page:
    """Ask for a page that answers."""
    answer = server.client.get(path, params=asked)
    assert answer.status_code == 200, path
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    found = Page(answer.text)
    found.check()
    return found


def ask(server: Server, path: str, **asked: str | int) -> Any:
    """Ask for data."""
    answer = server.client.get(path, params=asked)
    assert answer.status_code == 200, path
    return answer.json()


def bounds(span: dict[str, str | None]) -> str:
    """How a half-open span begins and ends, as a row of a table says it."""
    start, end = (day and date.fromisoformat(day) for day in (span["start"], span["end"]))
    assert start
    return f"{start.day} {start:%B %Y} {f'{end.day} {end:%B %Y}' if end else 'until further notice'}"


def holds_passages(shown: Page, fact: dict[str, Any]) -> None:
    for one in fact["passages"]:
        assert " ".join(one["text"].split()) in shown.text
        assert " ".join(one["pinpoint"].split()) in shown.text
        assert " ".join(one["title"].split()) in shown.text
        assert any(link.startswith(f"/sources/{one['source']}") for link in shown.links)


@pytest.fixture
def someone(server: Server) -> dict[str, Any]:
    """A person of the register with a long record."""
    listed = ask(server, "/v1/prisoners", as_of=DAY)["prisoners"]
    found: dict[str, Any] = max(listed, key=lambda one: len(one["because"]))
    return found


@pytest.mark.parametrize(
    "asked",
    [
        {"as_of": DAY},
        {"as_of": "2015-08-21", "variant": "hindsight"},
        {"as_of": "2017-03-25", "definition": "held"},
        {"as_of": DAY, "definition": "ever-recognized"},
        {"as_of": DAY, "as_known": 3},
    ],
)
def test_the_list_holds_what_the_count_and_the_list_hold_as_data(server: Server, asked: dict[str, str | int]) -> None:
    count, people = ask(server, "/v1/counts", **asked), ask(server, "/v1/prisoners", **asked)["prisoners"]

    shown = page(server, "/", **asked)

    assert f"{count['certain']} certain {count['possible']} possible" in shown.text
    assert f"Coverage: {count['coverage']['extent']}" in shown.text
    assert all(scope in shown.text for scope in count["coverage"]["scopes"])
    assert f"Persons {count['basis']['definition']['says']}." in shown.text
    assert count["basis"]["as_known"]["root"] in shown.text
    assert [one.text.strip() for one in shown.all("h3")] == [one["name"] for one in people]
    for one in people:
        assert any(link.startswith(f"/people/{one['id']}") for link in shown.links)
        assert f"Counted {one['holds']}" in shown.text
        for reason in one["because"]:
            assert any(link.startswith(f"/facts/{reason['id']}") for link in shown.links)
            assert all(body in shown.text for body in reason["fields"].get("bodies", ()))
            holds_passages(shown, reason)


def test_a_group_stands_in_the_address_and_can_be_taken_off(server: Server) -> None:
    """Links, the form and the permanent address keep it; a definition without such groups says so, and answers."""
    asked = {"as_of": "2021-11-26", "by": "liberty", "group": "colony"}

    whole, one = page(server, "/", as_of="2021-11-26", by="liberty"), page(server, "/", **asked)
    former = page(server, "/", as_of="2021-11-26", by="place", definition="former")

    assert "/?as_of=2021-11-26&by=liberty&group=colony" in whole.links
    assert {"/?as_of=2021-11-26", "/?as_of=2021-11-26&by=liberty"} <= set(one.links)
    assert any(re.fullmatch(r"/\?as_of=2021-11-26&as_known=[0-9]+&by=liberty&group=colony", link) for link in one.links)
    assert any("/v1/prisoners?" in link and link.endswith("by=liberty&group=colony") for link in one.links)
    hidden = {tag.attributes["name"]: tag.attributes["value"] for tag in one.all("input", type="hidden")}
    assert hidden == {"by": "liberty", "group": "colony"}
    assert "Each person stands in one group" in whole.text
    assert "One person may stand in several" in page(server, "/", as_of="2021-11-26", by="article").text
    assert "'former' has no groups by place" in former.text
    assert server.client.get("/", params={"group": "colony"}).status_code == 400


def test_a_person_holds_what_the_person_and_the_timeline_hold_as_data(server: Server) -> None:
    for one in ask(server, "/v1/prisoners", as_of="2015-08-21", variant="hindsight")["prisoners"]:
        person = ask(server, f"/v1/people/{one['id']}")
        timeline = ask(server, f"/v1/people/{one['id']}/timeline")

        shown = page(server, f"/people/{one['id']}", as_of="2015-08-21")

        assert shown.one("h1").text == person["name"]
        assert one["on_the_day"] == next(
            span["may_be"] for span in person["liberty"] if span["start"] <= "2015-08-21" < (span["end"] or "9999")
        )
        rows = [" ".join(row.text.split()) for row in shown.all("tr")]
        for span in person["liberty"]:
            may_be = " or ".join(element["liberty"] for element in span["may_be"])
            assert f"{bounds(span)} {may_be}" in {row.removesuffix(" (on the chosen day)") for row in rows}
        for held in person["recognitions"]:
            assert f"{bounds(held)} {held['body']} {held['holds']}" in rows
        assert [tag.attributes["id"] for tag in shown.all("li") if "id" in tag.attributes] == [
            f"f-{fact['id']}" for fact in timeline["facts"]
        ]
        for fact in (*timeline["facts"], *person["stated"]):
            assert any(link.startswith(f"/facts/{fact['id']}") for link in shown.links)
        for fact in timeline["facts"]:
            holds_passages(shown, fact)
        for fact in person["stated"]:
            assert str(fact["fields"].get("text", "")) in shown.text


def test_a_fact_holds_every_version_with_its_digest(server: Server, someone: dict[str, Any]) -> None:
    for reason in someone["because"]:
        fact = ask(server, f"/v1/facts/{reason['id']}")["fact"]

        shown = page(server, f"/facts/{fact['id']}")

        assert any(link.startswith(f"/people/{someone['id']}") for link in shown.links)
        holds_passages(shown, fact)
        if "bodies" in fact["fields"]:
            assert f"bodies {', '.join(fact['fields']['bodies'])} " in shown.text
        for version in fact["versions"]:
            assert version["sha256"] in shown.text
            assert f"position {version['position']}" in shown.text
            assert f"{version['version']}. {version['change'].capitalize()}" in shown.text


def test_a_source_holds_its_fields_and_says_which_passages_are_no_quotations(
    server: Server, someone: dict[str, Any]
) -> None:
    cited = {one["source"] for reason in someone["because"] for one in reason["passages"]}
    cited |= {passage["source"] for passage in ask(server, f"/v1/people/{someone['id']}")["stated"][1]["passages"]}
    for identifier in cited:
        source = ask(server, f"/v1/sources/{identifier}")
        printed = [one for one in source["passages"] if one["wording"] == "as printed"]

        shown = page(server, f"/sources/{identifier}")

        assert all(str(source["fields"][name]) in shown.text for name in ("issuer", "title", "language", "kind"))
        assert source["fields"].get("url", "") in shown.text
        assert len(shown.all("figure")) == len(source["passages"])
        assert [" ".join(one.text.split()) for one in shown.all("blockquote")] == [one["text"] for one in printed]
        assert shown.text.count("In our words, not a quotation") == len(source["passages"]) - len(printed)
        for passage in source["passages"]:
            assert " ".join(passage["text"].split()) in shown.text
            assert any(link.startswith(f"/facts/{passage['id']}") for link in shown.links)


def test_every_link_leads_to_a_page_that_answers(server: Server) -> None:
    """From one day's list through people, facts and sources; addresses hold identifiers and never a name."""
    start = f"/?as_of={DAY}"
    seen, waiting = {start}, deque([start])
    kinds: set[str] = set()
    while waiting:
        answer = server.client.get(waiting.popleft())
        assert answer.status_code == 200, answer.url
        kind = answer.url.path.split("/")[1]
        form = answer.url.path.endswith((".json", ".csv", ".parquet"))
        kinds |= set() if form else {kind}
        if form or kind in {"v1", "chart"}:
            assert DATA.fullmatch(answer.headers["content-type"])
            continue
        found = Page(answer.text)
        found.check()
        for link in found.links:
            to = urlsplit(link)
            assert ADDRESSES.fullmatch(to.path), link
            assert parse_qs(to.query).keys() <= {
                "as_of",
                "as_known",
                "definition",
                "variant",
                "statement",
                "from",
                "to",
                "rules",
                "as_published",
                "format",
                "about",
                "by",
                "group",
                "outcome",
                "since",
                "lang",
            }, link
            # In another language each kind of page is looked at once: it leads to the same ones.
            once = f"{kind} {parse_qs(to.query).get('lang')}"
            if "lang" in to.query and once in seen:
                continue
            seen.update([once] * ("lang" in to.query))
            if link not in seen and len(seen) < BOUND:
                seen.add(link)
                waiting.append(link)
    assert kinds == {
        "",
        "about",
        "definitions",
        "demands",
        "cases",
        "incidents",
        "laws",
        "log",
        "mandates",
        "people",
        "places",
        "sanctions",
        "bridge",
        "chart",
        "cycle",
        "overview",
        "search",
        "facts",
        "sources",
        "published",
        "quality",
        "report",
        "v1",
    }


def test_the_data_behind_a_page_is_the_same_view(server: Server, someone: dict[str, Any]) -> None:
    passage = someone["because"][0]["passages"][0]
    paths = {
        "/": {"/v1/counts", "/v1/prisoners", "/v1/counts/facts", "/v1/counts/digest"},
        "/quality": {"/v1/quality"},
        f"/facts/{passage['id']}/impact": {f"/v1/facts/{passage['id']}/impact"},
        "/sanctions": {"/v1/sanctions"},
        "/mandates": {"/v1/mandates"},
        "/laws": {"/v1/laws"},
        "/cases": {"/v1/cases"},
        "/places": {"/v1/places"},
        "/incidents": {"/v1/incidents"},
        f"/people/{someone['id']}": {f"/v1/people/{someone['id']}{one}" for one in ("", "/timeline", "/why")},
        f"/facts/{passage['id']}": {f"/v1/facts/{passage['id']}"},
        f"/sources/{passage['source']}": {f"/v1/sources/{passage['source']}"},
        "/published": {"/v1/published", "/v1/published/reconciliation"},
    }
    size = str(ask(server, "/v1/health")["log_size"] - 1)
    for path, wanted in paths.items():
        shown = page(server, path, as_of=DAY, as_known=size)
        every = [urlsplit(link) for link in shown.links if link.startswith("/v1/")]
        # The files to cite a fact by are looked into where they are tested.
        data = [link for link in every if not link.path.endswith(("/citation", "/provenance", "/proof", "/event"))]

        assert {link.path for link in data} == wanted
        for link in data:
            answer = server.client.get(link.geturl()).json()
            known = answer["basis"]["as_known"] if "basis" in answer else answer["as_known"]
            assert str(known["size"]) == size
            assert answer.get("basis", {}).get("as_of", DAY) == DAY


def test_what_was_asked_goes_along_in_every_link(server: Server, someone: dict[str, Any]) -> None:
    passage = someone["because"][0]["passages"][0]
    size = ask(server, "/v1/health")["log_size"]
    asked = {"as_of": "2015-08-21", "as_known": str(size), "definition": "in-custody", "variant": "hindsight"}
    for path in (
        "/",
        "/sanctions",
        "/demands",
        "/mandates",
        "/laws",
        "/cases",
        "/places",
        "/incidents",
        f"/people/{someone['id']}",
        f"/facts/{passage['id']}",
        f"/sources/{passage['source']}",
        "/published",
    ):
        shown = page(server, path, **asked)
        led = [link for link in shown.links if not link.startswith("/v1/")]
        carried = [link for link in led if "lang=" not in link]

        assert carried
        assert [parse_qs(urlsplit(link).query) for link in led if link not in carried] == [
            {name: [value] for name, value in asked.items()} | {"lang": [code]} for code in ("be", "ru")
        ]
        for link in carried:
            carried_here = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
            carried_here.pop({"/": "by", "/demands": "outcome"}.get(path, ""), None)
            # A report is of this page, whose address goes along too.
            assert carried_here == (asked | {"about": path} if link.startswith("/report") else asked)
        given = {one.attributes["name"]: one.attributes.get("value") for one in shown.all("input")}
        given |= {
            select.attributes["name"]: asked[select.attributes["name"]]
            for select in shown.all("select")
            if shown.all("option", value=asked[select.attributes["name"]], selected="")
        }
        assert given == asked | ({"as_published": ""} if path == "/" else {})


def test_old_knowledge_is_marked_on_every_page_with_the_way_to_now(server: Server, someone: dict[str, Any]) -> None:
    passage = someone["because"][0]["passages"][0]
    size = ask(server, "/v1/health")["log_size"]
    for path in (
        "/",
        "/sanctions",
        "/demands",
        "/mandates",
        "/laws",
        "/cases",
        "/places",
        "/incidents",
        f"/people/{someone['id']}",
        f"/facts/{passage['id']}",
        f"/sources/{passage['source']}",
        "/published",
    ):
        old = page(server, path, as_of=DAY, as_known=size - 1)
        new = page(server, path, as_of=DAY, as_known=size)

        assert f"This is what was known at log size {size - 1}" in old.one("aside").text
        assert f"{path}?as_of={DAY}" in old.links
        assert not new.all("aside")
        assert not page(server, path, as_of=DAY).all("aside")


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_hindsight_is_offered_only_where_it_has_a_meaning(server: Server, definition: str) -> None:
    refused = server.client.get("/v1/counts", params={"definition": definition, "variant": "hindsight"}).status_code
    asked = {"as_of": DAY, "definition": definition}

    plain, hindsight = page(server, "/", **asked), page(server, "/", **asked, variant="hindsight")

    assert bool(plain.all("option", value="hindsight")) is (refused == 200)
    assert bool(hindsight.all("aside")) is (refused == 400)
    if refused == 400:
        assert f"Hindsight has no meaning for '{definition}'" in hindsight.one("aside").text
        assert [one.text for one in hindsight.all("h3")] == [one.text for one in plain.all("h3")]
        assert not [link for link in hindsight.links if "hindsight" in link]


def test_every_definition_is_offered_with_its_words(server: Server) -> None:
    shown = page(server, "/", as_of=DAY)

    assert [one.attributes["value"] for one in shown.all("option")][: len(DEFINITIONS)] == list(DEFINITIONS)
    assert all(one.says in shown.text for one in DEFINITIONS.values())


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("/bridge", "Why it changed"),
        ("/bridge?as_of=2017-07-04&from=2017-07-04", "Why in-custody on 4 July 2017 is the same number"),
        ("/bridge?as_of=2017-07-04&from=2015-07-04", "Why in-custody on 4 July 2017 is another number"),
    ],
)
def test_a_bridge_is_called_what_it_tells(server: Server, asked: str, title: str) -> None:
    page = Page(server.client.get(asked).text)

    assert page.one("h1").text.replace("\N{NO-BREAK SPACE}", " ") == title


def test_a_log_in_which_nothing_was_recorded_says_that_and_not_that_a_day_is_late(server: Server) -> None:
    empty, late = (Page(server.client.get(asked).text).text for asked in ("/?as_known=0", "/?as_known=3"))

    assert "Nothing was recorded yet." in empty
    assert "so late a day" not in empty
    assert "so late a day" in late


def test_pages_are_read_and_nothing_else(server: Server) -> None:
    answer = server.client.post("/")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert "Pages can be read, and nothing else." in Page(answer.text).text


@pytest.mark.parametrize(
    "path", ["/", "/people/{person}", "/facts/{fact}", "/sources/{source}", "/published", "/people/x"]
)
def test_every_page_answers_head_and_is_kept_by_no_cache(server: Server, someone: dict[str, Any], path: str) -> None:
    reason = someone["because"][0]
    path = path.format(person=someone["id"], fact=reason["id"], source=reason["passages"][0]["source"])
    got, head = server.client.get(path), server.client.head(path)

    assert head.status_code == got.status_code
    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]
    assert got.headers["cache-control"] == "no-cache"
    assert got.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in got.headers["content-security-policy"]
    assert "set-cookie" not in got.headers


@pytest.mark.parametrize("room", ["", "people/x", "facts/x", "sources/x", "published", "bridge", "cycle", "nothing"])
@pytest.mark.parametrize("name", ["as_of", "as_known", "definition", "variant", "from", "by", "lang", "other"])
def test_what_is_asked_is_text_and_never_markup(server: Server, room: str, name: str) -> None:
    answer = server.client.get(f"/{room}", params={name: "\"'><script>x</script><b onclick=x>&lt;"})

    assert answer.status_code in {400, 404}
    Page(answer.text).check()


def test_an_address_is_never_shown_as_markup(server: Server) -> None:
    for room in ("people", "facts", "sources", "nothing"):
        answer = server.client.get(f"/{room}/%22%3E%3Cscript%3Ex%3C%2Fscript%3E")

        assert answer.status_code == 404
        assert "script" not in answer.text


def test_colours_can_be_read_in_light_and_in_dark() -> None:
    """WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for the edges of controls (1.4.11)."""
    sheet = (Path(__file__).parents[2] / "api" / "web" / "static" / "khronika.css").read_text()
    light, dark = re.findall(r":root \{[^}]*?(--paper[^}]*)\}", sheet)[:2]
    for scheme in (light, dark):
        colour = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", scheme))
        for ground in ("paper", "panel"):
            for ink in ("ink", "quiet", "link", "mark"):
                assert contrast(colour[ink], colour[ground]) >= 4.5, (ink, ground)
            assert contrast(colour["edge"], colour[ground]) >= 3, ground


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as WCAG defines it."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
