"""What every part of the questions is made over."""

from sqlalchemy import Engine

from ledger.log import Log
from projections.basis import Clock
from projections.declared import Declared
from projections.disclosure import Disclosures


class Room:
    """Questions of one part of the vocabulary, over one ledger and its read models."""

    def __init__(self, ledger: Log, engine: Engine, clock: Clock, declared: Declared, disclosures: Disclosures) -> None:
        """Answer what may be shown; ``declared`` says what the registers cover at a size of the log."""
        self._ledger = ledger
        self._engine = engine
        self._clock = clock
        self._declared = declared
        self._disclosures = disclosures
