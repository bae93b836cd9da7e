"""Places over the shipped register: the same on the command line, over HTTP, on the page and in a person's record."""

from tests.api.conftest import Server
from tests.api.html import Page

DAY = {"as_of": "2021-10-01"}


def test_data_and_page_say_the_same_of_places(server: Server) -> None:
    data = server.client.get("/v1/places", params=DAY).json()
    shown = Page(server.client.get("/places", params=DAY).text).text

    assert data["places"]
    for one in data["places"]:
        assert one["title"] in shown
        assert all(passage["text"] in shown for name in one["names"] for passage in name["passages"])
    assert f"{data['unstated']['certain']} certain, {data['unstated']['possible']} possible" in shown


def test_groups_of_places_sum_to_the_whole_and_are_those_of_places(server: Server) -> None:
    count = server.client.get("/v1/counts", params=DAY | {"definition": "held", "by": "place"}).json()
    groups = count["breakdown"]["groups"]
    places = {one["id"]: one for one in server.client.get("/v1/places", params=DAY).json()["places"]}

    for bound in ("certain", "possible"):
        assert sum(one[bound] for one in groups) == count[bound]
    for one in groups:
        assert (one["group"] in places) == (one["title"] is not None)
        if one["title"]:
            assert one["title"] == places[one["group"]]["title"]
            assert one["possible"] <= places[one["group"]]["held"]["possible"]


def test_a_record_says_where_somebody_was_held_while_it_lasted(server: Server) -> None:
    """Of Statkevich: the KGB's prison, then a colony that is not named; no place once he was free."""
    listed = server.client.get("/v1/prisoners", params={"as_of": "2015-08-21"}).json()["prisoners"]
    someone = next(one for one in listed if one["name"].startswith("Mi") and "Stat" in one["name"])
    record = server.client.get(f"/v1/people/{someone['id']}").json()
    stays = [(one["title"], one["start"], one["end"], one["holds"]) for one in record["places"]]

    assert stays[0] == ("KGB remand prison", "2010-12-19", "2011-05-26", "certainly")
    assert all(not ("2015-08-22" <= start < "2020-05-31") for _, start, _, _ in stays)
    shown = Page(server.client.get(f"/people/{someone['id']}", params={"as_of": "2015-08-21"}).text).text
    assert "KGB remand prison" in shown
