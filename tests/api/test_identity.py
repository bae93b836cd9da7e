"""Joining people from the command line, and where the addresses of joined people lead."""

from pathlib import Path

import pytest

from tests.api.conftest import Command, serving

LISTED = """\
register: tiny
facts:
  - {type: person-registered, key: p1}
  - {type: person-registered, key: p2}
  - {type: source-registered, key: s1, kind: news, issuer: A paper, title: A page, language: en}
  - {type: passage-quoted, key: s1-q1, source: s1, pinpoint: paragraph 1, text: Two spellings.}
  - {type: named, key: p1-n1, person: p1, text: Palijenka, language: en, script: Latn, passages: [s1-q1]}
  - {type: named, key: p2-n1, person: p2, text: Polijenka, language: en, script: Latn, passages: [s1-q1]}
  - {type: external-id-stated, key: p1-x1, person: p1, publisher: A list, value: '1', passages: [s1-q1]}
  - {type: external-id-stated, key: p2-x1, person: p2, publisher: A list, value: '2', passages: [s1-q1]}
  - {type: detained, key: p1-d1, person: p1, occurred: 2017-03-10, passages: [s1-q1]}
  - {type: detained, key: p2-d1, person: p2, occurred: 2017-03-10, passages: [s1-q1]}
"""
SIZE = 10


@pytest.fixture
def two(khronika: Command, tmp_path: Path) -> tuple[Command, str, str]:
    """A record of two registrations, with their identifiers."""
    (tmp_path / "register.yaml").write_text(LISTED)
    khronika.ok("load", str(tmp_path))
    one, other = (khronika.ok("find", "A list", key, "--json").json["people"][0]["id"] for key in "12")
    return khronika, one, other


def newest(khronika: Command, size: int) -> str:
    return str(khronika.ok("changes", str(size - 1), "--json").json["changes"][0]["fact"])


def held(khronika: Command, *more: str) -> int:
    return int(khronika.ok("count", "--as-of", "2017-03-11", "--definition", "held", "--json", *more).json["certain"])


def test_joined_and_parted_again_each_answer_is_what_was_known(two: tuple[Command, str, str]) -> None:
    khronika, one, other = two
    judged = khronika.ok("judge", "same", other, one, "--reason", "one sentence in two papers")

    assert judged.out == f"judged same: position {SIZE + 1}\n"
    assert (held(khronika), held(khronika, "--as-known", str(SIZE))) == (1, 2)
    assert khronika.ok("replay", "--as-of", "2017-03-11", "--definition", "held").code == 0
    khronika.ok("retract", newest(khronika, SIZE + 1), "--reason", "they are two")
    assert (held(khronika), held(khronika, "--as-known", str(SIZE + 1))) == (2, 1)


def test_an_old_identifier_is_answered_under_the_one_that_stands_for_it(two: tuple[Command, str, str]) -> None:
    khronika, one, other = two
    khronika.ok("judge", "same", one, other, "--reason", "r")

    asked = khronika.ok("person", other, "--json")
    assert (asked.json["id"], asked.json["identifiers"]) == (one, [one, other])
    assert asked.err == (
        "khronika: this person was registered before, under another identifier; this is the record under " + one + "\n"
    )
    assert khronika.ok("find", "A list", "2", "--json").json["people"][0]["id"] == one


def test_an_old_address_leads_to_the_person_for_good_where_it_names_its_basis(two: tuple[Command, str, str]) -> None:
    khronika, one, other = two
    khronika.ok("judge", "same", one, other, "--reason", "r")
    with serving(khronika) as server:
        for path, query, status in (
            ("/v1/people/{}", "?as_of=2017-03-11", 307),
            ("/v1/people/{}/timeline", f"?as_known={SIZE + 1}", 308),
            ("/people/{}", "", 307),
            ("/people/{}.json", "", 307),
            ("/people/{}.json", f"?as_known={SIZE + 1}", 308),
        ):
            led = server.client.get(path.format(other) + query)

            assert (led.status_code, led.headers["location"]) == (status, path.format(one) + query)
        assert server.client.get(f"/v1/people/{other}?as_known={SIZE}").json()["identifiers"] == [other]
        assert "Registered 2 times" in server.client.get(f"/people/{one}").text


def test_what_cannot_be_judged_is_refused_with_one_message(two: tuple[Command, str, str]) -> None:
    khronika, one, other = two
    fact = newest(khronika, SIZE)

    for arguments, message in (
        ((one, one, "--reason", "r"), "khronika: pair: a judgement of identity is on two different persons\n"),
        ((one, fact, "--reason", "r"), "khronika: pair names a fact of the type detained\n"),
        ((one, other), "khronika: reason: "),
    ):
        refused = khronika("judge", "same", *arguments)
        assert refused.code == 2
        assert refused.err.startswith(message), refused.err
    assert held(khronika) == 2
