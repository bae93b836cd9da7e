"""Notes, checkpoints, keys and proof files: in their one form or refused, against published examples and openssl."""

import json
import subprocess
from base64 import b64decode
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from domain.errors import InvalidError, ProofError
from ledger.proofs import checkpoint, merkle, note, proof_file
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.keys import SigningKey, VerifierKey, make_key, parse_verifier, read_key
from ledger.proofs.note import Note
from ledger.proofs.proof_file import ProofFile

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "note_tlog.json").read_text())
EXAMPLE = VECTORS["signed_note_c2sp_example"]
ORIGIN = "example.org/khronika"
LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(5)]
NODES = dict(merkle.grow(0, [], LEAVES))


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return make_key(tmp_path_factory.mktemp("keys") / "key.pem", ORIGIN)


def of_five() -> Checkpoint:
    return Checkpoint(ORIGIN, 5, merkle.root([NODES[node] for node in merkle.subtrees(5)]))


def proof_of(index: int, key: SigningKey, extra: bytes | None = None) -> ProofFile:
    proof = merkle.prove_inclusion(index, 5, lambda nodes: [NODES[node] for node in nodes])
    return ProofFile(index, tuple(proof), checkpoint.sign(of_five(), [key]), extra)


def bit_flips(data: bytes) -> Iterator[bytes]:
    for bit in range(8 * len(data)):
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        yield bytes(damaged)


def test_the_published_note_is_signed_by_its_key() -> None:
    found = note.parse(EXAMPLE["note"].encode())

    note.check_signed(found, [parse_verifier(EXAMPLE["vkey"])])


@pytest.mark.parametrize("vkey", [EXAMPLE["vkey"], VECTORS["go_note_test"]["vkey"]])
def test_published_keys_are_read_and_written_the_same(vkey: str) -> None:
    assert str(parse_verifier(vkey)) == vkey


def test_what_is_written_is_read_the_same(key: SigningKey) -> None:
    signed = checkpoint.sign(of_five(), [key])
    files = [proof_of(index, key, extra) for index in range(5) for extra in (None, b"more")]

    assert note.parse(signed.data) == signed
    assert checkpoint.parse(signed.text) == of_five()
    assert [proof_file.parse(one.data) for one in files] == files


def test_a_proof_file_places_a_leaf_under_a_signed_root(key: SigningKey) -> None:
    for index, leaf in enumerate(LEAVES):
        found = proof_file.parse(proof_of(index, key).data)

        assert proof_file.check(found, leaf, origin=ORIGIN, keys=[key.verifier]) == of_five()


def test_every_flipped_bit_of_a_checkpoint_is_refused(key: SigningKey) -> None:
    data = checkpoint.sign(of_five(), [key]).data

    refused_all(data, lambda damaged: checkpoint.opened(damaged, origin=ORIGIN, keys=[key.verifier]))


def test_every_flipped_bit_of_a_proof_file_is_refused(key: SigningKey) -> None:
    data = proof_of(2, key).data

    refused_all(
        data,
        lambda damaged: proof_file.check(proof_file.parse(damaged), LEAVES[2], origin=ORIGIN, keys=[key.verifier]),
    )


def test_every_flipped_bit_of_a_public_key_is_refused_or_another_key(key: SigningKey) -> None:
    signed = checkpoint.sign(of_five(), [key])

    def check(damaged: bytes) -> None:
        try:
            note.check_signed(signed, [parse_verifier(damaged.decode())])
        except UnicodeDecodeError as error:
            raise ProofError("no text") from error

    refused_all(str(key.verifier).encode(), check)


def refused_all(data: bytes, check: Callable[[bytes], object]) -> None:
    check(data)
    for damaged in bit_flips(data):
        with pytest.raises(ProofError):
            check(damaged)


@lru_cache(maxsize=1)
def _signed_example() -> str:
    return str(EXAMPLE["note"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n\n", "\n"),
        ("message.", "message.\r"),
        ("message.", "mess\tage."),
        ("\u2014 ", "- "),
        ("\u2014 ", "\u2014"),
        ("example.com/foo ", "example.com/foo  "),
        ("example.com/foo ", "example.com/f+o "),
        ("example.com/foo ", "example.com\u00a0foo "),
        ("QM=\n", "QM=\n\n"),
        ("QM=\n", "QM="),
        ("QM=\n", "QN=\n"),
        ("QM=\n", "QM\n"),
        ("QM=\n", "QM=\r\n"),
        ("QM=\n", "QM= \n"),
        (
            "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=",
            "Uw2QOg==",
        ),
    ],
)
def test_a_note_in_another_form_is_refused(old: str, new: str) -> None:
    damaged = _signed_example().replace(old, new)

    assert damaged != _signed_example()
    with pytest.raises(ProofError):
        note.parse(damaged.encode())


def test_the_text_of_a_note_may_hold_empty_lines(key: SigningKey) -> None:
    text = "one\n\ntwo\n"

    assert note.parse(Note(text, (key.sign(text),)).data).text == text


def test_a_signature_of_a_stranger_says_nothing_and_a_wrong_one_spoils_a_good_one(
    key: SigningKey, tmp_path: Path
) -> None:
    stranger = make_key(tmp_path / "stranger.pem", "example.net/stranger")
    other = checkpoint.sign(Checkpoint(ORIGIN, 4, merkle.EMPTY_ROOT), [key]).signatures
    good = checkpoint.sign(of_five(), [stranger, key])

    checkpoint.checked(good, origin=ORIGIN, keys=[key.verifier])
    with pytest.raises(ProofError, match="no key that is trusted here"):
        checkpoint.checked(checkpoint.sign(of_five(), [stranger]), origin=ORIGIN, keys=[key.verifier])
    with pytest.raises(ProofError, match="not over these bytes"):
        note.check_signed(Note(good.text, good.signatures + other), [key.verifier])


def test_a_checkpoint_of_another_log_is_refused(key: SigningKey) -> None:
    signed = checkpoint.sign(Checkpoint("example.org/other", 5, merkle.EMPTY_ROOT), [key])

    with pytest.raises(ProofError, match=r"of example\.org/other, not of example\.org/khronika"):
        checkpoint.checked(signed, origin=ORIGIN, keys=[key.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o\n5\n",
        "o\n5\n" + "A" * 43 + "=",
        "\n5\n" + "A" * 43 + "=\n",
        "o\n05\n" + "A" * 43 + "=\n",
        "o\n+5\n" + "A" * 43 + "=\n",
        "o\n\u0665\n" + "A" * 43 + "=\n",
        "o\n18446744073709551616\n" + "A" * 43 + "=\n",
        "o\n5\n" + "A" * 42 + "B=\n",
        "o\n5\nAAAA\n",
        "o\n5\n" + "A" * 43 + "=\n\nmore\n",
    ],
)
def test_a_checkpoint_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(ProofError):
        checkpoint.parse(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tlog-proof@v1", "tlog-proof@v2"),
        ("index 2", "index 02"),
        ("index 2", "index -2"),
        ("index 2", "Index 2"),
        ("index 2\n", "extra \nindex 2\n"),
        ("index 2\n", "extra bW9yZQ\nindex 2\n"),
        ("index 2\n", ""),
        ("index 2\n", "index 2\nAAAA\n"),
        ("index 2\n", "index 2\n" + ("A" * 43 + "=\n") * 65),
    ],
)
def test_a_proof_file_in_another_form_is_refused(old: str, new: str, key: SigningKey) -> None:
    data = proof_of(2, key).data.decode()

    assert old in data
    with pytest.raises(ProofError):
        proof_file.parse(data.replace(old, new).encode())


def test_openssl_reads_our_keys_and_checks_what_they_sign(tmp_path: Path) -> None:
    made = make_key(tmp_path / "key.pem", ORIGIN)
    signed = checkpoint.sign(of_five(), [made])
    (tmp_path / "public.pem").write_text(made.verifier.pem)
    (tmp_path / "text").write_text(signed.text)
    (tmp_path / "signature").write_bytes(signed.signatures[0].value)
    (tmp_path / "other").write_text(signed.text + "more\n")

    printed = openssl(tmp_path, "pkey", "-in", "key.pem", "-pubout").stdout
    right, wrong = (
        openssl(
            tmp_path,
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            "public.pem",
            "-rawin",
            "-sigfile",
            "signature",
            "-in",
            text,
        ).returncode
        for text in ("text", "other")
    )

    assert printed == made.verifier.pem
    assert (right, wrong) == (0, 1)


def openssl(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["openssl", *words], check=False, capture_output=True, text=True, cwd=folder)


def test_a_key_is_read_back_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    made = make_key(path, ORIGIN)

    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path, ORIGIN).verifier == made.verifier
    assert "private" not in repr(made)
    path.chmod(0o644)
    with pytest.raises(InvalidError, match="open to others"):
        read_key(path, ORIGIN)


def test_no_key_is_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    made = make_key(path, ORIGIN)

    with pytest.raises(InvalidError, match="cannot be made: File exists"):
        make_key(path, ORIGIN)
    assert read_key(path, ORIGIN).verifier == made.verifier


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("genpkey", "-algorithm", "x25519"), "another kind of key"),
        (("genpkey", "-algorithm", "ed25519", "-aes128", "-pass", "pass:secret"), "without a password"),
        (("rand", "-hex", "40"), "no private key"),
    ],
)
def test_other_key_files_are_refused(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_text(openssl(tmp_path, *words).stdout)
    path.chmod(0o600)

    with pytest.raises(InvalidError, match=told):
        read_key(path, ORIGIN)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        EXAMPLE["vkey"].replace("530d903a", "530d903b"),
        EXAMPLE["vkey"].replace("530d903a", "530D903A"),
        EXAMPLE["vkey"].replace("example.com/foo", "example com"),
        EXAMPLE["vkey"] + "\n",
        EXAMPLE["vkey"].replace("+Aeky", "+Beky"),
    ],
)
def test_a_public_key_in_another_form_is_refused(vkey: str) -> None:
    with pytest.raises(ProofError):
        parse_verifier(vkey)


def test_the_key_of_a_note_is_bound_to_its_name() -> None:
    key = parse_verifier(EXAMPLE["vkey"])

    assert VerifierKey("example.com/bar", key.public).key_id != key.key_id
    assert b64decode(EXAMPLE["vkey"].split("+", 2)[2])[1:] == key.public
