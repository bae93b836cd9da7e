"""What routers depend on, as annotated parameters."""

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import Depends, Path, Query, Request, Response

from api import params
from api.bootstrap import Service
from domain.dates import Day
from domain.errors import QuestionError
from domain.phrases import Field, Phrase, listing
from projections.basis import AsKnown, Basis
from projections.questions import Questions

FOR_EVER: Final = "public, max-age=31536000, immutable"
"""How long an answer without people may be kept, at a basis that the address writes out in full."""


def service(request: Request) -> Service:
    """Return the service that the application was made over."""
    found = request.app.state.service
    assert isinstance(found, Service)  # noqa: S101 -- create_app puts nothing else there
    return found


ServiceDep = Annotated[Service, Depends(service)]

REPEATED: Final = ("recognized_by", "to_recognized_by", "on")


def only(*names: str) -> Callable[[Request], None]:
    """Return a check that a question has no other parameter than these, each once, but for those that repeat."""

    def check(request: Request) -> None:
        given = [name for name, _ in request.query_params.multi_items()]
        for name in given:
            if name not in names:
                no = Phrase(
                    "%(name)s is no parameter of this question; it takes %(takes)s",
                    name=repr(name),
                    takes=listing(names),
                )
                raise QuestionError(no, field=name)
            if given.count(name) > 1 and name not in REPEATED:
                raise QuestionError(Phrase("%(field)s is given twice", field=Field(name)), field=name)

    return check


OF_A_COUNT = ("as_known", "definition", "variant", "recognized_by", "rules", "as_published")
ABOUT_A_DAY = ("as_of", *OF_A_COUNT)


def known(request: Request, as_known: Annotated[str | None, Query(description=params.AS_KNOWN)] = None) -> AsKnown:
    """Read ``as_known``, or what follows the @ of ``as_of``."""
    return params.as_known(params.clocks(request.query_params.get("as_of"), as_known)[1])


AsKnownQuery = Annotated[AsKnown, Depends(known)]


def day(
    service: ServiceDep, as_of: Annotated[str | None, Query(description=params.AS_OF + " Default: today.")] = None
) -> Day:
    """Read ``as_of``."""
    return params.up_to_today(as_of, today=service.questions.clock.today())


def questions(
    service: ServiceDep,
    as_known: AsKnownQuery,
    as_published: Annotated[str | None, Query(description=params.AS_PUBLISHED)] = None,
) -> Questions:
    """Return the questions to ask: of what had been published by a day, if ``as_published`` gives one."""
    return service.questions.as_published(params.published(as_published), as_known)


QuestionsDep = Annotated[Questions, Depends(questions)]
Identifier = Annotated[str, Path(description="The identifier, a UUID as other answers print it.")]
DayQuery = Annotated[Day, Depends(day)]


def basis(
    service: ServiceDep,
    as_known: AsKnownQuery,
    as_of: Annotated[str | None, Query(description=params.AS_OF + " Default: today.")] = None,
    definition: Annotated[str, Query(description=params.DEFINITION)] = "in-custody",
    variant: Annotated[str, Query(description=params.VARIANT)] = "then",
    recognized_by: Annotated[list[str] | None, Query(description=params.RECOGNIZED_BY)] = None,
    rules: Annotated[str | None, Query(description=params.RULES)] = None,
    as_published: Annotated[str | None, Query(description=params.AS_PUBLISHED)] = None,
) -> Basis:
    """Read the parameters of a question about a day into its basis."""
    params.rules(rules)
    clock = service.questions.clock
    found = clock.basis(
        clock.today() if as_of is None else params.as_of(as_of),
        as_known=as_known,
        definition=params.definition(definition),
        variant=params.variant(variant),
        recognized_by=params.bodies(recognized_by or ()),
    )
    return clock.published(found, params.published(as_published))


BasisDep = Annotated[Basis, Depends(basis)]


def lasting(request: Request, response: Response) -> None:
    """Let caches keep an answer for ever if its address writes the basis out in full: such an answer never changes.

    ``as_known`` is a size then, the definition has its version, and days, variant and rules are given. Groups do not
    last: whoever is withheld later moves to another.
    """
    given = request.query_params
    if "by" in given:
        return
    dated = "as_of" in given or "on" in given or {"from", "to", "interval"} <= given.keys()
    versioned = "/" in given.get("definition", "") and {"variant", "rules"} <= given.keys()
    _, known = params.clocks(given.get("as_of"), given.get("as_known"))
    if dated and versioned and params.is_size(known or ""):
        response.headers["Cache-Control"] = FOR_EVER
