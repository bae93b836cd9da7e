"""Signed answers as notes and files: in their one form, of their one kind, and proved, or refused."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from domain.errors import ProofError
from ledger.proofs import answer, answer_file, checkpoint, merkle, note, rotation, statement
from ledger.proofs.answer import Answer, Carrier
from ledger.proofs.answer_file import AnswerFile, Carried
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.keys import SigningKey, make_key
from ledger.proofs.note import Note
from ledger.proofs.proof_file import ProofFile
from ledger.proofs.statement import Kind

ORIGIN = "example.org/khronika"
EVENTS = [json.dumps({"id": f"fact-{n}", "v": 1, "says": "так"}, ensure_ascii=False).encode() for n in range(5)]
LEAVES = [merkle.leaf_hash(merkle.leaf_entry(event)) for event in EVENTS]
NODES = dict(merkle.grow(0, [], LEAVES))
SIZE = 3
"""The log size of the answer; the checkpoint is of all five events."""


def read(nodes: object) -> list[bytes]:
    return [NODES[node] for node in nodes]  # type: ignore[attr-defined]  # nodes of the tree above


def root(size: int) -> bytes:
    return merkle.root(read(merkle.subtrees(size)))


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return make_key(tmp_path_factory.mktemp("keys") / "key.pem", ORIGIN)


def carrier(index: int, bearing: str = "may be the last word on the day") -> Carrier:
    return Carrier(index + 1, sha256(EVENTS[index]).hexdigest(), f"fact-{index}", 1, bearing)


ANSWER = Answer(
    origin=ORIGIN,
    person="9a8b7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c44",
    day="2017-07-04",
    size=SIZE,
    recorded_at="2026-11-22T12:00:00.000000Z",
    root=root(SIZE),
    definition="in-custody/1",
    variant="then",
    recognized_by=("Amnesty International", "Viasna"),
    rules=2,
    as_published=None,
    counted="no",
    coverage="known to us",
    beyond=False,
    withheld=False,
    facts=(carrier(0, "registers the person"), carrier(2)),
)


def made(key: SigningKey, said: Answer = ANSWER) -> AnswerFile:
    """The file of an answer, as the log would give it."""
    signed = checkpoint.sign(Checkpoint(ORIGIN, 5, root(5)), [key])
    proofs = [
        ProofFile(one.position - 1, tuple(merkle.prove_inclusion(one.position - 1, 5, read)), signed)
        for one in said.facts
    ]
    return AnswerFile(
        note=statement.sign(Kind.ANSWER, said.text, key),
        checkpoint=signed,
        consistency=tuple(merkle.prove_consistency(said.size, 5, read)),
        facts=tuple(Carried(proof, EVENTS[proof.index]) for proof in proofs),
    )


@pytest.mark.parametrize("counted", answer.COUNTED)
def test_what_is_written_is_read_the_same(key: SigningKey, counted: str) -> None:
    for said in (
        replace(ANSWER, counted=counted),
        replace(ANSWER, counted=counted, facts=(), recognized_by=(), as_published="2016-01-01"),
        replace(ANSWER, counted=counted, beyond=True, withheld=True),
    ):
        file = made(key, said)

        assert answer.parse(said.text) == said
        assert answer_file.parse(file.data) == file
        assert answer_file.check(file, [key.verifier]) == said


def test_a_negative_answer_says_that_it_is_no_proof_of_liberty() -> None:
    assert "\nlimits this says what is known to this log, and nothing of what nobody recorded" in ANSWER.text
    assert "it is no proof of liberty\n" in ANSWER.text


def bit_flips(data: bytes) -> Iterator[bytes]:
    for bit in range(8 * len(data)):
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        yield bytes(damaged)


def test_every_flipped_bit_of_a_file_is_refused(key: SigningKey) -> None:
    file = made(key)
    taken = []
    for damaged in bit_flips(file.data):
        try:
            taken.append(answer_file.check(answer_file.parse(damaged), [key.verifier]))
        except ProofError:
            continue

    assert taken == []


LINES = ANSWER.text.split("\n")[:-1]


@pytest.mark.parametrize("at", range(len(LINES)), ids=[line.split(" ")[0] for line in LINES])
def test_a_line_that_is_missing_doubled_or_moved_is_refused_whoever_signs_it(at: int) -> None:
    others = [*LINES[:at], *LINES[at + 1 :]]
    doubled = [*LINES[:at], LINES[at], *LINES[at:]]
    moved = [*others[: at + 1], LINES[at], *others[at + 1 :]] if at + 1 < len(LINES) else [LINES[at], *others]
    # A body less is another question, which is another answer.
    for lines in (doubled, moved) if LINES[at].startswith("recognized-by") else (others, doubled, moved):
        with pytest.raises(ProofError):
            answer.parse("".join(f"{line}\n" for line in lines))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("answer no", "answer maybe"),
        ("answer no", "answer certainly"),
        ("as-known 3", "as-known 03"),
        ("withheld nothing", "withheld something"),
        ("beyond-newest-fact no", "beyond-newest-fact perhaps"),
        ("facts 2", "facts 1"),
        (f"root {root(SIZE).hex()}", f"root {root(SIZE).hex().upper()}"),
        (f"root {root(SIZE).hex()}", "root 00"),
        ("khronika/answer/v1", "khronika/answer/v2"),
        ("facts 2\nfact 1 ", "facts 2\nfact 01 "),
    ],
)
def test_an_answer_in_another_form_is_refused(old: str, new: str) -> None:
    text = ANSWER.text.replace(old, new)

    assert text != ANSWER.text
    with pytest.raises(ProofError):
        answer.parse(text)


def test_no_note_of_the_log_is_read_as_one_of_another_kind(key: SigningKey, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other.pem", ORIGIN)
    texts = {
        "checkpoint": Checkpoint(ORIGIN, 5, root(5)).text,
        # Even of a log that bears the name of another kind.
        "odd checkpoint": Checkpoint(Kind.ANSWER.context, 5, root(5), ("person x",)).text,
        "rotation": rotation.as_note(rotation.rotated(key, other)).text,
        "answer": ANSWER.text,
    }
    for name, text in texts.items():
        if name != "answer":
            with pytest.raises(ProofError):
                answer.parse(text)
        if "checkpoint" not in name:
            with pytest.raises(ProofError):
                checkpoint.parse(text)


def test_the_name_of_the_key_says_the_kind_and_a_renamed_signature_is_refused(key: SigningKey) -> None:
    file = made(key)
    (signature,) = file.note.signatures
    as_checkpoint = Note(file.note.text, (key.sign(file.note.text),))
    renamed = Note(file.note.text, (replace(signature, name=ORIGIN, key_id=key.verifier.key_id),))

    assert signature.name == f"{ORIGIN}/answer"
    note.check_signed(file.note, [statement.key_for(Kind.ANSWER, key.verifier)])
    for wrong in (as_checkpoint, renamed):
        with pytest.raises(ProofError, match="no key that is trusted here"):
            answer_file.check(replace(file, note=wrong), [key.verifier])
        # Whoever knows the log's key alone finds its signature, and no checkpoint under it.
        with pytest.raises(ProofError):
            checkpoint.checked(wrong, origin=ORIGIN, keys=[key.verifier])
    with pytest.raises(ProofError, match="no key that is trusted here"):
        checkpoint.checked(file.note, origin=ORIGIN, keys=[key.verifier])


Damage = Callable[[AnswerFile, SigningKey], AnswerFile]


def _of_another_log(file: AnswerFile, key: SigningKey) -> AnswerFile:
    signed = checkpoint.sign(Checkpoint(ORIGIN, 5, b"\x07" * 32), [key])
    facts = tuple(replace(one, proof=replace(one.proof, checkpoint=signed)) for one in file.facts)
    return replace(file, checkpoint=signed, facts=facts)


def _signed(key: SigningKey, **other: object) -> Note:
    return statement.sign(Kind.ANSWER, replace(ANSWER, **other).text, key)  # type: ignore[arg-type]  # its own fields


DAMAGES: dict[str, Damage] = {
    "a fact is left out": lambda file, _: replace(file, facts=file.facts[:1]),
    "facts are swapped": lambda file, _: replace(file, facts=file.facts[::-1]),
    "an event is another": lambda file, _: replace(
        file, facts=(replace(file.facts[0], event=EVENTS[1]), file.facts[1])
    ),
    "a proof is of another place": lambda file, _: replace(
        file, facts=(replace(file.facts[0], proof=replace(file.facts[0].proof, index=1)), file.facts[1])
    ),
    "a proof says more": lambda file, _: replace(
        file, facts=(replace(file.facts[0], proof=replace(file.facts[0].proof, extra=b"x")), file.facts[1])
    ),
    "the consistency proof is left out": lambda file, _: replace(file, consistency=()),
    "the checkpoint is of another log": _of_another_log,
    "the root is another": lambda file, key: replace(file, note=_signed(key, root=b"\x07" * 32)),
    "the log of the answer is larger than the checkpoint": lambda file, key: replace(file, note=_signed(key, size=9)),
    "the log of the answer does not hold the fact": lambda file, key: replace(
        file, note=_signed(key, size=2, root=root(2)), consistency=tuple(merkle.prove_consistency(2, 5, read))
    ),
    "a fact has another identifier": lambda file, key: replace(
        file, note=_signed(key, facts=(replace(carrier(0), id="fact-9"), carrier(2)))
    ),
    "a fact is of another version": lambda file, key: replace(
        file, note=_signed(key, facts=(replace(carrier(0), version=2), carrier(2)))
    ),
    "the answer is of another origin": lambda file, key: replace(
        file, note=statement.sign(Kind.ANSWER, replace(ANSWER, origin="other.example").text, key)
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_file_that_does_not_prove_its_answer_is_refused_whoever_signs_it(key: SigningKey, damage: Damage) -> None:
    file = made(key)
    answer_file.check(file, [key.verifier])

    with pytest.raises(ProofError):
        answer_file.check(damage(file, key), [key.verifier])


def test_bytes_that_are_withheld_may_be_left_out(key: SigningKey) -> None:
    file = made(key)
    fewer = replace(file, facts=tuple(replace(one, event=None) for one in file.facts))

    assert answer_file.check(answer_file.parse(fewer.data), [key.verifier]) == ANSWER


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"[]", b"{}", b"[" * 100_000, b'{"format":"khronika/answer-file/v1"}', b"null\n", b'"\\ud800"'],
)
def test_what_is_no_file_of_an_answer_is_refused(data: bytes) -> None:
    with pytest.raises(ProofError):
        answer_file.parse(data)


def test_spaces_other_orders_and_further_fields_are_refused(key: SigningKey) -> None:
    data = made(key).data
    said = json.loads(data)
    for other in (
        json.dumps(said).encode() + b"\n",
        data.rstrip(b"\n"),
        data + b"\n",
        json.dumps(said | {"x": 1}, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode() + b"\n",
        data.replace(b'"note":"', b'"note":"x","note":"'),
        data.replace("так".encode(), b"\\u0442\\u0430\\u043a"),
    ):
        assert other != data
        with pytest.raises(ProofError):
            answer_file.parse(other)
