"""Whether the service answers, how far its read models are behind the log, and whether that is near enough."""

from api.bootstrap import Service
from api.schemas.health import HealthOut
from domain.errors import BehindError, ModelsError
from migrations import schema


def health(service: Service) -> HealthOut:
    """Return how the service is; raises what the database raises if it does not answer.

    Read models that another version of Khronika derived are none: their position counts as 0.
    """
    try:
        position = service.projector.position()
    except ModelsError:
        position = 0
    size = service.ledger.size()  # read second: the log only grows
    waiting = service.ledger.head(position + 1).recorded_at if position < size else None
    return HealthOut(
        status="ok" if position == size else "behind",
        schema_version=schema.needed(),
        log_size=size,
        position=position,
        lag=size - position,
        lag_seconds=0.0 if waiting is None else max(0.0, (service.now() - waiting).total_seconds()),
    )


def check_ready(service: Service, *, most: int) -> None:
    """Return quietly if questions should come here: right schema, database answers, at most ``most`` events behind.

    Raises `SchemaError`, `ModelsError` or `BehindError`, or what the database raises.
    """
    schema.check(service.engine)
    service.projector.position()
    lag = health(service).lag
    if lag > most:
        raise BehindError(f"the read models are {lag} events behind the log; ready means {most} at most")
