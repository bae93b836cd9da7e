"""Watch the checkpoints of another log: each has to come after all that were seen before (docs/adr/0041).

What the other instance answers is believed only as far as its signed checkpoint proves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.errors import MirrorError, ProofError, TwoHistoriesError
from ledger.fork import Sized
from ledger.journal import Entry, Journal
from ledger.proofs import checkpoint, merkle, note, tiles
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.keys import VerifierKey
from ledger.proofs.merkle import ReadNodes
from ledger.proofs.note import Note
from ledger.proofs.tiles import Tile


class Original(Protocol):
    """Another instance, as it is asked; each question raises `MirrorError` if there is no answer to use."""

    def checkpoint(self) -> bytes:
        """Return its newest checkpoint."""

    def tile(self, tile: Tile) -> bytes:
        """Return the hashes of a tile."""

    def events(self, *, after: int, limit: int) -> Sequence[bytes]:
        """Return the bytes of up to ``limit`` events after a position."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """Whose checkpoints are believed: the keys of one origin, from somebody whom one trusts."""

    keys: tuple[VerifierKey, ...]

    def __post_init__(self) -> None:
        """Raise `MirrorError` unless all keys are of one origin."""
        if len({key.name for key in self.keys}) != 1:
            raise MirrorError("the pinned keys are not of one origin")

    @property
    def origin(self) -> str:
        """The name of the log."""
        return self.keys[0].name

    def signer(self, signed: Note) -> VerifierKey:
        """Return the key that signed a note that was believed."""
        signed_by = {(one.name, one.key_id) for one in signed.signatures}
        return next(key for key in self.keys if (key.name, key.key_id) in signed_by)

    def opened(self, data: bytes) -> Entry:
        """Return what a signed checkpoint says; raise `ProofError` unless a pinned key signed it for this origin."""
        signed = note.parse(data)
        return Entry(signed, checkpoint.checked(signed, origin=self.origin, keys=self.keys))


class Watch:
    """Looks at the newest checkpoint of another instance, and keeps in a journal what it saw; nothing in it changes."""

    def __init__(self, original: Original, pinned: Pinned, journal: Journal, *, held: Sized | None = None) -> None:
        """Believe what the pinned keys sign; keep each accepted checkpoint in a journal of the watch's own.

        ``held`` is what one has of that log, if one has any.
        """
        self._original = original
        self._pinned = pinned
        self._journal = journal
        self._held = held

    def look(self) -> Entry:
        """Return the newest checkpoint, kept in the journal before that.

        Raises `TwoHistoriesError` if it excludes what was seen before, `MirrorError` if it is older than that or
        cannot be shown to follow it.
        """
        with self._journal.held():
            last = self._journal.last()
            found = self._asked()
            if last is None:
                self._check_whole(found.says)
            else:
                self._check_follows(last, found)
            if last is not None and found.says.size == last.says.size:
                return last
            self._journal.append(found.signed)
            return found

    def _asked(self) -> Entry:
        try:
            found = self._pinned.opened(self._original.checkpoint())
        except ProofError as error:
            raise MirrorError(f"what the original gives as its checkpoint is none to believe: {error}") from error
        if not found.says.size:
            raise MirrorError("the original signed an empty log; there is nothing to follow yet")
        return found

    def _check_whole(self, says: Checkpoint) -> None:
        """Hold the first checkpoint that is seen against the tree behind it."""
        try:
            read = tiles.reader(says.size, self._original.tile)
            whole = merkle.root(read(merkle.subtrees(says.size)))
        except ProofError as error:
            raise _unproven(says, error) from error
        if whole != says.root:
            raise _unproven(says)

    def _check_follows(self, last: Entry, found: Entry) -> None:
        if last.says.origin != found.says.origin:
            raise MirrorError(f"the journal is of {last.says.origin}, and the pinned key of {found.says.origin}")
        if found.says.size < last.says.size:
            began, expected = self._root_before(found.says.size, last.says), found.says.root
        else:
            began, expected = self._root_in(last.says.size, found.says), last.says.root
        if began is not None and began != expected:
            raise TwoHistoriesError(
                f"two histories: {last.says.origin} signed a checkpoint of size {last.says.size} with root "
                f"{last.says.root.hex()}, which was seen before, and one of size {found.says.size} with root "
                f"{found.says.root.hex()}, and neither log begins with the other",
                notes=(last.signed.data, found.signed.data),
            )
        if found.says.size < last.says.size:
            raise MirrorError(
                f"the original shows an older checkpoint, of size {found.says.size}, than it did before, "
                f"of size {last.says.size}: a copy that lags behind, or a backup that was restored"
            )

    def _root_in(self, size: int, says: Checkpoint) -> bytes:
        return proven_root(size, says, tiles.reader(says.size, self._original.tile))

    def _root_before(self, size: int, last: Checkpoint) -> bytes | None:
        """Return the root that the log had before a checkpoint that was seen; ``None`` if nobody can tell any more."""
        held = self._held
        if held is not None and held.size() >= last.size and held.root(last.size) == last.root:
            return held.root(size)
        try:
            return self._root_in(size, last)
        except MirrorError:
            return None


def proven_root(size: int, says: Checkpoint, read: ReadNodes) -> bytes:
    """Return the root at a size no larger than a checkpoint's, of the very log that it was signed over.

    Raises `MirrorError` if the nodes that are read are not those of that log.
    """
    if size == says.size:
        return says.root
    try:
        began = merkle.root(read(merkle.subtrees(size)))
        proof = merkle.prove_consistency(size, says.size, read)
        merkle.check_consistency(old=size, size=says.size, old_root=began, root=says.root, proof=proof)
    except ProofError as error:
        raise _unproven(says, error) from error
    return began


def _unproven(says: Checkpoint, error: ProofError | None = None) -> MirrorError:
    why = "" if error is None else f": {error}"
    return MirrorError(f"the tiles of the original are not those of its checkpoint of size {says.size}{why}")
