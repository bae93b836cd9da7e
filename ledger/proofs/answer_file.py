"""The file that goes with a signed answer: the note, a proof for each fact it names, and the events themselves.

JSON in the canonical form of RFC 8785. Strict: ``parse(data).data == data``, or it is a `ProofError`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from domain.errors import ProofError
from ledger.proofs import answer, checkpoint, merkle, note, proof_file, statement
from ledger.proofs.answer import Answer, Carrier
from ledger.proofs.keys import VerifierKey
from ledger.proofs.note import Note, base64_of, from_base64
from ledger.proofs.proof_file import ProofFile
from ledger.proofs.statement import Kind

FORMAT: Final = "khronika/answer-file/v1"
_FIELDS: Final = {"format", "note", "checkpoint", "consistency", "facts"}
_OF_A_FACT: Final = {"proof", "event"}


@dataclass(frozen=True, slots=True)
class Carried:
    """A fact that carries an answer: the proof that the log holds it, and its bytes, where they may be shown."""

    proof: ProofFile
    event: bytes | None


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A signed answer with what it takes to check it: a checkpoint, the way to it from the answer's size, the facts."""

    note: Note
    checkpoint: Note
    consistency: tuple[bytes, ...]
    facts: tuple[Carried, ...]

    @property
    def data(self) -> bytes:
        """The file, which is also what is given over HTTP."""
        facts = [
            {"proof": one.proof.data.decode(), "event": None if one.event is None else one.event.decode()}
            for one in self.facts
        ]
        made = {
            "format": FORMAT,
            "note": self.note.data.decode(),
            "checkpoint": self.checkpoint.data.decode(),
            "consistency": [base64_of(one) for one in self.consistency],
            "facts": facts,
        }
        return json.dumps(made, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def parse(data: bytes) -> AnswerFile:
    """Read a file; raise `ProofError` if it is not written exactly as `AnswerFile.data` would write it."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ProofError("that is no file of an answer: it is not JSON") from error
    if not _has(said, _FIELDS) or said["format"] != FORMAT or not isinstance(said["facts"], list):
        raise ProofError(f"that is no file of an answer: one is an object whose format is {FORMAT}")
    if not isinstance(said["consistency"], list) or not all(_has(one, _OF_A_FACT) for one in said["facts"]):
        raise ProofError("the file of an answer lists hashes and facts")
    found = AnswerFile(
        note=note.parse(_bytes(said["note"])),
        checkpoint=note.parse(_bytes(said["checkpoint"])),
        consistency=tuple(from_base64(_bytes(one).decode()) for one in said["consistency"]),
        facts=tuple(_carried(one) for one in said["facts"]),
    )
    if found.data != data:
        raise ProofError("the file of an answer is not written in its one form")
    return found


def check(found: AnswerFile, keys: Iterable[VerifierKey]) -> Answer:
    """Return what a file answers, if all of it holds; raise `ProofError` if not.

    One of ``keys``, the log's as readers know them, signed the answer and the checkpoint; the log of the checkpoint
    begins with that of the answer, and holds each fact that the answer names at its place.
    """
    keys = list(keys)
    said = answer.parse(found.note.text)
    statement.check_signed(Kind.ANSWER, found.note, origin=said.origin, keys=keys)
    covering = checkpoint.checked(found.checkpoint, origin=said.origin, keys=keys)
    merkle.check_consistency(
        old=said.size, size=covering.size, old_root=said.root, root=covering.root, proof=found.consistency
    )
    if len(said.facts) != len(found.facts):
        raise ProofError(f"the answer names {len(said.facts)} facts, and the file holds {len(found.facts)}")
    for named, held in zip(said.facts, found.facts, strict=True):
        _check_fact(named, held, found.checkpoint, said, keys)
    return said


def _check_fact(named: Carrier, held: Carried, signed: Note, said: Answer, keys: list[VerifierKey]) -> None:
    if held.proof.index != named.position - 1 or named.position > said.size:
        raise ProofError(f"the proof for position {named.position} is of another place, or beyond the answer's log")
    if held.proof.checkpoint != signed or held.proof.extra is not None:
        raise ProofError(
            f"the proof for position {named.position} is over another checkpoint, or says more than it is to"
        )
    proof_file.check(held.proof, merkle.leaf_hash(merkle.entry_of(named.sha256)), origin=said.origin, keys=keys)
    if held.event is None:
        return
    if sha256(held.event).hexdigest() != named.sha256:
        raise ProofError(f"the event in the file is not that of position {named.position}")
    event = json.loads(held.event)
    if (event["id"], event["v"]) != (named.id, named.version):
        raise ProofError(f"the event at position {named.position} is of another fact or version than the answer says")


def _has(said: Any, fields: set[str]) -> bool:  # noqa: ANN401 -- whatever JSON holds
    return isinstance(said, dict) and said.keys() == fields


def _carried(said: dict[str, Any]) -> Carried:
    event = said["event"]
    return Carried(proof_file.parse(_bytes(said["proof"])), None if event is None else _bytes(event))


def _bytes(said: object) -> bytes:
    if not isinstance(said, str):
        raise ProofError("the file of an answer holds something else where a text has to be")
    try:
        return said.encode()
    except UnicodeEncodeError as error:
        raise ProofError("the file of an answer holds what is no text") from error
