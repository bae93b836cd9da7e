"""Withholding somebody and disclosing them again, from the command line; and what the doors then say."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import bootstrap
from api.app import create_app
from tests.api.conftest import Command

RECORD = """\
register: tiny
facts:
  - {type: source-registered, key: s1, kind: news, issuer: A paper, title: A page, language: en}
  - {type: passage-quoted, key: s1-q1, source: s1, pinpoint: page 1, text: Somebody.}
  - {type: passage-quoted, key: s1-q2, source: s1, pinpoint: page 2, text: Somebody else.}
  - {type: person-registered, key: p1}
  - {type: named, key: p1-n1, person: p1, text: Ales, language: en, script: Latn, passages: [s1-q1]}
  - {type: external-id-stated, key: p1-x1, person: p1, publisher: A list, value: '1', passages: [s1-q1]}
  - {type: detained, key: p1-d1, person: p1, occurred: 2021-03-10, passages: [s1-q1]}
  - {type: person-registered, key: p2}
  - {type: named, key: p2-n1, person: p2, text: Maria, language: en, script: Latn, passages: [s1-q2]}
  - {type: external-id-stated, key: p2-x1, person: p2, publisher: A list, value: '2', passages: [s1-q2]}
  - {type: detained, key: p2-d1, person: p2, occurred: 2021-03-10, passages: [s1-q2]}
"""
BORN = "  - {type: birth-year-stated, key: p1-b1, person: p1, year: 2005, passages: [s1-q1]}\n"
SAID = "  - {type: person-withheld, key: p1-w1, person: p1, ground: own request}\n"
ASKED = ("--as-of", "2021-03-11", "--definition", "held")


@pytest.fixture
def two(khronika: Command, tmp_path: Path) -> tuple[Command, str, str]:
    """A record of Ales and Maria, with their identifiers."""
    return recorded(khronika, tmp_path, RECORD)


def recorded(khronika: Command, folder: Path, register: str) -> tuple[Command, str, str]:
    (folder / "register.yaml").write_text(register)
    khronika.ok("load", str(folder))
    found = [khronika.ok("find", "A list", key, "--json").json["people"] for key in "12"]
    one, other = (people[0]["id"] if people else "" for people in found)
    return khronika, one, other


def listed(khronika: Command) -> tuple[list[str], int]:
    answer = khronika.ok("list", *ASKED, "--json").json
    assert khronika.ok("count", *ASKED, "--json").json["possible"] == len(answer["prisoners"]) + answer["withheld"]
    return [one["name"] for one in answer["prisoners"]], answer["withheld"]


def test_what_the_commands_print_names_nobody_and_the_doors_say_how_many(two: tuple[Command, str, str]) -> None:
    khronika, ales, _ = two
    assert listed(khronika) == (["Ales", "Maria"], 0)
    done = khronika.ok("withhold", ales, "--ground", "danger")

    assert (done.out, done.err) == ("withheld: position 12\n", "")
    assert listed(khronika) == (["Maria"], 1)
    assert khronika.ok("list", *ASKED).out.startswith("held on 2021-03-11: 1 listed and 1 withheld\n")
    with bootstrap.service(khronika.url) as service, TestClient(create_app(service), "http://127.0.0.1") as client:
        page = client.get("/?as_of=2021-03-11&definition=held").text
        refused = client.get(f"/people/{ales}")
    assert "And 1 withheld: counted, and not shown for their safety." in page
    assert (refused.status_code, "What has this identifier is withheld." in refused.text) == (404, True)
    assert khronika.ok("disclose", ales, "--reason", "safe now").out == "disclosed: position 13\n"
    assert listed(khronika) == (["Ales", "Maria"], 0)


def test_a_minor_is_withheld_from_the_first_moment_until_disclosed(khronika: Command, tmp_path: Path) -> None:
    _, none, maria = recorded(khronika, tmp_path, RECORD + BORN)
    assert (none, bool(maria)) == ("", True)
    assert listed(khronika) == (["Maria"], 1)
    with bootstrap.service(khronika.url) as service:
        (ales,) = service.questions.disclosure().people
    khronika.ok("disclose", ales, "--reason", "of age, and willing")

    assert listed(khronika) == (["Ales", "Maria"], 0)
    khronika.ok("withhold", ales)
    assert listed(khronika) == (["Maria"], 1)
    khronika.ok("disclose", ales, "--reason", "willing again")
    assert listed(khronika) == (["Ales", "Maria"], 0)


def test_a_register_can_say_it(khronika: Command, tmp_path: Path) -> None:
    recorded(khronika, tmp_path, RECORD + SAID)

    assert listed(khronika) == (["Maria"], 1)


def test_whoever_is_one_with_somebody_withheld_is_withheld_and_disclosed_with_them(
    two: tuple[Command, str, str],
) -> None:
    khronika, ales, maria = two
    khronika.ok("judge", "same", ales, maria, "--reason", "one person")
    khronika.ok("withhold", maria)

    assert listed(khronika) == ([], 1)
    for one in two[1:]:
        assert "is withheld" in khronika("person", one).err
        assert "is withheld" in khronika("person", one, "--as-known", "11").err
    assert "withheld already" in khronika("withhold", ales).err
    khronika.ok("disclose", ales, "--reason", "safe now")
    assert listed(khronika) == (["Ales"], 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("disclose", "{ales}", "--reason", "x"), "this person is not withheld"),
        (("disclose", "{ales}"), "a change needs a reason"),
        (("withhold", "nobody"), "that is no identifier"),
        (("withhold", "00000000-0000-4000-8000-000000000000"), "nothing has this identifier"),
        (("withhold", "{ales}", "--ground", "curiosity"), "is not one of"),
    ],
)
def test_what_cannot_be_is_refused(two: tuple[Command, str, str], arguments: tuple[str, ...], message: str) -> None:
    khronika, ales, _ = two
    done = khronika(*(one.format(ales=ales) for one in arguments))

    assert (done.code, done.out) == (2, "")
    assert message in " ".join(done.err.split())
    assert ales not in done.err
