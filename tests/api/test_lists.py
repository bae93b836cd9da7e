"""Lists in pages, people by a publisher's key, days held: over a real server, on each database."""

import base64
from pathlib import Path
from typing import Any

import pytest

from api.cursor import Cursor
from domain.folds import RULES_VERSION
from domain.people import PersonId
from tests.api.conftest import Command, Server, serving
from tests.api.html import Page

ASKED = {"as_of": "2021-03-01"}
APART = """\
register: apart
facts:
  - {type: source-registered, key: s1, kind: news, issuer: A paper, title: A page, language: en}
  - {type: passage-quoted, key: q1, source: s1, pinpoint: paragraph 1, text: It is so.}
  - {type: person-registered, key: p1}
  - {type: external-id-stated, key: x1, person: p1, publisher: A list, value: "7", passages: [q1]}
  - {type: detained, key: d1, person: p1, occurred: 2017-03-01, passages: [q1]}
  - {type: held-incommunicado, key: i1, person: p1, occurred: 2017-03-02, deprivation: d1, passages: [q1]}
  - {type: contact-restored, key: c1, person: p1, occurred: 2017-03-05, isolation: i1, passages: [q1]}
  - {type: released, key: r1, person: p1, occurred: "[2017-03-05..2017-03-31]", deprivation: d1, passages: [q1]}
  - {type: person-registered, key: p2}
  - {type: external-id-stated, key: x2, person: p2, publisher: A list, value: "7", passages: [q1]}
  - {type: external-id-stated, key: x3, person: p2, publisher: Another list, value: ключ/1, passages: [q1]}
"""


def cursor_of(day: str, size: int, after: PersonId, definition: str = "in-custody/1") -> str:
    """A cursor that no page ever gave."""
    return Cursor(day, size, definition, "then", (), RULES_VERSION, after).format()


def read(server: Server, **asked: str) -> Any:
    answer = server.client.get("/v1/prisoners", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def pages(server: Server, first: Any, limit: str) -> list[Any]:
    """All pages that follow a first one, with it."""
    found = [first]
    while found[-1]["next"] and len(found) < 100:
        found.append(read(server, cursor=found[-1]["next"], limit=limit))
    return found


@pytest.mark.parametrize(
    "asked",
    [
        {"as_of": "2021-03-01"},
        {"as_of": "2015-08-21", "variant": "hindsight", "recognized_by": "Viasna"},
        {"as_of": "2017-03-27", "definition": "held"},
        {"as_of": "2022-01-01", "definition": "former"},
        {"as_of": "2022-01-01", "definition": "ever-recognized"},
        {"as_of": "2015-08-21", "definition": "held", "as_published": "2015-09-30"},
        {"as_of": "2021-11-26", "by": "liberty", "group": "colony"},
        {"as_of": "2022-01-01", "by": "recognizer", "group": "Viasna", "definition": "former"},
    ],
)
@pytest.mark.parametrize("limit", ["1", "4", "500"])
def test_pages_joined_are_the_whole_list(server: Server, asked: dict[str, str], limit: str) -> None:
    whole = read(server, **asked)
    found = pages(server, read(server, **asked, limit=limit), limit)

    assert [one for page in found for one in page["prisoners"]] == whole["prisoners"]
    assert all(page["basis"] == whole["basis"] for page in found)
    assert all(page["coverage"] == whole["coverage"] for page in found)
    assert all(len(page["prisoners"]) == int(limit) for page in found[:-1])
    assert 0 < len(found[-1]["prisoners"]) <= int(limit)
    if not (within := whole["within"]):
        assert len(whole["prisoners"]) == server.client.get("/v1/counts", params=asked).json()["possible"]
    else:
        assert len(whole["prisoners"]) == within["possible"]
        assert all(page["within"] == within for page in found)


@pytest.mark.parametrize("by", ["liberty", "article", "gender", "recognizer", "place"])
def test_the_list_of_a_group_has_its_numbers(server: Server, by: str) -> None:
    """What the page, the list and the count say of a group is one number; a place is called by its name."""
    asked = {"as_of": "2021-11-26", "definition": "in-custody"}
    groups = server.client.get("/v1/counts", params=asked | {"by": by}).json()["breakdown"]["groups"]

    assert len(groups) > 1
    for group in groups[:4]:
        within = read(server, **asked, by=by, group=group["group"])["within"]
        shown = Page(server.client.get("/", params=asked | {"by": by, "group": group["group"]}).text)

        assert within == group | {"by": by}
        assert f"{group['certain']} certain {group['possible']} possible" in shown.text
        assert shown.one("h1").text == f"In custody on 26\xa0November 2021, {by}: {group['title'] or group['group']}"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"by": "gender"}, "group"),
        ({"group": "female"}, "by"),
        ({"by": "colour", "group": "red"}, "by"),
        ({"by": "gender", "group": "red"}, "group"),
        ({"by": "gender", "group": "\x00"}, "group"),
        ({"by": "place", "group": "unknown", "definition": "former"}, "by"),
    ],
)
def test_a_list_that_cannot_be_narrowed_so_is_refused(server: Server, asked: dict[str, str], field: str) -> None:
    refused = server.client.get("/v1/prisoners", params=asked)

    assert (refused.status_code, refused.json()["field"]) == (400, field)


def test_a_cursor_stays_at_its_basis_while_the_log_grows(recorded: Command) -> None:
    with serving(recorded) as server:
        whole = read(server, **ASKED)
        first = read(server, **ASKED, limit="3")
        later = first["prisoners"][-1]["id"], whole["prisoners"][3]["id"]
        for one in later:
            recorded.ok("retract", one, "--reason", "for this test")
        found = pages(server, first, "3")

        assert [one for page in found for one in page["prisoners"]] == whole["prisoners"]
        now = server.client.get("/v1/counts", params={**ASKED, "as_known": str(whole["basis"]["as_known"]["size"] + 2)})
        assert now.json()["possible"] == len(whole["prisoners"]) - 2


def test_a_cursor_holds_an_identifier_and_no_name(server: Server) -> None:
    page = read(server, **ASKED, limit="1")
    inside = base64.urlsafe_b64decode(page["next"] + "=" * (-len(page["next"]) % 4))
    (one,) = page["prisoners"]

    assert one["id"].encode() in inside
    assert not [part for part in one["name"].split() if part.encode() in inside]


def test_a_damaged_cursor_is_refused_and_never_read_as_another(server: Server) -> None:
    cursor = read(server, **ASKED, limit="1")["next"]
    damaged = ["", "=", "-", cursor + "A", cursor + "AAAA", cursor + "=", cursor + "!", " " + cursor, cursor[:40] + "*"]
    damaged += [cursor[:end] for end in range(0, len(cursor), 7)]
    damaged += [cursor[:at] + ("A" if cursor[at] != "A" else "B") + cursor[at + 1 :] for at in range(len(cursor))]
    damaged += [cursor.swapcase(), cursor * 2, "é" + cursor, cursor + "\x00", "9" * 5000]
    for one in damaged:
        answer = server.client.get("/v1/prisoners", params={"cursor": one})

        assert answer.status_code == 400, one
        assert answer.json()["field"] == "cursor"
        assert "no cursor of this list" in answer.json()["detail"]


@pytest.mark.parametrize("more", ["as_of=2021-03-01", "definition=held", "as_known=5", "rules=2", "recognized_by=x"])
def test_a_cursor_takes_no_other_parameter_but_limit(server: Server, more: str) -> None:
    cursor = read(server, **ASKED, limit="1")["next"]
    answer = server.client.get(f"/v1/prisoners?cursor={cursor}&{more}")

    assert answer.status_code == 400
    assert answer.json()["field"] == "cursor"
    assert server.client.get(f"/v1/prisoners?cursor={cursor}&limit=2").status_code == 200
    assert server.client.get(f"/v1/prisoners?cursor={cursor}&cursor={cursor}").json()["field"] == "cursor"


def test_a_cursor_of_a_person_whom_the_basis_does_not_count_is_not_found(server: Server) -> None:
    size = read(server, **ASKED)["basis"]["as_known"]["size"]
    nobody = cursor_of("2021-03-01", size, PersonId("00000000-0000-4000-8000-000000000000"))
    elsewhen = cursor_of("2010-01-01", size, PersonId(read(server, **ASKED)["prisoners"][0]["id"]))
    for one in (nobody, elsewhen):
        answer = server.client.get("/v1/prisoners", params={"cursor": one})

        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_cursor_made_by_hand_is_answered_or_refused_and_breaks_nothing(server: Server) -> None:
    after = PersonId("x\x00")
    for day, size, definition in (
        ("2021-03-01", 10**18, "in-custody/1"),
        ("2021-03-01", -1, "in-custody/1"),
        ("2099-01-01", 5, "in-custody/1"),
        ("", 5, "in-custody/1"),
        ("2021-03-01", 5, "in-custody/2"),
        ("2021-03-01", 5, "\x00"),
    ):
        answer = server.client.get("/v1/prisoners", params={"cursor": cursor_of(day, size, after, definition)})

        assert answer.status_code == 400
        assert answer.json()["field"]


@pytest.mark.parametrize("limit", ["0", "-1", "501", "x", "", "1.0", "٣", "9" * 400])
def test_a_limit_is_a_whole_number_within_bounds(server: Server, limit: str) -> None:
    answer = server.client.get("/v1/prisoners", params={**ASKED, "limit": limit})

    assert answer.status_code == 400
    assert answer.json()["field"] == "limit"
    assert "is not a whole number from 1 to 500" in answer.json()["detail"]


@pytest.fixture
def apart(khronika: Command, tmp_path: Path) -> Command:
    folder = tmp_path / "apart"
    folder.mkdir()
    (folder / "register.yaml").write_text(APART)
    khronika.ok("load", str(folder))
    return khronika


def test_a_publishers_key_leads_to_all_for_whom_it_is_stated(apart: Command) -> None:
    def found(server: Server, publisher: str, value: str, **more: str) -> list[str]:
        asked = {"publisher": publisher, "external_id": value, **more}
        return [one["id"] for one in server.client.get("/v1/people", params=asked).json()["people"]]

    with serving(apart) as server:
        both = found(server, "A list", "7")

        assert len(both) == 2
        assert set(found(server, "Another list", "ключ/1")) < set(both)
        assert found(server, "A list", "8") == found(server, "a list", "7") == found(server, "A list", "7 ") == []
        assert found(server, "A list", "7", as_known="3") == []
        apart.ok("retract", both[0], "--reason", "registered twice")
        size = str(server.client.get("/v1/health").json()["log_size"])
        assert found(server, "A list", "7", as_known=size) == [both[1]]
        for asked in ("publisher=&external_id=7", "publisher=A&external_id=%00", "publisher=%0A&external_id=7"):
            refused = server.client.get(f"/v1/people?{asked}")
            assert (refused.status_code, refused.json()["field"] in asked) == (400, True)
        missing = server.client.get("/v1/people?publisher=A")
        assert (missing.status_code, missing.json()["field"]) == (422, "external_id")
        assert missing.headers["content-type"] == "application/problem+json"


def test_a_person_has_days_held_and_isolation_as_of_a_day(apart: Command) -> None:
    """Detained on the 1st, without contact from the 2nd to the 5th, released some day of March after that."""
    expected = {
        "2017-02-28": (0, 0, "no"),
        "2017-03-01": (1, 1, "no"),
        "2017-03-02": (2, 2, "certainly"),
        "2017-03-04": (4, 4, "certainly"),
        "2017-03-05": (4, 5, "no"),
        "2017-03-31": (4, 30, "no"),
        "2020-01-01": (4, 30, "no"),
    }
    with serving(apart) as server:
        asked = {"publisher": "A list", "external_id": "7"}
        people = [one["id"] for one in server.client.get("/v1/people", params=asked).json()["people"]]
        records = [server.client.get(f"/v1/people/{one}", params={"as_of": "2017-03-05"}).json() for one in people]
        (held,) = [one["id"] for one in records if one["liberty"]]
        for day, (certain, possible, isolated) in expected.items():
            record = server.client.get(f"/v1/people/{held}", params={"as_of": day}).json()

            assert record["days_held"] == {"certain": certain, "possible": possible, "through": day}
            assert record["incommunicado"] == isolated
        (listed,) = read(server, as_of="2017-03-03", definition="held")["prisoners"]
        assert listed["incommunicado"] == "certainly"
        future = server.client.get(f"/v1/people/{held}", params={"as_of": "2099-01-01"})
        assert (future.status_code, future.json()["field"]) == (400, "as_of")
        assert (
            "Days held through 2017-03-02: 2 certain, 2 possible"
            in apart.ok("person", held, "--as-of", "2017-03-02").out
        )
        assert "Incommunicado on that day: certainly" in apart.ok("person", held, "--as-of", "2017-03-02").out
