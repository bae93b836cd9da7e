"""The same view as a page, as JSON, CSV and Parquet: by the ending of its address, and by Accept at the page's own."""

import csv
import io
import re
import shlex
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pyarrow as pa
import pytest
from fastapi import Request
from pyarrow import parquet
from starlette.testclient import TestClient

from api import bootstrap, problems
from api.app import create_app
from api.forms import counted, stated
from api.forms.addresses import RECORDS, TABLES, forms
from api.forms.table import BASIS, Kind, basis, table
from api.forms.written import as_csv, as_parquet
from api.web import shown
from api.web.forms import ROOMS
from ledger.events import timestamp
from tests.api.conftest import ROOT, Command, Server
from tests.api.tabled import ASKED, DAY, SAME, VIEWS

NOBODY = "00000000-0000-4000-8000-000000000000"
BROWSERS = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8,application/json;v=b3;q=0.7",
    "image/gif, image/jpeg, application/x-ms-application, application/xaml+xml, */*",
)
"""What Firefox and Tor Browser, Chromium, and an old Internet Explorer say that they accept."""
PARQUET = "application/vnd.apache.parquet"
MEDIA = {"json": "application/json", "csv": "text/csv", "parquet": PARQUET}
TWINS = {
    f"/prisoners.json?as_of={DAY}": f"/v1/prisoners?as_of={DAY}&limit=500",
    "/prisoners.json?as_of=2021-12-31&definition=ever-recognized": (
        "/v1/prisoners?as_of=2021-12-31&definition=ever-recognized&limit=500"
    ),
    "/prisoners.json?as_of=2015-08-21&as_published=2016-01-01": (
        "/v1/prisoners?as_of=2015-08-21&as_published=2016-01-01&limit=500"
    ),
    "/prisoners.json?as_of=2021-07-04&by=recognizer&group=Viasna": (
        "/v1/prisoners?as_of=2021-07-04&by=recognizer&group=Viasna&limit=500"
    ),
    f"/demands.json?as_of={DAY}&outcome=met": f"/v1/demands?as_of={DAY}&outcome=met",
    "/sanctions.json?as_of=2015-11-01": "/v1/sanctions?as_of=2015-11-01",
    "/cycle.json?as_of=2015-12-31&from=2015-08": "/v1/cycle?from=2015-08&to=2015-12",
    **{
        f"/{name}.json?as_of={DAY}": f"/v1/{name}?as_of={DAY}"
        for name in ("published", "demands", "mandates", "laws", "cases", "places")
    },
    f"/incidents.json?as_of={DAY}": f"/v1/incidents?from=2017-01-01&to={DAY}",
    f"/bridge.json?from=2015-08-21&as_of={DAY}": f"/v1/bridge?from=2015-08-21&to={DAY}",
    "/quality.json?as_known=1000": "/v1/quality?as_known=1000",
    "/definitions.json": "/v1/definitions",
    "/log.json?as_known=1700": "/v1/changes?since=700&limit=1000&as_known=1700",
}


def get(server: Server, address: str, accept: str = "*/*") -> httpx2.Response:
    answer = server.client.get(address, headers={"Accept": accept})
    assert answer.status_code == 200, (address, answer.text)
    return answer


def rows_of(answer: httpx2.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def links(answer: httpx2.Response) -> list[tuple[str, str, str]]:
    """Each link of an answer: its relation, type and address."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', answer.headers["link"])
    return [(relation, media, address) for address, relation, media in found]


def test_the_file_of_a_list_narrowed_to_a_group_holds_that_group_and_says_so(server: Server) -> None:
    asked = "as_of=2021-07-04&by=recognizer"
    group = get(server, f"/v1/prisoners?{asked}&group=Viasna").json()
    narrowed = rows_of(get(server, f"/prisoners.csv?{asked}&group=Viasna"))
    everybody = rows_of(get(server, f"/prisoners.csv?{asked}"))

    assert [one["id"] for one in group["prisoners"]] == [one["id"] for one in narrowed]
    assert {(one["by"], one["group"]) for one in narrowed} == {("recognizer", "Viasna")}
    assert 0 < len(narrowed) < len(everybody)
    assert {(one["by"], one["group"]) for one in everybody} == {("", "")}


def test_each_page_with_forms_has_a_door_for_each() -> None:
    assert list(ROOMS) == [*TABLES, *RECORDS]
    assert {address for address, room in ROOMS.items() if room.table} == set(TABLES)
    assert set(SAME) == set(ASKED) == {one[1:] or "prisoners" for one in TABLES if "{" not in one}
    assert [one.address for one in forms("/")] == ["/prisoners.json", "/prisoners.csv", "/prisoners.parquet"]
    assert [one.address for one in forms(f"/people/{NOBODY}")] == [f"/people/{NOBODY}.json"]
    assert (forms("/bridge", **{"from": ""}), len(forms("/bridge", **{"from": DAY}))) == ([], 3)
    assert [one.address for one in forms(f"/facts/{NOBODY}/impact")] == [f"/facts/{NOBODY}/impact.json"]
    nothing = ("/about", "/search", "/facts", "/facts/", "/facts//impact", "/sanctions/x", f"/people/{NOBODY}/impact")
    assert [forms(one) for one in nothing] == [[]] * len(nothing)


def test_the_json_of_a_page_is_what_v1_returns_to_the_byte(server: Server) -> None:
    one = get(server, f"/v1/prisoners?as_of={DAY}").json()["prisoners"][0]
    fact, source = one["because"][0]["id"], one["because"][0]["passages"][0]["source"]
    incident = get(server, f"/v1/incidents?from=2017-01-01&to={DAY}").json()["incidents"][0]["id"]
    statement = get(server, f"/v1/demands?as_of={DAY}").json()["demands"][0]["acts"][0]["fields"]["statement"]
    records = [f"/people/{one['id']}", *(f"/facts/{fact}{more}" for more in ("", "/impact"))]
    records += [f"/sources/{source}", f"/incidents/{incident}"]
    several = f"/demands/{statement}.json?as_of={DAY}", f"/v1/demands?as_of={DAY}&statement={statement}"
    for address, twin in (TWINS | {f"{record}.json": f"/v1{record}" for record in records} | dict([several])).items():
        assert get(server, address).content == get(server, twin).content, address
    assert get(server, f"/overview.json?as_of={DAY}").json() == get(server, f"/chart/overview.json?as_of={DAY}").json()


@pytest.mark.parametrize("view", VIEWS)
def test_csv_and_parquet_agree_with_the_json_row_by_row(server: Server, view: str) -> None:
    answer = get(server, view.format(form=".json")).json()
    written, file = (get(server, view.format(form=f".{form}")) for form in ("csv", "parquet"))
    typed = parquet.read_table(io.BytesIO(file.content))
    said = rows_of(written)
    columns, taken = SAME[view[1:].partition("{")[0]]
    expected = taken(answer)
    listed = typed.to_pylist()

    assert written.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert file.headers["content-type"] == PARQUET
    assert list(said[0]) == typed.column_names
    assert [{name: printed(row[name], name) for name in row} for row in listed] == said
    if expected:
        assert [tuple(row[name] for name in columns.split()) for row in listed] == expected
    else:
        # Nothing is listed, and the file says so at its basis.
        (only,) = listed
        assert only[typed.column_names[0]] is None
        assert only["coverage"]


def printed(value: Any, name: str) -> str:
    """What a cell of the CSV says of a value of the Parquet file."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return (" " if name in ID_COLUMNS else "; ").join(value)
        case datetime():
            return timestamp(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


ID_COLUMNS = {"facts", "sources", "ids", "before", "after", "part_of", "people", "parts", "members", "within", "sum_of"}


@pytest.mark.parametrize("view", VIEWS)
def test_each_row_holds_the_basis_and_the_metadata_of_a_typed_file_does_too(server: Server, view: str) -> None:
    answer = get(server, view.format(form=".json")).json()
    typed = parquet.read_table(io.BytesIO(get(server, view.format(form=".parquet")).content))
    about = {name.decode(): value.decode() for name, value in typed.schema.metadata.items()}
    known = (answer.get("basis") or answer.get("after", {}).get("basis") or answer).get("as_known")
    (row,) = {tuple(one[name] for name in BASIS) for one in typed.to_pylist()}
    held = dict(zip(BASIS, row, strict=True))

    assert typed.column_names[-len(BASIS) :] == list(BASIS)
    assert about == {f"khronika.{name}": str(value) for name, value in held.items() if value is not None}
    if known:
        assert (held["as_known"], held["root"]) == (known["size"], known["root"])
    if "coverage" in answer:
        assert held["coverage"] == answer["coverage"]["extent"]
    if "withheld" in answer:
        assert held["withheld"] == answer["withheld"]
    assert typed.schema.field("as_of").type == pa.date32()
    assert typed.schema.field("as_known").type == typed.schema.field("withheld").type == pa.int64()


def test_a_bridge_closes_over_the_rows_of_its_file(server: Server) -> None:
    rows = rows_of(get(server, f"/bridge.csv?from=2015-08-21&as_of={DAY}&definition=ever-recognized"))
    for bound in ("certain", "possible"):
        assert int(rows[0][f"to_{bound}"]) - int(rows[0][f"from_{bound}"]) == sum(int(one[bound]) for one in rows)


@pytest.mark.parametrize(
    "accept", [*BROWSERS, "", "*/*", "image/png", "text/html", "application/json;q=0.5, text/html"]
)
def test_whoever_asks_as_a_browser_does_gets_the_page(server: Server, accept: str) -> None:
    for address in (f"/?as_of={DAY}", f"/sanctions?as_of={DAY}", "/definitions"):
        answer = get(server, address, accept)

        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "Accept" in answer.headers["vary"].split(", ")
        assert "content-location" not in answer.headers


def test_accept_gives_at_the_address_of_the_page_what_its_ending_gives(server: Server) -> None:
    for page, stem in ((f"/?as_of={DAY}", "/prisoners"), (f"/cases?as_of={DAY}", "/cases"), ("/log", "/log")):
        path, _, query = page.partition("?")
        for form, media in MEDIA.items():
            there = f"{stem}.{form}{f'?{query}' if query else ''}"
            apart, here = get(server, there), get(server, page, f"text/html;q=0.1, {media};q=0.9")

            assert here.content == apart.content, (path, form)
            assert here.headers["content-type"] == apart.headers["content-type"]
            assert here.headers["content-location"] == there
            assert "Accept" in here.headers["vary"].split(", ")
            assert "Accept" not in apart.headers.get("vary", "").split(", ")
            assert here.headers["cache-control"] == apart.headers["cache-control"] == "no-cache"
            held = {"Accept": media, "If-None-Match": here.headers["etag"]}
            again = server.client.get(page, headers=held)
            assert (again.status_code, again.headers["vary"]) == (304, here.headers["vary"])
            assert server.client.get(page, headers={"If-None-Match": here.headers["etag"]}).status_code == 200
            head = server.client.head(page, headers={"Accept": media})
            assert (head.content, head.headers["etag"]) == (b"", here.headers["etag"])


def test_what_is_no_table_is_refused_as_one_and_says_what_there_is(server: Server) -> None:
    """RFC 9110: at the page's address 406, with what there is; an address with that ending names nothing: 404."""
    one = get(server, f"/v1/prisoners?as_of={DAY}").json()["prisoners"][0]
    for path in (f"/people/{one['id']}", f"/facts/{one['because'][0]['id']}"):
        for form in ("csv", "parquet"):
            refused = server.client.get(path, headers={"Accept": MEDIA[form]})
            missing = server.client.get(f"{path}.{form}")

            assert (refused.status_code, missing.status_code) == (406, 404)
            assert refused.json()["detail"] == "This comes as a page and JSON alone: it is no table."
            assert [media for relation, media, _ in links(refused)] == ["text/html", "application/json"]
            assert refused.headers["vary"] == "Accept"
            assert missing.headers["content-type"] == "application/problem+json"
        assert get(server, path, f"{MEDIA['csv']}, */*;q=0.1").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("view", VIEWS)
def test_every_form_leads_to_all_others_and_to_itself_at_its_basis(server: Server, view: str) -> None:
    page = view.format(form="").replace("/prisoners", "/", 1)
    forms_of_it = {"text/html": page} | {media: view.format(form=f".{form}") for form, media in MEDIA.items()}
    for media, address in forms_of_it.items():
        answer = get(server, address)
        found = links(answer)

        assert {one for relation, one, _ in found if relation == "alternate"} == forms_of_it.keys() - {media}
        for relation, expected, there in found:
            if relation == "alternate":
                assert there == forms_of_it[expected]
                assert get(server, there).headers["content-type"].startswith(expected)
            else:
                assert relation == "canonical"
                assert "as_known=" in there
                assert get(server, there).content == answer.content


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/v1/prisoners?as_of=2015-08-21&variant=hindsight", "/"),
        ("/v1/prisoners?as_of=2015-08-21&as_published=2016-01-01", "/"),
        ("/v1/sanctions?as_of=2015-11-01@1000", "/sanctions"),
        ("/v1/cycle?from=2015-08&to=2015-12", "/cycle"),
        ("/v1/cycle?from=2021-01", "/cycle"),
        (f"/v1/bridge?from=2015-08-21&to={DAY}&to_definition=former", "/bridge"),
        (f"/v1/incidents?from=2017-01-01&to={DAY}", "/incidents"),
        (f"/v1/places?as_of={DAY}", "/places"),
        ("/v1/definitions", "/definitions"),
        ("/v1/quality?as_known=1000", "/quality"),
    ],
)
def test_an_answer_in_json_leads_to_the_page_and_files_that_are_asked_the_same(
    server: Server, address: str, page: str
) -> None:
    answer = get(server, address)
    others = {media: there for relation, media, there in links(answer) if relation == "alternate"}
    there = {media: urlsplit(one).path for media, one in others.items()}
    stem = "/prisoners" if page == "/" else page
    as_json = get(server, others["text/html"], "application/json")

    assert there == {"text/html": page, "text/csv": f"{stem}.csv", PARQUET: f"{stem}.parquet"}
    assert as_json.json() == answer.json()
    assert rows_of(get(server, others["text/csv"]))[0]["root"] or address == "/v1/definitions"


@pytest.mark.parametrize(
    "address",
    [
        "/v1/sanctions?authority=EU",
        "/v1/prisoners?recognized_by=Viasna",
        "/v1/prisoners?limit=2",
        "/v1/incidents?from=2017-01-02",
        "/v1/incidents?from=2017-01-01&kind=detentions",
        "/v1/bridge?from=2015-08-21&recognized_by=Viasna",
        "/v1/cases?as_published=2016-01-01",
        "/v1/demands?of=Viasna",
        "/v1/changes?since=0",
    ],
)
def test_an_answer_that_no_page_shows_leads_to_none(server: Server, address: str) -> None:
    assert not [one for one in links(get(server, address)) if one[0] == "alternate"]


def test_a_bridge_that_does_not_begin_leads_to_no_file(server: Server) -> None:
    assert "link" not in get(server, f"/bridge?as_of={DAY}").headers


def test_a_list_that_a_file_does_not_hold_is_refused_and_not_cut(
    belarus: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "MOST", 2)
    with bootstrap.service(belarus.url) as service:
        client = TestClient(create_app(service), base_url="http://127.0.0.1")
        for form in MEDIA:
            fits, longer = (client.get(f"/prisoners.{form}?as_of={one}") for one in (DAY, "2015-08-21"))

            assert (fits.status_code, longer.status_code) == (200, 400)
            assert longer.json()["detail"].startswith("a file holds 2 people at most; /v1/prisoners gives")


def test_file_names_say_what_and_when_and_name_nobody(server: Server) -> None:
    size = get(server, "/v1/counts").json()["basis"]["as_known"]["size"]
    for name, (query, *_) in ASKED.items():
        for form in ("csv", "parquet"):
            said = get(server, f"/{name}.{form}{query}").headers["content-disposition"]

            assert re.fullmatch(rf'attachment; filename="{name}-[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}-[0-9]+\.{form}"', said)
            assert str(size) in said or "as_known" in query
        assert "content-disposition" not in get(server, f"/{name}.json{query}").headers


def test_a_form_takes_what_its_page_takes_and_refuses_in_a_problem_document(server: Server) -> None:
    for address, field in (
        ("/sanctions.csv?as_of=x", "as_of"),
        ("/prisoners.parquet?definition=nothing", "definition"),
        ("/cases.json?x=1", "x"),
        ("/bridge.csv", "from"),
        ("/log.json?as_known=-1", "as_known"),
    ):
        answer = server.client.get(address)

        assert (answer.status_code, answer.json()["field"]) == (400, field), address
        assert answer.headers["content-type"] == "application/problem+json"
        assert "alternate" not in answer.headers.get("link", "")
    assert server.client.get(f"/people/{NOBODY}.json").status_code == 404
    assert server.client.get("/nothing.csv").status_code == server.client.get("/list.csv").status_code == 404


@pytest.mark.parametrize("written", [NOBODY, "A.Name", "A"])
def test_a_fault_is_logged_without_what_a_reader_wrote_into_the_address(written: str) -> None:
    for ending in ("", ".json", ".csv"):
        scope = {"type": "http", "path": f"/people/{written}{ending}", "path_params": {"identifier": written}}

        assert problems._place(Request(scope)) == "/people/{…}"


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x")', 'say "no", then\r\n=1', "'=1"]


def test_no_text_of_a_file_is_taken_for_a_formula_and_no_number_for_a_text() -> None:
    columns = {"text": Kind.TEXT, "texts": Kind.TEXTS, "number": Kind.NUMBER}
    made = table(columns, [(one, (one, "x"), -1) for one in HOSTILE], basis())
    file = list(csv.reader(io.StringIO(as_csv(made).decode(), newline="")))
    typed = parquet.read_table(io.BytesIO(as_parquet(made))).to_pylist()

    for text, row, one in zip(HOSTILE, file[1:], typed, strict=True):
        for cell, value in ((row[0], text), (row[1], f"{text}; x")):
            assert not cell.startswith(tuple("=+-@\t\r\n"))
            assert cell.removeprefix("'") == value or cell == value
        assert row[2] == "-1"
        assert (one["text"], one["texts"], one["number"]) == (text, [text, "x"], -1)


def test_the_examples_of_the_documentation_run(server: Server) -> None:
    document = (ROOT / "docs/forms.md").read_text().replace("http://127.0.0.1:8000", str(server.client.base_url))
    for line in re.findall("^curl .*$", document, re.MULTILINE):
        *options, address = shlex.split(line)[1:]
        accept = next((one.removeprefix("Accept: ") for one in options if one.startswith("Accept")), "*/*")

        assert not get(server, address, accept).headers["content-type"].startswith("text/html")
    (example,) = re.findall("^```python\n(.*?)^```", document, re.DOTALL | re.MULTILINE)
    made: dict[str, Any] = {}
    exec(example, made)  # noqa: S102 -- our own document

    assert made["cases"].num_rows > 1


def documented() -> Iterator[tuple[str, str, str]]:
    """Each column of each table, as docs/forms.md lists it."""
    for name, text in re.findall(
        r"^### `([a-z]+)`\n(.*?)(?=^##|\Z)", (ROOT / "docs/forms.md").read_text(), re.DOTALL | re.MULTILINE
    ):
        for columns, kind in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| ([A-Za-z, ]+) \|", text, re.MULTILINE):
            for column in re.findall(r"`(\w+)`", columns):
                yield name, column, kind


def test_every_column_is_documented_with_what_it_holds(server: Server) -> None:
    rooms = {name: one for room in (counted, stated) for name, one in vars(room).items() if name.isupper()}
    tables = {name.lower(): one for name, one in rooms.items() if isinstance(one, dict)}
    tables["log"] = tables.pop("changes")
    found = set(documented())

    assert {("basis", column, kind.value) for column, kind in BASIS.items()} <= found
    for name, (query, *_) in ASKED.items():
        columns = get(server, f"/{name}.csv{query}").text.partition("\r\n")[0].split(",")
        listed = {(column, kind) for one, column, kind in found if one == name}

        assert {column for column, _ in listed} == set(columns) - BASIS.keys(), name
        assert {(column, kind.value) for column, kind in tables[name].items()} <= listed
