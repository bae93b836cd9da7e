"""Receipts for what is recorded: signed with the log's key, written to a file that the sender keeps."""

from pathlib import Path

from api.settings import Settings
from api.signing import key_of
from domain.errors import InvalidError
from ledger.ledger import Ledger
from ledger.proofs import statement
from ledger.proofs.statement import Kind
from ledger.receipts import receipt_for


class Pen:
    """Writes one receipt; made before anything is recorded, so that what is missing is said in time."""

    def __init__(self, settings: Settings, file: Path) -> None:
        """Sign with the key of the settings into a new file; raise `InvalidError` if there is no key, or a file."""
        self._key = key_of(settings)
        self._file = file
        if file.exists() or not file.parent.is_dir():
            raise InvalidError("the file of the receipt is there already, or its folder is not", field="--receipt")

    def write(self, ledger: Ledger) -> None:
        """Write the receipt for what was recorded last; nothing recorded, no receipt."""
        if ledger.appended is None:
            return
        receipt = receipt_for(ledger, self._key.name, ledger.appended)
        try:
            with self._file.open("xb") as file:
                file.write(statement.sign(Kind.RECEIPT, receipt.text, self._key).data)
        except OSError as error:
            raise InvalidError(
                f"all is recorded, and the receipt cannot be written: {error.strerror}", field="--receipt"
            ) from error
