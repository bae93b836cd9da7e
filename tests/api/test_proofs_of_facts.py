"""The proof file of a fact: over real checkpoints, the same from every door, worth nothing once a bit is changed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from api import bootstrap
from api.app import create_app
from domain import facts as f
from domain.errors import NotFoundError, ProofError, WithheldError
from domain.people import FactId
from ledger.events import new_id
from ledger.journal import Journal
from ledger.notary import Notary
from ledger.proofs import checkpoint, merkle, proof_file
from ledger.proofs.keys import SigningKey, make_key
from projections.proof import covering
from projections.proof import proof_file as written
from tests.api.conftest import Command, holding_the_register, serving
from tests.conftest import DATABASES, Clock, Databases, House, opened
from tests.scribe import Scribe
from tests.signing import ORIGIN, notary

KEY = "belarus:p01-d1"


@dataclass(frozen=True)
class Signed:
    """A register recorded and signed, a correction signed after it, and a retraction that no checkpoint covers yet."""

    command: Command
    client: httpx2.Client
    key: SigningKey
    fact: str
    sizes: tuple[int, int]


@pytest.fixture(scope="module", params=DATABASES)
def signed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    folder = tmp_path_factory.mktemp("signed")
    databases = Databases(request.param, request, folder)
    command, key = holding_the_register(databases), make_key(folder / "key.pem", ORIGIN)
    first = sign(command, key, folder)
    fact = json.loads(command.ok("cite", KEY, "--format", "event").out)["id"]
    command.ok("correct", fact, "--set", "occurred=2014-08-15", "--reason", "looked again")
    second = sign(command, key, folder)
    command.ok("retract", fact, "--reason", "looked once more")
    with serving(command) as server:
        yield Signed(command, server.client, key, fact, (first, second))
    databases.drop()


def sign(command: Command, key: SigningKey, folder: Path) -> int:
    with opened(command.url) as house:
        return Notary(house.ledger, key, Journal(folder / "journal"), now=Clock()).sign().size


def check(signed: Signed, file: bytes, event: bytes) -> int:
    """Check a proof file as a reader does who has the event's bytes and the public key; return the size it is over."""
    leaf = merkle.leaf_hash(merkle.leaf_entry(event))
    return proof_file.check(proof_file.parse(file), leaf, origin=ORIGIN, keys=[signed.key.verifier]).size


def get(signed: Signed, path: str) -> httpx2.Response:
    return signed.client.get(f"/v1/facts/{signed.fact}/{path}")


def test_a_proof_is_over_the_first_checkpoint_that_covers_the_event_or_over_the_one_asked_for(signed: Signed) -> None:
    first, second = signed.sizes
    events = {version: get(signed, f"event?version={version}").content for version in (1, 2)}

    assert check(signed, get(signed, "proof?version=1").content, events[1]) == first
    assert check(signed, get(signed, f"proof?version=1&size={second}").content, events[1]) == second
    assert check(signed, get(signed, "proof?version=2").content, events[2]) == second
    assert get(signed, "proof").content == get(signed, "proof?version=2").content
    assert get(signed, "proof").headers["content-type"] == "text/plain; charset=utf-8"
    for version in ("1", "2"):
        asked = (signed.fact, "--format", "proof", "--version", version)
        assert signed.command.ok("cite", *asked).out.encode() == get(signed, f"proof?version={version}").content
        assert signed.command.ok("cite", *asked, "--size", str(second)).out.startswith(proof_file.HEADER)
    with pytest.raises(ProofError):
        check(signed, get(signed, "proof?version=1").content, events[2])


def test_where_no_checkpoint_covers_the_event_the_answer_says_so(signed: Signed) -> None:
    first, second = signed.sizes
    refused = [
        ("proof?version=3", 404, f"no checkpoint covers position {second + 1} yet; the newest is of size {second}"),
        (f"proof?version=1&size={second + 1}", 404, f"no checkpoint of size {second + 1} is published"),
        (f"proof?version=2&size={first}", 400, f"does not reach position {second}"),
        ("proof?version=4", 404, "no such version"),
        ("proof?size=x", 400, "is not a whole number"),
        ("proof?format=text", 400, "no parameter of this question"),
    ]
    for path, status, says in refused:
        answer = get(signed, path)

        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), path
        assert says in answer.json()["detail"]
    uncovered = signed.command("cite", signed.fact, "--format", "proof", "--version", "3")
    assert (uncovered.code, "no checkpoint covers" in uncovered.err) == (2, True)
    assert signed.command("cite", signed.fact, "--size", "3").code == 2


def test_a_log_without_a_checkpoint_proves_nothing_and_is_cited_without_one(recorded: Command) -> None:
    refused = recorded("cite", KEY, "--format", "proof")
    (cited,) = json.loads(recorded.ok("cite", KEY, "--format", "csl").out)

    assert (refused.code, "has published no checkpoint" in refused.err) == (2, True)
    assert cited["custom"]["checkpoint"] is None
    assert "Checkpoint" not in recorded.ok("cite", KEY).out


def test_a_citation_names_the_checkpoint_that_its_proof_is_over(signed: Signed) -> None:
    """Each form, also on the page; a version that none covers yet names none."""
    first, second = signed.sizes

    def cited(version: int) -> Any:
        return get(signed, f"citation?version={version}").json()[0]["custom"]["checkpoint"]

    assert [cited(version)["size"] for version in (1, 2)] == [first, second]
    assert cited(1)["origin"] == ORIGIN
    assert cited(1)["key"] == str(signed.key.verifier)
    assert cited(1)["key_id"] == signed.key.verifier.key_id.hex()
    file = proof_file.parse(get(signed, "proof?version=1").content)
    assert checkpoint.parse(file.checkpoint.text).root.hex() == cited(1)["root"]
    for form in ("text", "bibtex"):
        said = get(signed, f"citation?version=1&format={form}").text
        assert all(part in said for part in (ORIGIN, str(first), cited(1)["key_id"]))
    page = signed.client.get(f"/facts/{signed.fact}").text
    assert f"/v1/facts/{signed.fact}/proof?as_known=" in page


def test_every_flipped_bit_of_a_proof_file_is_refused_or_changes_no_meaning(signed: Signed) -> None:
    """Flipped in the file, and in the event's bytes that it is checked against."""
    file, event = (get(signed, f"{path}?version=1").content for path in ("proof", "event"))
    meant = proof_file.parse(file)
    accepted = []
    for bit in range(len(file) * 8):
        changed = flipped(file, bit)
        try:
            check(signed, changed, event)
        except ProofError:
            continue
        accepted.append(proof_file.parse(changed))

    assert check(signed, file, event) == signed.sizes[0]
    assert all(
        (one.index, one.proof, one.checkpoint.text) == (meant.index, meant.proof, meant.checkpoint.text)
        for one in accepted
    )
    assert accepted == []
    for bit in range(0, len(event) * 8, 7):
        with pytest.raises(ProofError):
            check(signed, file, flipped(event, bit))


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_every_event_of_a_small_log_is_proved_by_the_first_checkpoint_that_covers_it(
    house: House, tmp_path: Path
) -> None:
    scribe = Scribe(house.ledger)
    signer = notary(house.ledger, tmp_path)
    sizes: list[int] = []
    for _ in range(4):
        for _ in range(len(sizes)):
            scribe.person()
        sizes.append(signer.sign().size)
    for event in (one for page in house.ledger.read() for one in page):
        (stored,) = next(house.ledger.stored(after=event.position - 1, upto=event.position))
        data = written(house.ledger, event.position, stored.state[1:])
        leaf = merkle.leaf_hash(merkle.leaf_entry(stored.state[1:]))
        says = proof_file.check(proof_file.parse(data), leaf, origin=ORIGIN, keys=[signer.key])

        assert says.size == min(size for size in sizes if size >= event.position)
        found = covering(house.ledger, event.position)
        assert found is not None
        assert (found.size, found.root) == (says.size, says.root)


def test_withheld_people_are_not_proved_to_be_there(house: House, tmp_path: Path) -> None:
    """What speaks of them is withheld from this question as from every other, though a checkpoint covers it."""
    scribe = Scribe(house.ledger)
    hidden, shown = scribe.person("Somebody"), scribe.person()
    own = replace(scribe.draft(new_id(), scribe.make(f.Detained, hidden, occurred="2001-01-02")), register="r", key="k")
    house.ledger.record([own])
    assert house.questions.citations.named("r:k") == own.id
    facts = [FactId(hidden), own.id, scribe.fact(f.Detained, hidden, occurred="2001-01-01")]
    facts.append(scribe.fact(f.PersonWithheld, hidden))
    notary(house.ledger, tmp_path).sign()
    house.projector.catch_up()
    citations = house.questions.citations

    for fact in facts:
        for question in (citations.proof, citations.event, citations.cited, citations.provenance):
            with pytest.raises(WithheldError):
                question(fact)
    for key in ("r:k", "r:never"):
        with pytest.raises(NotFoundError, match=r"^no fact has this key in this register$"):
            citations.named(key)
    assert citations.proof(FactId(shown))


def test_an_answer_that_may_be_kept_is_the_same_once_a_checkpoint_covers_it_and_leads_there(
    database_url: str, tmp_path: Path
) -> None:
    with bootstrap.service(database_url) as service:
        scribe, signer = Scribe(service.ledger), notary(service.ledger, tmp_path)
        service.projector.catch_up()
        client = TestClient(create_app(service), base_url="http://localhost")
        query = client.get("/v1/counts?as_of=2017-07-04").json()["basis"]["query"]
        before = client.get(f"/v1/counts?{query}")
        there = before.json()["basis"]["as_known"]["checkpoint"]

        assert "immutable" in before.headers["cache-control"]
        assert client.get(there).status_code == 404
        first = signer.sign()
        for _ in range(2):
            assert client.get(f"/v1/counts?{query}").content == before.content
            assert client.get(there).content == first.note
            scribe.person()
            signer.sign()
        assert checkpoint.parse(first.signed.text).root.hex() == before.json()["basis"]["as_known"]["root"]
