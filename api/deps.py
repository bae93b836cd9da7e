"""What routers depend on, as annotated parameters."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Query, Request

from api import params
from api.bootstrap import Service
from domain.dates import iso
from domain.errors import QuestionError
from ledger.events import minsk_day
from projections.basis import AsKnown, Basis


def service(request: Request) -> Service:
    """Return the service that the application was made over."""
    found = request.app.state.service
    assert isinstance(found, Service)  # noqa: S101 -- create_app puts nothing else there
    return found


ServiceDep = Annotated[Service, Depends(service)]


def only(*names: str) -> Callable[[Request], None]:
    """Return a check that a question has no other parameter than these, each once, but for ``recognized_by``."""

    def check(request: Request) -> None:
        given = [name for name, _ in request.query_params.multi_items()]
        for name in given:
            if name not in names:
                takes = ", ".join(names) or "none"
                raise QuestionError(f"{name!r} is no parameter of this question; it takes {takes}", field=name)
            if given.count(name) > 1 and name != "recognized_by":
                raise QuestionError(f"{name} is given twice", field=name)

    return check


ABOUT_A_DAY = ("as_of", "as_known", "definition", "variant", "recognized_by")


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
        params.as_of(iso(minsk_day(service.now())) if as_of is None else as_of),
        as_known=as_known,
        definition=definition,
        variant=params.variant(variant),
        recognized_by=params.bodies(recognized_by or ()),
    )


BasisDep = Annotated[Basis, Depends(basis)]
