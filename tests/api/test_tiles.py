"""Tiles over HTTP: proofs from them alone, kept by caches for ever, and no address but the canonical one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import bootstrap
from api.app import create_app
from ledger.proofs import checkpoint, merkle, tiles
from ledger.proofs.keys import VerifierKey
from ledger.proofs.tiles import Tile
from tests.api.conftest import Command
from tests.api.test_caching import FOR_EVER
from tests.ledger.batches import drafts
from tests.signing import ORIGIN, notary

SIZE = 700


@pytest.fixture
def log(khronika: Command, tmp_path: Path) -> Iterator[tuple[TestClient, VerifierKey]]:
    """A door to a signed log, and the key that signed it."""
    with bootstrap.service(khronika.url) as service:
        service.ledger.record(drafts(SIZE))
        signs = notary(service.ledger, tmp_path)
        signs.sign()
        service.ledger.record(drafts(3))
        yield TestClient(create_app(service), base_url="http://127.0.0.1", raise_server_exceptions=False), signs.key


def test_a_client_proves_an_event_by_checkpoint_and_tiles_alone(log: tuple[TestClient, VerifierKey]) -> None:
    client, key = log
    signed = checkpoint.opened(client.get("/v1/checkpoint").content, origin=ORIGIN, keys=[key])
    read = tiles.reader(signed.size, lambda tile: client.get(f"/v1/{tile.path}").content)

    for index in (0, 256, SIZE - 1):
        tile = tiles.tile_of(0, index // tiles.WIDTH, signed.size)
        entry = tiles.unbundle(client.get(f"/v1/{tile.entries}").content, tile)[index % tiles.WIDTH]
        proof = merkle.prove_inclusion(index, signed.size, read)
        merkle.check_inclusion(merkle.leaf_hash(entry), index=index, size=signed.size, proof=proof, root=signed.root)


def test_tiles_last_and_the_checkpoint_does_not(log: tuple[TestClient, VerifierKey]) -> None:
    client, _ = log
    for path in (Tile(0, 0).path, Tile(0, 2, SIZE - 512).path, Tile(1, 0, 2).path, Tile(0, 0).entries):
        answer = client.get(f"/v1/{path}")

        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["cache-control"] == FOR_EVER
        assert client.get(f"/v1/{path}", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
        assert client.head(f"/v1/{path}").headers["content-length"] == str(len(answer.content))
    assert client.get("/v1/checkpoint").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        *("tile/0/0", "tile/00/000", "tile/0/000/", "tile/0//000", "tile/0/x000/000", "tile/64/000", "tile/-1/000"),
        *(
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/%30%30%30",
            "tile/%30/000",
            "tile/0/000%2Ep/1",
        ),
        *("tile/entries/0", "tile/entries/000/", "tile/ENTRIES/000", "tile/%65ntries/000", "tile/0/000%2f", "tile/0"),
        *("tile/0/002", "tile/0/002.p/189", "tile/1/000", "tile/1/000.p/3", "tile/2/000.p/1", "tile/entries/003"),
        *("tile/63/x999/x999/x999/x999/x999/999", "tile/data/000", "tile/", "tile"),
    ],
)
def test_what_is_no_tile_or_not_published_is_not_found(log: tuple[TestClient, VerifierKey], path: str) -> None:
    answer = log[0].get(f"/v1/{path}")

    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-cache")


def test_a_tile_takes_no_parameter(log: tuple[TestClient, VerifierKey]) -> None:
    assert log[0].get("/v1/tile/0/000?x=1").status_code == 400
