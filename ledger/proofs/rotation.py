"""Which key signs checkpoints of which sizes: a new one begins where the log says so, in the words of both keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from domain.errors import KhronikaError, ProofError
from domain.facts import KeyRotated
from ledger.events import Event
from ledger.proofs.keys import SigningKey, VerifierKey, parse_verifier
from ledger.proofs.note import Note, Signature, base64_of, check_signed, from_base64

CONTEXT: Final = "khronika/key-rotation/v1"


@dataclass(frozen=True, slots=True)
class Reign:
    """A key, and the smallest log size of which it signs checkpoints; it ends where the next one begins."""

    key: VerifierKey
    since: int


def rotated(old: SigningKey, new: SigningKey) -> KeyRotated:
    """Return the fact that one key takes over from another, signed by both."""
    text = _text(str(old.verifier), str(new.verifier))
    return KeyRotated(
        old_key=str(old.verifier),
        new_key=str(new.verifier),
        old_signature=base64_of(old.sign(text).value),
        new_signature=base64_of(new.sign(text).value),
    )


def check_rotated(fact: KeyRotated) -> tuple[VerifierKey, VerifierKey]:
    """Return the old and the new key of a rotation that both signed; raise `ProofError` if one did not."""
    old, new = parse_verifier(fact.old_key), parse_verifier(fact.new_key)
    signed = as_note(fact)
    check_signed(signed, [old])
    check_signed(signed, [new])
    return old, new


def as_note(fact: KeyRotated) -> Note:
    """Return a rotation as the signed note that other tools read."""
    keys = ((fact.old_key, fact.old_signature), (fact.new_key, fact.new_signature))
    signatures = [(parse_verifier(key), from_base64(value)) for key, value in keys]
    return Note(
        _text(fact.old_key, fact.new_key), tuple(Signature(key.name, key.key_id, value) for key, value in signatures)
    )


def reigns(events: Iterable[Event], key: VerifierKey) -> list[Reign]:
    """Return the keys that led to ``key``, oldest first, by the rotations among some events.

    Rotations that lack a signature count for nothing. Raises `KhronikaError` if ``key`` itself was given up.
    """
    valid = [(event.position, *keys) for event in events if (keys := _keys(event)) is not None]
    found: list[Reign] = []
    wanted = key
    for position, old, new in reversed(valid):
        if new == wanted:
            found.append(Reign(new, position))
            wanted = old
        elif old == wanted and not found:
            raise KhronikaError(f"the key was given up at position {position} for another; sign with the newer one")
    return [Reign(wanted, 0), *reversed(found)]


def in_force(over: Iterable[Reign], size: int) -> VerifierKey:
    """Return the key that signs checkpoints of a size."""
    return max((one for one in over if one.since <= size), key=lambda one: one.since).key


def _keys(event: Event) -> tuple[VerifierKey, VerifierKey] | None:
    fact = event.content
    return check_rotated(fact) if isinstance(fact, KeyRotated) and signed_by_both(fact) else None


def signed_by_both(fact: KeyRotated) -> bool:
    """Whether both keys signed a rotation."""
    try:
        check_rotated(fact)
    except ProofError:
        return False
    return True


def _text(old: str, new: str) -> str:
    return f"{CONTEXT}\n{old}\n{new}\n"
