"""The error tree. Every message says what was wrong and with which value, and names no person."""

from domain.phrases import ENGLISH, Phrase, Said, spoken


class KhronikaError(Exception):
    """Anything that Khronika itself refuses or cannot do.

    ``said`` is the message for readers of any language; ``str`` of an error is English, for machines and commands. What
    no page can come upon is a text.
    """

    def __init__(self, said: Said) -> None:
        """Keep the message."""
        super().__init__(spoken(said, ENGLISH))
        self.said = said


class InvalidError(KhronikaError):
    """Something given from outside cannot be taken; ``field`` says where, when that is known."""

    def __init__(self, said: Said, *, field: str | None = None) -> None:
        """Keep the message and, apart from it, the name of the field that it speaks of."""
        super().__init__(said)
        self.field = field

    @property
    def message(self) -> str:
        """The message in English, without the field."""
        return str(self)


class DateError(InvalidError):
    """A text that is no date of the accepted EDTF subset (docs/status.md)."""


class QuantityError(InvalidError):
    """A text that is no quantity of the accepted forms (docs/registers.md)."""


class ArticleError(InvalidError):
    """A text that is no article of a code in its written form (docs/codes.md)."""


class FactError(InvalidError):
    """A fact whose structure cannot be recorded: an unknown person, no passage, a retraction of nothing.

    ``key`` is the register's key of the fact at fault, when it came from a register.
    """

    def __init__(self, said: Said, *, field: str | None = None, key: str | None = None) -> None:
        """Keep the message, the field and the register's key."""
        super().__init__(said, field=field)
        self.key = key


class QuestionError(InvalidError):
    """A question that has no answer: an unknown definition, a day in the future, a log size not reached."""

    said: Phrase

    def __init__(self, said: Phrase, *, field: str | None = None) -> None:
        """Keep the message, which every language can say, and the parameter that it speaks of."""
        super().__init__(said, field=field)


class RegisterError(InvalidError):
    """A register that cannot be loaded; the message gives file, line and field."""


class ConflictError(KhronikaError):
    """Somebody else recorded the same version of a fact, or the same key of a register, first."""


class NotFoundError(KhronikaError):
    """An identifier that names nothing at this basis."""


class WithheldError(NotFoundError):
    """An identifier of something that speaks of a person who is withheld; the message is the same for all of them."""

    def __init__(self) -> None:
        """Say that it is withheld, and neither what nor whom."""
        super().__init__(Phrase("what has this identifier is withheld"))


class MovedError(NotFoundError):
    """A person whom judgements of identity have another registration stand for, which is ``to``."""

    def __init__(self, said: Said, *, to: str) -> None:
        """Keep the message and the identifier to ask for."""
        super().__init__(said)
        self.to = to


class BehindError(KhronikaError):
    """The read models have not reached the log size asked for; ask again shortly."""


class SchemaError(KhronikaError):
    """The database has another schema than this version needs."""


class ModelsError(KhronikaError):
    """The read models were derived by another version of Khronika."""


class IntegrityError(KhronikaError):
    """Stored bytes that are not what the log wrote: an unknown topic, a broken envelope."""


class ForkError(KhronikaError):
    """The log is not the one that checkpoints were signed over here: an older copy, or another; it takes nothing in."""


class ProofError(KhronikaError):
    """A proof, note, checkpoint or key that shows not what it is to show, or is not written in its one form."""


class MirrorError(KhronikaError):
    """Another instance that cannot be followed now: it does not answer, or not with what it signed."""


class TwoHistoriesError(KhronikaError):
    """Two checkpoints that one log signed, neither of which can come after the other; ``notes`` are both."""

    def __init__(self, said: Said, *, notes: tuple[bytes, bytes]) -> None:
        """Keep the message and the evidence: the signed note that was seen first, and the other."""
        super().__init__(said)
        self.notes = notes
