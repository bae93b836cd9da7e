"""The verifier of bundles is one file that runs anywhere: what it may use, and what hostile bundles may cost."""

import ast
import json
import sys
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from tests.bundles import VERIFIER, verifier

TREE = ast.parse(VERIFIER.read_text(), feature_version=(3, 9))
EVENT: dict[str, Any] = {
    "ctx": "khronika/event/v1",
    "id": "00000000-0000-4000-8000-000000000001",
    "v": 1,
    "type": "khronika:person-registered",
    "schema": 1,
    "recorded_at": "2026-11-22T12:00:00.000000Z",
    "recorded_by": "tester",
    "batch": "batch",
    "salt": "salt",
}
PERSON = EVENT["id"]
DETAINED = EVENT | {"type": "khronika:detained", "person": PERSON, "occurred": "2015-01-10", "passages": []}


def test_it_imports_the_standard_library_alone() -> None:
    imported: set[str] = set()
    for node in ast.walk(TREE):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module).split(".")[0])

    assert imported <= sys.stdlib_module_names
    assert not imported & {"tomllib", "zoneinfo"}


def test_nothing_of_ours_imports_it() -> None:
    root = VERIFIER.parents[2]
    for room in ("domain", "ledger", "projections", "api", "migrations"):
        for path in (root / room).rglob("*.py"):
            assert "bundle.verify" not in path.read_text(), path


def written(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


ODD: dict[str, bytes] = {
    "one name twice": b'{"ctx":"a","ctx":"a"}',
    "white space": json.dumps(EVENT, sort_keys=True).encode(),
    "names out of order": json.dumps(EVENT, separators=(",", ":")).encode(),
    "a fraction": written(EVENT | {"more": 1.5}),
    "not a number": b'{"more":NaN}',
    "a number with an exponent": b'{"more":1e5}',
    "a negative nought": b'{"more":-0}',
    "a number beyond 2^53": written(EVENT | {"more": 2**53}),
    "a number of many digits": b'{"more":' + b"9" * 60_000 + b"}",
    "a needless escape": written(EVENT).replace(b"tester", b"\\u0074ester"),
    "half of a surrogate pair": written(EVENT).replace(b"tester", b"\\ud800"),
    "a text that is no UTF-8": written(EVENT).replace(b"tester", b"\xff"),
    "a text not in normal form C": written(EVENT | {"more": "e\u0301"}),
    "a control character": written(EVENT | {"more": "\x07"}),
    "a mark that turns text round": written(EVENT | {"more": "\u202e"}),
    "seventeen levels": written(EVENT | {"more": json.loads("[" * 17 + "]" * 17)}),
    "so many levels that a program may fall": b'{"more":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "a list": b"[]",
    "nothing": b"",
    "more after the end": written(EVENT) + b"\n",
    "another format": written(EVENT | {"ctx": "khronika/event/v2"}),
    "a later schema": written(EVENT | {"schema": 2}),
    "no type": written({name: value for name, value in EVENT.items() if name != "type"}),
    "a type of another kind": written(EVENT | {"type": 5}),
    "an identifier in capitals": written(EVENT | {"id": "A" * 36}),
    "a later version first": written(EVENT | {"v": 2, "type": "khronika:retracted", "reason": "x"}),
    "a correction first": written(EVENT | {"type": "khronika:retracted", "reason": "x"}),
    "a time without its zone": written(EVENT | {"recorded_at": "2026-11-22T12:00:00.000000"}),
    "a day that is none": written(EVENT | {"recorded_at": "2026-02-30T12:00:00.000000Z"}),
    "a date that is none": written(DETAINED | {"occurred": "2015-02-30"}),
    "a date that is no date": written(DETAINED | {"occurred": "yesterday"}),
    "a fact of nobody": written({name: value for name, value in DETAINED.items() if name != "person"}),
    "links in one text": written(DETAINED | {"follows": "0123"}),
    "a punishment that is none": written(DETAINED | {"type": "khronika:punishment-begun", "punishment": "exile"}),
    "a term without an end": written(DETAINED | {"type": "khronika:remanded", "term": {}}),
    "a judgement on one": written(EVENT | {"type": "khronika:judged-same", "pair": [PERSON, PERSON]}),
}


@pytest.mark.parametrize("what", ODD)
def test_bytes_that_are_no_event_are_refused_with_their_place(what: str) -> None:
    with pytest.raises(verifier.RefusedError, match=r"^data/events/1\.json: "):
        verifier.Log().read(ODD[what], 1)


def test_events_that_are_right_are_read() -> None:
    for event in (EVENT, DETAINED):
        verifier.Log().read(written(event), 1)


def test_time_that_runs_backwards_is_refused() -> None:
    log = verifier.Log()
    log.read(written(EVENT), 1)
    early = EVENT | {"id": PERSON[:-1] + "2", "recorded_at": "2026-11-22T11:59:59.999999Z"}

    with pytest.raises(verifier.RefusedError, match="recorded before"):
        log.read(written(early), 2)


def test_a_version_left_out_is_refused() -> None:
    log = verifier.Log()
    log.read(written(EVENT), 1)

    with pytest.raises(verifier.RefusedError, match="is version 3 of its fact after version 1"):
        log.read(written(EVENT | {"v": 3, "type": "khronika:retracted", "reason": "x"}), 2)


def test_a_life_made_to_be_hard_is_counted_in_seconds_or_refused() -> None:
    def fact(number: int, **more: Any) -> Any:
        released = number % 2
        body = {"person": PERSON, "occurred": "2015", "deprivation": "f0"} | more
        low, high = verifier.days_of("2015", 0)
        return verifier.Fact(f"f{number}", "released" if released else "detained", body, low, high)

    most = verifier.MOST_OF_A_PERSON
    every = [f"f{number}" for number in range(most)]
    began = process_time()
    life = verifier.Life([fact(number, follows=every) for number in range(most)])

    assert life.on(verifier.days_of("2015-06-01", 0)[0])[1]
    assert process_time() - began < 60
    with pytest.raises(verifier.RefusedError, match="facts are about one person"):
        verifier.Life([fact(number) for number in range(most + 1)])


def test_a_file_larger_than_its_kind_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_bytes(b" " * (verifier.MOST_EVENT + 1))

    with pytest.raises(verifier.RefusedError, match="longer than"):
        verifier.content(tmp_path, "1.json", verifier.MOST_EVENT)
