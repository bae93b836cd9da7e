"""Time stamps of RFC 3161: what an authority is asked, and whether its answer holds.

Bytes in, bytes out. A token here is the authority's whole answer, which is what ``openssl ts`` reads.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import rfc3161_client as rfc3161
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from domain.errors import InvalidError, ProofError

SHA256: Final = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to an authority; its answer must name the same ``nonce``."""

    data: bytes
    nonce: int


@dataclass(frozen=True, slots=True)
class Pinned:
    """The certificates that an authority's tokens must lead to: whoever set them up trusts them, and no others."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...]
    signer: x509.Certificate | None


def request(message: bytes) -> Request:
    """Ask for a time stamp of a message: of its SHA-256, so nothing else leaves the house."""
    made = rfc3161.TimestampRequestBuilder().data(message).hash_algorithm(rfc3161.HashAlgorithm.SHA256).build()
    assert made.nonce is not None  # noqa: S101 -- the builder makes one unless told not to
    return Request(made.as_bytes(), made.nonce)


def pinned(data: bytes) -> Pinned:
    """Read certificates in PEM form: a root at least, and of the rest at most one that signs time stamps.

    Raises `InvalidError` for anything else.
    """
    try:
        found = x509.load_pem_x509_certificates(data)
    except ValueError as error:
        raise InvalidError("that is no file of certificates in PEM form") from error
    roots = tuple(one for one in found if one.issuer == one.subject)
    rest = [one for one in found if one.issuer != one.subject]
    signers = [one for one in rest if _signs(one)]
    if not roots:
        raise InvalidError("the certificates hold no root, one that signed itself")
    if len(signers) > 1:
        raise InvalidError("more than one of the certificates signs time stamps")
    return Pinned(roots, tuple(one for one in rest if not _signs(one)), signers[0] if signers else None)


def check_token(token: bytes, message: bytes, pinned: Pinned, *, nonce: int | None = None) -> datetime:
    """Return when an authority saw a message, UTC; raise `ProofError` if its answer does not hold.

    It must be granted, of this message, signed under a pinned certificate that was good then, and, if given, have the
    ``nonce`` of the request (RFC 3161, sections 2.2 and 2.4.2).
    """
    builder = rfc3161.VerifierBuilder(
        roots=list(pinned.roots), intermediates=list(pinned.between), tsa_certificate=pinned.signer, nonce=nonce
    )
    try:
        answer = rfc3161.decode_timestamp_response(token)
        imprint = answer.tst_info.message_imprint
        if imprint.hash_algorithm != SHA256:
            raise ProofError("the time stamp is of another digest than SHA-256")
        builder.build().verify(answer, sha256(message).digest())
    except (rfc3161.VerificationError, ValueError) as error:
        raise ProofError(f"the time stamp does not hold: {error}") from error
    return answer.tst_info.gen_time


def said_by(token: bytes, message: bytes) -> datetime:
    """Return when an answer says that its authority saw a message, UTC, whoever gave it; no signature is checked.

    Raises `ProofError` if it cannot be read, or is of another message.
    """
    try:
        said = rfc3161.decode_timestamp_response(token).tst_info
    except ValueError as error:
        raise ProofError("the time stamp cannot be read") from error
    imprint = said.message_imprint
    if imprint.hash_algorithm != SHA256 or imprint.message != sha256(message).digest():
        raise ProofError("the time stamp is of another message")
    return said.gen_time


def _signs(certificate: x509.Certificate) -> bool:
    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in uses
