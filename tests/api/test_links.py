"""Where answers lead: the links of RFC 8288, followed by a program that knows nothing else."""

from pathlib import Path

import pytest

from tests.api.conftest import ROOT, Command, Server, serving
from tests.signing import ORIGIN, settings


@pytest.mark.parametrize(
    "address",
    [
        "/v1/counts?as_of=2015-08-21",
        "/v1/counts?as_of=2015-08-21&by=gender&recognized_by=Viasna&recognized_by=FIDH",
        "/v1/counts?as_of=2015-08-21&as_published=2016-01-01",
        "/v1/counts/series?from=2014-01-01&to=2016-01-01",
        "/v1/prisoners?as_of=2017-07-04&limit=2",
        "/v1/prisoners?as_of=2015-08-21&variant=hindsight",
        "/v1/sanctions?as_of=2015-11-01&authority=EU",
        "/v1/sanctions?as_of=2015-11-01&as_published=2015-12-01",
        "/v1/cycle?from=2015-08&to=2015-12",
        "/v1/cycle?from=2015-08&to=2015-12&as_published=2015-10-01",
        "/v1/bridge?from=2015-08-21&to=2017-07-04&recognized_by=Viasna&to_recognized_by=any",
        "/v1/bridge?from=2015-08-21&to=2015-08-21&as_published=2015-09-30",
        "/v1/bridge?from=2015-08-21&to=2015-08-21&as_published=2015-09-30&to_as_published=any",
        "/v1/bridge?from=2015-08-21&to=2015-08-21&to_as_published=2015-09-30",
    ],
)
def test_the_canonical_address_gives_the_same_answer_and_is_its_own(server: Server, address: str) -> None:
    first = server.client.get(address)
    canonical = first.links["canonical"]["url"]
    again = server.client.get(canonical)

    assert "as_known=" in canonical or "@" in canonical
    assert again.content == first.content
    assert again.links["canonical"]["url"] == canonical


def test_following_next_gives_every_page_to_the_last(server: Server) -> None:
    for asked, least, most, room in (
        ("/v1/prisoners?as_of=2017-07-04", 1, 500, "prisoners"),
        ("/v1/changes?since=0&as_known=100", 30, 1000, "changes"),
    ):
        address = f"{asked}&limit={least}"
        whole = server.client.get(f"{asked}&limit={most}").json()
        found, pages, at = [], 0, address
        while at:
            page = server.client.get(at)
            found += page.json()[room]
            pages += 1
            assert ("next" in page.links) is (page.json()["next"] is not None)
            if room == "prisoners":
                assert server.client.get(page.links["canonical"]["url"]).content == page.content
            at = page.links.get("next", {}).get("url", "")

        assert found == whole[room]
        assert pages > 1


def test_every_answer_in_json_says_where_it_is_described(server: Server) -> None:
    described = server.client.get("/openapi.json").json()["paths"]
    for path, methods in described.items():
        given = methods.get("get", {}).get("parameters", [])
        if "{" in path or "get" not in methods or any(one["required"] for one in given):
            continue
        answer = server.client.get(path)
        if answer.status_code == 200 and answer.headers["content-type"] == "application/json":
            (link,) = [one for one in answer.links.values() if one["url"] == "/openapi.json"]

            assert link["rel"] == "describedby service-desc"


def test_checkpoints_lead_to_the_next_page_of_them(khronika: Command, tmp_path: Path) -> None:
    khronika.ok("load", "registers/belarus")
    khronika.ok("key", "new", str(tmp_path / "key.pem"), "--origin", ORIGIN)
    with pytest.MonkeyPatch.context() as patch:
        settings(patch, tmp_path)
        khronika.ok("checkpoint")
        person = khronika.ok("list", "--as-of", "2017-07-04", "--json").json["prisoners"][0]["id"]
        khronika.ok("withhold", person, "--ground", "danger")
        khronika.ok("checkpoint")
    with serving(khronika) as server:
        first = server.client.get("/v1/checkpoints?limit=1")
        second = server.client.get(first.links["next"]["url"])

        found = [one["size"] for page in (first, second) for one in page.json()["checkpoints"]]
        assert found == [one["size"] for one in server.client.get("/v1/checkpoints").json()["checkpoints"]]
        assert len(found) == 2
        assert "next" not in second.links


def test_nothing_is_deprecated_while_the_policy_says_so(server: Server) -> None:
    """docs/api-policy.md: what is deprecated is marked in the description and in its answers."""
    described = server.client.get("/openapi.json")
    answers = [server.client.get(one) for one in ("/v1/counts", "/v1/prisoners", "/v1/definitions", "/")]

    assert "Nothing is deprecated now" in (ROOT / "docs" / "api-policy.md").read_text()
    assert '"deprecated"' not in described.text
    assert not [one for one in answers if {"deprecation", "sunset"} & set(one.headers)]
