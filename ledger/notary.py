"""Signs checkpoints: reads again what it signs, writes the journal, and only then publishes (docs/adr/0034)."""

from collections.abc import Callable
from datetime import datetime

from domain.errors import IntegrityError, KhronikaError
from ledger.checkpoints import Published
from ledger.events import ROTATION_TAG
from ledger.fork import check_holds
from ledger.journal import Entry, Journal
from ledger.log import Log
from ledger.progress import Progress, quietly
from ledger.proofs import checkpoint, merkle
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.keys import SigningKey, VerifierKey
from ledger.proofs.note import Note
from ledger.proofs.rotation import Reign, in_force, reigns
from ledger.verify.reread import reread


class Notary:
    """Signs checkpoints of one log with one key, and keeps one journal; several may, and take turns on its file."""

    def __init__(self, log: Log, key: SigningKey, journal: Journal, *, now: Callable[[], datetime]) -> None:
        """Sign for the origin that the key bears the name of; ``now`` gives UTC times."""
        self._log = log
        self._key = key
        self.journal = journal
        self._now = now

    @property
    def origin(self) -> str:
        """The name of the log in its checkpoints."""
        return self._key.name

    @property
    def key(self) -> VerifierKey:
        """The public key that signs."""
        return self._key.verifier

    def reigns(self, size: int) -> list[Reign]:
        """Return the keys that signed, and sign, checkpoints up to a size, oldest first."""
        return reigns(self._log.tagged(ROTATION_TAG, upto=size), self.key)

    def check(self, published: Published) -> Checkpoint:
        """Return what a published checkpoint says; raise `ProofError` unless the key of its size signed it."""
        return self._checked(published.signed, self.reigns(self._log.size()))

    def sign(self, progress: Progress = quietly) -> Published:
        """Sign the log as it is, unless its newest checkpoint says it all, and return the newest checkpoint.

        Raises `ForkError` if the log is not what was signed before, `IntegrityError` if it is not what was recorded.
        """
        with self.journal.held():
            size = self._log.size()
            if not size:
                raise KhronikaError("the log is empty; there is nothing to sign yet")
            over = self.reigns(size)
            last = self._settle(over)
            if last is not None and last.says.size == size:
                return self._publish(last, over)
            since, root = (last.says.size, last.says.root) if last else (0, merkle.EMPTY_ROOT)
            found = reread(self._log.recorder, since=since, size=size, root=root, progress=progress)
            made = Checkpoint(self.origin, size, found)
            self._check_consistent(last, made)
            signed = checkpoint.sign(made, [self._key])
            self.journal.append(signed)
            return self._publish(Entry(signed, made), over)

    def _settle(self, over: list[Reign]) -> Entry | None:
        """Bring journal and table together after whatever happened; return the newest entry of the journal."""
        last = self.journal.last()
        newest = self._log.checkpoints.newest()
        if last is None and newest is not None:
            # The journal is new, or lost: it begins with what is published, once that is seen to be ours.
            for one in self._published():
                says = self._checked(one.signed, over)
                check_holds(self._log, says)
                self.journal.append(one.signed)
            return self.journal.last()
        if last is None:
            return None
        self._checked(last.signed, over)
        check_holds(self._log, last.says)
        if newest is None or newest.size < last.says.size:
            for entry in self.journal.entries():
                if newest is None or entry.says.size > newest.size:
                    self._publish(entry, over)
        return last

    def _published(self) -> list[Published]:
        found: list[Published] = []
        while page := self._log.checkpoints.page(after=found[-1].size if found else 0, limit=1000):
            found += page
        return found

    def _check_consistent(self, last: Entry | None, made: Checkpoint) -> None:
        if made.root != self._log.root(made.size):
            raise IntegrityError(f"the stored nodes give another root at size {made.size} than the events")
        if last is not None:
            proof = self._log.prove_consistency(last.says.size, made.size)
            merkle.check_consistency(
                old=last.says.size, size=made.size, old_root=last.says.root, root=made.root, proof=proof
            )

    def _publish(self, entry: Entry, over: list[Reign]) -> Published:
        says = self._checked(entry.signed, over)
        key = in_force(over, says.size)
        self._log.checkpoints.publish(Published(says.size, entry.signed.data, str(key), self._now()))
        found = self._log.checkpoints.at(says.size)
        if found is None or found.note != entry.signed.data:
            raise IntegrityError(f"another checkpoint of size {says.size} is published than the journal holds")
        return found

    def _checked(self, signed: Note, over: list[Reign]) -> Checkpoint:
        says = checkpoint.parse(signed.text)
        return checkpoint.checked(signed, origin=self.origin, keys=[in_force(over, says.size)])
