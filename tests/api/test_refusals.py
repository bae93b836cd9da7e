"""Pages that cannot be had: one sentence in the reader's language, the field to mend it in, and ways on."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.api.conftest import Server
from tests.api.html import Page

NOBODY = "00000000-0000-4000-8000-000000000000"

REFUSED = (
    "/nothing",
    f"/people/{NOBODY}",
    "/people/x",
    f"/incidents/{NOBODY}",
    "/?as_of=2017-02-30",
    "/?as_of=yesterday",
    "/sanctions?as_of=2999-01-01",
    "/?as_of=2017-07-04@soon",
    "/?as_of=2017-07-04@10&as_known=11",
    "/?as_of=2017-07-04&as_of=2017-07-05",
    "/?as_known=soon",
    "/?as_known=99999999",
    "/?as_known=2999-01-01T00:00:00Z",
    "/?as_published=2999-01-01",
    "/?as_published=x",
    "/?definition=jailed",
    "/?definition=held/99",
    "/?variant=x",
    "/?day=2017-07-04",
    "/?by=shoe",
    "/?by=place&group=x",
    "/?by=article&group=x",
    "/?by=liberty&group=x",
    "/?by=recognizer&group=x",
    "/?by=gender&group=%00",
    "/?group=male",
    f"/?after={NOBODY}",
    "/demands?outcome=x",
    "/demands/x",
    "/bridge?from=2017-02-30",
    "/bridge?from=2017-02-03&from_definition=x",
    "/bridge?from=2017-02-03@x",
    "/cycle?from=x",
    "/cycle?from=2999-01",
    "/cycle?from=2017-09&as_of=2017-07-04",
    "/cycle?from=1901-01",
    "/cycle?from=1801-01&as_of=1800-01-01",
    "/overview?from=1905-01",
    "/report?about=x",
    "/search?name=x",
)

WRITTEN_BY_HAND = ("/?day=2017-07-04", "/search?name=x")
"""No field of a page sends such a parameter: whoever wrote its name is told the names there are."""


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/people/x", 404, "That is no identifier; write it as it is printed."),
        (f"/people/{NOBODY}", 404, "Nothing has this identifier at this size of the log."),
        (f"/facts/{NOBODY}?as_known=3", 404, "Nothing has this identifier at this size of the log."),
        ("/sources/x?as_of=2017-07-04", 404, "That is no identifier; write it as it is printed."),
        ("/people/x?as_of=2017-02-29", 400, "“On this day” '2017-02-29' is not a day of the calendar."),
        (
            "/people/x?as_of=2099-01-01",
            400,
            "“On this day” 1\N{NO-BREAK SPACE}January 2099 lies in the future; today is ",
        ),
        ("/facts/x?as_known=99999", 400, "“As known at” 99999 is not a size of the log, which holds "),
        ("/sources/x?as_known=soon", 400, "“As known at” 'soon' is neither a log size nor a time such as "),
        ("/?as_known=-1", 400, "“As known at” '-1' is neither a log size nor a time such as "),
        ("/?definition=jailed", 400, "'jailed' is no definition; there are "),
        ("/people/x?variant=x", 400, "'x' is no variant; there are "),
        ("/?as_fo=2017-07-04", 400, "'as_fo' is no parameter of this question; it takes "),
        ("/facts/x?as_of=2017-07-04&as_of=2017-07-05", 400, "“On this day” is given twice."),
        ("/nothing", 404, "There is no page at this address."),
        ("/people/", 404, "There is no page at this address."),
        ("/people/x/timeline", 404, "There is no page at this address."),
        ("//elsewhere.example/x", 404, "There is no page at this address."),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(server: Server, path: str, status: int, sentence: str) -> None:
    answer = server.client.get(path)
    shown = Page(answer.text)
    shown.check()
    said = shown.one("p", role="alert").text

    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert said.startswith(sentence)
    assert said.endswith(".")
    assert said.count(". ") == 0
    given = parse_qs(urlsplit(path).query)
    assert {"/", "/overview", "/search", "/about", "/report"} <= {link.partition("?")[0] for link in shown.links}
    for name in ("as_of", "as_known"):
        assert shown.one("input", name=name).attributes["value"] == given.get(name, [""])[-1]


def test_the_ways_on_from_a_refusal_lead_on(server: Server) -> None:
    """What was wrong goes along to no other page, and neither does what nobody takes; what was right does."""
    asked = "as_of=2017-02-29&as_known=3000&definition=jailed&variant=hindsight"
    shown = Page(server.client.get(f"/people/x?{asked}&secret=1&lang=ru").text)
    ways = [link for link in shown.links if not link.startswith("?")]

    assert len(ways) > 15
    for link in ways:
        assert server.client.get(link).status_code == 200
        assert link.endswith("?as_known=3000&variant=hindsight&lang=ru") or link == "/?variant=hindsight&lang=ru"
    assert {f"?{asked}&lang=en", f"?{asked}&lang=be", "?as_of=2017-02-29&variant=hindsight&lang=ru"} == {
        link for link in shown.links if link.startswith("?")
    }


def test_a_refused_search_has_its_form_again(server: Server) -> None:
    shown = Page(server.client.post("/search", data={"name": "12"}).text)
    other = Page(server.client.get("/search?as_of=2017-07-04&as_known=soon").text)

    assert shown.one("input", name="name").attributes["value"] == ""
    assert shown.one("input", name="name").attributes["aria-invalid"] == "true"
    assert "aria-invalid" not in other.one("input", name="name").attributes
    assert other.one("form", method="post").attributes["action"] == "/search?as_of=2017-07-04"
    assert "/" in other.links


def test_what_a_field_of_days_cannot_show_stands_in_one_of_text(server: Server) -> None:
    """A browser empties a field of days that holds none: then nobody sees what to mend, and *Ask* asks about today."""
    for asked, field in (
        ("/?as_of=2017-02-30", "as_of"),
        ("/?as_published=x", "as_published"),
        ("/cycle?from=x", "from"),
    ):
        shown = Page(server.client.get(asked).text)
        assert shown.one("input", name=field).attributes["type"] == "text"
        assert shown.one("input", name=field).attributes["value"] in asked


def test_a_page_takes_what_is_asked_of_it_and_not_what_the_list_is_asked(server: Server) -> None:
    refused = server.client.get("/about?by=place")

    assert refused.status_code == 400
    assert Page(refused.text).one("p", role="alert").text.endswith("takes as_of, as_known, definition, variant, lang.")


@pytest.mark.parametrize(
    ("asked", "field", "value"),
    [
        ("/bridge?from=2015-13-01&as_of=2016-01-01", "from", "2015-13-01"),
        ("/cycle?from=2015", "from", "2015"),
        ("/overview?from=2999-01", "from", "2999-01"),
        ("/?as_of=2017-02-29&by=place&group=unknown", "as_of", "2017-02-29"),
        ("/?as_of=2017-07-04&by=shoe&group=x", "as_of", ""),
        ("/?as_of=2017-07-04&lang=xx", "as_of", ""),
        ("/bridge?from=2015-01-01&from_variant=x", "from", ""),
        ("/bridge?from=2015-01-01&from_definition=x", "from", ""),
        ("/demands?outcome=none", "as_of", ""),
    ],
)
def test_a_refusal_has_the_fields_of_its_page_to_mend_what_was_asked(
    server: Server, asked: str, field: str, value: str
) -> None:
    """What cannot be mended in a field is left out, so that the form asks anew; what was right goes along."""
    shown = Page(server.client.get(asked).text)
    shown.check()
    sent = {one.attributes["name"]: one.attributes.get("value", "") for one in shown.all("input")}

    assert value in sent[field]
    assert ("aria-invalid" in shown.one("input", name=field).attributes) is bool(value)
    assert sent.get("group") == ("unknown" if "by=place" in asked else None)
    assert not {"outcome", "lang", "from_variant"} & {*sent}
    chosen = [one for one in shown.all("select") if "aria-invalid" in one.attributes]
    assert [one.attributes["name"] for one in chosen] == (["from_definition"] if "from_definition" in asked else [])


def test_the_field_at_fault_is_marked(server: Server) -> None:
    shown = Page(server.client.get("/people/x", params={"as_known": "soon"}).text)

    assert shown.one("input", name="as_known").attributes["aria-invalid"] == "true"
    assert "refused" in shown.one("input", name="as_known").attributes["aria-describedby"]
    assert "aria-invalid" not in shown.one("input", name="as_of").attributes


def test_a_language_that_there_is_not_is_refused_in_one_sentence(server: Server) -> None:
    refused = server.client.get("/", params={"lang": "xx"}, headers={"Accept-Language": "ru"})

    assert refused.status_code == 400
    assert Page(refused.text).one("html").attributes["lang"] == "ru"
    assert "языка 'xx' здесь нет; есть en, be, ru" in Page(refused.text).text.lower()


@pytest.mark.parametrize("asked", REFUSED)
@pytest.mark.parametrize("code", ["be", "ru"])
def test_a_refusal_is_in_the_language_of_its_page_and_calls_fields_as_the_page_does(
    server: Server, asked: str, code: str
) -> None:
    """To a machine it is English, and has the names of parameters: those are what a program writes."""
    said_in_english = Page(server.client.get(asked).text).one("p", role="alert").text
    refused = server.client.get(f"{asked}{'&' if '?' in asked else '?'}lang={code}")
    page = Page(refused.text)
    page.check()
    said = page.one("p", role="alert").text

    assert refused.status_code in {400, 404}
    assert page.one("html").attributes["lang"] == code
    assert re.search(r"[\u0430-\u045f]{3}", said)
    assert said != said_in_english
    assert said.endswith(".")
    assert not page.all("span", lang="en")
    assert asked in WRITTEN_BY_HAND or not re.search(
        r"\b(?:as_of|as_known|as_published|from_definition)\b", said + said_in_english
    )


def test_a_refused_search_is_in_the_language_of_its_page(server: Server) -> None:
    refused = server.client.post("/search?lang=be", data={"name": "12"})

    assert refused.status_code == 400
    assert "«Імя»: няма літар" in Page(refused.text).one("p", role="alert").text
