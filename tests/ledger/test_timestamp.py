"""Time stamps: what ``openssl`` gives, we take; what anybody changed in it, we do not, and neither does ``openssl``."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import InvalidError, ProofError
from ledger.proofs import timestamp
from tests.authority import Authority

MESSAGE = b"khronika.example/log\n3\nAAAA\n\n\xe2\x80\x94 khronika.example/log BBBB\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "ours")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "other", "other")


def trusted(*paths: Path) -> timestamp.Pinned:
    return timestamp.pinned(b"".join(path.read_bytes() for path in paths))


def test_a_token_holds_for_its_message_and_says_when(authority: Authority) -> None:
    asked = timestamp.request(MESSAGE)
    token = authority.reply(asked.data)
    for one in (trusted(authority.chain), trusted(authority.chain, authority.folder / "signer.pem")):
        at = timestamp.check_token(token, MESSAGE, one, nonce=asked.nonce)

        assert abs(at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_token_is_of_one_message_one_request_and_one_authority(authority: Authority, other: Authority) -> None:
    asked = timestamp.request(MESSAGE)
    token, ours = authority.reply(asked.data), trusted(authority.chain)

    with pytest.raises(ProofError, match="Mismatch between messages"):
        timestamp.check_token(token, MESSAGE + b" ", ours)
    with pytest.raises(ProofError, match="Nonce"):
        timestamp.check_token(token, MESSAGE, ours, nonce=asked.nonce + 1)
    with pytest.raises(ProofError, match="certificates"):
        timestamp.check_token(token, MESSAGE, trusted(other.chain))
    with pytest.raises(ProofError, match="does not match"):
        timestamp.check_token(token, MESSAGE, trusted(authority.chain, other.chain, other.folder / "signer.pem"))


def test_no_flipped_bit_of_a_token_moves_its_time_or_its_message(authority: Authority) -> None:
    """Refused, or the same meaning: a bit may lie where nothing is signed, and then it changes nothing that is read."""
    asked = timestamp.request(MESSAGE)
    token, ours = authority.reply(asked.data), trusted(authority.chain)
    at = timestamp.check_token(token, MESSAGE, ours, nonce=asked.nonce)
    refused = 0
    for bit in range(8 * len(token)):
        damaged = bytearray(token)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            same = timestamp.check_token(bytes(damaged), MESSAGE, ours, nonce=asked.nonce)
        except ProofError:
            refused += 1
            continue
        assert same == at, bit

    assert refused > 0.9 * 8 * len(token)


@pytest.mark.parametrize("token", [b"", b"\x30", b"<html>", b"\x30\x03\x02\x01\x00", bytes(1000)])
def test_what_is_no_token_is_refused(authority: Authority, token: bytes) -> None:
    with pytest.raises(ProofError):
        timestamp.check_token(token, MESSAGE, trusted(authority.chain))


def test_openssl_takes_what_is_stored_with_nothing_of_ours(authority: Authority, tmp_path: Path) -> None:
    """The line of docs/timestamps.md."""
    (tmp_path / "token.tsr").write_bytes(authority.reply(timestamp.request(MESSAGE).data))
    (tmp_path / "checkpoint.txt").write_bytes(MESSAGE)
    line = ("openssl", "ts", "-verify", "-data", "checkpoint.txt", "-in", "token.tsr", "-CAfile", authority.chain)
    good = subprocess.run(line, check=False, capture_output=True, text=True, cwd=tmp_path)
    (tmp_path / "checkpoint.txt").write_bytes(MESSAGE + b" ")
    bad = subprocess.run(line, check=False, capture_output=True, text=True, cwd=tmp_path)

    assert (good.returncode, "Verification: OK" in good.stdout) == (0, True)
    assert bad.returncode != 0


def test_certificates_are_a_root_at_least_and_one_signer_at_most(authority: Authority, other: Authority) -> None:
    with pytest.raises(InvalidError, match="no file of certificates"):
        timestamp.pinned(b"-----BEGIN NOTHING-----")
    with pytest.raises(InvalidError, match="no root"):
        trusted(authority.folder / "signer.pem")
    with pytest.raises(InvalidError, match="more than one"):
        trusted(authority.chain, authority.folder / "signer.pem", other.folder / "signer.pem")
