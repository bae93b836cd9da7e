"""A signed answer about one person."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.basis import Out
from ledger.proofs.answer_file import FORMAT


class CarriedOut(Out):
    """A fact that carries a signed answer, in the order in which the note names them."""

    event: Annotated[
        str | None,
        Field(description="The event's own bytes, whose SHA-256 the note says; null where they are withheld."),
    ]
    proof: Annotated[str, Field(description="The proof that the log holds the event (C2SP tlog-proof).")]


class AnswerOut(Out):
    """Whether a person was counted on a day, signed, with all it takes to check that offline (docs/answers.md)."""

    checkpoint: Annotated[str, Field(description="A signed checkpoint that covers the answer (C2SP tlog-checkpoint).")]
    consistency: Annotated[
        list[str], Field(description="The proof that its log begins with that of the answer: hashes in base64.")
    ]
    facts: Annotated[list[CarriedOut], Field(description="The facts that carry the answer.")]
    format: Annotated[Literal["khronika/answer-file/v1"], Field(description=f"Always {FORMAT}.")]
    note: Annotated[str, Field(description="The answer with its basis and limits, a signed note (C2SP signed-note).")]
