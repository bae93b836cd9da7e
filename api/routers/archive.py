"""The bytes of kept copies, where their terms allow it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated, BinaryIO, Final

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import StreamingResponse

from api.deps import ServiceDep, only
from domain.errors import NotFoundError
from ledger.archive import CHUNK, Archive

router = APIRouter(prefix="/copies", tags=["sources"], dependencies=[Depends(only())])
HARMLESS: Final = "sandbox; default-src 'none'"
"""Whatever a copy holds, a browser that shows it all the same runs and loads nothing."""

Digest = Annotated[str, Path(description="The SHA-256 of the copy, as a source's answer prints it.")]


class CopyResponse(StreamingResponse):
    """A copy, piece by piece."""

    media_type = "application/octet-stream"


@router.get(
    "/{digest}",
    summary="A kept copy of a source",
    response_class=CopyResponse,
    responses={200: {"description": "The copy's own bytes, under the media type that is recorded of it."}},
)
def copy(digest: Digest, request: Request, service: ServiceDep) -> CopyResponse:
    """The bytes as they were captured, to be saved and not shown.

    They are given if the terms now are to pass them on, and if nothing quoted from the source speaks of somebody
    withheld. Their SHA-256 is computed before they are sent; it is the entity tag.
    """
    recorded = service.questions.copy(digest)
    archive = request.app.state.copies
    if not isinstance(archive, Archive):
        raise NotFoundError("this copy is not held here")
    with ExitStack() as stack:
        file = stack.enter_context(archive.opened(digest))
        headers = {
            "Content-Disposition": f'attachment; filename="{digest}"',
            "Content-Length": str(os.fstat(file.fileno()).st_size),
            "Content-Type": recorded.media_type,
            "Content-Security-Policy": HARMLESS,
            "ETag": f'"{digest}"',
        }
        later = stack.pop_all()
    return CopyResponse(_pieces(file, later), headers=headers)


def _pieces(file: BinaryIO, stack: ExitStack) -> Iterator[bytes]:
    with stack:
        while piece := file.read(CHUNK):
            yield piece
