"""A whole instance in this process: the shipped register, signed and stamped, a kept copy, and a partner's token."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import bootstrap, states
from api.app import create_app
from api.stamping import Authority as Asked
from api.stamping import stamp
from ledger.archive import Archive
from ledger.proofs import timestamp
from ledger.proofs.keys import read_key
from tests.api.conftest import Command
from tests.authority import Authority, served
from tests.conftest import Clock
from tests.signing import ORIGIN, notary

TOKEN = "t" * 40
PAGE = b"A page of which a copy is kept"
DAYS = ("2015-08-21", "2017-07-04", "2021-11-26")


@dataclass(frozen=True)
class Instance:
    """The application, and for its parameters some values that lead somewhere."""

    app: FastAPI
    known: Mapping[str, Sequence[str | int]]


@contextmanager
def instance(belarus: Command, folder: Path) -> Iterator[Instance]:
    """Open an instance over the shipped register; keys, copies and tokens go into a folder."""
    (folder / "page").write_bytes(PAGE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KHRONIKA_ARCHIVE", str(folder / "kept"))
        kept = belarus.ok("archive", "belarus:s02", str(folder / "page"), "--terms", "passes-on", "--json").json
    authority = Authority(folder / "authority")
    with bootstrap.service(belarus.url) as service, served(authority) as address:
        notary(service.ledger, folder).sign()
        key = read_key(folder / "key.pem", ORIGIN)
        service.projector.catch_up()
        states.record(service, key)
        stamp(service.ledger, [Asked("ours", address, timestamp.pinned(authority.chain.read_bytes()))], now=Clock())
        app = create_app(service, ["testserver"], key=key, copies=Archive(folder / "kept"), partner_token=TOKEN)
        with TestClient(app) as client:
            yield Instance(app, _known(client, kept["kept"]["id"]))


def _known(client: TestClient, copy: str) -> dict[str, Sequence[str | int]]:
    """Return values of parameters that stand in the record."""

    def get(address: str) -> Any:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.json()

    size = get("/v1/counts")["basis"]["as_known"]["size"]
    lists = [get(f"/v1/prisoners?as_of={day}&limit=2") for day in DAYS]
    people = [one for found in lists for one in found["prisoners"]]
    facts = [fact for one in people for fact in one["because"]]
    incidents = get("/v1/incidents?from=2010-01-01")["incidents"]
    return {
        "person": [one["id"] for one in people],
        "fact": [copy, *(one["id"] for one in facts)],
        "source": [passage["source"] for one in facts for passage in one["passages"]],
        "incident": [one["id"] for one in incidents],
        "cursor": [found["next"] for found in lists if found["next"]],
        "digest": [sha256(PAGE).hexdigest()],
        "size": [size],
        "position": [size // 3, size, 0],
        "authority": ["ours"],
        "day": [*DAYS, "2012-01-31"],
        "moment": [*DAYS, f"{DAYS[0]}@{size}", f"{DAYS[1]}@{size // 2}"],
        "known": [str(size), str(size // 3), "1"],
        "month": ["2015-08", "2015-12", "2017-07"],
        "level": ["0", "1"],
        "place": ["000", f"{size // 256:03}.p/{size % 256}"],
    }
