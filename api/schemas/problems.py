"""Why there is no answer."""

from typing import Annotated

from pydantic import Field

from api.schemas.basis import Out


class ProblemOut(Out):
    """Why there is no answer: a problem document (RFC 9457)."""

    type: Annotated[str, Field(description="Always about:blank: the status says what kind of problem it is.")]
    title: Annotated[str, Field(description="The kind of problem in a few words.")]
    status: Annotated[int, Field(description="The status of the answer.")]
    detail: Annotated[str, Field(description="What was wrong, with which value.")]
    field: Annotated[str | None, Field(description="The parameter at fault; left out where none is.")] = None
