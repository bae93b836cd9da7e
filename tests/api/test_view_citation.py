"""Every view says how it is cited: by its whole basis, at an address that shows it again, and naming nobody."""

import json
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.schemas.basis import AsKnownOut, BasisOut, DefinitionOut
from api.view_citation import of_view
from tests.api.conftest import Server
from tests.api.html import Page
from tests.api.test_citation import CSL_ITEM
from tests.api.test_openapi import names_in_the_register

DAY = "2017-07-04"
VIEWS = (
    "/?as_of=2015-08-21&variant=hindsight&by=liberty&group=colony",
    "/?as_of=2021-11-26&as_published=2021-10-01",
    "/overview?from=2015-08",
    "/bridge?from=2015-08-21",
    *("/sanctions", "/cycle", "/published", "/demands", "/incidents", "/cases", "/places", "/laws", "/mandates"),
    *("/quality", "/definitions", "/log"),
)


def basis(recorded_at: datetime | None) -> BasisOut:
    known = AsKnownOut(size=7, recorded_at=recorded_at, root="ab" * 32, as_published=None, checkpoint="/")
    return BasisOut(
        as_known=known,
        definition=DefinitionOut(id="held", version=1, says="x"),
        variant=None,
        recognized_by=None,
        rules_version=2,
        disclosure="",
        as_published=None,
        query="",
        as_of=DAY,
        at="",
        beyond_newest_fact=False,
    )


@given(
    title=st.text(min_size=1, max_size=20),
    recorded=st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)) | st.none(),
    address=st.sampled_from([None, "https://khronika.example"]),
)
def test_a_view_is_an_item_of_csl_and_one_entry_of_bibtex_whatever_its_title(
    title: str, recorded: datetime | None, address: str | None
) -> None:
    cited = of_view(
        title, "/?as_of=x", basis(recorded), coverage=None, counting=True, same_each_day=False, address=address
    )
    csl = json.loads(cited.csl)

    jsonschema.validate(csl, CSL_ITEM)
    assert csl[0]["title"] == title
    assert ("URL" in csl[0]) == (address is not None)
    assert ("issued" in csl[0]) == (recorded is not None)
    assert re.fullmatch(r"@misc\{khronika-view-[0-9a-f]{12},\n(  [a-z]+ = \{.*\},?\n)+\}", cited.bibtex)
    assert cited.bibtex.count("{") == cited.bibtex.count("}")


@pytest.mark.parametrize("address", VIEWS)
def test_a_citation_holds_the_basis_and_its_address_shows_the_same(server: Server, address: str) -> None:
    known = server.client.get("/v1/health").json()["log_size"]
    shown = Page(server.client.get(f"{address}{'&' if '?' in address else '?'}as_known={known}").text)
    cited = shown.one("div", **{"class": "cited"})
    path = next(word for word in cited.text.split() if word.startswith("/"))
    again = Page(server.client.get(path).text)

    assert f"As known at log size {known}, last recorded " in " ".join(cited.text.split())
    assert any(len(one.text) == 64 and one.text in cited.text for one in shown.all("code"))
    assert urlsplit(path).path == urlsplit(address).path
    assert f"as_known={known}" in path
    assert again.one("main").text == shown.one("main").text
    assert cited.text.strip().startswith(f"Khronika, {shown.one('title').text[: -len(' - Khronika')]}. /")


def test_a_citation_names_nobody(server: Server) -> None:
    """Of people and sources pages have a name in their title; of these the identifier is cited."""
    names = names_in_the_register()
    people = server.client.get("/v1/prisoners", params={"as_of": DAY, "definition": "held"}).json()["prisoners"]
    passages = [one for person in people for reason in person["because"] for one in reason["passages"]]
    for room, identifier in (("people", people[0]["id"]), ("sources", passages[0]["source"])):
        shown = Page(server.client.get(f"/{room}/{identifier}", params={"as_of": DAY}).text)
        texts = [shown.one("div", **{"class": "cited"}).text, *(one.text for one in shown.all("pre"))]

        assert len(texts) == 3
        assert all(identifier in text for text in texts)
        assert not [name for name in names for text in texts if name in text]


def test_what_shows_nothing_of_the_record_is_not_cited(server: Server) -> None:
    for address in ("/about", "/report", "/search", "/bridge"):
        assert "Cite this" not in Page(server.client.get(address).text).text
