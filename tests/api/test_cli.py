"""The command line as a user meets it: questions, changes, and one message with exit code 2 for what cannot be."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import text

from projections.database import engine_of
from tests.api.conftest import Command

REGISTER = """\
register: tiny
facts:
  - {type: source-registered, key: s1, kind: news, issuer: A paper, title: A page, language: en}
  - {type: passage-quoted, key: q1, source: s1, pinpoint: paragraph 1, text: It is so.}
  - {type: person-registered, key: p1}
  - {type: named, key: n1, person: p1, text: Jan Niechta, language: be, script: Latn, passages: [q1]}
  - {type: detained, key: d1, person: p1, occurred: 2017-03-01, passages: [q1]}
  - {type: released, key: r1, person: p1, occurred: 2017-03-10, deprivation: d1, passages: [q1]}
"""


@pytest.fixture
def tiny(khronika: Command, tmp_path: Path) -> Command:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "register.yaml").write_text(REGISTER)
    khronika.ok("load", str(folder))
    return khronika


def test_a_count_has_bounds_coverage_and_basis(belarus: Command) -> None:
    answer = belarus.ok("count", "--as-of", "2017-07-04", "--json").json

    assert (answer["certain"], answer["possible"]) == (2, 2)
    assert answer["coverage"]["extent"] == "complete"
    assert set(answer["basis"]["as_known"]) == {"size", "recorded_at", "root", "as_published", "checkpoint"}
    assert re.fullmatch("[0-9a-f]{64}", answer["basis"]["as_known"]["root"])
    assert answer["basis"]["definition"]["id"] == "in-custody"


def test_the_same_question_at_its_own_basis_is_answered_the_same(belarus: Command) -> None:
    first = belarus.ok("count", "--as-of", "2015-08-21", "--json").json
    known = first["basis"]["as_known"]

    by_size = belarus.ok("count", "--as-of", "2015-08-21", "--as-known", str(known["size"]), "--json").json
    by_time = belarus.ok("count", "--as-of", "2015-08-21", "--as-known", known["recorded_at"], "--json").json

    assert by_size == by_time == first


def test_hindsight_counts_a_seventh_and_the_list_says_why(belarus: Command) -> None:
    asked = ("--as-of", "2015-08-21", "--variant", "hindsight", "--json")
    assert belarus.ok("count", *asked).json["certain"] == 7

    listed = belarus.ok("list", *asked).json["prisoners"]
    late = [one for one in listed if all(held["start"] > "2015-08-21" for held in one["recognitions"])]

    assert len(listed) == 7
    assert [one["recognitions"][0]["start"] for one in late] == ["2015-12-01"]
    assert any(reason["after_the_day"] for reason in late[0]["because"])
    assert all(reason["passages"] for one in listed for reason in one["because"])


def test_the_printed_list_quotes_only_what_is_printed_in_the_source(belarus: Command) -> None:
    out = belarus.ok("list", "--as-of", "2017-07-04").out

    assert "certainly: colony" in out
    assert "(in our words)" in out
    assert "“(in our words)" not in out


@pytest.mark.parametrize("definition", ["held", "in-custody", "ever-recognized"])
def test_replay_agrees(belarus: Command, definition: str) -> None:
    assert "Replayed from" in belarus.ok("replay", "--as-of", "2017-03-25", "--definition", definition).out


def test_replay_that_differs_is_said_with_exit_code_1(tiny: Command) -> None:
    engine = engine_of(tiny.url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM tally_a"))
    engine.dispose()

    done = tiny("replay", "--as-of", "2017-03-05", "--definition", "held")

    assert done.code == 1
    assert "differ" in done.err


def test_a_person_and_a_fact_are_shown_with_their_passages(belarus: Command) -> None:
    one = belarus.ok("list", "--as-of", "2017-07-04", "--json").json["prisoners"][0]
    shown = belarus.ok("person", one["id"]).out
    as_json = belarus.ok("person", one["id"], "--json").json
    fact = belarus.ok("fact", one["because"][0]["id"], "--json").json["fact"]

    assert one["name"] in shown
    assert "Liberty" in shown
    assert as_json["liberty"]
    assert fact["status"] == "standing"
    assert fact["versions"][0]["sha256"]
    assert belarus.ok("fact", one["because"][0]["id"]).out


def test_a_correction_recorded_today_changes_then_as_known_now_and_not_as_known_yesterday(tiny: Command) -> None:
    asked = ("count", "--as-of", "2017-03-15", "--definition", "held", "--json")
    before = tiny.ok(*asked).json
    release = _fact(tiny, "released")

    tiny.ok("correct", release, "--set", "occurred=2017-03-20", "--reason", "the source corrected itself")

    assert before["certain"] == 0
    assert tiny.ok(*asked).json["certain"] == 1
    assert tiny.ok(*asked, "--as-known", before["basis"]["as_known"]["recorded_at"]).json == before
    assert tiny.ok(*asked, "--as-known", str(before["basis"]["as_known"]["size"])).json == before
    shown = tiny.ok("fact", release).out
    assert "corrected" in shown
    assert "the source corrected itself" in shown


def test_a_retraction_and_its_reinstatement(tiny: Command) -> None:
    asked = ("count", "--as-of", "2017-03-05", "--definition", "held", "--json")
    arrest = _fact(tiny, "detained")

    tiny.ok("retract", arrest, "--reason", "another person")
    assert tiny.ok(*asked).json["certain"] == 0
    tiny.ok("reinstate", arrest, "--reason", "it was this person after all")
    assert tiny.ok(*asked).json["certain"] == 1


def test_loading_twice_says_that_nothing_is_new(belarus: Command) -> None:
    assert "0 new" in belarus.ok("load", "registers/belarus").out
    assert "nothing was recorded" in belarus.ok("load", "registers/belarus", "--dry-run").out


def _fact(command: Command, kind: str) -> str:
    listed = command.ok("list", "--as-of", "2017-03-05", "--definition", "held", "--json").json["prisoners"][0]
    timeline = command.ok("person", listed["id"]).out
    (found,) = [line.split()[-1] for line in timeline.splitlines() if f"  {kind}  " in line]
    return found


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("count", "--as-of", "2017-02-29"), "--as-of '2017-02-29' is not a day of the calendar"),
        (("count", "--as-of", "yesterday"), "write YYYY-MM-DD"),
        (("count", "--as-of", "2099-01-01"), "lies in the future"),
        (("count", "--definition", "jailed"), "'jailed' is no definition; there are held, in-custody"),
        (("count", "--variant", "later"), "'later' is no variant; there are then, hindsight"),
        (("count", "--definition", "held", "--variant", "hindsight"), "hindsight has no meaning for 'held'"),
        (("count", "--recognized-by", "Nobody"), "'Nobody' has recognized nobody in this log"),
        (("count", "--as-known", "99999"), "--as-known 99999 is not a size of the log"),
        (("count", "--as-known", "soon"), "neither a log size nor a time"),
        (("count", "--as-known", "2026-01-01T00:00:00"), "neither a log size nor a time"),
        (("count", "--as-known", "2999-01-01T00:00:00Z"), "--as-known lies in the future"),
        (("count", "--as-of=2017-07-04@9", "--as-known", "8"), "--as-of says as known at '9', --as-known says '8'"),
        (("count", "--as-of", "2017-07-04@1000", "--definition", "jailed"), "khronika: 'jailed' is no definition"),
        (("person", "00000000-0000-4000-8000-000000000000"), "nothing has this identifier"),
        (("person", "somebody"), "no identifier"),
        (("fact", "00000000-0000-4000-8000-000000000000"), "nothing has this identifier"),
        (("retract", "00000000-0000-4000-8000-000000000000", "--reason", "r"), "nothing has this identifier"),
        (("load", "nowhere"), "holds no register.yaml"),
        (("person", "00000000000040008000000000000000"), "no identifier"),
        (("fact", "{00000000-0000-4000-8000-000000000000}"), "no identifier"),
        (("count", "--as-of", ""), "write YYYY-MM-DD"),
        (("migrate", "--to", "nonsense"), "there is no schema 'nonsense'"),
        (("migrate", "--to", "base"), "nothing recorded is deleted"),
        (("serve", "--port", "99999"), "99999 is not in the range"),
        (("serve", "--host", "example.org"), "is no address to listen at"),
        (("serve", "--allow-host", "*"), "is no host name"),
        (("frobnicate",), "No such command"),
        (("cuont",), "Did you mean 'count'?"),
    ],
)
def test_what_cannot_be_is_one_message_and_exit_code_2(
    belarus: Command, arguments: tuple[str, ...], message: str
) -> None:
    done = belarus(*arguments)

    assert done.code == 2
    assert message in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("occurred=2017-13-01", "occurred"),
        ("occurred=2017-03-01/2017-03-04", "is not a date"),
        ("person=nobody", "person names no fact"),
        ("nonsense", "FIELD=VALUE"),
        ("size=big", "size"),
        ("occurred=2017-03-10", "changes nothing"),
        ("follows=[nonsense", "follows"),
        ('follows=["', "is none"),
        ("follows=", "--clear"),
    ],
)
def test_a_bad_correction_is_refused_and_records_nothing(tiny: Command, setting: str, message: str) -> None:
    release = _fact(tiny, "released")
    before = tiny.ok("count", "--json").json["basis"]["as_known"]["size"]

    done = tiny("correct", release, "--set", setting, "--reason", "r")

    assert done.code == 2
    assert message in done.err
    assert tiny.ok("count", "--json").json["basis"]["as_known"]["size"] == before


def test_lists_and_terms_are_corrected_and_fields_cleared(tiny: Command) -> None:
    arrest, release = _fact(tiny, "detained"), _fact(tiny, "released")

    tiny.ok("correct", release, "--set", f'follows=["{arrest}"]', "--set", "kind=pardon", "--reason", "r")
    assert tiny.ok("fact", release, "--json").json["fact"]["fields"]["follows"] == [arrest]
    tiny.ok("correct", release, "--clear", "follows", "--clear", "deprivation", "--reason", "r", "--expect", "2")
    fields = tiny.ok("fact", release, "--json").json["fact"]["fields"]
    assert "follows" not in fields
    assert fields["kind"] == "pardon"
    assert "is not set" in tiny("correct", release, "--clear", "follows", "--reason", "r").err
    assert "version 3, not 0" in tiny("correct", release, "--clear", "kind", "--reason", "r", "--expect", "0").err
    assert "twice" in tiny("correct", release, "--set", "kind=parole", "--set", "kind=pardon", "--reason", "r").err


def test_an_identifier_in_capitals_is_nobodys_and_records_nothing(tiny: Command) -> None:
    arrest = _fact(tiny, "detained")

    assert "no identifier" in tiny("retract", arrest.upper(), "--reason", "r").err
    assert tiny.ok("count", "--as-of", "2017-03-05", "--definition", "held", "--json").json["certain"] == 1


def test_a_fact_whose_passage_is_gone_says_so(tiny: Command) -> None:
    arrest = _fact(tiny, "detained")
    passage = tiny.ok("fact", arrest, "--json").json["fact"]["passages"][0]["id"]

    tiny.ok("retract", passage, "--reason", "the page was misread")

    assert tiny.ok("fact", arrest, "--json").json["fact"]["passages_missing"] == 1
    assert "do not stand any more" in tiny.ok("list", "--as-of", "2017-03-05", "--definition", "held").out


def test_a_person_whose_registration_is_retracted_is_shown_as_such(tiny: Command) -> None:
    (one,) = tiny.ok("list", "--as-of", "2017-03-05", "--definition", "held", "--json").json["prisoners"]

    tiny.ok("retract", one["id"], "--reason", "registered twice")

    assert "no answer counts them" in tiny.ok("person", one["id"]).out
    assert not tiny.ok("person", one["id"], "--json").json["registered"]


def test_completeness_does_not_outlive_the_people_it_counted(recorded: Command) -> None:
    asked = ("--as-of", "2017-07-04", "--json")
    one = recorded.ok("list", *asked).json["prisoners"][0]
    assert recorded.ok("count", *asked).json["coverage"]["extent"] == "complete"

    recorded.ok("retract", one["id"], "--reason", "for this test")

    answer = recorded.ok("count", *asked).json
    assert (answer["certain"], answer["coverage"]["extent"]) == (1, "known to us")


def test_bytes_changed_behind_the_log_are_found_by_replay(tiny: Command) -> None:
    engine = engine_of(tiny.url)
    with engine.begin() as connection:
        states = connection.execute(text("SELECT notification_id, state FROM stored_events")).all()
        position, state = next((p, bytes(s)) for p, s in states if b"2017-03-10" in bytes(s))
        changed = {"state": state.replace(b"2017-03-10", b"2017-03-19"), "position": position}
        connection.execute(text("UPDATE stored_events SET state = :state WHERE notification_id = :position"), changed)
    engine.dispose()

    done = tiny("replay", "--as-of", "2017-03-05", "--definition", "held")

    assert done.code == 1
    assert "do not give the root" in done.err


def test_a_file_that_is_no_database_is_one_message(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite3"
    path.write_text("this is no database, and long enough to be read as one " * 50)

    for arguments in (("count",), ("migrate",)):
        done = Command(f"sqlite:///{path}")(*arguments)
        assert done.code in {1, 2}
        assert "database" in done.err


def test_a_correction_without_a_reason_is_refused(tiny: Command) -> None:
    done = tiny("correct", _fact(tiny, "released"), "--set", "occurred=2017-03-20")

    assert done.code == 2
    assert "reason" in done.err


def test_no_name_of_a_person_stands_in_an_error(tiny: Command, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    folder.mkdir()
    changed = REGISTER.replace("Jan Niechta", "Jan Inshy").replace("2017-03-10", "2017-03-11")
    (folder / "register.yaml").write_text(changed)

    done = tiny("load", str(folder))

    assert done.code == 2
    assert "n1: text changed" in done.err
    assert "Jan" not in done.err + done.out


def test_an_older_schema_is_refused_with_the_command(tmp_path: Path) -> None:
    empty = Command(f"sqlite:///{tmp_path / 'new.sqlite3'}")

    done = empty("count")

    assert done.code == 2
    assert "run: khronika migrate" in done.err
    assert Command("mysql://x/y")("count").code == 2
    assert Command("nonsense")("count").code == 2


def test_a_database_that_does_not_answer_is_one_message() -> None:
    done = Command("postgresql://nobody@127.0.0.1:9/none")("count")

    assert done.code in {1, 2}
    assert "does not answer" in done.err


def test_the_installed_command_answers_and_refuses_as_the_entry_point_does(belarus: Command, tmp_path: Path) -> None:
    for arguments in (
        ("count", "--as-of", "2017-07-04", "--json"),
        ("count", "--as-of", "x"),
        ("nonsense",),
        ("--help",),
    ):
        assert belarus.installed(*arguments) == belarus(*arguments)
    assert belarus.installed("count", "--as-of", "2017-07-04", cwd=tmp_path).code == 0


def test_json_is_json_for_every_question(belarus: Command) -> None:
    for command in ("count", "list", "replay"):
        json.loads(belarus.ok(command, "--as-of", "2017-03-25", "--json").out)


def test_a_register_and_its_key_name_somebody_and_an_unknown_key_nobody(belarus: Command) -> None:
    page = belarus.ok("person", "belarus:p03", "--json").json
    unknown = [belarus(name, "belarus:p999") for name in ("person", "why", "fact", "impact", "incident", "retract")]

    assert belarus.ok("person", page["id"], "--json").json == page
    assert {(one.code, one.err) for one in unknown} == {(2, "khronika: no fact has this key in this register\n")}
