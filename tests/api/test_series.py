"""Counts over HTTP beyond one day: series, groups, and what had been published by a day."""

from pathlib import Path

import pytest

from tests.api.conftest import Command, Server, serving

LATE = """\
register: late
facts:
  - {type: coverage-declared, key: scope, scope: All, definition: held, variant: then, window: 2014-01-01/2016-12-31}
  - {type: source-registered, key: s1, kind: news, issuer: A, title: Early, language: en, published: 2014-11-02}
  - {type: source-registered, key: s2, kind: news, issuer: A, title: Late, language: en, published: 2015-08}
  - {type: source-registered, key: s3, kind: news, issuer: A, title: Undated, language: en}
  - {type: passage-quoted, key: q1, source: s1, pinpoint: p1, text: It is so.}
  - {type: passage-quoted, key: q2, source: s2, pinpoint: p1, text: It is so.}
  - {type: passage-quoted, key: q3, source: s3, pinpoint: p1, text: It is so.}
  - {type: person-registered, key: p1}
  - {type: detained, key: d1, person: p1, occurred: 2014-08-14, passages: [q1, q3]}
  - {type: released, key: r1, person: p1, occurred: 2014-09-01, deprivation: d1, passages: [q2]}
  - {type: person-registered, key: p2}
  - {type: detained, key: d2, person: p2, occurred: 2014-08-14, passages: [q3]}
"""


def test_each_point_is_the_count_of_its_day(server: Server) -> None:
    ranges = {"month": 17, "quarter": 6, "year": 2, "week": 70, "day": 484}
    for interval, length in ranges.items():
        asked = {"from": "2015-01-05", "to": "2016-05-02", "interval": interval}
        points = server.client.get("/v1/counts/series", params=asked).json()["points"]
        for point in points[:: max(1, len(points) // 8)]:
            count = server.client.get("/v1/counts", params={"as_of": point["as_of"]}).json()

            assert (point["certain"], point["possible"]) == (count["certain"], count["possible"])
            assert point["extent"] == count["coverage"]["extent"]
            assert point["beyond_newest_fact"] == count["basis"]["beyond_newest_fact"]
        assert points[-1]["as_of"] == "2016-05-02"
        assert len(points) == len({point["as_of"] for point in points}) == length


def test_a_value_is_that_of_the_last_day_of_its_interval(server: Server) -> None:
    def days(**asked: str) -> list[str]:
        answer = server.client.get("/v1/counts/series", params={key.rstrip("_"): value for key, value in asked.items()})
        return [point["as_of"] for point in answer.json()["points"]]

    assert days(from_="2015-01-05", to="2015-03-31") == ["2015-01-31", "2015-02-28", "2015-03-31"]
    assert days(from_="2015-01-05", to="2015-01-20", interval="week") == ["2015-01-11", "2015-01-18", "2015-01-20"]
    assert days(from_="2015-12-31", to="2016-01-01", interval="year") == ["2015-12-31", "2016-01-01"]
    assert days(from_="2016-02-28", to="2016-03-01", interval="day") == ["2016-02-28", "2016-02-29", "2016-03-01"]
    assert days(from_="2016-02-28", to="2016-02-28", interval="quarter") == ["2016-02-28"]


def test_days_given_one_by_one_are_answered_in_order_each_once(server: Server) -> None:
    asked = {"on": ["2017-07-04", "2015-08-21", "2015-08-22", "2017-07-04"], "variant": "hindsight"}
    answer = server.client.get("/v1/counts/series", params=asked).json()

    assert [(one["as_of"], one["certain"]) for one in answer["points"]] == [
        ("2015-08-21", 7),
        ("2015-08-22", 1),
        ("2017-07-04", 2),
    ]
    assert answer["basis"]["variant"] == "hindsight"


@pytest.mark.parametrize(
    ("query", "field", "detail"),
    [
        ("", "from", "a series needs from"),
        ("to=2017-01-01", "from", "a series needs from"),
        ("interval=day", "from", "a series needs from"),
        ("from=2017-01-01&to=2016-12-31", "to", "lies before from 2017-01-01"),
        ("from=2099-01-01", "from", "from 2099-01-01 lies in the future"),
        ("from=2017-01-01&to=2099-01-01", "to", "to 2099-01-01 lies in the future"),
        ("on=2017-01-01&on=2099-01-01", "on", "on 2099-01-01 lies in the future"),
        ("on=2017-01-01&from=2016-01-01", "on", "either days with on"),
        ("on=2017-01-01&to=2016-01-01", "on", "either days with on"),
        ("on=2017-01-01&interval=day", "on", "either days with on"),
        ("on=", "on", "write YYYY-MM-DD"),
        ("on=2017-02-29", "on", "not a day of the calendar"),
        ("from=x", "from", "write YYYY-MM-DD"),
        ("from=2017-01-01&to=", "to", "write YYYY-MM-DD"),
        ("from=2017-01-01&interval=decade", "interval", "is no interval; there are day, week"),
        ("from=2017-01-01&interval=", "interval", "is no interval"),
        ("from=1980-01-01&interval=day", "interval", "more than 10000 days"),
        ("from=0001-01-01&to=2017-01-01&interval=day", "interval", "more than 10000 days"),
        ("from=2017-01-01&from=2017-01-02", "from", "twice"),
        ("from=2017-01-01&as_of=2017-01-01", "as_of", "no parameter of this question"),
        ("from=2017-01-01&by=gender", "by", "no parameter of this question"),
        ("on=2017-01-01&definition=held&variant=hindsight", "variant", "hindsight has no meaning"),
    ],
)
def test_a_series_that_cannot_be_is_one_problem_with_its_field(
    server: Server, query: str, field: str, detail: str
) -> None:
    answer = server.client.get(f"/v1/counts/series?{query}")
    problem = answer.json()

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["field"] == field
    assert detail in problem["detail"]


@pytest.mark.parametrize("by", ["gender", "occupation"])
@pytest.mark.parametrize("definition", ["held", "in-custody", "restricted", "ever-recognized", "former"])
def test_groups_of_an_attribute_sum_to_the_whole(server: Server, by: str, definition: str) -> None:
    for day in ("2015-08-21", "2017-03-27", "2021-03-01"):
        asked = {"as_of": day, "definition": definition, "by": by}
        answer = server.client.get("/v1/counts", params=asked).json()
        groups = answer["breakdown"]["groups"]

        assert not answer["breakdown"]["overlapping"]
        assert sum(one["certain"] for one in groups) == answer["certain"]
        assert sum(one["possible"] for one in groups) == answer["possible"]
        assert all(one["possible"] for one in groups)


@pytest.mark.parametrize("definition", ["in-custody", "restricted", "ever-recognized", "former"])
def test_each_group_of_a_recognizer_is_the_count_of_that_body(server: Server, definition: str) -> None:
    asked = {"as_of": "2015-08-21", "definition": definition}
    answer = server.client.get("/v1/counts", params={**asked, "by": "recognizer"}).json()

    assert answer["breakdown"]["overlapping"]
    for group in answer["breakdown"]["groups"]:
        alone = server.client.get("/v1/counts", params={**asked, "recognized_by": group["group"]}).json()
        assert (group["certain"], group["possible"]) == (alone["certain"], alone["possible"])
    some = server.client.get("/v1/counts", params={**asked, "by": "recognizer", "recognized_by": "FIDH"}).json()
    assert {one["group"] for one in some["breakdown"]["groups"]} <= {"FIDH"}


@pytest.mark.parametrize(
    ("query", "field", "detail"),
    [
        ("by=recognizer&definition=held", "by", "'held' asks for no recognition"),
        ("by=region", "by", "is no breakdown; there are liberty, place, article, recognizer, gender, occupation"),
        ("by=", "by", "is no breakdown"),
        ("by=gender&by=gender", "by", "twice"),
        ("by=recognizer&definition=held&as_published=2017-01-01", "by", "'held' asks for no recognition"),
        ("by=place&definition=former", "by", "'former' does not ask who is held"),
        ("as_published=2099-01-01", "as_published", "lies in the future"),
        ("as_published=", "as_published", "write YYYY-MM-DD"),
        ("definition=in-custody/2", "definition", "'in-custody' has version 1 here, not '2'"),
        ("definition=in-custody/", "definition", "has version 1 here, not ''"),
        ("rules=9", "rules", "the rules have version 2 here, not '9'"),
        ("rules=", "rules", "the rules have version 2 here"),
    ],
)
def test_a_count_that_cannot_be_is_one_problem_with_its_field(
    server: Server, query: str, field: str, detail: str
) -> None:
    answer = server.client.get(f"/v1/counts?{query}")

    assert answer.status_code == 400
    assert answer.json()["field"] == field
    assert detail in answer.json()["detail"]


def test_what_was_published_later_counts_only_from_then(khronika: Command, tmp_path: Path) -> None:
    """The arrest is published in November 2014, the release some day in August 2015, a third source has no date."""
    folder = tmp_path / "late"
    folder.mkdir()
    (folder / "register.yaml").write_text(LATE)
    khronika.ok("load", str(folder))
    expected = {"2014-11-01": 0, "2014-11-02": 1, "2015-08-30": 1, "2015-08-31": 0}
    with serving(khronika) as server:
        for published, held in expected.items():
            asked = {"as_of": "2014-09-15", "definition": "held", "as_published": published}
            answer = server.client.get("/v1/counts", params=asked).json()

            assert (answer["certain"], answer["possible"]) == (held, held), published
            assert answer["basis"]["as_published"] == published
            assert f"as_published={published}" in answer["basis"]["query"]
            assert answer["coverage"]["extent"] == "known to us"
        plain = server.client.get("/v1/counts", params={"as_of": "2014-09-15", "definition": "held"}).json()
        assert (plain["certain"], plain["coverage"]["extent"]) == (1, "complete")
        assert plain["basis"]["as_published"] is None
