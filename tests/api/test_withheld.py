"""Whoever is withheld is counted, and met by no reader: every door is searched for what must not be there."""

import csv
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import httpx2
import pytest
from pyarrow import parquet

from api import bootstrap
from ledger.archive import Archive
from tests.api import crawl
from tests.api.conftest import Command
from tests.api.processes import free_port, running, soon
from tests.api.withheld import World, build
from tests.conftest import DATABASES, Databases
from tests.fuzzing import in_part
from tests.signing import settings

pytestmark = pytest.mark.long

LEAF = re.compile(r"khronika/leaf/v1\n[0-9a-f]{64}\n")


@dataclass(frozen=True)
class Place:
    world: World
    command: Command
    client: httpx2.Client
    said: list[str]
    cursors: list[str]
    kept: Path


@pytest.fixture(scope="module", params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A real server over the world, which signs, and cursors that were made before anybody was withheld."""
    keys = tmp_path_factory.mktemp("keys")
    databases = Databases(request.param, request, tmp_path_factory.mktemp("withheld"))
    url, port = databases.make(), str(free_port())
    kept = tmp_path_factory.mktemp("kept")
    with bootstrap.service(url) as service:
        world = build(service, Archive(kept), keys)
    patch = pytest.MonkeyPatch()
    settings(patch, keys)
    with (
        running(url, "serve", "--port", port, KHRONIKA_ARCHIVE=str(kept)) as server,
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
    ):
        server.says("serves")
        soon(lambda: answers(client), "the service never answered")
        yield Place(world, Command(url), client, server.said, cursors_of(world), kept)
    check(world, "".join(server.said), "the log of the server")
    patch.undo()
    databases.drop()


def answers(client: httpx2.Client) -> bool:
    try:
        return client.get("/v1/health").status_code == 200
    except httpx2.TransportError:
        return False


def cursors_of(world: World) -> list[str]:
    """Cursors after each person, hidden ones too, as a page might have given them before they were withheld."""
    made = []
    for person in (*world.hidden.values(), *world.shown.values()):
        for size in (world.before, world.mistaken):
            fields = ("2001-06-01", size, "held/1", "then", (), 2, person)
            made.append(crawl.cursor_of(fields))
    return made


def values_of(place: Place) -> dict[str, list[str]]:
    world = place.world
    people: list[str] = [*world.hidden.values(), *world.shown.values()]
    return {
        "identifier": world.facts,
        "digest": world.copies,
        "as_known": [str(world.before), str(world.mistaken), str(world.known_at).replace(" ", "T"), "3"],
        "as_of": ["2001-06-01", "2021-06-01"],
        "definition": ["held", "in-custody", "ever-recognized", "former"],
        "variant": ["then", "hindsight"],
        "recognized_by": ["Viasna", "Nobody at all"],
        "rules": ["2"],
        "by": ["liberty", "recognizer", "gender", "occupation", "article", "place", "recognizer"],
        "group": ["pre-trial custody", "Viasna", "female", "unknown", "CC 293", "several", "unknown"],
        "as_published": ["2020-01-01"],
        "lang": ["be", "ru"],
        "to_as_published": ["2020-01-01", "any"],
        "from": ["2001-01-01", f"2001-01-06@{world.mistaken}", "2001-01"],
        "first": ["2001-01-01", f"2001-01-06@{world.mistaken}", "2001-01"],
        "to": ["2003-01-01", f"2001-02-15@{world.before}", "2003-04"],
        "last": ["2003-01-01", f"2001-02-15@{world.before}", "2003-04"],
        "to_definition": ["held", "former"],
        "from_definition": ["held", "former"],
        "to_variant": ["hindsight"],
        "from_variant": ["hindsight"],
        "to_recognized_by": ["Viasna", "any", "Nobody at all"],
        "interval": ["year"],
        "on": ["2001-06-01"],
        "limit": ["1", "3", "500"],
        "cursor": place.cursors,
        # The page repeats the address that it was given, of whomever; it looks nobody up.
        "about": ["/log", "/people/00000000-0000-4000-8000-000000000000"],
        "after": people,
        "publisher": ["Canary List", "Viasna"],
        "external_id": ["canary-key", "1"],
        "since": ["0", str(world.before - 20)],
        "covering": ["1", "100000"],
        "level": ["0", "entries", "1"],
        "place": ["000.p/1", "000.p/40", "000.p/41"],
        "months": ["1"],
        "days": ["0", "60"],
        "authority": ["EU", "nobody", "ours"],
        "save": [str(place.kept)],
        "measure": ["travel ban"],
        "kind": ["detentions", "releases"],
        "statement": [*world.sources, *world.hidden.values()],
        "of": ["Viasna", "Nobody at all"],
        "outcome": ["not assessed", "refused"],
        "sample": ["500"],
        "seed": ["1"],
        "bases": ["3"],
        "journal": ["/nowhere/journal"],
        "record": ["agrees"],
        "note": ["nothing"],
        "format": ["text", "bibtex", "csl", "prov", "jsonld", "event"],
        "form": ["text", "bibtex", "csl", "prov", "jsonld", "proof", "event"],
        "version": ["1", "2"],
        "output": ["/dev/full"],
        "size": ["1", "3", str(world.stamped)],
        "key": ["example.org/khronika+00000000+AQ=="],
        "out": [str(place.kept / "none" / "answer.json")],
        "checked": [str(place.kept / "none.json")],
        "keys": ["none"],
    }


def read(got: httpx2.Response) -> str:
    """What an answer says, that of a packed table too."""
    if not path_of(got).endswith(".parquet") or got.status_code != 200:
        return got.text
    table = parquet.read_table(BytesIO(got.content))
    return f"{table.schema.metadata} {table.to_pylist()}"


def path_of(got: httpx2.Response) -> str:
    return got.request.url.path


def check(world: World, text: str, where: str) -> None:
    found = sorted(one for one in world.canaries if one in text)
    assert not found, (where, found)


def test_no_route_lets_anything_through(place: Place) -> None:
    answered = set()
    every = crawl.addresses(values_of(place))
    for path, address in in_part(every, place.command.url, always=lambda address: "?" not in address):
        got = place.client.get(address)
        # Leaf entries tell that there is an event, and nothing that could be guessed of it: docs/adr/0041.
        check(place.world, LEAF.sub("", read(got)) + str(got.headers), address)
        if got.status_code == 200:
            answered.add(path)
        assert got.status_code < 500, address

    assert answered ^ (crawl.routes() - crawl.FOR_PARTNERS) == set()
    for path, bodies in crawl.POSTS.items():
        for body in bodies:
            for size in (None, place.world.mistaken, place.world.before):
                check(place.world, place.client.post(path, json=body | {"as_known": size}).text, path)


def test_whoever_is_withheld_is_in_the_numbers_of_a_file_and_in_no_row(place: Place) -> None:
    """Rows and those withheld come to the count, and a bridge closes with a row for those that it does not show."""
    withheld = set()
    for asked in ("as_of=2001-06-01&definition=held", "as_of=2021-06-01&definition=former"):
        counted = place.client.get(f"/v1/counts?{asked}").json()["possible"]
        rows = list(csv.DictReader(place.client.get(f"/prisoners.csv?{asked}").text.splitlines()))
        withheld.add(hidden := int(rows[0]["withheld"]))

        assert len([one for one in rows if one["id"]]) + hidden == counted
    bridge = place.client.get("/bridge.csv?from=2001-06-01&as_of=2021-06-01&definition=held").text
    rows = list(csv.DictReader(bridge.splitlines()))
    for bound in ("certain", "possible"):
        assert int(rows[0][f"to_{bound}"]) - int(rows[0][f"from_{bound}"]) == sum(int(one[bound]) for one in rows)
    assert {one["not_shown"] for one in rows} > {""}
    assert max(withheld) > 0


def test_no_form_of_a_citation_lets_anything_through(place: Place) -> None:
    """Facts that may be shown cite passages that may not, and some name what must not be named."""
    size, refused = place.world.before, set()
    cited = [
        f"citation?format={form}{known}" for form in ("csl", "bibtex", "text") for known in ("", f"&as_known={size}")
    ]
    for one in place.world.facts:
        shown = place.client.get(f"/v1/facts/{one}").status_code == 200
        for question in (
            *cited,
            "provenance?format=prov",
            "provenance?format=jsonld",
            "event?version=1",
            "event?version=2",
            "proof",
            "proof?version=1",
        ):
            got = place.client.get(f"/v1/facts/{one}/{question}")
            check(place.world, got.text, question)
            if shown and question == "event?version=1" and got.status_code == 404:
                refused.add(one)
    assert refused, "the bytes of some fact that is shown name what is hidden"


def test_neither_do_heads_descriptions_and_addresses_that_are_none(place: Place) -> None:
    known = place.world.facts
    plain = ["/openapi.json", "/static/khronika.css", "/nothing", "/v1/nothing"]
    odd = [f"/{room}/{one}/nothing" for room in ("v1/people", "people", "facts", "static") for one in known[:5]]
    for address in (*plain, *odd, *(f"{room}/{one}" for room in ("/v1/people", "/people", "/facts") for one in known)):
        head = place.client.head(address)
        check(place.world, str(head.headers), address)
        check(place.world, place.client.request("PUT", address).text, address)
        if address in {*plain, *odd} - {"/openapi.json"}:
            check(place.world, place.client.get(address).text, address)
    described = json.dumps(place.client.get("/openapi.json").json()["paths"])
    check(place.world, described.replace("politician", ""), "the description")


def test_no_command_lets_anything_through(place: Place) -> None:
    values, world = values_of(place), place.world
    # Over HTTP every identifier is asked for; here some of each kind are enough.
    some = sorted(world.canaries & set(world.facts))[::6]
    values |= {
        "identifier": [*world.hidden.values(), *world.shown.values(), world.incident, *some],
        "as_known": [str(world.before), str(world.mistaken)],
    }
    ran = set()
    for name, arguments in in_part(crawl.commands(values), place.command.url, always=lambda words: len(words) == 1):
        done = place.command(*arguments, stdin="Shown Canaryname")
        check(world, done.out + done.err, " ".join(arguments))
        ran |= {name} if done.code == 0 else set()

    assert ran == crawl.reading()


def test_neither_do_commands_that_write_when_they_refuse(place: Place) -> None:
    world = place.world
    for one in (*world.hidden.values(), *sorted(world.canaries & set(world.facts))):
        for arguments in (
            ("correct", one, "--set", "person=nobody", "--reason", "x"),
            ("correct", one, "--set", "occurred=never", "--reason", "x"),
            ("correct", one, "--expect", "9", "--set", "text=other", "--reason", "x"),
            *((name, one) for name in ("retract", "reinstate", "disclose")),
            ("retract", one, "--version", "9", "--reason", "x"),
            ("withhold", one, "--ground", "curiosity"),
            ("judge", "same", one, one, "--reason", "x"),
            ("judge", "same", one, "nobody", "--reason", "x"),
        ):
            done = place.command(*arguments)
            assert done.code != 0, arguments
            # Whoever records is told of what type the fact is that they named.
            said = (done.out + done.err).replace("person-withheld", "").replace("person-disclosed", "")
            check(world, said, " ".join(arguments))
    done = place.command("load", "registers/belarus", "--dry-run")
    check(world, done.out + done.err, "load")


def test_no_bundle_lets_anything_through_and_its_answers_still_sum(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the salted digests of what is hidden are in a bundle: as leaves, without which nobody finds the root."""
    world = place.world
    monkeypatch.setenv("KHRONIKA_ARCHIVE", str(place.kept))
    for size in (None, world.before, world.mistaken, 3):
        folder, known = tmp_path / str(size), () if size is None else ("--as-known", str(size))
        days = ("--as-of", "2001-06-01", "--as-of", "2021-06-01")
        done = place.command.ok("bundle", str(folder), *days, "--copies", *known)
        check(world, done.out + done.err, "bundle")
        for path in folder.rglob("*"):
            check(world, str(path), str(path))
            if path.name == "leaves.txt":
                assert re.fullmatch(r"([0-9a-f]{64}\n)+", path.read_text())
            elif path.is_file():
                check(world, path.read_text(errors="replace"), str(path))
        found = subprocess.run(
            [sys.executable, "-I", "verify.py"], cwd=folder, env={}, capture_output=True, text=True, check=False
        )
        check(world, found.stdout, "verify.py")

        assert found.returncode == 0, found.stdout
        # Of the three copies that may be passed on, one is of a source that speaks of nobody hidden.
        assert [path.name for path in folder.glob("data/copies/*")] == world.copies[2:] * (size in {None, world.before})
        assert size == 3 or "stated and not checked (1 withheld)" in found.stdout
        for definition in ("held", "in-custody", "ever-recognized", "former"):
            counted = place.command.ok(
                "count", "--as-of", "2001-06-01", "--definition", definition, *known, "--json"
            ).json
            said = f"{definition} (then) on 2001-06-01: {counted['certain']} certain, {counted['possible']} possible;"

            assert said in found.stdout, (size, found.stdout)


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet", "ftm"])
def test_no_export_for_readers_lets_anything_through(place: Place, tmp_path: Path, format_: str) -> None:
    pytest.importorskip("followthemoney")
    for size in (None, place.world.before, place.world.mistaken, 3):
        path, known = tmp_path / str(size), () if size is None else ("--as-known", str(size))
        done = place.command.ok("export", format_, str(path), *known)
        read = parquet.read_table(path).to_pylist() if format_ == "parquet" else path.read_text()

        assert size == 3 or "Anna Shown" in str(read)
        # Then somebody was held to be one with somebody hidden.
        assert size != place.world.mistaken or "Zed Shown" not in str(read)
        check(place.world, done.out + done.err + str(read) + path.read_text(errors="replace"), format_)


def test_no_snapshot_lets_anything_through(place: Place, tmp_path: Path) -> None:
    """Not in a row, and not in a byte of the file that no row is made of."""
    for size in (None, place.world.before, place.world.mistaken, 3):
        path, known = tmp_path / f"{size}.sqlite3", () if size is None else ("--as-known", str(size))
        done = place.command.ok("snapshot", str(path), *known)
        beside = path.with_name(f"{path.name}.metadata.yaml").read_text()
        with closing(sqlite3.connect(path)) as connection:
            rows = "\n".join(connection.iterdump())

        assert size == 3 or "Anna Shown" in rows
        # Then somebody was held to be one with somebody hidden.
        assert size != place.world.mistaken or "Zed Shown" not in rows
        check(place.world, done.out + done.err + rows + beside + path.read_text(errors="replace"), "snapshot")
