"""People by a name. It is a POST so that no name stands in an address, which others keep: logs, histories, proxies."""

from typing import NoReturn

from fastapi import APIRouter, Depends, HTTPException

from api import params
from api.deps import ServiceDep, only
from api.schemas.search import SearchIn, SearchOut

router = APIRouter(prefix="/people", tags=["people"])


@router.post("/search", summary="Persons whom a name may mean", dependencies=[Depends(only())])
def search_people(asked: SearchIn, service: ServiceDep) -> SearchOut:
    """Any spelling, in Latin or Cyrillic letters, parts in any order, the patronymic or not. Nothing is merged."""
    known = params.as_known(None if asked.as_known is None else str(asked.as_known))
    return SearchOut.of(*service.questions.search(params.name(asked.name), known))


@router.get("/search", include_in_schema=False, response_model=None)
def unasked() -> NoReturn:
    """Refuse to read: this is not the address of a person."""
    raise HTTPException(405, "a name is searched for with POST, so that it stands in no address", {"Allow": "POST"})
