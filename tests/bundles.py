"""The verifier of bundles, loaded by its path as a file of nobody's; and what it makes of a log in memory."""

import hashlib
import importlib.util
import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from domain.facts import word
from ledger.log import Log
from ledger.mapper import body_of, canonical, opened
from projections.basis import Basis
from tests.worlds import RECORDED, World

VERIFIER = Path(__file__).parents[1] / "projections" / "bundle" / "verify.py"


def loaded(path: Path = VERIFIER) -> ModuleType:
    """Load the verifier under a name that is no module of ours."""
    spec = importlib.util.spec_from_file_location("khronika_verifier", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


verifier: Any = loaded()


def standing(log: Log, size: int) -> list[Any]:
    """Read the events of a log as the verifier does, and return what stands."""
    read = verifier.Log()
    for page in log.stored(upto=size):
        for stored in page:
            read.read(opened(stored.state), stored.id)
    found: list[Any] = read.standing()
    return found


def counted(facts: Sequence[Any], bases: Iterable[Basis]) -> list[tuple[int, int, str]]:
    """Return what the verifier counts at some bases, certain and possible, and the digest of each state."""
    wanted = [
        verifier.Wanted("", verifier.Question(one.day, one.definition.id, one.variant.value), {}, []) for one in bases
    ]
    verifier.replay(facts, set(), wanted)
    return [
        (
            sum(row["certain"] for row in one.rows),
            len(one.rows),
            verifier.digest_of(one.rows, {"certain": 0, "possible": 0}),
        )
        for one in wanted
    ]


def said_of(folder: Path, key: Any = None) -> tuple[int, list[str]]:
    """Check a bundle in this process: the code to end with and what is said; 1 and the reason if it is refused."""
    said: list[str] = []
    try:
        return verifier.check(folder, key, said.append), said
    except verifier.RefusedError as error:
        return 1, [str(error)]


def seal_again(folder: Path) -> None:
    """Write manifests and payload size anew, as whoever changes a bundle on purpose would."""
    payload = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in payload)
    info = (folder / "bag-info.txt").read_text()
    (folder / "bag-info.txt").write_text(re.sub(r"Payload-Oxum: .*\n", f"Payload-Oxum: {size}.{len(payload)}\n", info))
    for kind in ("sha256", "sha512"):
        _manifest(folder, f"manifest-{kind}.txt", kind, payload)
    tags = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("tagmanifest-"))
    for kind in ("sha256", "sha512"):
        _manifest(folder, f"tagmanifest-{kind}.txt", kind, tags)


def _manifest(folder: Path, name: str, kind: str, paths: Iterable[Path]) -> None:
    lines = [f"{hashlib.new(kind, one.read_bytes()).hexdigest()}  {one.relative_to(folder)}\n" for one in paths]
    (folder / name).write_text("".join(lines))


def facts_of(world: World) -> list[Any]:
    """Return the facts of a small world as the verifier reads them."""
    found = []
    for identifier, fact in world.facts:
        kind, body = word(type(fact)), json.loads(canonical(body_of(fact)))
        days = verifier.days_of(body["occurred"], RECORDED) if "occurred" in body else (RECORDED, RECORDED)
        found.append(verifier.Fact(identifier, kind, verifier._needed(kind, body), *days))
    return found
