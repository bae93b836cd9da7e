"""The tree of the log in files that never change (C2SP tlog-tiles); their prefix is that of ``/v1/checkpoint``."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request, Response

from api.deps import FOR_EVER, ServiceDep, only
from domain.errors import NotFoundError, ProofError
from ledger.proofs import tiles
from ledger.proofs.tiles import ENTRIES, Tile

router = APIRouter(prefix="/tile", tags=["proof"])
MEDIA_TYPE: Final = "application/octet-stream"
PLACE: Final = "Place from the left, in threes: `000`, `x001/x234/067`; narrower than 256, with its width: `000.p/8`."


class TileResponse(Response):
    """The bytes of a tile."""

    media_type = MEDIA_TYPE


@router.get(
    "/entries/{place:path}",
    summary="Leaf entries of the log: the digests of its events",
    response_class=TileResponse,
    response_description="Up to 256 entries, each after its length in two bytes.",
    dependencies=[Depends(only())],
)
def entries(request: Request, service: ServiceDep, place: Annotated[str, Path(description=PLACE)]) -> TileResponse:
    """Each says the SHA-256 of one event's bytes, also where these are withheld."""
    return _lasting(service.ledger.tiles.entries(_tile(request, ENTRIES, place)))


@router.get(
    "/{level}/{place:path}",
    summary="Hashes of the tree of the log",
    response_class=TileResponse,
    response_description="Up to 256 hashes of 32 bytes.",
    dependencies=[Depends(only())],
)
def tile(
    request: Request,
    service: ServiceDep,
    level: Annotated[str, Path(description="Eight levels of the tree stand between two of these; 0 is the leaves.")],
    place: Annotated[str, Path(description=PLACE)],
) -> TileResponse:
    """All proofs can be made of these, up to the newest checkpoint."""
    return _lasting(service.ledger.tiles.hashes(_tile(request, level, place)))


def _lasting(content: bytes) -> TileResponse:
    """Answer with what is the same for ever."""
    return TileResponse(content, headers={"Cache-Control": FOR_EVER})


def _tile(request: Request, level: str, place: str) -> Tile:
    """Read a tile's address, which has one form: escapes are another."""
    try:
        found = tiles.parse(level, place)
    except ProofError as error:
        raise NotFoundError("tiles have other addresses") from error
    if b"%" in request.scope.get("raw_path", b""):
        raise NotFoundError("tiles have other addresses")
    return found
