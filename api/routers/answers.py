"""Signed answers about one person."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api import answers
from api.deps import ABOUT_A_DAY, BasisDep, Identifier, ServiceDep, only
from api.schemas.answers import AnswerOut
from domain.errors import NotFoundError
from domain.people import PersonId

router = APIRouter(prefix="/people", tags=["proof"])


@router.get(
    "/{identifier}/answer",
    summary="Whether a person is counted on a day, or not, signed, with the facts and proofs that carry it",
    response_model=AnswerOut,
    dependencies=[Depends(only(*ABOUT_A_DAY))],
)
def answer(identifier: Identifier, at: BasisDep, service: ServiceDep, request: Request) -> Response:
    """The bytes are the file that can be checked offline; a service without a key answers 404."""
    if request.app.state.key is None:
        raise NotFoundError("this service signs no answers: it has no key")
    made = answers.signed(service, request.app.state.key, at, PersonId(identifier))
    return Response(made.data, media_type="application/json")
