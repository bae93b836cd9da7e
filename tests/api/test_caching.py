"""Caches (RFC 9110, RFC 9111): tags on every answer, 304 and HEAD without a body, and what alone may last."""

from typing import Any

import pytest

from tests.api.conftest import Server
from tests.fuzzing import THOROUGH

pytestmark = pytest.mark.long

FOR_EVER = "public, max-age=31536000, immutable"
ASKED = ("as_of=2015-08-21", "as_of=2015-08-21&variant=hindsight&recognized_by=Viasna&recognized_by=FIDH")


def addresses(server: Server) -> list[str]:
    """An address of every kind of answer, pages included."""
    one = server.client.get("/v1/prisoners", params={"as_of": "2017-07-04"}).json()["prisoners"][0]
    fact, source = one["because"][0]["id"], one["because"][0]["passages"][0]["source"]
    pages = [
        "/",
        "/sanctions",
        "/mandates",
        "/laws",
        "/cases",
        "/places",
        "/incidents",
        *("/overview", "/definitions", "/log", "/about", "/report?about=/log"),
        *("/prisoners.json", "/prisoners.csv", "/sanctions.parquet", "/log.csv", "/log.parquet"),
        "/chart/overview.svg",
        "/chart/overview.csv",
        "/chart/bridge.vl.json?from=2015-08-21",
        f"/people/{one['id']}",
        f"/facts/{fact}",
        *(f"/v1/facts/{fact}/{form}" for form in ("citation", "citation?format=text", "provenance", "event")),
        f"/sources/{source}",
        "/static/khronika.css",
    ]
    return [
        *("/v1/counts?as_of=2017-07-04", "/v1/counts/series?on=2017-07-04", "/v1/prisoners?as_of=2017-07-04"),
        *(f"/v1/people/{one['id']}", f"/v1/people/{one['id']}/timeline", "/v1/people?publisher=A&external_id=1"),
        *(
            f"/v1/facts/{fact}",
            f"/v1/sources/{source}",
            "/v1/changes?since=0",
            "/v1/changes.atom",
            "/v1/worklist?as_of=2022-01-01",
        ),
        *(
            "/v1/sanctions?as_of=2015-11-01",
            "/v1/bridge?from=2015-08-21&to=2017-07-04",
            "/v1/cycle?from=2015-10&to=2015-10",
            "/bridge?from=2015-08-21&as_of=2017-07-04",
            "/cycle?as_of=2015-10-31",
            "/v1/mandates?as_of=2017-07-04",
            "/v1/laws?as_of=2017-07-04",
            "/v1/cases?as_of=2017-07-04",
            "/v1/places?as_of=2017-07-04",
            "/v1/incidents?from=2015-01-01&to=2017-07-04",
            "/v1/published?as_of=2021-11-26",
            "/published",
            "/v1/definitions",
            "/v1/checkpoints",
            "/v1/health",
            "/openapi.json",
            *pages,
        ),
    ]


def plain(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "date"}


Held = list[tuple[str, str]]


def held(tag: str) -> list[Held]:
    """Return headers that name a tag, as the client got it or as proxies and careful readers write it."""
    one_line = (tag, f"W/{tag}", "*", f'"other", {tag}', f'"a",W/{tag} , "b"')
    return [*([("If-None-Match", one)] for one in one_line), [("If-None-Match", '"other"'), ("If-None-Match", tag)]]


def others(tag: str) -> list[Held]:
    """Return headers that do not name it."""
    swapped = tag.swapcase() if tag != tag.swapcase() else '""'
    return [[("If-None-Match", one)] for one in ('"other"', "", tag.strip('"'), swapped)]


def in_turn(several: list[Held], turn: int) -> list[Held]:
    """Return all of them if there is time, else one: each way is asked of some addresses then."""
    return several if THOROUGH else [several[turn % len(several)]]


def at_the_edge(server: Server) -> list[str]:
    """Return addresses to ask for what is done with bytes, whatever database they are from: there, a part is enough."""
    every = addresses(server)
    return every if THOROUGH or server.command.url.startswith("sqlite") else every[::5]


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_whoever_has_the_answer_already_is_told_so(server: Server, coding: str) -> None:
    """RFC 9110, section 13.1.2. The tag of the other form is another: those are other bytes."""
    wanted = [("Accept-Encoding", coding)]
    for turn, address in enumerate(at_the_edge(server)):
        first = server.client.get(address, headers=wanted)
        tag = first.headers["etag"]
        for one in in_turn(held(tag), turn):
            again = server.client.get(address, headers=[*wanted, *one])
            head = server.client.head(address, headers=[*wanted, *one])

            assert (again.status_code, again.content) == (304, b""), (address, one)
            assert (head.status_code, head.content) == (304, b"")
            assert plain(head.headers) == plain(again.headers)
            assert again.headers["etag"] == tag
            assert again.headers["cache-control"] == first.headers["cache-control"]
            assert again.headers.get("vary") == first.headers.get("vary")
            assert not {"content-length", "content-type", "content-encoding"} & again.headers.keys()
        for one in in_turn(others(tag), turn):
            assert server.client.get(address, headers=[*wanted, *one]).content == first.content, (address, one)


def test_head_has_the_headers_of_get_and_no_body(server: Server) -> None:
    for address in [*addresses(server), "/v1/counts?as_of=x", "/v1/nothing", "/nothing", "/v1/people/x"]:
        got, head = server.client.get(address), server.client.head(address)

        assert (head.status_code, head.content) == (got.status_code, b"")
        assert plain(head.headers) == plain(got.headers)


def test_a_tag_follows_the_body(server: Server) -> None:
    bodies = {}
    for day in ("2015-08-20", "2015-08-21", "2017-07-04"):
        answer = server.client.get("/v1/counts", params={"as_of": day})
        bodies[answer.headers["etag"]] = answer.content

    assert len(set(bodies.values())) == len(bodies) == 3


@pytest.mark.parametrize(
    "address",
    [
        *(f"/v1/counts?{asked}" for asked in ASKED),
        "/v1/counts?as_of=2015-08-21&as_published=2016-01-01",
        "/v1/counts/series?from=2014-01-01&to=2016-01-01",
        "/v1/counts/series?from=2014-01-01&to=2016-01-01&as_published=2016-01-01",
        "/v1/counts/series?from=2014-01-01&interval=year&variant=hindsight&recognized_by=Viasna",
        "/v1/counts/series?on=2015-08-21&on=2017-07-04&definition=former",
    ],
)
def test_the_query_of_a_basis_gives_the_same_answer_and_that_may_be_kept_for_ever(server: Server, address: str) -> None:
    path = address.partition("?")[0]
    first = server.client.get(address)
    again = server.client.get(f"{path}?{first.json()['basis']['query']}")

    assert first.headers["cache-control"] == "no-cache"
    assert again.status_code == 200
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == FOR_EVER


def test_a_day_with_a_size_of_the_log_writes_out_both_and_one_with_a_time_does_not(server: Server) -> None:
    basis = server.client.get("/v1/counts?as_of=2015-08-21").json()["basis"]
    rest = "definition=in-custody/1&variant=then&rules=2"
    whole = server.client.get(f"/v1/counts?{basis['query']}")
    by_size = server.client.get(f"/v1/counts?as_of={basis['at']}&{rest}")
    by_time = server.client.get(f"/v1/counts?as_of=2015-08-21@{basis['as_known']['recorded_at']}&{rest}")

    assert by_size.content == by_time.content == whole.content
    assert (by_size.headers["cache-control"], by_time.headers["cache-control"]) == (FOR_EVER, "no-cache")


def test_an_address_that_leaves_out_any_part_of_the_basis_is_asked_again(server: Server) -> None:
    for address in ("/v1/counts?as_of=2015-08-21", "/v1/counts/series?from=2014-01-01&to=2016-01-01"):
        path = address.partition("?")[0]
        parts = server.client.get(address).json()["basis"]["query"].split("&")
        assert len(parts) >= 5
        for part in parts:
            fewer = server.client.get(f"{path}?{'&'.join(one for one in parts if one != part)}")

            assert fewer.headers["cache-control"] == "no-cache", part
        known = server.client.get(address).json()["basis"]["as_known"]
        by_time = [one if "as_known" not in one else f"as_known={known['recorded_at']}" for one in parts]
        unversioned = [one.replace("in-custody/1", "in-custody") for one in parts]
        for changed in (by_time, unversioned):
            answer = server.client.get(f"{path}?{'&'.join(changed)}")
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


def test_groups_are_asked_again_for_whoever_is_withheld_moves_to_another(server: Server) -> None:
    query = server.client.get("/v1/counts?as_of=2015-08-21&by=gender").json()["basis"]["query"]
    whole, groups = (server.client.get(f"/v1/counts?{query}{by}") for by in ("", "&by=gender"))

    assert (whole.headers["cache-control"], groups.headers["cache-control"]) == (FOR_EVER, "no-cache")


def test_nothing_with_people_in_it_and_no_refusal_may_be_kept(server: Server) -> None:
    basis = server.client.get("/v1/counts?as_of=2017-07-04").json()["basis"]
    query, size = basis["query"], basis["as_known"]["size"]
    for address in [*addresses(server), f"/v1/prisoners?{query}"]:
        if not address.startswith("/v1/counts"):
            assert server.client.get(address).headers["cache-control"] == "no-cache", address
    refused = [
        f"/v1/counts?{query.replace('in-custody/1', 'in-custody/2')}",
        f"/v1/counts?{query.replace('rules=2', 'rules=9')}",
        f"/v1/counts?{query.replace(f'as_known={size}', f'as_known={size + 1}')}",
        f"/v1/counts?{query.replace('2017-07-04', '2099-01-01')}",
        f"/v1/counts?{query}&by=region",
        f"/v1/counts?{query}&x=1",
        f"/v1/counts/series?{query}",
        f"/v1/counts/series?{query.replace('as_of', 'on').replace('2017', '2099')}",
    ]
    for address in refused:
        answer = server.client.get(address)

        assert answer.status_code == 400, address
        assert answer.headers["cache-control"] == "no-cache"
        assert "etag" not in answer.headers


PLAIN, PACKED = ({"Accept-Encoding": one} for one in ("identity", "gzip"))


def test_a_packed_answer_is_the_same_answer_under_a_tag_of_its_own(server: Server) -> None:
    """RFC 9110, section 8.8.3: a strong tag is of one sequence of bytes, so each form of them has its own."""
    seen = set()
    for address in at_the_edge(server):
        one, other = (server.client.get(address, headers=wanted) for wanted in (PLAIN, PACKED))
        packed = "content-encoding" in other.headers
        seen.add(packed)

        assert "content-encoding" not in one.headers
        assert other.content == one.content
        assert (other.headers["etag"] == one.headers["etag"]) is not packed
        assert ("Accept-Encoding" in one.headers.get("vary", "")) is packed
        assert one.headers.get("vary") == other.headers.get("vary")
        as_it_is = address.startswith("/static/") or address.endswith(".parquet")
        assert packed is (len(one.content) >= 500 and not as_it_is), address
        if packed:
            assert other.headers["content-encoding"] == "gzip"
            assert int(other.headers["content-length"]) < len(one.content)
            crossed = {"If-None-Match": other.headers["etag"]}
            assert server.client.get(address, headers=PLAIN | crossed).status_code == 200
            assert plain(server.client.head(address, headers=PACKED).headers) == plain(other.headers)
    assert seen == {True, False}


def test_what_is_posted_and_what_is_refused_are_never_packed(server: Server) -> None:
    """The length of a packed answer tells of its text, and that of a search holds a name."""
    posted = server.client.post("/v1/people/search", json={"name": "Ales"}, headers=PACKED)
    refused = server.client.get("/v1/counts?as_of=x", headers=PACKED)

    for answer in (posted, refused):
        assert "content-encoding" not in answer.headers
