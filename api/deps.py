"""What routers depend on, as annotated parameters."""

from typing import Annotated

from fastapi import Depends, Query, Request

from api import params
from api.bootstrap import Service
from domain.dates import iso
from ledger.events import minsk_day
from projections.basis import AsKnown, Basis


def service(request: Request) -> Service:
    """Return the service that the application was made over."""
    found = request.app.state.service
    assert isinstance(found, Service)  # noqa: S101 -- create_app puts nothing else there
    return found


ServiceDep = Annotated[Service, Depends(service)]


def known(as_known: Annotated[str | None, Query(description=params.AS_KNOWN)] = None) -> AsKnown:
    """Read ``as_known``."""
    return params.as_known(as_known)


AsKnownQuery = Annotated[AsKnown, Depends(known)]


def basis(
    service: ServiceDep,
    as_known: AsKnownQuery,
    as_of: Annotated[str | None, Query(description=params.AS_OF + " Default: today.")] = None,
    definition: Annotated[str, Query(description=params.DEFINITION)] = "in-custody",
    variant: Annotated[str, Query(description=params.VARIANT)] = "then",
    recognized_by: Annotated[list[str] | None, Query(description=params.RECOGNIZED_BY)] = None,
) -> Basis:
    """Read the parameters of a question about a day into its basis."""
    return service.questions.clock.basis(
        params.as_of(as_of or iso(minsk_day(service.now()))),
        as_known=as_known,
        definition=definition,
        variant=params.variant(variant),
        recognized_by=params.bodies(recognized_by or ()),
    )


BasisDep = Annotated[Basis, Depends(basis)]
