"""Ed25519 keys: the private one in a file that the ``openssl`` command reads, the public one as C2SP notes write it."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from domain.errors import InvalidError, ProofError
from ledger.proofs.note import KEY_ID_BYTES, Signature, base64_of, check_name, from_base64

ED25519: Final = b"\x01"
"""The kind of signature in a C2SP key: Ed25519 over the text of a note."""
_PUBLIC_BYTES: Final = 32
_FOR_OTHERS: Final = 0o077


@dataclass(frozen=True)
class VerifierKey:
    """A public key and the name that goes with it."""

    name: str
    public: bytes

    @cached_property
    def key_id(self) -> bytes:
        """The first bytes of the hash over name, kind and key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        """Write the key as it is given to others: name, id and key, joined by plus."""
        return f"{self.name}+{self.key_id.hex()}+{base64_of(ED25519 + self.public)}"

    @property
    def pem(self) -> str:
        """The public key as ``openssl`` reads it (RFC 8410); the name has no place in it."""
        # The header of an Ed25519 key never differs, so no encoder is needed.
        der = bytes.fromhex("302a300506032b6570032100") + self.public
        return f"-----BEGIN PUBLIC KEY-----\n{base64_of(der)}\n-----END PUBLIC KEY-----\n"

    def check(self, message: bytes, signature: bytes) -> None:
        """Return quietly if this key made the signature over the message; raise `ProofError` if not."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise ProofError(f"the signature of {self.name} is not over these bytes") from error


def parse_verifier(text: str) -> VerifierKey:
    """Read a public key as `VerifierKey` writes it; raise `ProofError` for any other text."""
    name, _, rest = text.partition("+")
    check_name(name)
    found = from_base64(rest.partition("+")[2])
    if found[:1] != ED25519 or len(found) != 1 + _PUBLIC_BYTES:
        raise ProofError("that is no Ed25519 key of a note")
    key = VerifierKey(name, found[1:])
    if str(key) != text:
        raise ProofError(f"the key of {name} bears another id than its own")
    return key


@dataclass(frozen=True)
class SigningKey:
    """A private key and the name that it signs under; never printed."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @cached_property
    def verifier(self) -> VerifierKey:
        """The public key of it."""
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Sign the text of a note."""
        return Signature(self.name, self.verifier.key_id, self.private.sign(text.encode()))


def make_key(path: Path, name: str) -> SigningKey:
    """Make a key and write it to a new file that only its owner reads; raise `InvalidError` if it cannot be."""
    check_name(name)
    key = Ed25519PrivateKey.generate()
    data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise InvalidError(f"the key file cannot be made: {error.strerror}") from error
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return SigningKey(name, key)


def read_key(path: Path, name: str) -> SigningKey:
    """Read a private key to sign under a name; raise `InvalidError` if it cannot be, or if others may read it."""
    check_name(name)
    try:
        if path.stat().st_mode & _FOR_OTHERS:
            raise InvalidError("the key file is open to others; take their rights away: chmod 600")
        found = load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise InvalidError(f"the key file cannot be read: {error.strerror}") from error
    except (ValueError, TypeError) as error:
        raise InvalidError("the key file holds no private key in PEM without a password") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise InvalidError("the key file holds another kind of key than Ed25519")
    return SigningKey(name, found)
